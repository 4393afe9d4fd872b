"""`hiteuses clients`: add and list the client companies."""

from __future__ import annotations

from functools import partial

import click
import orjson

from backend.clock import Clock
from backend.db.engine.uow import UnitOfWork
from backend.domain.people.commands import OPERATOR
from backend.services.clients import service
from bot.commands import session


@click.group()
def clients() -> None:
    """Add client companies, and list them."""


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
