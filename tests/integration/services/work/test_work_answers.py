"""Answers: counted and paid once, corrected, accepted."""

import asyncio
from datetime import timedelta

import pytest

from backend.db.earnings import ledger
from backend.db.engine.uow import Database
from backend.db.work import queries as work_rows
from backend.domain.errors import BadInput, Misuse
from backend.domain.money import Money
from backend.domain.work import commands as domain
from backend.domain.work.commands import AnswerCorrected, AnswerRefused, AnswerStatus, CorrectAnswer
from backend.services.work import service as work_service
from backend.services.work import tasks
from tests.integration.scenes import (
    NOW,
    PAY,
    after,
    agreement,
    commit,
    execute,
    hiteuse,
    hiteuses,
    look,
    project,
    rows,
    value,
)
from tests.integration.services.work.steps import counted, status, submit, taken

RESULT = {"answer": "hate", "confidence": "1.0", "method": "guaranteed"}


async def test_an_answer_is_credited_once_however_often_it_comes(database: Database) -> None:
    awa = await hiteuse(database)
    project_id = await project(database, 2)
    task = await taken(database, awa, project_id)
    done = await counted(database, awa, task.id, now=after(seconds=20))
    assert done.next is not None
    assert (await submit(database, awa, task.id, "hate")) == AnswerRefused("already", done.next)
    assert (done.pay, done.answers_today, done.francs_today, done.time_today) == (PAY, 1, 32, timedelta(seconds=20))
    assert await value(database, "select value from answer where status = 1") == "ok"
    assert await value(database, "select sum(units)::bigint from transfer where key like 'answer:%%'") == PAY.units
    assert await agreement(database) == []


async def test_a_task_that_was_never_hers_and_a_wrong_answer_are_refused(database: Database) -> None:
    awa, binta = await hiteuses(database, 2)
    project_id = await project(database, 1)
    task = await taken(database, awa, project_id)
    with pytest.raises(Misuse):
        await submit(database, binta, task.id)
    with pytest.raises(BadInput):
        await submit(database, awa, task.id, "no such choice")
    assert await status(database, awa, task.id) == AnswerStatus.LEASED


async def test_without_an_account_nothing_of_an_answer_stays(database: Database) -> None:
    awa = await hiteuse(database)
    project_id = await project(database, 1)
    task = await taken(database, awa, project_id)
    await execute(database, "delete from account where kind = 'pending'")
    with pytest.raises(RuntimeError, match="could not be booked"):
        await submit(database, awa, task.id)
    assert await status(database, awa, task.id) == AnswerStatus.LEASED
    assert await value(database, "select answers from task") == 0


async def test_the_result_is_written_with_the_last_wanted_answer(database: Database) -> None:
    people = await hiteuses(database, 3)
    project_id = await project(database, 1, wanted=3)
    for person, answer in zip(people, ("hate", "ok", "hate"), strict=True):
        assert await value(database, "select done_at from task") is None
        task = await taken(database, person, project_id)
        await counted(database, person, task.id, answer, after(minutes=1))
    (row,) = await rows(database, "select result, done_at from task")
    assert row["done_at"] == after(minutes=1)
    assert row["result"] == {"answer": "hate", "confidence": "0.6667", "method": "guaranteed"}


async def test_answers_in_two_turns_at_once_still_complete_the_task(database: Database) -> None:
    people = await hiteuses(database, 8)
    project_id = await project(database, 1, wanted=8)
    each = [await taken(database, person, project_id) for person in people]
    await asyncio.gather(*(counted(database, p, t.id) for p, t in zip(people, each, strict=True)))
    assert await value(database, "select result -> 'answer' from task") == "ok"
    assert await agreement(database) == []


