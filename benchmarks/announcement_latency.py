"""Whether a reply takes longer while an announcement is sent."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from benchmarks.announcing import announce, meet
from benchmarks.figures import Figure, Section, shown
from benchmarks.nodes import NODE, Nodes
from benchmarks.processes import Platform
from benchmarks.running import BenchError, Run

LIMITS = {"telegram": 30.0, "whatsapp": 80.0}
"""The rate limit of each channel, in messages a second."""
NAMES = {"telegram": "Telegram", "whatsapp": "WhatsApp"}
"""The name of each channel in the results."""
MOST = 1.5
"""How many times the idle p99 a reply may take during an announcement."""


def measure(run: Run) -> Section:
    # A p99 needs some hundreds of replies. Nobody may write faster for long than WhatsApp lets the bot answer one
    # person.
    people = run.size(40, 5)
    seconds = run.size(30.0, 2.0)
    think = run.size(4.0, 0.3)
    figures = []
    for channel in run.size(tuple(NAMES), ("whatsapp",)):
        run.say(f"announcement-latency: {NAMES[channel]}")
        idle, busy = _replies(run, channel, people, seconds, think)
        figures.append(_figure(channel, idle, busy))
    return Section(
        "announcement-latency",
        "A reply during an announcement",
        f"Two nodes on one database server, both fake platforms with their limits (Telegram 30/s, WhatsApp 80/s), all "
        f"on 2 cores. {people} people of one platform answer tasks for {seconds:g} s, each {think:g} s after the bot's "
        "message; then again while an announcement to more people than can be told in that time goes out on both "
        "platforms. From the event being posted to us to the reply accepted",
        figures,
    )


def _replies(
    run: Run, channel: str, people: int, seconds: float, think: float
) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
    """The people's reports: (of an idle system, during an announcement)."""
    with (
        run.home() as home,
        run.server() as url,
        Platform(telegram_limit=LIMITS["telegram"], whatsapp_limit=LIMITS["whatsapp"]) as platform,
        Nodes(home, url, platform, NODE * 2, LIMITS["telegram"], LIMITS["whatsapp"]) as nodes,
    ):
        nodes.add_work(run.size(5_000, 300))
        joined = platform.ask("join", on=channel, codes=nodes.invite(people), ramp=run.size(10.0, 0.5))
        if joined["mute"]:
            raise BenchError(f"{joined['mute']} people were left without an answer while they joined")
        idle = platform.ask("work", on=channel, seconds=seconds, think=think, ramp=think)
        with nodes.database() as database:
            for name, limit in LIMITS.items():
                # More people than can be told meanwhile: the announcement must not end before the measurement does.
                addresses = platform.ask("strangers", on=name, count=int(limit * (seconds + 10) * 1.5))
                meet(database, name, addresses)
                announce(database, name, addresses)
            busy = platform.ask("work", on=channel, seconds=seconds, think=think, ramp=think)
            row = database.execute(
                "select count(distinct channel) as waiting from outbox where status = 0 and lane = 2"
            ).fetchone()
        if row is None or row["waiting"] != len(LIMITS):
            raise BenchError("the announcement had ended before the people did")
    return idle, busy


def _figure(channel: str, idle: Mapping[str, Any], busy: Mapping[str, Any]) -> Figure:
    before, during = idle["handed_to_answered_ms"], busy["handed_to_answered_ms"]
    ratio = during["p99"] / before["p99"]
    mute = idle["mute"] + busy["mute"]
    return Figure(
        f"reply on {NAMES[channel]} during an announcement to an idle system, p99",
        f"at most {MOST:g} times",
        f"{ratio:.2f} times (idle {shown(before)}; during {shown(during)}; {busy['answered']} replies, {mute} mute)",
        ratio <= MOST and not mute,
        {"ratio": ratio, "idle": idle, "busy": busy},
    )
