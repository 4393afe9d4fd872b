"""The two jobs of a batch that an admin sends in chat: check the files, and import them after the confirmation.

Both may run twice after a crash: the admin is told once, and nothing is imported twice."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from backend.clock import Clock
from backend.db.engine.signals import TURN, Signals
from backend.db.engine.uow import Database, UnitOfWork
from backend.db.messaging import inbox
from backend.db.people import queries as people_rows
from backend.db.work import drafts
from backend.domain.errors import HiteusesError, NotAllowed, Unavailable
from backend.domain.people.commands import Person
from backend.domain.work.formats.project_files import read_config
from backend.domain.work.projects import ProjectConfig
from backend.retries import RETRY_SPAN, is_away
from backend.services.work.files import batches as service
from bot.channels.base import Channel
from bot.flows.work.batch import MOST_BYTES
from bot.i18n import faults
from bot.i18n.catalogue import SOURCE
from bot.jobs import platform_calls

FAULTS_TOLD = 100
"""The most faults that are reported."""
CHECKED, IMPORTED = "batch checked", "batch"
"""The wake-ups that report the two results."""


class Batches:
    def __init__(self, database: Database, channels: Mapping[str, Channel], clock: Clock, signals: Signals) -> None:
        self._database = database
        self._channels = channels
        self._clock = clock
        self._signals = signals

    # --- checking -----------------------------------------------------------------------------------

    async def check(
        self,
        request: int,
        person_id: int,
        channel: str,
        config: str,
        config_name: str,
        project: str,
        data: str,
        data_name: str,
    ) -> None:
        """Check the files that an admin sent, compute what an import would do, and report it. `request`: the id of the
        event that brought the last file. Without `data` only faults of the project are reported."""
        told: dict[str, Any]
        file = data_name or config_name or project
        try:
            source = self._channels[channel]
            content = b""
            if data:
                with platform_calls.platform():
                    content = await source.fetch(data, MOST_BYTES)
            async with self._database.unit() as uow:  # rolled back at the end: it is only a check
                admin = await _as_she_is(uow, person_id)
                found = await self._config(uow, source, config, config_name, project)
                if not data:
                    await service.check_project(uow, admin, found, self._clock.now())
                    return
                checked = await service.check(
                    uow, admin, found, content, data_name, self._clock.now(), named=not config
                )
            async with self._database.unit() as uow:
                draft = await service.keep(uow, admin, checked, content, self._clock.now())
                told = {"wake": CHECKED, "draft": draft}
                if await inbox.post(uow, person_id, f"batch:{request}", told, self._clock.now()):
                    await uow.commit()
        except Unavailable:
            if data:
                raise  # the platform or the database is away: the queue retries
            return  # the project is checked with its data anyway
        except HiteusesError as error:  # a fault of the files, or the platform does not give them out
            alone = None if data else {"config": config, "project": project}
            await self._refused(error, person_id, f"batch:{request}", file, alone=alone)
        self._signals.tell(TURN)

    async def _config(
        self, uow: UnitOfWork, source: Channel, config: str, config_name: str, project: str
    ) -> ProjectConfig:
        if not config:
            return await service.config_of(uow, project)
        with platform_calls.platform():
            content = await source.fetch(config, MOST_BYTES)
        return await asyncio.to_thread(read_config, content, config_name)

    async def check_given_up(
        self, error: Exception, *, request: int, person_id: int, data_name: str, **_others: Any
    ) -> None:
        """Report that the files could not be checked and will not be retried. A project alone is checked with its data
        anyway."""
        if data_name:
            await self._given_up(error, person_id, f"batch:{request}", data_name)

    # --- importing ----------------------------------------------------------------------------------

    async def carry_out(self, draft: int, person_id: int, channel: str, file: str) -> None:
        """Import what was confirmed, completely or not at all, and report it."""
        try:
            async with self._database.unit() as uow:
                admin = await _as_she_is(uow, person_id)
                done = await service.carry_out(uow, admin, draft, self._clock.now(), channel)
                if done is None:
                    return
                config, imported = done
                told = {
                    "wake": IMPORTED,
                    "file": file,
                    "project": imported.name,
                    "new": imported.new,
                    "known": imported.known,
                    "pay": [config.pay.units, config.pay.currency],
                    "cost": [imported.cost.units, imported.cost.currency],
                }
                await inbox.post(uow, person_id, f"import:{draft}", told, self._clock.now())
                await uow.commit()
        except Unavailable:
            raise
        except HiteusesError as error:  # the project or the admin's role has changed since the check
            await self._refused(error, person_id, f"import:{draft}", file, draft)
        self._signals.tell(TURN)

    async def carry_out_given_up(
        self, error: Exception, *, draft: int, person_id: int, file: str, **_others: Any
    ) -> None:
        """Report that the import was given up."""
        await self._given_up(error, person_id, f"import:{draft}", file)

    # --- reports ------------------------------------------------------------------------------------

    async def _refused(
        self,
        error: HiteusesError,
        person_id: int,
        key: str,
        file: str,
        draft: int | None = None,
        alone: Mapping[str, str] | None = None,
    ) -> None:
        """Report why nothing is imported. `alone`: the project that was checked without data."""
        async with self._database.unit() as uow:
            person = await people_rows.person(uow, person_id)
            lines = list(faults.lines(error, file, person.language if person else SOURCE))
            told = {"wake": IMPORTED, "file": file, "faults": lines[:FAULTS_TOLD], "fault_count": len(lines)}
            told |= {"alone": alone} if alone is not None else {}
            await self._tell(uow, person_id, key, told, draft)

    async def _given_up(self, error: Exception, person_id: int, key: str, file: str) -> None:
        """Report a job that was given up, under a key of its own: an admin may retry the job, and
        its result is reported too."""
        why, hours = "away" if is_away(error) else "failed", RETRY_SPAN // timedelta(hours=1)
        async with self._database.unit() as uow:
            told = {"wake": IMPORTED, "file": file, "given_up": why, "hours": hours}
            await self._tell(uow, person_id, f"{key}:given up", told, None)
        self._signals.tell(TURN)

    async def _tell(
        self, uow: UnitOfWork, person_id: int, key: str, told: Mapping[str, Any], draft: int | None
    ) -> None:
        if draft is not None:
            await drafts.use_up(uow, draft)
        await inbox.post(uow, person_id, key, told, self._clock.now())
        await uow.commit()


async def _as_she_is(uow: UnitOfWork, person_id: int) -> Person:
    """The person with their present role, which may have changed since they sent the file. Raises `NotAllowed`."""
    admin = await people_rows.person(uow, person_id)
    if admin is None:
        raise NotAllowed
    return admin
