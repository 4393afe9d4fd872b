"""Import of projects into the real database: all of a file or nothing, and its money with it."""

from __future__ import annotations

import asyncio
import io
import threading
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from backend.db.clients.queries import HOUSE_ID
from backend.db.earnings import ledger, ledger_check
from backend.db.engine.uow import Database
from backend.db.messaging import inbox
from backend.db.people import queries as people_queries
from backend.db.work import projects
from backend.domain.errors import BadFile, BadInput, Fault, NotAllowed, Reason
from backend.domain.money import Money
from backend.domain.work.formats.data_rows import TaskRow, read_rows
from backend.domain.work.forms.form import Field, Option
from backend.domain.work.projects import ProjectConfig, ProjectStatus
from backend.records import replace
from backend.services.work.files.imports import import_project
from tests.integration.scenes import commit, look
from tests.integration.work.importing import CONFIG, COST, NOW, count, every, run, sums, tasks


async def test_an_import_opens_the_project_and_offers_each_task_as_often_as_wanted(database: Database) -> None:
    done = await run(database, tasks(3))
    assert (done.name, done.created, done.new, done.known, done.skipped) == ("comments", True, 3, 0, ())
    (project,) = await every(database, "select * from project")
    assert (project["id"], project["status"], project["practice"]) == (done.project_id, "open", False)
    assert ProjectConfig.from_json(project["config"]) == CONFIG
    rows = await every(database, "select client_id, content, wanted, slots, answers from task order by id")
    assert [row["client_id"] for row in rows] == ["c1", "c2", "c3"]
    assert rows[0]["content"] == {"text": "comment 1"}
    assert {(row["wanted"], row["slots"], row["answers"]) for row in rows} == {(3, 3, 0)}  # of five, three can agree
    (batch,) = await every(database, "select file, tasks, created_by, created_at from batch")
    assert batch == {"file": "data.csv", "tasks": 3, "created_by": None, "created_at": NOW}


@pytest.mark.parametrize("role", ["hiteuse", "trainee", "huber", None])
async def test_only_an_admin_imports(database: Database, role: str | None) -> None:
    async with database.unit() as uow:
        person_id = await inbox.meet(uow, "demo", "1", "Awa", NOW)
        await people_queries.set_profile(uow, person_id, role=role)
        by = await people_queries.person(uow, person_id)
        assert by is not None
        rows: list[TaskRow | Fault] = tasks(1)
        with pytest.raises(NotAllowed):
            await import_project(uow, CONFIG, iter(rows), file="data.csv", base=None, by=by, now=NOW)


async def test_gold_and_explanation_are_kept_with_their_task(database: Database) -> None:
    await run(
        database, [TaskRow(2, "a", {"text": "x"}, "ok", {"explanation": "because"}), TaskRow(3, "b", {"text": ""})]
    )
    rows = await every(database, "select gold, explanation, control from task order by id")
    assert rows == [
        {"gold": "ok", "explanation": "because", "control": True},
        {"gold": None, "explanation": None, "control": False},
    ]


async def test_answers_to_control_tasks_are_booked_beside_the_others_a_tenth_at_most(database: Database) -> None:
    known = [TaskRow(99 + n, f"g{n}", {"text": "x"}, "ok") for n in range(3)]
    done = await run(database, [*tasks(5), *known])  # five answers each
    assert (done.new, done.controls, done.cost) == (5, 3, Money(5 * COST + 2 * CONFIG.pay.units, "EUR"))
    assert done.booked == done.promised == done.cost
    assert await every(database, "select wanted, slots from task where control order by id") == [
        {"wanted": n, "slots": n} for n in (1, 1, 0)
    ]
    more = await run(database, [TaskRow(2, "other", {"text": "y"}), TaskRow(3, "g9", {"text": "z"}, "ok")])
    assert (more.new, more.controls, more.cost) == (1, 1, Money(COST + CONFIG.pay.units, "EUR"))  # 3 of 30 by now
    again = await run(database, [*tasks(5), *known])
    assert (again.new, again.controls, again.known, again.cost.units) == (0, 0, 5, 0)
    assert again.differ == 0
    other = await run(database, [*tasks(5), replace(known[0], gold="haine")])
    assert (other.new, other.differ) == (0, 1)


async def test_a_budget_has_to_cover_them_and_a_new_project_has_other_tasks_as_well(database: Database) -> None:
    known = TaskRow(99, "g", {"text": "x"}, "ok")
    tight = replace(CONFIG, budget=Money(2 * COST, "EUR"))
    with pytest.raises(BadInput, match="but its budget is"):
        await run(database, [*tasks(2), known], tight)
    with pytest.raises(BadInput, match="every row has a known answer"):
        await run(database, [known])
    assert await every(database, "select 1 from project") == []


async def test_without_a_budget_all_that_answers_can_cost_is_booked_from_the_client(database: Database) -> None:
    done = await run(database, tasks(3))
    assert await sums(database) == (3 * COST, 3 * COST, 3 * COST)
    assert done.booked == done.cost == done.promised == done.funded == Money(3 * COST, "EUR")
    async with database.unit() as uow:
        assert await ledger.balances(uow, "client", HOUSE_ID) == (Money(-3 * COST, "EUR"),)
        assert await ledger_check.disagreements(uow) == []


