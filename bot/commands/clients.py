"""`hiteuses clients`: add and list the client companies, and write their monthly statements."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

import click
import orjson

from backend.clock import Clock
from backend.db.engine.uow import UnitOfWork
from backend.domain.money import Money
from backend.domain.people.commands import OPERATOR
from backend.services.clients import service, statements
from backend.services.clients.statements import SUMS, Statement
from backend.services.earnings import books
from backend.services.work.files import exports
from bot.commands.engine import session


@click.group()
def clients() -> None:
    """Add client companies, list them, write their statements."""


@clients.command()
@click.argument("name")
@click.option("--json", "as_json", is_flag=True)
def add(name: str, as_json: bool) -> None:
    """Add a client; its projects are imported with `projects import --client NAME`."""
    found = session.settings()

    async def work(uow: UnitOfWork) -> str:
        return await service.add(uow, OPERATOR, name, Clock(found.clock).now())

    kept = session.in_unit(found, work)
    click.echo(orjson.dumps({"name": kept}, option=orjson.OPT_INDENT_2) if as_json else f"{kept}: added")


@clients.command("list")
@click.option("--json", "as_json", is_flag=True)
def list_(as_json: bool) -> None:
    """List the clients with the totals of their projects; a client with projects in two currencies has two lines."""
    found = session.settings()
    listed = [
        {
            **{key: getattr(each, key) for key in ("id", "name", "projects", "open", "tasks", "done")},
            **{key: str(getattr(each, key)) for key in ("funded", "reserved", "spent")},
            "currency": each.funded.currency,
        }
        for each in session.in_unit(found, partial(service.listing, by=OPERATOR, now=Clock(found.clock).now()))
    ]
    if as_json:
        click.echo(orjson.dumps(listed, option=orjson.OPT_INDENT_2))
        return
    for row in listed:
        projects = f"{row['projects']} project" + ("" if row["projects"] == 1 else "s")
        click.echo(
            f"{row['name']}  {projects}, {row['open']} open, {row['done']} of {row['tasks']} tasks done, "
            f"{row['funded']} {row['currency']} booked, {row['reserved']} reserved, {row['spent']} spent"
        )


@clients.command()
@click.argument("name")
@click.argument("month", metavar="MONTH")
@click.option("--json", "as_json", is_flag=True)
@click.option("-o", "output", metavar="FILE", type=click.Path(path_type=Path, dir_okay=False), help="The PDF.")
def statement(name: str, month: str, as_json: bool, output: Path | None) -> None:
    """Write a client's statement of a MONTH like 2026-10: promised, worked, accepted, refunded, fees and balance of
    each project, from the ledger."""
    if as_json == (output is not None):
        raise click.UsageError("say --json, or -o FILE for the PDF")
    found, wanted = session.settings(), books.read_month(month)

    async def work(uow: UnitOfWork) -> Statement:
        return await statements.statement(uow, OPERATOR, name, wanted, Clock(found.clock).now())

    said = session.in_unit(found, work)
    if output is None:
        click.echo(orjson.dumps(_as_json(said), option=orjson.OPT_INDENT_2))
        return
    from bot.pictures import statement_pdf  # late import: it needs a large library

    content = statement_pdf.pdf(said)
    with exports.whole_file(output) as file:
        file.buffer.write(content)


def _as_json(said: Statement) -> dict[str, Any]:
    return {
        "client": said.client,
        "month": f"{said.month:%Y-%m}",
        "until": said.until.isoformat(),
        "closed": said.closed,
        "projects": [
            {
                "name": each.name,
                "title": each.title,
                "currency": each.currency,
                "answers": each.answers,
                **{what: str(Money(getattr(each, what), each.currency)) for what in SUMS},
            }
            for each in said.projects
        ],
        "totals": [
            {"currency": currency, **{what: str(said.total(what, currency)) for what in SUMS}}
            for currency in said.currencies
        ],
    }
