"""Statements about what people set aside for their projects. Each movement is a row of `saving` and a transfer, written
in the same statement."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from fractions import Fraction
from typing import Any

from backend.db.earnings import ledger
from backend.db.engine.uow import UnitOfWork
from backend.domain.earnings import savings
from backend.domain.earnings.savings import OutcomeKind, SavingKind
from backend.domain.money import Money
from backend.records import Record

KEPT = f"sum(case when kind = '{SavingKind.ASIDE}' then units else -units end)"
"""SQL: what is still set aside of a payment, from its rows of savings."""
PLAN = f"""case when g.person_id is not null then jsonb_build_object(
    'share', g.share, 'aside', jsonb_build_array(g.aside_units, g.aside_currency),
    'cost', jsonb_build_array(g.units, g.currency),
    'there', coalesce((
        select jsonb_agg(jsonb_build_array(t.units, t.currency)) from (
            select a.currency, ({ledger.BALANCE})::bigint as units from account a
            where a.kind = 'savings' and a.owner = g.person_id
            union all
            select o.currency, o.units from outcome o
            where o.person_id = g.person_id and o.kind = '{OutcomeKind.PAID}' and o.at >= g.started_at
        ) t), '[]')) end"""  # noqa: S608 (constants)
"""SQL: what decides on what is set aside for the goal `g`, as JSON. Amounts are [units, currency]. `cost`: of the
project; `there`: what is set aside and what was paid of it."""
_OPEN = """
    insert into account (kind, owner, currency)
    select distinct 'savings', person, currency from unnest(%(people)s::bigint[], %(currencies)s::text[])
        as t(person, currency)
    on conflict do nothing
"""

_IN = ledger.entries(
    key="'save:' || made.id",
    debit=("'accepted'", "made.person_id"),
    credit=("'savings'", "made.person_id"),
    units="made.units",
    currency="made.currency",
    at="%(now)s",
    source="made",
)
_OUT = ledger.entries(
    key="'save:' || made.id",
    debit=("'savings'", "made.person_id"),
    credit=("'accepted'", "made.person_id"),
    units="made.units",
    currency="made.currency",
    at="%(now)s",
    source="made",
)
_NOTE = "insert into saving (person_id, kind, payout_id, units, currency, at)"
_COUNT = "select (select count(*) from made)::int as noted, (select count(*) from booked)::int as booked"
_HELD = f"""
    (select a.currency, ({ledger.BALANCE})::bigint as units from account a
     where a.kind = 'savings' and a.owner = %(person)s) held
"""  # noqa: S608 (constants)
_ASIDE = f"""
    with made as (
        {_NOTE}
        select person, '{SavingKind.ASIDE}', payout, units, currency, %(now)s
        from unnest(%(people)s::bigint[], %(payouts)s::bigint[], %(units)s::bigint[], %(currencies)s::text[])
            as t(person, payout, units, currency)
        returning id, person_id, units, currency
    ), booked as ({_IN} returning 1)
    {_COUNT}
"""  # noqa: S608 (constants)
_RELEASE = f"""
    with made as (
        {_NOTE}
        select %(person)s, %(kind)s, null, units, currency, %(now)s from {_HELD} where units > 0
        returning id, person_id, units, currency
    ), booked as ({_OUT} returning 1)
    {_COUNT}
"""  # noqa: S608 (constants)
_TAKE_OUT = f"""
    with made as (
        {_NOTE}
        select %(person)s, '{SavingKind.OUT}', null, units, currency, %(now)s
        from unnest(%(units)s::bigint[], %(currencies)s::text[]) as t(units, currency)
        returning id, person_id, units, currency
    ), booked as ({_OUT} returning 1)
    {_COUNT}
"""  # noqa: S608 (constants)
_RETURN = f"""
    with made as (
        {_NOTE}
        select %(person)s, '{SavingKind.RETURN}', %(payout)s, least(kept.units, held.units), held.currency, %(now)s
        from {_HELD} join (
            select currency, {KEPT}::bigint as units from saving
            where payout_id = %(payout)s group by 1) kept on kept.currency = held.currency
        where least(kept.units, held.units) > 0
        returning id, person_id, units, currency
    ), booked as ({_OUT} returning 1)
    {_COUNT}
