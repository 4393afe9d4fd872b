"""The job that reads a list of names that somebody sent for invitations."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from backend.clock import Clock
from backend.db.engine.signals import TURN, Signals
from backend.db.engine.uow import Database
from backend.db.messaging import inbox
from backend.db.people import queries as people_rows
from backend.domain.errors import HiteusesError, NotAllowed, Reason, Unavailable
from backend.domain.people import name_lists
from backend.domain.people.invitations import InviteNames
from backend.retries import RETRY_SPAN
from backend.services import access
from backend.services.people import invitations as service
from bot.channels.base import Channel
from bot.i18n import faults
from bot.i18n.catalogue import SOURCE
from bot.jobs import platform_calls

READ = "names read"
"""The wake-up that reports the result; the codes are made in that turn."""


class Names:
    def __init__(self, database: Database, channels: Mapping[str, Channel], clock: Clock, signals: Signals) -> None:
        self._database = database
        self._channels = channels
        self._clock = clock
        self._signals = signals

    async def read(
        self,
        request: int,
        person_id: int,
        channel: str,
        file: str,
        name: str,
        role: Any,
        country: str,
        duty: Any,
        countries: Sequence[str],
    ) -> None:
        """Read the list and report it. `request`: the id of the event that brought it, so that a second
        run makes no second codes."""
        try:
            with platform_calls.platform():
                content = await self._channels[channel].fetch(file, name_lists.MOST_BYTES)
            async with self._database.unit() as uow:
                by = await people_rows.person(uow, person_id)
                if by is None:
                    raise NotAllowed
                found = name_lists.read_file(content, country, access.countries(by))
                command = InviteNames(role, country, found.names, duty, tuple(countries))
                draft = await service.keep(uow, by, command, found.names, found.unread, self._clock.now())
                told = {"wake": READ, "draft": draft, "file": name}
                if await inbox.post(uow, person_id, f"names:{request}", told, self._clock.now()):
                    await uow.commit()
        except Unavailable:
            raise
        except NotAllowed:  # the person's role has changed since they sent it
            await self._refuse(f"names:{request}", person_id, name, Reason("you may not invite there any more"))
        except HiteusesError as error:
            await self._refuse(f"names:{request}", person_id, name, error)
        self._signals.tell(TURN)

    async def given_up(self, error: Exception, *, request: int, person_id: int, name: str, **_others: Any) -> None:
        """Report that the list could not be fetched and will not be retried."""
        del error  # the queue logs it
        hours = RETRY_SPAN // timedelta(hours=1)
        reason = Reason("the file could not be fetched within {hours} hours; send it again", hours=hours)
        await self._refuse(f"names:{request}:given up", person_id, name, reason)
        self._signals.tell(TURN)

    async def _refuse(self, key: str, person_id: int, name: str, error: HiteusesError | Reason) -> None:
        async with self._database.unit() as uow:
            person = await people_rows.person(uow, person_id)
            language = person.language if person else SOURCE
            lines = (
                [faults.fault(error, language)] if isinstance(error, Reason) else faults.lines(error, name, language)
            )
            told = {"wake": READ, "file": name, "faults": list(lines)}
            await inbox.post(uow, person_id, key, told, self._clock.now())
            await uow.commit()
