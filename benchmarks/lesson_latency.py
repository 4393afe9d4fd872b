"""How long a trainee waits: from their answer reaching us to the next step accepted by the platform."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import uvloop

from benchmarks.crowd import Regulars
from benchmarks.figures import Figure, Section, shown
from benchmarks.learner import Learner, Platform
from benchmarks.processes import running
from benchmarks.running import BenchError, Run
from benchmarks.system import Hiteuses
from bot import samples
from tests.fakes.chat import ChatMessage
from tests.fakes.crowd import Action, Crowd, Taps
from tests.fakes.people import Person
from tests.fakes.telegram import FakeTelegram


def measure(run: Run) -> Section:
    people = run.size(200, 8)
    seconds = run.size(60.0, 4.0)
    think = run.size(1.0, 0.1)
    with run.home() as home, _without_pauses():
        report, answers, learnt = uvloop.run(_measure(run, home, people, seconds, think))
    if learnt < run.size(people, 1):
        raise BenchError(f"only {learnt} of {people} people answered anything")
    times = report["handed_to_answered_ms"]
    reached = times["p99"] < 100 and not report["mute"]
    measured = f"{shown(times)}; {report['actions_per_second']:.0f} steps/s, {report['mute']} people mute"
    return Section(
        "lesson-latency",
        "Latency of lessons",
        f"`hiteuses run` with its embedded PostgreSQL and the product's training modules, the fake platform and its "
        f"{people} people on 2 cores; after joining they take lessons for {seconds:g} s, each step {think:g} s after "
        f"the bot's message: screens, and {answers} answers to questions of all kinds, one in five wrong. From the "
        "update being handed out to the next step's message accepted",
        [Figure(f"step answer → next step, {people} trainees", "p99 < 100 ms", measured, reached, report)],
    )


@contextmanager
def _without_pauses() -> Iterator[None]:
    """The people are in this process: their garbage collection (90 ms) would count as the bot's time, as in `crowd`."""
    before = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(100_000, 50, 1000)
    try:
        yield
    finally:
        gc.set_threshold(*before)
        gc.unfreeze()


async def _measure(run: Run, home: Path, people: int, seconds: float, think: float) -> tuple[dict[str, Any], int, int]:
    learner = await asyncio.to_thread(partial(Learner, samples.training()))
    async with FakeTelegram(history=6) as telegram:
        bot = Hiteuses(home, Platform(telegram.url, telegram.token))
        with running(bot):
            await asyncio.to_thread(bot.ready)
            await asyncio.to_thread(bot.command, "training", "import", samples.training())
            codes = await asyncio.to_thread(bot.invite, people, "trainee")
            joining = Crowd(
                telegram,
                people,
                policy=_joins,
                opening=lambda number: f"/start {codes[number]}",
                seconds=600.0,
                ramp=run.size(5.0, 0.0),
                patience=30.0,
            )
            await joining.run()
            there = list(telegram.people.values())
            run.say(f"lesson-latency: {people} people learn")
            crowd = Regulars(telegram, there, policy=learner.policy, seconds=seconds, think=think, ramp=think)
            report = (await crowd.run()).json
            with bot.database() as connection:
                row = connection.execute("select count(*) as answers, count(distinct person_id) as people from attempt")
                found = row.fetchone()
    assert found is not None
    return report, found["answers"], found["people"]


def _joins(_person: Person, message: ChatMessage) -> Action | None:
    """Goes as far as the list of modules, and stops there."""
    return Taps("J'accepte", message) if "J'accepte" in message.labels else None
