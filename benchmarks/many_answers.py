"""Puts a service with a history directly into a database: people of many countries, and their answers of a month.

As in `filling`, every row is as the product would have written it, and only the amounts are artificial. Who answered
what and when follows a fixed rule, so that each run has the same data.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from psycopg.types.json import Jsonb

from backend.db.clients.queries import HOUSE_ID
from backend.db.earnings import ledger
from backend.db.engine.uow import Database, UnitOfWork
from backend.db.work import projects
from backend.domain.people import places
from backend.records import replace
from benchmarks.filling import PROJECT

PROJECTS = 10
"""The number of projects."""
DAYS = 30
"""The number of days over which the answers are spread."""
PAIRED = 3
"""The number of answers of a task."""

_PEOPLE = """
    insert into person (role, first_name, country, zone, created_at, joined_at)
    select 'hiteuse', 'Awa ' || n, c.code, c.zone, %(now)s - age, %(now)s - age
    from generate_series(1, %(people)s) n
    join jsonb_to_recordset(%(countries)s) as c (place int, code text, zone text)
      on c.place = n %% jsonb_array_length(%(countries)s)
    cross join lateral (select (31 + n %% 60) * interval '1 day' as age) a
    order by n
"""
_CONTACTS = """
    with made as (
        insert into contact (person_id, channel, address, name)
        select id, case id %% 3 when 0 then 'whatsapp' else 'telegram' end, (600000000 + id)::text, first_name
        from person where role = 'hiteuse' returning id, person_id
    )
    insert into conversation (person_id, contact_id) select person_id, id from made
"""
_TASKS = """
    insert into task (project_id, batch_id, client_id, content, wanted, slots, answers, done_at, result)
    select %(project)s, %(batch)s, 't' || n, jsonb_build_object('text', 'Commentaire numéro ' || n), %(paired)s, 0,
           %(paired)s, %(now)s, '{"answer": "ok", "confidence": "1.0", "method": "majority"}'
    from generate_series(1, %(tasks)s) n
"""
# Each task has three people with distant ids; each answer has its own moment of the month.
_ANSWERS = """
    insert into answer (person_id, task_id, project_id, status, leased_at, expires_at, value, answered_at, seconds,
                        active, reading, estimated, units, currency, accept_at, accepted_at)
    select w.first + (t.n * 31 + k * (w.people / 3)) %% w.people, t.id, t.project_id, 1, m.at - interval '20 seconds',
           m.at, case (t.n + k) %% 10 when 0 then '"non"' else '"ok"' end::jsonb, m.at, 20, 15 + (t.n %% 20)::int,
           2, 30, %(units)s, 'EUR', m.at, m.at
    from (
        select id, project_id, row_number() over (order by id) - 1 as n from task
        where project_id = any(%(projects)s)) t
    cross join generate_series(0, 2) k
    cross join (select min(id) as first, count(*) as people from person where role = 'hiteuse') w
    cross join lateral (
        select %(now)s - ((t.n * 3 + k) * 7907 %% %(seconds)s) * interval '1 second' as at) m
"""
_DAYS = """
    insert into day (person_id, date, active, counted, estimated, answers, euro_units)
    select a.person_id, (a.answered_at at time zone p.zone)::date, sum(a.active), sum(greatest(a.active, a.reading)),
           sum(a.estimated), count(*), sum(a.units)
    from answer a join person p on p.id = a.person_id group by 1, 2 order by 2, 1
"""
_PROGRESS = """
    insert into progress (person_id, project_id, accepted_at, answers, done)
    select person_id, project_id, min(answered_at), count(*), count(*) / %(paired)s from answer group by 1, 2
"""
_MONEY = """
    insert into account (kind, owner, currency)
    select kind, id, 'EUR' from person, unnest(array['pending', 'accepted']) kind where role = 'hiteuse';
"""
# The month's earnings, one transfer for each day of work: the sums of an account then read as many rows as after
# payouts of older months.
_EARNED = """
    insert into transfer (key, debit, credit, units, currency, at)
    select 'bench:' || d.person_id || ':' || d.date, s.id, c.id, d.euro_units, 'EUR', %(now)s
    from day d join account c on c.kind = 'accepted' and c.owner = d.person_id and c.currency = 'EUR'
    cross join (select id from account where kind = 'client' and currency = 'EUR') s
