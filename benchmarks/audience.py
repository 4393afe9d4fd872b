"""How long it takes to count an audience of a million people, by each of its filters."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from itertools import chain

import psycopg
import uvloop

from backend.db.engine.uow import Database
from backend.db.server import migrate
from backend.domain.announcements.life import Audience
from backend.domain.people import places
from backend.domain.people.commands import Person
from backend.services.announcements import service as announcements_service
from benchmarks.figures import Figure, Section, percentiles
from benchmarks.running import BenchError, Run

LONGEST = 1_000.0
"""The longest time that a count may take, in milliseconds."""

FILTERS: dict[str, Audience] = {
    "everybody": Audience(),
    "one country": Audience(("CI",)),
    "trainees": Audience(roles=("trainee",)),
    "a project": Audience(project_id=1),
    "a badge": Audience(badge="premiers-pas"),
    "active in the last 7 days": Audience(activity="active"),
    "quiet for 7 days": Audience(activity="quiet"),
    "at risk": Audience(activity="at risk"),
    "WhatsApp": Audience(channel="whatsapp"),
    "all of them together": Audience(("BJ", "SN"), ("hiteuse",), 1, "premiers-pas", "at risk", "whatsapp"),
}
"""Each filter by its name in the results."""

# A third of the people are on WhatsApp, two fifths work in the project, three sevenths hold the badge.
_PEOPLE = """
insert into person (role, first_name, country, zone, created_at, joined_at, active_on, reached, reached_id)
select case when n %% 4 = 0 then 'trainee' else 'hiteuse' end, 'Awa', (%(countries)s::text[])[n %% %(many)s + 1],
       (%(zones)s::text[])[n %% %(many)s + 1], now(), now(), current_date - (n %% 60),
       case when n %% 3 = 0 then 'whatsapp' else 'telegram' end, n
from generate_series(1, %(people)s) n
"""
_REST = (
    """
    insert into contact (id, person_id, channel, address, name, heard_at) overriding system value
    select id, id, reached, 'a' || id, 'Awa', now() - make_interval(hours => (id % 120)::int) from person
    """,
    "insert into conversation (person_id, contact_id) select id, id from contact",
    """
    insert into project (name, config, currency, created_at) values ('mesure', '{}', 'EUR', now())
    """,
    "insert into progress (person_id, project_id, accepted_at) select id, 1, now() from person where id % 5 < 2",
    """
    insert into badge (person_id, key, title, at) select id, key, key, now()
    from person cross join (values ('premiers-pas'), ('moderation-1')) as k (key) where id % 7 < 3
    """,
)


def measure(run: Run) -> Section:
    people = run.size(1_000_000, 2_000)
    with run.server() as url:
        migrate.upgrade(url)
        run.say(f"audience: {people:,} people")
        _fill(url, people)
        times, counts = uvloop.run(_times(url, run.size(7, 2)))
    if counts["everybody"] != people:
        raise BenchError(f"{people} people are there, and {counts['everybody']} were counted")
    figures = []
    for name, seconds in times.items():
        found = percentiles(seconds)
        figures.append(
            Figure(
                f"{name}: {counts[name]:,} people",
                "every count < 1 s",
                f"p50 {found['p50']:.0f} ms, longest {found['max']:.0f} ms",
                found["max"] < LONGEST,
                {**found, "people": counts[name]},
            )
        )
    return Section(
        "audience",
        "Counting an audience",
        f"`announcements.estimate` over {people:,} people of {len(places.COUNTRIES)} countries, a third of them on "
        "WhatsApp, in a turn of its own each time: how many they are by channel, country and zone, how many are "
        "outside WhatsApp's 24 hours, and what it costs; the first look after the start is among them",
        figures,
    )


def _fill(url: str, people: int) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        # The trigger that maintains `reached` row by row would take longer than all the rest.
        connection.execute("set session_replication_role = replica")
        zones = [country.zones[0].name for country in places.COUNTRIES]
        countries = [country.code for country in places.COUNTRIES]
        given = {"people": people, "countries": countries, "zones": zones, "many": len(zones)}
        connection.execute(_PEOPLE.encode(), given)
        for statement in _REST:
            connection.execute(statement.encode())
        connection.execute("vacuum analyze")
        connection.execute("checkpoint")


async def _times(url: str, rounds: int) -> tuple[dict[str, list[float]], dict[str, int]]:
    """Returns (seconds of each count by filter, people counted by filter)."""
    admin = Person(0, "admin", duty="owner")
    database = Database(url)
    times: dict[str, list[float]] = {name: [] for name in FILTERS}
    counts: dict[str, int] = {}
    try:
        for name, audience in chain.from_iterable(FILTERS.items() for _ in range(rounds)):
            started = time.perf_counter()
            async with database.turn() as uow:
                found = await announcements_service.estimate(uow, admin, audience, datetime.now(UTC))
            times[name].append(time.perf_counter() - started)
            counts[name] = found.people
    finally:
        await database.close()
    return times, counts
