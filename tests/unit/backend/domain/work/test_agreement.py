"""When a task has enough answers, by the kind of its project, and what its result is."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.domain.quality.consensus import Belief
from backend.domain.work.agreement import first_wanted, is_far, outcome
from backend.domain.work.forms.form import Field, Option
from backend.domain.work.projects import Kind
from backend.records import replace
from tests.integration.scenes import CONFIG

ONE_OF = replace(CONFIG, answers_max=5, choices=(Option("a", "A"), Option("b", "B"), Option("c", "C")))
SEVERAL = replace(ONE_OF, kind="choices")
FORM = replace(
    CONFIG,
    kind="entry",
    choices=(),
    answers_max=5,
    fields=(Field("nom", "Nom", "text"), Field("ville", "Ville", "text")),
)
TEXT = replace(CONFIG, kind="text", choices=(), answers_max=3)


@pytest.mark.parametrize(
    ("kind", "low", "high", "first"),
    [("choice", 1, 1, 1), ("choice", 1, 5, 3), ("choice", 4, 5, 4), ("choice", 2, 4, 3), ("text", 1, 3, 3)],
)
def test_a_task_asks_first_for_no_fewer_answers_than_can_settle_anything(
    kind: Kind, low: int, high: int, first: int
) -> None:
    assert first_wanted(replace(CONFIG, kind=kind, answers_min=low, answers_max=high)) == first


@pytest.mark.parametrize(
    ("values", "more", "answer"),
    [
        ("aaa", 0, "a"),
        ("aab", 1, None),
        ("aaba", 0, "a"),
        ("abc", 2, None),  # with one more no choice has three
        ("aabb", 1, None),
        ("aabbc", 0, None),  # a tie is nobody's
        ("aabca", 0, "a"),
    ],
)
def test_a_choice_is_settled_once_the_majority_cannot_change(values: str, more: int, answer: str | None) -> None:
    found = outcome(ONE_OF, list(values))
    assert (found.more, found.answer, found.tied) == (more, answer, more == 0 and answer is None)


@given(st.lists(st.sampled_from("abc"), min_size=1, max_size=5))
def test_a_task_that_is_settled_has_the_result_of_all_answers(values: list[str]) -> None:
    found = outcome(ONE_OF, values)
    if found.more:
        assert len(values) + found.more <= 5
        return
    rest = 5 - len(values)
    for others in ("a" * rest, "b" * rest, "c" * rest):
        (first, n), *more = Counter([*values, *others]).most_common()
        assert found.answer == (None if more and more[0][1] == n else first)


def test_of_several_choices_each_is_agreed_on_by_itself() -> None:
    found = outcome(SEVERAL, [["a", "b"], ["a"], ["a", "c"]])
    assert found.more == 1  # b and c may still have three of five
    found = outcome(SEVERAL, [["a", "b"], ["a"], ["a", "c"], ["a"]])
    assert (found.more, found.answer, found.confidence) == (0, ["a"], 0.75)
    assert outcome(replace(SEVERAL, answers_max=2), [["a"], ["b"]]).tied


def test_a_form_is_agreed_on_field_by_field_and_a_field_that_ties_is_left_out() -> None:
    def form(nom: str, ville: str) -> dict[str, Any]:
        return {"nom": nom, "ville": ville}

    same = [form("Awa", "Dakar"), form("Awa", "Thiès"), form("Awa", "Dakar")]
    assert outcome(FORM, same).more == 1
    done = outcome(FORM, [*same, form("Awa", "Dakar")])
    assert (done.more, done.answer, done.tied) == (0, {"nom": "Awa", "ville": "Dakar"}, False)
    tie = outcome(replace(FORM, answers_max=2), [form("Awa", "Dakar"), form("Awa", "Thiès")])
    assert (tie.answer, tie.tied) == ({"nom": "Awa"}, True)


def test_free_text_takes_all_its_answers() -> None:
    assert outcome(TEXT, ["bonjour", "bonjour"]).more == 1
    assert outcome(TEXT, ["bonjour", "salut", "bonjour"]).answer == "bonjour"
    assert outcome(TEXT, ["bonjour", "salut", "hé"]).tied


def test_a_skilled_task_is_settled_by_the_model_and_the_plurality_together() -> None:
    skilled = replace(ONE_OF, mode="skilled", answers_min=2, answers_max=9)
    assert first_wanted(skilled) == 2
    assert outcome(skilled, ["a", "a"], Belief((0.96, 0.02, 0.02), True)).answer == "a"
    assert outcome(skilled, ["a", "b"], Belief((0.5, 0.4, 0.1), True)).more == 1
    against = outcome(skilled, ["a", "b", "b"], Belief((0.95, 0.04, 0.01), True))
    assert against.more == 1  # the model says otherwise than most
    assert outcome(skilled, list("aabbcabca"), Belief((0.2, 0.7, 0.1), True)).answer == "a"
    assert outcome(skilled, ["a", "a"]).more == 1  # without a model: as in guaranteed mode


def test_nothing_comes_of_no_answers() -> None:
    with pytest.raises(ValueError, match="no answers"):
        outcome(ONE_OF, [])


def test_ratings_transcriptions_and_pairs_take_all_their_answers_and_become_one() -> None:
    rating = replace(CONFIG, kind="rating", choices=(), scale=("Non", "", "", "", "Oui"), answers_max=5)
    assert first_wanted(rating) == 5
    assert outcome(rating, [5, 4]).more == 3
    found = outcome(rating, [1, 4, 4, 5, 5])
    assert (found.more, found.answer, found.result(rating)["method"]) == (0, 4.33, "trimmed-mean")
    spoken = replace(CONFIG, kind="transcription", choices=(), answers_max=3)
    heard = ["je passe demain matin", "je passe de main matin", "je passe [?] matin"]
    found = outcome(spoken, heard)
    assert (found.answer, found.result(spoken)["method"]) == ("je passe demain matin", "rover")
    # the client gets no text that one of two wrote by themselves; where most wrote the same, that
    assert outcome(replace(spoken, answers_max=2), ["je vends des tomates", "il a plu"]).tied
    assert outcome(spoken, ["bonjour", "bonjour", "il a plu hier soir"]).answer == "bonjour"
    pair = replace(CONFIG, kind="pair", choices=(), tie=True, answers_max=3)
    assert outcome(pair, ["a", "tie", "a"]).answer == "a"
    assert outcome(pair, ["a", "tie", "b"]).tied


def test_of_texts_that_all_differ_the_nearest_to_the_others_is_the_result() -> None:
    alike = ["Le magasin ouvre à huit heures.", "Le magasin ouvre à 8 heures.", "Le magasin ouvre vers huit heures."]
    found = outcome(TEXT, alike)
    assert (found.answer, found.tied) == ("Le magasin ouvre à huit heures.", False)
    assert found.result(TEXT)["method"] == "medoid"
    assert outcome(replace(TEXT, answers_max=2), alike[:2]).tied  # neither of two is in the middle
    assert outcome(TEXT, ["bonjour", "bonjour", "salut"]).result(TEXT)["method"] == "majority"


def test_of_amounts_that_all_differ_the_median_is_the_result_without_what_lies_far_off() -> None:
    bill = replace(FORM, answers_max=5, fields=(Field("nom", "Nom", "text"), Field("total", "Total", "amount")))
    amounts = ["1000", "1010", "990", "100000", "1020"]
    found = outcome(bill, [{"nom": "Awa", "total": each} for each in amounts])
    assert (found.answer, found.tied) == ({"nom": "Awa", "total": "1000"}, False)
    assert (found.result(bill)["method"], found.confidence) == ("median", 0.2)
    shop = replace(bill, fields=(Field("nom", "Nom", "text"), Field("total", "Prix", "price")))
    priced = outcome(shop, [{"nom": "Awa", "total": f"{each} XOF"} for each in amounts])
    assert (priced.answer, priced.tied, priced.result(shop)["method"]) == (
        {"nom": "Awa", "total": "1000 XOF"},
        False,
        "median",
    )
    mixed = ["1000 XOF", "1010 XOF", "2 EUR", "990 XOF", "1020 XOF"]
    assert outcome(shop, [{"nom": "Awa", "total": each} for each in mixed]).tied  # in two currencies there is none
    gaps = outcome(bill, [{"nom": "Awa", "total": each} for each in ("", "1010", "990", "800", "1020")])
    assert gaps.tied  # some say that there is none
    names = outcome(bill, [{"nom": each, "total": "5"} for each in "abcde"])
    assert (names.answer, names.tied) == ({"total": "5"}, True)


@pytest.mark.parametrize(
    ("kind", "result", "value", "far"),
    [
        ("choice", "a", "b", True),
        ("pair", "a", "tie", True),
        ("rating", 4, 3, False),
        ("rating", 3.67, 5, False),
        ("rating", 4, 2, True),
        ("transcription", "Pain chaud à 6 h et à 16 h", "Pain chaud à 6 h et 16 h", False),
        ("transcription", "Pain chaud à 6 h et à 16 h", "aaa", True),
        ("text", "Les ventes baissent depuis mars", "Les ventes baissent en mars", False),
        ("text", "Les ventes baissent depuis mars", "je ne sais pas", True),
        ("entry", {"nom": "Awa"}, {"nom": "Awa", "ville": "Dakar"}, False),  # nobody agrees on the town
        ("entry", {"nom": "Awa", "ville": "Dakar"}, {"nom": "Awa", "ville": "Thiès"}, True),
    ],
)
def test_an_answer_is_looked_at_again_where_it_is_far_from_the_result(
    kind: Kind, result: Any, value: Any, far: bool
) -> None:
    assert is_far(replace(CONFIG, kind=kind), result, value) == far
