"""People, projects and their tasks in the real database, for tests of what happens among them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any, Concatenate, ParamSpec, TypeVar

from backend.db.clients.queries import HOUSE_ID
from backend.db.earnings import ledger, ledger_check
from backend.db.engine.uow import Database, UnitOfWork
from backend.db.messaging import inbox
from backend.db.people import queries as people_queries
from backend.db.work import projects
from backend.db.work.files import task_imports
from backend.domain.money import Money
from backend.domain.people.commands import Person
from backend.domain.work import controls
from backend.domain.work.agreement import first_wanted
from backend.domain.work.formats.data_rows import TaskRow
from backend.domain.work.forms.form import Option
from backend.domain.work.projects import ProjectConfig
from backend.records import replace
from backend.services.work import practice

NOW = datetime(2026, 3, 4, 9, tzinfo=UTC)  # a Wednesday
PAY = Money(500, "EUR")  # 0.05 EUR

BECAUSE = {"explanation": "because"}

P = ParamSpec("P")
T = TypeVar("T")


def after(**duration: float) -> datetime:
    return NOW + timedelta(**duration)


async def commit(
    database: Database, act: Callable[Concatenate[UnitOfWork, P], Awaitable[T]], *given: P.args, **named: P.kwargs
) -> T:
    """Do one thing in a turn of its own: `act` with the unit of work and what is given."""
    async with database.turn() as uow:
        found = await act(uow, *given, **named)
        await uow.commit()
    return found


async def look(
    database: Database, act: Callable[Concatenate[UnitOfWork, P], Awaitable[T]], *given: P.args, **named: P.kwargs
) -> T:
    """Like `commit`, and leave everything as it was."""
    async with database.unit() as uow:
        return await act(uow, *given, **named)


async def execute(database: Database, statement: str, parameters: Any = ()) -> int:
    """How many rows the statement touched."""
    async with database.unit() as uow:
        touched = await uow.execute(statement, parameters)
        await uow.commit()
    return touched


async def rows(database: Database, statement: str, parameters: Any = ()) -> list[dict[str, Any]]:
    async with database.unit() as uow:
        return await uow.fetch_all(statement, parameters)


async def value(database: Database, statement: str, parameters: Any = ()) -> Any:
    """The only column of the only row."""
    (row,) = await rows(database, statement, parameters)
    (found,) = row.values()
    return found


async def hiteuses(
    database: Database, count: int, *, country: str = "CI", zone: str = "Africa/Abidjan"
) -> list[Person]:
    """Women who have joined, in the order of their numbers."""
    found = []
    async with database.unit() as uow:
        for _ in range(count):
            number = await uow.fetch_value("select count(*) from person")
            person_id = await inbox.meet(uow, "demo", f"phone-{number}", "Awa", NOW)
            await people_queries.set_profile(
                uow, person_id, role="hiteuse", first_name="Awa", country=country, zone=zone, joined_at=NOW
            )
            person = await people_queries.person(uow, person_id)
            assert person is not None
            found.append(person)
        await uow.commit()
    return found


async def hiteuse(database: Database, *, country: str = "CI", zone: str = "Africa/Abidjan") -> Person:
    (person,) = await hiteuses(database, 1, country=country, zone=zone)
    return person


CONFIG = ProjectConfig(
    name="comments",
    title="Commentaires",
    kind="choice",
    question="Acceptable ?",
    show={"text": "{comment}"},
    pay=PAY,
    choices=(Option("ok", "Acceptable"), Option("hate", "Haine")),
    minutes=Decimal("0.5"),
)


async def project(
    database: Database,
    tasks: int,
    *,
    wanted: int = 1,
    most: int = 0,
    batches: Sequence[int] = (),
    known: int = 0,
    **changes: Any,
) -> int:
    """A funded, open project with one batch of `tasks`, and one more for each number in `batches`. `known`: control
    tasks with the answer "ok"."""
    config = replace(CONFIG, answers_min=wanted, answers_max=most or wanted, **changes)
    async with database.unit() as uow:
        project_id = await projects.add(uow, config, False, NOW)
        await ledger.open_account(uow, "client", HOUSE_ID, config.pay.currency)
        await ledger.open_account(uow, "project", project_id, config.pay.currency)
        total = config.promise * (tasks + sum(batches))
        if total.units:
            await ledger.transfer(uow, f"fund:{project_id}", ("client", 0), ("project", project_id), total, NOW)
        assert await projects.book(uow, project_id, total.units, total.units)
        first = 0
        for count in (tasks, *batches):
            await task_imports.stage(uow)
            numbers = range(first, first + count)
            await task_imports.copy_in(uow, (TaskRow(n + 2, f"t{n}", {"text": f"comment {n}"}) for n in numbers))
            await task_imports.add_tasks(uow, project_id, "tasks.csv", first_wanted(config), None, NOW)
            first += count
        if known:
            await task_imports.stage(uow)
            golds = (TaskRow(n + 2, f"g{n}", {"text": f"known {n}"}, "ok", BECAUSE) for n in range(known))
            await task_imports.copy_in(uow, golds)
            await task_imports.add_tasks(uow, project_id, "gold.csv", first_wanted(config), None, NOW)
            granted = await task_imports.grant_controls(uow, project_id, controls.allowed(first, config.answers_max))
            pay = config.pay * granted
            if granted:
                await ledger.transfer(uow, f"gold:{project_id}", ("client", 0), ("project", project_id), pay, NOW)
            assert await projects.book(uow, project_id, pay.units, pay.units)
        await uow.commit()
    return project_id


async def funds(database: Database, project_id: int, amount: Money = PAY) -> None:
    """Money of the house for a project, beside what its answers are promised."""
    async with database.unit() as uow:
        key = f"fund:{project_id}:more"
        assert await ledger.transfer(uow, key, ("client", HOUSE_ID), ("project", project_id), amount, NOW)
        assert await projects.book(uow, project_id, amount.units, 0)
        await uow.commit()


async def install_practice(database: Database, tasks: int = 3) -> None:
    config = replace(CONFIG, name="practice")
    content = [TaskRow(n + 2, f"p{n}", {"text": f"practice {n}"}, "ok") for n in range(tasks)]
    await commit(database, lambda uow: practice.install(uow, config, content, NOW))


async def agreement(database: Database) -> list[str]:
    """What ledger and work disagree on, and tasks and projects whose counts are not what their answers say."""
    async with database.unit() as uow:
        found = await ledger_check.disagreements(uow)
        found += [
            f"task {row['id']}: {dict(row)}"
            for row in await uow.fetch_all(
                """
                select t.id, t.slots, t.answers, t.wanted, t.refused, a.* from task t, lateral (
                    select count(*) filter (where status = 1) as given, count(*) filter (where status = 0) as leased,
                           count(*) filter (where status = 5) as refusals
                    from answer where task_id = t.id) a
                where t.answers <> a.given or t.refused <> a.refusals
                   or (t.held_at is null and not t.unfunded and t.slots <> t.wanted - a.given - a.leased - a.refusals)
                   or ((t.held_at is not null or t.unfunded) and t.slots <> 0)
                   or (t.control and t.result ->> 'answer' is not null)
                """
            )
        ]
        found += [
            f"project {row['id']}: {dict(row)}"
            for row in await uow.fetch_all(
                """
                select p.id, b.tasks, t.there, b.unfunded, t.waiting, g.answers, a.given, g.done, t.finished,
                       g.controls as counted, a.controls
                from project p, lateral (
                    select coalesce(sum(tasks), 0) as tasks, coalesce(sum(unfunded), 0) as unfunded
                    from batch where project_id = p.id) b, lateral (
                    select coalesce(sum(answers), 0) as answers, coalesce(sum(done), 0) as done,
                           coalesce(sum(controls), 0) as controls
                    from progress where project_id = p.id) g, lateral (
                    select count(*) as there, count(done_at) as finished, count(*) filter (where unfunded) as waiting
                    from task where project_id = p.id and not control) t, lateral (
                    select count(*) as given, count(control_right) as controls
                    from answer where project_id = p.id and status = 1) a
                where b.tasks <> t.there or b.unfunded <> t.waiting or g.answers <> a.given or g.done <> t.finished
                   or g.controls <> a.controls
                """
            )
        ]
    return found
