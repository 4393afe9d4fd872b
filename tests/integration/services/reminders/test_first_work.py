"""Who has joined and has no paid answer yet: who is told of work, when, how often, and what the figures say of it."""

from __future__ import annotations

from datetime import datetime, timedelta
from fractions import Fraction

from backend.db.engine.uow import Database
from backend.domain.admin.statistics import EVERYTHING
from backend.domain.french.ranges import Span
from backend.domain.people.commands import Person
from backend.services.admin import statistics
from backend.services.reminders import first_work
from backend.services.reminders import service as reminders
from tests.integration.scenes import NOW, after, commit, execute, hiteuses, install_practice, look, project, rows, value
from tests.integration.services.work.steps import counted, taken

READER = Person(99, "admin", duty="reader")


async def told(database: Database, now: datetime, answers: int = 100) -> list[int]:
    """Who has an event of a reminder after the jobs have looked."""
    await commit(database, first_work.tell, now, answers)
    woken = await commit(database, reminders.wake, now, 100)
    return sorted(woken.people)


async def test_who_waits_for_a_first_paid_task_is_told_when_there_is_one(database: Database) -> None:
    await install_practice(database)
    awa, binta = await hiteuses(database, 2)
    later = after(hours=3)
    assert await told(database, later) == []  # there is no work
    project_id = await project(database, 10)
    task = await taken(database, binta, project_id)
    await counted(database, binta, task.id)  # she has her first paid answer
    assert await told(database, after(hours=1)) == []  # they have only just joined
    assert await told(database, later, answers=0) == []
    assert await told(database, later) == [awa.id]
    assert await told(database, after(hours=14)) == []  # 23 h


async def test_those_who_joined_first_are_told_first_and_no_more_than_find_work(database: Database) -> None:
    people = await hiteuses(database, 4)
    for n, person in enumerate(people):
        await commit(
            database,
            lambda uow, p=person, n=n: uow.execute(  # type: ignore[misc]
                "update person set joined_at = %s where id = %s", (NOW - timedelta(days=n), p.id)
            ),
        )
    await project(database, 20)
    assert await told(database, after(hours=3), answers=20) == sorted(p.id for p in people[2:])


async def test_who_stopped_or_wants_no_reminders_is_left_in_peace_and_chosen_hours_hold(database: Database) -> None:
    stopped, paused, refused, chosen = await hiteuses(database, 4)
    await project(database, 20)

    async def change(statement: str, *values: object) -> None:
        await execute(database, statement, values)

    await change("update person set stopped_at = %s where id = %s", NOW, stopped.id)
    await change("update person set paused_until = %s where id = %s", after(days=2), paused.id)
    reminder = "insert into reminder (person_id, days, at) values (%s, %s, '18:00')"
    await change(reminder, refused.id, [])
    await change(reminder, chosen.id, [NOW.weekday()])
    assert await told(database, after(hours=3)) == []
    assert await told(database, after(days=1, hours=3)) == [chosen.id]  # not her day: nothing comes at her hour


async def test_the_share_whose_first_paid_task_came_within_a_day_is_measured(database: Database) -> None:
    people = await hiteuses(database, 4)
    project_id = await project(database, 10, wanted=4)
    for person, hours in zip(people[:3], (1, 5, 30), strict=True):
        task = await taken(database, person, project_id, after(hours=hours))
        await counted(database, person, task.id, now=after(hours=hours))
    span = Span(NOW.date(), NOW.date())
    (found,) = await look(database, statistics.periods, READER, after(hours=20), EVERYTHING, [span])
    assert found.in_a_day is None  # « 100 % des inscrites ont gagné en 24 h » of two that have, with two that have not
    (found,) = await look(database, statistics.periods, READER, after(hours=31), EVERYTHING, [span])
    assert found.in_a_day == Fraction(2, 4)
    assert found.first_income == timedelta(hours=3)  # of those of that day
    assert await value(database, "select count(*) from first_income") == 0  # nothing was counted ahead
    assert await rows(database, "select * from outreach") == []
