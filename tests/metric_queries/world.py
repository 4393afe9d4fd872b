"""Fourteen months of a small service, the same each time: women of eight countries on four calendars, five projects,
two messengers, practice, paid tests, lessons, messages. Written straight into the tables, as the product would have."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, timedelta
from typing import Any

from psycopg.types.json import Jsonb

from backend.db.engine.uow import Database, UnitOfWork
from backend.domain.money import Money
from backend.records import Struct, field
from tests.integration import scenes
from tests.metric_queries import told

NOW = datetime(2026, 11, 25, 9, tzinfo=UTC)
TODAY = date(2026, 11, 25)  # a Wednesday
BEGAN = datetime(2025, 9, 20, tzinfo=UTC)
HUBER = ("CI", "SN")
"""Whom the Huber looks after."""
TASKS = 2_200
"""Of each project; not all of them are done."""
_ZONES = {
    "CM": "Africa/Douala",
    "CI": "Africa/Abidjan",
    "SN": "Africa/Dakar",
    "BJ": "Africa/Porto-Novo",
    "TG": "Africa/Lome",
    "MG": "Indian/Antananarivo",
    "CD": "Africa/Lubumbashi",
    "ML": "Africa/Bamako",
}
# Who stands in the questions, and others beside them: a key, a first name, a country, how much she works.
_NAMED = (
    *(("Awa/CM", "Awa", "CM", 6), ("Awa/CI", "Awa", "CI", 9), ("Awa/SN", "Awa", "SN", 3), ("Binta", "Binta", "SN", 8)),
    *(("Fatou/1", "Fatou", "SN", 5), ("Fatou/2", "Fatou", "SN", 2), ("Mariam", "Mariam", "CI", 7)),
    *(("Aïcha", "Aïcha", "BJ", 6), ("Chantal", "Chantal", "CM", 10), ("Espérance", "Espérance", "CD", 5)),
    *(("Grâce", "Grâce", "CM", 4), ("Rasoa", "Rasoa", "MG", 7), ("Marie-Claire", "Marie-Claire", "CM", 3)),
)
_OTHERS = (
    *(("Kouamé", "CI", 2), ("Adjoua", "CI", 4), ("Ama", "CI", 3), ("Akissi", "CI", 2), ("Ngono", "CM", 3)),
    *(("Solange", "CM", 4), ("Ndeye", "SN", 4), ("Sokhna", "SN", 0), ("Ablavi", "TG", 5), ("Essi", "TG", 3)),
    *(("Yawa", "BJ", 1), ("Lala", "MG", 2), ("Furaha", "CD", 3), ("Kadia", "ML", 0), ("Oumou", "ML", 1)),
)
PROJECTS: dict[str, tuple[str, Money]] = {
    "moderation-commentaires": ("Modération de commentaires", Money(500)),
    "recus": ("Tickets de caisse", Money(1_250)),
    "photos-produits": ("Photos de produits", Money.parse("45", "XOF")),
    "photos-rue": ("Photos de rue", Money(700)),
    "transcription": ("Transcription audio", Money(2_000)),
}


class World(Struct):
    """Numbers by the keys of the questions: `people` ("Awa/CM"), `projects` (names, and "practice")."""

    people: dict[str, int] = field(default_factory=dict)
    names: dict[int, tuple[str, str]] = field(default_factory=dict)
    projects: dict[str, int] = field(default_factory=dict)
    admin: int = 0
    huber: int = 0


async def build(database: Database) -> World:
    """All of it, in an empty database."""
    world, chance = World(), random.Random(20261125)
    for name, (title, pay) in PROJECTS.items():
        world.projects[name] = await scenes.project(database, TASKS, name=name, title=title, pay=pay)
    await scenes.install_practice(database, 4)
    world.projects["practice"] = await scenes.value(database, "select id from project where practice")
    async with database.unit() as uow:
        await _people(uow, world, chance)
        await _work(uow, world, chance)
        people = [*world.people.values()]
        await told.learning(uow, people, world.projects["recus"], (BEGAN, NOW), chance)
        about = (0, world.projects["recus"], world.projects["transcription"])
        await told.traffic(uow, about, (BEGAN, NOW), chance)
        await told.letters(uow, people, NOW, chance)
        await uow.commit()
    return world


# --- who ----------------------------------------------------------------------------------------------


async def _people(uow: UnitOfWork, world: World, chance: random.Random) -> None:
    all_ = [*_NAMED, *((name, name, country, much) for name, country, much in _OTHERS)]
    for place, (key, name, country, _) in enumerate(all_):
        joined = BEGAN + timedelta(days=chance.randrange(0, 420), minutes=chance.randrange(1_440))
        if place % 4 == 0:
            joined = BEGAN + timedelta(days=place)
        channel = "whatsapp" if place % 3 else "telegram"
        person = await _person(uow, "hiteuse", name, country, _ZONES[country], channel, joined)
        world.people[key], world.names[person] = person, (name, country)
    trainee = await _person(uow, "trainee", "Nadège", "CM", _ZONES["CM"], "whatsapp", NOW - timedelta(days=20))
    gone = await _person(uow, "hiteuse", "Chantal", "CM", _ZONES["CM"], "telegram", NOW - timedelta(days=15))
    await uow.execute("update person set merged_into = %s where id = %s", (world.people["Chantal"], gone))
    await uow.execute("update person set stopped_at = %s where id = %s", (NOW, world.people["Oumou"]))
    world.names[trainee] = ("Nadège", "CM")
    world.admin = await _person(uow, "admin", "Paul", "CI", "Europe/Paris", "telegram", BEGAN, duty="owner")
    world.huber = await _person(uow, "huber", "Marième", "CI", _ZONES["CI"], "telegram", BEGAN, countries=list(HUBER))


async def _person(
    uow: UnitOfWork, role: str, name: str, country: str, zone: str, channel: str, joined: datetime, **more: Any
) -> int:
    row = await uow.fetch_one(
        """
        insert into person (role, first_name, country, zone, created_at, joined_at, duty, countries)
        values (%(role)s, %(name)s, %(country)s, %(zone)s, %(joined)s, %(joined)s, %(duty)s, %(countries)s) returning id
        """,
        {
            "role": role,
            "name": name,
            "country": country,
            "zone": zone,
            "joined": joined,
            "duty": more.get("duty"),
            "countries": more.get("countries"),
        },
    )
    assert row is not None
    contact = await uow.fetch_value(
        "insert into contact (person_id, channel, address, name) values (%s, %s, %s, %s) returning id",
        (row["id"], channel, f"world-{row['id']}", name),
    )
    await uow.execute("insert into conversation (person_id, contact_id) values (%s, %s)", (row["id"], contact))
    return int(row["id"])


# --- work ---------------------------------------------------------------------------------------------


async def _work(uow: UnitOfWork, world: World, chance: random.Random) -> None:
    tasks = {name: await _ids(uow, project) for name, project in world.projects.items()}
    joined = {row["id"]: row["joined_at"] for row in await uow.fetch_all("select id, joined_at from person")}
    answers: list[list[Any]] = []
    names = [*PROJECTS]
    for key, person in world.people.items():
        much = next(each[-1] for each in (*_NAMED, *((n, n, c, m) for n, c, m in _OTHERS)) if each[0] == key)
        practised = joined[person] + timedelta(minutes=7)
        answers.append([person, chance.choice(tasks["practice"]), "practice", practised, 40, 500, "EUR"])
        on = joined[person] + timedelta(days=1 + chance.randrange(6))
        while on < NOW and much:
            for _ in range(chance.randrange(1, 2 + much)):
                name = chance.choices(names, weights=(5, 3, 2, 1, 2))[0]
                at = on.replace(hour=0, minute=0) + timedelta(seconds=chance.randrange(86_400))
                pay = PROJECTS[name][1]
                if at < NOW and tasks[name]:
                    active = chance.randrange(12, 400)
                    answers.append([person, tasks[name].pop(0), name, at, active, pay.units, pay.currency])
            on += timedelta(days=chance.choices((1, 2, 5, 12), weights=(3, 3, 2, 1))[0] * (1 if much > 3 else 2))
    # the last days are full, so that "hier" and "cette semaine" say something of every country
    for person in [each for key, each in world.people.items() if key not in ("Sokhna", "Kadia", "Oumou", "Grâce")]:
        for back in range(6):
            for _ in range(chance.randrange(0, 4)):
                name = chance.choice(names)
                at = NOW - timedelta(days=back, seconds=chance.randrange(60, 86_400))
                pay = PROJECTS[name][1]
                answers.append(
                    [person, tasks[name].pop(0), name, at, chance.randrange(12, 400), pay.units, pay.currency]
                )
    await _insert_answers(uow, world, answers)


async def _ids(uow: UnitOfWork, project: int) -> list[int]:
    return [
        row["id"] for row in await uow.fetch_all("select id from task where project_id = %s order by id", (project,))
    ]


async def _insert_answers(uow: UnitOfWork, world: World, answers: list[list[Any]]) -> None:
    rows = [
        {
            "person": person,
            "task": task,
            "project": world.projects[name],
            "at": at.isoformat(),
            "active": active,
            "units": units,
            "currency": currency,
            "accepted": (at + timedelta(days=1)).isoformat() if at + timedelta(days=1) < NOW else None,
            "practice": name == "practice",
        }
        for person, task, name, at, active, units, currency in answers
    ]
    for statement in _ANSWERED:
        await uow.execute(statement, {"rows": Jsonb(rows)})


_FROM = """
    jsonb_to_recordset(%(rows)s) as r (person bigint, task bigint, project bigint, at timestamptz, active int,
                                       units bigint, currency text, accepted timestamptz, practice boolean)
