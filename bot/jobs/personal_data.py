"""The jobs about what is kept about people: their own file of it, and erasures. Each may run twice after a crash."""

from __future__ import annotations

import hashlib
import logging
from pathlib import Path
from typing import Any

from backend.clock import Clock
from backend.db.engine.signals import TURN, Signals, outbox_of
from backend.db.engine.uow import Database
from backend.db.messaging import contact_routing, inbox, media, outgoing
from backend.db.people import erasures
from backend.domain.errors import LastOwner, NotFound
from backend.domain.identity.linking import SECURITY
from backend.domain.messaging import channels
from backend.services.payouts import keys as key_service
from backend.services.payouts.keys import KeySource
from backend.services.privacy import erasure, leaving
from backend.services.privacy import person_file as service
from bot.flows.privacy.leaving import LAST_OWNER
from bot.jobs import person_file

log = logging.getLogger(__name__)

READY = "personal data"
"""The wake-up that delivers the file."""
CHUNK = 50
"""People who are erased in one run of the job."""


class PersonalData:
    def __init__(
        self, database: Database, clock: Clock, signals: Signals, key_source: KeySource, home: Path | None
    ) -> None:
        self._database = database
        self._clock = clock
        self._signals = signals
        self._key_source = key_source
        self._home = home

    async def make(self, request: int, person_id: int, contact: int, channel: str) -> None:
        """Make the file and wake the person to deliver it. `request`: the id of the event that asked for it. `contact`,
        `channel`: the chat to which it is sent."""
        now = self._clock.now()
        try:
            async with self._database.unit() as uow:
                person = await service.known(uow, person_id)
                keys = await key_service.keys(uow, self._key_source)
                made: list[tuple[str, str, bytes]] = []
                if channels.of(channel).zips:
                    zipped = await person_file.zipped(uow, person, keys, now)
                    made.append(("mes-donnees.zip", "application/zip", zipped))
                else:
                    found = await service.overview(uow, person, keys, now)
                    made.append(("mes-donnees.pdf", "application/pdf", await person_file.pdf(found)))
                    made.append(("donnees.txt", "text/plain", await person_file.text(uow, person, keys, now)))
                told = []
                for name, mime, content in made:
                    digest = hashlib.sha256(content).hexdigest()
                    await media.add_personal(uow, person_id, digest, mime, content, now, once=True)
                    told.append([name, digest])
                await service.note(uow, person_id, channel, person_id, now)
                await inbox.post(
                    uow, person_id, f"personal:{request}", {"wake": READY, "contact": contact, "files": told}, now
                )
                await uow.commit()
        except NotFound:
            return
        self._signals.tell(TURN)

    async def given_up(self, _error: Exception, *, request: int, person_id: int, contact: int, **_others: Any) -> None:
        """Tell the person that the file could not be made."""
        async with self._database.unit() as uow:
            told = {"wake": READY, "contact": contact}
            await inbox.post(uow, person_id, f"personal:{request}:failed", told, self._clock.now())
            await uow.commit()
        self._signals.tell(TURN)

    async def forget_files(self) -> None:
        """Delete files that were sent."""
        async with self._database.unit() as uow:
            await media.forget_sent(uow, CHUNK)
            await uow.commit()

    async def erase(self) -> None:
        """Erase the people whose time is over."""
        if self._home is None:
            return
        async with self._database.unit() as uow:
            due = await erasures.due(uow, self._clock.now(), CHUNK)
            numbers = (await key_service.keys(uow, self._key_source)).numbers
            await uow.commit()
        for person_id in due:
            try:
                await erasure.erase(self._database, person_id, self._clock.now(), self._home, numbers)
            except LastOwner:
                log.warning("person %s is the last owner and stays", person_id)
                await self._refuse(person_id)

    async def _refuse(self, person_id: int) -> None:
        """The last owner stays, and hears of it."""
        now = self._clock.now()
        async with self._database.unit() as uow:
            person, chat = await service.known(uow, person_id), await contact_routing.of(uow, person_id)
            told = await leaving.refuse(uow, person, now) and chat is not None
            if told and chat is not None:
                await outgoing.say_plainly(uow, person_id, chat.id, chat.channel, LAST_OWNER, now, purpose=SECURITY)
            await uow.commit()
        if told and chat is not None:
            self._signals.tell(outbox_of(chat.channel))
