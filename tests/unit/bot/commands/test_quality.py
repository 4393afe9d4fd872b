"""`hiteuses quality`, as it is typed."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from bot.cli import run

LABELS = Path(__file__).parents[3] / "fixtures" / "snow_rte" / "labels.csv"
TRUTH = LABELS.with_name("truth.csv")


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def simulated(path: Path, *arguments: str) -> list[dict[str, str]]:
    assert run(["quality", "simulate", str(LABELS), *arguments, "-o", str(path)]) == 0
    return rows(path)


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_guaranteed_has_the_results_of_majority_for_fewer_answers(tmp_path: Path) -> None:
    majority = simulated(tmp_path / "m.csv", "--mode", "majority", "--max", "5")
    guaranteed = simulated(tmp_path / "g.csv", "--mode", "guaranteed")
    assert [(row["task"], row["label"]) for row in guaranteed] == [(row["task"], row["label"]) for row in majority]
    assert {row["answers"] for row in majority} == {"5"}
    assert sum(int(row["answers"]) for row in guaranteed) / 800 == pytest.approx(3.62, abs=0.005)


def test_with_a_truth_the_accuracy_is_printed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = simulated(tmp_path / "g.csv", "--mode", "guaranteed", "--truth", str(TRUTH))
    truth = {row["task"]: row["label"] for row in rows(TRUTH)}
    right = sum(truth[row["task"]] == row["label"] for row in found)
    told = capsys.readouterr().out.splitlines()
    assert told == [
        "800 tasks, 3.62 answers per task",
        f"accuracy {right / 800:.4f} ({right} of 800 known, 0 undecided)",
    ]


def test_skilled_gains_accuracy_with_fewer_answers_and_writes_its_posterior(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found = simulated(tmp_path / "s.csv", "--mode", "skilled", "--truth", str(TRUTH))
    assert list(found[0]) == ["task", "label", "answers", "posterior"]
    assert all(0 < float(row["posterior"]) <= 1 for row in found)
    answers, accuracy = capsys.readouterr().out.splitlines()
    assert float(answers.split()[2]) < 3.1
    assert float(accuracy.split()[1]) > 0.8938  # that of majority of 5
    assert simulated(tmp_path / "again.csv", "--mode", "skilled") == found


def test_more_confidence_asks_for_more_answers(tmp_path: Path) -> None:
    answers = [
        sum(int(row["answers"]) for row in simulated(tmp_path / "s.csv", "--mode", "skilled", *more))
        for more in (["--confidence", "0.8"], [], ["--confidence", "0.99"])
    ]
    assert answers[0] < answers[1] < answers[2]


@pytest.mark.parametrize(("method", "accuracy"), [("majority", 0.8562), ("dawid-skene", 0.9287)])
def test_all_answers_become_one_result_per_task(
    method: str, accuracy: float, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "a.csv"
    assert run(["quality", "aggregate", str(LABELS), "--method", method, "--truth", str(TRUTH), "-o", str(out)]) == 0
    found = rows(out)
    assert list(found[0]) == ["task", "label", "confidence"]
    assert [row["task"] for row in found] == list(dict.fromkeys(row["task"] for row in rows(LABELS)))
    assert all(0 <= float(row["confidence"]) <= 1 for row in found)
    assert float(capsys.readouterr().out.splitlines()[1].split()[1]) == pytest.approx(accuracy, abs=0.002)


def test_rows_may_go_to_standard_output_alone(capsys: pytest.CaptureFixture[str]) -> None:
    Path("a.csv").write_text("task,worker,label\nt,v,oui\nt,w,non\nu,v,non\n", "utf-8")
    assert run(["quality", "simulate", "a.csv", "--mode", "guaranteed", "--max", "2"]) == 0
    told = capsys.readouterr()
    assert told.out == "task,label,answers\nt,,2\nu,non,1\n"
    assert told.err == "2 tasks, 1.50 answers per task\n"


def test_a_second_answer_of_a_worker_is_left_out_with_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    Path("a.csv").write_text("task,worker,label\n" + "t,w,oui\n" * 6, "utf-8")
    assert run(["quality", "simulate", "a.csv", "--mode", "majority", "-o", "out.csv"]) == 0
    told = capsys.readouterr().err.splitlines()
    assert told[0] == "a.csv:3: the worker 'w' answered the task 't' on line 2 already: left out"
    assert told[3:] == ["a.csv: 2 more such answers left out"]
    assert rows(Path("out.csv")) == [{"task": "t", "label": "oui", "answers": "1"}]


@pytest.mark.parametrize(
    ("labels", "truth", "told"),
    [
        ("task,worker\nt,w\n", None, "a.csv:1: the column 'label' is missing; there are: task, worker"),
        ("task,worker,label\nt,w,1\n,w,1\n", None, "a.csv:3: 'task' is empty"),
        ("task,worker,label\nt,w,1\n", "task,label\nt,\n", "t.csv:2: 'label' is empty"),
        ("task,worker,label\nt,w,1\n", "task,label\nx,1\n", "t.csv: none of its tasks is in a.csv"),
    ],
)
def test_bad_files_are_one_line_and_nothing_is_written(
    labels: str, truth: str | None, told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("a.csv").write_text(labels, "utf-8")
    arguments = ["quality", "simulate", "a.csv", "--mode", "guaranteed", "-o", "out.csv"]
    if truth is not None:
        Path("t.csv").write_text(truth, "utf-8")
        arguments += ["--truth", "t.csv"]
    assert run(arguments) == 1
    assert capsys.readouterr().err == told + "\n"
    assert not Path("out.csv").exists()


@pytest.mark.parametrize(
    "arguments",
    [
        ["--mode", "guaranteed", "--min", "4", "--max", "3"],
        ["--mode", "majority", "--min", "2", "--max", "3"],
        ["--mode", "guaranteed", "--max", "0"],
        ["--mode", "other"],
        ["--mode", "skilled", "--min", "1"],
        ["--mode", "skilled", "--confidence", "1"],
        ["--mode", "skilled", "--confidence", "nan"],
        ["--mode", "guaranteed", "--confidence", "0.9"],
        [],
    ],
)
def test_wrong_usage_exits_with_2(arguments: list[str]) -> None:
    assert run(["quality", "simulate", str(LABELS), *arguments, "-o", "out.csv"]) == 2
    assert not Path("out.csv").exists()


@pytest.mark.parametrize("command", [["simulate", "--mode", "majority"], ["aggregate", "--method", "majority"]])
def test_what_is_read_is_never_written_over(tmp_path: Path, command: list[str]) -> None:
    """`-o` with the name of the recorded answers replaced them by the results."""
    file, other = tmp_path / "labels.csv", tmp_path / "other.csv"
    file.write_text("task,worker,label\na,w,x\n", "utf-8")
    other.symlink_to(file)
    name, *options = command
    assert run(["quality", name, str(file), *options, "-o", "labels.csv"]) == 2
    assert run(["quality", name, str(file), *options, "-o", str(other)]) == 2
    assert file.read_text("utf-8") == "task,worker,label\na,w,x\n"
