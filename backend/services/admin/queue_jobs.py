"""Failed jobs of the task queue and late ticks, which admins can see and settle."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from backend.db.admin import audit
from backend.db.engine import jobs as rows
from backend.db.engine.jobs import DeadJob, FailingJobs
from backend.db.engine.uow import UnitOfWork
from backend.domain.people.commands import Actor, Person
from backend.records import Record
from backend.services import access

LATE_FACTOR = 3
"""A tick is late after this many times its period, and at least after `MIN_LATENESS`. So a tick missed now and then is
not late."""
MIN_LATENESS = timedelta(minutes=2)


class Tick(Record):
    """One tick of the schedule. `last`: when it ticked; None: never, as far back as ticks are kept. On the first day of
    a service that is not `late` yet. `missed`: how many ticks have passed since without being done."""

    name: str
    every: timedelta
    last: datetime | None
    late: bool
    missed: int = 0


async def ticks(uow: UnitOfWork, by: Actor, plan: Mapping[str, timedelta], now: datetime) -> tuple[Tick, ...]:
    """Each tick of `plan` (job → period), the late ones first. Raises `NotAllowed`."""
    access.require(by, "see queues")
    return await all_ticks(uow, plan, now)


async def all_ticks(uow: UnitOfWork, plan: Mapping[str, timedelta], now: datetime) -> tuple[Tick, ...]:
    """Like `ticks`, for the program itself."""
    last = await rows.last_ticks(uow, list(plan))
    # the first tick of the most frequent job: a rare tick bears the hour or day in which the service began, not the
    # moment
    begun = await rows.first_tick(uow, min(plan, key=lambda name: plan[name]))
    found = []
    for name, every in plan.items():
        since = last[name] or begun
        late = since is None or now - since > max(every * LATE_FACTOR, MIN_LATENESS)
        missed = 0 if since is None else max(0, (now - since) // every - 1)
        found.append(Tick(name, every, last[name], late, missed))
    return tuple(sorted(found, key=lambda tick: (not tick.late, tick.every)))


async def failing(uow: UnitOfWork, by: Actor) -> tuple[FailingJobs, ...]:
    """Jobs that are retried, by name. Raises `NotAllowed`."""
    access.require(by, "see queues")
    return tuple(await rows.failing(uow))


async def dead(uow: UnitOfWork, by: Actor, after: int, most: int) -> tuple[DeadJob, ...]:
    """A page of the jobs that were given up, by number. Raises `NotAllowed`."""
    access.require(by, "see queues")
    return tuple(await rows.dead(uow, after, most))


async def given_up(uow: UnitOfWork, by: Actor, ids: Sequence[int]) -> dict[int, str]:
    """Names, by number, of those of these jobs that are given up, for a person who may settle them. Raises
    `NotAllowed`."""
    access.require(by, "clear queues")
    return await rows.of_ids(uow, ids)


async def again(uow: UnitOfWork, by: Person, ids: Sequence[int], channel: str, now: datetime) -> int:
    """Retry these jobs from the beginning. Return how many. Raises `NotAllowed`."""
    found = await given_up(uow, by, ids)
    for job_id in found:
        await rows.again(uow, job_id)
    await _note(uow, by, "jobs.again", found, channel, now)
    return len(found)


async def drop(uow: UnitOfWork, by: Person, ids: Sequence[int], channel: str, now: datetime) -> int:
    """Delete these jobs. Return how many. Raises `NotAllowed`."""
    found = await given_up(uow, by, ids)
    await rows.drop(uow, list(found))
    await _note(uow, by, "jobs.drop", found, channel, now)
    return len(found)


async def _note(
    uow: UnitOfWork, by: Person, action: str, found: Mapping[int, str], channel: str, now: datetime
) -> None:
    if found:
        about = {"ids": list(found), "tasks": len(found), "name": next(iter(found.values()))}
        await audit.note(uow, by.id, channel, action, about, now)
