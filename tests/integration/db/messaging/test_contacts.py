"""Who is who: a number, a platform's own name, or both, in any order, are one person; another's are not."""

from __future__ import annotations

import asyncio
import itertools
from datetime import datetime, timedelta
from typing import Any

import pytest

from backend.db.engine.uow import Database
from backend.db.identity import chats
from backend.db.messaging import inbox
from backend.db.messaging.inbox import Arrival
from tests.integration.scenes import NOW, after, commit, execute, rows, value

NUMBER, USER = "22507000001", "CI.1502576394655843"
BOTH, ONLY_NUMBER, ONLY_USER = (NUMBER, USER), (NUMBER, ""), (USER, USER)
_keys = itertools.count()


def word(address: str, user_id: str = "", *, at: datetime | None = None, surplus: bool = False) -> Arrival:
    return Arrival("whatsapp", address, f"wamid.{next(_keys)}", {}, "Awa", user_id, at, surplus)


async def store(database: Database, *arrivals: Arrival, now: datetime = NOW) -> list[int]:
    return (await commit(database, inbox.store, arrivals, now)).people


async def give_role(database: Database, person_id: int, role: str = "hiteuse") -> None:
    await execute(database, "update person set role = %s where id = %s", (role, person_id))


async def names(database: Database) -> list[tuple[Any, ...]]:
    found = await rows(database, "select address, user_id from contact order by id")
    return [tuple(row.values()) for row in found]


@pytest.mark.parametrize("together", [False, True], ids=["one by one", "in one batch"])
@pytest.mark.parametrize(
    "told",
    [
        (ONLY_NUMBER, BOTH, ONLY_USER),
        (ONLY_USER, BOTH, ONLY_NUMBER),
        (BOTH, ONLY_USER, ONLY_NUMBER, BOTH),
        (BOTH, ONLY_NUMBER, ONLY_USER),
        (ONLY_USER, ONLY_USER, BOTH),
    ],
)
async def test_a_number_and_a_user_id_that_were_told_together_are_one_person(
    database: Database, told: tuple[tuple[str, str], ...], together: bool
) -> None:
    words = [word(*each) for each in told]
    if together:
        await store(database, *words)
    else:
        for each in words:
            await store(database, each)
    assert await names(database) == [BOTH]
    assert await value(database, "select count(*) from person") == 1
    assert await value(database, "select count(*) from conversation") == 1
    assert await value(database, "select count(*) from inbox") == len(told)


@pytest.mark.parametrize("joined", [False, True])
@pytest.mark.parametrize(
    "told",
    [
        (BOTH, (NUMBER, "CI.2")),
        ((NUMBER, "CI.2"), BOTH, ONLY_NUMBER),
        (BOTH, ("22507000002", USER), ONLY_NUMBER),
        (BOTH, ("22507000002", "CI.2"), (NUMBER, "CI.2"), ("22507000002", USER), (" ", "CI.2")),
        ((NUMBER, " "), BOTH, (" ", USER), (NUMBER, NUMBER)),
    ],
)
async def test_one_batch_that_contradicts_itself_is_stored_all_the_same(
    database: Database, told: tuple[tuple[str, str], ...], joined: bool
) -> None:
    (person_id,) = await store(database, word(*BOTH))
    if joined:
        await give_role(database, person_id)
    await store(database, *(word(*each) for each in told))
    assert await value(database, "select count(*) from inbox") == len(told) + 1


async def test_two_intakes_at_once_that_know_her_by_other_names_make_one_person(database: Database) -> None:
    for _ in range(5):
        await asyncio.gather(*(store(database, word(*each)) for each in (BOTH, ONLY_USER, BOTH, ONLY_NUMBER)))
        # whoever came first, once both were told all is one
        assert len(await store(database, word(*BOTH), word(*ONLY_USER), word(*ONLY_NUMBER))) == 1
        assert BOTH in await names(database)


