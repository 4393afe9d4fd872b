"""Figures of the service: numbers worked out by hand, the same before and after they are counted ahead."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any, TypeVar

import pytest

from backend.db.earnings import ledger
from backend.db.engine.uow import Database, UnitOfWork
from backend.db.identity import merge_memory, merge_work
from backend.db.work import counting, leases
from backend.domain.admin.metric_query.question import MEASURES, Measure
from backend.domain.admin.metrics import Cell, FigureList
from backend.domain.admin.statistics import EVERYTHING, Scope, Work
from backend.domain.earnings import pace
from backend.domain.errors import NotAllowed
from backend.domain.french.ranges import Span
from backend.domain.money import Money
from backend.domain.people.commands import Person
from backend.domain.work.commands import AnswerStatus, SubmitAnswer
from backend.services.admin import metrics as admin_metrics
from backend.services.admin import named_people, statistics
from backend.services.work import projects
from backend.services.work import service as work_service
from tests.integration.scenes import NOW, after, commit, execute, hiteuse, hiteuses, install_practice, project, value
from tests.integration.services.work.steps import counted, taken

T = TypeVar("T")
READER = Person(99, "admin", duty="reader")
TODAY = date(2026, 3, 4)
WEEK = Span.up_to(TODAY, 7)


class Clock:
    """Where a test says."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def now(self) -> datetime:
        return self.at


async def asked(database: Database, ask: Callable[[UnitOfWork], Awaitable[T]], *, turn: bool = True) -> T:
    """As a turn asks, or with the planner let free from the start."""
    async with database.turn() if turn else database.unit() as uow:
        return await ask(uow)


async def works(
    database: Database, person: Person, project_id: int, seconds: int, now: datetime = NOW, answer: str = "ok"
) -> None:
    """One answer, for which she took so long."""
    task = await taken(database, person, project_id, now)
    shown = "update answer set leased_at = %s where person_id = %s and task_id = %s"
    await execute(database, shown, (now, person.id, task.id))
    await counted(database, person, task.id, answer, now + timedelta(seconds=seconds))


async def _a_week(database: Database) -> dict[str, Any]:
    """Awa (CI) and Binta (CM, an hour ahead) at work on two projects, on three days."""
    awa = await hiteuse(database)
    binta = await hiteuse(database, country="CM", zone="Africa/Douala")
    first = await project(database, 20, wanted=2)
    second = await project(database, 5, name="photos", title="Photos", pay=Money.parse("100", "XOF"))
    for seconds in (30, 60):
        await works(database, awa, first, seconds)  # today: 2 × 0.05 EUR in 90 s
    await works(database, binta, first, 20)  # today: 0.05 EUR in 20 s
    yesterday = NOW - timedelta(days=1)
    await works(database, binta, second, 40, yesterday)  # 100 F in 40 s
    late = datetime(2026, 3, 1, 23, 30, tzinfo=UTC)
    await works(database, binta, second, 60, late)  # 00:31 of 2 March on her calendar: 100 F in 60 s
    return {"awa": awa, "binta": binta, "first": first, "second": second}


def _work(answers: int, seconds: int, euros: Money, francs: Money) -> Work:
    """Each answer took longer than it takes to read, and is estimated at 30 s."""
    time = timedelta(seconds=seconds)
    return Work(answers, time, euros, francs, time, answers * timedelta(seconds=30))


async def _all(database: Database, ids: dict[str, Any]) -> list[Any]:
    """Many figures at once, to be compared."""

    async def look(uow: UnitOfWork) -> list[Any]:
        found: list[Any] = [await statistics.periods(uow, READER, NOW)]
        for scope in (EVERYTHING, Scope("CM"), Scope("CI"), Scope(channel="demo"), Scope(project_id=ids["second"])):
            found.append(await statistics.periods(uow, READER, NOW, scope, [WEEK]))
            found.append(await statistics.by_day(uow, READER, WEEK, scope))
        found.append(await statistics.parts(uow, READER, WEEK, "country"))
        found.append(await statistics.table(uow, READER, WEEK, EVERYTHING))
        found.append(await projects.table(uow, READER, NOW))
        found.append(await projects.one(uow, READER, ids["first"], NOW))
        return found

    return await asked(database, look)


