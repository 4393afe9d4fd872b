"""The relay: outbox → render → channel → receipt.

One relay is active per channel, elected by an advisory lock that ends with its connection. So one process holds the
platform's limits, however many stand by. What may be sent next is read from the table, where order and waits are
stored, so that the next relay knows them too. What is being sent, and the rate, are in memory."""

from __future__ import annotations

import asyncio
import logging
from collections import OrderedDict
from collections.abc import Sequence
from contextlib import suppress
from datetime import timedelta
from functools import partial
from random import uniform

from backend import cancellation, log_context
from backend.clock import Clock
from backend.db.engine import election
from backend.db.engine.failures import UNAVAILABLE
from backend.db.engine.signals import Signals, outbox_of
from backend.db.engine.uow import Connection, Database
from backend.db.messaging import outbox
from backend.db.messaging.delivery import failure_effects
from backend.db.messaging.outbox import SendResult, WaitingMessage
from backend.domain.messaging.failures import LIMITED, SENT, DeliveryDecision, decide
from backend.domain.messaging.states import Lane
from bot.channels.base import Channel
from bot.channels.errors import SendError
from bot.delivery import attempt, settling
from bot.delivery.account import AccountHealth
from bot.delivery.alarms import alarm
from bot.delivery.daily_room import DailyRoom
from bot.delivery.outgoing import pieces
from bot.delivery.pace import Limits
from bot.delivery.send_queue import SendQueue

log = logging.getLogger(__name__)

READ_AHEAD_SECONDS = 1.0  # seconds' worth of messages that are not urgent, read at once
LOOK_AGAIN = 1.0  # seconds between looks at the table when nothing is signalled
GATHER_SECONDS = 0.02  # seconds in which results are collected before they are written …
GATHER_MORE = 0.05  # … if nobody waits for any of them: each write takes database capacity that turns need
STANDBY_SECONDS = 1.0  # seconds between tries to become the active relay
LAST_WORDS = 5.0  # seconds that calls under way get when the program ends
CUT_OFF = 1.0  # … and then until each has recorded that it was cancelled
RECEIPT_GRACE_SECONDS = 2.0
"""Seconds in which receipts can report what the relay before sent without recording it, and, after an outage of the
database, what this relay sent."""
WHOLE_SECONDS = 1.0
"""Receipts have whole seconds: their times can be this many seconds too early."""
MAX_RECENT_IDS = 4_096  # provider ids that are kept until they are surely in the table


