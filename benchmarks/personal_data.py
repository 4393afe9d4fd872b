"""The file of a person with many answers, and the erasure of one person among millions of rows, with the real
commands."""

from __future__ import annotations

import threading
import time
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import psycopg
from psycopg.rows import DictRow, dict_row

from benchmarks.figures import Figure, Section
from benchmarks.imports import timed
from benchmarks.running import BenchError, Run
from benchmarks.system import COMMAND, Hiteuses, Nowhere, write_project

SECONDS, MEGABYTES = 60, 200
"""The limits of the file: seconds, and MB of memory."""
ERASED = 10
"""Seconds in which a person is erased, the start of the process and of PostgreSQL not included."""
WAIT = 0.1
"""Seconds that others may wait for a statement meanwhile."""
PEOPLE = 1_000
NOW = datetime(2026, 3, 4, 9, tzinfo=UTC)

_PEOPLE = """
    with made as (
        insert into person (role, first_name, country, zone, created_at, joined_at)
        select 'hiteuse', 'Awa' || n, 'CI', 'Africa/Abidjan', %(now)s, %(now)s from generate_series(1, %(people)s) n
        returning id, first_name
    ),
    chat as (
        insert into contact (person_id, channel, address, name)
        select id, 'telegram', (600000000 + id)::text, first_name from made returning id, person_id
    )
    insert into conversation (person_id, contact_id) select person_id, id from chat
"""
# `first`: the person who has `hers` rows of each kind; the others share the rest
_ANSWERS = """
    insert into answer (person_id, task_id, project_id, status, leased_at, expires_at, value, answered_at, seconds,
                        active, reading, estimated, units, currency, accept_at, accepted_at)
    select case when n <= %(hers)s then %(first)s else %(first)s + 1 + n %% (%(people)s - 1) end, t.id, t.project_id, 1,
           m.at - interval '20 seconds', m.at, '"ok"', m.at, 20, 15, 2, 30, 500, 'EUR', m.at, m.at
    from (select id, project_id, row_number() over (order by id) as n from task) t
    cross join lateral (select %(now)s - n * interval '1 second' as at) m
"""
_EVENTS = """
    insert into inbox (person_id, contact_id, channel, event_key, payload, received_at, due, status)
    select w.person, k.id, 'telegram', 'e' || n, jsonb_build_object('text', 'Message numéro ' || n),
           %(now)s, %(now)s, 1
    from generate_series(1, %(rows)s) n
    cross join lateral (select case when n <= %(hers)s then %(first)s
                                    else %(first)s + 1 + n %% (%(people)s - 1) end as person) w
    join contact k on k.person_id = w.person
"""
_MESSAGES = """
    insert into outbox (person_id, contact_id, channel, purpose, message, created_at, due, status, sent_at)
    select person_id, contact_id, 'telegram', 'reply', jsonb_build_object('p', jsonb_build_array('Bonjour')),
           %(now)s, %(now)s, 1, %(now)s from inbox
"""


def measure(run: Run) -> Section:
    answers = run.size(100_000, 200)
    rows = run.size(10_000_000, 4_000)
    return Section(
        "personal-data",
        "Personal data",
        f"`hiteuses people export` of a person with {answers:,} answers, and `hiteuses people erase` of a person among "
        f"{rows:,} rows of answers, events and messages of {PEOPLE:,} people; start of the process and of its embedded "
        "PostgreSQL included",
        [_exported(run, answers), *_erased(run, rows)],
    )


def _exported(run: Run, answers: int) -> Figure:
    with run.home() as home:
        bot = _filled(run, home, answers, answers, 100)
        file = home / "awa.zip"
        command: list[str | Path] = [COMMAND, "people", "export", "Awa1", "-o", file]
        seconds, peak = timed(command, bot.environ, home / "export.log")
        with zipfile.ZipFile(file) as archive, archive.open("donnees.json") as inside:
            found = sum(b'"revised"' in line for line in inside)
        if found != answers:
            raise BenchError(f"the file has {found} answers, not {answers}")
        size = file.stat().st_size / 1e6
    return Figure(
        f"file of a person ({size:.1f} MB)",
        f"< {SECONDS} s, < {MEGABYTES} MB",
        f"{seconds:.1f} s, {peak:.0f} MB",
        seconds < SECONDS and peak < MEGABYTES,
        {"seconds": seconds, "megabytes": peak, "answers": answers},
    )


