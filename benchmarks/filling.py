"""Puts people, tasks and events directly into a database, by the hundred thousand.

Only the amounts are artificial: every row is as the product itself would have written it, and everything that is
measured afterwards goes through the product's own code.
"""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

import psycopg

from backend.db.clients.queries import HOUSE_ID
from backend.db.earnings import ledger
from backend.db.engine.uow import Database, UnitOfWork
from backend.db.messaging import inbox
from backend.db.people import queries as people_rows
from backend.db.server import migrate
from backend.db.work import leases, projects
from backend.domain.money import Money
from backend.domain.people.commands import Person
from backend.domain.work.forms.form import Option
from backend.domain.work.projects import ProjectConfig

PROJECT = ProjectConfig(
    name="moderation",
    title="Modération de commentaires",
    kind="choice",
    question="Ce commentaire est-il acceptable ?",
    show={"text": "{comment}"},
    pay=Money.parse("0.05", "EUR"),
    choices=(Option("ok", "Acceptable"), Option("non", "À retirer")),
    answers_min=3,
    answers_max=3,
    minutes=Decimal("0.5"),
)
"""The project of most benchmarks: three answers for each task."""
MANY = 5_000
"""The number of answers of a person who has worked for a long time."""


def now() -> datetime:
    return datetime.now(UTC)


def another_database(server_url: str, name: str) -> str:
    """Creates an empty database with the product's schema on a running server. Returns its URL."""
    with psycopg.connect(server_url, autocommit=True) as connection:
        connection.execute(f"create database {name}".encode())
    url = server_url.replace("/hiteuses?", f"/{name}?")
    migrate.upgrade(url)
    return url


def drop_database(server_url: str, name: str) -> None:
    with psycopg.connect(server_url, autocommit=True) as connection:
        connection.execute(f"drop database {name} with (force)".encode())


async def add_project(uow: UnitOfWork, tasks: int) -> int:
    """Adds a project with `tasks` open tasks. Returns its id."""
    project_id = await projects.add(uow, PROJECT, False, now())
    promised = PROJECT.promise * tasks
    await ledger.open_account(uow, "client", HOUSE_ID, PROJECT.pay.currency)
    await ledger.open_account(uow, "project", project_id, PROJECT.pay.currency)
    await ledger.transfer(
        uow,
        f"budget:{project_id}",
        ("client", HOUSE_ID),
        ("project", project_id),
        promised,
        now(),
    )
    assert await projects.book(uow, project_id, promised.units, promised.units)
    await add_tasks(uow, project_id, tasks)
    return project_id


async def add_tasks(uow: UnitOfWork, project_id: int, tasks: int) -> int:
    """Adds a batch of open tasks. Returns the batch's id."""
    batch = await uow.fetch_one(
        "insert into batch (project_id, file, created_at, tasks) values (%s, %s, %s, %s) returning id",
        (project_id, "rows.csv", now(), tasks),
    )
    assert batch is not None
    await uow.execute(
        """
        insert into task (project_id, batch_id, client_id, content, wanted, slots)
        select %(project)s, %(batch)s, %(batch)s || '-' || n,
               jsonb_build_object('text', 'Commentaire numéro ' || n || ' : merci pour ce service, je recommande'),
               %(wanted)s, %(wanted)s
        from generate_series(1, %(tasks)s) n order by n
        """,
        {"project": project_id, "batch": batch["id"], "tasks": tasks, "wanted": PROJECT.answers_min},
    )
    return int(batch["id"])


async def add_controls(uow: UnitOfWork, project_id: int, tasks: int, answers: int) -> None:
    """Adds control tasks to a project; each may get `answers` answers."""
    await uow.execute(
        """
        insert into task (project_id, batch_id, client_id, content, gold, control, wanted, slots)
        select %(project)s, (select min(id) from batch where project_id = %(project)s), 'gold-' || n,
               jsonb_build_object('text', 'Commentaire connu ' || n), '"ok"', true, %(answers)s, %(answers)s
        from generate_series(1, %(tasks)s) n order by n
        """,
        {"project": project_id, "tasks": tasks, "answers": answers},
    )


async def add_person(uow: UnitOfWork, number: int, project_id: int) -> Person:
    """Adds a hiteuse who has joined and accepted the project."""
    moment = now()
    person_id = await inbox.meet(uow, "telegram", str(5_000_000_000 + number), f"Personne {number}", moment)
    await people_rows.set_profile(
        uow, person_id, role="hiteuse", first_name="Awa", country="CI", zone="Africa/Abidjan", joined_at=moment
    )
    await leases.begin_project(uow, person_id, project_id, PROJECT.pay.currency, moment)
    person = await people_rows.person(uow, person_id)
    assert person is not None
    return person


async def add_answers(uow: UnitOfWork, person: Person, project_id: int, batch_id: int, answers: int) -> None:
    """Gives the person answers to the first tasks of a batch, which stay open to others, and puts them behind these
    tasks in the queue."""
    await uow.execute(
        """
        with given as (
            insert into answer (person_id, task_id, project_id, status, leased_at, expires_at, value, answered_at,
                                seconds, active, units, currency, accept_at)
            select %(person)s, t.id, %(project)s, 1, %(now)s, %(now)s, '"ok"', %(now)s, 20, 20, %(units)s, 'EUR',
                   %(now)s + interval '1 day'
            from task t where t.project_id = %(project)s and t.batch_id = %(batch)s order by t.id limit %(answers)s
            returning task_id
        ),
        place as (
            update progress set batch_id = %(batch)s, task_id = (select max(task_id) from given),
                   answers = answers + (select count(*) from given)
            where person_id = %(person)s and project_id = %(project)s
        )
        update task set answers = answers + 1, wanted = wanted + 1 from given where task.id = given.task_id
        """,
        {
            "person": person.id,
            "project": project_id,
            "batch": batch_id,
            "answers": answers,
            "units": PROJECT.pay.units,
            "now": now(),
        },
    )


async def tidy(database: Database) -> None:
    """Does what autovacuum would have done sooner or later."""
    connection = await database.connect()
    await connection.execute("vacuum (analyze) task")
    await connection.execute("vacuum (analyze) answer")
    await connection.execute("checkpoint")
    await connection.close()
