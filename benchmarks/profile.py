"""Where the processor time of an answer goes: the program's by part and layer, PostgreSQL's by statement."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from psycopg.rows import DictRow

from benchmarks.figures import Figure, Section
from benchmarks.processes import Platform, running
from benchmarks.running import BenchError, Run
from benchmarks.system import Hiteuses

PARTS: Mapping[str, Sequence[str]] = {
    "turns": ("/bot/handlers/",),
    "relay": ("/bot/delivery/",),
    "intake and polling": ("/bot/web/", "/bot/channels/"),
}
"""Part of the program → paths of its code. The outermost frame with such a path tells the part of a sample."""
LAYERS: Mapping[str, Sequence[str]] = {
    "database driver": ("/psycopg/", "/psycopg_pool/", "/sqlalchemy/", "/backend/db/engine/"),
    "HTTP": ("/aiohttp/", "/telegram/request", "/bot/channels/telegram/request", "/yarl/", "/multidict/"),
    "statements and rows": ("/backend/db/",),
    "rules": ("/backend/",),
    "dialogue": ("/bot/handlers/", "/bot/flows/"),
    "texts and layout": ("/bot/i18n/", "/bot/channels/", "/telegram/"),
    "delivery": ("/bot/delivery/", "/bot/web/"),
}
"""Layer → paths of its code. The innermost frame with such a path tells the layer of a sample."""
REST = "the rest"
STATEMENTS = 12
"""The number of statements that are listed."""
WITHIN = 10.0
"""Seconds within which the samples must be written."""


def measure(run: Run) -> Section:
    actions = run.size(8_000, 60)
    figures: list[Figure] = []
    crowds = ((200, 1.0, "telegram"), (1_000, 0.0, "telegram"), (1_000, 0.0, "whatsapp"))
    for people, think, channel in run.size(crowds, ((10, 0.05, "telegram"),)):
        figures += _profiled(run, people, actions, think, channel)
    return Section(
        "profile",
        "Where the time of an answer goes",
        f"`hiteuses run` with its embedded PostgreSQL, polling the fake platform; {actions:,} answers by 200 people "
        "who think for 1 s, then by 1,000 without think time, then by as many on WhatsApp. The program is sampled at "
        "each millisecond of processor time; the system's timer may make that four. A part is told by the outermost "
        "frame, a layer by the innermost one that is ours or a known library's. Execution times are PostgreSQL's own "
        "(`pg_stat_statements`), waiting included; planning, commit and the server's other processes are not in them",
        figures,
    )


def _profiled(run: Run, people: int, actions: int, think: float, channel: str) -> list[Figure]:
    who = f"{people} people" + (" on WhatsApp" if channel == "whatsapp" else "")
    run.say(f"profile: {who}, think time {think:g} s")
    with run.home() as home, Platform() as platform:
        samples = home / "samples.txt"
        bot = Hiteuses(home, platform, whatsapp=platform.whatsapp if channel == "whatsapp" else None)
        bot.argv = [sys.executable, "-m", "benchmarks.sampled", str(samples), "run"]
        with running(bot):
            bot.ready()
            bot.add_work(run.size(30_000, 300))
            with bot.database() as database:
                database.execute("alter system set shared_preload_libraries = 'pg_stat_statements'")
        with running(bot):
            bot.ready()
            with bot.database() as database:
                database.execute("create extension pg_stat_statements")
            _there(platform.ask("join", on=channel, codes=bot.invite(people)))
            _there(platform.ask("work", on=channel, actions=actions // 4, patience=60.0))
            with bot.database() as database:
                database.execute("select pg_stat_statements_reset()")
                start = _log_position(database.execute("select pg_current_wal_lsn() - '0/0' as bytes").fetchone())
            os.kill(bot.pid, signal.SIGUSR1)
            before = bot.cpu()
            report = platform.ask("work", on=channel, actions=actions, think=think, ramp=think, patience=60.0)
            after = bot.cpu()
            os.kill(bot.pid, signal.SIGUSR1)
            _there(report)
            with bot.database() as database:
                end = _log_position(database.execute("select pg_current_wal_lsn() - '0/0' as bytes").fetchone())
                statements = database.execute(
                    "select query, calls, total_exec_time as milliseconds, wal_bytes::bigint from pg_stat_statements "
                    "where toplevel order by total_exec_time desc"
                ).fetchall()
            stacks = _written(samples)
    done = report["actions"]
    program, server = (1000 * (b - a) / done for a, b in zip(before, after, strict=True))
    return [
        Figure(
            f"{who}: an answer",
            "",
            f"{program:.2f} ms of the program, {server:.2f} ms of PostgreSQL; {(end - start) / done / 1000:.1f} kB of "
            f"write-ahead log; {sum(row['calls'] for row in statements) / done:.1f} statements",
            None,
            {"statements": [dict(row) for row in statements[:STATEMENTS]]},
        ),
        *_shares(who, stacks, program),
        *_statements(who, statements, done),
    ]


def _there(report: Mapping[str, int]) -> None:
    if report["mute"]:
        raise BenchError(f"{report['mute']} people were left without an answer")


def _log_position(row: DictRow | None) -> int:
    assert row is not None
    return int(row["bytes"])


def _written(samples: Path) -> list[str]:
    """The lines of the samples' file. Raises `BenchError` if it does not come."""
    until = time.monotonic() + WITHIN
    while not samples.exists():
        if time.monotonic() > until:
            raise BenchError("the program wrote no samples")
        time.sleep(0.05)
    return samples.read_text("utf-8").splitlines()


def _shares(who: str, stacks: Iterable[str], program: float) -> list[Figure]:
    """The program's time by part and, within it, by layer."""
    counts: dict[str, Counter[str]] = {}
    for line in stacks:
        stack, _, number = line.rpartition(" ")
        frames = stack.split(";")
        counts.setdefault(_place(frames, PARTS), Counter())[_place(reversed(frames), LAYERS)] += int(number)
    in_all = sum(map(Counter.total, counts.values())) or 1
    return [
        Figure(
            f"{who}: the program, {part}",
            "",
            f"{program * layers.total() / in_all:.2f} ms: "
            + ", ".join(f"{layer} {program * number / in_all:.2f}" for layer, number in layers.most_common()),
        )
        for part, layers in sorted(counts.items(), key=lambda found: -found[1].total())
    ]


def _place(frames: Iterable[str], places: Mapping[str, Sequence[str]]) -> str:
    """The name of the first frame's place that has one."""
    for frame in frames:
        for name, paths in places.items():
            if any(path in frame for path in paths):
                return name
    return REST


def _statements(who: str, rows: Sequence[DictRow], done: int) -> list[Figure]:
    return [
        Figure(
            f"{who}: `{' '.join(row['query'].split())[:60]}…`".replace("|", "\\|"),
            "",
            f"{row['milliseconds'] / done:.3f} ms, {row['calls'] / done:.2f} times, {row['wal_bytes'] / done:.0f} B of "
            "write-ahead log",
        )
        for row in rows[:STATEMENTS]
    ]
