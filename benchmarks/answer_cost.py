"""The processor time of an answer with agreement on, compared in one run with the build before agreement, window by
window."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.figures import Figure, Section
from benchmarks.processes import ROOT, Platform, running
from benchmarks.running import BenchError, Run
from benchmarks.system import PROJECT, Hiteuses

BEFORE = "66fefa8c"
"""The revision before agreement: each task then had exactly as many answers as it asked for."""
WANTED = 1.05
"""How many times the processor time of the build before an answer may cost."""
BUILDS: Mapping[str, str] = {
    "before": "{min: 3}",
    "guaranteed": "{min: 3}",
    "skilled": "{mode: skilled, min: 3}",
}
"""The `answers` setting of each build's project: three answers that agree, in every build."""


@dataclass(slots=True)
class Build:
    """A running build with its platform and its people. `costs`: processor time of an action in each window, in
    milliseconds: (in total, of PostgreSQL alone)."""

    bot: Hiteuses
    platform: Platform
    costs: list[tuple[float, float]] = field(default_factory=list)

    def works(self, actions: int) -> None:
        """Lets the build's people do `actions`, and appends their cost to `costs`."""
        before = self.bot.cpu()
        report: dict[str, Any] = self.platform.ask("work", actions=actions, patience=60.0)
        after = self.bot.cpu()
        if report["mute"]:
            raise BenchError(f"{report['mute']} people were left without an answer")
        program, database = (1000 * (b - a) / report["actions"] for a, b in zip(before, after, strict=True))
        self.costs.append((program + database, database))


def measure(run: Run) -> Section:
    people, actions, windows = run.size(100, 10), run.size(2_000, 60), run.size(20, 2)
    with ExitStack() as stack:
        builds = {}
        for name, answers in BUILDS.items():
            root = _before(run, stack.enter_context(run.home())) if name == "before" else ROOT
            if root is None:
                continue
            platform = stack.enter_context(Platform())
            bot = Hiteuses(stack.enter_context(run.home()), platform, root=root)
            stack.enter_context(running(bot))
            bot.ready()
            bot.add_work(run.size(60_000, 1_000), PROJECT.replace("{min: 3}", answers))
            run.say(f"answer-cost: {people} people join: {name}")
            joined = platform.ask("join", codes=bot.invite(people))
            if joined["mute"]:
                raise BenchError(f"{joined['mute']} people were left without an answer while they joined: {name}")
            builds[name] = Build(bot, platform)
        for build in builds.values():
            build.works(actions)  # Warm-up.
            build.costs.clear()
        run.say(f"answer-cost: {windows} rounds")
        for number in range(windows):
            for build in list(builds.values())[:: -1 if number % 2 else 1]:
                build.works(actions)
    return Section(
        "answer-cost",
        "What agreement adds to an answer",
        f"`hiteuses run` three times, each with its embedded PostgreSQL, a fake platform of its own and {people} "
        f"people who answer without think time, one after the other in {windows} rounds of {actions:,} answers, in "
        f"turned order each time; the others idle meanwhile. `before` is revision {BEFORE}. Three answers to a task "
        "everywhere; processor time of the program with PostgreSQL, the ratio taken round by round",
        _figures(builds),
    )


def _figures(builds: Mapping[str, Build]) -> list[Figure]:
    figures = [
        Figure(
            f"processor time of an answer, {name}",
            "",
            f"{median(cost for cost, _ in build.costs):.2f} ms, of which PostgreSQL "
            f"{median(cost for _, cost in build.costs):.2f} ms",
            None,
            {"milliseconds": [cost for cost, _ in build.costs], "of_postgresql": [cost for _, cost in build.costs]},
        )
        for name, build in builds.items()
    ]
    if "before" not in builds:
        return [*figures, Figure("to before", f"at most {WANTED} times", f"left out: revision {BEFORE} is not here")]
    before = builds["before"].costs
    for name in ("guaranteed", "skilled"):
        ratios = [now / then for (now, _), (then, _) in zip(builds[name].costs, before, strict=True)]
        ratio = median(ratios)
        figures.append(
            Figure(
                f"{name} to before",
                f"at most {WANTED} times",
                f"{ratio:.3f} times (median of {len(ratios)} rounds, {min(ratios):.3f} to {max(ratios):.3f})",
                ratio <= WANTED,
                {"ratios": ratios},
            )
        )
    return figures


def _before(run: Run, folder: Path) -> Path | None:
    """The files of the revision before, from this checkout's repository; None where the repository does not have it."""
    archive = folder / "before.tar"
    for command in (
        ["git", "archive", "-o", str(archive), BEFORE],
        ["tar", "-x", "-f", str(archive), "-C", str(folder)],
    ):
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            run.say(f"answer-cost: left out: {' '.join(command[:2])}: {done.stderr.strip()[-300:]}")
            return None
    archive.unlink()
    return folder
