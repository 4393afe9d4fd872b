"""Messages that we start: who is due, what each person gets, and the record of it.

A job looks at everybody who is due, many at once. Most get nothing, and that is recorded at once. For the others a turn
decides again at its own moment by the same rules, because the person may have worked, paused or stopped meanwhile. Its
message and its record are written in one transaction.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from backend.db.engine.uow import UnitOfWork
from backend.db.people import queries as people_rows
from backend.db.reminders import outreach, schedule, standing
from backend.domain import days
from backend.domain.errors import NotFound
from backend.domain.people.commands import Actor, Person
from backend.domain.reminders import reminder_calendar, reminder_policy
from backend.domain.reminders.reminder_calendar import Calendar
from backend.domain.reminders.reminder_policy import Choice, Kind, Outreach, Planned, SkipReason, Unsent
from backend.records import Record, replace
from backend.services import access

LEARNERS = ("hiteuse", "trainee")


class Considered(Record):
    """The situation of a person who is due, and the decision. `choice` None: the person gets no reminders (any
    more)."""

    person_id: int
    due: datetime
    calendar: Calendar
    module_id: str | None
    choice: Choice | None

    @property
    def day(self) -> date:
        """The day of the person's calendar for which this is decided."""
        return days.local_day(self.due, self.calendar.zone)


class Woken(Record):
    """`looked`: the number of people who were due; `people`: those for whom an event was posted."""

    looked: int
    people: tuple[int, ...]


async def wake(uow: UnitOfWork, now: datetime, most: int) -> Woken:
    """Look at no more than `most` people whose time has come. Post an event for each who will get a message, record the
    reason for each who will not, and set when each is looked at next."""
    dues = await schedule.take_due(uow, now, most)
    if not dues:
        return Woken(0, ())
    going: dict[int, datetime] = {}
    unsent: list[tuple[int, date, SkipReason, Mapping[Kind, SkipReason]]] = []
    passed: list[outreach.Passed] = []
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
    await schedule.set_next(uow, nexts)
    if going:
        await schedule.post(uow, going, now)
    if unsent:
        await outreach.spared(uow, unsent, now)
    if passed:
        await outreach.passed(uow, passed, None)
    return Woken(len(dues), tuple(going))


async def decide(uow: UnitOfWork, person: Person, due: datetime, now: datetime) -> Considered:
    """The decision now about a person who was due then."""
    (considered,) = await _consider(uow, {person.id: due}, now)
    return considered


async def sent(uow: UnitOfWork, considered: Considered, planned: Planned, outbox_id: int, now: datetime) -> None:
    """Record the person's message of the day, a row of the outbox. `planned`: what it says. Raises `RuntimeError` if
    there is one already."""
    person_id, day = considered.person_id, considered.day
    if not await outreach.sent(uow, person_id, day, now, planned.kinds, planned.left, outbox_id):
        raise RuntimeError("she has had her message today")  # the turn is run again and sees it
    if Kind.LESSON in planned.kinds:
        assert considered.module_id is not None
        asked = reminder_calendar.nudges(considered.calendar, now, told=True)
        await outreach.passed(uow, [outreach.Passed(person_id, considered.module_id, asked)], now)


async def spared(uow: UnitOfWork, considered: Considered, unsent: Unsent, now: datetime) -> None:
    """Record that nothing is sent after all."""
    await outreach.spared(uow, [(considered.person_id, considered.day, unsent.reason, unsent.left)], now)
    if (missed := _missed(considered, now)) is not None:
        await outreach.passed(uow, [missed], None)


async def history(uow: UnitOfWork, by: Actor, person_id: int, most: int = 14) -> tuple[Outreach, ...]:
    """The decisions about a person's last days, the newest first. Raises `NotAllowed`, `NotFound`."""
    person = await people_rows.person(uow, person_id)
    access.require(by, "see people", person.country if person else None)
    if person is None:
        raise NotFound
    return await outreach.history(uow, person_id, most)


# --- how things stand -------------------------------------------------------------------------------


async def _consider(uow: UnitOfWork, dues: Mapping[int, datetime], now: datetime) -> list[Considered]:
    found = await standing.standings(uow, dues, now)
    asking = [
        each.person_id
        for each in found
        if reminder_policy.asks_for_work(dues[each.person_id], now, each.calendar, each.facts)
    ]
    working = await standing.with_work(uow, asking, now) if asking else set()
    considered = []
    for each in found:
        due = dues[each.person_id]
        choice = None
        if each.role in LEARNERS:
            facts = replace(each.facts, has_work=each.person_id in working)
            choice = reminder_policy.choose(due, now, each.calendar, facts)
        considered.append(Considered(each.person_id, due, each.calendar, each.module_id, choice))
    return considered


def _next(each: Considered, calendar: Calendar, now: datetime) -> datetime | None:
    if each.choice is None or (isinstance(each.choice, Unsent) and each.choice.reason is SkipReason.STOPPED):
        return None
    return reminder_calendar.next_due(calendar, now)


def _missed(each: Considered, now: datetime) -> outreach.Passed | None:
    """Times to ask about a module that passed with a day without a message. They are not made up for. Somebody who
    rests after 3 hours of work is asked on the next day."""
    calendar = each.calendar
    if each.module_id is None or not reminder_calendar.lesson_due(calendar, now):
        return None
    assert isinstance(each.choice, Unsent)
    if Kind.LESSON in each.choice.left or each.choice.reason is SkipReason.TOLD:
        return None
    asked = reminder_calendar.nudges(calendar, now, told=False)
    return outreach.Passed(each.person_id, each.module_id, asked) if asked > calendar.nudged else None
