"""Databases with very many kept answers, put in directly: people, finished tasks and the answers to them, days, the
newest part of the ledger, and some open work.

Rows are as the product writes them, in the order in which it would have written them. Indexes of the largest tables are
built when the rows are in. The same numbers give the same rows, but for the moments, which end now.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from datetime import timedelta
from typing import Any

import psutil
import psycopg
import uvloop

from backend.db.clients.queries import HOUSE_ID
from backend.db.earnings import ledger
from backend.db.engine.uow import Database
from backend.db.server import embedded, migrate
from backend.db.work import projects
from backend.records import Record, replace
from benchmarks import filling
from benchmarks.filling import PROJECT
from benchmarks.running import Run

PROJECTS = 20
EACH = 5
"""Answers to a finished task."""
DAYS = 365
"""Over how many days the answers are spread."""
RECENT = 31
"""The last of these days; see `Kept.recent`."""
BUILT_AFTER = (
    "pk_answer",
    "ix_answer_task",
    "ix_answer_given",
    "ix_answer_project",
    "uq_task_project_id_client_id",
    "pk_transfer",
    "uq_transfer_key",
    "ix_transfer_debit",
    "ix_transfer_credit",
)
"""Indexes that are not kept up to date while rows are put in."""
LARGEST = ("answer", "task", "transfer", "day", "inbox", "outbox", "progress")
"""Tables that grow with work."""
CHUNK = 3_000_000
"""Answers that one statement puts in."""
FAST: Mapping[str, str] = {
    "fsync": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "maintenance_work_mem": "1GB",
    "autovacuum": "off",
    "shared_buffers": "512MB",
}
"""Settings of the server while rows are put in."""


class Kept(Record):
    """How much a database holds.

    `answers` and `entries` (of the ledger, two for an answer): each about so many, of the newest answers that were ever
    given. So there may be fewer of the one than of the other. `open_tasks`: tasks that want answers; `history`: handled
    events, and as many sent messages; `most_recent`: see `recent`.
    """

    answers: int
    entries: int
    people: int
    open_tasks: int
    history: int
    most_recent: int

    @property
    def given(self) -> int:
        """How many answers were ever given."""
        return max(self.answers, self.entries // 2)

    @property
    def recent(self) -> int:
        """How many of the answers were given in the last `RECENT` days: the same at every size, because what a
        statement reads of the last days depends on the pace of work, not on what is kept."""
        return min(self.most_recent, self.given // 2)

    @property
    def tasks(self) -> int:
        """The number of the newest task that is done."""
        return self.given // EACH

    @property
    def loose(self) -> int:
        """Newest answers that are not accepted yet."""
        return min(50_000, self.answers // 20)

    @property
    def name(self) -> str:
        return f"kept_{self.answers}_{self.entries}"


def sized(run: Run, answers: int, entries: int) -> Kept:
    """A database with about so many answers and entries: whole tasks, the same number in each project."""
    whole = EACH * PROJECTS
    return Kept(
        answers // whole * whole,
        entries // (2 * whole) * 2 * whole,
        *run.size((1_000, 100_000, 300_000, 500_000), (60, 2_000, 300, 500)),
    )


@contextmanager
def databases(run: Run, wanted: Sequence[Kept]) -> Iterator[str]:
    """URL of a server with these databases, as durable as the product's and with the buffers that
    `docs/operators/growth.md` wants. With `run.keep` they lie there, are used again, and stay."""
    with nullcontext(run.keep) if run.keep else run.home() as home:
        home.mkdir(parents=True, exist_ok=True)
        if os.geteuid() == 0:
            home.chmod(0o711)
        server = embedded.start(home, service=True, options=FAST)
        try:
            for kept in wanted:
                _fill(run, server.url, kept)
        finally:
            server.stop()
        # a quarter of the memory, so that what is read of the last days is not evicted
        buffers = run.size(psutil.virtual_memory().total >> 22, 128)
        server = embedded.start(home, service=True, options={"shared_buffers": f"{buffers}MB"})
        try:
            yield server.url
        finally:
            server.stop()


def url_of(server: str, kept: Kept) -> str:
    return server.replace("/hiteuses?", f"/{kept.name}?")


def _fill(run: Run, server: str, kept: Kept) -> None:
    """Makes the database, unless it is there already; then its schema is brought up to date."""
    with psycopg.connect(server, autocommit=True) as connection:
        described = connection.execute(
            "select shobj_description(oid, 'pg_database') from pg_database where datname = %s", (kept.name,)
        ).fetchone()
    if described == ("filled",):
        migrate.upgrade(url_of(server, kept))
        return
    if described is not None:
        filling.drop_database(server, kept.name)
    run.say(f"kept: putting in {kept.answers:,} answers and {kept.entries:,} entries of the ledger")
    url = filling.another_database(server, kept.name)
    numbers = uvloop.run(_projects(url, kept))
    with psycopg.connect(url) as connection:
        _rows(run, connection, kept, numbers)
    with psycopg.connect(url, autocommit=True) as connection:
        for table in (*LARGEST, "account", "person", "contact", "conversation"):
            connection.execute(f"vacuum (analyze) {table}".encode())
        connection.execute("checkpoint")
        # a commit's flush is the disk's time, and the same at every size
        connection.execute(f"alter database {kept.name} set synchronous_commit = off".encode())
        connection.execute(f"comment on database {kept.name} is 'filled'".encode())
    run.say("kept: all rows are in")


async def _projects(url: str, kept: Kept) -> list[int]:
    database = Database(url, turn_connections=1, connections=1)
    begin = filling.now() - timedelta(days=DAYS + 1)
    money = PROJECT.promise * (kept.tasks // PROJECTS + kept.open_tasks)
    made = []
    try:
        async with database.unit() as uow:
            await ledger.open_account(uow, "client", HOUSE_ID, money.currency)
            for n in range(PROJECTS):
                number = await projects.add(uow, replace(PROJECT, name=f"projet-{n}"), False, begin)
                await ledger.open_account(uow, "project", number, money.currency)
                budget = f"budget:{number}"
                await ledger.transfer(uow, budget, ("client", HOUSE_ID), ("project", number), money, begin)
                assert await projects.book(uow, number, money.units, money.units)
                made.append(number)
            await uow.commit()
    finally:
        await database.close()
    return made


_PEOPLE = (
    """
    insert into person (role, first_name, country, zone, created_at, joined_at)
    select 'hiteuse', 'Awa ' || n, 'CI', 'Africa/Abidjan', %(begin)s, %(begin)s
    from generate_series(1, %(people)s) n order by n
    """,
    """
    with k as (
        insert into contact (person_id, channel, address, name)
        select id, 'telegram', (5000000000 + id)::text, first_name from person where role = 'hiteuse'
        returning id, person_id, channel
    ),
    reached as (update person p set reached_id = k.id, reached = k.channel from k where p.id = k.person_id)
    insert into conversation (person_id, contact_id) select person_id, id from k
    """,
    """
    insert into account (kind, owner, currency, units)
    select kind, id, 'EUR', case kind when 'paid' then 0 else 1000000000 end
    from person, unnest(array['pending', 'accepted', 'paid']) kind where role = 'hiteuse'
    """,
    """
    insert into batch (project_id, file, created_at, tasks)
    select id, 'rows.csv', %(begin)s, (%(tasks)s + %(open)s) / %(places)s from unnest(%(projects)s::bigint[]) id
    """,
    "analyze person, account, batch",
)
# When the answer with the number n, from 0, was given.
_AT = """case when {n} < %(older)s then %(begin)s + {n} * %(step)s
            else %(now)s - (%(given)s - {n}) * %(recent_step)s end"""
_TASKS = f"""
    insert into task (id, project_id, batch_id, client_id, content, wanted, slots, answers, done_at, result)
    overriding system value
    select n, b.project_id, b.id, 't' || n,
           jsonb_build_object('text', 'Commentaire ' || n || ' : merci, je recommande ce service'),
           %(each)s, 0, %(each)s, {_AT.format(n="(n * %(each)s - 1)")},
           '{{"answer": "ok", "confidence": "1.0", "method": "majority"}}'
    from (select generate_series(%(first)s::bigint, %(last)s::bigint) as n) x
    join (select id, project_id, row_number() over (order by id) - 1 as place from batch) b
      on b.place = n %% %(places)s
