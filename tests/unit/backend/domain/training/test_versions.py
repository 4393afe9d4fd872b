"""A module kept whole, and how much of it another one would replace."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.domain.training import versions
from backend.domain.training.modules import Lesson, Module, Picture, Screen
from backend.domain.training.questions import FULL_WEIGHT, Choice, Number, NumberAnswer, Option, Question, TrueFalse
from backend.records import replace
from tests.unit.backend.domain.training import making


def truth(key: str, text: str = "", answer: bool = True) -> Question:
    return Question(key, text or f"Est-ce que {key} est vrai, oui ou non ?", TrueFalse(answer))


def module(*questions: Question, pool: tuple[Question, ...] = ()) -> Module:
    return Module("m", "M", lessons=(Lesson("l", 1, "L", (), questions),), pool=pool)


@given(st.lists(making.questions(making.kinds), min_size=1, max_size=3, unique_by=lambda q: q.key))
def test_a_module_is_kept_whole(questions: list[Question]) -> None:
    screens = (Screen("Un *écran*."), Screen("", Picture("c0ffee", "Un reçu", 12)))
    taught = Lesson("l", 1, "Une leçon", screens, tuple(questions))
    pool = (truth("p"), replace(truth("q"), about="l"))
    whole = Module(
        "m", "M", "À quoi ?", 20, 3, ("n",), ("b-1",), 70, date(2026, 11, 25), ("[a](https://b.c)",), (taught,), 2, pool
    )
    data = orjson.loads(orjson.dumps(versions.dump_module(whole)))
    assert versions.load_module(data) == whole
    assert versions.digest(versions.load_module(data)) == versions.digest(whole)


@pytest.mark.parametrize(
    ("after", "count"),
    [
        ([truth("a"), truth("b"), truth("c")], 0),
        ([truth("a"), truth("b"), truth("c"), truth("d"), truth("e")], 0),  # more is no matter
        ([truth("c"), truth("b")], 1),
        ([truth("a"), truth("b"), truth("c", answer=False)], 0),  # mended
        ([truth("a"), truth("b"), truth("c", "Est-ce que c est vrai ?")], 0),
        ([truth("a"), truth("b"), truth("c", "La capitale du Togo est Lomé.")], 1),  # another one of that name
        ([truth("x"), truth("y"), truth("z")], 3),
    ],
)
def test_a_question_is_replaced_where_it_is_gone_or_another_has_its_name(after: list[Question], count: int) -> None:
    before = module(truth("a"), truth("b"), truth("c"))
    assert versions.replaced(before, module(*after)) == count
    assert versions.too_many(before, module(*after)) == (count > 1)


def test_a_third_may_be_replaced_and_no_more() -> None:
    before = module(*(truth(str(n)) for n in range(6)))
    assert not versions.too_many(before, module(*(truth(str(n)) for n in range(4))))
    assert versions.too_many(before, module(*(truth(str(n)) for n in range(3))))


def test_the_final_test_counts_too_and_what_moves_stays() -> None:
    before = module(truth("a"), pool=(truth("b"), truth("c")))
    assert versions.replaced(before, module(truth("b"), pool=(truth("a"), truth("c")))) == 0
    assert versions.too_many(before, module(truth("a"), pool=(truth("x"),)))


def test_the_same_options_are_the_same_question_and_the_same_number_is_not() -> None:
    options = Choice((Option("Lomé", FULL_WEIGHT), Option("Accra", Decimal(0), "Non.")))
    plain = Choice((Option("Lomé", FULL_WEIGHT), Option("Accra")))
    assert versions.same(Question("a", "Capitale du Togo ?", options), Question("a", "Où siège l'État ?", plain))
    four = Number((NumberAnswer(Decimal(4)),))
    assert not versions.same(Question("a", "Combien de pieds ?", four), Question("a", "2 + 2 ?", four))
    assert not versions.same(Question("a", "!", four), Question("a", "?", four))


@pytest.mark.parametrize(
    ("ref", "version"),
    [
        ("reseau@3", ("reseau", 3)),
        ("reseau", None),
        ("reseau@", None),
        ("reseau@0", None),
        ("@1", None),
        ("a b@1", None),
    ],
)
def test_a_draft_is_named_by_its_module_and_version(ref: str, version: tuple[str, int] | None) -> None:
    assert versions.version_of(ref) == version
