"""`hiteuses training`: import modules, list and publish them, export their questions and results."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import click
import orjson

from backend.clock import Clock
from backend.db.engine import ticks
from backend.db.engine.uow import UnitOfWork
from backend.domain.people.commands import OPERATOR
from backend.domain.training.content.lesson_files import Placed
from backend.domain.training.content.module_yaml import SLUG
from backend.domain.training.modules import Module
from backend.records import asdict
from backend.services.training import library, module_files, versions
from backend.services.training import results as trained
from backend.services.work.files import exports
from bot.commands import credentials
from bot.commands.engine import inputs, outputs, session
from bot.demo.apart import DEMO_PAGE


@click.group()
def training() -> None:
    """Import training modules, list them, export their questions and their results; revoke certificates."""


training.add_command(credentials.revoke)


def _slug(_context: click.Context, _option: click.Parameter, text: str | None) -> str:
    if text is not None and not SLUG.pattern.fullmatch(text):
        raise click.BadParameter("must be small letters, digits and hyphens")
    return text or ""


@training.command("import")
@click.argument("path", type=inputs.FILE_OR_FOLDER)
@click.option("--as", "module_id", metavar="ID", callback=_slug, help="The module's name, whatever PATH says.")
@click.option("--replace", is_flag=True, help="Replace more than a third of a module's questions.")
@click.option("--skip-bad", is_flag=True, help="Name what is bad, and import the rest.")
@click.option("--draft", is_flag=True, help="Let nobody but admins see it until it is published.")
def import_(path: Path, module_id: str, replace: bool, skip_bad: bool, draft: bool) -> None:
    """Import what PATH contains: a module's folder, a folder of such folders, a question bank (GIFT, Moodle XML or
    Aiken), or a single lesson.

    A module that exists already gets a new version; people in the middle of it go on where they were. One fault, and
    nothing is imported; questions that cannot be asked in chat are named and left out.

    It goes live at once, because whoever imports has read the files. With --draft admins read it first, in chat, with
    `formation`; `training publish ID` makes it live. `training versions ID --restore N` goes back."""
    found = session.settings()
    skipped: list[Placed] | None = [] if skip_bad else None
    sources = module_files.read(path, skipped, module_id)
    how = library.How(draft=draft, replace=replace)

    async def work(uow: UnitOfWork) -> tuple[list[library.ImportedModule], str]:
        done = await library.import_modules(uow, sources, Clock(found.clock).now(), how, skipped)
        return done, await ticks.setting(uow, DEMO_PAGE) or ""

    imported, page = session.in_unit(found, work)
    for fault in skipped or ():
        click.echo(str(fault), err=True)
    for done in imported:
        for note in done.notes:
            click.echo(str(note), err=True)
        click.echo(_summary(done))
        if done.overtaken is not None:
            again = f"hiteuses training versions {done.id} --restore {done.overtaken} takes it up"
            click.echo(f"{done.id}: the draft, version {done.overtaken}, waits no more; {again}", err=True)
    if any(done.draft for done in imported):
        where = f" ({page}?phone=admin)" if page else ""
        click.echo(f"Admins read it in chat with `formation`{where}; hiteuses training publish ID puts it in its place")


def _summary(done: library.ImportedModule) -> str:
    parts = [_counted(done.lessons, "lesson"), _counted(done.questions, "question")]
    if done.pool:
        parts.append(f"{done.pool} in the final test's pool")
    if not done.changed:
        as_what = "as the draft that waits" if done.draft else "unchanged"
        return f"{done.id}: {as_what}; {', '.join(parts)}"
    state = "draft, version" if done.draft else "version"
    if done.retired:
        parts.append(f"{_counted(done.retired, 'question')} retired")
    if done.notes:
        parts.append(_counted(len(done.notes), "note"))
    return f"{done.id}: {state} {done.version}; {', '.join(parts)}"


def _counted(n: int, what: str) -> str:
    return f"{n} {what}" if n == 1 else f"{n} {what}s"


@training.command("list")
@click.option("--json", "as_json", is_flag=True)
def list_(as_json: bool) -> None:
    """List the modules with their lessons and questions, and the drafts that wait."""
    listed = session.in_unit(session.settings(), versions.modules)
    if as_json:
        click.echo(orjson.dumps([_as_json(module) for module in listed], option=orjson.OPT_INDENT_2))
        return
    if not listed:
        click.echo("no module yet", err=True)
    for module in listed:
        counts = module.counts
        size = f"{_counted(counts.lessons, 'lesson')}, {_counted(counts.questions, 'question')}"
        size += f", {counts.pool} in the final test's pool" if counts.pool else ""
        state = "  closed" if counts.closed else ""
        if module.draft is not None:
            state += f"  draft, version {module.draft}"
        click.echo(f"{counts.id}  {counts.title}  {size}{state}")


def _as_json(module: versions.ListedModule) -> dict[str, str | int]:
    """`closed`, `pool`, `draft` and `unpublished` are only there if they apply."""
    found: dict[str, str | int] = asdict(module.counts)
    for optional in ("closed", "pool"):
        if not found[optional]:
            del found[optional]
    if module.draft is not None:
        found["draft"] = module.draft
    if module.unpublished:
        found["unpublished"] = True
    return found


@training.command("versions")
@click.argument("module_id", metavar="ID")
@click.option("--restore", type=click.IntRange(1), metavar="N", help="Take this version again, as a new one.")
@click.option("--json", "as_json", is_flag=True)
def versions_(module_id: str, restore: int | None, as_json: bool) -> None:
    """List a module's versions, the newest first, or go back to one."""
    found = session.settings()
    if restore is not None:
        now = Clock(found.clock).now()
        module, number = session.in_unit(found, lambda uow: versions.restore(uow, module_id, restore, now))
        click.echo(f"{module_id}: version {number}, as version {restore} was; {_size(module)}")
        return
    listed = session.in_unit(found, lambda uow: versions.listing(uow, module_id))
    if as_json:
        rows_ = [asdict(line) for line in listed]
        click.echo(orjson.dumps(rows_, option=orjson.OPT_INDENT_2))
        return
    for line in listed:
        made = f"as version {line.restored}" if line.restored else line.file
        size = f"{_counted(line.lessons, 'lesson')}, {_counted(line.questions, 'question')}"
        click.echo(f"{line.number}  {line.at:%Y-%m-%d %H:%M}  {_STATES[line.state]}  {size}  {made}")


