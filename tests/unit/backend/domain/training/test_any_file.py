"""Whatever a file holds, reading it ends with questions, notes or faults, and nothing else."""

from collections.abc import Callable
from functools import partial
from pathlib import PurePath

from hypothesis import example, given
from hypothesis import strategies as st

from backend.domain.errors import Fault
from backend.domain.training.banks import gift, moodle_xml
from backend.domain.training.content.lesson_files import BadModule, Draft, read_folder, read_single
from backend.domain.training.marking import mark, solution
from tests.unit.backend.domain.training.making import SIGNS, WORDS

GIFT = st.lists(
    st.one_of(
        st.sampled_from(
            ["{", "}", "~", "=", "#", "####", "\n", "\n\n", "{#", "{>", "%50%", "->", "..", ":", "::", "T"]
        ),
        st.sampled_from(
            ["[html]", "[markdown]", "$CATEGORY: a", "// ", "\\", "1", "-2.5", "ALL", "<img src='x'>", "*"]
        ),
        st.sampled_from(WORDS),
        st.text(st.sampled_from(SIGNS + "\ufdd0\ufdd8\x00\u200b"), max_size=4),
    ),
    max_size=30,
).map("".join)

CLOZE = st.lists(
    st.sampled_from(
        [
            "{1:SA:",
            "{:MC:",
            "{2:MR:",
            "{1:NM:",
            "}",
            "~",
            "=",
            "#",
            "%50%",
            "a",
            "3:1",
            "*",
            "\\}",
            "&#233;",
            "<b>",
            "{1}",
        ]
    ),
    max_size=20,
).map("".join)


def module_or_faults(read: Callable[[], Draft]) -> Draft | BadModule:
    try:
        return read()
    except BadModule as error:
        return error


def quiz(kind: str, text: str) -> str:
    return (
        f'<quiz><question type="{kind}"><questiontext format="html"><text><![CDATA[{text}]]></text></questiontext>'
        "</question></quiz>"
    )


@given(GIFT)
@example("a {=\ufdd0}")
@example("{#}{")
def test_any_gift_is_questions_notes_or_faults(text: str) -> None:
    faults: list[Fault] = []
    bank = gift.read(text, faults)
    lines = text.count("\n") + 1
    assert all(1 <= found.line <= lines for found in (*faults, *bank.notes))
    for question in bank.questions:
        assert question.text
        assert 1 <= question.line <= lines
        assert mark(question, solution(question.kind)).right


@given(CLOZE)
def test_any_cloze_is_a_question_or_a_fault(text: str) -> None:
    faults: list[Fault] = []
    bank = moodle_xml.read(quiz("cloze", text), faults)
    assert len(bank.questions) + len(bank.notes) + len(faults) == 1
    for question in bank.questions:
        assert mark(question, solution(question.kind)).right


@given(st.binary(max_size=60) | GIFT.map(str.encode), st.sampled_from(["a.gift", "a.txt", "a.xml", "01-a.md"]))
def test_any_file_is_a_module_or_a_list_of_faults(data: bytes, name: str) -> None:
    found = module_or_faults(lambda: read_single(data, PurePath(name), name))
    if isinstance(found, BadModule):
        assert str(found).startswith(f"{name}:")
    else:
        keys = [question.key for lesson in found.module.lessons for question in lesson.questions]
        assert keys
        assert len(set(keys)) == len(keys)


@given(GIFT | st.text(st.sampled_from("#- \n`!x[](a.png)"), max_size=40), GIFT)
def test_any_folder_is_a_module_or_a_list_of_faults(lesson: str, heading: str) -> None:
    for yaml in (heading, "id: a\ntitle: A\n"):
        files = {"module.yaml": yaml.encode(), "01-a.md": f"# A\n\n{lesson}\n\n```gift\n{heading}\n```".encode()}
        shown = {name: name for name in files}
        found = module_or_faults(partial(read_folder, files, shown))
        assert not isinstance(found, BadModule) or all(placed.file in files for placed in found.placed)
