"""Statements of the ledger. A transfer is one row with both sides, so the ledger always sums to zero. Its key names its
cause, so one cause is booked once. Triggers keep the table append-only.

Only this module writes transfers. A statement of another module that books money together with its own change includes
the SQL that `entries` returns.
"""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from backend.db.earnings.closing import SHARED as SHARED
from backend.db.earnings.closing import SHARED_KINDS
from backend.db.engine.uow import UnitOfWork
from backend.domain.money import Money

AccountKind = Literal[
    "client", "project", "pending", "accepted", "savings", "transit", "paid", "bank", "exchange", "fees"
]
HERS: tuple[AccountKind, ...] = ("pending", "accepted", "savings", "transit", "paid")
"""The accounts of a person: pay that may still be refused, accepted pay, money that is set aside for their project
(`savings`), money in a payment that has not arrived, and money that was paid out."""
OPENED: tuple[AccountKind, ...] = ("pending", "accepted", "paid")
"""The accounts of everybody who works. `transit` and `savings` are opened when they are first needed."""
COMPANY = 0
"""The owner of the company's own accounts: `bank`, the money that exchanges and fees of payments take and bring;
`exchange`, the differences of exchange; `fees`, what payments have cost."""
BALANCE = f"""case when a.kind in {SHARED_KINDS}
                then coalesce((select sum(x.units) from transfer x where x.credit = a.id), 0)
                     - coalesce((select sum(x.units) from transfer x where x.debit = a.id), 0)
                else a.units end"""  # noqa: S608 (constants)
"""SQL: the balance, in units, of the account `a`. A person's account has it in its row."""


def entries(
    *,
    key: str,
    debit: tuple[str, str],
    credit: tuple[str, str],
    units: str,
    currency: str,
    at: str,
    source: str = "",
) -> str:
    """SQL that books transfers between existing accounts, one for each row of `source` (a `from` clause); one transfer
    without it. All arguments are SQL; `debit` and `credit` are the kind and owner of an account."""
    rows = f"{source}, account d, account c" if source else "account d, account c"
    return f"""
        insert into transfer (key, debit, credit, units, currency, at)
        select {key}, d.id, c.id, {units}, {currency}, {at} from {rows}
        where d.kind = {debit[0]} and d.owner = {debit[1]} and d.currency = {currency}
          and c.kind = {credit[0]} and c.owner = {credit[1]} and c.currency = {currency}
    """  # noqa: S608 (the arguments are constants)


async def open_account(uow: UnitOfWork, kind: AccountKind, owner: int, currency: str) -> None:
    """Open an account; no effect if it exists."""
    await uow.execute(
        "insert into account (kind, owner, currency) values (%s, %s, %s) on conflict do nothing",
        (kind, owner, currency),
    )


async def open_earnings(uow: UnitOfWork, person_id: int, currency: str) -> None:
    """Open a person's accounts of one currency (`OPENED`); no effect if they exist."""
    await uow.execute(
        """
        insert into account (kind, owner, currency)
        select kind, %s, %s from unnest(%s::text[]) as kind on conflict do nothing
        """,
        (person_id, currency, list(OPENED)),
    )


_ENTRY = entries(
    key="%(key)s",
    debit=("%(debit_kind)s", "%(debit_owner)s"),
    credit=("%(credit_kind)s", "%(credit_owner)s"),
    units="%(units)s",
    currency="%(currency)s",
    at="%(at)s",
)
_TRANSFER = f"{_ENTRY} on conflict (key) do nothing"


async def transfer(
    uow: UnitOfWork,
    key: str,
    debit: tuple[AccountKind, int],
    credit: tuple[AccountKind, int],
    amount: Money,
    at: datetime,
) -> bool:
    """Move money between two existing accounts. False if this cause is booked already, or if an account is missing."""
    moved = await uow.execute(
        _TRANSFER,
        {
            "key": key,
            "debit_kind": debit[0],
            "debit_owner": debit[1],
            "credit_kind": credit[0],
            "credit_owner": credit[1],
            "units": amount.units,
            "currency": amount.currency,
            "at": at,
        },
    )
    return moved == 1


async def balances(uow: UnitOfWork, kind: AccountKind, owner: int) -> tuple[Money, ...]:
    """The balances of an owner's accounts of one kind, one sum per currency."""
    rows = await uow.fetch_all(
        f"""
        select a.currency, {BALANCE} as units from account a where a.kind = %s and a.owner = %s order by a.currency
        """,  # noqa: S608 (constants)
        (kind, owner),
    )
    return tuple(Money(int(row["units"]), row["currency"]) for row in rows)
