"""Tasks that are sent on: once, with their money, and what comes back."""

from __future__ import annotations

import asyncio
import io
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from backend.db.engine.uow import Database
from backend.db.work import chains as rows_of
from backend.db.work import leases
from backend.domain.errors import BadFile, BadInput
from backend.domain.money import Money
from backend.domain.people.commands import OPERATOR, Person
from backend.domain.quality.review import ReviewKind, Verdict
from backend.domain.work.commands import CorrectAnswer, SkipTask, SubmitAnswer
from backend.domain.work.formats.data_rows import read_rows
from backend.domain.work.forms.form import Option
from backend.domain.work.projects import ProjectConfig
from backend.records import replace
from backend.services.quality import review
from backend.services.work import chains, service
from backend.services.work.files import exports
from backend.services.work.files.exports import TaskResult
from backend.services.work.files.imports import Imported, import_project
from tests.integration.scenes import NOW, PAY, agreement, commit, execute, hiteuses, rows, value
from tests.integration.services.quality.test_review import admin, take
from tests.integration.services.work.steps import counted, expire, taken

DATA = b"id,comment,page\nc1,one,p1\nc2,two,p2\n"
SECOND = ProjectConfig(
    name="second",
    title="Second avis",
    kind="choice",
    question="Acceptable ?",
    show={"text": "{page}: {comment} ({answer})"},
    pay=PAY,
    choices=(Option("ok", "Acceptable"), Option("hate", "Haine")),
    minutes=Decimal("0.5"),
)
FIRST = replace(
    SECOND,
    name="comments",
    title="Commentaires",
    show={"text": "{comment}"},
    answers_min=2,
    answers_max=2,
    then={"disagreement": "second"},
)
EMPTY = b"id,page,comment,answer\nx1,p0,zero,Haine\n"


async def add(database: Database, config: ProjectConfig, data: bytes) -> Imported:
    async with database.unit() as uow:
        rows_ = read_rows(io.BytesIO(data), "data.csv", config)
        done = await import_project(uow, config, rows_, file="data.csv", base=None, by=OPERATOR, now=NOW)
        await uow.commit()
    return done


async def both(database: Database, first: ProjectConfig = FIRST, **changes: Any) -> tuple[int, int]:
    """The two projects; the second one has a task of its own."""
    second = await add(database, replace(SECOND, **changes), EMPTY)
    return (await add(database, first, DATA)).project_id, second.project_id


async def answer(database: Database, project_id: int, *answers: Any, task: str = "c1") -> list[Person]:
    """Different people answer the first task, or another one, in turn."""
    people = await hiteuses(database, len(answers))
    for person, each in zip(people, answers, strict=True):
        given = await taken(database, person, project_id)
        while await value(database, "select client_id from task where id = %s", (given.id,)) != task:
            await commit(database, service.skip, person=person, now=NOW, command=SkipTask(given.id))
            given = await taken(database, person, project_id)
        await counted(database, person, given.id, each)
        await expire(database, NOW + timedelta(days=1))  # the task that she was given along with it
    return people


async def correct(database: Database, person: Person, task_id: int, to: str) -> None:
    await commit(database, service.correct, person, NOW, CorrectAnswer(task_id, to))


async def children(database: Database) -> list[dict[str, Any]]:
    return await rows(
        database,
        "select project_id, client_id, content ->> 'text' as text, slots, unfunded, opinion from task "
        "where parent_id is not null order by id",
    )


async def results(database: Database, name: str = "comments") -> list[tuple[str, Any, str]]:
    async with database.unit() as uow:
        found = [row async for row in await exports.rows(uow, name, "results")]
    return [(row.id, row.answer, row.method) for row in found if isinstance(row, TaskResult)]


async def test_a_disagreement_becomes_a_task_of_the_other_project_and_its_result_the_parents(
    database: Database,
) -> None:
    first, second = await both(database)
    people = await answer(database, first, "ok", "hate")
    assert await children(database) == [
        {
            "project_id": second,
            "client_id": "c1",
            "text": "p1: one (Acceptable / Haine)",
            "slots": 1,
            "unfunded": False,
            "opinion": True,
        }
    ]
    assert await results(database) == [("c1", None, "guaranteed")]
    assert await rows(database, "select kind from review") == []  # it goes before review
    assert await agreement(database) == []

    mine = await taken(database, people[0], second)  # only the one that she has not answered before
    assert mine.content["text"] == "p0: zero (Haine)"
    await answer(database, second, "hate")
    assert await results(database) == [("c1", "hate", "second-opinion")]
    assert await results(database, "second") == [("c1", "hate", "guaranteed")]
    assert await agreement(database) == []


