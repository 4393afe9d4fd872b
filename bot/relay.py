"""The relay: outbox → render → channel → receipt.

One is active per channel, elected by an advisory lock that dies with its connection; so one process
holds the platform's limits, however many stand by. Order per chat is kept: one message of a chat is
in hand at a time, and one that must be tried again keeps the later ones behind it.
"""

from __future__ import annotations

import asyncio
import logging
import random
from collections import OrderedDict
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from backend import cancellation
from backend.clock import Clock
from backend.db import outbox
from backend.db.outbox import Fate
from backend.db.signals import Signals, outbox_of
from backend.db.uow import AWAY, Connection, Database, Row
from backend.domain.message import Message, load, load_part
from bot.channels.base import Channel, Outgoing
from bot.channels.errors import AccountDown, Later, Refused, Unreachable, Unsure
from bot.pace import Limits

log = logging.getLogger(__name__)

IN_HAND = 256  # messages that are with the platform at once, at most
LOOK_AGAIN = 1.0  # seconds between looks when nobody tells
MOST_TRIES = 8
GATHER = 0.02  # seconds in which receipts are gathered before they are written
STANDBY = 1.0  # seconds between tries to become the active one
LAST_WORDS = 5.0  # seconds that messages on their way have when the program ends
ACCOUNT_PAUSE = 10.0  # seconds, while the account is refused


@dataclass(slots=True)
class _Hold:
    """A chat whose next message must wait until then."""

    until: datetime


