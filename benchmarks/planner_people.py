"""The people of `planner`: in 12 countries, with a mix of work, lessons, reminder settings and reasons for silence."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

from backend.db.engine.uow import Database, UnitOfWork
from backend.db.reminders import schedule, standing
from backend.domain import days
from backend.domain.people import places
from backend.domain.reminders import reminder_calendar
from benchmarks import filling
from bot.jobs.clocked import CHUNK_ROWS

COUNTRIES = ("SN", "CI", "BF", "ML", "TG", "GN", "BJ", "NE", "CM", "CG", "GA", "MG")
"""Codes of the people's countries."""
SUNDAY = date(2026, 3, 8)
"""The measured day."""


async def fill(url: str, people: int) -> None:
    database = Database(url)
    try:
        async with database.unit() as uow:
            await _projects(uow)
            await _people(uow, people)
            await uow.commit()
        connection = await database.connect()
        await connection.execute("analyze")
        await connection.close()
        await _plan(database, people)
    finally:
        await database.close()


async def _projects(uow: UnitOfWork) -> None:
    """Adds one project for all, one for each other country, and one for each country that needs a badge; one in four
    people has the badge."""
    first = await filling.add_project(uow, 200)
    await uow.execute("insert into module (id, title, imported_at) values ('m', 'Module', %s)", (filling.now(),))
    await uow.execute("insert into lesson (module_id, key, position, title) values ('m', '01', 1, 'Leçon')")
    await uow.execute(
        """
        insert into question (module_id, lesson_id, key, position, content)
        select 'm', l.id, 'q' || n, n, '{"text": "Vrai ?", "kind": {"true": true, "wrong": "", "right": ""}}'
        from lesson l, generate_series(1, 3) n
        """
    )
    for needs in ([], ["moderation-1"]):
        for country in COUNTRIES if needs else COUNTRIES[1:]:
            project_id = await uow.fetch_value(
                """
                insert into project (name, config, currency, funded, promised, created_at)
                select %(name)s, config || jsonb_build_object('name', %(name)s::text, 'needs', %(needs)s::text[],
                                                              'countries', array[%(country)s::text]),
                       currency, funded, promised, created_at
                from project where id = %(first)s returning id
                """,
                {"name": f"{country}-{len(needs)}", "needs": needs, "country": country, "first": first},
            )
            await filling.add_tasks(uow, project_id, 50)


_PEOPLE: Sequence[str] = (
    """
    insert into person (role, first_name, country, zone, created_at, joined_at, stopped_at, paused_until)
    select 'hiteuse', 'Awa', c.country, c.zone, %(now)s, %(now)s, case when n %% 25 = 1 then %(now)s end,
           case when n %% 25 = 2 then %(now)s::timestamptz + interval '3 days' end
    from generate_series(1, %(people)s) n
    join unnest(%(countries)s::text[], %(zones)s::text[]) with ordinality as c (country, zone, place)
         on c.place = n %% %(count)s + 1
    order by n
    """,
    """
    insert into contact (person_id, channel, address, blocked_at)
    select id, 'telegram', id::text, case when id %% 25 = 3 then %(now)s::timestamptz end from person
    """,
    """
    insert into conversation (person_id, contact_id, answered_at)
    select person_id, id, %(now)s::timestamptz - interval '2 days' from contact
    """,
    # A fifth want no reminders; most others want them at the hours that are offered.
    """
    insert into reminder (person_id, days, at)
    select id, case id %% 5 when 0 then '{}'::int[] when 1 then '{0,1,2,3,4}' else '{0,1,2,3,4,5,6}' end,
           case when id %% 5 = 0 then time '18:00'
                when id %% 7 < 3 then time '19:00' when id %% 7 < 5 then time '18:00'
                else time '06:00' + (id %% 64) * interval '15 minutes' end
    from person
    """,
    """
    insert into day (person_id, date, active, answers)
    select id, %(day)s, 600, 20 from person where id %% 3 = 0
    union all select id, %(day)s::date - 1, 10800, 300 from person where id %% 10 = 7
    """,
    """
    insert into answer (person_id, task_id, project_id, status, leased_at, expires_at, value, answered_at, seconds,
                        active, units, currency)
    select p.id, t.id, t.project_id, 1, %(now)s, %(now)s, '"ok"'::jsonb, %(now)s::timestamptz - interval '3 days', 20,
           20, 500, 'EUR'
    from person p join lateral (select id, project_id from task order by id limit 1) t on true where p.id %% 2 = 0
    union all
    select p.id, t.id, t.project_id, 2, %(now)s, %(now)s::timestamptz - interval '1 day', null, null, 0, 0, 0, null
    from person p join lateral (select id, project_id from task order by id offset 1 limit 1) t on true
    where p.id %% 11 = 5
    """,
    """
    insert into progress (person_id, project_id, batch_id, task_id, accepted_at)
    select a.person_id, t.project_id, max(t.batch_id), max(t.id), %(now)s from answer a join task t on t.id = a.task_id
    group by 1, 2
    """,
    """
    insert into badge (person_id, key, title, at) select id, 'moderation-1', 'Modération', %(now)s from person
    where id %% 4 = 0
    """,
    """
    insert into card (person_id, question_id, due, stability, difficulty, state, last_review)
    select p.id, q.id, %(now)s, 10, 5, 2, %(now)s::timestamptz - interval '10 days' from person p, question q
    where p.id %% 6 = 1
    """,
    """
    insert into enrolment (person_id, module_id, started_at, active_at)
    select id, 'm', %(now)s, %(now)s::timestamptz - interval '1 day' from person where id %% 12 = 5
    """,
    """
    insert into outbox (person_id, contact_id, channel, lane, purpose, message, created_at, due, status, sent_at)
    select person_id, id, 'telegram', 2, 'announcement', '{"p": ["Bonjour !"]}', %(noon)s, %(noon)s, 1, %(noon)s
    from contact where person_id %% 9 = 4
    """,
)


async def _people(uow: UnitOfWork, people: int) -> None:
    values: dict[str, Any] = {
        "now": datetime(2026, 3, 7, 12, tzinfo=UTC),
        "noon": datetime(2026, 3, 8, 3, tzinfo=UTC),
        "day": SUNDAY,
        "people": people,
        "countries": list(COUNTRIES),
        "zones": [places.country(code).zones[0].name for code in COUNTRIES],
        "count": len(COUNTRIES),
    }
    for statement in _PEOPLE:
        await uow.execute(statement, values)


async def _plan(database: Database, people: int) -> None:
    """Sets when each person is looked at next, as the product would have it when their Sunday begins."""
    for first in range(1, people + 1, CHUNK_ROWS):
        async with database.turn() as uow:
            found = await standing.standings(
                uow, range(first, first + CHUNK_ROWS), datetime(2026, 3, 8, 12, tzinfo=UTC)
            )
            dues: dict[int, datetime | None] = {}
            for each in found:
                begins = days.day_bounds(SUNDAY, each.calendar.zone)[0] - timedelta(microseconds=1)
                dues[each.person_id] = reminder_calendar.next_due(each.calendar, begins)
            await schedule.set_next(uow, dues)
            await uow.commit()