"""
_OPEN = """
    insert into task (id, project_id, batch_id, client_id, content, wanted, slots) overriding system value
    select n, b.project_id, b.id, 't' || n,
           jsonb_build_object('text', 'Commentaire ' || n || ' : merci, je recommande ce service'), 3, 3
    from (select generate_series(%(tasks)s::bigint + 1, %(tasks)s::bigint + %(open)s) as n) x
    join (select id, project_id, row_number() over (order by id) - 1 as place from batch) b
      on b.place = n %% %(places)s
"""
# The answer with the number n: who gives it, to which task, when. Those of a task are distant people.
_WORK = f"""
    (select n, n / %(each)s + 1 as task, (%(projects)s::bigint[])[1 + (n / %(each)s + 1) %% %(places)s] as project,
            %(her)s + ((n / %(each)s + 1) * 31 + n %% %(each)s * (%(people)s / %(each)s)) %% %(people)s as person,
            {_AT.format(n="n")} as at
     from (select generate_series(%(first)s::bigint, %(last)s::bigint) as n) x) w
"""
_ANSWERS = f"""
    insert into answer (person_id, task_id, project_id, status, leased_at, expires_at, value, answered_at, seconds,
                        active, reading, estimated, units, currency, accept_at, accepted_at, contact_id)
    select person, task, project, 1, at - interval '20 s', at + interval '10 minutes', '"ok"', at, 20, 20, 3, 30,
           %(units)s, 'EUR', at + interval '1 s',
           case when n < %(given)s - %(loose)s then at + interval '1 s' end, %(contact)s + person - %(her)s
    from {_WORK}
