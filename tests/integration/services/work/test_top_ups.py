"""Supplements to the minimum wage: who gets how much of which money, once, and who hears of it."""

from __future__ import annotations

from datetime import timedelta
from fractions import Fraction

import pytest

from backend.db.engine.uow import Database
from backend.db.work import projects as project_rows
from backend.domain.errors import NotAllowed, NotFound
from backend.domain.money import Money
from backend.domain.people.commands import OPERATOR, Person
from backend.services.earnings import service as earnings_service
from backend.services.work import top_ups
from backend.services.work.top_ups import TopUp
from tests.integration.scenes import NOW, after, agreement, commit, execute, hiteuses, look, project, rows, value
from tests.integration.services.work.merges import merged
from tests.integration.services.work.steps import counted, taken

CHEAP = Money(100, "EUR")
"""0.01 EUR, 6.56 F CFA: 787 F CFA an hour at the estimated 30 seconds, 393 at the minute that it takes: more than
Senegal's minimum (371 in 2023), less than Côte d'Ivoire's (433)."""


async def work(database: Database, person: Person, project_id: int, answers: int, seconds: int) -> None:
    for n in range(answers):
        shown = after(minutes=n * 10)
        task = await taken(database, person, project_id, shown)
        await commit(
            database,
            lambda uow, task=task, shown=shown: uow.execute(  # type: ignore[misc]
                "update answer set leased_at = %s where person_id = %s and task_id = %s", (shown, person.id, task.id)
            ),
        )
        await counted(database, person, task.id, "ok", shown + timedelta(seconds=seconds))


async def measure(database: Database) -> list[TopUp]:
    await commit(database, project_rows.measure_pace, 5, 2)
    return await commit(database, top_ups.fallen, NOW)


async def preview(database: Database) -> TopUp:
    return await commit(database, top_ups.preview, OPERATOR, "comments")


async def top_up(database: Database) -> TopUp:
    return await commit(database, top_ups.top_up, OPERATOR, "comments", "", NOW)


async def underpaid(database: Database) -> tuple[int, list[Person]]:
    """Four in Côte d'Ivoire of whom one is quick, two in Senegal; each gives two answers."""
    ivorians = await hiteuses(database, 4)
    others = await hiteuses(database, 2, country="SN", zone="Africa/Dakar")
    project_id = await project(database, 20, wanted=6, pay=CHEAP)
    for person in (*ivorians[:3], *others):
        await work(database, person, project_id, 2, 60)
    await work(database, ivorians[3], project_id, 2, 30)
    return project_id, [*ivorians, *others]


async def test_those_who_worked_under_their_countrys_minimum_are_paid_what_is_missing(database: Database) -> None:
    project_id, people = await underpaid(database)
    assert (await preview(database)).hourly is None  # nothing is measured
    (found,) = await measure(database)
    assert found.hourly == Fraction(655_957, 100_000) * 60
    assert [floor.country for floor in found.below] == ["CI"]
    # two minutes are worth 432.7 / 30 F CFA, and 2 × 6.55957 were paid: 1.304 F CFA, in euros 0.00198…, rounded up
    assert [(each.work.person_id, each.amount) for each in found.supplements] == [
        (person.id, Money(20, "EUR")) for person in people[:3]
    ]
    assert await preview(database) == found
    assert await top_up(database) == found
    assert await agreement(database) == []
    assert await rows(
        database, "select person_id, project_id, units, currency from pay_event where kind = 'topup' order by person_id"
    ) == [{"person_id": person.id, "project_id": project_id, "units": 20, "currency": "EUR"} for person in people[:3]]
    told = "select payload from inbox where payload ->> 'wake' = 'topped up' order by person_id"
    payload = {"wake": "topped up", "project": "Commentaires", "pay": [20, "EUR"]}
    assert [row["payload"] for row in await rows(database, told)] == [payload] * 3
    figures = await look(database, earnings_service.figures, people[0], after(hours=1))
    assert figures.supplement == (Money(20, "EUR"),)
    assert figures.today.accepted == (Money(20, "EUR"),) and figures.today.pending == (Money(200, "EUR"),)


async def test_no_answer_is_counted_twice_and_later_ones_are_counted_by_themselves(database: Database) -> None:
    project_id, people = await underpaid(database)
    await measure(database)
    await top_up(database)
    assert (await top_up(database)).supplements == ()
    assert await value(database, "select count(*) from pay_event") == 3
    await work(database, people[0], project_id, 2, 60)
    (again,) = (await top_up(database)).supplements
    assert (again.work.person_id, len(again.work.tasks), again.amount) == (people[0].id, 2, Money(20, "EUR"))
    assert await agreement(database) == []


async def test_what_the_budget_does_not_hold_comes_from_the_client(database: Database) -> None:
    project_id, _ = await underpaid(database)
    await measure(database)
    async with database.unit() as uow:
        assert await project_rows.book(uow, project_id, 0, -50)  # 50 of the 60 units are promised to nobody
        await uow.commit()
    assert (await top_up(database)).beyond == Money(10, "EUR")
    (sums,) = await rows(database, "select funded - promised as free from project where not practice")
    assert sums == {"free": 0}
    assert await agreement(database) == []


async def test_owners_hear_once_and_again_only_after_it_paid_enough(database: Database) -> None:
    project_id, _ = await underpaid(database)
    assert len(await measure(database)) == 1
    assert await measure(database) == []
    update = "update project set median_seconds = %s where id = %s"
    for seconds, told in ((30, 0), (60, 1), (70, 0)):
        await execute(database, update, (seconds, project_id))
        assert len(await commit(database, top_ups.fallen, NOW)) == told


async def test_a_supplement_stays_right_when_accounts_are_merged(database: Database) -> None:
    _, people = await underpaid(database)
    await measure(database)
    await top_up(database)
    (newcomer,) = await hiteuses(database, 1)
    await merged(database, people[0], newcomer)
    assert (await top_up(database)).supplements == ()


async def test_a_supplement_without_answers_is_found_by_the_ledgers_check(database: Database) -> None:
    await underpaid(database)
    await measure(database)
    await top_up(database)
    await execute(database, "update answer set topup_id = null")
    assert any("counts no work" in line for line in await agreement(database))


async def test_only_who_steers_projects_may(database: Database) -> None:
    await project(database, 1)
    for by in (Person(1, "hiteuse"), Person(2, "admin", duty="finance"), Person(3, "huber")):
        with pytest.raises(NotAllowed):
            await commit(database, top_ups.preview, by, "comments")
        with pytest.raises(NotAllowed):
            await commit(database, top_ups.top_up, by, "comments", "", NOW)
    with pytest.raises(NotFound):
        await commit(database, top_ups.preview, OPERATOR, "no such")
