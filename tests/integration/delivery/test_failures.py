"""Each way in which sending fails, and what it brings for the message, the chat and the account."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from backend.clock import Clock
from backend.db.engine.uow import Database, UnitOfWork
from backend.db.messaging import deferred_messages
from backend.db.messaging.delivery import delivery_receipts, receipts
from backend.domain.identity.linking import PROOF
from backend.domain.messaging.states import Lane, OutboxStatus
from bot.channels.base import Outgoing
from bot.channels.errors import AccountDown, Later, Refused, SendError, Unreachable, Unsure, WindowClosed
from bot.delivery import account
from tests.integration.delivery.relays import STATUS, Phone, contact, linked, relaying, waits
from tests.integration.scenes import NOW, after, commit, execute, rows, value

TALLY = "select count from tally where what = %s"


def failing(phone: Phone, error: Callable[[], SendError], *addresses: str, times: int = 1_000) -> None:
    """The next `times` messages to these (none: to anybody) fail."""
    left = [times]

    async def fail(outgoing: Outgoing) -> None:
        if (not addresses or outgoing.address in addresses) and left[0] > 0:
            left[0] -= 1
            raise error()

    phone.obeys = fail


# --- wait ---------------------------------------------------------------------------------------------


async def test_a_chat_that_is_told_to_wait_waits_alone_and_in_her_order(database: Database) -> None:
    phone = Phone()
    failing(phone, lambda: Later(30, "too fast"), "awa", times=1)
    first, second = await waits(database, "awa"), await waits(database, "awa")
    other = await waits(database, "binta")
    async with relaying(database, phone) as relay:
        await relay.until(STATUS, OutboxStatus.SENT, other)
        await relay.rests()
        assert phone.rows.count(first) == 1 and second not in phone.rows
        relay.forward(seconds=29)
        await relay.rests()
        assert phone.rows.count(first) == 1
        relay.forward(seconds=2)
        await relay.until(STATUS, OutboxStatus.SENT, second)
    assert [row for row in phone.rows if row != other] == [first, first, second]
    assert await value(database, "select attempts from outbox where id = %s", (first,)) == 1
    assert await value(database, TALLY, ("later_chat",)) == 1


async def test_an_account_that_is_told_to_wait_waits_also_after_a_restart(database: Database) -> None:
    phone = Phone()
    failing(phone, lambda: Later(3_600, "too many", account=True), times=1)
    first = await waits(database, "awa")
    async with relaying(database, phone) as relay:
        await relay.until("select count(*) from account_pause", 1)
        second = await waits(database, "binta")
        await relay.rests()
    assert phone.rows == [first]
    async with relaying(database, phone) as relay:
        await relay.rests()
        assert phone.rows == [first]
    async with relaying(database, phone, Clock(after(seconds=3_601))) as relay:
        await relay.until(STATUS, OutboxStatus.SENT, first)
        await relay.until(STATUS, OutboxStatus.SENT, second)
    assert await value(database, "select sum(attempts) from outbox") == 2


async def test_a_platform_that_does_not_say_whom_it_means_means_one_chat(database: Database) -> None:
    phone = Phone()
    failing(phone, lambda: Later(600, "too many", account=None), "awa")
    await waits(database, "awa")
    others = [await waits(database, f"p{n}") for n in range(5)]
    async with relaying(database, phone) as relay:
        for row in others:
            await relay.until(STATUS, OutboxStatus.SENT, row)
    assert await value(database, "select count(*) from account_pause") == 0
    assert await value(database, "select quiet_until from contact where address = 'awa'") is not None


async def test_it_means_the_account_when_several_chats_are_told_to_wait_at_once(database: Database) -> None:
    phone = Phone()
    failing(phone, lambda: Later(600, "too many", account=None))
    for n in range(3):
        await waits(database, f"p{n}")
    async with relaying(database, phone) as relay:
        await relay.until("select count(*) from account_pause", 1)
        await waits(database, "awa")
        await relay.rests()
    assert "awa" not in phone.said


# --- in doubt -----------------------------------------------------------------------------------------


async def test_where_nothing_is_told_later_a_lost_answer_is_tried_again_and_counted(database: Database) -> None:
    phone = Phone()
    failing(phone, lambda: Unsure("no answer"), times=1)
    row = await waits(database, "awa")
    async with relaying(database, phone) as relay:
        await relay.until("select unsure_at is not null from outbox where id = %s", True, row)
        await relay.rests()
        assert phone.rows == [row]
        relay.forward(seconds=3)
        await relay.until(STATUS, OutboxStatus.SENT, row)
    assert phone.rows == [row, row]
    assert await value(database, "select repeats from outbox where id = %s", (row,)) == 1
    assert await value(database, TALLY, ("repeated",)) == 1


TELLS = timedelta(minutes=2)


def told(row: int, status: str, **more: object) -> receipts.StoredReceipt:
    return receipts.StoredReceipt("demo", f"{row} {status}", f"{row}", status, NOW, {}, row, **more)  # type: ignore[arg-type]


async def hear(database: Database, *given: receipts.StoredReceipt) -> list[str]:
    async def apply(uow: UnitOfWork) -> list[str]:
        return await delivery_receipts.apply_receipts(uow, given, NOW)

    return await commit(database, apply)


async def test_a_receipt_settles_a_lost_answer_before_anything_is_sent_again(database: Database) -> None:
    phone = Phone(tells_later=TELLS)
    failing(phone, lambda: Unsure("no answer"), "awa", times=1)
    row, later = await waits(database, "awa"), await waits(database, "awa")
    async with relaying(database, phone) as relay:
        await relay.until("select unsure_at is not null from outbox where id = %s", True, row)
        relay.forward(seconds=100)
        await relay.rests()
        assert phone.rows == [row]
        await hear(database, told(row, "sent"))
        await relay.until(STATUS, OutboxStatus.SENT, later)  # what was said after it goes on
        relay.forward(hours=1)
        await relay.rests()
    assert phone.rows == [row, later]
    assert await value(database, "select sum(repeats) from outbox") == 0


async def test_a_lost_answer_of_which_no_receipt_tells_is_sent_again_in_the_end(database: Database) -> None:
    phone = Phone(tells_later=TELLS)
    failing(phone, lambda: Unsure("no answer"), times=1)
    row = await waits(database, "awa")
    async with relaying(database, phone) as relay:
        await relay.until("select unsure_at is not null from outbox where id = %s", True, row)
        relay.forward(seconds=TELLS.total_seconds() + 30)
        await relay.until(STATUS, OutboxStatus.SENT, row)
    assert phone.rows == [row, row]
    assert await value(database, TALLY, ("repeated",)) == 1


async def test_a_failure_that_a_receipt_tells_is_tried_again_after_its_wait(database: Database) -> None:
    phone = Phone(tells_later=TELLS)
    row = await waits(database, "awa")
    async with relaying(database, phone) as relay:
        await relay.until(STATUS, OutboxStatus.SENT, row)
        assert await hear(database, told(row, "failed", failure="Later", seconds=60.0, reason="too fast")) == ["demo"]
        relay.forward(seconds=30)
        await relay.rests()
        assert phone.rows == [row]
        relay.forward(seconds=31)
        await relay.until(STATUS, OutboxStatus.SENT, row)
    assert phone.rows == [row, row]
    assert await value(database, "select repeats from outbox where id = %s", (row,)) == 0  # it was told: not sent


async def test_a_relay_that_takes_over_lets_receipts_speak_first(database: Database) -> None:
    """The one before it was killed between sending and writing it."""
    phone = Phone(tells_later=TELLS)
    row = await waits(database, "awa")
    async with relaying(database, phone, unwritten=60) as relay:
        await relay.rests()
        assert phone.rows == []
        await hear(database, told(row, "delivered"))
        await relay.rests()
    assert phone.rows == []
    assert await value(database, STATUS, (row,)) == OutboxStatus.SENT


# --- give up ------------------------------------------------------------------------------------------


async def test_a_message_that_is_refused_is_a_dead_letter_with_its_reason(
    database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    phone = Phone()
    failing(phone, lambda: Refused("the text is empty"), "awa")
    bad, good = await waits(database, "awa"), await waits(database, "binta")
    async with relaying(database, phone) as relay:
        await relay.until(STATUS, OutboxStatus.FAILED, bad)
        await relay.until(STATUS, OutboxStatus.SENT, good)
        relay.forward(hours=1)
        await relay.rests()
    assert phone.rows.count(bad) == 1
    assert await value(database, "select error from outbox where id = %s", (bad,)) == "the text is empty"
    assert f"row {bad}" in caplog.text
    assert await value(database, TALLY, ("dead",)) == 1


async def test_somebody_who_cannot_be_reached_gets_nothing_more_that_we_begin(database: Database) -> None:
    phone = Phone()
    failing(phone, lambda: Unreachable("blocked"), "awa", times=1)
    first = await waits(database, "awa", Lane.REMINDER)
    second = await waits(database, "awa", Lane.REMINDER)
    async with relaying(database, phone) as relay:
        await relay.until(STATUS, OutboxStatus.LET_GO, second)
        reply = await waits(database, "awa")  # her word came from there: it is tried
        await relay.until(STATUS, OutboxStatus.SENT, reply)
    assert phone.rows == [first, reply]
    errors = await rows(database, "select error from outbox where status = 4 order by id")
    assert [row["error"] for row in errors] == ["blocked", "she cannot be reached"]
    # her next word undoes it: `backend.db.turns.finish_turn`
    assert await value(database, "select blocked_at is not null from contact") is True


async def test_what_we_begin_is_said_on_her_other_channel(database: Database) -> None:
    here, there = Phone("demo"), Phone("telegram")
    failing(here, lambda: Unreachable("blocked"))
    hers = await contact(database, "awa")
    other = await linked(database, hers, "42", "telegram")
    row = await waits(database, hers, Lane.REMINDER)
    async with relaying(database, here) as relay, relaying(database, there) as elsewhere:
        await relay.until("select moved_to is not null from outbox where id = %s", True, row)
        moved = await value(database, "select moved_to from outbox where id = %s", (row,))
        await elsewhere.until(STATUS, OutboxStatus.SENT, moved)
        blocked = await waits(database, hers, Lane.ANNOUNCEMENT)  # known by now, and no call is made for it
        await elsewhere.until("select count(*) from outbox where channel = 'telegram' and status = 1", 2)
    assert here.rows == [row] and there.said == ["42", "42"]
    assert await value(database, STATUS, (blocked,)) == OutboxStatus.LET_GO
    assert other["person_id"] == hers["person_id"]


async def test_what_her_window_is_closed_for_waits_for_her_next_word(database: Database) -> None:
    phone = Phone(tells_later=TELLS)
    failing(phone, lambda: WindowClosed("24 hours"), times=2)
    hers = await contact(database, "awa")
    reply = await waits(database, hers)
    news = await waits(database, hers, Lane.ANNOUNCEMENT, purpose="announcement")
    async with relaying(database, phone) as relay:
        await relay.until("select count(*) from outbox where status = 3", 2)
        relay.forward(hours=1)
        await relay.rests()
        assert phone.rows == [reply, news]
        await execute(database, *deferred_messages.release(hers["id"], after(hours=1)))
        await relay.until(STATUS, OutboxStatus.SENT, news)
    assert phone.rows == [reply, news, reply, news]


async def test_a_reminder_that_comes_too_late_is_let_go(database: Database) -> None:
    phone = Phone()
    late = await waits(database, "awa", Lane.REMINDER, purpose="reminder")
    still = await waits(database, "awa", Lane.REMINDER, purpose="payment")
    async with relaying(database, phone, Clock(after(hours=2, seconds=1))) as relay:
        await relay.until(STATUS, OutboxStatus.SENT, still)
    assert phone.rows == [still]
    assert await rows(database, "select status, error from outbox where id = %s", (late,)) == [
        {"status": OutboxStatus.LET_GO, "error": "too late"}
    ]


async def test_who_has_said_stop_gets_nothing_more_of_what_was_begun_before(database: Database) -> None:
    phone = Phone()
    hers = await contact(database, "awa")
    await execute(database, "update person set stopped_at = %s", (after(seconds=1),))
    news = await waits(database, hers, Lane.ANNOUNCEMENT)
    reply = await waits(database, hers)  # to her "stop"
    later = await waits(database, hers, Lane.REMINDER, created_at=after(seconds=5))  # whoever said it knew
    async with relaying(database, phone, Clock(after(seconds=10))) as relay:
        await relay.until(STATUS, OutboxStatus.SENT, later)
        await relay.until(STATUS, OutboxStatus.LET_GO, news)
    assert phone.rows == [reply, later]


async def test_only_what_asks_whose_it_is_goes_to_a_chat_that_may_be_somebody_elses(database: Database) -> None:
    phone = Phone()
    hers = await contact(database, "awa")
    await execute(database, "update contact set locked_at = %s", (after(seconds=1),))
    before = await waits(database, hers)
    reminder = await waits(database, hers, Lane.REMINDER, created_at=after(seconds=5))
    alarm = await waits(database, hers, created_at=after(seconds=5))
    question = await waits(database, hers, purpose=PROOF, created_at=after(seconds=5))
    async with relaying(database, phone, Clock(after(seconds=10))) as relay:
        await relay.until(STATUS, OutboxStatus.SENT, question)
        await relay.until("select count(*) from outbox where status = 3", 3)
    assert phone.rows == [question]
    assert {before, reminder, alarm}.isdisjoint(phone.rows)


# --- the account --------------------------------------------------------------------------------------


async def test_a_refused_account_drops_nothing_and_gives_one_alarm_where_an_admin_hears_it(
    database: Database, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(account, "FIRST_REST", 0.02)
    down = [True]
    phone, other = Phone("telegram"), Phone("whatsapp")

    async def refuse(_outgoing: Outgoing) -> None:
        if down[0]:
            raise AccountDown("the token was refused")

    phone.obeys = refuse
    admin = await contact(database, "admin", "telegram", role="admin")
    await linked(database, admin, "225", "whatsapp")
    waiting = [await waits(database, await contact(database, f"p{n}", "telegram")) for n in range(20)]
    async with relaying(database, phone) as relay, relaying(database, other) as works:
        await works.until("select count(*) from outbox where channel = 'whatsapp' and status = 1", 1)
        await relay.rests()
        assert await value(database, "select count(*) from outbox where id = any(%s) and status = 0", (waiting,)) == 20
        down[0] = False
        for row in waiting:
            await relay.until(STATUS, OutboxStatus.SENT, row)
        await works.until("select count(*) from outbox where channel = 'whatsapp' and status = 1", 2)
    assert other.said == ["225", "225"]
    assert len([r for r in caplog.records if r.levelname == "CRITICAL"]) == 1
    assert await value(database, "select sum(attempts) from outbox where id = any(%s)", (waiting,)) == 20
    said = await rows(database, "select message::text as said from outbox where channel = 'whatsapp' order by id")
    assert "refusé" in said[0]["said"] and "de nouveau" in said[1]["said"]
    assert await value(database, TALLY, ("alarm",)) == 1
