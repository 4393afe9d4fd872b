"""The job that asks a provider whose wallet a number is, where the provider can be asked."""

from __future__ import annotations

import logging
from collections.abc import Mapping

from backend.clock import Clock
from backend.db.engine.signals import TURN, Signals
from backend.db.engine.uow import Database
from backend.db.messaging import inbox
from backend.db.payouts import destinations as rows
from backend.db.people import queries as people_rows
from backend.domain.payouts import destinations, eligibility
from backend.domain.payouts.destinations import DestinationKind
from backend.domain.payouts.providers import ProviderName, served_by
from backend.domain.payouts.terms import Terms
from backend.services.payouts import keys as key_service
from backend.services.payouts.keys import KeySource
from bot.handlers.payouts.commands import OTHER_NAME
from bot.providers.base import Provider, ProviderError

log = logging.getLogger(__name__)


class Holders:
    """`providers`: those that are set up. `terms`: who pays in which country."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        signals: Signals,
        providers: Mapping[ProviderName, Provider],
        key_source: KeySource,
        terms: Terms,
    ) -> None:
        self._database = database
        self._clock = clock
        self._signals = signals
        self._providers = providers
        self._key_source = key_source
        self._terms = terms

    async def verify(self, person_id: int) -> None:
        """Tell the person if the wallet where they want to be paid is in another name. Nothing waits for it: a provider
        that cannot be asked now, or does not know, is not asked again."""
        async with self._database.unit() as uow:
            person = await people_rows.person(uow, person_id)
            kept = await rows.current(uow, person_id)
            keys = await key_service.keys(uow, self._key_source)
        currency = eligibility.currency_of(person.country) if person is not None else None
        if person is None or kept is None or currency is None or kept.kind != DestinationKind.PHONE:
            return
        name = served_by(self._terms.provider(person.country), DestinationKind.PHONE, self._providers)
        provider = self._providers.get(name)
        if provider is None:
            return
        try:
            holds = await provider.holds(destinations.opened(keys.open(kept.sealed)), self._terms.minimum(currency))
        except ProviderError as error:
            log.info("the name of a wallet was not verified: %s", error)
            return
        if holds is not False:
            return
        told = {"wake": OTHER_NAME, "destination": kept.id, "tail": kept.tail, "provider": name.value}
        async with self._database.unit() as uow:
            if await inbox.post(uow, person_id, f"holder:{kept.id}", told, self._clock.now()):
                await uow.commit()
        self._signals.tell(TURN)
