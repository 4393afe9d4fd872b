"""This build against another revision in one run: what an answer costs, and how many are handled a second."""

from __future__ import annotations

from contextlib import ExitStack
from statistics import median

from benchmarks import builds
from benchmarks.builds import Build
from benchmarks.figures import Figure, Section
from benchmarks.processes import ROOT
from benchmarks.running import Run

BEFORE = "c4389d5e"
"""The revision to compare with, unless `--against` names another: the build before turns shared a transaction."""
COST, RATE = 0.58, 1.7
"""The processor time of an answer, and the answers a second, that are wanted against `BEFORE`."""


def measure(run: Run) -> Section:
    revision = run.against or BEFORE
    people, actions, windows = run.size(1_000, 10), run.size(6_000, 60), run.size(10, 2)
    found: list[Build] = []
    with ExitStack() as stack:
        root = builds.checkout(run, revision, stack.enter_context(run.home()))
        if root is not None:
            found.append(builds.begin(run, stack, revision, root, people))
        found.append(builds.begin(run, stack, "this build", ROOT, people))
        builds.take_turns(run, found, actions, windows)
    return Section(
        "against",
        "Against another build",
        f"`hiteuses run` twice, each with its embedded PostgreSQL, a fake platform of its own and {people} people who "
        f"answer without think time, one after the other in {windows} rounds of {actions:,} answers, in turned order "
        f"each time; the other idles meanwhile. `before` is revision {revision}. Processor time of the program with "
        "PostgreSQL; the ratios are taken round by round",
        _figures(found, revision),
    )


def _figures(found: list[Build], revision: str) -> list[Figure]:
    *before, now = found
    figures = [
        Figure(
            f"processor time of an answer, {name}",
            "",
            build.figure(),
            None,
            {"milliseconds": [window.cost for window in build.windows]},
        )
        for name, build in zip(["before", "now"][-len(found) :], found, strict=True)
    ]
    if not before:
        return [*figures, Figure("to before", "", f"left out: revision {revision} is not here")]
    pairs = list(zip(now.windows, before[0].windows, strict=True))
    costs = [after.cost / earlier.cost for after, earlier in pairs]
    rates = [after.rate / earlier.rate for after, earlier in pairs]
    return [
        *figures,
        Figure(
            "processor time of an answer, to before",
            f"at most {COST} times" if revision == BEFORE else "",
            _ratio(costs),
            median(costs) <= COST if revision == BEFORE else None,
            {"ratios": costs},
        ),
        Figure(
            "answers a second, to before",
            f"at least {RATE} times" if revision == BEFORE else "",
            f"{_ratio(rates)}; {median(window.rate for window in now.windows):.0f}/s now",
            median(rates) >= RATE if revision == BEFORE else None,
            {"ratios": rates},
        ),
    ]


def _ratio(ratios: list[float]) -> str:
    return f"{median(ratios):.3f} times (median of {len(ratios)} rounds, {min(ratios):.3f} to {max(ratios):.3f})"