class Relay:
    """Sends what waits for one channel."""

    def __init__(self, database: Database, channel: Channel, clock: Clock, signals: Signals) -> None:
        self._database = database
        self._channel = channel
        self._clock = clock
        self._signals = signals
        self._topic = outbox_of(channel.name)
        self._room = DailyRoom(database, channel.name)
        self._begin_anew(Limits(channel.pace, _now()))
        self._alarmed = False
        self._was_away = False  # the database, since this relay last took over …
        self._outages = signals.outages  # … or stood by, when it asks the database only now and then
        self._looked = 0.0
        self._looks = 0
        self._results: list[SendResult] = []  # not written yet
        self._settled = asyncio.Event()
        self._sending: set[asyncio.Task[None]] = set()
        self._recent: OrderedDict[int, str] = OrderedDict()  # provider ids that may not be written yet
        self.active = asyncio.Event()

    def _begin_anew(self, limits: Limits) -> None:
        self._limits = limits
        self._account = AccountHealth(self._channel.name, limits)
        self._queue = SendQueue(
            limits, int(self._channel.pace.overall * READ_AHEAD_SECONDS), partial(pieces, self._channel)
        )

    # --- life cycle -------------------------------------------------------------------------------

    async def run(self) -> None:
        """Stand by, become active, send; forever."""
        while True:
            try:
                lock = await election.elect(self._database, self._channel.name)
                if lock is None:
                    # results of its own active time: otherwise the active relay would send these again
                    await self._settle()
                else:
                    try:
                        await self._serve(lock)
                    finally:
                        await lock.close()
            except* UNAVAILABLE as errors:
                self._was_away = True
                log.warning("relay: the database is away (%s); trying again", type(errors.exceptions[0]).__name__)
            except* Exception:
                log.exception("relay: it begins anew")
            cancellation.honour()
            await asyncio.sleep(STANDBY_SECONDS)

    async def _serve(self, lock: Connection) -> None:
        await self._settle()  # results of an earlier active time, if the database went away before they were written
        await self._take_over()
        self.active.set()
        self._signals.served.add(self._topic)
        log.info("relay: active for %s", self._channel.name)
        async with asyncio.TaskGroup() as group:
            writer = group.create_task(self._record_all())
            watcher = group.create_task(election.keep(lock))
            try:
                told = True
                while not watcher.done():
                    await self._round(told)
                    pause = self._queue.pause(_now(), self._clock.now(), LOOK_AGAIN)
                    told = await self._signals.wait(self._topic, pause)
            finally:
                self.active.clear()
                self._signals.served.discard(self._topic)
                writer.cancel()
                watcher.cancel()
                await self._let_go()

    async def _take_over(self) -> None:
        """Learn what the relay before knew: the pauses, and what it sent in the last seconds."""
        now, moment = _now(), self._clock.now()
        limits = Limits(self._channel.pace, now)
        self._begin_anew(limits)
        async with self._database.unit() as uow:
            self._alarmed = await alarm.standing(uow, self._channel.name)
            paused_until = await failure_effects.paused_until(uow, self._channel.name)
        if paused_until is not None and paused_until > moment:
            limits.pause((paused_until - moment).total_seconds(), now)
        # in the order of indexes, as turns: before an announcement's rows are known to the planner, it would read all
        # contacts for each of them
        async with self._database.turn() as uow:
            sent = await outbox.sent_since(uow, self._channel.name, moment - timedelta(seconds=limits.memory))
        for row in sent:
            # times that come from receipts are the platform's, in whole seconds
            at = min(now, now - (moment - row.sent_at).total_seconds() + WHOLE_SECONDS)
            for _ in range(row.times):
                limits.remember(row.address, at, now)
        # one message to each chat may have been sent without being recorded; the order allows no more
        async with self._database.turn() as uow:
            in_doubt = await outbox.in_doubt(uow, self._channel.name, [row.address for row in sent], moment)
        for chat in in_doubt:
            limits.doubt(chat.address, chat.times, now)
        async with self._database.turn() as uow:
            since = moment - timedelta(seconds=limits.span)
            unwritten = await outbox.unwritten(uow, self._channel.name, moment, since)
        limits.take_over(unwritten, now)
        was_away = self._was_away or self._outages != self._signals.outages
        if unwritten and (self._channel.tells_later is not None or was_away):
            limits.pause(RECEIPT_GRACE_SECONDS, now)
        self._was_away, self._outages = False, self._signals.outages

    async def _let_go(self) -> None:
        """The program ends, or the lock is lost: let calls under way end and record them, so that nothing is sent
        twice. What cannot be recorded now is kept in memory."""
        if self._sending:
            await asyncio.wait(self._sending, timeout=LAST_WORDS)
        for late in self._sending:
            late.cancel()
        if self._sending:
            await asyncio.wait(self._sending, timeout=CUT_OFF)  # each records that it is unknown whether it was sent
        with suppress(*UNAVAILABLE):
            await self._settle()

    # --- what is sent next ------------------------------------------------------------------------

    async def _round(self, told: bool) -> None:
        """Send what may be sent now, the first row of each chat; read the table if it can have more."""
        queue = self._queue
        await self._room.look(_now(), self._clock.now())
        if queue.wake(self._clock.now()) or told or _now() - self._looked >= LOOK_AGAIN:
            queue.look_everywhere()
        while True:
            wanted = queue.wanted(_now())
            if any(wanted.values()):
                self._looked, self._looks = _now(), self._looks + 1
                taken, held = list(queue.in_hand), list(queue.held)
                async with self._database.turn() as uow:
                    rows = await outbox.waiting(uow, self._channel.name, wanted, taken, held, self._clock.now())
                queue.found(wanted, rows)
            for row in queue.next(_now(), self._clock.now()):
                self._send(row)
            if not any(queue.wanted(_now()).values()):
                return

    def _send(self, row: WaitingMessage) -> None:
        """Pass a row to the platform, or record why not."""
        now = self._clock.now()
        known: tuple[DeliveryDecision, str | None] | None
        try:
            known = attempt.before(row, now)
            if known is None and not self._room.takes(row, now):
                known = LIMITED, "the day's limit of people to write to first is nearly used"
        except Exception as error:
            log.exception("a message cannot be looked at: row %s", row.id)
            known = self._decision(row, error)
        if known is not None:
            decision, reason = known
            self._note(SendResult(row.id, decision, now, reason=reason, event_id=row.event_id))
            return
        self._limits.take(row.address, _now(), urgent=row.lane == Lane.TURN, pieces=self._queue.pieces(row))
        sending = asyncio.create_task(self._deliver(row))  # in no task group: a call under way is never cut off
        self._sending.add(sending)
        sending.add_done_callback(self._sending.discard)

    async def _deliver(self, row: WaitingMessage) -> None:
        if row.event_id is not None:  # this task is about it alone
            log_context.about(row.event_id)
        queue, limits, started = self._queue, self._limits, _now()
        edits = self._recent.get(row.edits, row.edits_id) if row.edits is not None else None
        outcome = await attempt.send(self._channel, row, edits)
        urgent, counts = row.lane == Lane.TURN, outcome.error is None
        size = queue.pieces(row)
        limits.answered(row.address, started, _now(), urgent=urgent, counts=counts, pieces=size)
        decision, reason = self._decision(row, outcome.error)
        level = logging.DEBUG if outcome.error is None else logging.INFO
        log.log(level, "%s: %s, row %s", self._channel.name, decision.rule.counted, row.id)
        if decision.due is not None:
            queue.comes_due(decision.due)
        if decision.rule.quiet and decision.until is not None:
            queue.hold(row.contact_id, decision.until)
        if outcome.provider_id is not None:
            self._recent[row.id] = outcome.provider_id
            if len(self._recent) > MAX_RECENT_IDS:
                self._recent.popitem(last=False)
        self._note(
            SendResult(
                row.id,
                decision,
                self._clock.now(),
                outcome.provider_id,
                reason,
                counts=outcome.said,
                repeated=row.unsure_at is not None and (outcome.error is None or decision.unsure),
                known=row.provider_id,
                template=outcome.template,
                unread=outcome.unread,
                event_id=row.event_id,
                before=outcome.before,
            )
        )
        if queue.stuck:
            self._signals.tell_here(self._topic)

    def _decision(self, row: WaitingMessage, error: Exception | None) -> tuple[DeliveryDecision, str | None]:
        if error is None:
            self._account.fine()
            return SENT, None
        failure, wait = self._account.heard(error, row.contact_id, _now())
        decision = decide(
            failure,
            attempts=row.attempts,
            now=self._clock.now(),
            named=wait,
            told_within=self._channel.tells_later,
            spread=uniform(-1, 1),  # noqa: S311 (spreads load)
        )
        # of an error of the product only the type is kept: its text may hold what somebody wrote
        return decision, str(error) if isinstance(error, SendError) else type(error).__name__

    # --- results ----------------------------------------------------------------------------------

    def _note(self, result: SendResult) -> None:
        self._results.append(result)
        self._settled.set()

    async def _record_all(self) -> None:
        """Write the results, all that were collected at once."""
        while True:
            await self._settled.wait()
            if not self._queue.full:  # nobody waits for room: collect more
                await asyncio.sleep(GATHER_SECONDS if self._queue.somebody_waits else GATHER_MORE)
            self._settled.clear()
            await self._settle()
            refused = self._account.refused
            if (refused is not None) is not self._alarmed:
                self._alarmed = refused is not None
                self._tell(await settling.give_alarm(self._database, self._channel.name, refused, self._clock.now()))

    async def _settle(self) -> None:
        results, looks, full = list(self._results), self._looks, self._queue.full
        if not results:
            return
        recorded = await settling.record(self._database, self._channel, results, self._clock.now())
        del self._results[: len(results)]
        for result in results:
            self._queue.put_down(result.id)
        self._tell(recorded.told)
        # a read during the write could not know that rows behind these may be sent now
        if recorded.behind or full or looks != self._looks:
            self._signals.tell_here(self._topic)

    def _tell(self, channels: Sequence[str]) -> None:
        for channel in channels:
            self._signals.tell(outbox_of(channel))


def _now() -> float:
    return asyncio.get_running_loop().time()