async def test_sums_are_those_of_the_work_by_the_calendar_of_who_did_it(database: Database) -> None:
    ids = await _a_week(database)
    today, week, _ = await asked(database, lambda uow: statistics.periods(uow, READER, NOW))
    assert today.people == 2
    assert today.work == _work(3, 110, Money(1_500), Money(0, "XOF"))
    assert week.work == _work(5, 210, Money(1_500), Money(2_000_000, "XOF"))
    by_day = await asked(database, lambda uow: statistics.by_day(uow, READER, WEEK, EVERYTHING))
    assert [work.answers for work in by_day] == [0, 0, 0, 0, 1, 1, 3]  # 2 March, where it was past midnight
    (of_second,) = await asked(
        database, lambda uow: statistics.periods(uow, READER, NOW, Scope(project_id=ids["second"]), [WEEK])
    )
    assert (of_second.people, of_second.work.answers, of_second.joined) == (1, 2, 0)
    assert of_second.pace == 12_000  # 200 F in the 60 s of the estimate: one woman is no measure


async def test_the_median_pace_is_that_of_the_hours(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pace, "LEAST_PEOPLE", 1)
    monkeypatch.setattr(pace, "LEAST_ANSWERS", 1)
    ids = await _a_week(database)
    (found,) = await asked(database, lambda uow: statistics.periods(uow, READER, NOW, EVERYTHING, [WEEK]))
    # Awa: 0.10 EUR in 90 s = 2,623.8 F/h. Binta: 0.05 EUR and 200 F in 120 s = 6,983.9 F/h. Of 210 s the 105th is hers.
    assert found.pace == 6_983
    today = Span(TODAY, TODAY)
    (found,) = await asked(database, lambda uow: statistics.periods(uow, READER, NOW, EVERYTHING, [today]))
    assert found.pace == 2_623  # of 110 s the 55th is Awa's
    (of_cm,) = await asked(database, lambda uow: statistics.periods(uow, READER, NOW, Scope("CM"), [today]))
    assert of_cm.pace == 5_903  # 0.05 EUR in 20 s
    of_second = Scope(project_id=ids["second"])
    (found,) = await asked(database, lambda uow: statistics.periods(uow, READER, NOW, of_second, [WEEK]))
    assert found.pace == 7_200  # 200 F in 100 s, the mean


async def test_a_first_income_is_the_first_answer_to_a_client_and_counts_from_joining(database: Database) -> None:
    await install_practice(database)
    awa, binta, coumba = await hiteuses(database, 3)
    project_id = await project(database, 9)
    for person, joined, began in ((awa, 10, 8), (binta, 9, 3), (coumba, 20, 12)):
        at = NOW - timedelta(days=joined)
        await commit(
            database,
            lambda uow, at=at, person=person: uow.execute(
                "update person set joined_at = %s where id = %s", (at, person.id)
            ),  # type: ignore[misc]
        )
        await works(database, person, project_id, 0, NOW - timedelta(days=began))
    await works(database, coumba, project_id, 0)

    async def told(measure: Measure, span: Span) -> Cell:
        return await asked(database, lambda uow: admin_metrics.one(uow, READER, measure, span, EVERYTHING))

    found = await told("first income", WEEK)
    assert (found.count, found.time) == (1, timedelta(days=6))  # Binta
    found = await told("first income", Span.up_to(TODAY, 30))
    assert (found.count, found.time) == (3, timedelta(days=6))  # of 2, 6 and 8 days
    assert (await told("joined", Span.up_to(TODAY, 15))).count == 2


@pytest.mark.parametrize("until", [NOW - timedelta(days=2), NOW + timedelta(seconds=31), after(days=1)])
async def test_what_is_counted_ahead_changes_no_figure(database: Database, until: datetime) -> None:
    ids = await _a_week(database)
    before = await _all(database, ids)
    clock = Clock(until + statistics.COUNTING_DELAY)
    await statistics.count_ahead(database, clock)  # type: ignore[arg-type]
    assert await value(database, "select count(*) > 0 from work_day")
    assert await _all(database, ids) == before
    clock.at += timedelta(hours=5)
    await works(database, ids["awa"], ids["first"], 25, until + timedelta(hours=1))
    live = await _all(database, ids)
    assert live != before
    for _ in range(2):  # a job that runs again counts nothing twice
        await statistics.count_ahead(database, clock)  # type: ignore[arg-type]
        assert await _all(database, ids) == live
    rolled = await value(database, "select sum(answers) from work_day")
    mark = await value(database, "select (value ->> 'until')::timestamptz from setting where name = 'figures'")
    assert rolled == await value(database, "select count(*) from answer where status = 1 and answered_at < %s", (mark,))


