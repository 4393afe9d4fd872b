"""Threads in the real database: who reads whom, what becomes of two accounts, and how long answers take."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta

import pytest

from backend.db.engine.uow import Database
from backend.db.identity import merging as merging_rows
from backend.db.messaging import inbox
from backend.db.people import queries as people_queries
from backend.db.threads import queries as threads_queries
from backend.domain.errors import NotAllowed
from backend.domain.people.commands import Person
from backend.domain.people.roles import RoleAssignment
from backend.domain.threads.commands import AnswerThread, CloseThread, WriteToHuber
from backend.domain.threads.timing import MIN_MEASURED_REPLIES, SILENT_AFTER
from backend.services.admin import roles
from backend.services.people import service as people_service
from backend.services.threads import answers as threads_answers
from backend.services.threads import schedule as threads_schedule
from backend.services.threads import service
from tests.integration.scenes import NOW, after, commit, execute, hiteuse, rows, value


async def staff(database: Database, role: str, name: str, country: str = "CI", **columns: object) -> Person:
    """A Huber or an admin who can be reached."""
    async with database.unit() as uow:
        person_id = await inbox.meet(uow, "demo", f"phone-of-{name}", name, NOW)
        await people_queries.set_profile(
            uow, person_id, role=role, first_name=name, country=country, zone="Africa/Abidjan", joined_at=NOW, **columns
        )
        person = await people_queries.person(uow, person_id)
        await uow.commit()
    assert person is not None
    return person


async def writes(database: Database, her: Person, words: str, now: datetime = NOW) -> tuple[str, list[int]]:
    """She writes: to whom it goes, and who is told now."""
    written, passing = await commit(database, service.write, her, WriteToHuber(words), 0, now)
    assert passing is not None
    return written.standing.to, [chat.person_id for chat in passing.to]


async def usual(database: Database, her: Person, now: datetime) -> timedelta | None:
    """How long she is told that answers take."""
    return (await commit(database, service.standing, her, now)).usual


async def closes(database: Database, by: Person, thread: int) -> None:
    await commit(database, threads_answers.close, by, CloseThread(thread), NOW, "demo")


async def answers(database: Database, by: Person, thread: int, seen: int, now: datetime) -> str:
    command = AnswerThread(thread, "Voilà", seen=seen)
    answered, _ = await commit(database, threads_answers.answer, by, command, 0, now)
    return answered.outcome


async def test_hubers_of_her_country_read_her_and_without_any_the_team(database: Database) -> None:
    her = await hiteuse(database)
    owner = await staff(database, "admin", "Paul", duty="owner")
    reader = await staff(database, "admin", "Rose", duty="reader")
    elsewhere = await staff(database, "huber", "Sira", "SN")
    assert await writes(database, her, "Allô ?") == ("team", [owner.id])
    both = await staff(database, "huber", "Fatou", "SN", countries=["SN", "CI"])
    assert await writes(database, her, "Et maintenant ?") == ("hubers", [both.id])
    thread = await value(database, "select id from thread")
    for by in (reader, elsewhere, her):
        with pytest.raises(NotAllowed):
            await closes(database, by, thread)
    assert await answers(database, elsewhere, thread, 0, NOW) == "elsewhere"
    found = await commit(database, threads_answers.listing, both, 8)
    assert [each.words for each in found.threads] == ["Et maintenant ?"]
    assert (await commit(database, threads_answers.listing, owner, 8)).threads == ()
    assert (await commit(database, threads_answers.listing, elsewhere, 8)).threads == ()


@pytest.mark.parametrize("why", ["locked_at", "blocked_at"])
async def test_the_team_finds_the_threads_of_which_no_huber_can_be_told(database: Database, why: str) -> None:
    """She was told that it comes to the team at seven: in the morning, and in `messages`, nobody found it for a day."""
    her, owner = await hiteuse(database), await staff(database, "admin", "Paul", duty="owner")
    mariam = await staff(database, "huber", "Mariam")
    await execute(database, f"update contact set {why} = %s where person_id = %s", (NOW, mariam.id))
    assert await writes(database, her, "Allô ?") == ("team", [owner.id])
    found = await commit(database, threads_answers.listing, owner, 8, waiting=True)
    assert [each.words for each in found.threads] == ["Allô ?"]
    await execute(database, f"update contact set {why} = null where person_id = %s", (mariam.id,))
    assert (await commit(database, threads_answers.listing, owner, 8)).threads == ()


async def test_who_closed_a_thread_is_written_down_once(database: Database) -> None:
    her, by = await hiteuse(database), await staff(database, "huber", "Fatou", "CI")
    await writes(database, her, "Merci !")
    thread = await value(database, "select id from thread")
    for _ in range(2):  # two taps
        await closes(database, by, thread)
    found = await rows(database, "select person_id, subject_id, channel from audit where action = 'close thread'")
    assert [tuple(row.values()) for row in found] == [(by.id, her.id, "demo")]


async def test_of_two_hubers_who_answer_at_the_same_moment_one_is_asked(database: Database) -> None:
    her = await hiteuse(database)
    hubers = [await staff(database, "huber", name) for name in ("Mariam", "Fatou")]
    await writes(database, her, "Allô ?")
    thread, seen = (
        await value(database, "select id from thread"),
        await value(database, "select id from thread_message"),
    )
    for _ in range(3):
        outcomes = await asyncio.gather(*(answers(database, by, thread, seen, after(minutes=5)) for by in hubers))
        assert sorted(outcomes) == ["sent", "twice"]
        seen = await value(database, "select max(id) from thread_message")


async def test_what_a_huber_wrote_to_the_team_is_read_by_no_other_huber_later(database: Database) -> None:
    """With the role of a hiteuse her thread was one of her country's."""
    owner = await staff(database, "admin", "Paul", duty="owner")
    mariam, fatou = [await staff(database, "huber", name) for name in ("Mariam", "Fatou")]
    assert await writes(database, mariam, "Fatou demande de l'argent") == ("team", [owner.id])
    thread = await value(database, "select id from thread")
    await commit(database, roles.change, owner, mariam.id, RoleAssignment("hiteuse"), "demo", NOW)
    assert (await commit(database, threads_answers.listing, fatou, 8)).threads == ()
    assert await commit(database, threads_answers.look, fatou, thread) is None


