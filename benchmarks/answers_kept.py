"""Whether the database stays as quick while what is kept for ever grows: every hot statement with 1, 10 and 100 million
answers, and with as many entries of the ledger. And what an answer takes on the disk.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from itertools import chain
from statistics import median

import psycopg
import uvloop

from backend.db.engine.uow import Database
from backend.records import replace
from benchmarks import hot_statements as hot
from benchmarks import kept as rows
from benchmarks.figures import Figure, Section, percentiles
from benchmarks.hot_statements import Meter
from benchmarks.kept import EACH, LARGEST, Kept
from benchmarks.running import BenchError, Run

MOST_RISE = 1.5
"""How many times as long a hot statement may take with the most rows, at its p99."""
MOST_BYTES = 1_500
"""The most bytes of a kept answer."""
LEDGER = 4_000_000
"""The entries of the ledger beside many answers; and LONE, the answers beside many entries."""
LONE = 500_000


def measure(run: Run) -> Section:
    """Many answers."""
    most = run.answers or run.size(10_000_000, 30_000)
    sizes = [rows.sized(run, answers, min(2 * answers, run.size(LEDGER, 20_000))) for answers in _steps(most)]
    figures = _figures(run, sizes, [_said(size.answers) for size in sizes], "answer")
    return Section(
        "answers-kept",
        "Many kept answers",
        f"{', '.join(_said(size.answers) for size in sizes)} answers of {sizes[0].people:,} people in "
        f"{rows.PROJECTS} projects, {EACH} to a task, put in directly with their tasks and days; the newest "
        f"{sizes[-1].entries // 2:,} with their two entries of the ledger. {_how(run, sizes)}",
        figures,
    )


def measure_entries(run: Run) -> Section:
    """Many entries of the ledger."""
    most = run.answers or run.size(10_000_000, 30_000)
    sizes = [rows.sized(run, min(entries // 2, run.size(LONE, 5_000)), entries) for entries in _steps(most)]
    # the least of them has half its answers in the last days: the others have as many there
    sizes = [replace(size, most_recent=sizes[0].recent) for size in sizes]
    figures = _figures(run, sizes, [_said(size.entries) for size in sizes], "transfer")
    return Section(
        "entries-kept",
        "Many entries of the ledger",
        f"{', '.join(_said(size.entries) for size in sizes)} entries of {sizes[0].people:,} people and "
        f"{rows.PROJECTS} projects, two for each answer, put in directly; of the answers themselves the newest "
        f"{sizes[-1].answers:,}. {_how(run, sizes)}",
        figures,
    )


def _steps(most: int) -> list[int]:
    return [most // 100, most // 10, most]


def _said(count: int) -> str:
    return f"{count / 1e6:.3g} M"


def _how(run: Run, sizes: Sequence[Kept]) -> str:
    people, answers, rounds = _amounts(run)
    return (
        f"Beside them {sizes[0].open_tasks:,} open tasks, {sizes[0].history:,} handled events and as many messages. "
        f"{people * rounds} people begin work and give {answers} answers each, in {rounds} rounds in which the "
        "databases take turns: a p99 is the median of those of the rounds. Times are the client's, in one process "
        "beside the server, without the flush of a commit to the disk. `shared_buffers` is a quarter of the memory"
    )


def _amounts(run: Run) -> tuple[int, int, int]:
    """People in a round, the answers of each, and the number of rounds."""
    return run.size((30, 12, 10), (1, 4, 2))


def _figures(run: Run, sizes: Sequence[Kept], names: Sequence[str], largest: str) -> list[Figure]:
    with rows.databases(run, sizes) as server:
        meters = uvloop.run(_measured(run, server, sizes))  # of each size, one for each round
        read = {size: hot.whole_reads(rows.url_of(server, size), size.name, size.tasks) for size in sizes}
        found = [_kept(server, size, name) for size, name in zip(sizes, names, strict=True)]
        vacuums = [_vacuum(run, server, size, name, largest) for size, name in zip(sizes, names, strict=True)]
    figures = [
        _rise(what, [[meter.times[what] for meter in meters[size]] for size in sizes], names)
        for what in (*hot.TURN, *hot.LOOKS, *hot.JOBS)
    ]
    first = [percentiles(chain(*(meter.times[hot.FIRST] for meter in meters[size]))) for size in sizes]
    shown = ", ".join(f"{each['p50']:.1f} and {each['p99']:.1f}" for each in first)
    figures.append(Figure(hot.FIRST, "", f"p50 and p99 {shown} ms ({_arrows(names)})", None, {"times": first}))
    people, answers, rounds = _amounts(run)
    logged = [sum(meter.logged for meter in meters[size]) / (people * rounds * (answers + 1)) for size in sizes]
    shown = " → ".join(f"{each / 1e3:.1f}" for each in logged)
    figures.append(
        Figure(
            "what a turn writes to the log (WAL), whole pages after a checkpoint included",
            "",
            f"{shown} kB ({_arrows(names)})",
            None,
            {"bytes": logged},
        )
    )
    wrong = [plan for plans in read.values() for plan in plans]
    figures.append(
        Figure(
            f"hot statements and scheduled jobs that read one of {len(LARGEST)} growing tables as a whole, at any size",
            "none",
            str(len(wrong)) if wrong else "none",
            not wrong,
            {"plans": wrong},
        )
    )
    return [*figures, *found, *vacuums]


def _arrows(names: Sequence[str]) -> str:
    return " → ".join(names)


def _rise(what: str, times: Sequence[Sequence[Sequence[float]]], names: Sequence[str]) -> Figure:
    """`times`: by size and round."""
    found = [percentiles(chain(*rounds)) for rounds in times]
    p99 = [median(percentiles(each)["p99"] for each in rounds) for rounds in times]
    rise = p99[-1] / p99[0]
    shown_p99 = " → ".join(f"{each:.2f}" for each in p99)
    shown_p50 = " → ".join(f"{each['p50']:.2f}" for each in found)
    return Figure(
        what,
        f"p99 at most {MOST_RISE} times",
        f"p99 {shown_p99} ms, p50 {shown_p50} ms ({_arrows(names)}): {rise:.2f} times",
        rise <= MOST_RISE,
        {"all_rounds": found, "p99": p99, "rise": rise},
    )


async def _measured(run: Run, server: str, sizes: Sequence[Kept]) -> Mapping[Kept, Sequence[Meter]]:
    people, answers, rounds = _amounts(run)
    times = run.size(10, 2)
    open_ = {size: Database(rows.url_of(server, size), turn_connections=1, connections=1) for size in sizes}
    meters: dict[Kept, list[Meter]] = {size: [] for size in sizes}
    try:
        for database in open_.values():
            await hot.give_all_back(database)
        hers = {size: await hot.workers(database, people * (rounds + 1)) for size, database in open_.items()}
        for number in range(rounds + 1):
            run.say(f"kept: round {number} of {rounds}")
            for size, database in open_.items():
                some = hers[size][people * number : people * (number + 1)]
                # the first round prepares statements and fills the caches
                meter = Meter()
                began = await hot.logged(database)
                for worker in some:
                    await hot.session(database, meter, worker, answers)
                meter.logged = await hot.logged(database) - began
                await hot.jobs(database, meter, size.tasks, times)
                if number:
                    meters[size].append(meter)
    finally:
        for database in open_.values():
            await database.close()
    return meters


def _kept(server: str, size: Kept, name: str) -> Figure:
    """The bytes of each table with its indexes, for each row, and of all for each answer."""
    with psycopg.connect(rows.url_of(server, size)) as connection:
        found = connection.execute(
            """
            select c.relname, pg_table_size(c.oid), pg_indexes_size(c.oid),
                   (select jsonb_object_agg(i.indexrelid::regclass, pg_relation_size(i.indexrelid)) from pg_index i
                    where i.indrelid = c.oid)
            from pg_class c where c.relkind = 'r' and c.oid = any(%s::regclass[])
            """,
            (list(LARGEST),),
        ).fetchall()
        whole = connection.execute("select pg_database_size(current_database())").fetchone()
    assert whole is not None
    tables = {row[0]: row[1] + row[2] for row in found}
    # of the ledger, two entries for an answer
    for_each = {
        "answer": tables["answer"] / size.answers,
        "task": tables["task"] / (size.answers / EACH + size.open_tasks) / EACH,
        "transfer": 2 * tables["transfer"] / size.entries,
        "day": tables["day"] / size.given,
        "progress": tables["progress"] / size.given,
    }
    bytes_ = sum(for_each.values())
    parts = ", ".join(f"{table} {each:,.0f}" for table, each in for_each.items() if each >= 1)
    return Figure(
        f"a kept answer, {name}, indexes as built",
        f"at most {MOST_BYTES:,} bytes",
        f"{bytes_:,.0f} bytes ({parts}); the database {whole[0] / 1e9:,.1f} GB",
        bytes_ <= MOST_BYTES,
        {"tables": {row[0]: {"table": row[1], "indexes": row[3]} for row in found}, "database": whole[0]},
    )


def _vacuum(run: Run, server: str, size: Kept, name: str, table: str) -> Figure:
    """How long a vacuum of the largest table takes after what is a day's work at this size."""
    run.say(f"kept: vacuum of {table}, {name}")
    with psycopg.connect(rows.url_of(server, size), autocommit=True) as connection:
        changed = 0
        if table == "answer":
            changed = connection.execute(
                "update answer set revised = 0 where status = 1 and task_id between %s and %s",
                (size.tasks - size.tasks // rows.DAYS, size.tasks),
            ).rowcount
            if not changed:
                raise BenchError("no answer was changed")
        connection.execute("checkpoint")
        started = time.monotonic()
        connection.execute(f"vacuum (analyze) {table}".encode())
        took = time.monotonic() - started
    return Figure(
        f"vacuum of `{table}`, {name}" + (f", {changed:,} rows changed" if changed else ""),
        "",
        f"{took:.1f} s",
        None,
        {"seconds": took, "changed": changed},
    )