"""
_TRAFFIC = """
    insert into traffic (date, channel, category, country, project_id, messages, units)
    select (%(now)s - n * interval '1 day')::date, channel, case channel when 'whatsapp' then 'service' else 'free' end,
           c.code, p, 1000 + n, case channel when 'whatsapp' then 50000 else 0 end
    from generate_series(0, %(days)s - 1) n, unnest(array['telegram', 'whatsapp']) channel,
         jsonb_to_recordset(%(countries)s) as c (place int, code text, zone text), unnest(%(projects)s) p
"""


# Single messages: as many in a month as a third of the answers. One of a hundred failed; on WhatsApp nine of ten
# arrived and six were read.
_LETTERS = """
    insert into outbox (person_id, contact_id, channel, purpose, message, created_at, due, status, sent_at,
                        delivered_at, read_at, error)
    select c.person_id, c.id, c.channel, 'reply', '{}', m.at, m.at, m.status, case m.status when 1 then m.at end,
           case when m.status = 1 and c.channel = 'whatsapp' and n %% 10 < 9 then m.at end,
           case when m.status = 1 and c.channel = 'whatsapp' and n %% 10 < 6 then m.at end,
           case m.status when 2 then 'refused' end
    from generate_series(1, %(letters)s::bigint) n
    cross join lateral (
        select %(now)s - (n * 7907 %% %(seconds)s) * interval '1 second' as at,
               (case n %% 100 when 99 then 2 else 1 end)::smallint as status) m
    join (select id, person_id, channel, row_number() over (order by id) - 1 as place, count(*) over () as all_
          from contact) c on c.place = n * 31 %% c.all_
"""


_WORK = ("answer", "task", "day", "progress")


async def fill(database: Database, people: int, answers: int, now: datetime) -> None:
    """Adds `people` hiteuses and about `answers` answers, over `PROJECTS` projects and `DAYS` days."""
    each = answers // PROJECTS // PAIRED
    countries = Jsonb([{"place": n, "code": c.code, "zone": c.zones[0].name} for n, c in enumerate(places.COUNTRIES)])
    values: dict[str, Any] = {
        "now": now,
        "people": people,
        "countries": countries,
        "paired": PAIRED,
        "units": PROJECT.pay.units,
        "seconds": int(timedelta(days=DAYS).total_seconds()),
        "days": DAYS,
        "tasks": each,
        "letters": answers // PAIRED,
    }
    async with database.unit() as uow:
        await uow.execute(_PEOPLE, values)
        await uow.execute(_CONTACTS)
        made = [await _project(uow, number, each, values) for number in range(PROJECTS)]
        values["projects"] = made
        for statement in (_ANSWERS, _DAYS, _PROGRESS, _MONEY, _EARNED, _TRAFFIC, _LETTERS):
            await uow.execute(statement, values)
        await uow.commit()
    connection = await database.connect()
    for table in (*_WORK, "person", "contact", "conversation", "transfer", "account", "outbox"):
        await connection.execute(f"vacuum (analyze) {table}".encode())
    await connection.execute("checkpoint")
    await connection.close()


async def _project(uow: UnitOfWork, number: int, tasks: int, values: dict[str, Any]) -> int:
    config = replace(PROJECT, name=f"projet-{number}", title=f"Commentaires de la boutique {number}")
    project_id = await projects.add(uow, config, False, values["now"])
    promised = config.promise * tasks
    await ledger.open_account(uow, "client", HOUSE_ID, config.pay.currency)
    await ledger.open_account(uow, "project", project_id, config.pay.currency)
    assert await projects.book(uow, project_id, promised.units, promised.units)
    batch = await uow.fetch_value(
        "insert into batch (project_id, file, created_at, tasks) values (%s, 'rows.csv', %s, %s) returning id",
        (project_id, values["now"], tasks),
    )
    await uow.execute(_TASKS, {**values, "project": project_id, "batch": batch})
    return project_id
