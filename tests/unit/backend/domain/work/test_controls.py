"""When control tasks come, and which answers are right."""

from __future__ import annotations

from typing import Any

import pytest

from backend.domain.money import Money
from backend.domain.work import controls
from backend.domain.work.forms.form import Field, Option
from backend.domain.work.projects import ProjectConfig


def config(kind: Any, **changes: Any) -> ProjectConfig:
    return ProjectConfig("p", "P", kind, "?", {"text": "{t}"}, Money(500), **changes)


CHOICE = config("choice", choices=(Option("ok", "Ok"), Option("non", "Non")))
FORM = config("entry", fields=(Field("shop", "Magasin", "text"), Field("total", "Total", "amount")))
FIVE = config("rating", scale=("Non", "", "", "", "Oui"))
THREE = config("rating", scale=("Non", "", "Oui"))


def test_they_come_half_as_often_after_every_three_right_ones_and_never_more_rarely_than_one_in_forty() -> None:
    assert [controls.distance(n) for n in (0, 2, 3, 5, 6, 9, 100)] == [10, 10, 20, 20, 40, 40, 40]


def test_of_the_answers_promised_a_tenth_at_most_is_paid_beside_them() -> None:
    assert [controls.allowed(n, 5) for n in (0, 1, 2, 100)] == [0, 0, 1, 50]
    assert controls.allowed(19, 1) == 1


@pytest.mark.parametrize(
    ("config", "gold", "given", "right"),
    [
        (CHOICE, "ok", "ok", True),
        (CHOICE, "ok", "non", False),
        (config("choices"), ["a", "b"], ["a", "b"], True),
        (config("choices"), ["a", "b"], ["a"], False),
        (config("pair", tie=True), "a", "tie", False),
        (FORM, {"shop": "Épi d'Or", "total": "500"}, {"shop": "epi d or", "total": "500"}, True),
        (FORM, {"shop": "Épi d'Or", "total": "500"}, {"shop": "Épi d'Or", "total": "50"}, False),
        (FORM, {"shop": "!", "total": "500"}, {"shop": "", "total": "500"}, False),
        (FIVE, 5, 4, True),
        (FIVE, 5, 3, False),
        (THREE, 3, 2, False),
        (config("transcription"), "Coiffure chez Adjoua", "coiffure chez adjoua.", True),
        (config("transcription"), "Coiffure chez Adjoua", "Coiffure Adjoua", False),
    ],
)
def test_an_answer_is_right_where_it_means_what_is_known(
    config: ProjectConfig, gold: Any, given: Any, right: bool
) -> None:
    assert controls.is_right(config, gold, given) is right


def test_of_a_form_those_fields_are_told_that_differ() -> None:
    gold, given = {"shop": "A", "total": "5"}, {"shop": "a", "total": "6"}
    assert [field.id for field in controls.wrong_fields(FORM, gold, given)] == ["total"]
