"""`hiteuses quality`: run recorded answers through the code that decides and aggregates. Needs no database."""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

import click

from backend.domain.errors import BadFile, BadInput, Fault, Reason
from backend.domain.files import file_names
from backend.domain.files.settled import Settled
from backend.domain.quality import aggregation, label_files, replay, skilled_replay
from backend.domain.quality.consensus import MODES, Mode, Rule, rule
from backend.domain.quality.label_files import Recorded
from backend.domain.quality.replay import Outcome
from backend.services.work.files.exports import whole_file
from bot.commands.engine import inputs

_OUTPUT = click.option("-o", "output", metavar="FILE", default="-", show_default=True, help="- is standard output.")
_TRUTH = click.option("--truth", type=inputs.FILE, metavar="FILE", help="CSV: task,label. Prints the accuracy as well.")


@click.group()
def quality() -> None:
    """Try out on recorded answers (CSV: task,worker,label) when tasks are done and what their results are.

    Needs no database."""


@quality.command()
@click.argument("labels", type=inputs.FILE)
@click.option("--mode", type=click.Choice(MODES), required=True, help="As `mode` of a project's `answers`.")
@click.option(
    "--min", "least", type=click.IntRange(1), metavar="N", help="Answers of a task at least. Default: 1, skilled 2."
)
@click.option("--max", "most", type=click.IntRange(1), metavar="N", help="At most. Default: 5, skilled 9.")
@click.option("--confidence", type=float, metavar="P", help="For skilled mode. Default: 0.92.")
@_TRUTH
@_OUTPUT
def simulate(
    labels: Path,
    mode: Mode,
    least: int | None,
    most: int | None,
    confidence: float | None,
    truth: Path | None,
    output: str,
) -> None:
    """Give the recorded answers in LABELS one after the other to the rule of a project, and write
    `task,label,answers`: the result of each task, and how many answers it took. In skilled mode also `posterior`: how
    sure the model is of the result.

    A task's answers come in the order of the file; answers that the rule does not ask for are ignored. If the file
    has fewer answers to a task than the rule wants, the plurality of them is the result. A tie has no label, unless
    a model breaks it.

    In skilled mode the answers come in waves: first the minimum for every task; then one more for each task that the
    model, fitted again to all answers so far, does not consider done; until there is none. A later model may doubt what
    an earlier one considered done. No truth is used."""
    _apart(output, labels, truth)
    asked = _rule(mode, least, most, confidence)
    recorded = _answers(labels)
    truths = _truth(truth, recorded, labels) if truth else None
    outcomes = (skilled_replay if mode == "skilled" else replay).replay(asked, recorded)
    columns = ("task", "label", "answers", *(["posterior"] if mode == "skilled" else []))
    _write(output, columns, _outcomes(recorded, outcomes))
    given = sum(outcome.answers for outcome in outcomes)
    _say(output, f"{_counted(len(outcomes))}, {given / len(outcomes):.2f} answers per task")
    if truths is not None:
        _say(output, _accuracy([outcome.label for outcome in outcomes], truths))


_METHODS = {"majority": aggregation.majority, "dawid-skene": aggregation.dawid_skene}


@quality.command()
@click.argument("labels", type=inputs.FILE)
@click.option("--method", type=click.Choice(list(_METHODS)), required=True)
@_TRUTH
@_OUTPUT
def aggregate(labels: Path, method: str, truth: Path | None, output: str) -> None:
    """Write the result of each task in LABELS from all its answers: `task,label,confidence`.

    majority: the label given most often, and the share of the answers with it; a tie has no label. dawid-skene: learns
    from the answers alone how reliable each worker's answers are, and weighs them; the label given most often stays the
    result unless the model is rather sure of another."""
    _apart(output, labels, truth)
    recorded = _answers(labels)
    truths = _truth(truth, recorded, labels) if truth else None
    results = _METHODS[method](recorded)
    rows = (
        (name, _name(recorded, result.label), round(result.confidence, 6))
        for name, result in zip(recorded.tasks.names, results, strict=True)
    )
    _write(output, ("task", "label", "confidence"), rows)
    _say(output, f"{_counted(len(results))}, {len(recorded.task) / len(results):.2f} answers per task")
    if truths is not None:
        _say(output, _accuracy([result.label for result in results], truths))


def _apart(output: str, *read: Path | None) -> None:
    """Refuse to write over what is read: recorded answers are not to be had again."""
    if output != "-" and any(file is not None and Path(output).exists() and file.samefile(output) for file in read):
        raise click.UsageError(f"{file_names.text(output)} is what is read: name another file after -o")


def _rule(mode: Mode, least: int | None, most: int | None, confidence: float | None) -> Rule:
    try:
        return rule(mode, least, most, confidence)
    except BadInput as error:
        raise click.UsageError(str(error)) from None


def _answers(path: Path) -> Recorded:
    file = file_names.text(path.name)
    with io.BufferedReader(Settled(path)) as source:
        recorded = label_files.read_answers(source, file)
    for fault in recorded.repeated[:3]:
        click.echo(f"{BadFile(file, [fault])}: left out", err=True)
    if (more := len(recorded.repeated) - 3) > 0:
        click.echo(f"{file}: {more} more such answers left out", err=True)
    return recorded


def _truth(path: Path, recorded: Recorded, labels: Path) -> list[tuple[int, int | None]]:
    """(task, true label) as indices; None for a label that nobody gave. Raises `BadFile`."""
    file = file_names.text(path.name)
    with io.BufferedReader(Settled(path)) as source:
        read = label_files.read_truth(source, file)
    found = [
        (task, recorded.labels.get(label))
        for name, label in read.items()
        if (task := recorded.tasks.get(name)) is not None
    ]
    if not found:
        raise BadFile(file, [Fault(0, Reason("none of its tasks is in {file}", file=file_names.text(labels.name)))])
    return found


def _accuracy(results: Sequence[int | None], truths: Sequence[tuple[int, int | None]]) -> str:
    right = sum(results[task] is not None and results[task] == true for task, true in truths)
    undecided = sum(results[task] is None for task, _ in truths)
    return f"accuracy {right / len(truths):.4f} ({right} of {len(truths)} known, {undecided} undecided)"


def _outcomes(recorded: Recorded, outcomes: Sequence[Outcome]) -> Iterable[Sequence[object]]:
    for name, outcome in zip(recorded.tasks.names, outcomes, strict=True):
        row = name, _name(recorded, outcome.label), outcome.answers
        yield row if outcome.posterior is None else (*row, round(outcome.posterior, 6))


def _name(recorded: Recorded, label: int | None) -> str:
    return "" if label is None else recorded.labels.names[label]


def _write(output: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    if output == "-":
        reconfigure = getattr(sys.stdout, "reconfigure", None)
        if reconfigure is not None:  # UTF-8 and "\n", whatever the terminal uses
            reconfigure(encoding="utf-8", newline="")
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(rows)
        return
    with whole_file(Path(output)) as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(rows)


def _counted(tasks: int) -> str:
    return "1 task" if tasks == 1 else f"{tasks} tasks"


def _say(output: str, line: str) -> None:
    """Print to standard output, or to standard error if the rows go to standard output."""
    click.echo(line, err=output == "-")
