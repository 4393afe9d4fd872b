"""The processor time of an answer with agreement on, compared in one run with the build before agreement, window by
window."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import ExitStack
from statistics import median

from benchmarks import builds
from benchmarks.builds import Build
from benchmarks.figures import Figure, Section
from benchmarks.processes import ROOT
from benchmarks.running import Run

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


def measure(run: Run) -> Section:
    people, actions, windows = run.size(100, 10), run.size(2_000, 60), run.size(20, 2)
    with ExitStack() as stack:
        found = {}
        for name in run.size(tuple(BUILDS), ("guaranteed", "skilled")):
            root = builds.checkout(run, BEFORE, stack.enter_context(run.home())) if name == "before" else ROOT
            if root is not None:
                found[name] = builds.begin(run, stack, name, root, people, answers=BUILDS[name])
        builds.take_turns(run, list(found.values()), actions, windows)
    return Section(
        "answer-cost",
        "What agreement adds to an answer",
        f"`hiteuses run` three times, each with its embedded PostgreSQL, a fake platform of its own and {people} "
        f"people who answer without think time, one after the other in {windows} rounds of {actions:,} answers, in "
        f"turned order each time; the others idle meanwhile. `before` is revision {BEFORE}. Three answers to a task "
        "everywhere; processor time of the program with PostgreSQL, the ratio taken round by round",
        _figures(found),
    )


def _figures(found: Mapping[str, Build]) -> list[Figure]:
    figures = [
        Figure(
            f"processor time of an answer, {name}",
            "",
            build.figure(),
            None,
            {
                "milliseconds": [window.cost for window in build.windows],
                "of_postgresql": [window.database for window in build.windows],
            },
        )
        for name, build in found.items()
    ]
    if "before" not in found:
        return [*figures, Figure("to before", f"at most {WANTED} times", f"left out: revision {BEFORE} is not here")]
    before = found["before"].windows
    for name in ("guaranteed", "skilled"):
        ratios = [now.cost / then.cost for now, then in zip(found[name].windows, before, strict=True)]
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
