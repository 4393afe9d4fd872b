"""Saving and restoring a database with many answers: time, size, memory."""

from __future__ import annotations

import os
import threading
import time
from contextlib import suppress
from pathlib import Path

import psutil
import psycopg
import uvloop

from backend.domain.work.projects import ProjectConfig
from backend.records import Struct
from benchmarks import books, filling
from benchmarks.books import CLIENTS, DAYS
from benchmarks.figures import Figure, Section
from benchmarks.filling import PROJECT
from benchmarks.processes import ROOT
from benchmarks.running import BenchError, Run
from benchmarks.system import COMMAND

PEOPLE = 10_000
CONFIG: ProjectConfig = PROJECT

_FILL = (
    """
    insert into person (role, first_name, country, zone, created_at, joined_at)
    select 'hiteuse', 'Awa ' || n, 'CI', 'Africa/Abidjan', %(now)s - interval '400 days', %(now)s - interval '400 days'
    from generate_series(1, %(people)s) n order by n
    """,
    """
    insert into account (kind, owner, currency)
    select kind, id, 'EUR' from person, unnest(array['pending', 'accepted']) kind where role = 'hiteuse'
    """,
    """
    insert into batch (project_id, file, created_at, tasks)
    select id, 'rows.csv', %(now)s - interval '400 days', %(tasks)s / %(clients)s
    from unnest(%(projects)s::bigint[]) id
    """,
    """
    insert into task (project_id, batch_id, client_id, content, wanted, slots, answers, done_at, result)
    select b.project_id, b.id, 't' || n,
           jsonb_build_object('text', 'Commentaire numéro ' || n || ' : merci pour ce service, je recommande'),
           3, 0, 3, %(now)s, '{"answer": "ok", "confidence": "1.0", "method": "majority"}'
    from generate_series(1, %(tasks)s) n
    join (select id, project_id, row_number() over (order by id) - 1 as place from batch) b
      on b.place = n %% %(clients)s
    order by n
    """,
    # each task has three people with distant numbers
    """
    create temp table work as
    select t.id as task, t.project_id as project, w.first + (t.id * 31 + k * (%(people)s / 3)) %% %(people)s as person,
           %(now)s - ((t.id * 3 + k) * 7907 %% %(seconds)s) * interval '1 second' as at
    from task t, generate_series(0, 2) k, (select min(id) as first from person where role = 'hiteuse') w
    """,
    *(statement for statement in books._FILL if "from work" in statement),
)


class Measured(Struct):
    """Seconds that a command took, and the most memory in MB that it and the programs that it started had at one
    moment; the database server is not among them."""

    seconds: float
    peak: float


def measure(run: Run) -> Section:
    answers = run.size(10_000_000, 6_000)
    with run.server() as server:
        source, target = filling.another_database(server, "saved"), server.replace("/hiteuses?", "/target?")
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute("create database target")
        run.say(f"backup: filling in {answers:,} answers")
        tasks = answers // 3 // CLIENTS * CLIENTS
        _fill(source, tasks, uvloop.run(books._projects(source, tasks * 3)))
        size = _size(source)
        file = run.folder / "measured.backup"
        run.say("backup: saving")
        saving = _command(source, file, run.folder, "backup")
        run.say("backup: restoring")
        restoring = _command(target, file, run.folder, "restore")
        if _rows(source) != _rows(target):
            raise BenchError("the restored database has not as many rows")
        megabytes = file.stat().st_size / 1e6
        file.unlink()
    return Section(
        "backup",
        "Save and restore",
        f"{tasks * 3:,} answers of {PEOPLE:,} people to {tasks:,} tasks over {DAYS} days, with the two transfers of "
        "each: a database of "
        f"{size / 1e9:.2f} GB with indexes. `db backup` counts, writes, and reads back; `db restore` checks the file, "
        "loads it, builds all indexes, and checks the ledger. Memory is that of the command with `pg_dump` or "
        "`pg_restore`, without the server's",
        [
            _figure("`hiteuses db backup`", saving, f"a file of {megabytes:,.0f} MB", size),
            _figure("`hiteuses db restore`", restoring, "the ledger agrees", size),
        ],
    )


def _fill(url: str, tasks: int, projects: list[int]) -> None:
    values = {
        "now": filling.now(),
        "people": PEOPLE,
        "tasks": tasks,
        "seconds": DAYS * 86_400,
        "projects": projects,
        "clients": CLIENTS,
        "units": CONFIG.pay.units,
    }
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("set session_replication_role = replica")  # no trigger and no look at foreign keys
        connection.execute("set synchronous_commit = off")
        for statement in _FILL:
            connection.execute(statement.encode(), values)
        for table in ("transfer", "account", "answer", "task", "person"):
            connection.execute(f"vacuum (analyze) {table}".encode())
        connection.execute("checkpoint")


def _size(url: str) -> int:
    with psycopg.connect(url) as connection:
        row = connection.execute("select pg_database_size(current_database())").fetchone()
    assert row is not None
    return int(row[0])


def _rows(url: str) -> tuple[int, ...]:
    with psycopg.connect(url) as connection:
        row = connection.execute(
            "select (select count(*) from answer), (select count(*) from transfer), (select count(*) from task)"
        ).fetchone()
    assert row is not None
    return row


def _command(url: str, file: Path, home: Path, name: str) -> Measured:
    environ = {
        **os.environ,
        "DATABASE_URL": url,
        "HITEUSES_HOME": str(home / "unused"),
        "HITEUSES_BACKUP_PASSPHRASE": "measured",
    }
    log = home / f"{name}.log"
    started = time.monotonic()
    with log.open("wb") as output:
        process = psutil.Popen([COMMAND, "db", name, file], cwd=ROOT, env=environ, stdout=output, stderr=output)
    peaks = [0.0]
    ended = threading.Event()
    watch = threading.Thread(target=_watch, args=(process, peaks, ended))
    watch.start()
    code = process.wait()
    took = time.monotonic() - started
    ended.set()
    watch.join()
    said = log.read_text("utf-8", "replace").strip()
    if code != 0:
        raise BenchError(f"db {name} failed: {said[-500:]}")
    return Measured(took, peaks[0])


def _watch(process: psutil.Process, peaks: list[float], ended: threading.Event) -> None:
    while not ended.wait(0.1):
        total = 0
        with suppress(psutil.NoSuchProcess):
            for each in (process, *process.children(recursive=True)):
                with suppress(psutil.NoSuchProcess):
                    total += each.memory_info().rss
        peaks[0] = max(peaks[0], total / 1e6)


def _figure(what: str, found: Measured, beside: str, size: int) -> Figure:
    shown = f"{found.seconds:,.0f} s, {found.peak:.0f} MB of memory; {beside}"
    return Figure(what, "", shown, None, {"seconds": found.seconds, "megabytes": found.peak, "database": size})