"""  # noqa: S608 (constants)


class Booked(Record):
    """How many movements were noted, and how many transfers booked for them."""

    noted: int
    booked: int


def kept_back(plan: dict[str, Any], balances: Sequence[Money], due: Fraction, spare: Fraction) -> tuple[Money, ...]:
    """What is set aside of these balances by a plan (`PLAN`). `due`, `spare`: as in `savings.aside`."""
    share, (aside, currency), (cost, cost_currency) = plan["share"], plan["aside"], plan["cost"]
    amount = Money(aside, currency) if aside is not None else None
    missing = None
    if cost is not None and cost > 0:
        there = savings.worth(Money(*each) for each in plan["there"])
        missing = max(Fraction(), Money(cost, cost_currency).francs - there)
    return savings.aside(balances, due, savings.Plan(share, amount), missing, spare)


async def set_aside(uow: UnitOfWork, parts: Sequence[tuple[int, int, Money]], now: datetime) -> None:
    """Move money from accepted pay to savings, each as (person, payment, amount). The people must be locked. Raises
    `RuntimeError` if an account is missing."""
    if not parts:
        return
    values = {
        "people": [person for person, *_ in parts],
        "payouts": [payout for _, payout, _ in parts],
        "units": [money.units for *_, money in parts],
        "currencies": [money.currency for *_, money in parts],
        "now": now,
    }
    await uow.execute(_OPEN, values)
    _agree(await uow.fetch_one(_ASIDE, values, row=Booked))


async def release(uow: UnitOfWork, person_id: int, kind: SavingKind, now: datetime) -> None:
    """Move all savings of a person back to their accepted pay."""
    await _lock(uow, person_id)
    _agree(await uow.fetch_one(_RELEASE, {"person": person_id, "kind": kind.value, "now": now}, row=Booked))


async def released(uow: UnitOfWork, person_id: int, since: datetime) -> list[Money]:
    """What was moved back to a person's accepted pay since then, because nothing may be kept back any more."""
    found = await uow.fetch_all(
        "select units, currency from saving where person_id = %s and kind = %s and at >= %s",
        (person_id, SavingKind.STOP.value, since),
    )
    return [Money(row["units"], row["currency"]) for row in found]


async def take_out(uow: UnitOfWork, person_id: int, parts: Sequence[Money], now: datetime) -> None:
    """Move parts of a person's savings back to their accepted pay. The savings must be locked (`balances`) and hold
    them."""
    values = {
        "person": person_id,
        "units": [money.units for money in parts],
        "currencies": [money.currency for money in parts],
        "now": now,
    }
    _agree(await uow.fetch_one(_TAKE_OUT, values, row=Booked))


async def give_back(uow: UnitOfWork, person_id: int, payout_id: int, now: datetime) -> None:
    """A payment did not arrive: move what was kept back from it to accepted pay again, as far as it is still set
    aside."""
    await _lock(uow, person_id)
    _agree(await uow.fetch_one(_RETURN, {"person": person_id, "payout": payout_id, "now": now}, row=Booked))


async def of_payment(uow: UnitOfWork, payout_id: int) -> list[Money]:
    """What is set aside of one payment, one sum per currency."""
    return await uow.fetch_all(
        f"""
        select {KEPT}::bigint as units, currency from saving
        where payout_id = %s group by currency
        having {KEPT} > 0
        """,  # noqa: S608 (constants)
        (payout_id,),
        row=Money,
    )


async def balances(uow: UnitOfWork, person_id: int) -> tuple[Money, ...]:
    """What a person has set aside, one sum per currency, locked until the end of the transaction."""
    await _lock(uow, person_id)
    return await ledger.balances(uow, "savings", person_id)


async def spent(uow: UnitOfWork, person_id: int) -> list[Money]:
    """What a person has paid of the project that they save for, one sum per currency."""
    return await uow.fetch_all(
        f"""
        select sum(o.units)::bigint as units, o.currency from outcome o join goal g on g.person_id = o.person_id
        where o.person_id = %s and o.kind = '{OutcomeKind.PAID}' and o.at >= g.started_at group by o.currency
        """,  # noqa: S608 (constants)
        (person_id,),
        row=Money,
    )


async def _lock(uow: UnitOfWork, person_id: int) -> None:
    """Let nobody else move a person's savings until the end of the transaction. Look at them in a later statement."""
    await uow.execute(
        "select from account where kind = 'savings' and owner = %s order by id for no key update", (person_id,)
    )


def _agree(done: Booked | None) -> None:
    if done is None or done.noted != done.booked:
        raise RuntimeError("savings are noted and have no account to move")