async def test_a_correction_replaces_the_answer_and_the_result_but_not_the_pay(database: Database) -> None:
    awa = await hiteuse(database)
    project_id = await project(database, 2)
    task = await taken(database, awa, project_id)
    await counted(database, awa, task.id, "ok")
    previous = await look(database, tasks.previous, awa)
    assert previous is not None
    assert (previous.id, previous.value) == (task.id, "ok")
    changed = await commit(database, work_service.correct, awa, after(minutes=1), CorrectAnswer(task.id, "hate"))
    assert changed.changed
    (row,) = await rows(database, "select value, revised from answer where status = 1")
    assert row == {"value": "hate", "revised": 1}
    assert await value(database, "select result -> 'answer' from task where done_at is not null") == "hate"
    assert await agreement(database) == []


async def test_two_corrections_at_once_both_reach_the_result(database: Database) -> None:
    awa, binta = await hiteuses(database, 2)
    project_id = await project(database, 1, wanted=2)
    for person in (awa, binta):
        task = await taken(database, person, project_id)
        await counted(database, person, task.id, "ok")
    async with database.turn() as hers:
        await work_service.correct(hers, awa, NOW, CorrectAnswer(task.id, "hate"))
        other = asyncio.create_task(commit(database, work_service.correct, binta, NOW, CorrectAnswer(task.id, "hate")))
        await asyncio.wait({other}, timeout=0.05)
        await hers.commit()
    assert await other == AnswerCorrected(True)
    assert await value(database, "select result from task") == RESULT


async def test_a_correction_beside_the_last_wanted_answer_reaches_the_result(database: Database) -> None:
    awa, binta = await hiteuses(database, 2)
    project_id = await project(database, 1, wanted=2)
    task = await taken(database, awa, project_id)
    await counted(database, awa, task.id, "ok")
    await taken(database, binta, project_id)
    async with database.turn() as hers:
        await work_service.correct(hers, awa, NOW, CorrectAnswer(task.id, "hate"))
        other = asyncio.create_task(counted(database, binta, task.id, "hate"))
        await asyncio.wait({other}, timeout=0.05)
        await hers.commit()
    await other
    assert await value(database, "select result from task") == RESULT


async def test_an_accepted_answer_is_not_corrected_any_more(database: Database) -> None:
    awa = await hiteuse(database)
    project_id = await project(database, 1)
    task = await taken(database, awa, project_id)
    await counted(database, awa, task.id)
    await commit(database, work_rows.accept_due, after(days=2), 10)
    assert await look(database, tasks.previous, awa) is None
    changed = await commit(database, work_service.correct, awa, after(days=2), CorrectAnswer(task.id, "hate"))
    assert not changed.changed
    assert await value(database, "select value from answer") == "ok"


async def test_what_nobody_refused_in_time_is_accepted_and_its_pay_moves_once(database: Database) -> None:
    awa = await hiteuse(database)
    project_id = await project(database, 3)
    task: domain.Task | None = await taken(database, awa, project_id)
    for minutes in (0, 10, 20):
        assert task is not None
        task = (await counted(database, awa, task.id, now=after(minutes=minutes))).next
    accept = work_rows.accept_due
    assert await commit(database, accept, after(hours=23, minutes=59), 10) == 0
    done = await asyncio.gather(*(commit(database, accept, after(hours=24, minutes=10), 10) for _ in range(4)))
    assert sum(done) == 2
    async with database.unit() as uow:
        assert await ledger.balances(uow, "pending", awa.id) == (PAY,)
        assert await ledger.balances(uow, "accepted", awa.id) == (Money(2 * PAY.units, "EUR"),)
    assert await agreement(database) == []


async def test_acceptance_goes_on_in_pieces(database: Database) -> None:
    awa = await hiteuse(database)
    project_id = await project(database, 5)
    task: domain.Task | None = await taken(database, awa, project_id)
    while task is not None:
        task = (await counted(database, awa, task.id)).next
    pieces = [await commit(database, work_rows.accept_due, after(days=2), 2) for _ in range(4)]
    assert pieces == [2, 2, 1, 0]
