"""What we write to people by ourselves: who is due, what each is told, and what is kept of it.

A job looks at everybody who is due, many at once: most are told nothing, and that is written down there and
then. For the others a turn decides once more at its own moment, by the same rules: she may have worked, paused
or stopped meanwhile. Its message and its row are of one transaction.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from backend.db.engine.uow import Row, UnitOfWork
from backend.db.people import queries as people_rows
from backend.db.reminders import queries as rows
from backend.domain import days
from backend.domain.errors import NotFound
from backend.domain.messaging.failures import Status
from backend.domain.people.commands import Actor, Person
from backend.domain.people.reminder_preferences import Preference
from backend.domain.reminders import reminder_policy
from backend.domain.reminders.reminder_policy import Calendar, Choice, Facts, Kind, Outreach, Planned, Reason, Unsent
from backend.domain.training import final
from backend.services import access

LEARNERS = ("hiteuse", "trainee")
FORGOTTEN_AT_ONCE = 10_000


@dataclass(frozen=True, slots=True)
class Considered:
    """What was found of a person who is due, and what follows from it. `choice` None: she is nobody whom we
    write to by ourselves (any more)."""

    person_id: int
    due: datetime
    calendar: Calendar
    module_id: str | None
    choice: Choice | None

    @property
    def day(self) -> date:
        """The day of her calendar for which this is decided."""
        return days.local_day(self.due, self.calendar.zone)


@dataclass(frozen=True, slots=True)
class Woken:
    """`looked`: people who were due; `people`: those for whom an event waits now."""

    looked: int
    people: tuple[int, ...]


async def wake(uow: UnitOfWork, now: datetime, most: int) -> Woken:
    """Look at people whose time has come, at most so many: an event for each who will be written to, the
    reason for each who will not, and when each is looked at next."""
    dues = await rows.take_due(uow, now, most)
    if not dues:
        return Woken(0, ())
    going: dict[int, datetime] = {}
    unsent: list[tuple[int, date, Reason, Mapping[Kind, Reason]]] = []
    passed: list[rows.Passed] = []
    nexts: dict[int, datetime | None] = dict.fromkeys(dues)
    for each in await _consider(uow, dues, now):
        calendar = each.calendar
        if isinstance(each.choice, Planned):
            going[each.person_id] = each.due
            calendar = replace(calendar, told=True)
        elif isinstance(each.choice, Unsent):
            unsent.append((each.person_id, each.day, each.choice.reason, each.choice.left))
            if (missed := _missed(each, now)) is not None:
                passed.append(missed)
                calendar = replace(calendar, nudged=missed.nudged)
        nexts[each.person_id] = _next(each, calendar, now)
    await rows.set_next(uow, nexts)
    if going:
        await rows.post(uow, going, now)
    if unsent:
        await rows.spared(uow, unsent, now)
    if passed:
        await rows.passed(uow, passed, None)
    return Woken(len(dues), tuple(going))


async def decide(uow: UnitOfWork, person: Person, due: datetime, now: datetime) -> Considered:
    """What she is told now of what was due then."""
    (considered,) = await _consider(uow, {person.id: due}, now)
    return considered


async def sent(uow: UnitOfWork, considered: Considered, planned: Planned, outbox_id: int, now: datetime) -> None:
    """Her message of the day is this row of the outbox; `planned`: what it says."""
    person_id, day = considered.person_id, considered.day
    if not await rows.sent(uow, person_id, day, now, planned.kinds, planned.left, outbox_id):
        raise RuntimeError("she has had her message today")  # the turn is run again, and sees it
    if Kind.LESSON in planned.kinds:
        assert considered.module_id is not None
        asked = reminder_policy.nudges(considered.calendar, now, told=True)
        await rows.passed(uow, [rows.Passed(person_id, considered.module_id, asked)], now)


async def spared(uow: UnitOfWork, considered: Considered, unsent: Unsent, now: datetime) -> None:
    """Nothing is said to her after all."""
    await rows.spared(uow, [(considered.person_id, considered.day, unsent.reason, unsent.left)], now)
    if (missed := _missed(considered, now)) is not None:
        await rows.passed(uow, [missed], None)


async def history(uow: UnitOfWork, by: Actor, person_id: int, most: int = 14) -> tuple[Outreach, ...]:
    """What was decided for her last days, the newest first. Raises `NotAllowed`, `NotFound`."""
    person = await people_rows.person(uow, person_id)
    access.require(by, "see people", person.country if person else None)
    if person is None:
        raise NotFound
    return tuple(_outreach(row) for row in await rows.history(uow, person_id, most))


async def forget(uow: UnitOfWork, now: datetime) -> bool:
    """Forget what was decided long ago; True where there is more of it."""
    until = now - reminder_policy.KEPT
    return await rows.forget_before(uow, until.date(), FORGOTTEN_AT_ONCE) == FORGOTTEN_AT_ONCE


# --- how things stand -------------------------------------------------------------------------------


async def _consider(uow: UnitOfWork, dues: Mapping[int, datetime], now: datetime) -> list[Considered]:
    found = [(row, calendar_of(row, now), _facts(row)) for row in await rows.standing(uow, dues, now)]
    asking = [
        row["person_id"]
        for row, calendar, facts in found
        if reminder_policy.asks_for_work(dues[row["person_id"]], now, calendar, facts)
    ]
    working = await rows.with_work(uow, asking) if asking else set()
    considered = []
    for row, calendar, facts in found:
        person_id = row["person_id"]
        choice = None
        if row["role"] in LEARNERS:
            standing = replace(facts, has_work=person_id in working)
            choice = reminder_policy.choose(dues[person_id], now, calendar, standing)
        considered.append(Considered(person_id, dues[person_id], calendar, row["module_id"], choice))
    return considered


def calendar_of(row: Row, now: datetime) -> Calendar:
    """From a row of `backend.db.reminders.queries.calendar` or `standing`."""
    return Calendar(
        zone=row["zone"],
        works=row["role"] == "hiteuse",
        preference=None if row["days"] is None else Preference(frozenset(row["days"]), row["hour"]),
        active_at=row["active_at"],
        nudged=row["nudged"] or 0,
        nudged_at=row["nudged_at"],
        reopens_at=final.opens_at(row["failures"] or 0, row["failed_at"], now),
        full_today=row["full_today"],
        full_before=row["full_before"],
        told=row["told"],
    )


def _facts(row: Row) -> Facts:
    return Facts(
        stopped=row["stopped_at"] is not None,
        blocked=row["blocked"],
        paused_until=row["paused_until"],
        announced=row["announced"],
        answers=row["answers"],
        worked=timedelta(seconds=row["active"]),
        expired=row["expired"],
        revision=row["revision"],
        earned=row["earned"],
    )


def _next(each: Considered, calendar: Calendar, now: datetime) -> datetime | None:
    if each.choice is None or (isinstance(each.choice, Unsent) and each.choice.reason is Reason.STOPPED):
        return None
    return reminder_policy.next_due(calendar, now)


def _missed(each: Considered, now: datetime) -> rows.Passed | None:
    """Times to ask her about a module that pass with a day on which she hears nothing: they are not made up
    for. Who rests after her 3 hours is asked on the next day."""
    calendar = each.calendar
    if each.module_id is None or not reminder_policy.lesson_due(calendar, now):
        return None
    assert isinstance(each.choice, Unsent)
    if Kind.LESSON in each.choice.left or each.choice.reason is Reason.TOLD:
        return None
    asked = reminder_policy.nudges(calendar, now, told=False)
    return rows.Passed(each.person_id, each.module_id, asked) if asked > calendar.nudged else None


def _outreach(row: Row) -> Outreach:
    status = row["status"]
    return Outreach(
        date=row["date"],
        at=row["at"],
        kinds=tuple(Kind(kind) for kind in row["kinds"]),
        reason=None if row["reason"] is None else reminder_policy.REASONS[row["reason"]],
        left={Kind(kind): reminder_policy.REASONS[reason] for kind, reason in row["left_out"].items()},
        channel=row["channel"],
        status=None if status is None else Status(status),
        sent_at=row["sent_at"],
        delivered_at=row["delivered_at"],
        read_at=row["read_at"],
    )
