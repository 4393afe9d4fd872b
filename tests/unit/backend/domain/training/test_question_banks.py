"""Question banks in the shapes in which authors have them, each with what is said of it and what it becomes.

`NAME.read` beside a bank holds every line that its import tells, then that of an import which skips what is bad, and
the questions as GIFT. `pytest tests/unit --rewrite-golden` writes them anew; read the difference before you keep it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.domain.errors import Fault
from backend.domain.training.banks import gift
from backend.domain.training.banks.gift_writer import write
from backend.domain.training.content import lesson_files
from backend.domain.training.content.lesson_files import BadModule, Draft, read_single
from backend.domain.training.marking import mark, solution
from backend.domain.training.questions import Gaps, Question
from backend.records import replace

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


MANY = 10_001


@pytest.mark.parametrize(
    ("name", "text", "line"),
    [
        ("b.gift", "::q:: mot ? {=oui ~non}\n\n" * MANY, 2 * MANY - 1),
        ("b.xml", "<quiz>\n" + '<question type="essay"></question>\n' * MANY + "</quiz>", MANY + 1),
        ("b.txt", "Mot ?\nA. oui\nB. non\nANSWER: A\n\n" * MANY, 5 * MANY - 1),
        ("01-lecon.md", "# L\n\nMot.\n\n```gift\n" + "::q:: mot ? {=oui ~non}\n\n" * MANY + "```\n", 2 * MANY + 4),
    ],
)
def test_a_text_with_more_questions_than_anybody_learns_is_refused_before_any_is_read(
    name: str, text: str, line: int
) -> None:
    found, _ = lines(text.encode(), Path(name), skip_bad=False)
    assert found == [f"{name}:{line}: more than 10000 questions: part the file"]


@pytest.mark.parametrize(
    ("name", "text", "reason"),
    [
        ("b.gift", "mot ? {=oui" + " ~non" * 201 + "}", "it has more than 200 answers"),
        ("b.gift", "mot ? {" + "=oui " * 201 + "}", "it has more than 200 answers"),
        ("b.gift", "mot ? {>" + "\noui" * 500 + "\n}", "it has more than 200 answers"),
        ("b.xml", "<quiz><question type='multichoice'>" + "<answer/>" * 201 + "</question></quiz>", "200 answers"),
        (
            "b.xml",
            "<quiz><question type='cloze'><questiontext>" + "{1:SA:=a}" * 2_001 + "</questiontext></question></quiz>",
            "200 answers",
        ),
        (
            "b.xml",
            "<quiz><question type='multichoice'>" + "<answer/>" * 1_001 + "</question></quiz>",
            "more than 1000 elements in one <question>",
        ),
    ],
)
def test_a_question_with_answers_without_end_is_left_out_before_they_are_read(
    name: str, text: str, reason: str
) -> None:
    found, draft = lines(text.encode(), Path(name), skip_bad=True)
    assert draft is None and any(reason in line for line in found), found


def test_a_module_is_made_of_no_more_questions_than_one_text(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lesson_files, "MOST_QUESTIONS", 1)
    found, _ = lines(b"::a:: mot ? {=oui ~non}\n\n::b:: mot ? {=oui ~non}", Path("b.gift"), skip_bad=True)
    assert found == ["b.gift:1: the module has more than 1 questions: part it"]


ASKED = "<question type='truefalse'><name><text>é</text></name><questiontext><text>L\u2019été ?</text></questiontext>"
ASKED += "<answer fraction='100'><text>true</text></answer><answer fraction='0'><text>false</text></answer></question>"


@pytest.mark.parametrize(
    ("declared", "codec"),
    [
        ("ISO-8859-1", "cp1252"),
        ("iso-8859-15", "iso-8859-15"),
        ("windows-1252", "cp1252"),
        ("UTF-8", "utf-8"),
        ("UTF-16", "utf-16"),
        ("US-ASCII", "cp1252"),
    ],
)
def test_xml_is_read_in_the_encoding_that_it_declares(declared: str, codec: str) -> None:
    text = f'<?xml version="1.0" encoding="{declared}"?>\n<quiz>{ASKED}</quiz>'
    text = text.replace("\u2019", "'") if codec == "iso-8859-15" else text
    found, draft = lines(text.encode(codec), Path("b.xml"), skip_bad=False)
    assert draft is not None, found
    (question,) = questions(draft)
    assert question.text.replace("\u2019", "'") == "L'été ?"


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b'<?xml version="1.0" encoding="utf-7"?>\xe9', "1: the encoding 'utf-7' is not read; save it as UTF-8"),
        (b'<?xml version="1.0" encoding="zlib"?>\xe9', "1: the encoding 'zlib' is not read; save it as UTF-8"),
        (b'<?xml version="1.0" encoding="nope"?>\xe9', "1: the encoding 'nope' is not read; save it as UTF-8"),
        (b'<?xml version="1.0" encoding="UTF-8"?>\n<quiz>\xe9</quiz>', "2: not UTF-8 (byte 0xE9); save it as UTF-8"),
        (b"<quiz>\xe9</quiz>", "1: not UTF-8 (byte 0xE9); save it as UTF-8"),
        (
            b'<?xml version="1.0" encoding="ISO-8859-1"?>\n<quiz>\x81</quiz>',
            "2: not cp1252 (byte 0x81); save it as UTF-8",
        ),
    ],
)
def test_an_encoding_that_is_not_read_has_its_line(data: bytes, told: str) -> None:
    found, _ = lines(data, Path("b.xml"), skip_bad=True)
    assert found == [f"b.xml:{told}"]