async def test_a_crowd_of_new_people_is_met_in_one_batch(database: Database) -> None:
    crowd = [word(f"2250700{n:04}", f"CI.{n}" if n % 2 else "") for n in range(300)]
    assert len(await store(database, *crowd, *crowd)) == 300
    stored = await rows(
        database,
        """
        select c.address, c.user_id, c.name from inbox i join contact c on c.id = i.contact_id
        join conversation v on v.person_id = i.person_id and v.contact_id = c.id order by i.id
        """,
    )
    assert [(row["address"], row["user_id"]) for row in stored] == [(a.address, a.user_id or None) for a in crowd]


async def test_a_batch_with_somebody_new_is_stored_whole_or_not_at_all(database: Database) -> None:
    (known,) = await store(database, word(*BOTH))
    async with database.turn() as uow:
        (_, (found,)) = await uow.pipeline_commit(*inbox.storing([word(*BOTH), word("22507000002")], NOW))
    assert (found["known"], found["people"]) == ([1], [])
    assert await value(database, "select count(*) from inbox") == 1
    assert await store(database, word(*BOTH), word("22507000002")) == [known, known + 1]


async def test_whoever_was_a_hiteuse_stays_one_when_her_number_is_told_again(database: Database) -> None:
    """She joined before there were user ids; then only hers was told, and she was taken for a stranger."""
    (hiteuse,) = await store(database, word(*ONLY_NUMBER))
    await give_role(database, hiteuse)
    (stranger,) = await store(database, word(*ONLY_USER))
    assert stranger != hiteuse
    for told in (BOTH, ONLY_USER, ONLY_NUMBER):
        assert await store(database, word(*told)) == [hiteuse]
    assert await names(database) == [BOTH, (USER, None)]


async def test_whoever_joined_under_her_user_id_keeps_that_account(database: Database) -> None:
    (stranger,) = await store(database, word(*ONLY_NUMBER))
    (hiteuse,) = await store(database, word(*ONLY_USER))
    await give_role(database, hiteuse)
    for told in (BOTH, ONLY_USER, ONLY_NUMBER):
        assert await store(database, word(*told)) == [hiteuse]
    (old, new) = await rows(database, "select person_id, address, user_id, blocked_at from contact order by id")
    assert (new["address"], new["user_id"], new["blocked_at"]) == (NUMBER, USER, None)
    assert (old["person_id"], old["user_id"], old["blocked_at"]) == (stranger, None, NOW)


async def test_a_number_in_the_hands_of_somebody_with_another_name_is_locked(database: Database) -> None:
    (hiteuse,) = await store(database, word(*BOTH))
    await give_role(database, hiteuse)
    assert await value(database, "select locked_at from contact") is None
    assert await store(database, word(NUMBER, "CI.2"), now=after(hours=1)) == [hiteuse]
    assert await names(database) == [(NUMBER, "CI.2")]
    assert await value(database, "select locked_at from contact") == after(hours=1)
    await store(database, word(NUMBER, "CI.2"), now=after(hours=2))
    assert await value(database, "select locked_at from contact") == after(hours=1)


async def test_a_strangers_number_in_other_hands_is_just_another_stranger(database: Database) -> None:
    await store(database, word(*BOTH))
    await store(database, word(NUMBER, "CI.2"))
    assert await names(database) == [(NUMBER, "CI.2")]
    assert await value(database, "select locked_at from contact") is None


async def test_a_number_that_somebody_whom_we_know_took_over_is_hers(database: Database) -> None:
    (awa,) = await store(database, word(*BOTH))
    (binta,) = await store(database, word("22507000009", "CI.9"))
    await give_role(database, awa)
    await give_role(database, binta)
    assert await store(database, word(NUMBER, "CI.9")) == [binta]
    assert await names(database) == [(USER, USER), (NUMBER, "CI.9")]
    assert await store(database, word(*ONLY_USER)) == [awa]
    assert await store(database, word(*ONLY_NUMBER)) == [binta]
    assert await value(database, "select count(*) from contact where locked_at is not null") == 0


