"""Statements that read what is kept about a person: whole tables as JSON, and tables for reading."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Mapping, Sequence
from typing import Any

from backend.db.earnings.ledger import HERS
from backend.db.engine.uow import UnitOfWork
from backend.db.privacy.rows import conditions
from backend.domain.earnings.pay_events import PayEvent
from backend.domain.privacy.register import Entry
from backend.domain.work.commands import GIVEN
from backend.records import Record

CHUNK = 1_000
"""Rows that are read at once: a file is made beside turns, which must not wait for larger pieces."""


class StoredFile(Record):
    """A file of the person's own. `name`: as it was called when it was sent; "" if it is not known."""

    hash: str
    mime: str
    size: int
    name: str


async def whole(uow: UnitOfWork, entry: Entry, people: Sequence[int]) -> AsyncGenerator[str, None]:
    """Every row of a table that belongs to the person, as the text of a JSON object, without what is hidden."""
    which = " or ".join(conditions(entry, filed=True))
    connection = await uow.begun()
    async with connection.cursor("person") as cursor:
        cursor.itersize = CHUNK
        statement = f"select (to_jsonb(r) - %(hidden)s::text[])::text as row from {entry.name} r where {which}"  # noqa: S608 (names of the register)
        await cursor.execute(statement.encode(), {"people": list(people), "hidden": list(entry.hidden)})
        async for row in cursor:
            yield row["row"]


async def table(uow: UnitOfWork, name: str, people: Sequence[int], most: int) -> list[tuple[Any, ...]]:
    """The rows of one of `TABLES`, at most `most`."""
    values = {"people": list(people), "most": most, "kinds": list(HERS)}
    return [tuple(row.values()) for row in await uow.fetch_all(TABLES[name], values)]


async def count(uow: UnitOfWork, people: Sequence[int]) -> int:
    """How many answers the person gave."""
    return await uow.fetch_int(
        f"select count(*) from answer where person_id = any(%s::bigint[]) and status in {GIVEN}",  # noqa: S608 (constants)
        (list(people),),
    )


async def files(uow: UnitOfWork, people: Sequence[int]) -> list[StoredFile]:
    """The files that the person sent or that were made for them, the smallest first."""
    return await uow.fetch_all(
        """
        select m.hash, m.mime, length(m.content) as size, coalesce((
                   select r.name from received_media r join inbox i on i.id = r.inbox_id
                   where r.hash = m.hash and i.person_id = any(%(people)s::bigint[]) limit 1), '') as name
        from personal_media p join media m on m.hash = p.hash
        where p.person_id = any(%(people)s::bigint[]) and not p.once
        order by length(m.content), m.hash
        """,
        {"people": list(people)},
        row=StoredFile,
    )


TABLES: Mapping[str, str] = {
    "profile": """
        select first_name, country, role, language, joined_at, zone from person
        where id = any(%(people)s::bigint[]) and merged_into is null
    """,
    "chats": """
        select channel, address, name, heard_at from contact where person_id = any(%(people)s::bigint[]) order by id
    """,
    "consents": """
        select document, version, given_at from consent where person_id = any(%(people)s::bigint[]) order by id
    """,
    "goal": """
        select words, kind, array[units::text, currency] as sum, due from goal
        where person_id = any(%(people)s::bigint[])
    """,
    "reminder": """
        select array_to_string(array(select (array['lundi', 'mardi', 'mercredi', 'jeudi', 'vendredi', 'samedi',
                                                   'dimanche'])[d + 1] from unnest(days) d), ', ') as days, at
        from reminder where person_id = any(%(people)s::bigint[])
    """,
    "months": f"""
        select date_trunc('month', date)::date as month, sum(answers)::bigint as answers,
               sum(counted)::bigint as seconds,
               array[sum(euro_units)::text, 'EUR'] as euros, array[sum(franc_units)::text, 'XOF'] as francs
        from (
            select date, answers, counted, euro_units, franc_units from day where person_id = any(%(people)s::bigint[])
            union all
            select (e.at at time zone coalesce(p.zone, 'UTC'))::date, 0, 0,
                   case when e.currency = 'EUR' then e.units else 0 end *
                       case e.kind when '{PayEvent.REFUSED}' then -1 else 1 end,
                   case when e.currency = 'EUR' then 0 else e.units end *
                       case e.kind when '{PayEvent.REFUSED}' then -1 else 1 end
            from pay_event e join person p on p.id = e.person_id where e.person_id = any(%(people)s::bigint[])
        ) each group by 1 order by 1 desc limit %(most)s
    """,  # noqa: S608 (constants)
    "answers": f"""
        select a.answered_at, p.config ->> 'title' as project, a.value, a.seconds,
               array[a.units::text, a.currency] as pay,
               a.accepted_at
        from answer a join project p on p.id = a.project_id
        where a.person_id = any(%(people)s::bigint[]) and a.status in {GIVEN}
        order by a.answered_at desc limit %(most)s
    """,  # noqa: S608 (constants)
    "payments": """
        select p.proposed_at, p.paid_at, p.state, array[p.units::text, p.currency] as sum, d.tail
        from payout p join destination d on d.id = p.destination_id
        where p.person_id = any(%(people)s::bigint[]) order by p.id desc limit %(most)s
    """,
    "balances": """
        select kind, array[units::text, currency] as sum from account
        where owner = any(%(people)s::bigint[]) and kind = any(%(kinds)s) order by kind, currency
    """,
    "destinations": """
        select kind, operator, sealed, named_at, ended_at from destination
        where person_id = any(%(people)s::bigint[]) order by id desc limit %(most)s
    """,
    "modules": """
        select m.title, e.started_at, e.passed_at, e.score from enrolment e join module m on m.id = e.module_id
        where e.person_id = any(%(people)s::bigint[]) order by e.started_at desc limit %(most)s
    """,
    "badges": """
        select title, at, revoked_at from badge where person_id = any(%(people)s::bigint[]) order by id desc
        limit %(most)s
    """,
    "thread": """
        select m.at, m.hers, m.words, m.name from thread t join thread_message m on m.thread_id = t.id
        where t.person_id = any(%(people)s::bigint[]) order by m.id desc limit %(most)s
    """,
    "notes": """
        select at, text from person_note where person_id = any(%(people)s::bigint[]) order by id desc limit %(most)s
    """,
    "messages": """
        select created_at, message from outbox
        where person_id = any(%(people)s::bigint[]) and message is not null order by id desc limit %(most)s
    """,
}
"""Tables for reading, the newest rows first. A sum of money is an array of units and currency, both as text."""
