"""`hiteuses quality`: recorded answers through the code that decides and aggregates. Needs no database."""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

import click

from backend.domain.errors import BadFile, BadInput, Fault, Reason
from backend.domain.files import file_names
from backend.domain.quality import label_files
from backend.domain.quality.consensus import Mode, Rule, rule
from backend.domain.quality.label_files import Recorded
from backend.domain.quality.replay import Outcome, replay
from backend.services.work.exports import whole_file

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_OUTPUT = click.option("-o", "output", metavar="FILE", default="-", show_default=True, help="- is standard output.")


@click.group()
def quality() -> None:
    """Try out on recorded answers (CSV: task,worker,label) when tasks are done and what their results are."""


@quality.command()
@click.argument("labels", type=_FILE)
@click.option(
    "--mode", type=click.Choice(("majority", "guaranteed")), required=True, help="As `mode` of a project's `answers`."
)
@click.option("--min", "least", type=click.IntRange(1), metavar="N", help="Answers of a task at least.")
@click.option("--max", "most", type=click.IntRange(1), metavar="N", help="Answers of a task at most. Default: 5.")
@click.option("--truth", type=_FILE, metavar="FILE", help="CSV: task,label. Prints the accuracy as well.")
@_OUTPUT
def simulate(labels: Path, mode: Mode, least: int | None, most: int | None, truth: Path | None, output: str) -> None:
    """Give the recorded answers of LABELS one after the other to the rule of a project, and write
    `task,label,answers`: the result of each task and how many answers it took.

    A task's answers come in the order of the file. What is left over is not asked for. Where the file has
    fewer answers to a task than the rule wants, the plurality of what is there is the result. A tie has no
    label.
    """
    asked = _rule(mode, least, most)
    recorded = _answers(labels)
    truths = _truth(truth, recorded, labels) if truth else None
    outcomes = replay(asked, recorded)
    _write(output, ("task", "label", "answers"), _rows(recorded, outcomes))
    given = sum(outcome.answers for outcome in outcomes)
    _say(output, f"{len(outcomes)} tasks, {given / len(outcomes):.2f} answers per task")
    if truths is not None:
        _say(output, _accuracy([outcome.label for outcome in outcomes], truths))


def _rule(mode: Mode, least: int | None, most: int | None) -> Rule:
    try:
        return rule(mode, least, most)
    except BadInput as error:
        raise click.UsageError(str(error)) from None


def _answers(path: Path) -> Recorded:
    file = file_names.text(path.name)
    with path.open("rb") as source:
        recorded = label_files.read_answers(source, file)
    for fault in recorded.repeated[:3]:
        click.echo(f"{BadFile(file, [fault])}: left out", err=True)
    if (more := len(recorded.repeated) - 3) > 0:
        click.echo(f"{file}: {more} more such answers left out", err=True)
    return recorded


def _truth(path: Path, recorded: Recorded, labels: Path) -> list[tuple[int, int | None]]:
    """(task, true label) as numbers; None for a label that nobody gave. Raises `BadFile`."""
    file = file_names.text(path.name)
    with path.open("rb") as source:
        read = label_files.read_truth(source, file)
    found = [
        (task, recorded.labels.find(label))
        for name, label in read.items()
        if (task := recorded.tasks.find(name)) is not None
    ]
    if not found:
        raise BadFile(file, [Fault(0, Reason("none of its tasks is in {file}", file=file_names.text(labels.name)))])
    return found


def _accuracy(results: Sequence[int | None], truths: Sequence[tuple[int, int | None]]) -> str:
    right = sum(results[task] is not None and results[task] == true for task, true in truths)
    undecided = sum(results[task] is None for task, _ in truths)
    return f"accuracy {right / len(truths):.4f} ({right} of {len(truths)} known, {undecided} undecided)"


def _rows(recorded: Recorded, outcomes: Sequence[Outcome]) -> Iterable[tuple[str, str, int]]:
    for name, outcome in zip(recorded.tasks.names, outcomes, strict=True):
        yield name, "" if outcome.label is None else recorded.labels.names[outcome.label], outcome.answers


def _write(output: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    if output == "-":
        reconfigure = getattr(sys.stdout, "reconfigure", None)
        if reconfigure is not None:  # UTF-8 and our own line ends, whatever the terminal's are
            reconfigure(encoding="utf-8", newline="")
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(rows)
        return
    with whole_file(Path(output)) as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(rows)


def _say(output: str, line: str) -> None:
    """To standard output, unless that is where the rows go."""
    click.echo(line, err=output == "-")
