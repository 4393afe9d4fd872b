"""Skipping, reporting, the end of a day, closed projects, the practice task."""

from datetime import datetime, timedelta
from decimal import Decimal

import pytest

from backend.db.engine.uow import Database, UnitOfWork
from backend.db.work import leases, projects
from backend.domain.errors import BadInput
from backend.domain.work.commands import AnswerRefused, AnswerStatus, ReportTask, SkipTask, TaskGiven
from backend.domain.work.projects import ProjectStatus
from backend.services.work import service as work_service
from tests.integration.scenes import (
    NOW,
    PAY,
    after,
    agreement,
    commit,
    hiteuse,
    hiteuses,
    install_practice,
    project,
    rows,
    value,
)
from tests.integration.services.work.steps import counted, expire, status, submit, take, taken


async def test_a_skipped_task_goes_to_others_and_never_back_to_her(database: Database) -> None:
    awa, binta = await hiteuses(database, 2)
    project_id = await project(database, 2)
    first = await taken(database, awa, project_id)
    given = await commit(database, work_service.skip, awa, NOW, SkipTask(first.id))
    assert given.task is not None
    assert (await taken(database, binta, project_id)).id == first.id
    assert (await counted(database, awa, given.task.id)).why == "none_left"
    assert await agreement(database) == []


@pytest.mark.parametrize("reported", [True, False])
async def test_left_after_the_lease_ran_out_it_does_not_come_back_to_her_either(
    database: Database, reported: bool
) -> None:
    awa = await hiteuse(database)
    project_id = await project(database, 1)
    task = await taken(database, awa, project_id)
    await expire(database, after(days=1))

    async def leave(uow: UnitOfWork) -> TaskGiven:
        if reported:
            return await work_service.report(uow, awa, after(days=1), ReportTask(task.id, "unclear"))
        return await work_service.skip(uow, awa, after(days=1), SkipTask(task.id))

    assert await commit(database, leave) == TaskGiven(None, "none_left")
    assert await value(database, "select count(*) from report") == int(reported)
    assert await agreement(database) == []


