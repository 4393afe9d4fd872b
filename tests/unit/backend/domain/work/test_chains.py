"""What is sent on, what its text says, and which ways go in a circle."""

from __future__ import annotations

from typing import Any

import pytest

from backend.domain.money import Money
from backend.domain.work.agreement import outcome
from backend.domain.work.chains import adopted, circle, filled, keys, said
from backend.domain.work.formats.content_templates import ContentTemplate
from backend.domain.work.forms.form import Field, Option
from backend.domain.work.projects import ProjectConfig
from backend.records import replace

CHOICE = ProjectConfig(
    name="comments",
    title="Commentaires",
    kind="choice",
    question="?",
    show={"text": "{comment}"},
    pay=Money(500, "EUR"),
    choices=(Option("ok", "Acceptable"), Option("hate", "Haine"), Option("ad", "Publicité")),
    answers_max=3,
    then={"disagreement": "second", "hate": "second"},
)
CHOICES = replace(CHOICE, kind="choices", then={"hate": "a", "ad": "b"})
FORM = replace(
    CHOICE,
    kind="entry",
    choices=(),
    fields=(
        Field("page", "Page", "choice", choices=(Option("y", "Oui"), Option("n", "Non"))),
        Field("total", "Total", "amount"),
        Field("note", "Note", "text", required=False),
    ),
)
PAIR = replace(CHOICE, kind="pair", choices=(), tie=True)
TEXT = replace(CHOICE, kind="text", choices=())


@pytest.mark.parametrize(
    ("config", "answer", "disputed", "found"),
    [
        (CHOICE, "ok", False, ()),
        (CHOICE, "hate", False, ("hate",)),
        (CHOICE, None, True, ("disagreement",)),
        (CHOICES, ["hate", "ad"], False, ("hate", "ad")),
        (CHOICES, None, True, ()),
        (TEXT, "hate", False, ()),
    ],
)
def test_the_keys_that_a_result_meets(
    config: ProjectConfig, answer: Any, disputed: bool, found: tuple[str, ...]
) -> None:
    assert keys(config, answer, disputed=disputed) == found


@pytest.mark.parametrize(
    ("config", "values", "text"),
    [
        (CHOICE, ["hate", "ok", "ok"], "Acceptable / Haine"),
        (CHOICES, [["ok", "ad"], ["ad"]], "• Acceptable, Publicité\n• Publicité"),
        (FORM, [{"page": "y", "total": "1500", "note": ""}], "Page : Oui\nTotal : 1500"),
        (PAIR, ["a", "b", "b"], "• second\n• first"),
        (TEXT, ["un", "deux", "deux"], "• deux\n• un"),
        (TEXT, ["un"], "un"),
    ],
)
def test_what_was_answered_is_said_for_people(config: ProjectConfig, values: list[Any], text: str) -> None:
    assert said(config, values, {"a": "first", "b": "second"}) == text


@pytest.mark.parametrize(
    ("config", "values", "disputed"),
    [
        (CHOICE, ["ok", "hate", "ad"], True),
        (CHOICE, ["ok", "ok", "ad"], False),
        (TEXT, ["le chat dort", "le chat dort bien", "un chat dort"], True),  # the nearest to the others is the result
        (TEXT, ["un", "un", "deux"], False),
        (replace(TEXT, kind="transcription"), ["a b c", "a b c", "a x c"], False),
        (replace(TEXT, kind="transcription"), ["a b c", "a y c", "a x c"], True),
        (replace(TEXT, kind="transcription", answers_max=2), ["a b", "a b c"], True),
    ],
)
def test_where_no_majority_says_what_the_result_is(config: ProjectConfig, values: list[Any], disputed: bool) -> None:
    assert outcome(config, values).disputed is disputed


def test_a_circle_is_told_as_the_way_back() -> None:
    assert circle("a", {"a": ["b"], "b": ["c", "d"], "d": ["a"]}) == ("a", "b", "d", "a")
    assert circle("a", {"a": ["b", "c"], "b": ["d"], "c": ["d"]}) == ()
    assert circle("a", {"a": ["a"]}) == ("a", "a")


def test_the_answer_is_filled_in_later_and_braces_of_the_data_stay_braces() -> None:
    template = ContentTemplate.parse("{comment} {{x}} : {answer}")
    content = {"text": template.left_open({"comment": "un {mot}"}, "answer"), "image": "{digest}"}
    assert filled(content, "{Haine}") == {"text": "un {mot} {x} : {Haine}", "image": "{digest}"}


def test_a_second_opinion_is_taken_over_in_the_form_of_the_first() -> None:
    assert adopted(CHOICE, None, "hate") == "hate"
    assert adopted(CHOICE, None, None) is None
    assert adopted(FORM, {"page": "y"}, {"total": "3", "note": ""}) == {"page": "y", "total": "3", "note": ""}
    assert adopted(replace(TEXT, kind="transcription"), "a", " b\nc ") == "b c"
    assert adopted(replace(TEXT, kind="transcription"), "a", "??") is None
