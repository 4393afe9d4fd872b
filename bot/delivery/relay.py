"""The relay: outbox → render → channel → receipt.

One is active per channel, elected by an advisory lock that dies with its connection; so one process
holds the platform's limits, however many stand by. What may go next is read off the table (order and
waits are in there, so that the next relay knows them too); what is in hand and how fast it may go is
in memory.
"""

from __future__ import annotations

import asyncio
import heapq
import logging
from collections import Counter, OrderedDict, deque
from contextlib import suppress
from datetime import datetime, timedelta
from random import uniform

from backend import cancellation
from backend.clock import Clock
from backend.db import election, outbox
from backend.db.outbox import Fate
from backend.db.signals import Signals, outbox_of
from backend.db.uow import AWAY, Connection, Database, Row
from backend.domain.delivery import SENT, Lane, judge
from bot.channels.base import Channel
from bot.delivery import alarm, attempt, settling
from bot.delivery.account import Account
from bot.delivery.pace import Limits

log = logging.getLogger(__name__)

HANDS = 256  # messages that are with the platform at once, at most
FOR_TURNS = 32  # … of which so many are kept for what people wait for
AHEAD = 1.0  # seconds' worth of what nobody waits for that is read at once: so old it can be when it goes
MOST_AHEAD = 500
LOOK_AGAIN = 1.0  # seconds between looks when nobody tells
GATHER = 0.02  # seconds in which what became of messages is gathered before it is written
STANDBY = 1.0  # seconds between tries to become the active one
LAST_WORDS = 5.0  # seconds that messages on their way have when the program ends
UNWRITTEN = 2.0  # seconds that receipts have to tell what a relay before us sent and did not write
RECENT = 4_096  # provider ids that are kept until they are surely in the table
LANES = tuple(Lane)


