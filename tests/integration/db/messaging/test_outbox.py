"""What the relay reads and writes: few rows by index, in her order, whatever else waits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from backend.db.engine.uow import Database, Row, UnitOfWork
from backend.db.messaging import deferred_messages, inbox, outbox
from backend.db.messaging.delivery import failure_effects
from backend.db.messaging.outbox import SendResult
from backend.domain.messaging.failures import SENT, DeliveryDecision, Failure, decide
from backend.domain.messaging.states import Lane, OutboxStatus
from tests.integration.db.work.test_plans import check
from tests.integration.scenes import NOW, after, commit, execute, rows, value

CHANNEL = "telegram"
WAITING = 100_000
EVERYTHING = {Lane.TURN: 50, Lane.REMINDER: 50, Lane.ANNOUNCEMENT: 50}


async def person(database: Database, address: str, channel: str = CHANNEL) -> Row:
    """Somebody with one contact: `id`, `person_id`."""

    async def meet(uow: UnitOfWork) -> Row:
        person_id = await inbox.meet(uow, channel, address, "Awa", NOW)
        row = await uow.fetch_one("select id, person_id from contact where person_id = %s", (person_id,))
        assert row is not None
        return row

    return await commit(database, meet)


async def put(database: Database, contact: Row, lane: Lane = Lane.TURN, **columns: Any) -> int:
    """A row that waits."""
    given: dict[str, Any] = {
        "person_id": contact["person_id"],
        "contact_id": contact["id"],
        "channel": CHANNEL,
        "lane": lane,
        "purpose": "reply",
        "created_at": NOW,
        "due": NOW,
        **columns,
    }

    async def insert(uow: UnitOfWork) -> int:
        names, places = ", ".join(given), ", ".join(["%s"] * len(given))
        return await uow.fetch_int(
            f'insert into outbox ({names}, message) values ({places}, \'{{"p": ["Bonjour !"]}}\') returning id',
            list(given.values()),
        )

    return await commit(database, insert)


async def look(
    database: Database,
    most: Mapping[Lane, int] = EVERYTHING,
    taken: Sequence[int] = (),
    held: Sequence[int] = (),
    now: datetime = NOW,
) -> list[int]:
    async with database.turn() as uow:
        return [row.id for row in await outbox.waiting(uow, CHANNEL, most, taken, held, now)]


async def settle(database: Database, *results: SendResult) -> bool:
    async def write(uow: UnitOfWork) -> bool:
        return await uow.fetch_bool(*outbox.recording(CHANNEL, results, "free"))

    return await commit(database, write)


def failed(row: int, failure: Failure, **facts: Any) -> SendResult:
    return SendResult(row, decide(failure, attempts=0, now=NOW, **facts), NOW, reason="why")


def gone(row: int) -> SendResult:
    return SendResult(row, SENT, NOW, f"m{row}")


# --- how much is read ---------------------------------------------------------------------------------


async def test_a_reply_is_found_beside_100_000_rows_of_an_announcement(database: Database) -> None:
    async with database.unit() as uow:
        await uow.execute(
            "insert into person (created_at, role) select %s, 'hiteuse' from generate_series(1, %s)", (NOW, WAITING)
        )
        await uow.execute("insert into contact (person_id, channel, address) select id, %s, id from person", (CHANNEL,))
        await uow.execute(
            "insert into outbox (person_id, contact_id, channel, purpose, message, created_at, due, status, sent_at)"
            " select person_id, id, channel, 'reply', '{}', %(now)s, %(now)s, 1, %(now)s from contact limit 500",
            {"now": NOW},
        )
        await uow.execute("analyze")  # the planner's figures are from before: nothing waits
        await uow.execute(
            "insert into outbox (person_id, contact_id, channel, lane, purpose, message, created_at, due)"
            " select person_id, id, channel, 2, 'announcement', '{}', %s, %s from contact order by id",
            (NOW, NOW),
        )
        await uow.commit()
    last = (await rows(database, "select id, person_id from contact order by id desc limit 1"))[0]
    reply = await put(database, last)
    most = {Lane.TURN: 100, Lane.REMINDER: 100, Lane.ANNOUNCEMENT: 100}
    in_hand = await look(database, {**most, Lane.ANNOUNCEMENT: 256})
    assert in_hand[0] == reply and len(in_hand) == 257

    async def found(uow: UnitOfWork) -> None:
        assert len(await outbox.waiting(uow, CHANNEL, most, in_hand, (), NOW)) == 100

    for _ in range(7):  # from the sixth time on with the plan that is kept for all
        await check(database, found, "from outbox", most=100 + 257)

    async def written(uow: UnitOfWork) -> None:
        row = await uow.fetch_one(*outbox.recording(CHANNEL, [gone(row) for row in in_hand], "free"))
        assert row == {"behind": True}  # her announcement

    await check(database, written, "from locked", most=257)


async def test_what_many_of_one_chat_wait_for_is_not_read_through_for_others(database: Database) -> None:
    awa, binta = await person(database, "1"), await person(database, "2")
    hers = [await put(database, awa) for _ in range(30)]
    other = await put(database, binta)
    assert await look(database, {**EVERYTHING, Lane.TURN: 2}) == [hers[0], other]


# --- in what order ------------------------------------------------------------------------------------


async def test_what_was_said_first_goes_first_and_alone(database: Database) -> None:
    awa = await person(database, "1")
    first, second = await put(database, awa), await put(database, awa)
    assert await look(database) == [first]
    assert await look(database, taken=[first]) == []  # in hand, it still holds up what came later
    assert await settle(database, gone(first))
    assert await look(database) == [second]
    assert not await settle(database, gone(second))


async def test_a_reply_goes_before_what_we_began_and_holds_it_up(database: Database) -> None:
    awa = await person(database, "1")
    news, reminder = await put(database, awa, Lane.ANNOUNCEMENT), await put(database, awa, Lane.REMINDER)
    assert await look(database) == [reminder]
    reply = await put(database, awa)
    assert await look(database) == [reply]
    await settle(database, failed(reply, Failure.UNSURE))
    assert await look(database) == []
    await settle(database, gone(reply))
    await settle(database, gone(reminder))
    assert await look(database) == [news]


async def test_an_announcement_that_is_tried_again_holds_up_no_reply(database: Database) -> None:
    awa = await person(database, "1")
    news, later = await put(database, awa, Lane.ANNOUNCEMENT), await put(database, awa, Lane.ANNOUNCEMENT)
    await settle(database, failed(news, Failure.UNSURE))
    reply = await put(database, awa)
    assert await look(database) == [reply]
    await settle(database, gone(reply))
    assert await look(database) == []
    assert await look(database, now=after(minutes=1)) == [news]
    assert later not in await look(database, now=after(minutes=1), taken=[news])


async def test_a_message_that_fails_again_and_again_holds_up_the_later_ones_no_longer(database: Database) -> None:
    awa = await person(database, "1")
    bad, good = await put(database, awa), await put(database, awa)
    for attempts in range(3):
        assert await look(database, now=after(hours=attempts)) == [bad]
        decision = decide(Failure.FAULT, attempts=attempts, now=after(hours=attempts))
        await settle(database, SendResult(bad, decision, NOW, reason="a fault of ours"))
    assert await look(database, now=after(hours=2)) == [good]
    assert await look(database, now=after(hours=3)) == [good, bad]


async def test_a_chat_that_shall_be_left_alone_is_so_in_every_lane_and_for_every_relay(database: Database) -> None:
    awa, binta = await person(database, "1"), await person(database, "2")
    news = await put(database, awa, Lane.ANNOUNCEMENT)
    result = failed(news, Failure.LATER, named=timedelta(seconds=30))

    async def write(uow: UnitOfWork) -> None:
        await uow.execute(*outbox.recording(CHANNEL, [result], "free"))
        assert await failure_effects.follow(uow, CHANNEL, [(news, result.decision)], NOW) == []

    await commit(database, write)
    reply, other = await put(database, awa), await put(database, binta)
    assert await look(database, now=after(seconds=29)) == [other]
    assert sorted(await look(database, now=after(seconds=30))) == [reply, other]
    assert await value(database, "select attempts from outbox where id = %s", (news,)) == 0


async def test_a_pause_of_the_account_is_kept_and_never_shortened(database: Database) -> None:
    assert await _paused(database) is None
    for seconds in (60, 20):
        row = await put(database, await person(database, f"{seconds}"))
        decision = decide(Failure.BUSY, attempts=0, now=NOW, named=timedelta(seconds=seconds))
        await commit(database, failure_effects.follow, CHANNEL, [(row, decision)], NOW)
    assert await _paused(database) == after(seconds=60)


async def _paused(database: Database) -> datetime | None:
    async with database.unit() as uow:
        return await failure_effects.paused_until(uow, CHANNEL)


async def test_what_a_receipt_has_settled_stays_so(database: Database) -> None:
    awa = await person(database, "1")
    row = await put(database, awa)
    await execute(database, "update outbox set status = 3, provider_id = %s", (f"m{row}",))
    await settle(database, gone(row))
    assert await value(database, "select status from outbox where id = %s", (row,)) == OutboxStatus.HELD


# --- what waits for her next word ---------------------------------------------------------------------


async def test_her_next_word_brings_what_waited_for_it_and_still_makes_sense(database: Database) -> None:
    awa = await person(database, "1")
    waits: dict[str, Any] = {"status": OutboxStatus.HELD}
    reply = await put(database, awa, **waits)
    reminder = await put(database, awa, Lane.REMINDER, purpose="reminder", **waits)
    news = await put(database, awa, Lane.ANNOUNCEMENT, purpose="announcement", **waits)
    now = after(hours=3)
    await execute(database, "update contact set locked_at = %s", (NOW,))
    await execute(database, *deferred_messages.release(awa["id"], now))
    assert await _statuses(database) == {reply: 3, reminder: 3, news: 3}  # whose number it is must be settled first
    await execute(database, "update contact set locked_at = null")
    await execute(database, *deferred_messages.release(awa["id"], now))
    assert await _statuses(database) == {reply: 0, reminder: 4, news: 0}
    assert await look(database, now=now) == [reply]


async def test_what_she_never_fetched_is_let_go_in_the_end(database: Database) -> None:
    awa = await person(database, "1")
    reply = await put(database, awa, status=OutboxStatus.HELD)
    news = await put(database, awa, Lane.ANNOUNCEMENT, purpose="announcement", status=OutboxStatus.HELD)
    waiting = await put(database, awa, Lane.ANNOUNCEMENT, purpose="announcement")
    for days, gone_by_then in ((6, set()), (7.1, {news}), (8.1, {news, waiting}), (31, {news, waiting, reply})):
        await commit(database, deferred_messages.let_go_outdated, after(days=days))
        assert {row for row, status in (await _statuses(database)).items() if status == 4} == gone_by_then


async def _statuses(database: Database) -> dict[int, int]:
    return {row["id"]: row["status"] for row in await rows(database, "select id, status from outbox order by id")}


# --- her other channel --------------------------------------------------------------------------------


async def other_contact(database: Database, contact: Row, channel: str, **columns: Any) -> int:
    async def insert(uow: UnitOfWork) -> int:
        names = "".join(f", {name}" for name in columns)
        return await uow.fetch_int(
            f"insert into contact (person_id, channel, address{names})"
            f" values (%s, %s, %s{', %s' * len(columns)}) returning id",
            (contact["person_id"], channel, f"other {contact['id']} {channel} {len(columns)}", *columns.values()),
        )

    return await commit(database, insert)


async def follow(database: Database, row: int, decision: DeliveryDecision) -> list[str]:
    async def write(uow: UnitOfWork) -> list[str]:
        await uow.execute(*outbox.recording(CHANNEL, [SendResult(row, decision, NOW, reason="why")], "free"))
        return await failure_effects.follow(uow, CHANNEL, [(row, decision)], NOW)

    return await commit(database, write)


UNREACHABLE = decide(Failure.UNREACHABLE, attempts=0, now=NOW)
WINDOW = decide(Failure.WINDOW, attempts=0, now=NOW)


async def test_what_we_began_is_said_on_her_other_channel_when_this_one_is_closed(database: Database) -> None:
    awa = await person(database, "1")
    other = await other_contact(database, awa, "whatsapp")
    for number, decision in enumerate((WINDOW, UNREACHABLE)):
        row = await put(database, awa, Lane.REMINDER, purpose="payment", project_id=7, question=3)
        assert await follow(database, row, decision) == ["whatsapp"]
        moved = (await rows(database, "select * from outbox order by id desc limit 1"))[0]
        old = (await rows(database, "select status, moved_to, error from outbox where id = %s", (row,)))[0]
        assert old == {"status": OutboxStatus.LET_GO, "moved_to": moved["id"], "error": "why"}
        assert (moved["contact_id"], moved["channel"], moved["lane"], moved["status"]) == (other, "whatsapp", 1, 0)
        assert (moved["purpose"], moved["project_id"], moved["question"]) == ("payment", 7, 3)
        blocked = await value(database, "select blocked_at is not null from contact where id = %s", (awa["id"],))
        assert blocked is bool(number)


async def test_a_reply_is_said_nowhere_else(database: Database) -> None:
    awa = await person(database, "1")
    await other_contact(database, awa, "whatsapp")
    row = await put(database, awa)
    assert await follow(database, row, WINDOW) == []
    assert await _statuses(database) == {row: OutboxStatus.HELD}


async def test_nothing_goes_to_a_chat_that_is_blocked_or_may_be_somebody_elses(database: Database) -> None:
    awa = await person(database, "1")
    await other_contact(database, awa, "whatsapp", blocked_at=NOW)
    await other_contact(database, awa, "demo", locked_at=NOW)
    row = await put(database, awa, Lane.REMINDER)
    assert await follow(database, row, UNREACHABLE) == []
    assert await _statuses(database) == {row: OutboxStatus.LET_GO}


async def test_a_second_number_of_a_platform_does_where_she_has_blocked_the_first_only(database: Database) -> None:
    awa = await person(database, "1")
    await other_contact(database, awa, CHANNEL)
    row = await put(database, awa, Lane.REMINDER)
    assert await follow(database, row, WINDOW) == []
    row = await put(database, awa, Lane.REMINDER)
    assert await follow(database, row, UNREACHABLE) == [CHANNEL]
