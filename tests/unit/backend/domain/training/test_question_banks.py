"""Question banks in the shapes in which authors have them, each with what is said of it and what it becomes.

`NAME.read` beside a bank holds every line that its import tells, then that of an import which skips what is bad, and
the questions as GIFT. `pytest tests/unit --rewrite-golden` writes them anew; read the difference before you keep it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.domain.errors import Fault
from backend.domain.training.banks import gift
from backend.domain.training.banks.gift_writer import write
from backend.domain.training.content.lesson_files import BadModule, Draft, read_single
from backend.domain.training.marking import mark, solution
from backend.domain.training.questions import Gaps, Question

BANKS = Path(__file__).parents[4] / "fixtures" / "question_banks"
FILES = sorted(path for path in BANKS.iterdir() if path.suffix != ".read")


def questions(draft: Draft) -> list[Question]:
    return [question for lesson in draft.module.lessons for question in lesson.questions]


def lines(data: bytes, path: Path, *, skip_bad: bool) -> tuple[list[str], Draft | None]:
    try:
        draft = read_single(data, path, path.name, skip_bad=skip_bad)
    except BadModule as error:
        return str(error).splitlines(), None
    return list(map(str, draft.notes)), draft


def told(path: Path) -> Iterator[str]:
    data = path.read_bytes()
    strict, draft = lines(data, path, skip_bad=False)
    yield "imported" if draft else "refused"
    yield from strict
    if draft is None:
        skipping, draft = lines(data, path, skip_bad=True)
        yield "\nskipping what is bad: " + ("imported" if draft else "refused")
        yield from skipping
    if draft is not None:
        yield f"\n{draft.module.id}: {draft.module.title}\n"
        yield write(questions(draft)).rstrip()


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_bank_is_read_as_written_down(path: Path, rewrite_golden: bool) -> None:
    golden = BANKS / f"{path.name}.read"
    found = "\n".join(told(path)) + "\n"
    written = golden.read_text("utf-8") if golden.exists() else ""
    if rewrite_golden and found != written:
        golden.write_text(found, "utf-8")
        pytest.fail(f"{golden.name} was written anew: read the difference, then run again")
    assert found.splitlines() == written.splitlines()


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_line_that_is_told_names_file_and_line(path: Path) -> None:
    data = path.read_bytes()
    last = max(1, len(data.splitlines()))
    for skip_bad in (False, True):
        for line in lines(data, path, skip_bad=skip_bad)[0]:
            file, number, reason = line.split(":", 2)
            assert file == path.name
            assert 1 <= int(number) <= last
            assert reason.strip()


def same_again(found: Sequence[Question]) -> None:
    """What is exported reads as the very same questions, and each of them can be answered right."""
    kept = [replace(q, line=0, file="") for q in found if not isinstance(q.kind, Gaps)]
    faults: list[Fault] = []
    bank = gift.read(write(kept), faults)
    assert [str(each.reason) for each in (*faults, *bank.notes)] == []
    assert [replace(q, line=0) for q in bank.questions] == kept
    for question in found:
        assert mark(question, solution(question.kind)).right


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_an_export_of_a_bank_reads_as_the_same_questions(path: Path) -> None:
    _, draft = lines(path.read_bytes(), path, skip_bad=True)
    if draft is not None:
        same_again(questions(draft))


@given(st.data())
def test_a_damaged_bank_is_questions_or_lines_and_its_export_reads_the_same(data: st.DataObject) -> None:
    path = data.draw(st.sampled_from(FILES))
    content = bytearray(path.read_bytes())
    signs = b"{}~=#:%>-<\\\n$[]&*()\"'A1 \xff"
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(content)))
        match data.draw(st.sampled_from(["put", "cut", "copy"])):
            case "put":
                content[place:place] = bytes([data.draw(st.sampled_from(signs))])
            case "cut":
                del content[place : place + data.draw(st.integers(1, 40))]
            case _:
                content[place:place] = content[: data.draw(st.integers(0, 60))]
    _, draft = lines(bytes(content), path, skip_bad=True)
    if draft is not None:
        same_again(questions(draft))
