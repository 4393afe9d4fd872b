"""`hiteuses training`: authors' modules in, their questions out."""

from __future__ import annotations

import sys
from pathlib import Path

import click
import orjson

from backend.clock import Clock
from backend.db import training as rows
from backend.db.uow import UnitOfWork
from backend.domain.training.lesson_files import Placed
from backend.services import exports, library, module_files
from bot.commands import credentials, session


@click.group()
def training() -> None:
    """Import training modules, list them, export their questions; take certificates back."""


training.add_command(credentials.revoke)


@training.command("import")
@click.argument("path", type=click.Path(exists=True, path_type=Path))
@click.option("--skip-bad", is_flag=True, help="Name what is bad, and import the rest.")
def import_(path: Path, skip_bad: bool) -> None:
    """Import what PATH holds: a module's folder, a folder of such folders, a question bank (GIFT, Moodle XML
    or Aiken), or a single lesson.

    A module that is there already becomes a new version: whoever is in the middle of it goes on where she
    was. One fault, and nothing is imported; what cannot be asked is named and left out.
    """
    found = session.settings()
    skipped: list[Placed] | None = [] if skip_bad else None
    sources = module_files.read(path, skipped)

    async def work(uow: UnitOfWork) -> list[library.Imported]:
        return await library.import_modules(uow, sources, Clock(found.clock).now(), skipped)

    imported = session.in_unit(found, work)
    for fault in skipped or ():
        click.echo(str(fault), err=True)
    for done in imported:
        for note in done.notes:
            click.echo(str(note), err=True)
        click.echo(_summary(done))


def _summary(done: library.Imported) -> str:
    parts = [_counted(done.lessons, "lesson"), _counted(done.questions, "question")]
    if done.pool:
        parts.append(f"{done.pool} in the final test's pool")
    if not done.changed:
        return f"{done.id}: unchanged; {', '.join(parts)}"
    if done.retired:
        parts.append(f"{_counted(done.retired, 'question')} retired")
    if done.notes:
        parts.append(_counted(len(done.notes), "note"))
    return f"{done.id}: version {done.version}; {', '.join(parts)}"


def _counted(n: int, what: str) -> str:
    return f"{n} {what}" if n == 1 else f"{n} {what}s"


@training.command("list")
@click.option("--json", "as_json", is_flag=True)
def list_(as_json: bool) -> None:
    """List the modules with their lessons and questions."""
    listed = [dict(row) for row in session.in_unit(session.settings(), rows.listing)]
    for row in listed:
        for optional in ("closed", "pool"):  # said of those that are, or have one
            if not row[optional]:
                del row[optional]
    if as_json:
        click.echo(orjson.dumps(listed, option=orjson.OPT_INDENT_2))
        return
    for row in listed:
        counts = f"{_counted(row['lessons'], 'lesson')}, {_counted(row['questions'], 'question')}"
        counts += f", {row['pool']} in the final test's pool" if "pool" in row else ""
        click.echo(f"{row['id']}  {row['title']}  {counts}{'  closed' if 'closed' in row else ''}")


@training.command()
@click.argument("module_id", metavar="ID")
def close(module_id: str) -> None:
    """Let nobody begin a module any more.

    Who has begun goes on to her badge. A changed module that is imported under this name is open again.
    """
    found = session.settings()
    session.in_unit(found, lambda uow: library.close_module(uow, module_id, Clock(found.clock).now()))
    click.echo(f"{module_id} is closed")


@training.command("open")
@click.argument("module_id", metavar="ID")
def open_(module_id: str) -> None:
    """Offer a closed module again."""
    session.in_unit(session.settings(), lambda uow: library.close_module(uow, module_id, None))
    click.echo(f"{module_id} is open")


@training.command()
@click.argument("module_id", metavar="ID")
@click.option("-o", "output", metavar="FILE", default="-", show_default=True, help="- is standard output.")
def export(module_id: str, output: str) -> None:
    """Export a module's questions as GIFT, a category for each lesson.

    Imported again under the same name, the file renews the module's questions; its lessons stay.
    """

    async def work(uow: UnitOfWork) -> str:
        return await library.export_module(uow, module_id)

    text = session.in_unit(session.settings(), work)
    if output == "-":
        reconfigure = getattr(sys.stdout, "reconfigure", None)
        if reconfigure is not None:  # UTF-8 and our own line ends, whatever the terminal's are
            reconfigure(encoding="utf-8", newline="")
        click.echo(text, nl=False)
    else:
        with exports.whole_file(Path(output)) as file:
            file.write(text)
        click.echo(f"{module_id} in {output}", err=True)
