"""The inbox and the claim of a turn: nothing lost, nothing twice, one turn at a time for each person."""

import asyncio
import random
from collections import defaultdict
from datetime import timedelta
from typing import Any

import pytest

from backend.db import turns
from backend.db.engine.uow import Database
from backend.db.messaging import dead_letters, inbox
from backend.db.messaging.inbox import Arrival
from backend.domain.messaging.states import InboxStatus
from tests.integration.scenes import NOW, after, commit, execute, look, rows, value


def arrival(address: str, key: str, payload: Any = None, name: str = "Awa") -> Arrival:
    return Arrival("demo", address, key, payload if payload is not None else {"key": key}, name)


async def store(database: Database, *arrivals: Arrival) -> list[int]:
    return (await commit(database, inbox.store, arrivals, NOW)).people


async def run(database: Database, person_id: int, *, now: Any = NOW) -> str | None:
    """One whole turn; the key of its event."""
    async with database.turn() as uow:
        claimed = await turns.claim(uow, person_id, now)
        if claimed is None:
            return None
        assert not isinstance(claimed, turns.Elsewhere)
        conversation, waiting = claimed.conversation, claimed.event
        await uow.commit(*turns.finish_turn(person_id, conversation, waiting, now))
        return waiting.key


async def test_an_unknown_address_becomes_a_stranger_with_a_conversation(database: Database) -> None:
    (person_id,) = await store(database, arrival("1", "e1", {"text": "bonjour"}, "Awa Koné"))
    claimed = await look(database, turns.claim, person_id, NOW)
    assert claimed is not None and not isinstance(claimed, turns.Elsewhere)
    person, conversation, waiting = claimed.person, claimed.conversation, claimed.event
    assert (person.id, person.role, person.zone) == (person_id, None, "UTC")
    assert (conversation.stack, waiting.reached) == ([], "demo")
    assert (waiting.payload, waiting.contact_name, waiting.attempts) == ({"text": "bonjour"}, "Awa Koné", 0)


async def test_the_same_event_is_stored_once_however_often_it_arrives(database: Database) -> None:
    assert len(await store(database, arrival("1", "e1"), arrival("1", "e1"))) == 1
    assert await store(database, arrival("1", "e1")) == []
    assert await value(database, "select count(*) from inbox") == 1


async def test_the_same_key_on_another_channel_is_another_event(database: Database) -> None:
    await store(database, arrival("1", "e1"), Arrival("telegram", "1", "e1", {}))
    assert await value(database, "select count(*) from inbox") == 2
    assert await value(database, "select count(*) from person") == 2


async def test_a_batch_keeps_its_order_and_names_each_person_once(database: Database) -> None:
    keys = [f"e{n}" for n in range(60)]
    random.Random(7).shuffle(keys)
    found = await store(database, *(arrival(str(n % 3), key) for n, key in enumerate(keys)))
    assert len(found) == 3
    for n, person_id in enumerate(found):
        theirs = [await run(database, person_id) for _ in range(20)]
        assert theirs == [key for place, key in enumerate(keys) if place % 3 == n]
        assert await run(database, person_id) is None


async def test_two_intakes_at_once_for_one_new_address_make_one_person(database: Database) -> None:
    found = await asyncio.gather(*(store(database, arrival("1", f"e{n}")) for n in range(8)))
    assert len({person_id for people in found for person_id in people}) == 1
    assert await value(database, "select count(*) from person") == 1
    assert await value(database, "select count(*) from inbox") == 8


@pytest.mark.parametrize("size", [2, 40])
async def test_intakes_that_carry_the_same_events_in_opposite_order_do_not_block_each_other(
    database: Database, size: int
) -> None:
    there = [arrival(str(n), f"e{n}") for n in range(size)]
    await asyncio.gather(*(store(database, *batch) for batch in (there, there[::-1]) * 4))
    assert await value(database, "select count(*) from person") == size
    assert await value(database, "select count(*) from inbox") == size


async def test_events_of_intakes_at_once_become_visible_in_their_order(database: Database) -> None:
    """Else a later word of hers could be answered before an earlier one."""
    (person_id,) = await store(database, arrival("1", "e0"))
    async with database.turn() as first:
        await first.pipeline(*inbox.storing([arrival("1", "e1")], NOW))
        second = asyncio.create_task(store(database, arrival("1", "e2")))
        assert [await run(database, person_id), await run(database, person_id)] == ["e0", None]
        await first.commit()
    await second
    assert [await run(database, person_id), await run(database, person_id)] == ["e1", "e2"]


async def test_people_who_wait_are_named_once_from_the_last_one_on(database: Database) -> None:
    a, b = await store(database, arrival("a", "1"), arrival("b", "2"), arrival("a", "3"))
    async with database.turn() as uow:
        assert await inbox.waiting_people(uow, NOW, 10) == [a, b]
        assert await inbox.waiting_people(uow, NOW, 1) == [a]
        assert await inbox.waiting_people(uow, NOW, 10, a) == [b]
        assert await inbox.waiting_people(uow, NOW, 10, b) == []
        assert await inbox.waiting_people(uow, NOW - timedelta(seconds=1), 10) == []


async def test_who_must_be_tried_again_later_is_not_named_until_then(database: Database) -> None:
    a, b = await store(database, arrival("a", "1"), arrival("b", "2"), arrival("a", "3"))
    event = await value(database, "select min(id) from inbox")
    await commit(database, inbox.fail, event, "it failed", after(seconds=10), False)
    async with database.turn() as uow:
        assert await inbox.waiting_people(uow, NOW, 1) == [b]
        assert await inbox.waiting_people(uow, after(seconds=10), 10) == [a, b]