async def test_a_certain_answer_becomes_a_task_of_the_other_project(database: Database) -> None:
    first, second = await both(database, replace(FIRST, then={"hate": "second"}))
    await answer(database, first, "ok", "ok")
    assert await children(database) == []
    await answer(database, first, "hate", "hate", task="c2")
    assert [(each["text"], each["opinion"]) for each in await children(database)] == [("p2: two (Haine)", False)]
    await answer(database, second, "ok", task="c2")
    assert await results(database) == [("c1", "ok", "guaranteed"), ("c2", "hate", "guaranteed")]
    assert await agreement(database) == []


async def test_it_is_sent_on_once_whatever_changes_and_whoever_decides(database: Database) -> None:
    first, second = await both(database, replace(FIRST, then={"disagreement": "second", "hate": "second"}))
    people = await answer(database, first, "ok", "hate")
    task = await value(database, "select id from task where client_id = 'c1' and parent_id is null")
    for each in ("hate", "ok", "hate"):
        await correct(database, people[0], task, each)
    assert len(await children(database)) == 1
    assert await value(database, "select tasks from batch where file = 'then: comments'") == 1
    await answer(database, second, "ok")
    assert await results(database) == [("c1", "ok", "second-opinion")]
    await correct(database, people[1], task, "ok")
    assert await results(database) == [("c1", "ok", "second-opinion")]
    assert await agreement(database) == []


async def test_what_a_kill_undoes_is_sent_on_when_it_is_done_again(database: Database) -> None:
    first, _ = await both(database)
    awa, binta = await hiteuses(database, 2)
    task = await taken(database, awa, first)
    await counted(database, awa, task.id, "ok")
    await taken(database, binta, first)
    async with database.turn() as uow:  # killed before its commit
        await service.submit(uow, binta, NOW, SubmitAnswer(task.id, "hate"))
    assert await children(database) == []
    await counted(database, binta, task.id, "hate")
    assert len(await children(database)) == 1
    assert await agreement(database) == []


