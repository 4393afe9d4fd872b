"""`hiteuses ledger`: check the ledger, close its months, export it."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any, TextIO

import click
import orjson

from backend.clock import Clock
from backend.db.earnings import ledger_check, service_figures
from backend.db.earnings.closing import ClosedMonth
from backend.db.engine.uow import UnitOfWork
from backend.domain.earnings import fec
from backend.domain.money import Money
from backend.domain.people.commands import OPERATOR
from backend.services.earnings import book_files, books
from backend.services.work.files import exports
from bot.commands.engine import session
from bot.commands.engine.who import NAME

_JSON = click.option("--json", "as_json", is_flag=True)


@click.group()
def ledger() -> None:
    """Check the ledger, close its months, export it."""


@ledger.command()
@_JSON
def check(as_json: bool) -> int:
    """Compare the ledger with the work, to the last unit; exit 1 if they do not agree."""

    found = session.settings()

    async def work(uow: UnitOfWork) -> tuple[list[str], dict[str, int]]:
        wrong = await ledger_check.disagreements(uow)
        await service_figures.note_check(uow, wrong, Clock(found.clock).now())
        return wrong, await ledger_check.totals(uow)

    wrong, totals = session.in_unit(found, work)
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
@click.option("--by", default="operator", show_default=True, type=NAME, metavar="NAME")
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
    if not found:
        click.echo("no month is closed yet", err=True)
    for each in found:
        sums = [
            f"{count} {'transfer' if count == 1 else 'transfers'} of {Money(units, currency)} {currency}"
            for currency, (count, units) in sorted(each.totals.items())
        ]
        said = ", ".join(sums) or "nothing booked"
        click.echo(f"{each.month:%Y-%m}  {said}; closed {each.closed_at:%Y-%m-%d} by {each.closed_by}")


@ledger.command()
@click.argument("period", metavar="PERIOD")
@click.option("--format", "form", type=click.Choice(["csv", "fec"]), required=True)
@click.option("--siren", metavar="SIREN", help="fec: the company's nine digits, for the name of the file.")
@click.option(
    "--separator",
    type=click.Choice(book_files.SEPARATORS),
    default="tab",
    show_default=True,
    help="fec: between fields.",
)
@click.option("-o", "output", required=True, metavar="FILE", help="fec: or a folder, for the official name.")
def export(period: str, form: str, siren: str | None, separator: book_files.Separator, output: str) -> None:
    """Write all transfers of a PERIOD, a year like 2026 or a month like 2026-10 in UTC.

    fec is the French Fichier des écritures comptables, in euros; a year's begins with the balances brought forward.
    A closed period gives the same file each time. - is standard output."""
    span = fec.read_period(period)
    if form == "fec" and siren is None:
        raise click.UsageError("--format fec needs --siren")
    if form != "fec" and siren is not None:
        raise click.UsageError("--siren belongs to --format fec")
    official = fec.file_name(fec.read_siren(siren), span) if siren is not None else ""
    path = Path(output)
    if official and path.is_dir():
        path /= official

    async def work(uow: UnitOfWork) -> book_files.Written:
        async def fill(file: TextIO) -> book_files.Written:
            write = file.buffer.write
            if form == "csv":
                return await book_files.csv(uow, OPERATOR, span, write)
            return await book_files.fec_file(uow, OPERATOR, span, separator, write)

        if output == "-":
            return await fill(sys.stdout)
        with exports.whole_file(path) as file:
            return await fill(file)

    written = session.in_unit(session.settings(), work)
    count = f"{written.transfers} transfer" + ("" if written.transfers == 1 else "s")
    click.echo(f"{count}{', after the balances brought forward,' if written.opening else ''} in {path}", err=True)


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
