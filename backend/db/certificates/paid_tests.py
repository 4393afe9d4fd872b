"""Statements of paid tests: which project pays, and what it has paid."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from backend.db.engine.uow import UnitOfWork
from backend.db.work.offers import gives
from backend.domain.money import Money
from backend.domain.work.projects import ProjectStatus
from backend.records import Record


class PayingProject(Record):
    """A project that may pay for tests. `funded`, `promised` and `tests` (paid for tests so far) are in units."""

    id: int
    revision: int
    median_seconds: int | None
    funded: int
    promised: int
    tests: int


async def paid(uow: UnitOfWork, person_id: int, module_id: str) -> bool:
    """Whether she was already paid for the tests of this module."""
    row = await uow.fetch_one("select from assessment where person_id = %s and module_id = %s", (person_id, module_id))
    return row is not None


async def payers(uow: UnitOfWork, keys: Collection[str], country: str, day: date) -> list[PayingProject]:
    """Open projects with tasks left on that day that need one of these badges and are open in her country. They are
    locked until the end of the transaction, ordered by number so that no deadlock arises."""
    return await uow.fetch_all(
        f"""
        select p.id, p.revision, p.median_seconds, p.funded, p.promised,
               (select coalesce(sum(units), 0)::bigint from assessment where project_id = p.id) as tests
        from project p
        where p.status = '{ProjectStatus.OPEN}' and not p.practice and p.config -> 'needs' ?| %s
          and (jsonb_array_length(p.config -> 'countries') = 0 or p.config -> 'countries' ? %s)
          and {gives("p.config", "0", "%s::date")}
          and exists (select from task t where t.project_id = p.id and t.slots > 0 and not t.control)
        order by p.id for no key update of p
        """,  # noqa: S608 (constants)
        (sorted(keys), country, day),
        row=PayingProject,
    )


async def add(
    uow: UnitOfWork, person_id: int, module_id: str, project_id: int, seconds: int, pay: Money, day: date, now: datetime
) -> None:
    """Record the pay of a test, and add it to the money of her day. Her hours of work do not change."""
    euro = pay.currency == "EUR"
    await uow.execute(
        """
        insert into assessment (person_id, module_id, project_id, seconds, units, currency, at)
        values (%s, %s, %s, %s, %s, %s, %s)
        """,
        (person_id, module_id, project_id, seconds, pay.units, pay.currency, now),
    )
    await uow.execute(
        """
        insert into day (person_id, date, euro_units, franc_units) values (%s, %s, %s, %s)
        on conflict (person_id, date) do update set euro_units = day.euro_units + excluded.euro_units,
            franc_units = day.franc_units + excluded.franc_units
        """,
        (person_id, day, pay.units if euro else 0, 0 if euro else pay.units),
    )