_STATES = {"live": "live", "draft": "draft", "former": "earlier", "unpublished": "never published"}


@training.command()
@click.argument("module_id", metavar="ID")
def publish(module_id: str) -> None:
    """Make a module's draft the version that people learn with."""
    found = session.settings()
    now = Clock(found.clock).now()
    module, number = session.in_unit(found, lambda uow: versions.publish(uow, module_id, now))
    click.echo(f"{module_id}: version {number} is live; {_size(module)}")


def _size(module: Module) -> str:
    questions = sum(len(lesson.questions) for lesson in module.lessons) + len(module.pool)
    return f"{_counted(len(module.lessons), 'lesson')}, {_counted(questions, 'question')}"


@training.command()
@click.argument("module_id", metavar="ID")
def close(module_id: str) -> None:
    """Let nobody start a module any more.

    People who have started go on to its badge. A changed module that is imported under this name is open again."""
    found = session.settings()
    needing = session.in_unit(found, lambda uow: library.close_module(uow, module_id, Clock(found.clock).now()))
    click.echo(f"{module_id} is closed")
    if needing:
        click.echo(f"who has not begun it is not offered what needs it: {', '.join(needing)}", err=True)


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

    Imported again under the same name, the file replaces the module's questions; its lessons stay."""

    async def work(uow: UnitOfWork) -> str:
        return await library.export_module(uow, module_id)

    text = session.in_unit(session.settings(), work)
    if output == "-":
        click.echo(text, nl=False, file=outputs.standard())
    else:
        with exports.whole_file(Path(output)) as file:
            file.write(text)
        click.echo(f"{module_id} in {output}", err=True)


@training.command()
@click.argument("module_id", metavar="[ID]", required=False)
@click.option("--format", "form", type=click.Choice(exports.FORMATS), help="Default: as FILE ends, else csv.")
@click.option("-o", "output", metavar="FILE", default="-", show_default=True, help="- is standard output.")
def results(module_id: str | None, form: exports.Format | None, output: str) -> None:
    """Write the results of people in a module, or in all: a row for each question that somebody has answered.

    Scores and shares are parts of the full mark, times are UTC. Somebody who has started and answered nothing has one
    row without a question. In chat `statmodule` shows the same, to a Huber for her countries."""
    chosen = form or ("jsonl" if output.endswith(".jsonl") else "csv")
    if output == "-":
        write = partial(trained.write, by=OPERATOR, module_id=module_id, file=outputs.standard(), form=chosen)
        session.in_unit(session.settings(), write)
        return
    save = partial(trained.save, by=OPERATOR, module_id=module_id, form=chosen, path=Path(output))
    count = session.in_unit(session.settings(), save)
    click.echo(f"{_counted(count, 'row')} in {output}", err=True)
