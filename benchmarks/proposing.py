"""Proposing a run of payments for very many people."""

from __future__ import annotations

import time

import psycopg
import uvloop

from backend.db.engine.uow import Database
from backend.domain.people.commands import OPERATOR
from backend.services.payouts import proposals
from benchmarks import filling
from benchmarks.figures import Figure, Section
from benchmarks.running import BenchError, Run

WANTED = 30.0
"""Seconds for 100,000 people."""
PAY = 500_000
"""Units of accepted pay of each person: 50 EUR."""

_FILL = (
    """
    insert into person (role, first_name, country, zone, created_at, joined_at)
    select 'hiteuse', 'Awa ' || n, 'CI', 'Africa/Abidjan', %(now)s - interval '400 days', %(now)s - interval '400 days'
    from generate_series(1, %(people)s) n order by n
    """,
    """
    insert into contact (person_id, channel, address)
    select id, 'telegram', '5' || id from person where role = 'hiteuse'
    """,
    "insert into conversation (person_id) select id from person where role = 'hiteuse'",
    """
    insert into account (kind, owner, currency)
    select kind, id, 'EUR' from person, unnest(array['pending', 'accepted', 'paid']) kind where role = 'hiteuse'
    """,
    """
    insert into account (kind, owner, currency) values ('client', 99, 'EUR')
    """,
    """
    insert into transfer (key, debit, credit, units, currency, at)
    select 'accept:' || c.owner || ':1', d.id, c.id, %(pay)s, 'EUR', %(now)s
    from account d, account c where d.kind = 'client' and d.owner = 99 and c.kind = 'accepted'
    order by c.owner
    """,
    "update account set units = %(pay)s where kind = 'accepted'",
    """
    insert into destination (person_id, kind, sealed, mark, tail, operator, named_at, usable_at)
    select id, 'phone', decode(md5(id::text), 'hex'), decode(md5('mark' || id), 'hex'), '0304', 'MTN',
           %(now)s - interval '9 days', %(now)s - interval '8 days'
    from person where role = 'hiteuse'
    """,
)


def measure(run: Run) -> Section:
    people = run.size(100_000, 200)
    with run.server() as started:
        server = filling.another_database(started, "proposing")
        run.say(f"proposing: filling in {people:,} people")
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute("set session_replication_role = replica")  # no trigger and no look at foreign keys
            connection.execute("set synchronous_commit = off")
            for statement in _FILL:
                connection.execute(statement.encode(), {"now": filling.now(), "people": people, "pay": PAY})
            for table in ("person", "contact", "account", "transfer", "destination"):
                connection.execute(f"vacuum (analyze) {table}".encode())
            connection.execute("checkpoint")
        run.say("proposing: measuring")
        figure = uvloop.run(_proposed(server, people))
    return Section(
        "proposing",
        "Proposing a run of payments",
        f"{people:,} people with {PAY / 10_000:.0f} EUR of accepted pay and a number each. The rows were put in "
        "directly. The time is that of the proposal with its commits, in one process beside the server",
        [figure],
    )


async def _proposed(url: str, people: int) -> Figure:
    database = Database(url, turn_connections=1, connections=3)
    try:
        began = time.monotonic()
        found = await proposals.propose(database, OPERATOR, "operator", filling.now())
        took = time.monotonic() - began
        if found.payouts != people:
            raise BenchError(f"{found.payouts} of {people} people are in the run; held: {found.held}")
        async with database.unit() as uow:
            row = await uow.fetch_one(
                "select count(*) as n from transfer t join account a on a.id = t.credit where a.kind = 'transit'"
            )
            assert row is not None
            if row["n"] != people:
                raise BenchError(f"{row['n']} of {people} payments were booked")
    finally:
        await database.close()
    return Figure(
        f"proposing a run for {people:,} people", f"< {WANTED:.0f} s", f"{took:.1f} s", took < WANTED, {"seconds": took}
    )