async def test_a_second_import_of_the_same_ids_adds_nothing(database: Database) -> None:
    await run(database, tasks(3))
    done = await run(database, [TaskRow(2, "c2", {"text": "changed"}), *tasks(1, first=1)])
    assert (done.created, done.new, done.known, done.booked.units) == (False, 0, 2, 0)
    assert done.differ == 1
    assert await sums(database) == (3 * COST, 3 * COST, 3 * COST)
    assert (await count(database, "task"), await count(database, "batch")) == (3, 1)
    rows = await every(database, "select content from task where client_id = 'c2'")
    assert rows == [{"content": {"text": "comment 2"}}]


async def test_a_later_file_adds_its_new_tasks_as_a_batch_of_their_own(database: Database) -> None:
    await run(database, tasks(3))
    done = await run(database, tasks(4, first=2))
    assert (done.new, done.known) == (2, 2)
    assert await sums(database) == (5 * COST, 5 * COST, 5 * COST)
    assert [row["tasks"] for row in await every(database, "select tasks from batch order by id")] == [3, 2]


async def test_one_bad_row_and_nothing_of_the_file_is_imported(database: Database) -> None:
    bad = [
        *tasks(600),
        Fault(700, Reason("the id 'c1' is on line 2 already")),
        *tasks(600, first=1000),
        Fault(9, Reason("'text' is empty")),
    ]
    with pytest.raises(BadFile) as raised:
        await run(database, bad)
    assert str(raised.value) == "data.csv:700: the id 'c1' is on line 2 already\ndata.csv:9: 'text' is empty"
    for table in ("project", "task", "batch", "account", "transfer", "media"):
        assert await count(database, table) == 0


async def test_a_bad_file_leaves_a_project_that_is_there_as_it_was(database: Database) -> None:
    await run(database, tasks(3))
    with pytest.raises(BadFile):
        await run(database, [*tasks(5), Fault(9, Reason("bad"))], replace(CONFIG, title="Neu"))
    (project,) = await every(database, "select config ->> 'title' as title, revision from project")
    assert project == {"title": "Commentaires", "revision": 0}
    assert await sums(database) == (3 * COST, 3 * COST, 3 * COST)


async def test_bad_rows_are_left_out_where_that_is_wished_and_named_all_the_same(database: Database) -> None:
    faults = [Fault(7, Reason("bad")), Fault(8, Reason("worse"))]
    done = await run(database, [*tasks(2), faults[0], *tasks(2, first=10), faults[1]], skip_bad=True)
    assert (done.new, done.faults, done.skipped) == (4, 2, tuple(faults))
    assert await sums(database) == (4 * COST, 4 * COST, 4 * COST)


async def test_a_file_without_one_good_row_is_bad_even_then(database: Database) -> None:
    with pytest.raises(BadFile, match="the column 'id' is missing"):
        await run(database, [Fault(1, Reason("the column 'id' is missing"))], skip_bad=True)
    assert await count(database, "project") == 0


async def test_of_very_many_faults_the_first_thousand_are_named_and_the_rest_counted(database: Database) -> None:
    with pytest.raises(BadFile) as raised:
        await run(database, (Fault(n, Reason("bad")) for n in range(1, 2_501)))
    lines = str(raised.value).splitlines()
    assert (lines[0], lines[999]) == ("data.csv:1: bad", "data.csv:1000: bad")
    assert lines[1000:] == ["data.csv: and 1500 more faults"]


async def test_a_budget_is_booked_once_and_holds_several_imports(database: Database) -> None:
    budget = Money(10 * COST, "EUR")
    first = await run(database, tasks(3), replace(CONFIG, budget=budget))
    second = await run(database, tasks(3, first=10), replace(CONFIG, budget=budget))
    assert (first.booked, second.booked) == (budget, Money(0, "EUR"))
    assert await sums(database) == (10 * COST, 6 * COST, 10 * COST)


async def test_a_larger_budget_is_topped_up_by_the_difference(database: Database) -> None:
    await run(database, tasks(3), replace(CONFIG, budget=Money(4 * COST, "EUR")))
    done = await run(database, tasks(3, first=10), replace(CONFIG, budget=Money(9 * COST, "EUR")))
    assert done.booked == Money(5 * COST, "EUR")
    assert await sums(database) == (9 * COST, 6 * COST, 9 * COST)


async def test_a_promise_beyond_the_budget_is_refused_with_both_sums(database: Database) -> None:
    config = replace(CONFIG, budget=Money(4 * COST, "EUR"))
    await run(database, tasks(3), config)
    with pytest.raises(BadInput) as raised:
        await run(database, tasks(2, first=10), config)
    assert "can cost 1.25 EUR" in str(raised.value)
    assert "its budget is 1 EUR" in str(raised.value)
    assert await sums(database) == (4 * COST, 3 * COST, 4 * COST)
    assert await count(database, "task") == 3


