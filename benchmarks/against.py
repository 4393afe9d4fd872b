"""This build against another revision in one run: what an answer costs, how many are handled a second, and how long
people wait."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path
from statistics import median

from benchmarks import builds
from benchmarks.builds import Build
from benchmarks.figures import Figure, Section
from benchmarks.processes import ROOT
from benchmarks.running import Bench, Run

BEFORE = "c4389d5e"
"""The revision to compare with, unless `--against` names another: the build before turns shared a transaction."""
COST, RATE, WAIT = 0.58, 1.7, 0.6
"""The processor time of an answer, the answers a second, and the time that the slowest hundredth waits, which are
wanted against `BEFORE`."""
WAYS = {
    "Telegram, polling": ("telegram", False),
    "Telegram, webhook": ("telegram", True),
    "WhatsApp": ("whatsapp", True),
}
"""Way → (channel, by webhook)."""
WINDOWS = {"telegram": 20.0, "whatsapp": 8.0}
"""Channel → seconds of a round in which people wait."""
NAMES = {"telegram": "Telegram", "whatsapp": "WhatsApp"}


def cost(channel: str) -> Bench:
    """The benchmark of an answer's cost on a channel."""
    return partial(_measure, channel)


def _measure(channel: str, run: Run) -> Section:
    people, actions, windows = run.size(1_000, 10), run.size(6_000, 60), run.size(10, 2)
    with _begun(run, people, channel=channel) as (found, revision):
        builds.take_turns(run, found, actions, windows)
    return Section(
        "against" if channel == "telegram" else f"against-{channel}",
        f"Against another build, on {NAMES[channel]}",
        f"`hiteuses run` twice, each with its embedded PostgreSQL, a fake platform of its own and {people} people who "
        f"answer without think time, one after the other in {windows} rounds of {actions:,} answers, in turned order "
        f"each time; the other idles meanwhile. `before` is revision {revision}. Processor time of the program with "
        "PostgreSQL; the ratios are taken round by round",
        _costs(found, revision),
    )


def latency(run: Run) -> Section:
    """The benchmark of how long people wait, by each way in which events come."""
    people, rounds = run.size(200, 10), run.size(2, 1)
    least, most = think = run.size((0.5, 1.5), (0.05, 0.15))
    figures: list[Figure] = []
    for name, (channel, webhook) in WAYS.items():
        seconds = run.size(WINDOWS[channel], 1.0)
        waited: list[list[float]] = []
        for turned in run.size((False, True), (False,)):
            with _begun(run, people, channel=channel, webhook=webhook, turned=turned) as (found, revision):
                for _ in range(rounds + 1):
                    for build in found:  # one after the other: who has just worked is quicker than who has rested
                        build.waits(seconds, think)
            # the first round warms up
            each = [build.p99[1:] for build in found]
            waited = [before + more for before, more in zip(waited, each, strict=True)] if waited else each
        figures += _waits(name, waited, revision)
    return Section(
        "against-latency",
        "How long people wait, against another build",
        f"As above, with {people} people of whom each answers {least:g} to {most:g} s after the bot's message (after "
        "always the same time, all whom one moment of the machine has held up would come together for ever), in "
        f"{rounds} rounds for each build and each way in which events come: of {WINDOWS['telegram']:g} s, and of "
        f"{WINDOWS['whatsapp']:g} s on WhatsApp, before its limit of messages to one person is reached, by turns. Then "
        "all begins once more with the other build started first: two programs of one build can differ for as long as "
        "they run. From her tap to the next task accepted by the platform; the slowest hundredth, the median of the "
        "rounds",
        figures,
    )


@contextmanager
def _begun(
    run: Run, people: int, *, channel: str = "telegram", webhook: bool = False, turned: bool = False
) -> Iterator[tuple[list[Build], str]]:
    """The build before (left out if its revision is not here) and this one, at work. Gives the builds and the
    revision. `turned`: this build is started first."""
    revision = run.against or BEFORE
    with ExitStack() as stack:
        roots: list[tuple[str, Path]] = [("this build", ROOT)]
        root = builds.checkout(run, revision, stack.enter_context(run.home()))
        if root is not None:
            roots.insert(0, (revision, root))
        order = -1 if turned else 1
        begun = [
            builds.begin(run, stack, name, each, people, channel=channel, webhook=webhook)
            for name, each in roots[::order]
        ]
        yield begun[::order], revision


def _costs(found: Sequence[Build], revision: str) -> list[Figure]:
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
        return [*figures, _left_out("to before", revision)]
    pairs = list(zip(now.windows, before[0].windows, strict=True))
    costs = [after.cost / earlier.cost for after, earlier in pairs]
    rates = [after.rate / earlier.rate for after, earlier in pairs]
    return [
        *figures,
        _ratio("processor time of an answer, to before", costs, revision, most=COST),
        _ratio(
            "answers a second, to before",
            rates,
            revision,
            least=RATE,
            more=f"; {median(window.rate for window in now.windows):.0f}/s now",
        ),
    ]


def _waits(name: str, found: Sequence[Sequence[float]], revision: str) -> list[Figure]:
    *before, now = found
    wait = median(now)
    reached = Figure(f"p99, {name}", "< 30 ms", f"{wait:.1f} ms", wait < 30, {"milliseconds": [*now]})
    if not before:
        return [reached, _left_out(f"{name}, to before", revision)]
    ratios = [after / earlier for after, earlier in zip(now, before[0], strict=True)]
    return [
        Figure(f"p99 before, {name}", "", f"{median(before[0]):.1f} ms", None, {"milliseconds": [*before[0]]}),
        reached,
        _ratio(f"p99, {name}, to before", ratios, revision, most=WAIT),
    ]


def _left_out(what: str, revision: str) -> Figure:
    return Figure(what, "", f"left out: revision {revision} is not here")


def _ratio(
    what: str,
    ratios: Sequence[float],
    revision: str,
    *,
    most: float | None = None,
    least: float | None = None,
    more: str = "",
) -> Figure:
    """A ratio to the build before. Only against `BEFORE` is a ratio wanted."""
    middle = median(ratios)
    wanted, reached = "", None
    if revision == BEFORE and most is not None:
        wanted, reached = f"at most {most} times", middle <= most
    if revision == BEFORE and least is not None:
        wanted, reached = f"at least {least} times", middle >= least
    measured = f"{middle:.3f} times (median of {len(ratios)} rounds, {min(ratios):.3f} to {max(ratios):.3f}){more}"
    return Figure(what, wanted, measured, reached, {"ratios": list(ratios)})
