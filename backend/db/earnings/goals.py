"""Statements about the projects that people save for: their dates, what is set aside of each payment, what came of
them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from backend.db.earnings import ledger, savings
from backend.db.engine.uow import UnitOfWork
from backend.domain.earnings.figures import add
from backend.domain.earnings.savings import Instalment, OutcomeKind, Plan, Project
from backend.domain.money import Money
from backend.domain.people.commands import Goal, GoalKind
from backend.records import Record


class _Row(Record):
    kind: GoalKind
    words: str
    units: int | None
    currency: str | None
    due: date | None
    instalments: list[dict[str, Any]]
    share: int | None
    aside_units: int | None
    aside_currency: str | None
    plan_suspended: bool
    shown: bool
    milestone: int
    pictured: int


async def project(uow: UnitOfWork, person_id: int) -> Project | None:
    """What a person saves for, with what is set aside; None if they have not said."""
    row = await uow.fetch_one(
        """
        select kind, words, units, currency, due, instalments, share, aside_units, aside_currency, plan_suspended,
               shown_at is not null as shown, milestone, pictured
        from goal where person_id = %s
        """,
        (person_id,),
        row=_Row,
    )
    if row is None:
        return None
    return Project(
        goal=Goal(row.kind, row.words, _money(row.units, row.currency)),
        due=row.due,
        instalments=tuple(_instalment(each) for each in row.instalments),
        plan=Plan() if row.plan_suspended else Plan(row.share, _money(row.aside_units, row.aside_currency)),
        shown=row.shown,
        saved=tuple(each for each in await ledger.balances(uow, "savings", person_id) if each.units),
        spent=add(*await savings.spent(uow, person_id)),
        milestone=row.milestone,
        pictured=row.pictured,
    )


def _money(units: int | None, currency: str | None) -> Money | None:
    return None if units is None or currency is None else Money(units, currency)


def _instalment(data: dict[str, Any]) -> Instalment:
    paid = data["paid"]
    return Instalment(
        Money(data["units"], data["currency"]),
        date.fromisoformat(data["due"]),
        date.fromisoformat(paid) if paid else None,
    )


async def set_plan(uow: UnitOfWork, person_id: int, plan: Plan) -> None:
    """Store what is set aside of each payment."""
    amount = plan.amount
    await uow.execute(
        "update goal set share = %s, aside_units = %s, aside_currency = %s, plan_suspended = false"
        " where person_id = %s",
        (plan.share, amount.units if amount else None, amount.currency if amount else None, person_id),
    )


async def suspend_plan(uow: UnitOfWork, person_id: int) -> None:
    """Set nothing aside until `resume_plan`."""
    await uow.execute(
        "update goal set plan_suspended = true where person_id = %s and num_nonnulls(share, aside_units) > 0",
        (person_id,),
    )


async def resume_plan(uow: UnitOfWork, person_id: int) -> bool:
    """Set aside again what was set aside before `suspend_plan`. Returns False if nothing was suspended."""
    return (
        await uow.execute(
            "update goal set plan_suspended = false where person_id = %s and plan_suspended", (person_id,)
        )
        > 0
    )


async def set_due(uow: UnitOfWork, person_id: int, due: date | None) -> None:
    """Store when a person wants to have the amount."""
    await uow.execute("update goal set due = %s where person_id = %s", (due, person_id))


async def set_instalments(uow: UnitOfWork, person_id: int, instalments: Sequence[Instalment]) -> None:
    """Store the parts of a project's cost."""
    await uow.execute(
        """
        update goal set instalments = (
            select coalesce(jsonb_agg(jsonb_build_object(
                       'units', units, 'currency', currency, 'due', due, 'paid', paid) order by due), '[]')
            from unnest(%s::bigint[], %s::text[], %s::date[], %s::date[]) as t(units, currency, due, paid))
        where person_id = %s
        """,
        (
            [each.amount.units for each in instalments],
            [each.amount.currency for each in instalments],
            [each.due for each in instalments],
            [each.paid for each in instalments],
            person_id,
        ),
    )


async def set_cost(uow: UnitOfWork, person_id: int, cost: Money) -> None:
    """Store what a project costs."""
    await uow.execute(
        "update goal set units = %s, currency = %s where person_id = %s", (cost.units, cost.currency, person_id)
    )


async def show(uow: UnitOfWork, person_id: int, now: datetime, *, shown: bool) -> None:
    """Let a person's Huber see the project, or not any more."""
    await uow.execute(
        "update goal set shown_at = %s where person_id = %s",
        (now if shown else None, person_id),
    )


async def add_outcome(
    uow: UnitOfWork,
    person_id: int,
    kind: OutcomeKind,
    goal_kind: GoalKind,
    words: str,
    amount: Money | None,
    now: datetime,
) -> int:
    """Record what a person did with their money. Returns the number of the record."""
    return await uow.fetch_int(
        """
        insert into outcome (person_id, kind, goal_kind, words, units, currency, at)
        values (%s, %s, %s, %s, %s, %s, %s) returning id
        """,
        (
            person_id,
            kind.value,
            goal_kind,
            words,
            amount.units if amount else None,
            amount.currency if amount else None,
            now,
        ),
    )


