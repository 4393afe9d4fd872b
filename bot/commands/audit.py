"""`hiteuses audit`: export the audit as a file."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import click

from backend.domain.people.commands import OPERATOR
from backend.services.admin import audit as service
from backend.services.work.files import exports
from bot.commands.engine import outputs, session


@click.group()
def audit() -> None:
    """Who did what to others' data or money."""


@audit.command()
@click.option(
    "--format", "form", type=click.Choice(exports.FORMATS), help="Default: as FILE ends, else csv (for spreadsheets)."
)
@click.option("-o", "output", metavar="FILE", required=True, help="- is standard output.")
def export(form: exports.Format | None, output: str) -> None:
    """Write all lines to FILE, the newest first; times are UTC."""
    chosen = form or ("jsonl" if output.endswith(".jsonl") else "csv")
    if output == outputs.STANDARD:
        write = partial(service.write, by=OPERATOR, file=outputs.standard(), form=chosen)
        session.in_unit(session.settings(), write)
        return
    count = session.in_unit(session.settings(), partial(service.save, by=OPERATOR, path=Path(output), form=chosen))
    click.echo(f"{count} {'line' if count == 1 else 'lines'} in {output}", err=True)
