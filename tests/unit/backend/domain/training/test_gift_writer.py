from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.domain.errors import Fault
from backend.domain.training.banks import gift
from backend.domain.training.banks.gift_writer import write
from backend.domain.training.questions import Gaps, Question, Short, ShortAnswer, TrueFalse, WeightedGap
from backend.domain.training.text.markup import Format
from tests.unit.backend.domain.training import making


def reread(questions: list[Question], form: Format = "moodle") -> list[Question]:
    faults: list[Fault] = []
    bank = gift.read(write(questions), faults, form=form)
    assert [str(fault.reason) for fault in (*faults, *bank.notes)] == []
    return [Question(q.key, q.text, q.kind, q.general_feedback, q.category) for q in bank.questions]


@given(st.lists(making.questions(making.gift_kinds), max_size=3), st.sampled_from(["moodle", "markdown"]))
def test_what_is_written_is_read_as_the_same_questions(questions: list[Question], form: Format) -> None:
    assert reread(questions, form) == questions


def test_plain_words_are_written_without_a_tag() -> None:
    assert write([Question("a-1", "Deux et deux font 4 ?", TrueFalse(True, "", "Oui !"))]) == (
        "::a-1::Deux et deux font 4 ? {\n\tTRUE##Oui !\n}\n"
    )


def test_gaps_become_a_question_each() -> None:
    chat, dort = (WeightedGap(Short((ShortAnswer(word),))) for word in ("chat", "dort"))
    question = Question("g", "Le {1} {2}. {{sic}}", Gaps((chat, dort)))
    assert [(q.key, q.text, q.kind) for q in reread([question])] == [
        ("g (1)", "Le …… (…). {sic}", chat.kind),
        ("g (2)", "Le (…) ……. {sic}", dort.kind),
    ]


@pytest.mark.parametrize("weight", [Decimal("33.33333"), Decimal("12.5"), Decimal(5)])
def test_a_weight_keeps_every_decimal(weight: Decimal) -> None:
    kind = Short((ShortAnswer("oui"), ShortAnswer("peut-être", weight)))
    assert reread([Question("a", "Viens-tu ?", kind)])[0].kind == kind
