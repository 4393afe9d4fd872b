"""An announcement in the hands of tests: handed over on the real database, its jobs run by hand."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from backend.clock import Clock
from backend.db.announcements import queries as announcement_rows
from backend.db.engine.signals import Signals
from backend.db.engine.uow import Database, UnitOfWork
from backend.db.people import queries as people_rows
from backend.domain.announcements.content import Announcement, Interest, Poll, ReadIt
from backend.domain.announcements.life import Announced, Audience
from backend.domain.announcements.sending import AnnouncementProgress
from backend.domain.messaging.message import Message, tr
from backend.domain.people.commands import Person
from backend.records import replace
from backend.services.announcements import service as announcements_service
from bot.jobs import announcements as jobs_announcements
from tests.integration.delivery.relays import Phone
from tests.integration.scenes import NOW, commit, hiteuses

ALL = Audience()
HELLO = Announcement("Réunion samedi à 10 h.")
ASKING = Announcement("Samedi ?", buttons=(Poll("Tu viens ?", ("Oui", "Non")), ReadIt(), Interest()))
COPIES = "select count(*)::int from outbox where purpose = 'announcement'"


def clock(year: int, month: int, day: int, hour: int) -> datetime:
    """An hour on everybody's own clock."""
    return datetime(year, month, day, hour)  # noqa: DTZ001 (it is nobody's zone)


class Engine:
    """The jobs by which announcements go out, run by hand on a clock of ours. `deferred`: what they asked
    for; `shown`: what their authors saw."""

    def __init__(self, database: Database, phone: Phone, now: datetime = NOW) -> None:
        self.clock = Clock(now)
        self.deferred: list[tuple[str, timedelta | None]] = []
        self.shown: list[tuple[Announced, AnnouncementProgress]] = []
        self.jobs = jobs_announcements.Announcing(
            database,
            {"demo": phone},
            self.clock,
            Signals(database),
            self._defer,
            self._show,
            lambda _found, _day: tr("…"),
            lambda found: tr("held {n}", n=found.id),
        )

    async def _defer(self, _uow: UnitOfWork, name: str, *, after: timedelta | None = None, **_arguments: Any) -> None:
        self.deferred.append((name, after))

    def _show(self, found: Announced, progress: AnnouncementProgress) -> Message:
        self.shown.append((found, progress))
        return tr("…")

    async def look(self, number: int, **later: float) -> None:
        self.clock.forward(timedelta(**later))
        await self.jobs.look(number)


async def staff(database: Database, role: str = "admin", country: str = "CI", duty: str | None = "owner") -> Person:
    (person,) = await hiteuses(database, 1, country=country)
    duty = duty if role == "admin" else None
    await commit(database, people_rows.set_profile, person_id=person.id, role=role, duty=duty)
    return replace(person, role=role, duty=duty)  # type: ignore[arg-type]


async def hand_over(
    database: Database, by: Person, content: Announcement = HELLO, audience: Audience = ALL, **given: Any
) -> Announced:
    found, _ = await create(database, by, content, audience, **given)
    return found


async def create(
    database: Database,
    by: Person,
    content: Announcement = HELLO,
    audience: Audience = ALL,
    *,
    key: str = "",
    local: datetime | None = None,
    now: datetime = NOW,
) -> tuple[Announced, bool]:
    key = key or content.text
    return await commit(database, announcements_service.create, by, key, content, audience, local, "demo", now)


async def people(database: Database, audience: Audience, by: Person, now: datetime = NOW) -> int:
    return (await commit(database, announcements_service.estimate, by, audience, now)).people


async def result(database: Database, number: int) -> AnnouncementProgress:
    async def look(uow: UnitOfWork) -> AnnouncementProgress:
        announced = await announcement_rows.find(uow, number)
        assert announced is not None
        return await announcements_service.result(uow, announced, NOW, "Africa/Abidjan")

    return await commit(database, look)


async def set_all(database: Database, people: Sequence[Person], **columns: Any) -> None:
    for person in people:
        await commit(database, people_rows.set_profile, person_id=person.id, **columns)