class Relay:
    """Sends what waits for one channel."""

    def __init__(self, database: Database, channel: Channel, clock: Clock, signals: Signals) -> None:
        self._database = database
        self._channel = channel
        self._clock = clock
        self._signals = signals
        self._limits = Limits(channel.pace, _now())
        self._in_hand: dict[int, Row] = {}
        self._held: dict[int, _Hold] = {}  # by contact
        self._fates: list[Fate] = []
        self._settled = asyncio.Event()
        self._sending: set[asyncio.Task[None]] = set()
        self._recent: OrderedDict[int, str] = OrderedDict()  # provider ids not written yet
        self._crowded = False  # the platform's pace keeps rows waiting
        self._behind = False  # rows wait for others to be settled: of the same chat, or for room
        self._topic = outbox_of(channel.name)
        self.active = asyncio.Event()

    async def run(self) -> None:
        """Stand by, become active, send; for ever."""
        while True:
            try:
                lock = await outbox.elect(self._database, self._channel.name)
                if lock is not None:
                    try:
                        await self._serve(lock)
                    finally:
                        await lock.close()
            except* AWAY as errors:
                log.warning("relay: the database is away (%s); trying again", type(errors.exceptions[0]).__name__)
            except* Exception:
                log.exception("relay: it begins anew")
            cancellation.honour()
            await asyncio.sleep(STANDBY)

    async def _serve(self, lock: Connection) -> None:
        await self._settle()  # of an earlier time, when the database went away before it was written
        self._in_hand.clear()
        self._held.clear()
        self.active.set()
        self._signals.served.add(self._topic)
        log.info("relay: active for %s", self._channel.name)
        async with asyncio.TaskGroup() as group:
            writer = group.create_task(self._write())
            watcher = group.create_task(outbox.keep(lock))
            try:
                while not watcher.done():
                    await self._fill()
                    await self._signals.wait(self._topic, self._pause())
            finally:
                self.active.clear()
                self._signals.served.discard(self._topic)
                writer.cancel()
                watcher.cancel()
                await self._let_go()

    async def _let_go(self) -> None:
        """Told to end, or the lock is lost: what is with the platform comes to its end and is written,
        or it would be said again. Where it cannot be written, it is remembered."""
        if self._sending:
            await asyncio.wait(self._sending, timeout=LAST_WORDS)
        for late in self._sending:
            late.cancel()
        with suppress(*AWAY):
            await self._settle()

    def _pause(self) -> float:
        """Until something can have changed without anybody telling."""
        now = self._clock.now()
        soonest = min((hold.until for hold in self._held.values()), default=None)
        pause = LOOK_AGAIN if soonest is None else max(0.005, (soonest - now).total_seconds())
        if self._crowded:
            pause = min(pause, max(0.005, self._limits.wait(_now())))
        return min(LOOK_AGAIN, pause)

    async def _fill(self) -> None:
        """Take up as many rows as may go now, one per chat."""
        now = self._clock.now()
        for contact, hold in list(self._held.items()):
            if hold.until <= now:
                del self._held[contact]
        self._crowded = self._behind = False
        while True:
            allowed = self._limits.room(_now())
            room = min(IN_HAND - len(self._in_hand), allowed)
            if room <= 0:
                self._crowded = allowed <= 0
                self._behind = True
                return
            most = room + len(self._in_hand)
            async with self._database.turn() as uow:
                rows = await outbox.waiting(uow, self._channel.name, list(self._in_hand), list(self._held), now, most)
            busy = {row["contact_id"] for row in self._in_hand.values()}
            taken = 0
            for row in rows:
                contact = row["contact_id"]
                if contact in busy:
                    self._behind = True
                    continue
                if taken == room:
                    break
                busy.add(contact)
                wait = self._limits.chat_wait(row["address"], _now())
                if row["due"] > now or wait > 0:
                    self._held[contact] = _Hold(max(row["due"], now + timedelta(seconds=wait)))
                    continue
                taken += 1
                self._in_hand[row["id"]] = row
                self._limits.take(row["address"], _now())
                sending = asyncio.create_task(self._deliver(row))  # of no group: what goes out is never cut off
                self._sending.add(sending)
                sending.add_done_callback(self._sending.discard)
            if len(rows) < most or taken == 0:
                return

    async def _deliver(self, row: Row) -> None:
        fate = await self._try(row)
        if fate.due is not None:
            self._held[row["contact_id"]] = _Hold(fate.due)
        self._fates.append(fate)
        self._settled.set()

    async def _try(self, row: Row) -> Fate:
        now = self._clock.now
        if row["blocked_at"] is not None and row["lane"] > 0:
            return Fate(row["id"], outbox.FAILED, None, now(), "she cannot be reached", None, 0)
        try:
            provider_id = await self._channel.send(self._outgoing(row))
        except Later as error:
            if error.account:
                self._limits.pause(error.seconds, _now())
            # the platform's own word counts as no failed try: it is only not yet time
            return Fate(row["id"], outbox.WAITING, None, now(), str(error), now() + timedelta(seconds=error.seconds), 0)
        except Unsure as error:
            return self._again(row, str(error))
        except Unreachable as error:
            return Fate(row["id"], outbox.FAILED, None, now(), str(error), None, 1, unreachable=True)
        except Refused as error:
            log.error("a message was refused: row %s, %s", row["id"], error)
            return Fate(row["id"], outbox.FAILED, None, now(), str(error), None, 1)
        except AccountDown as error:
            if self._limits.pause(ACCOUNT_PAUSE, _now()):
                log.critical("%s", error)
            due = now() + timedelta(seconds=ACCOUNT_PAUSE)
            return Fate(row["id"], outbox.WAITING, None, now(), str(error), due, 0)
        except Exception as error:
            log.exception("a message could not be sent: row %s", row["id"])
            return self._again(row, f"{type(error).__name__}: {error}")
        if provider_id is not None:
            self._recent[row["id"]] = provider_id
            if len(self._recent) > 4_096:
                self._recent.popitem(last=False)
        return Fate(row["id"], outbox.SENT, provider_id, now(), None, None, 1)

    def _again(self, row: Row, reason: str) -> Fate:
        """Another try, later each time; in the end it is given up and the reason kept."""
        now = self._clock.now()
        tries = row["attempts"] + 1
        if tries >= MOST_TRIES:
            return Fate(row["id"], outbox.FAILED, None, now, reason, None, 1)
        wait = min(300.0, 2.0**tries) * random.uniform(0.8, 1.2)  # noqa: S311 (spreads load)
        return Fate(row["id"], outbox.WAITING, None, now, reason, now + timedelta(seconds=wait), 1)

    def _outgoing(self, row: Row) -> Outgoing:
        message = load(row["message"]) if row["message"] is not None else None
        if message is not None and row["data_saver"]:
            message = _without_our_pictures(message)
        answers: dict[str, Any] = row["answers"] or {}
        edits = self._recent.get(row["edits"], row["edits_id"]) if row["edits"] is not None else None
        return Outgoing(
            id=row["id"],
            address=row["address"],
            message=message,
            language=row["language"],
            zone=row["zone"] or "UTC",
            question=row["question"],
            edits=edits,
            answers=answers.get("tap"),
            toast=load_part(answers["toast"]) if "toast" in answers else None,
            lane=row["lane"],
            at=row["created_at"],
        )

    async def _write(self) -> None:
        """Write what became of messages, all that have gathered at once."""
        while True:
            await self._settled.wait()
            if not self._behind:  # nobody waits for it: more may come
                await asyncio.sleep(GATHER)
            self._settled.clear()
            await self._settle()
            if self._behind:
                self._signals.tell_here(self._topic)

    async def _settle(self) -> None:
        fates = list(self._fates)
        if fates:
            async with self._database.turn() as uow:
                outbox.settle(uow, fates)
                await uow.commit()
            for fate in fates:
                self._in_hand.pop(fate.id, None)
            del self._fates[: len(fates)]


def _now() -> float:
    return asyncio.get_running_loop().time()


def _without_our_pictures(message: Message) -> Message:
    """She saves data: our own pictures repeat what the text says; a task's picture is the task."""
    if message.attachment is not None and message.attachment.kind == "chart":
        return replace(message, attachment=None)
    return message
