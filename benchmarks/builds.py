"""Builds of the product that run beside each other, so that one run compares them: this machine's own speed moves by a
third from hour to hour."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from statistics import median
from typing import Any

from backend.records import Record, Struct, field
from benchmarks.processes import ROOT, Platform, running
from benchmarks.running import BenchError, Run
from benchmarks.system import PROJECT, Hiteuses


class Window(Record):
    """What a build did in one window. `program`, `database`: processor time of an action, in milliseconds. `rate`:
    actions a second."""

    program: float
    database: float
    rate: float

    @property
    def cost(self) -> float:
        """Processor time of an action in all, in milliseconds."""
        return self.program + self.database


class Build(Struct):
    """A running build with its platform and its people. `p99`: tap to reply, in milliseconds, by `waits`."""

    bot: Hiteuses
    platform: Platform
    channel: str = "telegram"
    windows: list[Window] = field(default_factory=list)
    p99: list[float] = field(default_factory=list)

    def works(self, actions: int) -> None:
        """Lets the build's people do `actions`, and appends the window."""
        before, began = self.bot.cpu(), time.monotonic()
        report: dict[str, Any] = self.platform.ask("work", on=self.channel, actions=actions, patience=60.0)
        after, seconds = self.bot.cpu(), time.monotonic() - began
        if report["mute"]:
            raise BenchError(f"{report['mute']} people were left without an answer")
        program, database = (1000 * (b - a) / report["actions"] for a, b in zip(before, after, strict=True))
        self.windows.append(Window(program, database, report["actions"] / seconds))

    def waits(self, seconds: float, think: tuple[float, float]) -> None:
        """Lets its people work for `seconds`, and appends how long the slowest hundredth waited. `think`: the least and
        the most seconds from a message to what they do then."""
        report = self.platform.ask("work", on=self.channel, seconds=seconds, think=think, ramp=think[1])
        if report["mute"]:
            raise BenchError(f"{report['mute']} people were left without an answer")
        self.p99.append(report["made_to_answered_ms"]["p99"])

    def figure(self) -> str:
        """The medians of its windows in words."""
        cost, database = (median(getattr(each, name) for each in self.windows) for name in ("cost", "database"))
        return f"{cost:.2f} ms, of which PostgreSQL {database:.2f} ms"


def begin(
    run: Run,
    stack: ExitStack,
    name: str,
    root: Path,
    people: int,
    *,
    answers: str = "{min: 3}",
    tasks: int = 60_000,
    channel: str = "telegram",
    webhook: bool = False,
) -> Build:
    """Start a build from the files in `root`, give it work, and let `people` join. `answers`: that setting of its
    project. `webhook`: Telegram's, instead of polling. It ends with `stack`."""
    platform = stack.enter_context(Platform())
    whatsapp = platform.whatsapp if channel == "whatsapp" else None
    bot = Hiteuses(stack.enter_context(run.home()), platform, webhook=webhook, whatsapp=whatsapp, root=root)
    stack.enter_context(running(bot))
    bot.ready()
    bot.add_work(run.size(tasks, 1_000), PROJECT.replace("{min: 3}", answers))
    run.say(f"{people} people join: {name}")
    joined = platform.ask("join", on=channel, codes=bot.invite(people))
    if joined["mute"]:
        raise BenchError(f"{joined['mute']} people were left without an answer while they joined: {name}")
    return Build(bot, platform, channel)


def take_turns(run: Run, builds: Sequence[Build], actions: int, windows: int) -> None:
    """Let the builds work one after the other, in turned order each time, after a window to warm up."""
    for build in builds:
        build.works(actions)
        build.windows.clear()
    run.say(f"{windows} rounds")
    for number in range(windows):
        for build in builds[:: -1 if number % 2 else 1]:
            build.works(actions)


def checkout(run: Run, revision: str, folder: Path) -> Path | None:
    """The files of a revision, from this checkout's repository; None if the repository does not have it."""
    archive = folder / "before.tar"
    for command in (
        ["git", "archive", "-o", str(archive), revision],
        ["tar", "-x", "-f", str(archive), "-C", str(folder)],
    ):
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            run.say(f"revision {revision} is left out: {' '.join(command[:2])}: {done.stderr.strip()[-300:]}")
            return None
    archive.unlink()
    return folder