def _erased(run: Run, rows: int) -> list[Figure]:
    hers = run.size(5_000, 100)
    with run.home() as home:
        bot = _filled(run, home, rows * 4 // 10, hers, rows * 3 // 10)
        with bot.database_url() as url:
            other = _Other(url)
            bot.command("people", "erase", "Awa1000")  # what starting costs: somebody with few rows
            started = time.monotonic()
            bot.command("people", "erase", "Awa1001")
            little = time.monotonic() - started
            calm = other.longest()
            started = time.monotonic()
            bot.command("people", "erase", "Awa1")
            seconds = time.monotonic() - started
            longest = other.longest()
            other.end()
            with psycopg.connect(url, row_factory=dict_row) as connection:
                left = connection.execute(
                    "select count(*) as n from inbox i join erasure e using (person_id)"
                ).fetchone()
        assert left is not None
        if left["n"]:
            raise BenchError(f"{left['n']} events of erased people are left")
    return [
        Figure(
            f"erasure of one person with {hers:,} rows of each kind",
            f"< {ERASED} s",
            f"{seconds:.1f} s (of somebody with few rows {little:.1f} s)",
            seconds < ERASED,
            {"seconds": seconds, "few": little, "rows": rows},
        ),
        Figure(
            "longest statement of somebody else meanwhile",
            f"< {WAIT * 1000:.0f} ms",
            f"{longest * 1000:.1f} ms (before: {calm * 1000:.1f} ms)",
            longest < WAIT,
            {"longest": longest * 1000, "before": calm * 1000},
        ),
    ]


def _filled(run: Run, home: Path, answers: int, hers: int, events: int) -> Hiteuses:
    """A service where the person called Awa1 has `hers` of the answers, and as many of the events and messages."""
    bot = Hiteuses(home, Nowhere())
    bot.command("db", "upgrade")
    bot.command("projects", "import", *write_project(home, 10))
    run.say(f"personal-data: {answers:,} answers, {events:,} events and messages")
    with bot.database() as database:
        _fill(database, answers, hers, events)
    return bot


def _fill(database: psycopg.Connection[DictRow], answers: int, hers: int, events: int) -> None:
    values = {"now": NOW, "people": PEOPLE + 1}
    database.execute(_PEOPLE, values)
    first = database.execute("select min(id) as id from person where first_name = 'Awa1'").fetchone()
    assert first is not None
    values |= {"first": first["id"], "hers": hers, "rows": events}
    database.execute(
        """
        insert into task (project_id, batch_id, client_id, content, wanted, slots, answers)
        select b.project_id, b.id, 'x' || n, '{"text": "Commentaire"}', 1, 0, 1
        from (select * from batch order by id desc limit 1) b, generate_series(1, %s) n
        """,
        (answers - 10,),
    )
    for statement in (_ANSWERS, _EVENTS, _MESSAGES):
        database.execute(statement.encode(), values)
    database.execute("vacuum analyze")


class _Other:
    """Somebody else, who writes all the time."""

    def __init__(self, url: str) -> None:
        self._connection = psycopg.connect(url, autocommit=True)
        chat = self._connection.execute("select id from contact order by id offset 300 limit 1").fetchone()
        assert chat is not None
        self._chat = chat[0]
        self._going, self._longest = True, 0.0
        self._thread = threading.Thread(target=self._write)
        self._thread.start()

    def _write(self) -> None:
        number = 0
        while self._going:
            number += 1
            started = time.monotonic()
            self._connection.execute(
                """
                insert into inbox (person_id, contact_id, channel, event_key, payload, received_at, due, status)
                select person_id, id, channel, %s, '{}', now(), now(), 1 from contact where id = %s
                """,
                (f"other{number}", self._chat),
            )
            self._longest = max(self._longest, time.monotonic() - started)
            time.sleep(0.01)

    def longest(self) -> float:
        """Seconds of the longest statement since the last call."""
        found, self._longest = self._longest, 0.0
        return found

    def end(self) -> None:
        self._going = False
        self._thread.join()
        self._connection.close()
