"""Leases that are renewed, run out, and are taken up again."""

from datetime import timedelta
from decimal import Decimal

import pytest

from backend.db.engine.failures import RETRYABLE
from backend.db.engine.uow import Database
from backend.db.work import projects as project_rows
from backend.domain.work.commands import AnswerRefused, AnswerStatus, GoOn, KeepWorking, SubmitAnswer, TaskGiven
from backend.domain.work.projects import ProjectStatus
from backend.services.work import service as work_service
from backend.services.work import tasks
from tests.integration.scenes import (
    NOW,
    after,
    agreement,
    commit,
    hiteuse,
    hiteuses,
    project,
    rows,
    value,
)
from tests.integration.services.work.steps import counted, expire, status, submit, take, taken


async def test_a_lease_fits_the_tasks_length_and_is_renewed_while_she_works(database: Database) -> None:
    awa = await hiteuse(database)
    project_id = await project(database, 1, minutes=Decimal(3))
    task = await taken(database, awa, project_id)
    assert await value(database, "select expires_at from answer") == after(minutes=30)
    await commit(database, tasks.keep_working, awa, after(minutes=20), KeepWorking(task.id))
    assert await value(database, "select expires_at from answer") == after(minutes=50)
    assert await expire(database, after(minutes=49)) == 0
    assert await expire(database, after(minutes=50)) == 1
    assert await status(database, awa, task.id) == AnswerStatus.GIVEN_BACK
    assert await commit(database, tasks.keep_working, awa, after(minutes=55), KeepWorking(task.id)) is not None
    assert await status(database, awa, task.id) == AnswerStatus.LEASED, "she takes it again while she fills it"


async def test_a_lease_that_ran_out_is_offered_to_others_and_to_her_again(database: Database) -> None:
    awa, binta = await hiteuses(database, 2)
    project_id = await project(database, 1)
    task = await taken(database, awa, project_id)
    assert await take(database, binta, project_id) == TaskGiven(None, "none_left")
    assert await expire(database, after(days=1)) == 1
    assert (await taken(database, binta, project_id, after(days=1))).id == task.id
    assert await expire(database, after(days=3)) == 1
    assert (await taken(database, awa, project_id, after(days=3))).id == task.id
    (row,) = await rows(database, "select status, value, leased_at from answer where person_id = %s", (awa.id,))
    assert row == {"status": AnswerStatus.LEASED, "value": None, "leased_at": after(days=3)}
    assert await agreement(database) == []


async def test_given_back_behind_her_it_is_found_at_the_end_of_the_queue(database: Database) -> None:
    awa, binta = await hiteuses(database, 2)
    project_id = await project(database, 3)
    first = await taken(database, awa, project_id)
    second = await taken(database, binta, project_id)
    await expire(database, after(days=1))
    again = await taken(database, binta, project_id, after(days=1))
    done = [again.id]
    while (following := (await counted(database, binta, done[-1], now=after(days=1))).next) is not None:
        done.append(following.id)
    assert sorted(done) == [first.id, second.id, second.id + 1]


async def test_an_answer_after_the_lease_ran_out_counts_while_there_is_room(database: Database) -> None:
    awa = await hiteuse(database)
    project_id = await project(database, 2)
    task = await taken(database, awa, project_id)
    await expire(database, after(days=1))
    done = await counted(database, awa, task.id, now=after(days=1))
    assert done.next is not None
    # she worked on it for as long as one answer may count, not for a day and not for nothing
    assert done.time_today == timedelta(minutes=2)
    assert await agreement(database) == []


async def test_an_answer_in_the_moment_in_which_the_lease_is_given_back_is_taken_in_a_second_go(
    database: Database,
) -> None:
    awa = await hiteuse(database)
    task = await taken(database, awa, await project(database, 2))
    answer = SubmitAnswer(task.id, "ok")
    async with database.unit() as uow:  # the turn has read the lease; then the job gives it back
        await expire(database, after(days=1))
        with pytest.raises(RETRYABLE):
            await work_service.submit(uow, awa, after(days=1), answer, task)
    assert await value(database, "select count(*) from answer where status <> 2") == 0
    assert (await counted(database, awa, task.id, now=after(days=1))).next is not None
    assert await agreement(database) == []


async def test_an_answer_to_what_others_have_filled_meanwhile_is_refused_kindly(database: Database) -> None:
    awa, binta = await hiteuses(database, 2)
    project_id = await project(database, 2)
    task = await taken(database, awa, project_id)
    await expire(database, after(days=1))
    assert (await taken(database, binta, project_id, after(days=1))).id == task.id
    await counted(database, binta, task.id, now=after(days=1))
    refused = await submit(database, awa, task.id, now=after(days=1))
    assert isinstance(refused, AnswerRefused)
    assert (refused.why, refused.next) == ("gone", None)  # binta holds the other one
    assert await agreement(database) == []


async def test_an_old_task_is_not_taken_again_beside_an_open_one(database: Database) -> None:
    awa = await hiteuse(database)
    first, second = await project(database, 1, name="first"), await project(database, 1, name="second")
    old = await taken(database, awa, first)
    new = await taken(database, awa, second)
    refused = await submit(database, awa, old.id)
    assert isinstance(refused, AnswerRefused)
    assert refused.next is not None
    assert refused.next.id == new.id
    given = await commit(database, tasks.go_on, awa, NOW, GoOn(old.id))
    assert given.task is not None
    assert given.task.id == new.id
    assert await agreement(database) == []


async def test_a_lease_that_ran_out_is_not_taken_up_again_in_a_project_that_was_closed_meanwhile(
    database: Database,
) -> None:
    awa = await hiteuse(database)
    project_id = await project(database, 1)
    task = await taken(database, awa, project_id)
    await expire(database, after(days=1))
    await commit(database, project_rows.set_status, project_id, ProjectStatus.CLOSED)
    assert (await commit(database, tasks.go_on, awa, after(days=1), GoOn(task.id))) == TaskGiven(None, "closed")
    assert await status(database, awa, task.id) == AnswerStatus.GIVEN_BACK
    assert await agreement(database) == []


async def test_after_a_pause_the_clock_of_her_work_starts_anew(database: Database) -> None:
    awa = await hiteuse(database)
    project_id = await project(database, 1)
    task = await taken(database, awa, project_id)
    assert (await commit(database, tasks.go_on, awa, after(minutes=10), GoOn(task.id))).task is not None
    done = await counted(database, awa, task.id, now=after(minutes=10, seconds=40))
    assert done.time_today == timedelta(seconds=40)


async def test_a_night_later_the_same_task_goes_on(database: Database) -> None:
    awa = await hiteuse(database)
    project_id = await project(database, 1)
    task = await taken(database, awa, project_id)
    await expire(database, after(hours=12))
    given = await commit(database, tasks.go_on, awa, after(hours=12), GoOn(task.id))
    assert given.task is not None
    assert given.task.id == task.id
    done = await counted(database, awa, task.id, now=after(hours=12, seconds=30))
    assert done.time_today == timedelta(seconds=30)