async def test_skipped_while_its_lease_runs_out_it_does_not_come_back_to_her(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    awa = await hiteuse(database)
    project_id = await project(database, 1)
    task = await taken(database, awa, project_id)
    leave = leases.leave

    async def late(uow: UnitOfWork, person_id: int, task_id: int, status: AnswerStatus, now: datetime) -> bool:
        await expire(database, after(days=1))  # the job that gives back is a moment earlier
        return await leave(uow, person_id, task_id, status, now)

    monkeypatch.setattr(leases, "leave", late)
    given = await commit(database, work_service.skip, awa, after(days=1), SkipTask(task.id))
    assert given == TaskGiven(None, "none_left")
    assert await agreement(database) == []


async def test_a_reported_task_is_not_hers_again_and_costs_her_nothing(database: Database) -> None:
    awa, binta = await hiteuses(database, 2)
    project_id = await project(database, 2, wanted=2)
    task = await taken(database, awa, project_id)
    given = await commit(database, work_service.report, awa, NOW, ReportTask(task.id, "unreadable", "image floue"))
    assert given.task is not None
    assert given.task.id != task.id
    assert (await taken(database, binta, project_id)).id == task.id  # others go on with it
    (row,) = await rows(database, "select person_id, task_id, reason from report")
    assert row == {"person_id": awa.id, "task_id": task.id, "reason": "unreadable: image floue"}
    await expire(database, after(days=2))
    assert await agreement(database) == []


async def test_whoever_holds_a_task_that_another_reports_can_still_answer_it(database: Database) -> None:
    awa, binta = await hiteuses(database, 2)
    project_id = await project(database, 1, wanted=3)
    task = await taken(database, awa, project_id)
    await taken(database, binta, project_id)
    await commit(database, work_service.report, awa, NOW, ReportTask(task.id, "wrong"))
    await counted(database, binta, task.id)
    assert await agreement(database) == []


async def test_at_three_hours_the_answer_counts_and_no_task_follows(database: Database) -> None:
    awa = await hiteuse(database)
    project_id = await project(database, 5, minutes=Decimal(60))
    first = await taken(database, awa, project_id)
    done = await counted(database, awa, first.id, now=after(hours=2, minutes=45))
    assert (done.crossed, done.next is not None) == ("warning", True)
    assert done.next is not None
    last = await counted(database, awa, done.next.id, now=after(hours=3, minutes=30))
    assert (last.crossed, last.next, last.why) == ("limit", None, "day_done")
    assert last.time_today == timedelta(hours=3, minutes=30)
    evening = after(hours=4)
    assert await take(database, awa, project_id, evening) == TaskGiven(None, "day_done")
    assert await submit(database, awa, first.id, now=evening) == AnswerRefused("already", None, "day_done")
    assert await value(database, "select due from wakeup") == after(hours=23)
    assert (await take(database, awa, project_id, after(hours=24))).task is not None


async def test_her_day_is_that_of_her_own_zone(database: Database) -> None:
    here = await hiteuse(database, country="MG", zone="Indian/Antananarivo")  # UTC+3
    project_id = await project(database, 2)
    task = await taken(database, here, project_id, after(hours=11))
    await counted(database, here, task.id, now=after(hours=12, seconds=1))  # 21:00 UTC
    assert str(await value(database, "select date from day")) == "2026-03-05"


@pytest.mark.parametrize("closed", [ProjectStatus.CLOSED, ProjectStatus.PAUSED])
async def test_of_a_closed_project_the_open_task_still_counts_and_none_follows(
    database: Database, closed: ProjectStatus
) -> None:
    awa, binta = await hiteuses(database, 2)
    project_id = await project(database, 4)
    task = await taken(database, awa, project_id)
    await commit(database, projects.set_status, project_id, closed)
    assert await take(database, binta, project_id) == TaskGiven(None, "none_left")
    done = await counted(database, awa, task.id)
    assert (done.pay, done.next, done.why) == (PAY, None, str(closed))
    assert await agreement(database) == []


async def test_everybody_has_one_paid_practice_task(database: Database) -> None:
    await install_practice(database)
    people = await hiteuses(database, 6)
    tasks = []
    for person in people:
        given = await commit(database, work_service.start_practice, person, NOW)
        assert given.task is not None
        assert given.task.practice
        assert given.task.gold == "ok"
        tasks.append(given.task.id)
        again = await commit(database, work_service.start_practice, person, NOW)
        assert again.task is not None
        assert again.task.id == given.task.id
    assert len(set(tasks)) == 3  # spread over what there is
    for person, task_id in zip(people, tasks, strict=True):
        done = await counted(database, person, task_id)
        assert (done.pay, done.next, done.why) == (PAY, None, None)
        assert await commit(database, work_service.start_practice, person, NOW) == TaskGiven(None)
        assert await submit(database, person, task_id) == AnswerRefused("already", None)
    assert await agreement(database) == []
    assert await value(database, "select funded = promised and funded = %s from project", (PAY.units * 6,)) is True


async def test_practice_is_no_offer_and_is_neither_skipped_nor_reported(database: Database) -> None:
    await install_practice(database)
    awa = await hiteuse(database)
    given = await commit(database, work_service.start_practice, awa, NOW)
    assert given.task is not None
    task_id = given.task.id
    async with database.turn() as uow:
        assert await work_service.offers(uow, awa, NOW) == ()
        with pytest.raises(BadInput):
            await work_service.skip(uow, awa, NOW, SkipTask(task_id))
        with pytest.raises(BadInput):
            await work_service.report(uow, awa, NOW, ReportTask(task_id, "unclear"))
        await uow.commit()  # as a turn does that shows her the reason
    assert await value(database, "select count(*) from task where held_at is not null") == 0
    assert await status(database, awa, task_id) == AnswerStatus.LEASED


async def test_a_practice_task_left_overnight_is_hers_again(database: Database) -> None:
    await install_practice(database)
    awa = await hiteuse(database)
    first = await commit(database, work_service.start_practice, awa, NOW)
    assert first.task is not None
    await expire(database, after(days=1))
    again = await commit(database, work_service.start_practice, awa, after(days=1))
    assert again.task is not None
    assert again.task.id == first.task.id
    await counted(database, awa, first.task.id, now=after(days=1))
    assert await value(database, "select count(*) from transfer where key like 'practice:%%'") == 1
    assert await agreement(database) == []


async def test_the_practice_content_is_installed_once_and_its_new_texts_replace_the_old(database: Database) -> None:
    await install_practice(database)
    await install_practice(database, tasks=4)
    assert await value(database, "select count(*) from task") == 4
    assert await value(database, "select count(*) from project") == 1
