"""What we write by ourselves to 100,000 people in 12 countries, on a Sunday: the jobs that look at each of them
at her own hour, and the turns in which it is said."""

from __future__ import annotations

import asyncio
import resource
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from multiprocessing import get_context
from typing import Any

import uvloop

from backend.clock import Clock
from backend.db import planner as rows
from backend.db.signals import Signals
from backend.db.uow import Database, UnitOfWork
from backend.domain import days, places, planner
from backend.services import planner as service
from backend.services.signing import Issuer
from benchmarks import filling
from benchmarks.figures import Figure, Section
from benchmarks.running import BenchError, Run
from bot.handlers.runner import RUNNERS, Runners
from bot.jobs import CHUNK

COUNTRIES = ("SN", "CI", "BF", "ML", "TG", "GN", "BJ", "NE", "CM", "CG", "GA", "MG")
SUNDAY = date(2026, 3, 8)
EVENING = datetime(2026, 3, 8, 17, tzinfo=UTC)
"""18:00 where the clock is an hour ahead: the turns that are measured."""
STEP = timedelta(minutes=15)
OFFSETS = (0, 1, 3)


@dataclass(slots=True)
class Day:
    """What the jobs of a day did. `looked`, `going`: people, by hour of UTC; `longest`: seconds of the longest
    transaction; `amiss`: people who were not looked at in their own hour."""

    seconds: float = 0.0
    longest: float = 0.0
    looked: Counter[int] = field(default_factory=Counter)
    going: Counter[int] = field(default_factory=Counter)
    zones: dict[int, Counter[int]] = field(default_factory=lambda: {offset: Counter() for offset in OFFSETS})
    amiss: int = 0
    megabytes: float = 0.0


def measure(run: Run) -> Section:
    people, sample = run.size(100_000, 240), run.size(3_000, 20)
    with run.server() as server:
        run.say(f"planner: {people:,} people in {len(COUNTRIES)} countries")
        url = filling.another_database(server, "planner")
        uvloop.run(_fill(url, people))
        run.say("planner: their Sunday")
        with get_context("spawn").Pool(1) as pool:  # a process of its own, for its memory
            day = pool.apply(_day, (url,))
        run.say("planner: turns")
        kept = uvloop.run(_kept(url))
        turns, seconds, messages = uvloop.run(_turns(url, sample))
    if sum(day.looked.values()) != people or kept + sum(day.going.values()) != people:
        raise BenchError(f"{people} people, but {sum(day.looked.values())} looks and {kept} kept reasons")
    if messages != turns:
        raise BenchError(f"{turns} turns said {messages} messages")
    hour, most = day.looked.most_common(1)[0]
    spread = {f"UTC+{offset}": dict(sorted(found.items())) for offset, found in day.zones.items()}
    return Section(
        "planner",
        "What we write by ourselves",
        f"{people:,} hiteuses in {len(COUNTRIES)} countries and three zones, 24 projects, on a Sunday, so that "
        "everybody is looked at: a third has worked, and some have stopped, paused, blocked us, had an announcement, "
        "a task that ran out, questions to revise or a lesson left in the middle. The jobs that look for who is due "
        f"({CHUNK:,} people a transaction) run every quarter of an hour of her day; what they took is added up. Then "
        f"the turns of {turns:,} people whose hour is the same: decided once more, said, kept",
        [
            Figure(
                f"a day's planning for {people:,} people",
                "< 60 s",
                f"{day.seconds:.1f} s of jobs, the longest transaction {day.longest:.2f} s; "
                f"{sum(day.going.values()):,} to be written to, {kept:,} spared with a reason",
                day.seconds < 60,
                {"seconds": round(day.seconds, 2), "longest": round(day.longest, 3), "spared": kept},
            ),
            Figure(
                "peak memory of the process that plans",
                "< 300 MB",
                f"{day.megabytes:.0f} MB",
                day.megabytes < 300,
                {"megabytes": round(day.megabytes)},
            ),
            Figure(
                "looked at in another hour than her own",
                "none",
                f"{day.amiss or 'none'}; spread over {len(day.looked)} hours of UTC, {most:,} in the fullest one",
                day.amiss == 0,
                {"fullest": hour, "by UTC hour and zone": spread, "written to": dict(sorted(day.going.items()))},
            ),
            Figure(
                "turns that say it, one process",
                "",
                f"{turns / seconds:.0f}/s ({turns:,} turns, one message each)",
                None,
                {"seconds": round(seconds, 2), "turns": turns},
            ),
        ],
    )


# --- the jobs ---------------------------------------------------------------------------------------


def _day(url: str) -> Day:
    return uvloop.run(_run_day(url))


