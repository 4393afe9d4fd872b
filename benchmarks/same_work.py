"""The same work by our bot, by an earlier build of it and by rivals, one after the other in one run."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from benchmarks import builds
from benchmarks.against import BEFORE, NAMES, RATE
from benchmarks.figures import Figure, Section
from benchmarks.processes import ROOT, Platform, Program, free_port, running
from benchmarks.rivals import environment, store
from benchmarks.running import Bench, BenchError, Run
from benchmarks.system import Hiteuses

OURS, EARLIER = "hiteuses", f"hiteuses at {BEFORE}"
"""The names of our two builds in the results."""
PTB, AIOGRAM, PYWA = "python-telegram-bot ConversationHandler, PicklePersistence", "aiogram, Redis", "pywa, Redis"
"""The names of the rivals."""
_Bot = Callable[[Run, int, float, int], Mapping[str, Any]]
"""Runs a bot: (run, people, seconds, tasks) → what its people report."""
CONNECTIONS = 256
"""Requests of WhatsApp at once."""
WANTED = 2.5
"""How many times as many answers as the better rival our bot is to handle."""


def on(channel: str) -> Bench:
    """The benchmark of the same work on a channel."""
    return partial(_measure, channel)


def _measure(channel: str, run: Run) -> Section:
    people = run.size(1_000, 15)
    seconds = run.size(30.0, 1.0)
    # Enough tasks that nobody reaches the end of the queue, whichever bot is the fastest.
    tasks = run.size(30_000, 1_000)
    found: dict[str, Mapping[str, Any]] = {}
    left_out: dict[str, str] = {}
    rivals = RIVALS[channel]
    bots: dict[str, _Bot] = {**rivals, EARLIER: partial(_earlier, channel), OURS: partial(_ours, channel)}
    for name in run.size(list(bots), [*rivals, OURS]):
        run.say(f"same-work: {name}")
        try:
            found[name] = bots[name](run, people, seconds, tasks)
        except BenchError as error:
            if name == OURS:
                raise
            run.say(f"same-work: left out: {error}")
            left_out[name] = str(error)
    rates = {name: _rate(report) for name, report in found.items() if name in rivals}
    ours = _rate(found[OURS])
    figures = [
        Figure(
            f"{name}, {people} chats",
            "",
            f"{_rate(report):.0f} answers/s, p99 {report['handed_to_answered_ms']['p99']:.0f} ms, "
            f"{report['mute']} people mute",
            None,
            report,
        )
        for name, report in found.items()
    ]
    figures += [Figure(f"{name}, {people} chats", "", f"left out: {reason}") for name, reason in left_out.items()]
    if rates:
        best = max(rates, key=lambda name: rates[name])
        ratio = ours / rates[best]
        figures.append(
            Figure(
                f"ours to {best}" if len(rivals) == 1 else f"ours to the better of them ({best})",
                f"at least {WANTED} times",
                f"{ratio:.2f} times",
                ratio >= WANTED if rates.keys() == rivals.keys() else None,
                {"ratio": ratio},
            )
        )
    if EARLIER in found:
        ratio = ours / _rate(found[EARLIER])
        figures.append(
            Figure(
                f"ours to {EARLIER}, and so its ratio to a rival to the ratio before",
                f"at least {RATE} times",
                f"{ratio:.2f} times",
                ratio >= RATE,
                {"ratio": ratio},
            )
        )
    return Section(
        "same-work" if channel == "telegram" else f"same-work-{channel}",
        f"The same work on {NAMES[channel]}",
        f"{people} people without think time answer tasks for {seconds:g} s, bot, platform, people and databases on 2 "
        f"cores, {HOW[channel]}, one system after the other. All store, pay and count each answer and lease the next "
        f"task in one durable transaction of the same embedded PostgreSQL, {TAP[channel]} and send one message; the "
        "rivals do nothing beyond that (`benchmarks/rivals`)",
        figures,
    )


def _rate(report: Mapping[str, Any]) -> float:
    return float(report["answers"] / report["seconds"])


def _earlier(channel: str, run: Run, people: int, seconds: float, tasks: int) -> Mapping[str, Any]:
    with run.home() as folder:
        root = builds.checkout(run, BEFORE, folder)
        if root is None:
            raise BenchError(f"revision {BEFORE} is not here")
        return _ours(channel, run, people, seconds, tasks, root)


def _ours(channel: str, run: Run, people: int, seconds: float, tasks: int, root: Path = ROOT) -> Mapping[str, Any]:
    from benchmarks.agreement import answers, differences

    with run.home() as home, Platform() as platform:
        _one_by_one(platform)
        bot = Hiteuses(home, platform, root=root, whatsapp=platform.whatsapp if channel == "whatsapp" else None)
        with running(bot):
            bot.ready()
            bot.add_work(tasks)
            _joined(platform.ask("join", on=channel, codes=bot.invite(people)), bot)
            before = answers(bot)
            report = platform.ask("work", on=channel, seconds=seconds, patience=30.0)
            # the tables of an earlier build are other ones; what people were told is kept of Telegram's alone
            if root == ROOT and channel == "telegram" and (wrong := differences(bot, platform)):
                raise BenchError("; ".join(wrong[:5]))
            return dict(report) | {"answers": answers(bot) - before}


def _ptb(run: Run, people: int, seconds: float, tasks: int) -> Mapping[str, Any]:
    with run.home() as home, _place(run, tasks) as (platform, environ):
        environ["STATE_FILE"] = str(home / "conversations.pickle")
        return _rival(Path(sys.executable), "ptb_conversation", environ, platform, home, people, seconds)


def _aiogram(run: Run, people: int, seconds: float, tasks: int) -> Mapping[str, Any]:
    with _with_redis(run, tasks) as (python, platform, environ, home):
        return _rival(python, "aiogram_redis", environ, platform, home, people, seconds)


def _pywa(run: Run, people: int, seconds: float, tasks: int) -> Mapping[str, Any]:
    with _with_redis(run, tasks) as (python, platform, environ, home):
        _one_by_one(platform)
        environ |= {**platform.whatsapp, "PORT": str(free_port())}
        return _rival(python, "pywa_redis", environ, platform, home, people, seconds, on="whatsapp")


RIVALS: Mapping[str, Mapping[str, _Bot]] = {
    "telegram": {PTB: _ptb, AIOGRAM: _aiogram},
    "whatsapp": {PYWA: _pywa},
}
"""Channel → name → its run."""
HOW = {
    "telegram": "by long polling",
    "whatsapp": "by webhook, one event in each request (pywa reads no further ones)",
}
"""Channel → how events come."""
TAP = {"telegram": "answer the tap", "whatsapp": "mark the tap as read"}
"""Channel → what is done about a tap."""


def _one_by_one(platform: Platform) -> None:
    """Let WhatsApp post each event and receipt in a request of its own, whoever it posts to, and so many at once that
    nobody waits for a connection."""
    platform.ask("deliver", on="whatsapp", most=1, gather=0.0, connections=CONNECTIONS)


@contextmanager
def _with_redis(run: Run, tasks: int) -> Iterator[tuple[Path, Platform, dict[str, str], Path]]:
    """The interpreter of the rivals' environment, a platform, a rival's environment variables, and its folder."""
    install = not run.quick
    python = environment.python(install=install)
    with (
        run.home() as home,
        environment.redis(home, install=install) as redis,
        _place(run, tasks) as (platform, environ),
    ):
        environ["REDIS_URL"] = redis
        yield python, platform, environ, home


@contextmanager
def _place(run: Run, tasks: int) -> Iterator[tuple[Platform, dict[str, str]]]:
    """A platform, and the environment variables of a rival with a database full of tasks of its own."""
    with run.server() as url, Platform() as platform:
        store.create(url, tasks, wanted=3)
        own = {"TELEGRAM_BOT_TOKEN": platform.token, "TELEGRAM_API_URL": platform.url, "DATABASE_URL": url}
        yield platform, {**os.environ, **own}


def _rival(
    python: Path,
    module: str,
    environ: Mapping[str, str],
    platform: Platform,
    home: Path,
    people: int,
    seconds: float,
    on: str = "telegram",
) -> Mapping[str, Any]:
    bot = Program([python, "-m", f"benchmarks.rivals.{module}"], environ, home / "rival.log")
    with running(bot):
        # The rival's first call after its start would delay the first people: they may wait longer.
        _joined(platform.ask("join", on=on, codes=[""] * people, patience=60.0), bot)
        before = store.answers(environ["DATABASE_URL"])
        report = platform.ask("work", on=on, seconds=seconds, patience=30.0)
        bot.check()
        return dict(report) | {"answers": store.answers(environ["DATABASE_URL"]) - before}


def _joined(report: Mapping[str, Any], bot: Program) -> None:
    bot.check()
    if report["mute"]:
        raise BenchError(f"{report['mute']} people were left without an answer while they joined")
