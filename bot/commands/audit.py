"""`hiteuses audit`: export the audit as a file."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import click

from backend.domain.people.commands import OPERATOR
from backend.services.admin import audit as service
from backend.services.work.files import exports
from bot.commands.engine import session


@click.group()
def audit() -> None:
    """Who did what to others' data or money."""


@audit.command()
@click.option(
    "--format", "form", type=click.Choice(exports.FORMATS), help="Default: as FILE ends, else csv (for spreadsheets)."
)
@click.option("-o", "output", metavar="FILE", required=True, type=click.Path(path_type=Path))
def export(form: exports.Format | None, output: Path) -> None:
    """Write all lines to FILE, the newest first; times are UTC."""
    chosen = form or ("jsonl" if output.suffix == ".jsonl" else "csv")
    count = session.in_unit(session.settings(), partial(service.save, by=OPERATOR, path=output, form=chosen))
    click.echo(f"{count} {'line' if count == 1 else 'lines'} in {output}", err=True)
