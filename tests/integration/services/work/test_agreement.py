"""Tasks that ask for more answers than at first, are settled, and give back what they do not need."""

from __future__ import annotations

import asyncio

from backend.db.engine.uow import Database
from backend.db.work import results
from backend.domain.work.commands import CorrectAnswer
from backend.services.work import service
from tests.integration.scenes import (
    NOW,
    PAY,
    after,
    agreement,
    commit,
    execute,
    hiteuse,
    hiteuses,
    project,
    rows,
    value,
)
from tests.integration.services.work.steps import counted, taken


async def given(database: Database, project_id: int, *answers: str) -> None:
    for person, answer in zip(await hiteuses(database, len(answers)), answers, strict=True):
        task = await taken(database, person, project_id)
        await counted(database, person, task.id, answer)


async def released(database: Database) -> int:
    return await commit(database, results.release_spare, 100)


async def test_a_task_that_is_agreed_on_asks_for_no_more_and_frees_what_is_left(database: Database) -> None:
    project_id = await project(database, 1, most=5)
    await given(database, project_id, "ok", "ok", "ok")
    (row,) = await rows(database, "select result, slots, wanted, spare from task")
    assert row == {
        "result": {"answer": "ok", "confidence": "1.0", "method": "guaranteed"},
        "slots": 0,
        "wanted": 3,
        "spare": 2,
    }
    assert await value(database, "select promised from project") == 5 * PAY.units
    assert (await released(database), await released(database)) == (1, 0)
    assert await value(database, "select promised from project") == 3 * PAY.units
    assert await agreement(database) == []


async def test_a_task_that_is_not_agreed_on_goes_to_one_more_person_at_a_time(database: Database) -> None:
    project_id = await project(database, 1, most=5)
    await given(database, project_id, "ok", "ok", "hate")
    assert await rows(database, "select slots, wanted, reopened, done_at from task") == [
        {"slots": 1, "wanted": 4, "reopened": True, "done_at": None}
    ]
    await given(database, project_id, "hate")
    await given(database, project_id, "hate")
    assert await value(database, "select result -> 'answer' from task") == "hate"
    assert await value(database, "select spare from task") == 0
    assert await agreement(database) == []


async def test_a_tie_is_no_answer_and_never_whoevers_was_first(database: Database) -> None:
    project_id = await project(database, 1, wanted=2)
    await given(database, project_id, "ok", "hate")
    result = await value(database, "select result from task where done_at is not null")
    assert result == {"answer": None, "confidence": "0.5", "method": "guaranteed"}


async def test_a_task_that_wants_one_more_comes_before_new_ones_also_to_who_is_far_ahead(database: Database) -> None:
    project_id = await project(database, 30, most=5)
    awa = await hiteuse(database)
    first = await taken(database, awa, project_id)
    next_id = first.id
    for _ in range(12):
        done = await counted(database, awa, next_id)
        assert done.next is not None
        next_id = done.next.id
    binta = await hiteuse(database)  # far ahead of the first task
    async with database.unit() as uow:
        await uow.execute(
            "insert into progress (person_id, project_id, batch_id, task_id, accepted_at) "
            "select %s, project_id, batch_id, id, now() from task order by id desc offset 10 limit 1",
            (binta.id,),
        )
        await uow.execute("update task set reopened = true where id = %s", (first.id + 3,))
        await uow.commit()
    assert (await taken(database, binta, project_id)).id == first.id + 3
    done = await counted(database, binta, first.id + 3, "hate")
    assert done.next is not None and done.next.id > first.id + 12  # and she goes on where she was


async def test_who_gets_no_reopened_tasks_goes_on_with_new_ones(database: Database) -> None:
    project_id = await project(database, 3, most=5)
    awa, binta = await hiteuses(database, 2)
    first = await taken(database, awa, project_id)
    await counted(database, awa, first.id)
    async with database.unit() as uow:
        await uow.execute("update task set reopened = true where id = %s", (first.id,))
        await uow.execute(
            "insert into progress (person_id, project_id, batch_id, task_id, accepted_at, gets_reopened) "
            "select %s, project_id, batch_id, id, now(), false from task where id = %s",
            (binta.id, first.id),
        )
        await uow.commit()
    assert (await taken(database, binta, project_id)).id == first.id + 1


async def test_two_last_answers_at_once_ask_for_more_once(database: Database) -> None:
    project_id = await project(database, 1, most=5)
    await given(database, project_id, "ok")
    awa, binta = await hiteuses(database, 2)
    task = await taken(database, awa, project_id)
    await taken(database, binta, project_id)
    await asyncio.gather(counted(database, awa, task.id, "ok"), counted(database, binta, task.id, "hate"))
    assert await rows(database, "select slots, wanted from task") == [{"slots": 1, "wanted": 4}]
    assert await agreement(database) == []


async def test_a_correction_that_undoes_agreement_opens_the_task_again_with_its_money(database: Database) -> None:
    project_id = await project(database, 1, most=5)
    people = await hiteuses(database, 3)
    for person in people:
        task = await taken(database, person, project_id)
        await counted(database, person, task.id, "ok")
    await released(database)
    await commit(database, service.correct, people[0], NOW, CorrectAnswer(task.id, "hate"))
    assert await rows(database, "select slots, wanted, done_at, result from task") == [
        {"slots": 1, "wanted": 4, "done_at": None, "result": None}
    ]
    assert await value(database, "select promised from project") == 5 * PAY.units
    assert await agreement(database) == []
    await given(database, project_id, "ok")
    assert await value(database, "select result -> 'answer' from task") == "ok"
    assert await agreement(database) == []


async def test_where_the_money_is_promised_to_others_it_is_left_without_an_answer(database: Database) -> None:
    project_id = await project(database, 1, most=5)
    people = await hiteuses(database, 3)
    for person in people:
        task = await taken(database, person, project_id)
        await counted(database, person, task.id, "ok", after(minutes=1))
    await released(database)
    await execute(database, "update project set promised = funded")
    await commit(database, service.correct, people[0], NOW, CorrectAnswer(task.id, "hate"))
    (row,) = await rows(database, "select result -> 'answer' as answer, done_at, slots from task")
    assert row == {"answer": None, "done_at": after(minutes=1), "slots": 0}
    assert await agreement(database) == []
