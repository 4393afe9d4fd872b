"""The relay's queue in memory: rows being sent, rows that were read and may be sent next, and chats that must wait."""

from __future__ import annotations

import heapq
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime, timedelta

from backend.db.messaging.outbox import WaitingMessage
from backend.domain.messaging.states import Lane
from bot.delivery.pace import Limits

MAX_IN_FLIGHT = 256  # the most messages that are with the platform at once
FOR_TURNS = 32  # … of which this many are reserved for replies
MOST_AHEAD = 500  # the most rows of a lane without urgency that are read at once
LANES = tuple(Lane)


class SendQueue:
    """`limits`: the rate limits. `ahead`: how many rows that are not urgent are read at once; the more, the older they
    are when they are sent. `pieces`: how many of the platform's messages a row takes.

    Times `now` are seconds of the event loop's clock, `at` is the product's clock."""

    def __init__(self, limits: Limits, ahead: int, pieces: Callable[[WaitingMessage], int] = lambda _row: 1) -> None:
        self.limits = limits
        self.in_hand: dict[int, WaitingMessage] = {}
        self.held: dict[int, datetime] = {}  # contact → until when the chat must wait
        self.stuck = False
        """Nothing can be sent before an answer comes."""
        self._pieces = pieces
        self._sizes: dict[int, int] = {}  # results of `pieces` for rows that are read or being sent
        self._ahead = min(MOST_AHEAD, ahead)
        self._by_lane: Counter[Lane] = Counter()  # of the rows being sent
        self._ready: dict[Lane, deque[WaitingMessage]] = {lane: deque() for lane in LANES}  # read, and not sent yet
        self._more: set[Lane] = set(LANES)  # lanes where a read may find more rows
        self._moments: list[datetime] = []  # heap: when something that waits becomes due

    # --- time -------------------------------------------------------------------------------------

    def wake(self, at: datetime) -> bool:
        """Release what waited until now. Returns whether there was anything."""
        due = False
        while self._moments and self._moments[0] <= at:
            heapq.heappop(self._moments)
            due = True
        if due:
            self.held = {contact: until for contact, until in self.held.items() if until > at}
        return due

    def comes_due(self, at: datetime) -> None:
        """Something that waits becomes due at this time."""
        heapq.heappush(self._moments, at)

    def hold(self, contact_id: int, until: datetime) -> None:
        """Send nothing to this chat before this time."""
        self.held[contact_id] = max(until, self.held.get(contact_id, until))
        self.comes_due(self.held[contact_id])

    def pause(self, now: float, at: datetime, longest: float) -> float:
        """Seconds until something can have changed without a signal."""
        waits = [
            self.limits.wait(now, urgent=lane is Lane.TURN, pieces=self._next_pieces(lane))
            for lane in LANES
            if (self._ready[lane] or lane in self._more) and self._hands(lane) > 0
        ]
        self.stuck = float("inf") in waits
        if self._moments:
            waits.append((self._moments[0] - at).total_seconds())
        return max(0.001, min([longest, *waits]))

    # --- reading ----------------------------------------------------------------------------------

    def look_everywhere(self) -> None:
        """Any lane may have new rows."""
        self._more.update(LANES)

    def wanted(self, now: float) -> Mapping[Lane, int]:
        """How many rows of each lane to read now. Replies are read again each
        time; of other lanes some rows are kept."""
        return {lane: self._wanted(lane, now) for lane in LANES}

    def _wanted(self, lane: Lane, now: float) -> int:
        if lane not in self._more or (lane is not Lane.TURN and self._ready[lane]):
            return 0
        room = self._room(lane, now)
        if room <= 0:
            return 0
        return min(MAX_IN_FLIGHT, room + FOR_TURNS) if lane is Lane.TURN else max(room, self._ahead)

    def found(self, wanted: Mapping[Lane, int], rows: Iterable[WaitingMessage]) -> None:
        """The rows that a read found, in order. `wanted`: how many it asked for."""
        by_lane: dict[Lane, deque[WaitingMessage]] = {lane: deque() for lane in LANES}
        for row in rows:
            by_lane[Lane(row.lane)].append(row)
        for lane, most in wanted.items():
            if most:
                for row in self._ready[lane]:
                    self._sizes.pop(row.id, None)
                self._ready[lane] = by_lane[lane]
                if len(by_lane[lane]) < most:
                    self._more.discard(lane)

    # --- taking and settling ----------------------------------------------------------------------

    def next(self, now: float, at: datetime) -> Iterator[WaitingMessage]:
        """The rows that may be sent now, in order; each is in hand from then on. The caller takes their
        places in the rate limits."""
        for lane in LANES:
            ready = self._ready[lane]
            while ready and self._room(lane, now) > 0:
                pieces = self.pieces(ready[0])
                if pieces > 1 and self.limits.wait(now, urgent=lane is Lane.TURN, pieces=pieces) > 0:
                    self._more.discard(lane)  # a read brings no room
                    break
                row = ready.popleft()
                wait = self.limits.chat_wait(row.address, now, pieces)
                if row.contact_id in self.held or wait > 0:
                    self.hold(row.contact_id, at + timedelta(seconds=wait))
                    self._sizes.pop(row.id, None)
                    continue
                self.in_hand[row.id] = row
                self._by_lane[lane] += 1
                yield row

    def put_down(self, row_id: int) -> None:
        """The result of a row is recorded."""
        self._sizes.pop(row_id, None)
        if (row := self.in_hand.pop(row_id, None)) is not None:
            self._by_lane[Lane(row.lane)] -= 1

    @property
    def full(self) -> bool:
        """Whether nearly all places are in use, so that recording results makes room."""
        return len(self.in_hand) >= MAX_IN_FLIGHT - FOR_TURNS

    def pieces(self, row: WaitingMessage) -> int:
        """How many of the platform's messages a row takes; computed once per row."""
        found = self._sizes.get(row.id)
        if found is None:
            found = self._sizes[row.id] = self._pieces(row)
        return found

    def _next_pieces(self, lane: Lane) -> int:
        """The same for the next row of a lane; 1 if it is not read yet."""
        return self.pieces(self._ready[lane][0]) if self._ready[lane] else 1

    @property
    def somebody_waits(self) -> bool:
        """Whether a reply is being sent."""
        return self._by_lane[Lane.TURN] > 0

    def _room(self, lane: Lane, now: float) -> int:
        return min(self._hands(lane), self.limits.room(now, urgent=lane is Lane.TURN))

    def _hands(self, lane: Lane) -> int:
        free = MAX_IN_FLIGHT - len(self.in_hand)
        if lane is Lane.TURN:
            return free
        others = self._by_lane[Lane.REMINDER] + self._by_lane[Lane.ANNOUNCEMENT]
        return min(free, MAX_IN_FLIGHT - FOR_TURNS - others)