async def test_last_answers_to_many_tasks_at_once_send_each_on_once(database: Database) -> None:
    data = b"id,comment,page\n" + b"".join(b"c%d,comment,p\n" % n for n in range(12))
    second = (await add(database, SECOND, EMPTY)).project_id
    first = (await add(database, FIRST, data)).project_id
    people = await hiteuses(database, 24)
    ids = [row["id"] for row in await rows(database, "select id from task where project_id = %s order by id", (first,))]
    async with database.unit() as uow:
        for person, task in zip(people, [i for i in ids for _ in range(2)], strict=True):
            await leases.begin_project(uow, person.id, first, "EUR", NOW)
            await uow.execute(
                "insert into answer (person_id, task_id, project_id, status, leased_at, expires_at) "
                "values (%s, %s, %s, 0, %s, %s)",
                (person.id, task, first, NOW, NOW + timedelta(hours=1)),
            )
            await uow.execute("update task set slots = slots - 1 where id = %s", (task,))
        await uow.commit()
    await asyncio.gather(*(counted(database, p, ids[n // 2], "ok" if n % 2 else "hate") for n, p in enumerate(people)))
    await commit(database, rows_of.fund, NOW)  # those whose project was just busy
    found = await children(database)
    assert len(found) == 12 and {each["project_id"] for each in found} == {second}
    assert {each["slots"] for each in found} == {1}
    assert await value(database, "select promised from project where id = %s", (second,)) == 13 * PAY.units
    assert await agreement(database) == []


async def test_where_the_budget_is_used_up_it_waits_for_more(database: Database) -> None:
    first, second = await both(database, budget=Money.parse("0.05", "EUR"))  # its own task takes all of it
    done = await add(database, FIRST, DATA.replace(b"c1", b"c3"))
    assert [(each.project, each.paid, each.most) for each in done.short] == [("second", 0, 1)]
    await answer(database, first, "ok", "hate")
    assert [(each["slots"], each["unfunded"]) for each in await children(database)] == [(0, True)]
    assert await commit(database, rows_of.fund, NOW) == 0
    assert await agreement(database) == []
    await add(database, replace(SECOND, budget=Money.parse("0.20", "EUR")), EMPTY)
    assert await commit(database, rows_of.fund, NOW) == 1
    assert [(each["slots"], each["unfunded"]) for each in await children(database)] == [(1, False)]
    assert await commit(database, rows_of.fund, NOW) == 0
    await answer(database, second, "ok")
    assert await results(database) == [("c1", "ok", "second-opinion")]
    assert await agreement(database) == []


async def test_a_second_opinion_that_ties_goes_to_a_reviewer_whose_word_comes_back(database: Database) -> None:
    first, second = await both(database, answers_min=2, answers_max=2)
    await answer(database, first, "ok", "hate")
    await answer(database, second, "hate", "ok")
    by = await admin(database)
    item = await take(database, by)
    assert item.kind is ReviewKind.TIE and item.task.project_id == second
    await commit(database, review.judge, by, item.id, "ok", NOW)
    await commit(database, review.decide, by, item.id, Verdict.CORRECTED, NOW)
    assert await results(database) == [("c1", "ok", "second-opinion")]
    assert await agreement(database) == []


async def test_a_second_opinion_without_a_result_leaves_the_task_to_a_reviewer(database: Database) -> None:
    first, second = await both(database, answers_min=2, answers_max=2, review=False)
    await answer(database, first, "ok", "hate")
    await answer(database, second, "hate", "ok")
    assert [row["project_id"] for row in await rows(database, "select project_id from review")] == [first]
    assert await results(database) == [("c1", None, "guaranteed")]


async def test_a_closed_project_gets_nothing_and_a_tie_goes_to_a_reviewer(database: Database) -> None:
    first, second = await both(database)
    await execute(database, "update project set status = 'closed' where id = %s", (second,))
    await answer(database, first, "ok", "hate")
    assert await children(database) == []
    assert [row["project_id"] for row in await rows(database, "select project_id from review")] == [first]


@pytest.mark.parametrize(
    "over", ["status = 'closed'", """config = config || '{"ends": "2026-03-01"}', revision = revision + 1"""]
)
async def test_a_second_opinion_that_will_not_come_leaves_the_task_to_a_reviewer(database: Database, over: str) -> None:
    first, second = await both(database)
    await answer(database, first, "ok", "hate")
    assert await commit(database, chains.give_up, NOW, 100) == 0
    await execute(database, f"update project set {over} where id = %s", (second,))
    found = [await commit(database, chains.give_up, NOW, 100) for _ in range(2)]
    assert found == [1, 0]
    assert [row["project_id"] for row in await rows(database, "select project_id from review")] == [first]
    await answer(database, first, "ok", "hate", task="c2")  # and nothing more is sent there
    assert len(await children(database)) == 1
    assert await value(database, "select count(*) from review where project_id = %s", (first,)) == 2


async def test_what_a_reviewer_decides_is_sent_on_as_well(database: Database) -> None:
    first, _ = await both(database, replace(FIRST, then={"hate": "second"}))
    await answer(database, first, "ok", "hate")
    by = await admin(database)
    item = await take(database, by)
    await commit(database, review.judge, by, item.id, "hate", NOW)
    await commit(database, review.decide, by, item.id, Verdict.CORRECTED, NOW)
    assert [each["text"] for each in await children(database)] == ["p1: one (Haine)"]
    assert await agreement(database) == []


async def test_a_chain_goes_on_from_the_child(database: Database) -> None:
    third = replace(SECOND, name="third", show={"text": "{comment} {page} {answer}"})
    last = (await add(database, third, EMPTY)).project_id
    first, second = await both(database, then={"hate": "third"})
    await answer(database, first, "ok", "hate")
    await answer(database, second, "hate")
    assert [(each["project_id"], each["text"]) for each in await children(database)] == [
        (second, "p1: one (Acceptable / Haine)"),
        (last, "one p1 Haine"),
    ]
    assert await results(database) == [("c1", "hate", "second-opinion")]


async def test_ids_of_files_that_come_later_stay_their_own(database: Database) -> None:
    first, second = await both(database)
    await answer(database, first, "ok", "hate")
    done = await add(database, SECOND, EMPTY + b"c1,p9,nine,Haine\n")
    assert (done.new, done.known) == (1, 1)
    found = await rows(
        database, "select client_id, parent_id is null as own from task where project_id = %s", (second,)
    )
    assert {(row["client_id"], row["own"]) for row in found} == {("x1", True), ("comments/c1", False), ("c1", True)}


async def test_corrections_of_a_transcription_are_asked_for_where_words_differ(database: Database) -> None:
    written = replace(SECOND, kind="transcription", choices=(), show={"text": "{answer}", "image": "{picture}"})
    spoken = replace(FIRST, kind="transcription", choices=(), show={"image": "{picture}"}, answers_min=1, answers_max=3)
    data = b"id,picture\nc1,https://a.example/1.png\nc2,https://a.example/2.png\n"
    second = (await add(database, written, b"id,picture,answer\nx,https://a.example/0.png,mot\n")).project_id
    first = (await add(database, spoken, data)).project_id
    await answer(database, first, "chez Awa", "chez Ava", "chez Eva")
    await answer(database, first, "chez Awa", "chez Awa", "chez Ava", task="c2")
    (child,) = await children(database)
    assert child["text"].startswith("chez ")
    await answer(database, second, "Chez Awa.")
    assert await results(database) == [("c1", "Chez Awa.", "second-opinion"), ("c2", "chez Awa", "rover")]


SCALE = replace(SECOND, kind="rating", choices=(), scale=("", "", ""))


@pytest.mark.parametrize(
    ("second", "first", "said"),
    [
        (None, FIRST, "then.disagreement: there is no project 'second'; import it first"),
        (SECOND, replace(FIRST, then={"hate": "comments"}), "then goes in a circle: comments → comments"),
        (SECOND, replace(FIRST, choices=(*FIRST.choices[:1], Option("spam", "Spam"))), "then.disagreement: an answer"),
        (SCALE, FIRST, "then.disagreement: an answer"),
        (SECOND, replace(FIRST, sensitive=("haine",)), "then.disagreement: 'second' would show"),
        (SECOND, replace(FIRST, client="Other"), "then.disagreement: the project 'second' belongs to another client"),
    ],
)
async def test_a_chain_that_cannot_be_is_refused_in_one_line(
    database: Database, second: ProjectConfig | None, first: ProjectConfig, said: str
) -> None:
    await execute(database, "insert into client (name, created_at) values ('Other', %s)", (NOW,))
    if second is not None:
        await add(database, second, EMPTY)
    with pytest.raises(BadInput) as caught:
        await add(database, first, DATA)
    assert str(caught.value).startswith(said)
    assert await value(database, "select count(*) from project where name = 'comments'") == 0


async def test_a_circle_of_several_is_named(database: Database) -> None:
    await both(database)
    with pytest.raises(BadInput, match="then goes in a circle: second → comments → second"):
        await add(database, replace(SECOND, then={"hate": "comments"}), EMPTY)


async def test_a_column_that_the_other_project_shows_must_be_there(database: Database) -> None:
    await add(database, SECOND, EMPTY)
    with pytest.raises(BadFile) as caught:
        await add(database, FIRST, b"id,comment\nc1,one\nc2,two\n")
    assert [f"{fault.line}: {fault.reason}" for fault in caught.value.faults] == [
        "2: then: second shows {page}, and the data have no such column"
    ]
    with pytest.raises(BadFile) as caught:
        await add(database, FIRST, DATA.replace(b"p2", b""))
    assert [f"{fault.line}: {fault.reason}" for fault in caught.value.faults] == ["3: then: second: 'page' is empty"]


async def test_a_project_keeps_fitting_those_that_send_tasks_on_to_it(database: Database) -> None:
    await both(database, replace(FIRST, sensitive=("haine",)), sensitive=("haine",))
    with pytest.raises(BadInput, match="'comments' sends tasks on here that are marked sensitive: haine"):
        await add(database, SECOND, EMPTY)


async def test_control_tasks_are_not_sent_on(database: Database) -> None:
    await add(database, SECOND, EMPTY)
    await add(database, FIRST, b"id,comment,page,gold\nc1,one,p1,ok\nc2,two,p2,\n")
    known, other = [
        row["id"] for row in await rows(database, "select id from task where client_id like 'c_' order by client_id")
    ]
    async with database.unit() as uow:
        assert await rows_of.sending(uow, known) is None
        assert await rows_of.sending(uow, other) is not None


async def test_nobody_reviews_what_their_own_second_opinion_decided(database: Database) -> None:
    first, second = await both(database)
    await answer(database, first, "ok", "hate")
    opinion = (await answer(database, second, "hate"))[0]  # makes the other answer of the first task differ
    for person in (opinion, other := await admin(database)):
        await execute(database, "update person set role = 'admin', duty = 'operations' where id = %s", (person.id,))
    assert await commit(database, review.take, replace(opinion, role="admin", duty="operations"), NOW) == "none"
    assert (await take(database, other)).kind is ReviewKind.ANSWER
