"""Final tests on the real tables: what a try asks, when the next one may begin, what passing brings."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from itertools import pairwise

import pytest

from backend.db.certificates import badges
from backend.db.engine.uow import Database
from backend.db.identity import merging
from backend.db.training import progress
from backend.domain.errors import NotAllowed
from backend.domain.people.commands import Person
from backend.domain.training.final import (
    AnswerFinal,
    FinalFinished,
    FinalOpened,
    FinalReady,
    FinalRefused,
    FinishFinal,
    OpenFinal,
)
from backend.domain.training.learning import FinishLesson, OpenLesson
from backend.records import replace
from backend.services.training import finals, learning
from tests.integration.scenes import NOW, commit, execute, hiteuse, rows, value
from tests.integration.training.lessons import KEYS, lesson, module, pool

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
async def awa(database: Database) -> Person:
    """Somebody who has finished both lessons of a module with a pool of twelve questions for each."""
    await module(database, [lesson(1, KEYS[:3]), lesson(2, KEYS[:3])], test=pool(12, 2))
    person = await hiteuse(database)
    await finishes(database, person)
    return person


async def finishes(database: Database, person: Person) -> None:
    for row in await rows(database, "select id from lesson where retired_at is null order by position"):
        number = row["id"]
        await commit(database, learning.open_lesson, person, NOW, OpenLesson(number))
        await commit(database, learning.finish, person, NOW, FinishLesson(number, 3, 3))


async def opens(
    database: Database, person: Person, now: datetime = NOW, *, begin: bool = True, preview: bool = False
) -> FinalOpened | FinalReady | FinalRefused:
    command = OpenFinal("capitales", begin, preview)
    return await commit(database, finals.open_try, person, now, command)


async def answers(
    database: Database, person: Person, opened: FinalOpened, marks: Sequence[bool], now: datetime = NOW
) -> None:
    for place, right in enumerate(marks, opened.done):
        command = AnswerFinal(opened.attempt, place, opened.asked[place], Decimal(right), right, 40)
        assert (await commit(database, finals.answer, person, now, command)) is None


async def tries(
    database: Database, person: Person, right: int, now: datetime = NOW
) -> tuple[tuple[int, ...], FinalFinished]:
    """A whole try with so many of eight right: what was asked, and what came of it."""
    opened = await opens(database, person, now)
    assert isinstance(opened, FinalOpened), opened
    await answers(database, person, opened, [n < right for n in range(8)], now)
    return opened.asked, await over(database, person, opened, now)


async def over(database: Database, person: Person, opened: FinalOpened, now: datetime = NOW) -> FinalFinished:
    found = await commit(database, finals.finish, person, now, FinishFinal(opened.attempt))
    assert isinstance(found, FinalFinished)
    return found


# --- what is asked ----------------------------------------------------------------------------------


async def test_a_try_asks_of_the_pool_alone_and_of_each_lesson_as_many(database: Database, awa: Person) -> None:
    opened = await opens(database, awa)
    assert isinstance(opened, FinalOpened) and len(set(opened.asked)) == 8
    found = await rows(
        database,
        "select q.lesson_id, l.position from question q left join lesson l on l.id = q.about_id where q.id = any(%s)",
        (list(opened.asked),),
    )
    assert {row["lesson_id"] for row in found} == {None}
    assert sorted(row["position"] for row in found) == [1] * 4 + [2] * 4


async def test_its_questions_are_drawn_once_whatever_happens_in_between(database: Database, awa: Person) -> None:
    first = await opens(database, awa)
    assert isinstance(first, FinalOpened)
    await answers(database, awa, first, [True, False])
    await module(database, [lesson(1, KEYS[:3]), lesson(2, KEYS[:3])], test=pool(13, 2))  # another version
    assert (await opens(database, awa, NOW + 9 * DAY, begin=False)) == FinalOpened(first.attempt, first.asked, 2)
    assert await value(database, "select count(*) from final_try") == 1


async def test_three_tries_ask_all_different_questions_and_later_ones_none_of_the_try_before(
    database: Database, awa: Person
) -> None:
    asked = []
    for n in range(6):
        questions, _ = await tries(database, awa, 0, NOW + n * 4 * DAY)
        asked.append(set(questions))
    assert len(asked[0] | asked[1] | asked[2]) == 24
    assert all(not before & after for before, after in pairwise(asked))


async def test_a_module_without_a_pool_asks_its_lessons_questions(database: Database) -> None:
    await module(database, [lesson(1, KEYS), lesson(2, KEYS)])
    person = await hiteuse(database)
    await finishes(database, person)
    questions, end = await tries(database, person, 0)
    assert await value(database, "select count(*) from question where lesson_id is not null") == 12
    assert len(questions) == 8 and not end.others  # there are four that it has not asked
    again, _ = await tries(database, person, 8)
    assert len(set(again) - set(questions)) == 4


# --- when it is open --------------------------------------------------------------------------------


async def test_it_opens_when_every_lesson_is_finished(database: Database) -> None:
    await module(database, [lesson(1, KEYS[:3]), lesson(2, KEYS[:3])], test=pool(12, 2))
    person = await hiteuse(database)
    refused = await opens(database, person)
    assert isinstance(refused, FinalRefused) and refused.module is not None and not refused.module.ready
    await finishes(database, person)
    assert await opens(database, person, begin=False) == FinalReady()
    assert isinstance(await opens(database, person), FinalOpened)


async def test_the_pause_between_tries_grows_and_is_over_to_the_minute(database: Database, awa: Person) -> None:
    now = NOW + timedelta(seconds=40)
    for pause in (timedelta(), HOUR, DAY, 3 * DAY, 3 * DAY):
        _, end = await tries(database, awa, 6, now)
        assert end.module.final is not None
        expected = (now + pause).replace(second=0)
        if not pause:
            assert end.module.final.opens_at is None
            continue
        assert end.module.final.opens_at == expected
        early = await opens(database, awa, expected - timedelta(seconds=1))
        assert isinstance(early, FinalRefused) and early.module == end.module
        assert await opens(database, awa, expected, begin=False) == FinalReady()
        now = expected
    assert await rows(database, "select tries, failures, score from enrolment") == [
        {"tries": 5, "failures": 5, "score": Decimal("0.75")}
    ]


async def test_a_clock_that_steps_back_makes_nobody_wait(database: Database, awa: Person) -> None:
    for n in range(3):
        await tries(database, awa, 0, NOW + n * HOUR)
    assert isinstance(await opens(database, awa, NOW + 2 * HOUR, begin=False), FinalRefused)
    assert await opens(database, awa, NOW + HOUR, begin=False) == FinalReady()


async def test_the_best_try_is_what_is_shown_and_a_worse_one_takes_nothing_away(
    database: Database, awa: Person
) -> None:
    _, first = await tries(database, awa, 6)
    _, second = await tries(database, awa, 2)
    assert (first.module.percent, second.module.percent) == (75, 75)


# --- answers ----------------------------------------------------------------------------------------


async def test_an_answer_counts_once_and_only_for_what_is_asked_there(database: Database, awa: Person) -> None:
    opened = await opens(database, awa)
    assert isinstance(opened, FinalOpened)
    await answers(database, awa, opened, [True])
    for place, question in ((0, opened.asked[0]), (1, opened.asked[2]), (3, opened.asked[3])):
        command = AnswerFinal(opened.attempt, place, question, Decimal(1), True)
        assert (await commit(database, finals.answer, awa, NOW, command)) == FinalRefused()
    assert await value(database, "select marks from final_try") == [True]
    assert await value(database, "select count(*) from attempt") == 1
    assert (await commit(database, finals.finish, awa, NOW, FinishFinal(opened.attempt))) == FinalRefused()


async def test_nobody_answers_in_somebody_elses_try(database: Database, awa: Person) -> None:
    opened = await opens(database, awa)
    assert isinstance(opened, FinalOpened)
    other = await hiteuse(database)
    command = AnswerFinal(opened.attempt, 0, opened.asked[0], Decimal(1), True)
    assert await commit(database, finals.answer, other, NOW, command) == FinalRefused()
    assert await value(database, "select marks from final_try") == []


async def test_nothing_of_the_test_comes_in_a_revision_before_it_is_passed(database: Database, awa: Person) -> None:
    await tries(database, awa, 6)
    assert await value(database, "select count(*) from card") == 0
    _, end = await tries(database, awa, 7)
    assert end.passed
    assert await value(database, "select count(*) from card") == 8
    due = await commit(database, learning.due, awa, NOW + DAY)
    assert due == ((await value(database, "select asked[8] from final_try order by id desc limit 1")),)


# --- passing ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(("right", "passed"), [(6, False), (7, True), (8, True)])
async def test_the_pass_mark_decides_and_the_badge_comes_with_it(
    database: Database, awa: Person, right: int, passed: bool
) -> None:
    _, end = await tries(database, awa, right)
    assert end.passed is end.module.passed is passed
    assert bool(end.granted.badges) is passed
    assert await value(database, "select passed_at is not null from enrolment") is passed
    assert await value(database, "select count(*) from badge") == int(passed)


async def test_who_fails_is_told_the_lessons_of_what_was_wrong(database: Database, awa: Person) -> None:
    opened = await opens(database, awa)
    assert isinstance(opened, FinalOpened)
    second = await rows(
        database,
        "select q.id from question q join lesson l on l.id = q.about_id where l.position = 2 and q.id = any(%s)",
        (list(opened.asked),),
    )
    wrong = {row["id"] for row in second}
    await answers(database, awa, opened, [question not in wrong for question in opened.asked])
    end = await over(database, awa, opened)
    assert (end.right, [line.title for line in end.again], end.others) == (4, ["Leçon 2"], True)


async def test_who_has_passed_cannot_take_the_test_again(database: Database, awa: Person) -> None:
    await tries(database, awa, 8)
    refused = await opens(database, awa, NOW + 9 * DAY)
    assert isinstance(refused, FinalRefused) and refused.module is not None and refused.module.passed


async def test_a_badge_of_before_stays_without_any_test(database: Database, awa: Person) -> None:
    await execute(database, "update enrolment set passed_at = %s, score = 0.9", (NOW,))
    (line,) = await commit(database, learning.overview, awa, NOW)
    assert line.passed and line.percent == 90 and line.next is None


@pytest.mark.parametrize("role", ["huber", "admin"])
async def test_who_does_not_learn_takes_no_test(database: Database, awa: Person, role: str) -> None:
    other = replace(awa, role=role)  # type: ignore[arg-type]
    for act in (
        lambda uow: finals.open_try(uow, other, NOW, OpenFinal("capitales", begin=True)),
        lambda uow: finals.answer(uow, other, NOW, AnswerFinal(1, 0, 1, Decimal(1), True)),
        lambda uow: finals.finish(uow, other, NOW, FinishFinal(1)),
    ):
        with pytest.raises(NotAllowed):
            await commit(database, act)
    assert await value(database, "select count(*) from final_try") == 0


async def test_an_admin_looks_at_every_question_and_nobody_else_does(database: Database, awa: Person) -> None:
    admin = replace(awa, role="admin")
    looked = await opens(database, admin, preview=True)
    assert isinstance(looked, FinalOpened) and (looked.attempt, len(looked.asked)) == (0, 24)
    with pytest.raises(NotAllowed):
        await opens(database, awa, preview=True)
    assert await value(database, "select count(*) from final_try") == 0


async def test_of_two_accounts_that_become_one_one_try_goes_on_and_nothing_answered_is_lost(
    database: Database, awa: Person
) -> None:
    other = await hiteuse(database)
    await finishes(database, other)
    mine, hers = await opens(database, awa), await opens(database, other)
    assert isinstance(mine, FinalOpened) and isinstance(hers, FinalOpened)
    await answers(database, awa, mine, [True, True])
    await answers(database, other, hers, [False])
    await commit(database, merging.move_training, other.id, awa.id, NOW)
    assert await opens(database, awa, begin=False) == FinalOpened(mine.attempt, mine.asked, 2)
    assert await value(database, "select count(*) from attempt where person_id = %s", (awa.id,)) == 3
    await answers(database, awa, FinalOpened(mine.attempt, mine.asked, 2), [False] * 6)
    end = await over(database, awa, mine)
    assert (end.right, end.failures) == (2, 1)  # the other one was given up, not failed
    questions, _ = await tries(database, awa, 0)
    assert not set(questions) & {*mine.asked, *hers.asked[:1]}


async def test_an_open_try_of_the_account_that_goes_is_hers_now_where_the_other_has_none(
    database: Database, awa: Person
) -> None:
    other = await hiteuse(database)
    await finishes(database, other)
    hers = await opens(database, other)
    assert isinstance(hers, FinalOpened)
    await answers(database, other, hers, [True])
    await commit(database, merging.move_training, other.id, awa.id, NOW)
    assert await opens(database, awa, begin=False) == FinalOpened(hers.attempt, hers.asked, 1)


async def test_what_is_taken_back_is_passed_again_with_other_questions_and_asked_in_no_revision(
    database: Database, awa: Person
) -> None:
    first, _ = await tries(database, awa, 7)
    await commit(database, progress.begin_anew, awa.id, ["capitales"])
    assert await commit(database, learning.due, awa, NOW + 9 * DAY) == ()
    assert isinstance((await opens(database, awa)), FinalRefused)  # its lessons first
    await finishes(database, awa)
    again, end = await tries(database, awa, 8)
    assert end.passed and not set(first) & set(again)


async def test_the_time_of_every_try_is_time_of_tests(database: Database, awa: Person) -> None:
    await tries(database, awa, 0)
    await tries(database, awa, 8)
    assert sorted(await commit(database, badges.test_seconds, awa.id, "capitales")) == [40] * 16