"""
_BOOKED = f"""
    insert into transfer (key, debit, credit, units, currency, at)
    select 'answer:' || person || ':' || task, d.id, c.id, %(units)s, 'EUR', at
    from {_WORK} join account c on c.kind = 'pending' and c.owner = person
    join account d on d.kind = 'project' and d.owner = project
"""
_MOVED = f"""
    insert into transfer (key, debit, credit, units, currency, at)
    select 'accept:' || person || ':' || task, d.id, c.id, %(units)s, 'EUR', at + interval '1 s'
    from {_WORK} join account d on d.kind = 'pending' and d.owner = person
    join account c on c.kind = 'accepted' and c.owner = person
    where n < %(given)s - %(loose)s
"""
_BESIDE = (
    """
    insert into progress (person_id, project_id, accepted_at, answers, done, batch_id, task_id, control_from)
    select a.person_id, a.project_id, %(begin)s, count(*) * %(rounds)s, count(*) * %(rounds)s / %(each)s, min(b.id),
           %(tasks)s, count(*) * %(rounds)s
    from answer a join batch b on b.project_id = a.project_id where a.task_id > %(tasks)s - %(people)s group by 1, 2
    """,
    """
    insert into day (person_id, date, active, counted, estimated, answers, euro_units)
    select %(her)s + p, (%(now)s - d * interval '1 day')::date, 20 * n, 20 * n, 30 * n, n, %(units)s * n
    from generate_series(%(worked)s - 1, 0, -1) d, generate_series(0, %(people)s - 1) p,
         (select greatest(1, %(given)s / %(people)s / %(worked)s) as n) each
    """,
    """
    insert into inbox (person_id, contact_id, channel, event_key, payload, received_at, due, status)
    select %(her)s + n * 7907 %% %(people)s, %(contact)s + n * 7907 %% %(people)s, 'telegram', 'old:' || n, '{}',
           at, at, 1
    from generate_series(0, %(history)s::bigint - 1) n,
         lateral (select %(now)s - (%(history)s - n) * (interval '30 days' / %(history)s) as at) m
    """,
    """
    insert into outbox (person_id, contact_id, channel, purpose, message, question, created_at, due, status, sent_at,
                        provider_id, attempts, category)
    select %(her)s + n * 7907 %% %(people)s, %(contact)s + n * 7907 %% %(people)s, 'telegram', 'reply',
           jsonb_build_object('p', jsonb_build_array('Commentaire ' || n || ' : merci, je recommande ce service'), 'c',
                              '[{"i": "ok", "l": "Acceptable"}, {"i": "non", "l": "À retirer"}]'::jsonb),
           n, at, at, 1, at, n::text, 1, 'free'
    from generate_series(0, %(history)s::bigint - 1) n,
         lateral (select %(now)s - (%(history)s - n) * (interval '90 days' / %(history)s) as at) m
    """,
    "select setval(pg_get_serial_sequence('task', 'id'), %(tasks)s::bigint + %(open)s)",
)


def _rows(run: Run, connection: psycopg.Connection[Any], kept: Kept, numbers: Sequence[int]) -> None:
    """Puts all rows in, in one transaction that emptied the tables first: so they need not be logged."""
    now = filling.now()
    begin = now - timedelta(days=DAYS)
    values: dict[str, Any] = {
        "now": now,
        "begin": begin,
        "older": kept.given - kept.recent,
        "step": timedelta(days=DAYS - RECENT) / (kept.given - kept.recent),
        "recent_step": timedelta(days=RECENT) / kept.recent,
        "people": kept.people,
        "given": kept.given,
        "each": EACH,
        "tasks": kept.tasks,
        "open": kept.open_tasks,
        "loose": kept.loose,
        "history": kept.history,
        "projects": list(numbers),
        "places": PROJECTS,
        "units": PROJECT.pay.units,
        "worked": min(DAYS, max(1, kept.given // kept.people)),
        "rounds": max(1, kept.tasks // kept.people),
    }

    def do(statement: str, **more: int) -> None:
        connection.execute(statement.encode(), {**values, **more})

    do("set session_replication_role = replica")  # no trigger and no look at foreign keys
    for statement in _PEOPLE:
        do(statement)
    row = connection.execute(
        "select (select min(id) from person where role = 'hiteuse'), (select min(id) from contact)"
    ).fetchone()
    assert row is not None
    values["her"], values["contact"] = row
    do("truncate task, answer, day, progress, inbox, outbox cascade")
    do(f"update pg_index set indisready = false where indexrelid::regclass::text = any(array{list(BUILT_AFTER)})")
    for first, last in _chunks(kept.given, kept.answers):
        do(_TASKS, first=first // EACH + 1, last=(last + 1) // EACH)
        do(_ANSWERS, first=first, last=last)
        run.say(f"kept: answers until {last + 1:,}")
    do(_OPEN)
    for first, last in _chunks(kept.given, kept.entries // 2):
        do(_BOOKED, first=first, last=last)
        do(_MOVED, first=first, last=last)
        run.say(f"kept: entries until {2 * last + 2:,}")
    for name in BUILT_AFTER:
        run.say(f"kept: building {name}")
        do(f"reindex index {name}")
    do("analyze answer")
    for statement in _BESIDE:
        do(statement)
    connection.commit()


def _chunks(given: int, newest: int) -> Iterator[tuple[int, int]]:
    """The numbers of the newest answers, from and to, in pieces."""
    for first in range(given - newest, given, CHUNK):
        yield first, min(first + CHUNK, given) - 1
