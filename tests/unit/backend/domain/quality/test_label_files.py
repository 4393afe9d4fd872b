from __future__ import annotations

import io

import pytest

from backend.domain.errors import BadFile
from backend.domain.quality import label_files
from backend.domain.quality.label_files import Recorded, read_answers, read_truth


def source(text: str | bytes) -> io.BufferedReader[io.BytesIO]:
    return io.BufferedReader(io.BytesIO(text if isinstance(text, bytes) else text.encode()))


def answers(rows: str) -> Recorded:
    return read_answers(source("task,worker,label\n" + rows), "a.csv")


def test_names_are_numbered_as_they_come_and_the_order_is_kept() -> None:
    found = answers("t2,w1,oui\nt1,w1,non\nt2,w2,non\n")
    assert (found.tasks.names, found.workers.names, found.labels.names) == (["t2", "t1"], ["w1", "w2"], ["oui", "non"])
    assert list(zip(found.task, found.worker, found.label, strict=True)) == [(0, 0, 0), (1, 0, 1), (0, 1, 1)]
    assert found.by_task() == [[0, 2], [1]]


def test_columns_may_stand_in_any_order_beside_others() -> None:
    found = read_answers(source("\ufefflabel;note;worker;task\n1;x;w;t\n"), "a.csv")
    assert (found.tasks.names, found.workers.names, found.labels.names) == (["t"], ["w"], ["1"])


def test_a_second_answer_of_the_same_worker_is_left_out_and_named() -> None:
    found = answers("t,w,a\nt,w,b\nt,v,b\n")
    assert list(found.label) == [0, 1]
    assert [(fault.line, str(fault.reason)) for fault in found.repeated] == [
        (3, "the worker 'w' answered the task 't' on line 2 already")
    ]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "a.csv: the file is empty"),
        ("task,worker,label\n", "a.csv: there is no row in the file"),
        ("task,worker\nt,w\n", "a.csv:1: the column 'label' is missing; there are: task, worker"),
        ("task,worker,label\nt,w,\n", "a.csv:2: 'label' is empty"),
        ("task,worker,label\nt,w,a\nt,w2\n", "a.csv:3: too few cells: 2, the header has 3"),
        (b"task,worker,label\nt,w,\xe9\n", "a.csv:2: not UTF-8 (byte 0xE9); save the file as CSV UTF-8"),
    ],
)
def test_what_cannot_be_read_is_named_with_its_line(text: str | bytes, told: str) -> None:
    with pytest.raises(BadFile) as caught:
        read_answers(source(text), "a.csv")
    assert str(caught.value) == told


def test_a_file_that_is_wrong_throughout_is_told_of_in_few_lines() -> None:
    with pytest.raises(BadFile) as caught:
        answers("t,w,\n" * 100_000)
    assert len(caught.value.faults) == label_files.MOST_TOLD


def test_free_texts_are_no_labels() -> None:
    with pytest.raises(BadFile, match=r"a\.csv:1002: more than 1000 different labels"):
        answers("".join(f"t,w{n},text {n}\n" for n in range(2_000)))


def test_truths_are_read_and_may_not_contradict_each_other() -> None:
    assert read_truth(source("task,label\nt,a\nu,b\nt,a\n"), "t.csv") == {"t": "a", "u": "b"}
    with pytest.raises(BadFile, match=r"^t\.csv:3: the task 't' has another label on line 2$"):
        read_truth(source("task,label\nt,a\nt,b\n"), "t.csv")