async def test_what_a_slow_turn_has_not_committed_yet_is_counted_once_it_has(database: Database) -> None:
    awa = await hiteuse(database)
    project_id = await project(database, 3)
    await works(database, awa, project_id, 5, NOW - timedelta(days=1))
    task = await taken(database, awa, project_id)
    async with database.turn() as slow:
        await slow.execute("select pg_sleep(0.05)")
        await work_service.submit(slow, awa, NOW, SubmitAnswer(task.id, "ok"))
        await statistics.count_ahead(database, Clock(NOW + statistics.COUNTING_DELAY + timedelta(milliseconds=20)))  # type: ignore[arg-type]
        await slow.commit()
    assert await value(database, "select sum(answers) from work_day") == 1
    (found,) = await asked(database, lambda uow: statistics.periods(uow, READER, NOW, EVERYTHING, [WEEK]))
    assert found.work.answers == 2


async def test_a_clock_that_was_set_back_has_all_counted_anew(database: Database) -> None:
    ids = await _a_week(database)
    before = await _all(database, ids)
    await statistics.count_ahead(database, Clock(after(days=30)))  # type: ignore[arg-type]
    await statistics.count_ahead(database, Clock(NOW + statistics.COUNTING_DELAY))  # type: ignore[arg-type]
    assert await _all(database, ids) == before


async def test_a_question_is_planned_freely_and_the_turn_is_not(database: Database) -> None:
    async with database.turn() as uow:
        before = await uow.fetch_one("show enable_seqscan")
        (row,) = await counting.look(uow, "select current_setting('enable_seqscan') as free from (values (1)) v")
        assert row["free"] == "on"
        assert await uow.fetch_one("show enable_seqscan") == before == {"enable_seqscan": "off"}
        assert await uow.fetch_one("show plan_cache_mode") == {"plan_cache_mode": "force_generic_plan"}


@pytest.mark.parametrize("role", ["hiteuse", "trainee", "huber", None])
async def test_figures_are_for_admins_of_any_duty(database: Database, role: Any) -> None:
    by = Person(1, role, "Awa", "CI")
    async with database.unit() as uow:
        for refused in (
            statistics.periods(uow, by, NOW),
            *(admin_metrics.one(uow, by, measure, WEEK, EVERYTHING) for measure in MEASURES),
            *(admin_metrics.several(uow, by, measure, WEEK, EVERYTHING, "country") for measure in MEASURES),
            statistics.by_day(uow, by, WEEK, EVERYTHING),
            statistics.parts(uow, by, WEEK, "country"),
            statistics.table(uow, by, WEEK, EVERYTHING),
            projects.page(uow, by, 1, 6),
            projects.one(uow, by, 1, NOW),
            projects.table(uow, by, NOW),
            *(() if role == "huber" else (projects.askable(uow, by), named_people.meant(uow, by, "Awa"))),
        ):
            with pytest.raises(NotAllowed):
                await refused
        await statistics.periods(uow, READER, NOW)


async def test_a_huber_is_told_of_women_of_her_countries_alone(database: Database) -> None:
    ids = await _a_week(database)
    by = Person(1, "huber", "Marième", "CI", countries=("CI", "SN"))
    hers: tuple[Measure, ...] = (
        "answers",
        "people",
        "time",
        "earned",
        "pace",
        "joined",
        "first income",
        "lessons",
        "owed",
    )
    async with database.unit() as uow:
        for measure in MEASURES:
            for scope in (Scope("CM"), Scope(), Scope(among=("CI", "CM")), Scope(person_id=ids["binta"].id)):
                with pytest.raises(NotAllowed):
                    await admin_metrics.one(uow, by, measure, WEEK, scope)
            if measure in hers:
                await admin_metrics.one(uow, by, measure, WEEK, Scope("CI"))
                await admin_metrics.one(uow, by, measure, WEEK, Scope(among=("CI", "SN")))
            else:
                with pytest.raises(NotAllowed):
                    await admin_metrics.one(uow, by, measure, WEEK, Scope("CI"))
        # whoever lives elsewhere has nothing to tell her, even by her number
        away = await admin_metrics.one(uow, by, "answers", WEEK, Scope("CI", person_id=ids["binta"].id))
        owed = await admin_metrics.one(uow, by, "owed", WEEK, Scope("CI", person_id=ids["binta"].id))
        ranked = await admin_metrics.several(uow, by, "answers", WEEK, Scope(among=("CI", "SN")), "person", 5)
        assert (away.work, owed.work) == (Work(), Work())
        assert [line.key for line in ranked.lines] == [ids["awa"].id]
        assert [each.id for each in await named_people.meant(uow, by, f"Awa, n° {ids['binta'].id}")] == [ids["awa"].id]