async def test_what_waits_with_a_huber_who_leaves_is_told_at_once_to_who_reads_it_now(database: Database) -> None:
    """It came to the team a day later, and to another Huber never."""
    owner = await staff(database, "admin", "Paul", duty="owner")
    mariam, sira = await staff(database, "huber", "Mariam"), await staff(database, "huber", "Sira", "SN")
    her = await hiteuse(database)
    await writes(database, her, "Allô ?")

    async def told() -> list[int]:
        """Who is told by the look that was posted; of a second one nobody."""
        await value(database, "delete from inbox where payload ->> 'wake' = 'thread' returning person_id")
        now = await commit(database, people_queries.person, her.id)
        assert now is not None
        found = await commit(database, threads_schedule.look_after, now, NOW, handed_over=True)
        return [] if found is None else [reader.person_id for reader in found[1]]

    await commit(database, people_service.stop, mariam, NOW)
    assert await told() == [owner.id]
    assert await value(database, "select escalated_at from thread") == NOW
    await commit(database, people_service.set_place, her, "SN", None, NOW)
    assert await told() == [sira.id]
    await commit(database, roles.change, owner, sira.id, RoleAssignment("trainee"), "demo", NOW)
    assert await told() == [owner.id]


async def test_how_long_answers_take_is_told_once_there_are_enough(database: Database) -> None:
    her, mariam = await hiteuse(database), await staff(database, "huber", "Mariam")
    for n in range(MIN_MEASURED_REPLIES):
        assert await usual(database, her, after(days=n)) is None
        await writes(database, her, "Allô ?", after(days=n))
        thread = await value(database, "select id from thread")
        seen = await value(database, "select max(id) from thread_message")
        assert await answers(database, mariam, thread, seen, after(days=n, hours=1 + n)) == "sent"
    later = after(days=MIN_MEASURED_REPLIES)
    assert await usual(database, her, later) == timedelta(hours=3)
    other = await hiteuse(database)
    await writes(database, other, "Et moi ?", later)  # who is left waiting counts as well
    assert await usual(database, her, later + timedelta(days=2)) == timedelta(hours=3, minutes=30)


async def test_a_silent_thread_is_closed_and_its_words_are_forgotten_later(database: Database) -> None:
    her, mariam = await hiteuse(database), await staff(database, "huber", "Mariam")
    await writes(database, her, "Allô ?")
    thread = await value(database, "select id from thread")
    await answers(database, mariam, thread, 1_000, NOW)
    await commit(database, threads_schedule.look_after, her, NOW + SILENT_AFTER - timedelta(hours=1))
    assert await value(database, "select closed_at is null from thread")
    await commit(database, threads_schedule.look_after, her, NOW + SILENT_AFTER)
    assert await value(database, "select closed_at from thread") == NOW + SILENT_AFTER
    closed = NOW + SILENT_AFTER
    assert await commit(database, threads_queries.forget_closed, closed, 10) == 0
    assert await commit(database, threads_queries.forget_closed, closed + timedelta(hours=1), 10) == 1
    assert await value(database, "select count(*) from thread_message") == 0


async def test_two_accounts_that_become_one_have_one_open_thread_with_all_that_was_said(database: Database) -> None:
    gone, kept = await hiteuse(database), await hiteuse(database)
    mariam = await staff(database, "huber", "Mariam")
    await writes(database, gone, "Du premier téléphone")
    old = await value(database, "select id from thread")
    await writes(database, kept, "Du second", after(hours=1))
    await commit(database, merging_rows.move_rest, gone.id, kept.id, after(hours=2))
    open_ = await commit(database, threads_queries.open_of, kept.id)
    assert open_ is not None and open_.waiting_since == NOW
    assert await value(database, "select count(*) from thread_message where thread_id = %s", (open_.id,)) == 2
    assert await value(database, "select count(distinct author_id) from thread_message") == 1
    # a reply to what the closed one passed on finds her
    assert await answers(database, mariam, old, 1_000, after(hours=3)) == "sent"
    assert await value(database, "select count(*) from thread where waiting_since is not null") == 0