@pytest.mark.parametrize("told", ["CI.new", ""])
async def test_a_new_number_and_the_new_name_that_comes_with_it_are_still_hers(database: Database, told: str) -> None:
    (hiteuse,) = await store(database, word(*BOTH))
    await give_role(database, hiteuse)
    chat = await value(database, "select id from contact")
    await commit(database, chats.rename, chat, "22507000009", told)
    assert await store(database, word("22507000009", "CI.new"), word("CI.new", "CI.new")) == [hiteuse]
    assert await names(database) == [("22507000009", "CI.new")]
    assert await value(database, "select locked_at from contact") is None


# --- her last word -----------------------------------------------------------------------------------


async def test_what_she_said_when_is_kept(database: Database) -> None:
    await store(database, word(*BOTH, at=after(seconds=-40)), word(*BOTH), word(*BOTH, at=after(hours=5)))
    said = await rows(database, "select said_at, received_at from inbox order by id")
    # a platform's clock may go before ours: nothing is said after it came
    assert [row["said_at"] for row in said] == [after(seconds=-40), None, NOW]
    assert {row["received_at"] for row in said} == {NOW}


async def test_her_last_word_is_written_once_in_ten_minutes_and_never_too_late(database: Database) -> None:
    true_last = None
    for minutes in (0, 1, 5, 9, 10, 12, 31, 33, 50):
        said = after(minutes=minutes)
        true_last = max(true_last, said) if true_last else said
        await store(database, word(*BOTH, at=said), now=after(minutes=minutes, seconds=30))
        heard = await value(database, "select heard_at from contact")
        assert true_last - inbox.HEARD_AGAIN < heard <= true_last
    assert heard == after(minutes=50)
    xmin = await value(database, "select xmin from contact")
    await store(database, word(*BOTH, at=after(minutes=59)), now=after(minutes=60))
    assert await value(database, "select xmin from contact") == xmin


async def test_an_old_word_that_comes_late_opens_nothing(database: Database) -> None:
    await store(database, word(*BOTH, at=NOW), now=NOW)
    await store(database, word(*BOTH, at=after(hours=-30)), now=after(hours=2))
    assert await value(database, "select heard_at from contact") == NOW
    await store(database, word("22507000002", at=after(days=-3)), now=NOW)
    assert await value(database, "select heard_at from contact where address = '22507000002'") == after(days=-3)


async def test_where_the_platform_tells_no_time_there_is_no_last_word(database: Database) -> None:
    await store(database, word(*BOTH))
    await store(database, word(*BOTH), now=after(hours=1))
    assert await value(database, "select heard_at from contact") is None


async def test_of_several_words_in_a_batch_the_last_counts(database: Database) -> None:
    times = [after(minutes=m) for m in (-30, -3, -20)]
    await store(database, *(word(*BOTH, at=at) for at in times), word("22507000002", at=after(minutes=-1)))
    found = await rows(database, "select heard_at from contact order by id")
    assert [row["heard_at"] for row in found] == [after(minutes=-3), after(minutes=-1)]


# --- strangers who write too much ---------------------------------------------------------------------


async def test_surplus_of_strangers_leaves_no_row_and_of_people_whom_we_know_every_one(database: Database) -> None:
    (awa,) = await store(database, word(*BOTH))
    await give_role(database, awa)
    events = [word(*BOTH, surplus=True), word("22507000002"), word("22507000002", surplus=True)]
    events.append(word("22507000003", at=NOW - timedelta(minutes=1), surplus=True))
    stored = await commit(database, inbox.store, events, NOW)
    assert stored.let_go == 2
    assert stored.people == [awa, await value(database, "select max(person_id) from inbox")]
    assert await value(database, "select count(*) from inbox") == 3
