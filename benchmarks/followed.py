"""Runs `hiteuses` and notes how each person's events go through it: `python -m benchmarks.followed FILE ARGUMENTS…`.

SIGUSR1 begins, the next SIGUSR1 ends it and writes FILE as JSON: `{"marks": [[address, place, seconds], …], "clock":
[[seconds, seconds of processor time, seconds of waiting for a core], …]}`, both in order of time. A place is one of
`PLACES`; seconds are those of `time.monotonic`, which all processes of a machine share. `clock` is the main thread's,
read at each mark (`/proc/thread-self/schedstat`; zeros where the system does not count).
"""

from __future__ import annotations

import json
import os
import signal
import sys
import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from types import FrameType
from typing import Any

from backend.db import turns
from backend.db.messaging import inbox
from bot import cli
from bot.delivery import attempt
from bot.delivery.relay import Relay
from bot.handlers.runner import Runners
from bot.web.intake import Intake

PLACES = ("received", "stored", "begun", "claimed", "handled", "committed", "taken", "answered")
"""The places in the order in which an event passes them: the intake has it, it is stored, a runner begins with its
person, has locked her and read it, has handled it, has committed the turn, the relay begins with the reply, the
platform has answered."""


class Followed:
    """Takes the marks while it is switched on. `output`: the file that is written when it is switched off."""

    def __init__(self, output: Path) -> None:
        self._output = output
        self._on = False
        self._marks: list[tuple[str, str, float]] = []
        self._clock: list[tuple[float, float, float]] = []
        self._addresses: dict[int, str] = {}  # of people whose events were stored
        self._schedstat = -1

    def toggle(self, _number: int, _frame: FrameType | None) -> None:
        """Begin, or end it and write what was noted."""
        if self._schedstat < 0:
            self._schedstat = os.open("/proc/thread-self/schedstat", os.O_RDONLY)
        self._on = not self._on
        if not self._on:
            written = self._output.with_suffix(".part")
            written.write_text(json.dumps({"marks": self._marks, "clock": self._clock}), "utf-8")
            written.rename(self._output)
            self._marks, self._clock = [], []

    def at(self, place: str, addresses: Iterable[str]) -> None:
        """Note that the events of these people are there now."""
        if self._on:
            now = time.monotonic()
            ran, waited, _ = os.pread(self._schedstat, 100, 0).split()
            self._clock.append((now, int(ran) / 1e9, int(waited) / 1e9))
            self._marks += [(address, place, now) for address in addresses]

    def people(self, place: str, people: Iterable[int]) -> None:
        """The same, of people by their numbers."""
        self.at(place, [self._addresses[each] for each in people if each in self._addresses])

    def watch(self) -> None:
        """Put a mark at each place of the program."""
        self._watch_intake(Intake)
        self._watch_turns(Runners)
        self._watch_relay(Relay)

    def _watch_intake(self, intake: Any) -> None:
        storage: Any = inbox
        receive, store = intake.store, storage.store

        async def received(self_: Intake, arrivals: Sequence[inbox.Arrival], *rest: Any) -> None:
            self.at("received", [each.address for each in arrivals])
            await receive(self_, arrivals, *rest)

        async def stored(uow: Any, arrivals: Sequence[inbox.Arrival], now: Any) -> inbox.StoredEvents:
            found: inbox.StoredEvents = await store(uow, arrivals, now)
            addresses = list(dict.fromkeys(each.address for each in arrivals))
            if len(addresses) == len(found.people):
                self._addresses.update(zip(found.people, addresses, strict=True))
            self.at("stored", addresses)
            return found

        intake.store, storage.store = received, stored

    def _watch_turns(self, runners: Any) -> None:
        claims: Any = turns
        claim, ending, after = claims.claim_together, runners._ending, runners._after

        async def claimed(uow: Any, people: Sequence[int], now: Any, **how: Any) -> Any:
            self.people("begun", people)
            found = await claim(uow, people, now, **how)
            self.people("claimed", people)
            return found

        def handled(self_: Runners, turn: Any) -> Any:
            self.people("handled", [turn.person.id])
            return ending(self_, turn)

        def committed(self_: Runners, turn: Any, started: float) -> None:
            self.people("committed", [turn.person.id])
            after(self_, turn, started)

        claims.claim_together, runners._ending, runners._after = claimed, handled, committed

    def _watch_relay(self, relay: Any) -> None:
        attempts: Any = attempt
        take, send = relay._send, attempts.send

        def taken(self_: Relay, row: Any) -> None:
            self.at("taken", [row.address])
            take(self_, row)

        async def sent(channel: Any, row: Any, edits: str | None) -> attempt.SendOutcome:
            outcome: attempt.SendOutcome = await send(channel, row, edits)
            self.at("answered", [row.address])
            return outcome

        relay._send, attempts.send = taken, sent


def main(output: str, *arguments: str) -> None:
    followed = Followed(Path(output))
    followed.watch()
    signal.signal(signal.SIGUSR1, followed.toggle)
    sys.argv[:] = ["hiteuses", *arguments]
    cli.main()


if __name__ == "__main__":
    main(*sys.argv[1:])
