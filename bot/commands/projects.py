"""`hiteuses projects`: import clients' projects, list them, export their results."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import click
import orjson

from backend.clock import Clock
from backend.db.engine.uow import UnitOfWork
from backend.domain.earnings.figures import MONTHLY_GOAL
from backend.domain.errors import BadFile
from backend.domain.files import file_names
from backend.domain.files.settled import Settled
from backend.domain.money import CURRENCIES, Money
from backend.domain.people.commands import OPERATOR
from backend.domain.work.formats.contents import MOST_READ, unfilled
from backend.domain.work.formats.data_rows import read_rows
from backend.domain.work.formats.project_files import MAX_BYTES, read_config
from backend.domain.work.rating import AspectRating
from backend.domain.work.steering import ListedProject
from backend.services.work import projects as listings
from backend.services.work import top_ups
from backend.services.work.files import exports, label_studio
from backend.services.work.files import imports as service
from backend.services.work.top_ups import TopUp
from bot.commands.engine import inputs, outputs, session

LABEL_STUDIO = "label-studio"


@click.group()
def projects() -> None:
    """Import clients' projects, list them, export their results."""


def _answers(_context: click.Context, _parameter: click.Parameter, text: str | None) -> dict[str, str] | None:
    """Read "3" or "2-5"."""
    if text is None:
        return None
    low, _, high = text.partition("-")
    if not low.isdigit() or not (high or low).isdigit():
        raise click.BadParameter("a number such as 3, or the least and the most such as 2-5")
    return {"min": low, "max": high or low}


@projects.command("import")
@click.argument("config", type=inputs.FILE)
@click.argument("data", type=inputs.FILE, required=False)
@click.option("--client", default="", help="Whose project it is. Default: Maison, or whose it is already.")
@click.option("--skip-bad", is_flag=True, help="Leave bad rows out instead of importing nothing.")
@click.option("--name", help="This and what follows: where CONFIG does not say it. Default: the file's name.")
@click.option("--title")
@click.option("--question")
@click.option("--pay", metavar="AMOUNT", help="Per accepted answer. Default: 3.79 EUR per hour.")
@click.option("--currency", type=click.Choice(sorted(CURRENCIES)), default="EUR", show_default=True)
@click.option("--answers", metavar="N|MIN-MAX", callback=_answers, help="Answers per task.")
@click.option("--minutes", help="Estimate for one answer.")
def import_(
    config: Path, data: Path | None, client: str, skip_bad: bool, pay: str | None, currency: str, **beside: Any
) -> None:
    """Import a project (CONFIG: YAML or a Label Studio labelling configuration) and its tasks (DATA: CSV, JSON Lines or
    Label Studio tasks).

    Pictures and sounds that DATA names are read from its folder. Tasks whose ids exist already stay as they are.
    One bad row, and nothing is imported. Without DATA the project only gets tasks that other projects send on to
    it (their `then`)."""
    found = session.settings()
    defaults = {key: value for key, value in beside.items() if value is not None}
    if pay is not None:
        defaults["pay"] = {"amount": pay, "currency": currency}
    file_name = file_names.text(data.name) if data else ""
    with config.open("rb") as file:
        project = read_config(file.read(MAX_BYTES + 1), file_names.text(config.name), defaults=defaults)
    with ExitStack() as opened:
        stream = opened.enter_context(Settled(data)) if data else None
        show = opened.enter_context(_bar(data)) if data else None

        async def work(uow: UnitOfWork) -> service.Imported:
            return await service.import_project(
                uow,
                project,
                read_rows(stream, file_name, project) if stream else iter(()),
                file=file_name,
                base=data.parent if data else None,
                by=OPERATOR,
                now=Clock(found.clock).now(),
                client=client,
                skip_bad=skip_bad,
                progress=lambda _rows: show(stream.tell()) if show and stream and stream.seekable() else None,
            )

        done = session.in_unit(found, work)
    if done.skipped:
        click.echo(BadFile(file_name, done.skipped), err=True)
    if done.differ:
        rows = "1 row differs from its task" if done.differ == 1 else f"{done.differ} rows differ from their tasks"
        click.echo(f"warning: {rows}, imported before; a task stays as it is: another id makes a new one", err=True)
    if done.longest > MOST_READ:
        click.echo(f"warning: the longest task shows {done.longest:,} characters, several messages in a chat", err=True)
    if places := unfilled(project):
        click.echo(f"warning: only show is filled in; shown as it is written: {', '.join(places)}", err=True)
    if done.ungiven:
        click.echo(f"warning: {done.name} needs what no module gives yet: {', '.join(done.ungiven)}", err=True)
    if not done.pays_enough:
        a_month = f"{_money(done.a_month)} a month at 3 hours on 22 days"
        click.echo(f"warning: {done.name} brings {a_month}, less than {_money(MONTHLY_GOAL)}", err=True)
    for short in done.short:
        click.echo(
            f"warning: the budget of {short.project} pays for {short.paid} of the {_counted(short.most, 'task')} that "
            f"{done.name} can send on to it; the others wait until it is raised",
            err=True,
        )
    click.echo(_summary(done))


