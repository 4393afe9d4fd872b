"""What a project's end date and its most per person keep, for whom and until when."""

import asyncio
from datetime import date, timedelta
from typing import Any

import pytest

from backend.db.engine.uow import Database
from backend.db.reminders import standing
from backend.domain.people.commands import Person
from backend.domain.work import commands as domain
from backend.domain.work.commands import AnswerRefused, TaskGiven
from backend.services.work import service as work_service
from backend.services.work import tasks
from tests.integration.scenes import NOW, PAY, after, agreement, commit, hiteuse, hiteuses, project, value
from tests.integration.services.work.steps import counted, expire, submit, take, taken

TODAY = NOW.date()
TOMORROW = after(days=1)


async def lefts(database: Database, person: Person, now: Any = NOW) -> list[int]:
    return [each.left for each in await commit(database, work_service.offers, person, now)]


async def has_work(database: Database, person: Person, now: Any = NOW) -> bool:
    return person.id in await commit(database, standing.with_work, [person.id], now)


async def test_on_the_last_day_tasks_are_given_out_and_on_the_next_none(database: Database) -> None:
    awa = await hiteuse(database)
    project_id = await project(database, 5, ends=TODAY)
    assert (await lefts(database, awa), await has_work(database, awa)) == ([5], True)
    first = await taken(database, awa, project_id)
    done = await counted(database, awa, first.id)
    assert done.next is not None
    last = await counted(database, awa, done.next.id, now=TOMORROW)  # what she holds stays hers, and is paid
    assert (last.pay, last.next, last.why) == (PAY, None, "ended")
    assert (await lefts(database, awa, TOMORROW), await has_work(database, awa, TOMORROW)) == ([], False)
    assert await take(database, awa, project_id, TOMORROW) == TaskGiven(None, "ended")
    assert await agreement(database) == []


async def test_the_last_day_is_that_of_her_own_calendar(database: Database) -> None:
    here = await hiteuse(database)
    there = await hiteuse(database, country="MG", zone="Indian/Antananarivo")  # UTC+3
    project_id = await project(database, 5, ends=TODAY)
    evening = after(hours=13)  # 22 h in Abidjan, one o'clock of the next day in Antananarivo
    assert (await lefts(database, here, evening), await lefts(database, there, evening)) == ([5], [])
    assert (await has_work(database, here, evening), await has_work(database, there, evening)) == (True, False)
    assert (await take(database, there, project_id, evening)).why == "ended"
    assert (await take(database, here, project_id, evening)).task is not None


async def test_a_task_given_back_after_the_last_day_is_not_given_out_again(database: Database) -> None:
    awa = await hiteuse(database)
    project_id = await project(database, 2, ends=TODAY)
    first = await taken(database, awa, project_id)
    assert await expire(database, TOMORROW) == 1
    assert (await commit(database, tasks.go_on, awa, TOMORROW, domain.GoOn(first.id))) == TaskGiven(None, "ended")
    # but what she has written by then is not lost
    assert (await counted(database, awa, first.id, now=TOMORROW)).why == "ended"


@pytest.mark.parametrize("most", [1, 2])
async def test_one_person_gives_no_more_than_the_most_and_others_go_on(database: Database, most: int) -> None:
    awa, binta = await hiteuses(database, 2)
    project_id = await project(database, 5, most_per_person=most)
    assert await lefts(database, awa) == [most]
    task: domain.Task | None = await taken(database, awa, project_id)
    whys = []
    while task is not None:
        done = await counted(database, awa, task.id)
        whys.append(done.why)
        task = done.next
    assert whys == [None] * (most - 1) + ["most"]
    assert (await lefts(database, awa), await has_work(database, awa)) == ([], False)
    assert await take(database, awa, project_id) == TaskGiven(None, "most")
    assert (await lefts(database, binta), await has_work(database, binta)) == ([most], True)
    assert await value(database, "select count(*) from answer where person_id = %s", (awa.id,)) == most


async def test_a_late_answer_is_none_beyond_the_most(database: Database) -> None:
    awa = await hiteuse(database)
    project_id = await project(database, 5, most_per_person=1)
    late = await taken(database, awa, project_id)
    assert await expire(database, TOMORROW) == 1
    other = await taken(database, awa, project_id, TOMORROW)
    assert other.id != late.id
    assert (await counted(database, awa, other.id, now=TOMORROW)).why == "most"
    assert await submit(database, awa, late.id, now=TOMORROW) == AnswerRefused("most", None, "most")
    assert await agreement(database) == []


async def test_skipping_counts_for_nothing_against_the_most(database: Database) -> None:
    awa = await hiteuse(database)
    project_id = await project(database, 3, most_per_person=1)
    first = await taken(database, awa, project_id)
    given = await commit(database, work_service.skip, awa, NOW, domain.SkipTask(first.id))
    assert given.task is not None
    assert (await counted(database, awa, given.task.id)).why == "most"


async def test_the_most_is_exact_for_many_at_once(database: Database) -> None:
    people = await hiteuses(database, 6)
    project_id = await project(database, 40, most_per_person=3)

    async def work(person: Person) -> int:
        given, count = await taken(database, person, project_id), 0
        task: domain.Task | None = given
        while task is not None:
            done, count = await counted(database, person, task.id), count + 1
            task = done.next
        return count

    assert await asyncio.gather(*map(work, people)) == [3] * 6
    assert await agreement(database) == []


async def test_an_end_far_off_changes_nothing(database: Database) -> None:
    awa = await hiteuse(database)
    await project(database, 4, ends=date(2099, 1, 1), most_per_person=10)
    assert await lefts(database, awa, NOW + timedelta(days=300)) == [4]
