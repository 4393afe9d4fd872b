"""A relay on the real database and a platform that a test plays itself."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from typing import Any

from backend.clock import Clock
from backend.db.engine.signals import Signals, outbox_of
from backend.db.engine.uow import Database, Row, UnitOfWork
from backend.db.messaging import inbox
from backend.domain.messaging.accounts import AccountCondition
from backend.domain.messaging.states import Lane
from bot.channels.base import Channel, Heard, Menu, Oddity, Outgoing, Pace, Said
from bot.delivery import relay as relay_module
from bot.delivery.relay import Relay
from tests.integration.scenes import NOW, commit, value

PATIENCE = 60.0
"""Seconds that a test waits for the relay: far more than it ever takes."""
OURS = "select pid from pg_locks where locktype = 'advisory' and classid = 7310100 and granted"
STATUS = "select status from outbox where id = %s"


class Phone:
    """A channel that keeps what it is told to say; `obeys` happens before each. `names`: what it adds to the
    id of each."""

    edits = True

    def __init__(self, name: str = "demo", pace: Pace | None = None, tells_later: timedelta | None = None) -> None:
        self.name = name
        self.pace = pace or Pace(1_000, 1_000, 1_000)
        self.tells_later = tells_later
        self.keeps_events = False
        self.said: list[str] = []
        self.rows: list[int] = []
        self.obeys: Callable[[Outgoing], Awaitable[None]] | None = None
        self.names = ""

    def hear(self, payload: Any) -> Heard:
        return Oddity("unknown")

    async def send(self, outgoing: Outgoing) -> Said:
        self.said.append(outgoing.address)
        self.rows.append(outgoing.id)
        if self.obeys is not None:
            await self.obeys(outgoing)
        return Said(f"{outgoing.id}{self.names}")

    def pieces(self, outgoing: Outgoing) -> int:
        return 1

    def reaches(self, purpose: str, language: str, at: datetime, heard_at: datetime | None) -> bool:
        return True

    async def fetch(self, ref: str, most: int) -> bytes:
        return b""

    async def condition(self) -> AccountCondition | None:
        return None

    async def show_menu(self, menu: Menu) -> None: ...

    async def open(self) -> None: ...

    async def close(self) -> None: ...


class Watched(Relay):
    """A relay that can be waited for: `wrote` is set when it has written what became of messages, `let_go`
    when it is active no more."""

    def __init__(self, database: Database, phone: Channel, clock: Clock, signals: Signals) -> None:
        super().__init__(database, phone, clock, signals)
        self.clock = clock
        self.signals = signals
        self.wrote = asyncio.Event()
        self.let_go = asyncio.Event()
        self.rounds = 0

    async def _round(self, told: bool) -> None:
        await super()._round(told)
        self.rounds += 1

    async def _settle(self) -> None:
        await super()._settle()
        self.wrote.set()

    async def _let_go(self) -> None:
        self.let_go.set()
        await super()._let_go()

    async def until(self, statement: str, wanted: object, *parameters: object) -> None:
        """Until what it has written makes this the database's answer."""
        async with asyncio.timeout(PATIENCE):
            while True:
                self.wrote.clear()
                if await value(self._database, statement, parameters) == wanted:
                    return
                await self.wrote.wait()

    async def rests(self) -> None:
        """Until it has seen what there is to do, and has nothing in hand and nothing to write."""
        async with asyncio.timeout(PATIENCE):
            rounds = self.rounds
            while self.rounds < rounds + 2 or self._queue.in_hand:  # noqa: ASYNC110 (it looks by itself, all the time)
                await asyncio.sleep(0.002)

    def forward(self, **duration: float) -> None:
        """Let time pass on the product's clock."""
        self.clock.forward(timedelta(**duration))
        self.signals.tell(outbox_of(self._channel.name))


@asynccontextmanager
async def relaying(
    database: Database,
    phone: Channel,
    clock: Clock | None = None,
    *,
    unwritten: float = 0,
    signals: Signals | None = None,
) -> AsyncIterator[Watched]:
    """An active relay; it looks more often by itself than it needs to. `unwritten`: seconds that receipts
    have after a take-over."""
    before = relay_module.LOOK_AGAIN, relay_module.STANDBY_SECONDS, relay_module.RECEIPT_GRACE_SECONDS
    relay_module.LOOK_AGAIN, relay_module.STANDBY_SECONDS, relay_module.RECEIPT_GRACE_SECONDS = 0.01, 0.01, unwritten
    relay = Watched(database, phone, clock or Clock(NOW), signals or Signals(database))
    running = asyncio.create_task(relay.run())
    try:
        async with asyncio.timeout(PATIENCE):
            await relay.active.wait()
        yield relay
        assert not running.done()
    finally:
        relay_module.LOOK_AGAIN, relay_module.STANDBY_SECONDS, relay_module.RECEIPT_GRACE_SECONDS = before
        running.cancel()
        await asyncio.wait({running})


async def contact(database: Database, address: str, channel: str = "demo", role: str | None = None) -> Row:
    """Somebody's contact there: `id`, `person_id`."""

    async def meet(uow: UnitOfWork) -> Row:
        person_id = await inbox.meet(uow, channel, address, "Awa", NOW)
        if role is not None:
            await uow.execute("update person set role = %s, country = 'CI' where id = %s", (role, person_id))
        row = await uow.fetch_one("select id, person_id from contact where person_id = %s", (person_id,))
        assert row is not None
        return row

    return await commit(database, meet)


async def linked(database: Database, hers: Row, address: str, channel: str) -> Row:
    """Another contact of the same person."""

    async def link(uow: UnitOfWork) -> Row:
        row = await uow.fetch_one(
            "insert into contact (person_id, channel, address) values (%s, %s, %s) returning id, person_id",
            (hers["person_id"], channel, address),
        )
        assert row is not None
        return row

    return await commit(database, link)


async def waits(database: Database, address: str | Row, lane: Lane = Lane.TURN, **columns: Any) -> int:
    """One message for somebody, in the outbox. `address`: of the demo, or a contact."""
    hers = await contact(database, address) if isinstance(address, str) else address

    async def put(uow: UnitOfWork) -> int:
        given = {
            "message": '{"p": ["Bonjour !"]}',
            "purpose": "reply",
            "created_at": NOW,
            "due": NOW,
            **columns,
        }
        names, places = ", ".join(given), ", ".join(["%s"] * len(given))
        return await uow.fetch_int(
            f"insert into outbox (person_id, contact_id, channel, lane, {names})"
            f" select person_id, id, channel, %s, {places} from contact where id = %s returning id",
            (lane, *given.values(), hers["id"]),
        )

    return await commit(database, put)
