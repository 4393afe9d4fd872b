"""Of what a person's wait is made: a median one, and those of the slowest hundredth, from place to place."""

from __future__ import annotations

import json
import os
import signal
import sys
import time
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from statistics import mean
from typing import Any

import psutil

from backend.records import Record
from benchmarks.figures import Figure, Section
from benchmarks.followed import PLACES
from benchmarks.processes import Platform, running
from benchmarks.running import BenchError, Run
from benchmarks.system import Hiteuses, is_postgres

STAGES = {
    "to the program": "received",
    "stored": "stored",
    "a runner free": "begun",
    "claimed": "claimed",
    "handled": "handled",
    "committed": "committed",
    "with the relay": "taken",
    "sent": "accepted",
}
"""What happens to an event from the platform's having handed it out → the place where that ends. `accepted`: the
platform has the reply."""
WAYS = {"polling": ("telegram", False), "webhook": ("telegram", True), "WhatsApp": ("whatsapp", True)}
"""Way → (channel, by webhook)."""
WINDOWS = {"telegram": 40.0, "whatsapp": 8.0}
"""Channel → seconds in which answers are followed."""
MIDDLE, SLOWEST = (0.45, 0.55), (0.99, 1.0)
"""Shares of all waits, in order of their length."""
SHOWN = 4
"""The number of an address's last signs by which people are told apart: a WhatsApp number is stored sealed, but for
these."""
WITHIN = 10.0
"""Seconds within which the marks must be written."""


class Wait(Record):
    """One person's wait, in seconds. `stages`: in the order of `STAGES`. `ran`, `queued`: while she waited, the
    program's main thread had a core, or waited for one; otherwise it waited for PostgreSQL or the platform."""

    whole: float
    stages: Sequence[float]
    ran: float
    queued: float


class Clock:
    """The main thread's (seconds, seconds of processor time, seconds of waiting for a core), between its marks in
    proportion."""

    def __init__(self, marks: Sequence[Sequence[float]]) -> None:
        self._marks = marks
        self._times = [mark[0] for mark in marks]

    def between(self, start: float, end: float) -> tuple[float, float]:
        """(processor time, time of waiting for a core)."""
        (ran, queued), (ran_before, queued_before) = self._at(end), self._at(start)
        return ran - ran_before, queued - queued_before

    def _at(self, moment: float) -> tuple[float, float]:
        place = bisect_right(self._times, moment)
        if place in (0, len(self._marks)):
            _, ran, queued = self._marks[min(place, len(self._marks) - 1)]
            return ran, queued
        (earlier, *before), (later, *after) = self._marks[place - 1], self._marks[place]
        share = (moment - earlier) / (later - earlier) if later > earlier else 0.0
        ran, queued = (b + share * (a - b) for b, a in zip(before, after, strict=True))
        return ran, queued


def measure(run: Run) -> Section:
    people, think = run.size(200, 10), run.size([0.5, 1.5], [0.05, 0.15])
    figures: list[Figure] = []
    for way in run.size(list(WAYS), ["webhook"]):
        run.say(f"waits: {people} people, {way}")
        figures += _followed(run, way, people, think)
    return Section(
        "waits",
        "What a wait is made of",
        f"`hiteuses run` with its embedded PostgreSQL, the fake platform and its {people} people on 2 cores, each of "
        f"whom answers {think[0]:g} to {think[1]:g} s after the bot's message, for {WINDOWS['telegram']:g} s, and for "
        f"{WINDOWS['whatsapp']:g} s on WhatsApp, before its limit of messages to one person is reached. Each answer is "
        "followed from its being handed out by the platform to the reply's being accepted there "
        "(`benchmarks/followed.py`): until the program has it, until it is stored, until a runner is free, until the "
        "person is locked and her event read, until the rules have handled it and the next task is had, until that is "
        "committed, until the relay has read the reply, until the platform has it. `ran` and `waited for a core` are "
        "the program's main thread's in that time, whoever it worked for; otherwise it waited for PostgreSQL or the "
        "platform",
        figures,
    )