class PaidRecord(Record):
    """What a person said at some time to have paid of the project."""

    units: int
    currency: str
    at: datetime


async def remove_paid(uow: UnitOfWork, person_id: int, number: int | None, since: datetime) -> PaidRecord | None:
    """Remove a record of what a person has paid: the one with this number, or, with None, the newest since then. None
    if there is none."""
    return await uow.fetch_one(
        f"""
        delete from outcome where person_id = %s and kind = '{OutcomeKind.PAID}' and id = coalesce(%s, (
            select max(id) from outcome where person_id = %s and kind = '{OutcomeKind.PAID}' and at >= %s))
        returning units, currency, at
        """,  # noqa: S608 (constants)
        (person_id, number, person_id, since),
        row=PaidRecord,
    )


async def remove_reached(uow: UnitOfWork, person_id: int, number: int | None, since: datetime) -> bool:
    """Remove a record of what a person has reached, which has no amount: the one with this number, or, with None, the
    newest of what they have opened since then. Return False if there is none."""
    removed = await uow.execute(
        f"""
        delete from outcome where person_id = %s and kind <> '{OutcomeKind.PAID}' and id = coalesce(%s, (
            select max(id) from outcome where person_id = %s and kind = '{OutcomeKind.OPENED}' and at >= %s))
        """,  # noqa: S608 (constants)
        (person_id, number, person_id, since),
    )
    return removed == 1


async def paid_between(uow: UnitOfWork, person_id: int, amount: Money, since: datetime, until: datetime) -> int:
    """How often a person has said to have paid this amount in a span of time."""
    return await uow.fetch_int(
        f"""
        select count(*)::int from outcome
        where person_id = %s and kind = '{OutcomeKind.PAID}' and (units, currency) = (%s, %s) and at >= %s and at < %s
        """,  # noqa: S608 (constants)
        (person_id, amount.units, amount.currency, since, until),
    )


async def kept_since(uow: UnitOfWork, person_id: int, since: datetime) -> list[Money]:
    """What is still set aside of the payments since then, one sum per currency."""
    return await uow.fetch_all(
        f"""
        select {savings.KEPT}::bigint as units, currency from saving
        where person_id = %s and payout_id is not null and at >= %s
        group by currency having {savings.KEPT} > 0
        """,  # noqa: S608 (constants)
        (person_id, since),
        row=Money,
    )


async def payments_with_savings(uow: UnitOfWork, person_id: int, since: datetime) -> int:
    """The number of payments since then of which something is set aside."""
    return await uow.fetch_int(
        f"""
        select count(*)::int from (
            select payout_id from saving where person_id = %s and payout_id is not null and at >= %s
            group by payout_id having {savings.KEPT} > 0) kept
        """,  # noqa: S608 (constants)
        (person_id, since),
    )


async def keeps_from(uow: UnitOfWork, payout_id: int) -> bool:
    """Whether something was set aside of a payment."""
    row = await uow.fetch_one("select 1 from saving where payout_id = %s limit 1", (payout_id,))
    return row is not None


async def set_pictured(uow: UnitOfWork, person_id: int, francs: int) -> None:
    """Store what the picture showed that the person gets now."""
    await uow.execute("update goal set pictured = %s where person_id = %s", (francs, person_id))


async def set_milestone_due(uow: UnitOfWork, person_id: int, percent: int | None) -> None:
    """Store a milestone that is to be celebrated. None: there is none."""
    await uow.execute("update goal set milestone_due = %s where person_id = %s", (percent, person_id))


async def celebrated(uow: UnitOfWork, person_id: int, percent: int) -> None:
    """Store the last milestone that was celebrated."""
    await uow.execute("update goal set milestone = %s, milestone_due = null where person_id = %s", (percent, person_id))


class Shower(Record):
    """A person who lets their Huber see their project."""

    person_id: int
    name: str


async def showers(uow: UnitOfWork, countries: Sequence[str], most: int, skip: int = 0) -> list[Shower]:
    """Hiteuses of these countries who let their Huber see their projects, the newest first."""
    return await uow.fetch_all(
        """
        select p.id as person_id, p.first_name as name from goal g join person p on p.id = g.person_id
        where g.shown_at is not null and p.role = 'hiteuse' and p.country = any(%s) and p.stopped_at is null
        order by g.shown_at desc, p.id limit %s offset %s
        """,
        (list(countries), most, skip),
        row=Shower,
    )


async def outcomes(uow: UnitOfWork, person_id: int) -> dict[OutcomeKind, int]:
    """The kinds of what a person has done, as they say, with the number of the newest record of each."""
    found = await uow.fetch_all(
        "select kind, max(id) as number from outcome where person_id = %s group by kind", (person_id,)
    )
    return {OutcomeKind(row["kind"]): row["number"] for row in found}
