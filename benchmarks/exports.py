"""Exports a project with a million answers in each format, with the real command."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import psycopg
from psycopg.rows import DictRow

from benchmarks.figures import Figure, Section
from benchmarks.imports import timed
from benchmarks.running import BenchError, Run
from benchmarks.system import COMMAND, Hiteuses, Nowhere, write_project

PER_TASK = 3
"""Answers of each task."""
PEOPLE = 1_000
"""The number of people who answer."""
SECONDS, MEGABYTES = 60, 300
"""The limits of an export: seconds, and MB of memory."""

_PEOPLE = """
    insert into person (role, first_name, country, zone, created_at, joined_at)
    select 'hiteuse', 'Awa ' || n, 'CI', 'Africa/Abidjan', %(now)s, %(now)s from generate_series(1, %(people)s) n
"""
# Each task has a result and three answers, of which one in ten differs from it.
_ANSWERS = """
    insert into answer (person_id, task_id, project_id, status, leased_at, expires_at, value, answered_at, seconds,
                        active, reading, estimated, units, currency, accept_at, accepted_at)
    select w.first + (t.id * 31 + k * (w.people / 3)) %% w.people, t.id, t.project_id, 1, m.at - interval '20 seconds',
           m.at, to_jsonb(o.ids[1 + ((t.id + k) %% 10 = 0)::int]), m.at, 20, 15, 2, 30, 500, 'EUR', m.at, m.at
    from task t join project p on p.id = t.project_id
    cross join generate_series(0, %(per_task)s - 1) k
    cross join (select min(id) as first, count(*) as people from person where role = 'hiteuse') w
    cross join lateral (select array_agg(c ->> 0) as ids from jsonb_array_elements(p.config -> 'choices') c) o
    cross join lateral (select %(now)s - (t.id %% 2592000) * interval '1 second' as at) m
    where not p.practice
"""
_RESULTS = """
    update task t set answers = %(per_task)s, wanted = %(per_task)s, slots = 0, done_at = %(now)s,
           result = jsonb_build_object('answer', p.config -> 'choices' -> 0 -> 0, 'confidence', '1.0',
                                       'method', 'guaranteed')
    from project p where p.id = t.project_id and not p.practice
"""


def measure(run: Run) -> Section:
    tasks = run.size(333_334, 100)
    answers = tasks * PER_TASK
    with run.home() as home:
        bot = Hiteuses(home, Nowhere())
        bot.command("db", "upgrade")
        config, data = write_project(home, tasks)
        run.say(f"export: {answers:,} answers")
        bot.command("projects", "import", config, data)
        with bot.database() as database:
            name = _fill(database)
        figures = [
            _figure(bot, home, name, what, form, {"answers": answers, "results": tasks}[what])
            for what in ("results", "answers")
            for form in ("csv", "jsonl", "label-studio")
        ]
    return Section(
        "export",
        "Export",
        f"`hiteuses projects export` of a project with {tasks:,} tasks and {answers:,} answers of {PEOPLE:,} people, "
        "from the start of the process to its end, the start of its embedded PostgreSQL included; memory of the "
        "command without PostgreSQL",
        figures,
    )


def _fill(database: psycopg.Connection[DictRow]) -> str:
    values = {"now": datetime(2026, 3, 4, 9, tzinfo=UTC), "people": PEOPLE, "per_task": PER_TASK}
    for statement in (_PEOPLE, _ANSWERS, _RESULTS):
        database.execute(statement.encode(), values)
    database.execute("vacuum (analyze) answer")
    database.execute("vacuum (analyze) task")
    row = database.execute("select name from project where not practice").fetchone()
    assert row is not None
    return str(row["name"])


def _figure(bot: Hiteuses, home: Path, name: str, what: str, form: str, rows: int) -> Figure:
    file = home / f"export-{what}.{form}"
    command: list[str | Path] = [COMMAND, "projects", "export", name, "--what", what, "--format", form, "-o", file]
    seconds, peak = timed(command, bot.environ, home / "export.log")
    found = _rows(file, form)
    wanted = rows if form != "label-studio" or what == "results" else rows // PER_TASK
    if found != wanted:
        raise BenchError(f"{form} of {what} has {found} rows, not {wanted}")
    size = file.stat().st_size / 1e6
    file.unlink()
    return Figure(
        f"{what}, {form} ({size:.0f} MB)",
        f"< {SECONDS} s, < {MEGABYTES} MB",
        f"{seconds:.1f} s, {peak:.0f} MB",
        seconds < SECONDS and peak < MEGABYTES,
        {"seconds": seconds, "megabytes": peak, "rows": rows},
    )


def _rows(file: Path, form: str) -> int:
    """Rows of a table or lines of JSON. For Label Studio's JSON the number of tasks, each on a line between two
    brackets."""
    with file.open("rb") as lines:
        count = sum(1 for _ in lines)
    return count - {"csv": 1, "jsonl": 0, "label-studio": 2}[form]
