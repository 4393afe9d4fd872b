"""Hard content: offered to who said yes to each theme, with breaks, an hour a day at most, out at any time."""

from decimal import Decimal

from backend.db.engine.uow import Database
from backend.db.reminders import standing
from backend.domain.people.commands import Person
from backend.domain.people.themes import Decisions
from backend.domain.work import commands as domain
from backend.domain.work.commands import AnswerStatus, TaskGiven
from backend.services.certificates import badges
from backend.services.work import hard_content, tasks
from backend.services.work import service as work_service
from tests.integration.scenes import NOW, PAY, after, agreement, commit, hiteuse, hiteuses, project
from tests.integration.services.work.steps import counted, expire, status, take, taken
from tests.integration.training.rows import module


async def offered(database: Database, person: Person) -> list[int]:
    return [each.project_id for each in await commit(database, work_service.offers, person, NOW)]


async def declined(database: Database, person: Person) -> list[int]:
    return [each.project_id for each in await commit(database, work_service.declined, person, NOW)]


async def decide(database: Database, person: Person, said: Decisions) -> bool:
    return await commit(database, hard_content.decide, person, NOW, said)


async def test_work_is_offered_to_who_said_yes_to_each_of_its_themes(database: Database) -> None:
    awa, binta = await hiteuses(database, 2)
    easy = await project(database, 3, name="easy")
    hard = await project(database, 3, name="hard", sensitive=("haine", "mort"))
    closed = await project(database, 3, name="closed", sensitive=("sexe",), needs=("moderation-1",))
    assert await offered(database, awa) == [easy]
    assert await commit(database, hard_content.unasked, awa, NOW) == ("haine", "mort")
    assert await declined(database, awa) == []  # she was not asked yet
    await decide(database, awa, {"haine": True, "mort": False})
    assert await offered(database, awa) == [easy]
    assert await declined(database, awa) == [hard]
    assert await commit(database, hard_content.unasked, awa, NOW) == ()
    assert await take(database, awa, hard) == TaskGiven(None, "themes")
    await decide(database, awa, {"mort": True})
    assert await offered(database, awa) == [easy, hard]
    assert await declined(database, awa) == []
    assert await offered(database, binta) == [easy]
    assert (await take(database, awa, closed)).task is None


async def test_she_is_reminded_of_no_work_that_she_does_not_want(database: Database) -> None:
    awa = await hiteuse(database)
    await project(database, 3, sensitive=("haine",))
    assert await commit(database, standing.with_work, [awa.id], NOW) == set()
    await decide(database, awa, {"haine": True})
    assert await commit(database, standing.with_work, [awa.id], NOW) == {awa.id}


async def test_who_takes_her_yes_back_gives_her_task_back_and_loses_nothing(database: Database) -> None:
    awa, binta = await hiteuses(database, 2)
    hard = await project(database, 2, sensitive=("haine",))
    for person in (awa, binta):
        await decide(database, person, {"haine": True})
    task = await taken(database, awa, hard)
    done = await counted(database, awa, task.id)
    assert done.next is not None
    held = done.next
    assert not await decide(database, awa, {"mort": False})  # another theme
    assert await decide(database, awa, {"haine": False})
    assert await status(database, awa, held.id) == AnswerStatus.GIVEN_BACK
    assert (await commit(database, tasks.go_on, awa, NOW, domain.GoOn(held.id))) == TaskGiven(None, "themes")
    assert (await taken(database, binta, hard)).id == held.id  # others have it at once
    assert await agreement(database) == []


async def test_after_twenty_minutes_comes_a_break_and_other_work_is_there(database: Database) -> None:
    awa = await hiteuse(database)
    hard = await project(database, 9, name="hard", sensitive=("haine",), minutes=Decimal(10))
    easy = await project(database, 9, name="easy")
    await decide(database, awa, {"haine": True})
    first = await taken(database, awa, hard)
    half = await counted(database, awa, first.id, now=after(minutes=12))
    assert half.next is not None
    whole = await counted(database, awa, half.next.id, now=after(minutes=21))
    assert (whole.pay, whole.next, whole.why) == (PAY, None, "rest")
    assert (await take(database, awa, hard, after(minutes=30))).why == "rest"
    other = await taken(database, awa, easy, after(minutes=30))
    await counted(database, awa, other.id, now=after(minutes=31))
    assert (await take(database, awa, hard, after(minutes=32))).task is not None
    assert await agreement(database) == []


async def test_an_hour_of_it_a_day_and_no_more(database: Database) -> None:
    awa = await hiteuse(database)
    hard = await project(database, 9, sensitive=("haine",), minutes=Decimal(20))
    await decide(database, awa, {"haine": True})
    for begin in (0, 40, 80):
        task = await taken(database, awa, hard, after(minutes=begin))
        done = await counted(database, awa, task.id, now=after(minutes=begin + 20))
    assert done.why == "hour"
    assert (await take(database, awa, hard, after(minutes=200))).why == "hour"
    assert (await take(database, awa, hard, after(days=1))).task is not None


async def test_a_skip_counts_against_nothing(database: Database) -> None:
    awa = await hiteuse(database)
    hard = await project(database, 3, sensitive=("haine",))
    await decide(database, awa, {"haine": True})
    first = await taken(database, awa, hard)
    given = await commit(database, work_service.skip, awa, after(hours=2), domain.SkipTask(first.id))
    assert given.task is not None and given.task.id != first.id
    assert await commit(database, hard_content.too_much, awa, after(hours=2)) is None
    assert await expire(database, after(days=2)) == 1


async def test_what_a_training_opens_is_told_of_hard_content_too_until_she_says_no(database: Database) -> None:
    awa = await hiteuse(database)
    await module(database)
    await project(database, 3, sensitive=("haine",), needs=("moderation-1",))
    assert len(await commit(database, badges.openings, awa, NOW)) == 1
    await decide(database, awa, {"haine": False})
    assert await commit(database, badges.openings, awa, NOW) == ()
    await decide(database, awa, {"haine": True})
    assert len((await commit(database, badges.grant, awa, "micro-taches", NOW)).opened) == 1
