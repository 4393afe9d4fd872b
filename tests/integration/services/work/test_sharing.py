"""Scarce work in the real database: who may take how much of it in a day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from backend.db.engine.uow import Database
from backend.db.work import sharing as rows
from backend.domain.people.commands import Person
from backend.domain.work.commands import AnswerCounted
from backend.services.work import sharing
from tests.integration.scenes import NOW, after, agreement, commit, execute, hiteuses, install_practice, project, value
from tests.integration.services.work.steps import counted, take


async def measure(database: Database, now: object = NOW) -> list[tuple[str, int, int, int]]:
    await commit(database, sharing.measure, now)  # type: ignore[arg-type]
    kept = await commit(database, rows.kept)
    return [(each.country, each.share, each.first_share, each.women) for each in kept]


async def paid_before(database: Database, people: Sequence[Person]) -> None:
    for person in people:
        await commit(
            database,
            lambda uow, p=person: uow.execute(  # type: ignore[misc]
                "insert into first_income (person_id, at) values (%s, %s)", (p.id, NOW - timedelta(days=2))
            ),
        )


async def answers(database: Database, person: Person, project_id: int, now: object = NOW) -> tuple[int, str | None]:
    """How many she can give, and why there are no more."""
    given = await take(database, person, project_id, now)
    count = 0
    while given.task is not None:
        done = await counted(database, person, given.task.id, now=now)
        assert isinstance(done, AnswerCounted)
        count, given = count + 1, type(given)(done.next, done.why)
    return count, given.why


async def test_each_has_an_equal_share_a_day_and_hears_why_there_is_no_more(database: Database) -> None:
    people = await hiteuses(database, 4)
    await paid_before(database, people)
    project_id = await project(database, 12)  # of half a minute each
    assert await measure(database) == [("CI", 90, 90, 4)]
    assert await answers(database, people[0], project_id) == (3, "share")
    assert (await take(database, people[0], project_id)).why == "share"
    assert await measure(database, after(minutes=10)) == [("CI", 90, 90, 4)]  # what is done counts
    assert await answers(database, people[1], project_id) == (3, "share")
    tomorrow = after(days=1)
    assert await measure(database, tomorrow) == [("CI", 45, 45, 4)]  # 6 tasks are left for four
    assert await answers(database, people[0], project_id, tomorrow) == (2, "share")
    await project(database, 2_000, name="more")
    assert await measure(database, tomorrow) == []
    assert await answers(database, people[0], project_id, tomorrow) == (4, "none_left")
    assert await agreement(database) == []


async def test_who_has_had_no_paid_task_comes_first_and_goes_on_that_day(database: Database) -> None:
    await install_practice(database)
    *others, new = await hiteuses(database, 3)
    await paid_before(database, others)
    project_id = await project(database, 8)
    assert await measure(database) == [("CI", 0, 240, 3)]
    assert await answers(database, others[0], project_id) == (0, "kept")
    assert await answers(database, new, project_id) == (8, "none_left")
    await execute(database, "insert into first_income (person_id, at) values (%s, %s)", (new.id, NOW))
    assert await measure(database) == [("CI", 0, 240, 3)]  # she began today: it is hers today
    assert [share[1:3] for share in await measure(database, after(days=1))] == [(0, 0)]


async def test_work_of_several_countries_is_theirs_by_their_active_women(database: Database) -> None:
    there = await hiteuses(database, 3)
    here = await hiteuses(database, 2, country="SN", zone="Africa/Dakar")
    await paid_before(database, [*there, *here])
    await project(database, 20)
    await project(database, 4, name="here", countries=("SN",))
    assert await measure(database) == [("CI", 120, 120, 3), ("SN", 180, 180, 2)]


async def test_who_is_away_has_no_share(database: Database) -> None:
    away, stopped, paused, *here = await hiteuses(database, 5)
    await paid_before(database, (away, stopped, paused, *here))
    await project(database, 4)
    for statement, person in (
        ("update person set joined_at = %s where id = %s", away),
        ("update person set stopped_at = %s where id = %s", stopped),
    ):
        await execute(database, statement, (after(days=-8), person.id))
    await execute(database, "update person set paused_until = %s where id = %s", (after(days=1), paused.id))
    await execute(database, "update contact set heard_at = null")
    assert await measure(database) == [("CI", 60, 60, 2)]
    assert await value(database, "select women from work_share") == 2
