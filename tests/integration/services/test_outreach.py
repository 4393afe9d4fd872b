"""Whether a planned message still makes sense for her, from what the database knows at its hour."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from backend.db import people as rows_of
from backend.db.uow import Database
from backend.domain.people import Person
from backend.domain.reminders import Decision, Reason, Send, Skip
from backend.domain.work import SubmitAnswer, TakeWork
from backend.services import outreach, work
from tests.integration.scenes import NOW, after, commit, hiteuse, project, value

HOUR = NOW


async def decide(database: Database, person: Person, name: str = "reminder", late: timedelta = timedelta()) -> Decision:
    async with database.turn() as uow:
        return await outreach.decide(uow, person, name, HOUR, HOUR + late)


async def works(database: Database, person: Person, project_id: int, now: Any) -> None:
    given = await commit(database, lambda uow: work.take(uow, person, now, TakeWork(project_id)))
    assert given.task is not None
    task_id = given.task.id
    await commit(database, lambda uow: work.submit(uow, person, now, SubmitAnswer(task_id, "ok")))


async def test_with_work_for_her_the_reminder_goes_out(database: Database) -> None:
    awa = await hiteuse(database)
    await project(database, 3)
    assert await decide(database, awa) == Send()
    assert await decide(database, awa, late=timedelta(hours=2)) == Send()
    assert await decide(database, awa, late=timedelta(hours=2, seconds=1)) == Skip(Reason.LATE)


async def test_without_work_that_fits_her_it_does_not_but_the_summary_does(database: Database) -> None:
    awa = await hiteuse(database)
    await project(database, 3, countries=("CM",))
    assert await decide(database, awa) == Skip(Reason.NO_WORK)
    assert await decide(database, awa, "summary") == Send()


async def test_an_open_task_is_work_even_when_nothing_else_is_left(database: Database) -> None:
    awa = await hiteuse(database)
    project_id = await project(database, 1)
    await commit(database, lambda uow: work.take(uow, awa, NOW, TakeWork(project_id)))
    assert await decide(database, awa) == Send()


async def test_who_worked_that_day_is_not_reminded(database: Database) -> None:
    awa = await hiteuse(database)
    project_id = await project(database, 3)
    await works(database, awa, project_id, after(hours=-1))
    assert await decide(database, awa) == Skip(Reason.WORKED)
    assert await decide(database, awa, "summary") == Send()


async def test_work_of_the_evening_before_on_her_own_clock_does_not_count(database: Database) -> None:
    lalao = await hiteuse(database, country="MG", zone="Indian/Antananarivo")  # UTC+3
    project_id = await project(database, 3)
    await works(database, lalao, project_id, NOW.replace(day=3, hour=20, minute=59))  # 23:59 there
    assert await decide(database, lalao) == Send()
    await works(database, lalao, project_id, NOW.replace(day=3, hour=21))  # midnight there
    assert await decide(database, lalao) == Skip(Reason.WORKED)


@pytest.mark.parametrize("name", ["reminder", "summary"])
async def test_stopped_blocked_or_paused_she_hears_nothing(database: Database, name: str) -> None:
    awa = await hiteuse(database)
    await project(database, 3)
    assert await decide(database, replace(awa, stopped_at=NOW), name) == Skip(Reason.STOPPED)
    assert await decide(database, replace(awa, paused_until=after(seconds=1)), name) == Skip(Reason.PAUSED)
    assert await decide(database, replace(awa, paused_until=NOW), name) == Send()
    contact_id = await value(database, "select id from contact")
    await commit(database, lambda uow: rows_of.block(uow, contact_id, NOW))
    assert await decide(database, awa, name) == Skip(Reason.BLOCKED)
    await commit(database, lambda uow: rows_of.block(uow, contact_id, None))
    assert await decide(database, awa, name) == Send()