@contextmanager
def _bar(data: Path) -> Iterator[Callable[[int], None]]:
    """Show how much of the file is read, on a terminal."""
    size, shown = max(1, data.stat().st_size), sys.stderr.isatty()
    with click.progressbar(
        length=size,
        label=file_names.text(data.name),
        file=sys.stderr,
        hidden=not shown,
        update_min_steps=1 + size // 100,
    ) as bar:
        yield lambda read: bar.update(read - bar.pos)


def _summary(done: service.Imported) -> str:
    parts = [_counted(done.new, "new task")]
    if done.known:
        parts.append(f"{done.known} known already")
    if done.faults:
        parts.append(f"{_counted(done.faults, 'fault')} left out")
    sums = f"all answers can cost {_money(done.promised)}, {_money(done.funded)} booked"
    beside = f"; {_counted(done.controls, 'control task')} beside them" if done.controls else ""
    return f"{done.name}: {', '.join(parts)}; {sums}{beside}"


def _counted(n: int, what: str) -> str:
    return f"{n} {what}" if n == 1 else f"{n} {what}s"


def _money(money: Money) -> str:
    return f"{money} {money.currency}"


@projects.command("list")
@click.option("--json", "as_json", is_flag=True)
def list_(as_json: bool) -> None:
    """List the projects with their tasks, answers and sums."""

    async def work(uow: UnitOfWork) -> tuple[list[ListedProject], dict[int, list[AspectRating]]]:
        return await listings.listing(uow, OPERATOR), await listings.ratings(uow, OPERATOR)

    found, ratings = session.in_unit(session.settings(), work)
    if as_json:
        rows = [{**_as_json(each), "ratings": _ratings(ratings.get(each.id, []))} for each in found]
        click.echo(orjson.dumps(rows, option=orjson.OPT_INDENT_2))
        return
    if not found:
        click.echo("no project yet", err=True)
    for project in found:
        click.echo(
            f"{project.name}  {project.status}  {project.done} of {_counted(project.tasks, 'task')} done, "
            f"{_counted(project.answers, 'answer')}, "
            f"{project.promised} of {_money(project.funded)} promised  {project.title} ({project.client})"
            + (f"  {project.unfunded} waiting for its budget" if project.unfunded else "")
        )


def _ratings(ratings: list[AspectRating]) -> dict[str, dict[str, int | str]]:
    """What people who work on the project say about each aspect that enough of them rated: the share who
    are content, 0 to 1."""
    return {
        each.aspect.value: {"people": each.count, "share": f"{float(share):.2f}"}
        for each in ratings
        if (share := each.share) is not None
    }


def _as_json(project: ListedProject) -> dict[str, str | int]:
    return {
        "name": project.name,
        "client": project.client,
        "title": project.title,
        "kind": project.kind,
        "status": project.status,
        "tasks": project.tasks,
        "done": project.done,
        "unfunded": project.unfunded,
        "answers": project.answers,
        "currency": project.funded.currency,
        "promised": str(project.promised),
        "funded": str(project.funded),
    }


