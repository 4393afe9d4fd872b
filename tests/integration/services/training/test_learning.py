"""Runs and scores, and what is due when, on the real tables."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from backend.db.engine.uow import Database
from backend.domain.errors import NotAllowed
from backend.domain.people.commands import Person
from backend.domain.training.learning import (
    FinishLesson,
    KeepPlace,
    LessonFinished,
    LessonOpened,
    LessonRefused,
    OpenLesson,
    RecordAnswer,
)
from backend.services.training import learning
from tests.integration.scenes import NOW, commit, hiteuse, rows, value
from tests.integration.training.lessons import KEYS, lesson, module

FIVE = KEYS[:5]


@pytest.fixture
async def awa(database: Database) -> Person:
    await module(database, [lesson(1, FIVE), lesson(2, FIVE)])
    return await hiteuse(database)


async def lesson_id(database: Database, number: int) -> int:
    found: int = await value(database, "select id from lesson where position = %s", (number,))
    return found


async def opens(database: Database, person: Person, number: int, now: datetime = NOW) -> LessonOpened | LessonRefused:
    lesson = await lesson_id(database, number)
    return await commit(database, learning.open_lesson, person, now, OpenLesson(lesson))


async def runs(database: Database, person: Person, number: int, right: int, now: datetime = NOW) -> LessonFinished:
    """A whole run with so many of five right at once."""
    await opens(database, person, number, now)
    lesson = await lesson_id(database, number)
    return await commit(database, learning.finish, person, now, FinishLesson(lesson, right, 5))


# --- scores -----------------------------------------------------------------------------------------


async def test_the_best_run_counts_and_no_run_of_a_lesson_passes_the_module(database: Database, awa: Person) -> None:
    await runs(database, awa, 1, 1)
    await runs(database, awa, 2, 5)
    better = await runs(database, awa, 1, 5)
    assert better.module.ready and not better.module.passed
    await runs(database, awa, 1, 0)
    assert await rows(database, "select score, tries, failures from lesson_progress order by lesson_id") == [
        {"score": Decimal(1), "tries": 3, "failures": 1},
        {"score": Decimal(1), "tries": 1, "failures": 0},
    ]
    assert await value(database, "select count(*) from badge") == 0


async def test_failures_in_a_row_are_counted_and_a_good_run_ends_them(database: Database, awa: Person) -> None:
    assert [(await runs(database, awa, 1, right)).failures for right in (0, 3, 4, 1)] == [1, 2, 0, 1]


# --- a run ------------------------------------------------------------------------------------------


async def test_a_run_goes_on_where_its_place_was_kept_until_it_is_finished(database: Database, awa: Person) -> None:
    first = await opens(database, awa, 1)
    assert isinstance(first, LessonOpened) and first.place is None and len(first.asked) == 5 and first.seed == 0
    lesson = await lesson_id(database, 1)

    async def keep(uow: object) -> None:
        await learning.keep_place(uow, awa, NOW, KeepPlace(lesson, ["lesson", 1, {"screen": 2}]))  # type: ignore[arg-type]

    await commit(database, keep)
    again = await opens(database, awa, 1)
    assert isinstance(again, LessonOpened) and again.place == ["lesson", 1, {"screen": 2}]
    await commit(database, learning.finish, awa, NOW, FinishLesson(lesson, 1, 5))
    new = await opens(database, awa, 1)
    assert isinstance(new, LessonOpened) and new.place is None and new.seed > 0


async def test_the_same_run_is_drawn_again_when_its_turn_is_run_again(database: Database, awa: Person) -> None:
    assert await opens(database, awa, 1) == await opens(database, awa, 1)


async def test_a_lesson_that_is_gone_cannot_be_begun_but_one_that_she_is_in_can_be_ended(
    database: Database, awa: Person
) -> None:
    await opens(database, awa, 2)
    lesson = await lesson_id(database, 2)
    await module(database, [f"# Autre\n\n{lesson_text()}"])
    end = await commit(database, learning.finish, awa, NOW, FinishLesson(lesson, 5, 5))
    assert end.lesson.title == "Leçon 2"
    assert [line.title for line in end.module.lessons] == ["Autre"]
    assert await opens_by_id(database, awa, lesson) == LessonRefused()
    assert await opens_by_id(database, awa, 10**9) == LessonRefused()


def lesson_text() -> str:
    return lesson(3, FIVE[:1]).partition("\n\n")[2]


async def opens_by_id(database: Database, person: Person, lesson: int) -> LessonOpened | LessonRefused:
    return await commit(database, learning.open_lesson, person, NOW, OpenLesson(lesson))


@pytest.mark.parametrize("role", ["huber", "admin"])
async def test_who_does_not_learn_has_no_runs(database: Database, awa: Person, role: str) -> None:
    other = Person(awa.id, role, joined_at=NOW)  # type: ignore[arg-type]
    lesson = await lesson_id(database, 1)
    for act in (
        lambda uow: learning.open_lesson(uow, other, NOW, OpenLesson(lesson)),
        lambda uow: learning.finish(uow, other, NOW, FinishLesson(lesson, 5, 5)),
        lambda uow: learning.record(uow, other, NOW, RecordAnswer(1, Decimal(1), True)),
        lambda uow: learning.start_revision(uow, other, NOW),
    ):
        with pytest.raises(NotAllowed):
            await commit(database, act)
    assert await value(database, "select count(*) from enrolment") == 0


# --- what is due ------------------------------------------------------------------------------------


async def answers(database: Database, person: Person, right: bool, now: datetime, count: int = 1) -> list[int]:
    """She answers so many questions that she has not seen."""
    found = await rows(
        database,
        """
        select id from question where id not in (select question_id from card where person_id = %s)
        order by id limit %s
        """,
        (person.id, count),
    )
    numbers = [row["id"] for row in found]
    for number in numbers:
        command = RecordAnswer(number, Decimal(right), right)
        await commit(database, learning.record, person, now, command)
    return numbers


async def due(database: Database, person: Person, now: datetime) -> tuple[int, ...]:
    return await commit(database, learning.due, person, now)


async def test_what_was_answered_comes_back_after_its_days_the_longest_due_first(
    database: Database, awa: Person
) -> None:
    right = await answers(database, awa, True, NOW, 4)
    wrong = await answers(database, awa, False, NOW + timedelta(hours=1), 3)
    assert await due(database, awa, NOW + timedelta(hours=2)) == ()
    assert await due(database, awa, NOW + timedelta(days=1)) == tuple(wrong)
    assert await due(database, awa, NOW + timedelta(days=2)) == (*wrong, *right[:2])  # five of a session


async def test_a_day_is_a_day_on_her_own_calendar(database: Database) -> None:
    await module(database, [lesson(1, FIVE)])
    lova = await hiteuse(database, country="MG", zone="Indian/Antananarivo")
    evening = datetime(2026, 3, 4, 20, tzinfo=UTC)  # 23:00 there
    found = await answers(database, lova, False, evening)
    midnight = datetime(2026, 3, 4, 21, tzinfo=UTC)
    assert await due(database, lova, midnight - timedelta(seconds=1)) == ()
    assert await due(database, lova, midnight) == tuple(found)  # due at 23:00: it may be done this morning


async def test_questions_that_are_asked_no_more_are_not_due_either(database: Database, awa: Person) -> None:
    await answers(database, awa, False, NOW, 5)
    await module(database, [lesson(1, FIVE[:2]), lesson(2, FIVE)])
    assert len(await due(database, awa, NOW + timedelta(days=1))) == 2


async def test_nobody_is_asked_what_somebody_else_answered(database: Database, awa: Person) -> None:
    await answers(database, awa, False, NOW, 3)
    other = await hiteuse(database)
    assert await due(database, other, NOW + timedelta(days=9)) == ()