class Relay:
    """Sends what waits for one channel."""

    def __init__(self, database: Database, channel: Channel, clock: Clock, signals: Signals) -> None:
        self._database = database
        self._channel = channel
        self._clock = clock
        self._signals = signals
        self._topic = outbox_of(channel.name)
        self._limits = Limits(channel.pace, _now())
        self._account = Account(self._limits)
        self._alarmed = False
        self._in_hand: dict[int, Row] = {}
        self._by_lane: Counter[Lane] = Counter()  # of these
        self._held: dict[int, datetime] = {}  # chats that must wait until then, by contact
        self._ready: dict[Lane, deque[Row]] = {lane: deque() for lane in LANES}  # read, and not yet gone
        self._more: set[Lane] = set(LANES)  # where a look may find more than was read
        self._moments: list[datetime] = []  # heap: when something that waits comes due
        self._looked = 0.0
        self._looks = 0
        self._stuck = False  # nothing can go before an answer comes
        self._fates: list[Fate] = []  # not written yet
        self._settled = asyncio.Event()
        self._sending: set[asyncio.Task[None]] = set()
        self._recent: OrderedDict[int, str] = OrderedDict()  # provider ids that may not be written yet
        self.active = asyncio.Event()

    # --- its life ---------------------------------------------------------------------------------

    async def run(self) -> None:
        """Stand by, become active, send; for ever."""
        while True:
            try:
                lock = await election.elect(self._database, self._channel.name)
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
        await self._take_over()
        self.active.set()
        self._signals.served.add(self._topic)
        log.info("relay: active for %s", self._channel.name)
        async with asyncio.TaskGroup() as group:
            writer = group.create_task(self._write())
            watcher = group.create_task(election.keep(lock))
            try:
                told = True
                while not watcher.done():
                    await self._round(told)
                    told = await self._signals.wait(self._topic, self._pause())
            finally:
                self.active.clear()
                self._signals.served.discard(self._topic)
                writer.cancel()
                watcher.cancel()
                await self._let_go()

    async def _take_over(self) -> None:
        """Know what the relay before us knew: the pauses, and what it sent in the last seconds."""
        now, moment = _now(), self._clock.now()
        self._forget()
        self._limits = Limits(self._channel.pace, now)
        self._account = Account(self._limits)
        since = moment - timedelta(seconds=self._limits.memory)
        async with self._database.unit() as uow:
            self._alarmed = await alarm.standing(uow, self._channel.name)
            paused_until = await outbox.paused_until(uow, self._channel.name)
        if paused_until is not None and paused_until > moment:
            self._limits.pause((paused_until - moment).total_seconds(), now)
        async with self._database.unit() as uow:
            sent = await outbox.sent_since(uow, self._channel.name, since)
        for row in sent:
            self._limits.remember(row["address"], now - (moment - row["sent_at"]).total_seconds(), now)
        async with self._database.turn() as uow:
            unfinished = await outbox.unfinished(uow, self._channel.name, moment)
        if unfinished:
            self._limits.take_over(now)
            if self._channel.tells_later is not None:
                self._limits.pause(UNWRITTEN, now)

    def _forget(self) -> None:
        self._in_hand.clear()
        self._by_lane.clear()
        self._held.clear()
        self._moments.clear()
        self._more.update(LANES)
        for ready in self._ready.values():
            ready.clear()

    async def _let_go(self) -> None:
        """Told to end, or the lock is lost: what is with the platform comes to its end and is written,
        or it would be said again. Where it cannot be written, it is remembered."""
        if self._sending:
            await asyncio.wait(self._sending, timeout=LAST_WORDS)
        for late in self._sending:
            late.cancel()
        with suppress(*AWAY):
            await self._settle()

    # --- what goes next ---------------------------------------------------------------------------

    def _pause(self) -> float:
        """Until something can have changed without anybody telling."""
        pause = LOOK_AGAIN
        if self._moments:
            pause = min(pause, (self._moments[0] - self._clock.now()).total_seconds())
        waits = [
            self._limits.wait(_now(), urgent=lane is Lane.TURN)
            for lane in LANES
            if (self._ready[lane] or lane in self._more) and self._hands(lane) > 0
        ]
        self._stuck = float("inf") in waits
        pause = min([pause, *waits])
        return max(0.001, pause)

    async def _round(self, told: bool) -> None:
        """Let go what may go now, of each contact the first; look at the table where that can tell more."""
        now = self._clock.now()
        while self._moments and self._moments[0] <= now:
            heapq.heappop(self._moments)
            told = True
        self._held = {contact: until for contact, until in self._held.items() if until > now}
        if told or _now() - self._looked >= LOOK_AGAIN:
            self._more.update(LANES)
        while True:
            wanted = {lane: self._wanted(lane) for lane in LANES}
            if any(wanted.values()):
                await self._look(wanted)
            self._take()
            if not any(self._wanted(lane) for lane in LANES):
                return

    def _wanted(self, lane: Lane) -> int:
        """How many rows of a lane to read now. What she waits for is read anew each time; of the rest a
        little is kept."""
        if lane not in self._more or (lane is not Lane.TURN and self._ready[lane]):
            return 0
        room = self._room(lane)
        if room <= 0:
            return 0
        if lane is Lane.TURN:
            return min(HANDS, room + FOR_TURNS)
        return max(room, min(MOST_AHEAD, int(self._channel.pace.overall * AHEAD)))

    def _room(self, lane: Lane) -> int:
        return min(self._hands(lane), self._limits.room(_now(), urgent=lane is Lane.TURN))

    def _hands(self, lane: Lane) -> int:
        free = HANDS - len(self._in_hand)
        if lane is Lane.TURN:
            return free
        others = self._by_lane[Lane.REMINDER] + self._by_lane[Lane.ANNOUNCEMENT]
        return min(free, HANDS - FOR_TURNS - others)

    async def _look(self, wanted: dict[Lane, int]) -> None:
        self._looked, self._looks = _now(), self._looks + 1
        async with self._database.turn() as uow:
            rows = await outbox.waiting(
                uow, self._channel.name, wanted, list(self._in_hand), list(self._held), self._clock.now()
            )
        for lane, most in wanted.items():
            if most:
                found = deque(row for row in rows if row["lane"] == lane)
                self._ready[lane] = found
                if len(found) < most:
                    self._more.discard(lane)

    def _take(self) -> None:
        for lane in LANES:
            ready = self._ready[lane]
            room = self._room(lane)
            while ready and room > 0:
                row = ready.popleft()
                if self._may_go(row, lane):
                    room = self._room(lane)

    def _may_go(self, row: Row, lane: Lane) -> bool:
        """Send it, or say why not; False when it did not take a place."""
        now = self._clock.now()
        wait = self._limits.chat_wait(row["address"], _now())
        if row["contact_id"] in self._held or wait > 0:
            self._hold(row["contact_id"], now + timedelta(seconds=wait))
            return False
        self._in_hand[row["id"]] = row
        self._by_lane[lane] += 1
        if (known := attempt.before(row, now)) is not None:
            verdict, reason = known
            self._note(Fate(row["id"], verdict, now, reason=reason))
            return False
        self._limits.take(row["address"], _now(), urgent=lane is Lane.TURN)
        sending = asyncio.create_task(self._deliver(row, lane))  # of no group: what goes out is never cut off
        self._sending.add(sending)
        sending.add_done_callback(self._sending.discard)
        return True

    def _hold(self, contact_id: int, until: datetime) -> None:
        self._held[contact_id] = max(until, self._held.get(contact_id, until))
        heapq.heappush(self._moments, self._held[contact_id])

    # --- what became of it ------------------------------------------------------------------------

    async def _deliver(self, row: Row, lane: Lane) -> None:
        started = _now()
        edits = self._recent.get(row["edits"], row["edits_id"]) if row["edits"] is not None else None
        outcome = await attempt.send(self._channel, row, edits)
        now, ended, error = self._clock.now(), _now(), outcome.error
        self._limits.answered(started, ended, urgent=lane is Lane.TURN, counts=error is None)
        verdict = SENT
        if error is None:
            self._account.fine()
        else:
            failure, wait = self._account.heard(error, row["contact_id"], ended)
            verdict = judge(
                failure,
                attempts=row["attempts"],
                now=now,
                named=wait,
                told_within=self._channel.tells_later,
                spread=uniform(-1, 1),  # noqa: S311 (spreads load)
            )
        if verdict.due is not None:
            heapq.heappush(self._moments, verdict.due)
        if verdict.rule.quiet and verdict.until is not None:
            self._hold(row["contact_id"], verdict.until)
        if outcome.provider_id is not None:
            self._recent[row["id"]] = outcome.provider_id
            if len(self._recent) > RECENT:
                self._recent.popitem(last=False)
        reason = None if error is None else str(error) or type(error).__name__
        again = row["unsure_at"] is not None and (error is None or verdict.unsure)
        fate = Fate(row["id"], verdict, now, outcome.provider_id, reason, outcome.said, again, row["provider_id"])
        self._note(fate)
        if self._stuck:
            self._signals.tell_here(self._topic)

    def _note(self, fate: Fate) -> None:
        self._fates.append(fate)
        self._settled.set()

    async def _write(self) -> None:
        """Write what became of messages, all that have gathered at once."""
        while True:
            await self._settled.wait()
            if not self._full:  # nobody waits for it: more may come
                await asyncio.sleep(GATHER)
            self._settled.clear()
            await self._settle()
            if (self._account.refused is not None) != self._alarmed:
                refused = self._account.refused
                for channel in await settling.give_alarm(
                    self._database, self._channel.name, refused, self._clock.now()
                ):
                    self._signals.tell(outbox_of(channel))
                self._alarmed = refused is not None

    @property
    def _full(self) -> bool:
        """Whether hands are short, so that what is settled makes room."""
        return len(self._in_hand) >= HANDS - FOR_TURNS

    async def _settle(self) -> None:
        fates, looks, full = list(self._fates), self._looks, self._full
        if not fates:
            return
        written = await settling.write(self._database, self._channel, fates, self._clock.now())
        del self._fates[: len(fates)]
        for fate in fates:
            if (row := self._in_hand.pop(fate.id, None)) is not None:
                self._by_lane[Lane(row["lane"])] -= 1
        for channel in written.told:
            self._signals.tell(outbox_of(channel))
        # a look in the middle of it could not know yet that what it found behind these may go now
        if written.behind or full or looks != self._looks:
            self._signals.tell_here(self._topic)


def _now() -> float:
    return asyncio.get_running_loop().time()
