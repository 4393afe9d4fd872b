"""What one more person, and a day of 1,000 people, cost: rows, bytes, processor time."""

from __future__ import annotations

import psycopg
from psycopg import sql
from psycopg.rows import DictRow

from benchmarks.agreement import differences
from benchmarks.figures import Figure, Section
from benchmarks.processes import Platform, running
from benchmarks.running import BenchError, Run
from benchmarks.system import Hiteuses

DAY = 360
"""The number of answers in a day: 3 hours at 30 seconds each."""
PEOPLE = 1_000
"""The number of people to whom a day's cost is scaled."""

Sizes = dict[str, tuple[int, int]]
"""Table → (rows, bytes with indexes)."""


def measure(run: Run) -> Section:
    people = run.size(100, 5)
    each = run.size(60, 4)
    with run.home() as home, Platform() as platform:
        bot = Hiteuses(home, platform)
        with running(bot):
            bot.ready()
            bot.add_work(run.size(10_000, 200))
            codes = bot.invite(people)
            start, cpu_start = _sizes(bot), bot.cpu()
            run.say(f"growth: {people} people join")
            joined = platform.ask("join", codes=codes)
            after, cpu_after = _sizes(bot), bot.cpu()
            run.say(f"growth: they give {people * each} answers")
            # A pause between answers, so that the platform's rate limit of one chat delays nobody.
            report = platform.ask("work", actions=people * each, think=run.size(1.0, 0.05), patience=30.0)
            end, cpu_end = _sizes(bot), bot.cpu()
            wrong = differences(bot, platform)
    if joined["mute"] or report["mute"]:
        raise BenchError("people were left without an answer")
    if wrong:
        raise BenchError("; ".join(wrong[:5]))
    # Not all that people did was an answer: who answers faster than one can read is told so, and goes on by a button.
    given = end["answer"][0] - after["answer"][0]
    scale = PEOPLE * DAY / given
    figures = [
        _grown("one more person, from her code to her first task", start, after, 1 / people, cpu_start, cpu_after),
        _grown(f"one answer ({given} measured)", after, end, 1 / given, cpu_after, cpu_end),
        _grown(f"a day of {PEOPLE:,} people with {DAY} answers each", after, end, scale, cpu_after, cpu_end),
    ]
    return Section(
        "growth",
        "What people cost",
        f"{people} people joined and gave {given} answers in `hiteuses run`; rows and bytes (indexes included, after "
        f"a vacuum) and processor time are the differences over that. The day of {PEOPLE:,} people is the same "
        f"difference times {scale:.0f}, not a run of its own. It includes the history of messages in and out",
        figures,
    )


def _sizes(bot: Hiteuses) -> Sizes:
    with bot.database() as database:
        names = database.execute(
            "select relname from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace"
        ).fetchall()
        return {row["relname"]: _size(database, row["relname"]) for row in names}


def _size(database: psycopg.Connection[DictRow], table: str) -> tuple[int, int]:
    database.execute(sql.SQL("vacuum {}").format(sql.Identifier(table)))
    row = database.execute(
        sql.SQL("select count(*) as rows, pg_total_relation_size({name}) as bytes from {table}").format(
            name=sql.Literal(table), table=sql.Identifier(table)
        )
    ).fetchone()
    assert row is not None
    return int(row["rows"]), int(row["bytes"])


def _grown(
    what: str,
    before: Sizes,
    after: Sizes,
    scale: float,
    cpu_before: tuple[float, float],
    cpu_after: tuple[float, float],
) -> Figure:
    tables = {
        table: ((after[table][0] - rows) * scale, (after[table][1] - size) * scale)
        for table, (rows, size) in before.items()
        if after[table] != (rows, size)
    }
    rows = sum(rows for rows, _ in tables.values())
    size = sum(size for _, size in tables.values())
    program, database = ((b - a) * scale for a, b in zip(cpu_before, cpu_after, strict=True))
    largest = ", ".join(
        f"{table} {_number(rows)}" for table, (rows, _) in sorted(tables.items(), key=lambda t: -t[1][0]) if rows > 0
    )
    return Figure(
        what,
        "",
        f"{_number(rows)} rows ({largest}), {_bytes(size)}, {_number(program + database)} s of processor time, "
        f"of which PostgreSQL {_number(database)} s",
        None,
        {"rows": rows, "bytes": size, "cpu_seconds": program + database, "tables": tables},
    )


def _number(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"


def _bytes(value: float) -> str:
    for unit, size in (("GB", 1e9), ("MB", 1e6), ("kB", 1e3)):
        if value >= size:
            return f"{value / size:.3g} {unit}"
    return f"{value:.0f} bytes"
