"""The way in: what no database can keep holds up nothing else, and nothing is answered before it is stored."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import pytest
from prometheus_client.registry import CollectorRegistry

from backend.clock import Clock
from backend.db.engine.uow import Database, UnitOfWork
from backend.db.messaging import inbox
from backend.db.messaging.delivery.receipts import StoredReceipt
from backend.db.messaging.inbox import Arrival
from backend.domain.errors import Unavailable
from bot.channels import base
from bot.channels.base import Received
from bot.channels.errors import Later, SendError, Unreachable, WindowClosed
from bot.web.flood import BURST_EVENTS
from bot.web.intake import Intake
from tests.integration.scenes import NOW, execute, rows, value


def arrival(address: str, key: str, channel: str = "demo") -> Arrival:
    return Arrival(channel, address, key, {"key": key})


def told(key: str) -> StoredReceipt:
    return StoredReceipt("demo", key, "1", "delivered", NOW, {})


def receipt(
    key: str, status: str = "delivered", outbox_id: int | None = None, failure: SendError | None = None
) -> base.Receipt:
    return base.Receipt(key, "1", status, NOW, {}, outbox_id, failure)


def deep(levels: int) -> Any:
    found: Any = "end"
    for _ in range(levels):
        found = [found]
    return found


@pytest.fixture
def intake(database: Database) -> Intake:
    return Intake(database, Clock(), lambda _people: None)


@pytest.mark.parametrize(
    "payload",
    [
        {"text": "a\0b"},
        {"text": "\ud83d"},
        {"\ud83d": 1},
        {"number": 2**70},
        {"number": float("nan")},
        deep(300),
        deep(5_000),
    ],
    ids=["nul", "half a character", "in a key", "huge number", "no number", "deep", "very deep"],
)
async def test_an_event_that_cannot_be_kept_as_it_is_holds_up_no_other(
    database: Database, intake: Intake, payload: Any
) -> None:
    arrivals = [
        Arrival("demo", "awa", "1", {"text": "bonjour"}),
        Arrival("demo", "binta", "2", payload),
        Arrival("demo", "awa", "3", {"text": "menu"}),
    ]
    async with asyncio.timeout(30):
        await asyncio.gather(*(intake.store([arrival]) for arrival in arrivals))
    assert {"1", "3"} <= {row["event_key"] for row in await rows(database, "select event_key from inbox")}


async def test_of_an_event_what_can_be_kept_is_kept(database: Database, intake: Intake) -> None:
    await intake.store([Arrival("demo", "awa", "1", {"text": "a\0b \ud83d", "number": 2**70}, "A\0wa\ud83d")])
    assert (await value(database, "select payload from inbox"))["text"] == "a b ?"
    assert await value(database, "select name from contact") == "A wa?"


async def test_the_events_of_a_call_stay_together_when_one_of_them_cannot_be_kept_as_it_is(
    database: Database, intake: Intake
) -> None:
    await intake.store(
        [arrival("a", "1"), Arrival("demo", "b\0", "2\0", {"text": "\0"}), arrival("c", "3")], [told("r\0")]
    )
    keys = await rows(database, "select event_key from inbox order by id")
    assert [row["event_key"] for row in keys] == ["1", "2 ", "3"]
    assert await value(database, "select event_key from receipt") == "r "


async def test_names_that_no_index_takes_are_kept_short_and_apart(database: Database, intake: Intake) -> None:
    store = intake.store_for("demo")
    long = ["k" * 100_000 + end for end in "ab"]
    for _ in range(2):
        await store([Received(name, name, {}, user_id=name) for name in long], [receipt(name) for name in long])
    for table in ("inbox", "receipt", "contact"):
        assert await value(database, f"select count(*) from {table}") == 2


async def test_what_comes_while_another_is_stored_is_stored_together_and_the_first_does_not_wait(
    database: Database, intake: Intake, monkeypatch: pytest.MonkeyPatch
) -> None:
    batches: list[int] = []
    store, begun, over = inbox.store, asyncio.Event(), asyncio.Event()

    async def noted(uow: UnitOfWork, arrivals: Sequence[Arrival], now: datetime) -> inbox.StoredEvents:
        batches.append(len(arrivals))
        begun.set()
        await over.wait()
        return await store(uow, arrivals, now)

    monkeypatch.setattr(inbox, "store", noted)
    calls = [asyncio.create_task(intake.store([arrival("awa", "1")]))]
    await begun.wait()
    calls += [asyncio.create_task(intake.store([arrival("awa", str(number))])) for number in range(2, 6)]
    for _ in range(5):
        await asyncio.sleep(0)  # long enough to begin with them, if nothing waited
    assert batches == [1]
    over.set()
    await asyncio.gather(*calls)
    assert batches == [1, 4]
    keys = await rows(database, "select event_key from inbox order by id")
    assert [row["event_key"] for row in keys] == ["1", "2", "3", "4", "5"]


# --- all or nothing -------------------------------------------------------------------------------------


async def test_what_receipts_change_is_one_with_keeping_them_and_the_events_of_their_call(database: Database) -> None:
    applied: list[list[str]] = []

    async def apply(uow: UnitOfWork, new: Sequence[StoredReceipt]) -> None:
        applied.append([r.key for r in new])
        await uow.execute("insert into setting (name, value) values ('applied', '1')")
        if len(applied) == 1:
            raise OSError

    intake = Intake(database, Clock(), lambda _people: None, apply=apply)
    with pytest.raises(Unavailable):
        await intake.store([arrival("awa", "1")], [told("r1"), told("r2")])
    for table in ("inbox", "receipt", "contact", "setting"):
        assert await value(database, f"select count(*) from {table}") == 0
    await intake.store([arrival("awa", "1")], [told("r1"), told("r2")])
    await intake.store([arrival("awa", "1")], [told("r2"), told("r1")])  # the platform says it again
    assert applied == [["r1", "r2"], ["r1", "r2"]]
    for table, count in (("inbox", 1), ("receipt", 2), ("setting", 1)):
        assert await value(database, f"select count(*) from {table}") == count


async def test_a_receipt_over_which_the_database_fails_each_time_holds_up_no_other(database: Database) -> None:
    async def apply(uow: UnitOfWork, receipts: Sequence[StoredReceipt]) -> None:
        if any(each.key == "bad" for each in receipts):
            await uow.execute("do $$ begin raise exception 'index row size' using errcode = '54000'; end $$")

    intake = Intake(database, Clock(), lambda _people: None, apply=apply)
    await asyncio.gather(*(intake.store([], [told(key)]) for key in ("good", "bad", "better")))
    assert await value(database, "select count(*) from receipt where event_key in ('good', 'better')") == 2


async def test_a_receipt_alone_is_nobodys_event(database: Database) -> None:
    heard: list[int] = []
    intake = Intake(database, Clock(), heard.extend)
    failure = Later(7.5, "131056: too many to one person")
    await intake.store_for("demo")([], [receipt("r1", status="failed", outbox_id=2**70, failure=failure)])
    assert heard == []
    assert await value(database, "select count(*) from person") == 0
    (row,) = await rows(database, "select status, error, outbox_id from receipt")
    assert row == {"status": "failed", "error": str(failure), "outbox_id": None}


async def test_how_a_message_failed_is_handed_on_in_plain_words(database: Database) -> None:
    found: list[StoredReceipt] = []

    async def apply(_uow: UnitOfWork, new: Sequence[StoredReceipt]) -> None:
        found.extend(new)

    intake = Intake(database, Clock(), lambda _people: None, apply=apply)
    failures = [Later(7.5, "wait"), WindowClosed("131047"), Unreachable("131026"), None]
    await intake.store_for("demo")([], [receipt(str(n), failure=f) for n, f in enumerate(failures)])
    assert [(r.failure, r.reason, r.seconds) for r in found] == [
        ("Later", "wait", 7.5),
        ("WindowClosed", "131047", 0.0),
        ("Unreachable", "131026", 0.0),
        (None, None, 0.0),
    ]


async def test_what_many_calls_bring_at_once_goes_in_few_transactions(
    database: Database, intake: Intake, monkeypatch: pytest.MonkeyPatch
) -> None:
    transactions = 0
    begin = Database.turn

    def counting(self: Database) -> UnitOfWork:
        nonlocal transactions
        transactions += 1
        return begin(self)

    monkeypatch.setattr(Database, "turn", counting)
    calls = [intake.store([arrival(f"p{n}", f"{n}:{m}") for m in range(20)]) for n in range(50)]
    await asyncio.gather(*calls)
    assert transactions == 2
    assert await value(database, "select count(*) from inbox") == 1_000


async def test_two_channels_at_once_are_stored_apart(database: Database, intake: Intake) -> None:
    calls = [intake.store([arrival("awa", str(n), channel)]) for n in range(10) for channel in ("demo", "telegram")]
    await asyncio.gather(*calls)
    assert await value(database, "select count(*) from inbox") == 20
    assert await value(database, "select count(*) from contact") == 2


# --- who waits for it --------------------------------------------------------------------------------------


async def test_a_caller_that_goes_away_takes_no_others_events_with_it(database: Database, intake: Intake) -> None:
    async with database.turn() as uow:
        await uow.execute(*inbox.alone(["demo"]))  # so that all of them have to wait
        first, second = (asyncio.create_task(intake.store([arrival("awa", key)])) for key in "12")
        await asyncio.sleep(0)
        third = asyncio.create_task(intake.store([arrival("awa", "3")]))
        await asyncio.sleep(0)
        first.cancel()
        third.cancel()
        await asyncio.wait({first, third})
    await second
    await intake.close()
    keys = await rows(database, "select event_key from inbox order by id")
    # the first was on its way already; the third was not, and its platform sends it again
    assert [row["event_key"] for row in keys] == ["1", "2"]


async def test_a_database_that_does_not_answer_is_not_waited_for_for_ever(
    database: Database, intake: Intake, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.web.intake.STORE_WITHIN", 0.05)
    monkeypatch.setattr("bot.web.intake.MOST_WAITING", 2)
    async with database.turn() as uow:
        await uow.execute(*inbox.alone(["demo"]))
        waiting = [asyncio.create_task(intake.store([arrival("awa", f"{n}{m}") for m in "ab"])) for n in range(3)]
        found = await asyncio.gather(*waiting, return_exceptions=True)
    assert [type(error) for error in found] == [Unavailable] * 3
    await intake.close()
    monkeypatch.undo()
    await asyncio.gather(*(intake.store([arrival("awa", f"{n}{m}") for m in "ab"]) for n in range(3)))
    assert await value(database, "select count(*) from inbox") == 6


# --- strangers who write too much -----------------------------------------------------------------------


async def test_of_a_stranger_who_floods_only_a_burst_is_kept_and_the_rest_is_counted(database: Database) -> None:
    registry = CollectorRegistry()
    intake = Intake(database, Clock(), lambda _people: None, registry=registry)
    for _ in range(2):  # one by one and all at once
        await asyncio.gather(*(intake.store([arrival("flood", f"f{n}")]) for n in range(BURST_EVENTS)))
        await intake.store([arrival("awa", "a1")])
        await intake.store([arrival("flood", f"more {n}") for n in range(40)])
        await intake.store([arrival("awa", "a2")])
    assert await value(database, "select count(*) from inbox where event_key like 'f%%'") == BURST_EVENTS
    assert await value(database, "select count(*) from inbox where event_key like 'more%%'") == 0
    assert await value(database, "select count(*) from inbox where event_key like 'a%%'") == 2
    assert registry.get_sample_value("hiteuses_events_let_go_total", {"channel": "demo"}) == 80 + BURST_EVENTS


async def test_of_people_whom_we_know_every_word_is_kept_from_the_moment_they_join(
    database: Database, intake: Intake
) -> None:
    await intake.store([arrival("awa", f"{n}") for n in range(3 * BURST_EVENTS)])
    assert await value(database, "select count(*) from inbox") == BURST_EVENTS
    await execute(database, "update person set role = 'hiteuse'")
    await intake.store([arrival("awa", f"joined {n}") for n in range(3 * BURST_EVENTS)])
    assert await value(database, "select count(*) from inbox") == 4 * BURST_EVENTS


async def test_what_could_not_be_stored_and_comes_again_is_no_flood(database: Database) -> None:
    away = True

    async def apply(_uow: UnitOfWork, _new: Sequence[StoredReceipt]) -> None:
        if away:
            raise OSError

    intake = Intake(database, Clock(), lambda _people: None, apply=apply)
    for _ in range(3 * BURST_EVENTS):
        with pytest.raises(Unavailable):
            await intake.store([arrival("awa", "1")], [told("r")])
    away = False
    await intake.store([arrival("awa", "1")], [told("r")])
    assert await value(database, "select count(*) from inbox") == 1


async def test_what_people_say_does_not_wait_for_receipts(database: Database) -> None:
    applied, go_on = asyncio.Event(), asyncio.Event()

    async def slowly(_uow: UnitOfWork, _receipts: Sequence[StoredReceipt]) -> None:
        applied.set()
        await go_on.wait()

    intake = Intake(database, Clock(), lambda _people: None, apply=slowly)
    receipts = asyncio.create_task(intake.store([], [told("1")]))
    await applied.wait()
    await intake.store([arrival("225", "word")])
    assert await value(database, "select count(*) from inbox") == 1
    assert not receipts.done()
    go_on.set()
    await receipts
    await intake.close()


async def test_receipts_of_many_calls_go_together(database: Database) -> None:
    together: list[int] = []

    async def apply(_uow: UnitOfWork, receipts: Sequence[StoredReceipt]) -> None:
        together.append(len(receipts))

    intake = Intake(database, Clock(), lambda _people: None, apply=apply)

    async def call(key: str) -> None:
        await intake.store([], [told(key)])

    await asyncio.gather(*(call(str(number)) for number in range(20)))
    assert together == [20]
    await intake.close()
