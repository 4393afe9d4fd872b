"""Statements about clients: their names, and the totals of their projects."""

from __future__ import annotations

from datetime import datetime

from backend.db.engine.uow import UnitOfWork
from backend.domain.work.projects import ProjectStatus
from backend.records import Record

HOUSE_ID = 0
"""The number of the company itself, the client of its own projects, of practice and of paid tests."""


async def add(uow: UnitOfWork, name: str, now: datetime) -> int | None:
    """Add a client and return its number; None if the name is taken, regardless of case."""
    return await uow.find_value(
        """
        insert into client (name, created_at)
        select %(name)s, %(now)s where not exists (select from client where lower(name) = lower(%(name)s))
        on conflict (name) do nothing returning id
        """,
        {"name": name, "now": now},
    )


async def named(uow: UnitOfWork, name: str) -> int | None:
    """A client's number by its name, regardless of case; None if there is none."""
    return await uow.find_value("select id from client where lower(name) = lower(%s) order by id limit 1", (name,))


async def name_of(uow: UnitOfWork, client_id: int) -> str:
    """The name of an existing client."""
    return str(await uow.fetch_value("select name from client where id = %s", (client_id,)))


async def names(uow: UnitOfWork, most: int) -> list[str]:
    """Names of the oldest clients."""
    return await uow.fetch_column("select name from client order by id limit %s", (most,))


class ClientSum(Record):
    """The totals of one client's projects in one currency. A client without projects has one row without a currency.

    `funded`: units booked from the client's account. `promised`: units that all answers can cost.
    """

    id: int
    name: str
    currency: str | None
    projects: list[int]
    open: int
    tasks: int
    done: int
    funded: int
    promised: int


async def sums(uow: UnitOfWork) -> list[ClientSum]:
    """Every client by number, with a row per currency of its projects. It reads no task and no answer."""
    return await uow.fetch_all(
        f"""
        select c.id, c.name, p.currency, array_remove(array_agg(p.id order by p.id), null) as projects,
               count(p.id) filter (where p.status = '{ProjectStatus.OPEN}') as open,
               coalesce(sum(b.tasks), 0)::bigint as tasks, coalesce(sum(g.done), 0)::bigint as done,
               coalesce(sum(p.funded), 0)::bigint as funded, coalesce(sum(p.promised), 0)::bigint as promised
        from client c
        left join project p on p.client_id = c.id and not p.practice
        left join lateral (select sum(tasks) as tasks from batch where project_id = p.id) b on true
        left join lateral (select sum(done) as done from progress where project_id = p.id) g on true
        group by c.id, c.name, p.currency order by c.id, p.currency
        """,  # noqa: S608 (constants)
        row=ClientSum,
    )