async def _run_day(url: str) -> Day:
    database, day = Database(url), Day()
    try:
        async with database.unit() as uow:
            found = await uow.all("select w.person_id, w.due, p.zone from wakeup w join person p on p.id = w.person_id")
        hers = {row["person_id"]: (row["due"], row["zone"]) for row in found}
        zones = {zone: _offset(zone) for _, zone in set(hers.values())}
        now, end = datetime(2026, 3, 7, 20, tzinfo=UTC), datetime(2026, 3, 9, tzinfo=UTC)
        while now <= end:
            looked = CHUNK
            while looked == CHUNK:
                started = time.perf_counter()
                async with database.turn() as uow:
                    woken = await service.wake(uow, now, CHUNK)
                    await uow.commit()
                took = time.perf_counter() - started
                day.seconds += took
                day.longest = max(day.longest, took)
                looked = woken.looked
                day.looked[now.hour] += looked
                day.going[now.hour] += len(woken.people)
                for person_id in woken.people:
                    due, zone = hers[person_id]
                    day.zones[zones[zone]][now.hour] += 1
                    day.amiss += due != now
            now += STEP
    finally:
        await database.close()
    day.looked += Counter()  # without the hours in which nobody was due
    day.going += Counter()
    day.megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6
    return day


def _offset(zone: str) -> int:
    return int(days.local(EVENING, zone).utcoffset() / timedelta(hours=1))  # type: ignore[operator]


async def _kept(url: str) -> int:
    """Days of people on which nothing was said, with the reason."""
    database = Database(url)
    try:
        async with database.unit() as uow:
            row = await uow.one("select count(*) as count from outreach where reason is not null")
        return int(row["count"]) if row else 0
    finally:
        await database.close()


# --- the turns --------------------------------------------------------------------------------------


async def _turns(url: str, most: int) -> tuple[int, float, int]:
    """Turns, seconds, and messages that came of them."""
    database = Database(url)
    try:
        async with database.unit() as uow:
            found = await uow.all(
                """
                select person_id from inbox where status = 0 and (payload ->> 'due')::timestamptz = %s
                order by id limit %s
                """,
                (EVENING, most),
            )
        waiting = [row["person_id"] for row in found]
        runners = Runners(database, {}, Clock(EVENING), Signals(database), None, dict, Issuer(""))  # type: ignore[arg-type]
        started = time.perf_counter()
        await asyncio.gather(*(_runner(runners, waiting[place::RUNNERS]) for place in range(RUNNERS)))
        seconds = time.perf_counter() - started
        async with database.unit() as uow:
            row = await uow.one("select count(*) as count from outreach where reason is null")
        return len(waiting), seconds, int(row["count"]) if row else 0
    finally:
        await database.close()


async def _runner(runners: Runners, people: Sequence[int]) -> None:
    for person_id in people:
        await runners.turn(person_id)


# --- the people -------------------------------------------------------------------------------------


async def _fill(url: str, people: int) -> None:
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
    """One for all, one for each country, and as many that need a badge which one in four has."""
    first = await filling.add_project(uow, 200)
    await uow.do("insert into module (id, title, imported_at) values ('m', 'Module', %s)", (filling.now(),))
    await uow.do("insert into lesson (module_id, key, position, title) values ('m', '01', 1, 'Leçon')")
    await uow.do(
        """
        insert into question (module_id, lesson_id, key, position, content)
        select 'm', l.id, 'q' || n, n, '{"text": "Vrai ?", "kind": {"true": true, "wrong": "", "right": ""}}'
        from lesson l, generate_series(1, 3) n
        """
    )
    for needs in ([], ["moderation-1"]):
        for country in COUNTRIES if needs else COUNTRIES[1:]:
            row = await uow.one(
                """
                insert into project (name, config, currency, funded, promised, created_at)
                select %(name)s, config || jsonb_build_object('name', %(name)s::text, 'needs', %(needs)s::text[],
                                                              'countries', array[%(country)s::text]),
                       currency, funded, promised, created_at
                from project where id = %(first)s returning id
                """,
                {"name": f"{country}-{len(needs)}", "needs": needs, "country": country, "first": first},
            )
            assert row is not None
            await filling.add_tasks(uow, row["id"], 50)


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
    # a fifth wants no reminders, the others most often at the hours that are offered
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
    select p.id, t.id, t.project_id, 1, %(now)s, %(now)s, '"ok"'::jsonb, %(now)s::timestamptz - interval '3 days', 20, 20,
           500, 'EUR'
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
        await uow.do(statement, values)


async def _plan(database: Database, people: int) -> None:
    """Each is looked at next as the product would have it when her Sunday begins."""
    for first in range(1, people + 1, CHUNK):
        async with database.turn() as uow:
            found = await rows.standing(uow, range(first, first + CHUNK), datetime(2026, 3, 8, 12, tzinfo=UTC))
            dues: dict[int, datetime | None] = {}
            for row in found:
                begins = days.day_bounds(SUNDAY, row["zone"])[0] - timedelta(microseconds=1)
                dues[row["person_id"]] = planner.next_due(service.calendar_of(row), begins)
            await rows.set_next(uow, dues)
            await uow.commit()
