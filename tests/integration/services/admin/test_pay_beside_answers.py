"""Figures of one woman, of all, and lists of women agree where pay changes after an answer: refused, redone, or earned
by reviews."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from functools import partial
from typing import Any

from backend.db.admin import women_figures
from backend.db.earnings import ledger
from backend.db.engine.uow import Database
from backend.db.privacy import person_file
from backend.db.reminders import first_work
from backend.domain.admin.metric_query.question import Measure
from backend.domain.admin.metrics import FigureLine
from backend.domain.admin.statistics import EVERYTHING, Scope
from backend.domain.french.ranges import Span
from backend.domain.people.commands import Person
from backend.domain.quality.review import Verdict
from backend.services.admin import metrics, statistics
from backend.services.quality import recourse
from tests.integration.scenes import NOW, PAY, after, commit, execute, funds, hiteuses, look, project, value
from tests.integration.services.admin.test_metrics import READER, TODAY, Clock, asked
from tests.integration.services.quality.test_review import decide, judged, reviewer
from tests.integration.services.work.steps import counted, taken

DAY = Span(TODAY, TODAY)


async def _refused_and_reviewed(database: Database) -> dict[str, Person]:
    """Awa, Binta and Coumba answer three tasks alike, and Diane otherwise. Rose reviews: she refuses two answers of
    Diane's, of which Diane redoes one, and accepts the third."""
    project_id = await project(database, 3, wanted=4)
    names = ("awa", "binta", "coumba", "diane")
    people = dict(zip(names, await hiteuses(database, 4), strict=True))
    for name, person in people.items():
        for _ in range(3):
            task = await taken(database, person, project_id)
            await counted(database, person, task.id, "hate" if name == "diane" else "ok", NOW + timedelta(seconds=20))
    await funds(database, project_id, PAY * 3)
    people["rose"] = rose = await reviewer(database)
    for verdict in (Verdict.REFUSED, Verdict.REFUSED, Verdict.ACCEPTED):
        item = await judged(database, rose)
        await decide(database, rose, item, verdict, NOW + timedelta(seconds=5), reason="x", words="Relis.")
    first = await value(database, "select min(task_id) from answer where status = 5")
    redo = partial(recourse.redo, person=people["diane"], task_id=first, value="ok", now=NOW)
    assert await commit(database, redo)
    return people


async def _units(database: Database, person: Person) -> int:
    found = [m for kind in ("pending", "accepted") for m in await look(database, ledger.balances, kind, person.id)]
    return sum(money.units for money in found)


async def _of(database: Database, measure: Measure, person: Person) -> Any:
    scope = Scope(person_id=person.id)
    return await asked(database, lambda uow: metrics.one(uow, READER, measure, DAY, scope))


async def test_what_a_woman_earned_is_what_her_accounts_hold(database: Database) -> None:
    people = await _refused_and_reviewed(database)
    for person in people.values():
        assert (await _of(database, "earned", person)).work.euros.units == await _units(database, person)
        assert (await _of(database, "owed", person)).work.euros.units == await _units(database, person)
    assert (await _of(database, "earned", people["diane"])).work.euros == PAY * 2
    assert (await _of(database, "earned", people["rose"])).work.euros == PAY * 3


async def test_the_months_in_her_own_file_are_what_she_earned(database: Database) -> None:
    people = await _refused_and_reviewed(database)
    for person in people.values():
        ((_, _, _, euros, francs),) = await look(database, person_file.table, "months", [person.id], 12)
        assert (euros, francs) == ([str(await _units(database, person)), "EUR"], ["0", "XOF"])


async def test_lists_and_totals_say_what_the_women_in_them_have(database: Database) -> None:
    people = await _refused_and_reviewed(database)
    hers = {
        measure: {person.id: await _of(database, measure, person) for person in people.values()}
        for measure in ("answers", "time", "earned", "owed")
    }
    measures: tuple[Measure, ...] = ("answers", "time", "earned", "owed")
    for measure in measures:

        def lines(measure: Measure = measure) -> Any:
            return asked(database, lambda uow: metrics.several(uow, READER, measure, DAY, EVERYTHING, "person", 10))

        listed: tuple[FigureLine, ...] = (await lines()).lines
        assert {line.key: _said(measure, line.cell) for line in listed} == {
            person_id: _said(measure, cell) for person_id, cell in hers[measure].items()
        }
        values = [_said(measure, line.cell) for line in listed]
        assert values == sorted(values, reverse=True)
        whole = await asked(database, partial(metrics.one, by=READER, measure=measure, span=DAY, scope=EVERYTHING))
        assert _said(measure, whole) == sum(values[1:], start=values[0])


def _said(measure: Measure, cell: Any) -> Any:
    match measure:
        case "answers":
            return cell.work.answers
        case "time":
            return cell.work.time
        case _:
            return cell.work.euros.units


async def test_who_only_reviewed_worked_as_well(database: Database) -> None:
    await _refused_and_reviewed(database)
    mean = await asked(
        database,
        partial(metrics.one, by=READER, measure="earned", span=DAY, scope=EVERYTHING, each=True),
    )
    assert (mean.people, mean.work.euros) == (5, PAY * 14)  # 12 answers, one of them refused, and 3 reviews
    (pay,) = (await look(database, women_figures.pay_of_each, DAY)).values()
    assert sorted(pay) == [round(PAY.units * n * Decimal("655.957")) for n in (2, 3, 3, 3, 3)]


async def test_a_first_review_is_a_first_income(database: Database) -> None:
    rose = (await _refused_and_reviewed(database))["rose"]
    await execute(database, "update pay_event set at = at + interval '1 minute'")  # later than what was reviewed
    first = partial(metrics.one, by=READER, measure="first income", span=DAY, scope=EVERYTHING)
    fresh = await asked(database, first)
    assert fresh.count == 5
    assert not await look(database, first_work.is_unpaid, rose.id)
    await statistics.count_ahead(database, Clock(after(days=1)))  # type: ignore[arg-type]
    assert await asked(database, first) == fresh
    assert await value(database, "select count(*) from first_income where person_id = %s", (rose.id,)) == 1


async def test_a_review_is_estimated_as_an_answer_so_that_haste_raises_no_pace(database: Database) -> None:
    people = await _refused_and_reviewed(database)
    work = (await _of(database, "earned", people["rose"])).work
    assert (work.counted, work.estimated) == (timedelta(seconds=15), timedelta(seconds=90))
    assert (await value(database, "select estimated from day where person_id = %s", (people["rose"].id,))) == 90