async def test_what_is_owed_is_all_that_is_earned_less_what_was_paid_out(database: Database) -> None:
    ids = await _a_week(database)
    awa, binta = ids["awa"], ids["binta"]

    async def pay(uow: UnitOfWork) -> None:
        await uow.execute("update answer set accepted_at = %s where person_id = %s", (NOW, awa.id))
        key = "accept:1:1"
        for kind in ("accepted", "paid"):
            await ledger.open_account(uow, kind, awa.id, "EUR")
        await ledger.transfer(uow, key, ("pending", awa.id), ("accepted", awa.id), Money(1_000), NOW)
        await ledger.transfer(uow, "paid:1", ("accepted", awa.id), ("paid", awa.id), Money(400), NOW)
        await ledger.transfer(uow, "return:1", ("paid", awa.id), ("accepted", awa.id), Money(100), NOW)  # came back

    await commit(database, pay)

    async def look(uow: UnitOfWork) -> tuple[Cell, FigureList, FigureList]:
        whole = await admin_metrics.one(uow, READER, "owed", WEEK, EVERYTHING)
        by_country = await admin_metrics.several(uow, READER, "owed", WEEK, EVERYTHING, "country")
        return whole, by_country, await admin_metrics.several(uow, READER, "owed", WEEK, EVERYTHING, "person", 1)

    whole, by_country, most = await asked(database, look)
    assert (whole.work.euros, whole.work.francs) == (Money(1_200), Money(2_000_000, "XOF"))  # 1,500 less 300
    assert (whole.waiting.euros, whole.waiting.francs) == (Money(500), Money(2_000_000, "XOF"))  # Binta's
    assert [(line.key, line.cell.work.euros) for line in by_country.lines] == [("CM", Money(500)), ("CI", Money(700))]
    assert [line.key for line in most.lines] == [binta.id]


async def test_a_ranking_shows_who_is_level_with_the_last_and_how_many_more(database: Database) -> None:
    women = await hiteuses(database, 16)
    project_id = await project(database, 40)
    for woman in women:
        await works(database, woman, project_id, 10)
    await works(database, women[3], project_id, 10)

    async def look(uow: UnitOfWork, most: int) -> FigureList:
        return await admin_metrics.several(uow, READER, "answers", WEEK, EVERYTHING, "person", most)

    top = await asked(database, lambda uow: look(uow, 1))
    assert ([line.key for line in top.lines], top.in_all, top.level) == ([women[3].id], 16, 0)
    low = await asked(database, lambda uow: look(uow, -2))
    assert (len(low.lines), low.in_all, low.level) == (12, 16, 3)
    assert women[3].id not in [line.key for line in low.lines]


async def test_two_accounts_that_become_one_keep_their_work_and_one_first_income(database: Database) -> None:
    awa, again = await hiteuses(database, 2)
    project_id = await project(database, 9)
    await works(database, awa, project_id, 10, NOW - timedelta(days=3))
    await works(database, again, project_id, 10, NOW - timedelta(days=1))
    await statistics.count_ahead(database, Clock(after(days=1)))  # type: ignore[arg-type]

    async def merge(uow: UnitOfWork) -> None:
        for owner, task in await merge_work.open_tasks(uow, again.id, awa.id):
            await leases.leave(uow, owner, task, AnswerStatus.GIVEN_BACK, NOW)
        await merge_work.move_work(uow, again.id, awa.id, NOW)
        number = await merge_memory.remember(uow, again.id, awa.id, NOW)
        await merge_work.move_money(uow, again.id, awa.id, number, NOW)

    await commit(database, merge)
    (found,) = await asked(database, lambda uow: statistics.periods(uow, READER, NOW, EVERYTHING, [WEEK]))
    assert (found.people, found.work.answers, found.first_incomes) == (1, 2, 1)
    assert found.first_income == timedelta(days=-3, seconds=10)  # she joined "today" in this scene
