"""An announcement to more people than a platform lets us write to first in a day is spread over days.

A part of each day is kept free for payments, answers of the team and reminders
(`backend.domain.messaging.accounts`). The people are put on days when the announcement begins; each chunk of copies
counts again what was used meanwhile, by other announcements too, and waits where nothing is left.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from math import ceil

from backend.db.announcements import daily_limit as rows
from backend.db.announcements import queries as announcements
from backend.db.engine.uow import UnitOfWork
from backend.db.messaging import account_conditions
from backend.domain import days
from backend.domain.announcements import spreading
from backend.domain.announcements.life import RESPONSES_OPEN_FOR, Announced, DailyLimit
from backend.domain.announcements.sending import LaterDay, Recipient
from backend.domain.messaging.accounts import AccountCondition

LOOK_AGAIN = timedelta(hours=1)
"""After this time it is looked again whether there is room for people for whom there was none."""


LATE_BY = timedelta(hours=20)
"""What is later than planned by less than this is on the same day: zones, quiet hours, waits of an hour."""


async def _limited(uow: UnitOfWork) -> list[tuple[str, AccountCondition]]:
    found = [(kept.channel, kept.condition) for kept in await account_conditions.every(uow)]
    return [(channel, condition) for channel, condition in found if condition.people_a_day is not None]


async def _left(uow: UnitOfWork, channel: str, announced: int, now: datetime) -> int:
    return max(0, announced - await rows.used(uow, channel, now))


async def written_first(uow: UnitOfWork, now: datetime) -> dict[str, int]:
    """How many people we wrote to first in the last 24 hours, by channel, where that is limited."""
    return {channel: await rows.used(uow, channel, now) for channel, _ in await _limited(uow)}


async def expected(
    uow: UnitOfWork, outside: Mapping[str, int], now: datetime, at: datetime | None
) -> DailyLimit | None:
    """How an announcement is spread that writes first to so many people, by channel. `at`: when it is planned for;
    None: it begins now. None: it goes out on one day."""
    for channel, condition in await _limited(uow):
        limit, announced = condition.people_a_day, condition.announced_a_day
        people = outside.get(channel, 0)
        if limit is None or announced is None or not people:
            continue
        first = announced
        if at is None:
            first = max(0, await _left(uow, channel, announced, now) - await rows.planned(uow, channel, now))
        if people > first:
            return DailyLimit(channel, limit, announced, first, 1 + ceil((people - first) / announced))
    return None


async def spread(uow: UnitOfWork, announcement_id: int, now: datetime) -> timedelta:
    """Put the people of an announcement that begins now on days. Returns by how long the last are put off."""
    days = 0
    for channel, condition in await _limited(uow):
        announced = condition.announced_a_day
        if announced is not None:
            await rows.alone(uow, channel)
            first = await _left(uow, channel, announced, now)
            days = max(days, await rows.spread(uow, announcement_id, channel, first, announced))
    return timedelta(days=days)


async def later(uow: UnitOfWork, announcement_id: int, now: datetime, zone: str) -> tuple[LaterDay, ...]:
    """On which days in this zone the rest of an announcement that is being sent goes, after today; empty: it is not
    spread."""
    for channel, condition in await _limited(uow):
        announced = condition.announced_a_day
        waiting = await rows.waiting(uow, announcement_id, channel, now) if announced is not None else []
        if announced is None or not any(each.own for each in waiting):
            continue
        used = await rows.used_by_hour(uow, channel, now)
        found: dict[date, LaterDay] = {}
        for hours, people in sorted(spreading.expected(used, waiting, announced).items()):
            at = now + timedelta(hours=hours)
            day = days.local_day(at, zone)
            before = found[day].people if day in found else 0
            found[day] = LaterDay(day, before + people, at)
        found.pop(days.local_day(now, zone), None)
        if found:
            return tuple(found.values())
    return ()


async def takes_longer(uow: UnitOfWork, found: Announced, last: datetime) -> bool:
    """Whether an announcement whose last people are expected at `last` takes days more than its author was told; it
    stays open for answers as much longer. True once for each such change."""
    if found.closes_at is None or last <= found.closes_at - RESPONSES_OPEN_FOR + LATE_BY:
        return False
    await announcements.change(uow, found.id, closes_at=last + RESPONSES_OPEN_FOR)
    return True


async def fitting(
    uow: UnitOfWork, people: Sequence[Recipient], now: datetime
) -> tuple[list[Recipient], dict[int, datetime]]:
    """Those of these people who may be told now, and when the others are looked at again, by person."""
    later: dict[int, datetime] = {}
    for channel, condition in await _limited(uow):
        first = [each for each in people if each.reached == channel and each.outside(now)]
        announced = condition.announced_a_day
        if announced is not None and first:
            await rows.alone(uow, channel)
            room = await _left(uow, channel, announced, now)
            later |= {each.person_id: now + LOOK_AGAIN for each in first[room:]}
    return [each for each in people if each.person_id not in later], later
