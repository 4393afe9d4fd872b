"""The company's side of a payment that was paid: what the exchange between the currency of the work and that of the
payment took and brought, and what the payment cost.

An exchange is two transfers, one in each currency, through the account of exchange differences. What remains there is
the carried rest of payments, and the company's gain or loss when it buys the currency at another rate. `ledger check`
compares these transfers with the payments.
"""

from __future__ import annotations

from datetime import datetime

from backend.db.earnings import ledger
from backend.db.engine.uow import UnitOfWork

_SIDES = """
    with own as (
        select p.id, p.currency, p.fee,
               p.units + case when p.fee_hers then p.fee else 0 end - coalesce(y.units, 0) as units
        from payout p left join payout_part y on y.payout_id = p.id and y.currency = p.currency
        where p.id = %(payout)s
    ),
    sides as (
        select 'exchange:' || y.payout_id || ':' || y.currency as key, 'bank' as debit, 'exchange' as credit,
               y.units, y.currency
        from payout_part y join own on own.id = y.payout_id and own.currency <> y.currency
        union all
        select 'exchange:' || id || ':' || currency, case when units > 0 then 'exchange' else 'bank' end,
               case when units > 0 then 'bank' else 'exchange' end, abs(units), currency
        from own where units <> 0
        union all
        select 'fee:' || id, 'bank', 'fees', fee, currency from own where fee > 0
    )
"""
_OPEN = f"""
    {_SIDES}
    insert into account (kind, owner, currency)
    select distinct kind, {ledger.COMPANY}, currency from sides, unnest(array[debit, credit]) as kind
    on conflict do nothing
"""  # noqa: S608 (constants)
_COMPANY = str(ledger.COMPANY)
_PAID = ledger.entries(
    key="t.key",
    debit=("t.debit", _COMPANY),
    credit=("t.credit", _COMPANY),
    units="t.units",
    currency="t.currency",
    at="%(now)s",
    source="sides t",
)
_BACK = ledger.entries(
    key="'un' || t.key",
    debit=("t.credit", _COMPANY),
    credit=("t.debit", _COMPANY),
    units="t.units",
    currency="t.currency",
    at="%(now)s",
    source="(select * from sides where key not like 'fee:%%') t",
)


async def book(uow: UnitOfWork, payout_id: int, now: datetime, *, back: bool) -> None:
    """Book the exchange and the fee of a payment that is paid. `back`: it came back after it was paid; its exchange is
    undone, and its fee stays paid."""
    what = {"payout": payout_id, "now": now}
    await uow.execute(_OPEN, what)
    await uow.execute(f"{_SIDES} {_BACK if back else _PAID}", what)