"""
_ANSWERED = tuple(
    statement.format(rows=_FROM)
    for statement in (
        """
        insert into answer (person_id, task_id, project_id, status, leased_at, expires_at, value, answered_at, seconds,
                            active, reading, estimated, units, currency, accept_at, accepted_at)
        select person, task, project, 1, at - active * interval '1 second', at, '"ok"', at, active, active, 30, 90,
               units, currency, at + interval '1 day', accepted
        from {rows}
        """,
        """
        update task set answers = task.answers + n.n, wanted = greatest(task.wanted, task.answers + n.n), slots = 0,
                        done_at = n.at
        from (select task, count(*) as n, max(at) as at from {rows} group by 1) n where task.id = n.task
        """,
        """
        insert into day (person_id, date, active, answers, counted, estimated, euro_units, franc_units)
        select r.person, (r.at at time zone p.zone)::date, sum(r.active), count(*), sum(greatest(r.active, 30)),
               90 * count(*),
               coalesce(sum(r.units) filter (where r.currency = 'EUR'), 0),
               coalesce(sum(r.units) filter (where r.currency <> 'EUR'), 0)
        from {rows} join person p on p.id = r.person group by 1, 2
        """,
        """
        insert into progress (person_id, project_id, accepted_at, answers, done)
        select person, project, min(at), count(*), count(*) filter (where last)
        from (select *, row_number() over (partition by task order by at desc, person) = 1 as last from {rows}) r
        group by 1, 2
        """,
        """
        insert into account (kind, owner, currency)
        select distinct kind, person, currency from {rows}, unnest(array['pending', 'accepted', 'paid']) kind
        on conflict do nothing
        """,
        """
        insert into transfer (key, debit, credit, units, currency, at)
        select 'practice:' || r.person, c.id, p.id, r.units, r.currency, r.at from {rows}
        join account c on c.kind = 'client' and c.currency = r.currency
        join account p on p.kind = 'project' and p.owner = r.project and p.currency = r.currency
        where r.practice
        """,
        """
        update project set funded = funded + n.units, promised = promised + n.units
        from (select project, sum(units) as units from {rows} where practice group by 1) n where id = n.project
        """,
        """
        insert into transfer (key, debit, credit, units, currency, at)
        select 'answer:' || r.person || ':' || r.task, d.id, c.id, r.units, r.currency, r.at from {rows}
        join account d on d.kind = 'project' and d.owner = r.project and d.currency = r.currency
        join account c on c.kind = 'pending' and c.owner = r.person and c.currency = r.currency
        """,
        """
        insert into transfer (key, debit, credit, units, currency, at)
        select 'accept:' || r.person || ':' || r.task, d.id, c.id, r.units, r.currency, r.accepted from {rows}
        join account d on d.kind = 'pending' and d.owner = r.person and d.currency = r.currency
        join account c on c.kind = 'accepted' and c.owner = r.person and c.currency = r.currency
        where r.accepted is not null
        """,
    )
)