async def test_while_a_turn_runs_nobody_else_gets_that_person(database: Database) -> None:
    (person_id,) = await store(database, arrival("1", "e1"), arrival("1", "e2"))
    async with database.turn() as uow:
        assert await turns.claim(uow, person_id, NOW) is not None
        assert await run(database, person_id) is None
    # it ended without a commit: as if it had never been
    assert await run(database, person_id) == "e1"


async def test_eight_runners_run_every_event_once_in_order_and_never_two_of_a_person(database: Database) -> None:
    people, each = 6, 25
    found = await store(database, *(arrival(str(p), f"{p}:start") for p in range(people)))
    seen: dict[int, list[str]] = defaultdict(list)
    running: set[int] = set()
    stored = asyncio.Event()

    async def keep_storing() -> None:
        for n in range(each):
            await store(database, *(arrival(str(p), f"{p}:{n}") for p in range(people)))
        stored.set()

    async def runner(seed: int) -> None:
        chance = random.Random(seed)
        while True:
            done = stored.is_set()
            worked = False
            for person_id in chance.sample(found, people):
                async with database.turn() as uow:
                    claimed = await turns.claim(uow, person_id, NOW)
                    if claimed is None:
                        continue
                    assert not isinstance(claimed, turns.Elsewhere)
                    worked = True
                    assert person_id not in running
                    running.add(person_id)
                    conversation, waiting = claimed.conversation, claimed.event
                    conversation.stack = [*conversation.stack, waiting.key]
                    await asyncio.sleep(0)
                    running.remove(person_id)
                    if chance.random() < 0.1:
                        continue  # killed before the commit
                    seen[person_id].append(waiting.key)  # still under the lock: in the order of the turns
                    await uow.commit(*turns.finish_turn(person_id, conversation, waiting, NOW))
            if done and not worked:
                return

    await asyncio.gather(keep_storing(), *(runner(n) for n in range(8)))
    for place, person_id in enumerate(found):
        wanted = [f"{place}:start", *(f"{place}:{n}" for n in range(each))]
        assert seen[person_id] == wanted
        assert await value(database, "select stack from conversation where person_id = %s", (person_id,)) == wanted


async def test_a_failed_event_is_tried_again_in_its_order(database: Database) -> None:
    (person_id,) = await store(database, arrival("1", "e1"), arrival("1", "e2"))
    (first, _) = await rows(database, "select id from inbox order by id")
    await commit(database, inbox.fail, first["id"], "it failed", after(seconds=10), False)
    assert await run(database, person_id) is None  # the second waits for the first
    assert await run(database, person_id, now=after(seconds=10)) == "e1"
    assert await run(database, person_id, now=after(seconds=10)) == "e2"
    (row,) = await rows(database, "select attempts, error, status from inbox where id = %s", (first["id"],))
    assert row == {"attempts": 1, "error": None, "status": InboxStatus.DONE}


async def test_a_dead_letter_blocks_nothing_and_keeps_its_reason(database: Database) -> None:
    (person_id,) = await store(database, arrival("1", "e1"), arrival("1", "e2"))
    (first, _) = await rows(database, "select id from inbox order by id")
    await commit(database, inbox.fail, first["id"], "x" * 5_000, NOW, True)
    assert await run(database, person_id) == "e2"
    (row,) = await rows(database, "select status, error from inbox where id = %s", (first["id"],))
    assert row == {"status": InboxStatus.DEAD, "error": "x" * 2_000}


async def test_what_she_wrote_goes_with_the_turn_and_a_dead_letter_keeps_it_for_another_try(
    database: Database,
) -> None:
    (person_id,) = await store(database, arrival("1", "e1", {"text": "abc"}), arrival("1", "e2", {"text": "def"}))
    (first, _) = await rows(database, "select id from inbox order by id")
    await commit(database, inbox.fail, first["id"], "x", NOW, True)
    assert await run(database, person_id) == "e2"
    found = await rows(database, "select event_key, payload from inbox order by id")
    assert [(row["event_key"], row["payload"]) for row in found] == [("e1", {"text": "abc"}), ("e2", {})]
    await commit(database, dead_letters.drop, "event", [first["id"]])
    assert await value(database, "select payload from inbox where event_key = 'e1'") == {}


async def test_a_failure_told_too_late_does_not_undo_what_was_done(database: Database) -> None:
    (person_id,) = await store(database, arrival("1", "e1"))
    assert await run(database, person_id) == "e1"
    event = await value(database, "select id from inbox")
    await commit(database, inbox.fail, event, "late", NOW, False)
    assert await value(database, "select status from inbox") == InboxStatus.DONE


async def test_an_event_of_our_clock_is_posted_once_and_answered_where_she_wrote_last(database: Database) -> None:
    (person_id,) = await store(database, arrival("1", "e1"))
    await run(database, person_id)
    for fresh in (True, False):
        assert (await commit(database, inbox.post, person_id, "reminder:1", {"wake": "reminder"}, NOW)) is fresh
    async with database.turn() as uow:
        claimed = await turns.claim(uow, person_id, NOW)
        assert claimed is not None and not isinstance(claimed, turns.Elsewhere)
        conversation, waiting = claimed.conversation, claimed.event
        assert (waiting.contact_id, waiting.channel, waiting.reached) == (None, "clock", "demo")
        await uow.commit(*turns.finish_turn(person_id, conversation, waiting, NOW))
    assert await value(database, "select contact_id is not null from conversation") is True


async def test_her_next_word_ends_a_block(database: Database) -> None:
    (person_id,) = await store(database, arrival("1", "e1"))
    await execute(database, "update contact set blocked_at = %s", (NOW,))
    assert await run(database, person_id) == "e1"
    assert await value(database, "select blocked_at from contact") is None