@projects.command()
@click.argument("name")
@click.option("--what", type=click.Choice(exports.WHATS), default="results", show_default=True)
@click.option(
    "--format",
    "form",
    type=click.Choice((*exports.FORMATS, LABEL_STUDIO)),
    help="Default: as FILE ends, else csv. csv is not exact.",
)
@click.option("-o", "output", metavar="FILE", default="-", show_default=True, help="- is standard output.")
@click.option(
    "--labelling", type=click.Path(path_type=Path), metavar="XML", help="Label Studio's labelling configuration."
)
def export(name: str, what: exports.What, form: str | None, output: str, labelling: Path | None) -> None:
    """Export a project's results, every single answer, or for pairs the ranking of the things compared.

    In CSV, a typed answer that a spreadsheet would run as a formula gets an apostrophe in front. The format
    label-studio is JSON, one item per task; `--labelling` writes the matching configuration."""
    chosen = form or ("jsonl" if Path(output).suffix == ".jsonl" else "csv")
    if labelling is not None and chosen != LABEL_STUDIO:
        raise click.UsageError(f"--labelling belongs to --format {LABEL_STUDIO}")
    if labelling is not None and labelling.absolute() == Path(output).absolute():
        raise click.UsageError("--labelling and -o name one file: each is a file of its own")

    if what == "ranking" and chosen == LABEL_STUDIO:
        raise click.UsageError(f"--what ranking has no --format {LABEL_STUDIO}")

    async def work(uow: UnitOfWork) -> int:
        if chosen == LABEL_STUDIO:
            if labelling is not None:
                configuration = await label_studio.configuration(uow, name)
                with exports.whole_file(labelling) as file:
                    file.write(configuration)
            if output == "-":
                return await label_studio.write(sys.stdout, uow, name, what)
            with exports.whole_file(Path(output)) as file:
                return await label_studio.write(file, uow, name, what)
        rows = await exports.rows(uow, name, what)
        plain: exports.Format = "jsonl" if chosen == "jsonl" else "csv"
        if output == "-":
            return await exports.write(sys.stdout, rows, what, plain)
        return await exports.save(Path(output), rows, what, plain)

    if output == "-":
        outputs.standard()
    count = session.in_unit(session.settings(), work)
    if output != "-":
        unit = "task" if chosen == LABEL_STUDIO else "row"
        click.echo(f"{_counted(count, unit)} in {output}", err=True)


@projects.command()
@click.argument("name")
@click.option("--yes", is_flag=True, help="Pay it. Without this, only what would be paid is printed.")
@click.option("--json", "as_json", is_flag=True)
def topup(name: str, yes: bool, as_json: bool) -> None:
    """Raise the pay of those who worked for less than the minimum wage of their country, if a project takes
    longer than estimated.

    The sum is taken from the project's budget, and what is missing there from its client's account. No answer is
    counted twice; everybody who is paid gets a message."""
    found = session.settings()

    async def work(uow: UnitOfWork) -> TopUp:
        if yes:
            return await top_ups.top_up(uow, OPERATOR, name, "", Clock(found.clock).now())
        return await top_ups.preview(uow, OPERATOR, name)

    done = session.in_unit(found, work)
    if as_json:
        click.echo(orjson.dumps(_top_up(done, paid=yes), option=orjson.OPT_INDENT_2))
        return
    if done.hourly is None:
        click.echo(f"{done.name}: its pace is not measured yet")
        return
    click.echo(f"{done.name}: {int(done.hourly)} F CFA an hour at its measured pace")
    for floor in done.below:
        click.echo(f"below the minimum wage of {floor.country}: {round(floor.hour)} F CFA an hour in {floor.year}")
    for each in done.supplements:
        answers = _counted(len(each.work.tasks), "answer")
        click.echo(
            f"{each.work.person_id}  {each.work.first_name}  {each.work.country}  {answers}  {_money(each.amount)}"
        )
    if not done.supplements:
        click.echo("nobody is missing anything")
        return
    beyond = f", {_money(done.beyond)} of it from the client {done.client}" if done.beyond.units else ""
    people = f"{len(done.supplements)} {'person' if len(done.supplements) == 1 else 'people'}"
    click.echo(f"{'paid' if yes else 'would pay'} {_money(done.total)} to {people}{beyond}")
    if not yes:
        click.echo("nothing is paid yet: add --yes")


def _top_up(done: TopUp, *, paid: bool) -> dict[str, Any]:
    return {
        "project": done.name,
        "paid": paid,
        "hourly_francs": None if done.hourly is None else int(done.hourly),
        "below": [{"country": f.country, "hourly_francs": round(f.hour), "year": f.year} for f in done.below],
        "currency": done.total.currency,
        "total": str(done.total),
        "beyond_budget": str(done.beyond),
        "people": [
            {
                "person": each.work.person_id,
                "country": each.work.country,
                "answers": len(each.work.tasks),
                "seconds": each.work.seconds,
                "amount": str(each.amount),
            }
            for each in done.supplements
        ],
    }