async def test_a_budget_that_is_taken_away_pays_for_what_it_still_can(database: Database) -> None:
    await run(database, tasks(3), replace(CONFIG, budget=Money(4 * COST, "EUR")))
    assert (await run(database, tasks(3, first=10))).booked == Money(2 * COST, "EUR")
    assert await sums(database) == (6 * COST, 6 * COST, 6 * COST)


@pytest.mark.parametrize(
    ("named", "changes"),
    [
        ("kind", {"kind": "choices"}),
        ("choices", {"choices": (Option("ok", "Acceptable"), Option("spam", "Haine"))}),
        ("pay", {"pay": Money.parse("0.06", "EUR")}),
        ("pay", {"pay": Money.parse("30", "XOF")}),
        ("answers", {"answers_min": 3}),
        ("answers", {"answers_max": 6}),
        ("kind and fields", {"kind": "entry", "choices": CONFIG.choices, "fields": (Field("a", "A", "text"),)}),
    ],
)
async def test_what_given_answers_rest_on_cannot_change(database: Database, named: str, changes: Any) -> None:
    await run(database, tasks(3))
    with pytest.raises(BadInput, match=f"with other {named}:"):
        await run(database, tasks(1, first=10), replace(CONFIG, **changes))
    assert (await count(database, "task"), await sums(database)) == (3, (3 * COST,) * 3)


async def test_texts_may_change_and_everybody_sees_the_new_ones(database: Database) -> None:
    done = await run(database, tasks(3))
    changed = replace(
        CONFIG,
        title="Neu",
        question="Ça va ?",
        choices=(Option("ok", "Bien"), Option("hate", "Mal")),
        countries=("CI",),
    )
    await run(database, [*tasks(3)], changed)
    (project,) = await every(database, "select revision from project")
    assert project == {"revision": 1}
    assert await look(database, projects.config, done.project_id, 1) == changed


async def test_the_practice_project_is_not_extended_by_a_client(database: Database) -> None:
    await commit(database, projects.add, CONFIG, True, NOW)
    with pytest.raises(BadInput, match="practice"):
        await run(database, tasks(1))


async def test_a_closed_project_takes_no_more_tasks(database: Database) -> None:
    done = await run(database, tasks(1))
    await commit(database, projects.set_status, done.project_id, ProjectStatus.CLOSED)
    with pytest.raises(BadInput, match="closed"):
        await run(database, tasks(1, first=10))


async def test_two_imports_of_one_new_project_at_once_add_up(database: Database) -> None:
    await asyncio.gather(run(database, tasks(30)), run(database, tasks(30, first=21)))
    assert (await count(database, "project"), await count(database, "task")) == (1, 50)
    assert await sums(database) == (50 * COST,) * 3


async def test_others_get_their_turn_during_a_long_import_and_hear_how_far_it_is(database: Database) -> None:
    turns, told = 0, list[int]()

    async def other() -> None:
        nonlocal turns
        while True:
            await asyncio.sleep(0)
            turns += 1

    task = asyncio.create_task(other())
    try:
        await run(database, tasks(2_600), progress=told.append)
    finally:
        task.cancel()
    assert told == [500, 1_000, 1_500, 2_000, 2_500, 2_600]
    assert turns >= len(told)


async def test_nobody_waits_for_a_row_that_takes_long_to_read(database: Database) -> None:
    begun, go_on = threading.Event(), threading.Event()

    def rows() -> Iterator[TaskRow | Fault]:
        begun.set()
        assert go_on.wait(60), "it is read on the event loop"
        yield from tasks(1)

    async def other() -> None:
        while not begun.is_set():  # noqa: ASYNC110 (another thread sets it)
            await asyncio.sleep(0)
        go_on.set()

    await asyncio.gather(run(database, rows()), other())
    assert await count(database, "task") == 1


async def test_an_import_below_the_minimum_wage_changes_nothing(database: Database) -> None:
    with pytest.raises(BadInput, match="minimum wage"):
        await run(database, tasks(1), replace(CONFIG, minutes=Decimal(10)))
    assert await count(database, "project") == 0


async def test_an_import_that_has_ended_already_changes_nothing(database: Database) -> None:
    with pytest.raises(BadInput, match="ends: 2026-03-01 has passed already"):
        await run(database, tasks(1), replace(CONFIG, ends=date(2026, 3, 1)))
    assert await count(database, "project") == 0
    assert (await run(database, tasks(1), replace(CONFIG, ends=date(2026, 3, 2)))).new == 1


async def test_rows_as_they_are_read_from_a_file_go_in(database: Database) -> None:
    text = 'id,text,gold\n1,"Bonjour, ça va ?",ok\n2,Va-t\'en,\n'
    done = await run(database, read_rows(io.BytesIO(text.encode()), "data.csv", CONFIG))
    assert (done.new, done.controls) == (1, 1)
    rows = await every(database, "select client_id, content, gold from task order by id")
    assert rows[0] == {"client_id": "1", "content": {"text": "Bonjour, ça va ?"}, "gold": "ok"}
