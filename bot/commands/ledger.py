"""`hiteuses ledger`: check the ledger, close its months."""

from __future__ import annotations

from typing import Any

import click
import orjson

from backend.clock import Clock
from backend.db.earnings import ledger as rows
from backend.db.earnings.closing import ClosedMonth
from backend.db.engine.uow import UnitOfWork
from backend.domain.money import Money
from backend.domain.people.commands import OPERATOR
from backend.services.earnings import books
from bot.commands import session

_JSON = click.option("--json", "as_json", is_flag=True)


@click.group()
def ledger() -> None:
    """Check the ledger and close its months."""


@ledger.command()
@_JSON
def check(as_json: bool) -> int:
    """Compare the ledger with the work, to the last unit; exit 1 if they do not agree."""

    async def work(uow: UnitOfWork) -> tuple[list[str], dict[str, int]]:
        return await rows.disagreements(uow), await rows.totals(uow)

    wrong, totals = session.in_unit(session.settings(), work)
    if as_json:
        report = {"ok": not wrong, **totals, "disagreements": wrong}
        click.echo(orjson.dumps(report, option=orjson.OPT_INDENT_2))
    else:
        for line in wrong:
            click.echo(line)
        words = "agree" if not wrong else "do not agree"
        click.echo(f"Ledger and work {words}: {totals['transfers']} transfers, {totals['accounts']} accounts.")
    return 1 if wrong else 0


@ledger.command()
@click.argument("month", metavar="MONTH")
@click.option("--by", default="operator", show_default=True, metavar="NAME")
def close(month: str, by: str) -> None:
    """Close a month that is over, and all before it: MONTH is like 2026-10, in UTC.

    No transfer is dated in a closed month any more: what comes later is dated in the first open one. It cannot be
    undone."""
    found = session.settings()
    wanted, now = books.read_month(month), Clock(found.clock).now()
    closed = session.in_unit(found, lambda uow: books.close(uow, OPERATOR, by, wanted, now))
    for each in closed:
        click.echo(f"{each:%Y-%m}: closed")


@ledger.command()
@_JSON
def months(as_json: bool) -> None:
    """List the closed months with their totals, the newest first."""
    found = session.in_unit(session.settings(), lambda uow: books.months(uow, OPERATOR))
    if as_json:
        click.echo(orjson.dumps([_as_json(each) for each in found], option=orjson.OPT_INDENT_2))
        return
    for each in found:
        sums = [
            f"{count} {'transfer' if count == 1 else 'transfers'} of {Money(units, currency)} {currency}"
            for currency, (count, units) in sorted(each.totals.items())
        ]
        said = ", ".join(sums) or "nothing booked"
        click.echo(f"{each.month:%Y-%m}  {said}; closed {each.closed_at:%Y-%m-%d} by {each.closed_by}")


def _as_json(month: ClosedMonth) -> dict[str, Any]:
    return {
        "month": f"{month.month:%Y-%m}",
        "closed_at": month.closed_at.isoformat(),
        "closed_by": month.closed_by,
        "totals": [
            {"currency": currency, "transfers": count, "amount": str(Money(units, currency))}
            for currency, (count, units) in sorted(month.totals.items())
        ],
    }
