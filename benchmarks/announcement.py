"""How steadily and how fast an announcement is sent at the platforms' rate limits."""

from __future__ import annotations

import time
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

from benchmarks.announcing import announce, meet
from benchmarks.figures import Figure, Section
from benchmarks.nodes import NODE, Nodes
from benchmarks.processes import Platform
from benchmarks.running import BenchError, Run

NAMES = {"telegram": "Telegram", "whatsapp": "WhatsApp"}
"""The name of each channel in the results."""
WARM = 2.0
"""Seconds after the first message that are left out of the figures: the initial burst."""
STEADY = 0.99
"""The share of a platform's rate limit that the product must reach."""
FAST, FAST_WANTED = 1_000, 950
"""A raised rate limit, and the rate that must be reached there; messages a second."""


def measure(run: Run) -> Section:
    seconds = run.size(60.0, 4.0)
    figures = []
    run.say("announcement: both platforms at their usual limits")
    for figure in _at_limits(run, {"telegram": 30.0, "whatsapp": 80.0}, seconds):
        figures.append(figure)
    for channel in run.size(tuple(NAMES), ()):  # --quick leaves these out: at its sizes they show nothing more.
        run.say(f"announcement: {NAMES[channel]} at {FAST}/s")
        figures += _at_limits(run, {channel: float(FAST)}, run.size(30.0, 3.0))
    return Section(
        "announcement",
        "An announcement",
        f"Two nodes (each `hiteuses web`, `worker` and `relay`) on one database server, both fake platforms with "
        "their limits, all on 2 cores. A row of the last lane waits for each of many people; one relay per account is "
        f"active. Messages accepted by the platform, without the first {WARM:g} s; WhatsApp tells three receipts of "
        "each by webhook meanwhile",
        figures,
    )


def _at_limits(run: Run, limits: Mapping[str, float], seconds: float) -> list[Figure]:
    """Sends an announcement that takes `seconds` at these rate limits (messages a second, by channel)."""
    telegram, whatsapp = limits.get("telegram", 30.0), limits.get("whatsapp", 80.0)
    with (
        run.home() as home,
        run.server() as url,
        # Above 30/s the product pays for each message; the fake platform's own limit is then FAST.
        Platform(telegram_limit=min(telegram, 30.0), whatsapp_limit=whatsapp) as platform,
        Nodes(home, url, platform, NODE * 2, telegram, whatsapp) as nodes,
        nodes.database() as database,
    ):
        there = {
            channel: platform.ask("strangers", on=channel, count=int(limit * seconds))
            for channel, limit in limits.items()
        }
        for channel, addresses in there.items():
            meet(database, channel, addresses)
        before = nodes.cpu()
        for channel, addresses in there.items():
            announce(database, channel, addresses)
        _wait(database, nodes, seconds)
        after = nodes.cpu()
        heard = {channel: platform.ask("heard", on=channel) for channel in limits}
        stats = {channel: platform.ask("stats", on=channel) for channel in limits}
    spent = {part: round(after[part] - before[part], 2) for part in after}
    return [
        _figure(channel, limit, heard[channel], len(there[channel]), stats[channel], spent, quick=run.quick)
        for channel, limit in limits.items()
    ]


def _wait(database: Any, nodes: Nodes, seconds: float) -> None:
    """Waits until every message is sent. Raises `BenchError` when that takes too long."""
    end = time.monotonic() + 3 * seconds + 30
    while database.execute("select 1 from outbox where status = 0 limit 1").fetchone() is not None:
        nodes.check()
        if time.monotonic() > end:
            raise BenchError("the announcement does not come to its end")
        time.sleep(0.25)


def _figure(
    channel: str,
    limit: float,
    heard: Sequence[float],
    people: int,
    stats: Mapping[str, Any],
    spent: Mapping[str, float],
    *,
    quick: bool,
) -> Figure:
    if len(heard) != people:
        raise BenchError(f"{people} people were to be told on {channel}, and {len(heard)} messages came")
    steady = list(heard[bisect_left(heard, heard[0] + (0.5 if quick else WARM)) :])
    rate = (len(steady) - 1) / (steady[-1] - steady[0])
    refused = stats["refused_by_rate"]
    too_many = refused if isinstance(refused, int) else sum(refused.values())
    span = min(10.0, (steady[-1] - steady[0]) / 2)
    slowest = _slowest(steady, span)
    pause = max(after - before for before, after in pairwise(steady))
    wanted = FAST_WANTED if limit == FAST else STEADY * limit
    return Figure(
        f"{NAMES[channel]} at {limit:g}/s, {people} people",
        f"at least {wanted:g}/s, no 429",
        f"{rate:.1f}/s; the slowest {span:.0f} s {slowest:.1f}/s; the longest pause {1000 * pause:.0f} ms; "
        f"{too_many} times 429",
        rate >= wanted and not too_many,
        {"rate": rate, "slowest": slowest, "pause": pause, "refused": too_many, "cpu": spent, "stats": stats},
    )


def _slowest(times: Sequence[float], span: float) -> float:
    """The lowest rate (messages a second) in any window of `span` seconds that begins with a message."""
    fewest = len(times)
    for place, begin in enumerate(times):
        if begin + span > times[-1]:
            break
        fewest = min(fewest, bisect_left(times, begin + span) - place)
    return fewest / span
