"""Hourly figures: what a few hasty people do changes nothing that others are told."""

from __future__ import annotations

from datetime import timedelta

import pytest

from backend.db.engine.uow import Database, UnitOfWork
from backend.db.work import projects as rows
from backend.db.work.files import task_imports
from backend.domain.admin.statistics import EVERYTHING, Scope
from backend.domain.earnings import pace
from backend.domain.earnings.pace import LEAST_ANSWERS
from backend.domain.french.ranges import Span
from backend.domain.money import Money
from backend.domain.people.commands import Person
from backend.domain.work.formats.data_rows import TaskRow
from backend.services.admin import metrics as admin_metrics
from backend.services.admin import statistics
from backend.services.earnings import service as earnings_service
from backend.services.work import service as work_service
from tests.integration.scenes import NOW, after, commit, hiteuses, look, project, value
from tests.integration.services.work.steps import counted, taken

READER = Person(99, "admin", duty="reader")
TODAY = Span(NOW.date(), NOW.date())


async def hourly(database: Database, person: Person, answers: int = 1) -> int:
    """What the offer says, after the job that measures."""
    await commit(database, rows.measure_pace, 5, answers)
    (offer,) = await look(database, work_service.offers, person, NOW)
    return offer.hourly


async def hasty(database: Database, person: Person, project_id: int, answers: int, seconds: int = 2) -> None:
    for n in range(answers):
        shown = after(seconds=n * 10)
        task = await taken(database, person, project_id, shown)
        await commit(
            database,
            lambda uow, task=task, shown=shown: uow.execute(  # type: ignore[misc]
                "update answer set leased_at = %s where person_id = %s and task_id = %s", (shown, person.id, task.id)
            ),
        )
        await counted(database, person, task.id, "ok", shown + timedelta(seconds=seconds))


async def test_one_hasty_hour_is_nobody_elses_figure(database: Database) -> None:
    awa, *others = await hiteuses(database, 6)
    project_id = await project(database, 80, wanted=6)
    assert await hourly(database, others[-1]) == 3_935  # 0.05 EUR in 30 s
    await hasty(database, awa, project_id, 40)  # 0.05 EUR in 2 s: 59 036 F an hour
    assert await hourly(database, others[-1]) == 3_935
    for person in others[:3]:
        await hasty(database, person, project_id, 5, seconds=20)
    assert await hourly(database, others[-1]) == 3_935  # four people
    await hasty(database, others[3], project_id, 1, seconds=25)
    assert await hourly(database, others[-1]) == 5_903  # of 2, 20, 20, 20 and 25 s each woman counts once


async def test_a_pace_is_measured_of_people_with_enough_answers_each(database: Database) -> None:
    *five, other = await hiteuses(database, 6)
    project_id = await project(database, 30, wanted=6)
    for person in five:
        await hasty(database, person, project_id, 20 if person is not five[-1] else 19, seconds=20)
    assert await hourly(database, other, LEAST_ANSWERS) == 3_935  # the estimate
    await hasty(database, five[-1], project_id, 1, seconds=20)
    assert await hourly(database, other, LEAST_ANSWERS) == 5_903  # 0.05 EUR in 20 s


async def test_however_hasty_all_are_no_figure_is_above_three_times_the_estimate(database: Database) -> None:
    *five, other = await hiteuses(database, 6)
    project_id = await project(database, 30, wanted=6)
    for person in five:
        await hasty(database, person, project_id, 19, seconds=1)
    async with database.turn() as uow:
        (found,) = await statistics.periods(uow, READER, NOW, EVERYTHING, [TODAY])
        (of_project,) = await statistics.periods(uow, READER, NOW, Scope(project_id=project_id), [TODAY])
    assert (found.pace, found.measured) == (of_project.pace, of_project.measured) == (3_935, False)  # as in an offer
    for person in five:
        await hasty(database, person, project_id, 1, seconds=1)
    assert await hourly(database, other) == 11_807  # 3 × 3,935.7
    async with database.turn() as uow:
        (found,) = await statistics.periods(uow, READER, NOW, EVERYTHING, [TODAY])
        (of_project,) = await statistics.periods(uow, READER, NOW, Scope(project_id=project_id), [TODAY])
    assert (found.pace, found.measured) == (of_project.pace, of_project.measured) == (11_807, True)


async def test_no_answer_counts_for_less_than_it_takes_to_read(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pace, "LEAST_ANSWERS", 1)
    *five, other = await hiteuses(database, 6)
    project_id = await project(database, 0, wanted=6)

    async def long(uow: UnitOfWork) -> None:
        await task_imports.stage(uow)
        await task_imports.copy_in(uow, [TaskRow(2, "t", {"text": "a" * 500})])  # 21.01 s
        await task_imports.add_tasks(uow, project_id, "long.csv", 6, None, NOW)

    await commit(database, long)
    for person in five:
        await hasty(database, person, project_id, 1)
    assert await value(database, "select distinct (active, reading, estimated) from answer") == ("2", "22", "30")
    assert await hourly(database, other) == 5_366  # 0.05 EUR in 22 s
    async with database.turn() as uow:
        told = await admin_metrics.one(uow, READER, "pace", TODAY, EVERYTHING)
        assert (told.pace, told.measured) == (5_366, True)
        hers = await earnings_service.figures(uow, five[0], NOW)
    assert (hers.recent_time, hers.recent_estimate) == (timedelta(seconds=22), timedelta(seconds=30))
    assert hers.time_today == timedelta(seconds=2)  # of her three hours


async def test_figures_of_too_few_people_are_those_of_the_estimate(database: Database) -> None:
    awa, binta = await hiteuses(database, 2)
    project_id = await project(database, 20, wanted=2)
    photos = await project(database, 20, name="photos", pay=Money.parse("100", "XOF"))
    await hasty(database, awa, project_id, 4)
    await hasty(database, binta, photos, 2)
    async with database.turn() as uow:
        (found,) = await statistics.periods(uow, READER, NOW, EVERYTHING, [TODAY])
        (of_project,) = await statistics.periods(uow, READER, NOW, Scope(project_id=photos), [TODAY])
        (part,) = await statistics.parts(uow, READER, TODAY, "country")
    # 0.20 EUR and 200 F in 180 s
    assert (found.pace, found.measured, part.pace) == (6_623, False, 6_623)
    assert (of_project.pace, of_project.measured) == (12_000, False)  # 200 F in 60 s