def _followed(run: Run, way: str, people: int, think: Sequence[float]) -> list[Figure]:
    channel, webhook = WAYS[way]
    with run.home() as home, Platform() as platform:
        marks = home / "marks.json"
        whatsapp = platform.whatsapp if channel == "whatsapp" else None
        bot = Hiteuses(home, platform, webhook=webhook, whatsapp=whatsapp)
        bot.argv = [sys.executable, "-m", "benchmarks.followed", str(marks), "run"]
        with running(bot):
            bot.ready()
            bot.add_work(run.size(30_000, 300))
            joined = platform.ask("join", on=channel, codes=bot.invite(people), ramp=run.size(5.0, 0.0))
            if joined["mute"]:
                raise BenchError(f"{joined['mute']} people were left without an answer while they joined")
            work = {"on": channel, "think": list(think), "ramp": think[1]}
            platform.ask("work", **work, seconds=run.size(2.0, 0.2))  # to warm up
            os.kill(bot.pid, signal.SIGUSR1)
            before = _queues(bot, platform)
            each = platform.ask("follow", **work, seconds=run.size(WINDOWS[channel], 1.0))
            after = _queues(bot, platform)
            os.kill(bot.pid, signal.SIGUSR1)
            waits = _waits(each, _written(marks))
    if len(waits) < len(each) / 2:
        raise BenchError(f"only {len(waits)} of {len(each)} answers could be followed")
    queues = {name: 1000 * (after[name] - before[name]) / len(each) for name in after}
    return [
        _shown(f"{way}: a median wait", waits, MIDDLE),
        _shown(f"{way}: the slowest hundredth", waits, SLOWEST),
        Figure(
            f"{way}: waiting for a core, for each answer",
            "",
            ", ".join(f"{name} {milliseconds:.2f} ms" for name, milliseconds in queues.items()),
            None,
            {"milliseconds": queues, "answers": len(each), "followed": len(waits)},
        ),
    ]


def _queues(bot: Hiteuses, platform: Platform) -> dict[str, float]:
    """Seconds that each process has waited for a core so far."""
    own = psutil.Process(bot.pid)
    servers = [child for child in own.children(recursive=True) if is_postgres(child)]
    return {
        "the program": _queued([own]),
        "PostgreSQL": _queued(servers),
        "the platform and its people": _queued([psutil.Process(platform.pid)]),
    }


def _queued(processes: Iterable[psutil.Process]) -> float:
    threads = (thread for each in processes for thread in Path(f"/proc/{each.pid}/task").glob("*/schedstat"))
    return sum(int(thread.read_text("ascii").split()[1]) for thread in threads) / 1e9


def _written(marks: Path) -> Mapping[str, Any]:
    """What the program noted. Raises `BenchError` if it does not come."""
    until = time.monotonic() + WITHIN
    while not marks.exists():
        if time.monotonic() > until:
            raise BenchError("the program wrote no marks")
        time.sleep(0.05)
    found: Mapping[str, Any] = json.loads(marks.read_text("utf-8"))
    return found


def _waits(each: Iterable[tuple[str, float, float]], noted: Mapping[str, Any]) -> list[Wait]:
    """The waits of those answers that were seen at every place while they were waited for, the shortest first."""
    clock = Clock(noted["clock"])
    places: dict[str, list[tuple[float, str]]] = defaultdict(list)
    for address, place, moment in noted["marks"]:
        places[address[-SHOWN:]].append((moment, place))
    found = []
    for address, handed, accepted in each:
        marks = places[address[-SHOWN:]]
        passed = [mark for mark in marks[bisect_right(marks, (handed, "")) :] if mark[0] <= accepted]
        # the platform has the reply before the program has its answer: that mark is behind
        moments = [next((moment for moment, name in passed if name == place), None) for place in PLACES[:-1]]
        known = [moment for moment in (handed, *moments, accepted) if moment is not None]
        if len(known) < len(STAGES) + 1 or known != sorted(known):
            continue
        stages = [later - earlier for earlier, later in pairwise(known)]
        found.append(Wait(accepted - handed, stages, *clock.between(handed, accepted)))
    return sorted(found, key=lambda wait: wait.whole)


def _shown(what: str, waits: Sequence[Wait], share: tuple[float, float]) -> Figure:
    """The means of a share of all waits."""
    first, last = (int(len(waits) * end) for end in share)
    some = waits[first : max(last, first + 1)]
    stages = {name: 1000 * mean(wait.stages[place] for wait in some) for place, name in enumerate(STAGES)}
    whole, ran, queued = (1000 * mean(getattr(wait, name) for wait in some) for name in ("whole", "ran", "queued"))
    return Figure(
        what,
        "",
        f"{whole:.1f} ms: "
        + ", ".join(f"{name} {milliseconds:.1f}" for name, milliseconds in stages.items())
        + f"; the program ran {ran:.1f}, waited for a core {queued:.1f}, for others {whole - ran - queued:.1f}",
        None,
        {"whole": whole, "stages": stages, "ran": ran, "queued": queued, "waits": len(some)},
    )
