from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.domain.errors import BadInput
from backend.domain.money import Money
from backend.domain.work.answers import as_text, normalise
from backend.domain.work.forms.form import Field, Option, When
from backend.domain.work.projects import KINDS, ProjectConfig
from backend.records import replace

OPTIONS = tuple(Option(i, i.upper()) for i in ("chat", "chien", "vache"))
FIELDS = (
    Field("fournisseur", "Fournisseur", "text"),
    Field("total", "Total", "amount"),
    Field("le", "Date", "date", required=False),
    Field("tel", "Téléphone", "phone", required=False),
)


def project(kind: Any, **values: Any) -> ProjectConfig:
    needed: dict[str, dict[str, Any]] = {
        "entry": {"fields": FIELDS},
        "choice": {"choices": OPTIONS},
        "choices": {"choices": OPTIONS},
        "pair": {"tie": True},
        "rating": {"scale": ("Non", "", "Oui")},
    }
    asked = needed.get(kind, {})
    return ProjectConfig("p", "P", kind, "?", {"text": "{t}"}, Money(500), **asked, **values)


ENTRY = {"fournisseur": " Chez  Awa ", "total": "12 500 F", "le": "1er mai 2024", "tel": None}
ENTERED = {"fournisseur": "Chez  Awa", "total": "12500", "le": "2024-05-01", "tel": ""}


@pytest.mark.parametrize(
    ("kind", "given_", "value", "text"),
    [
        ("choice", "chien", "chien", "chien"),
        ("choices", ["vache", "chat", "vache"], ["chat", "vache"], '["chat","vache"]'),
        ("choices", ("chien",), ["chien"], '["chien"]'),
        ("text", " e\u0301té\r\n ", "été", "été"),
        ("pair", "b", "b", "b"),
        ("pair", "tie", "tie", "tie"),
        ("rating", 3, 3, "3"),
        ("rating", " 2 ", 2, "2"),
        ("transcription", "Bonjour\n ( ?? )  madame", "Bonjour [?] madame", "Bonjour [?] madame"),
        ("transcription", "il est [inaudible] ici", "il est [?] ici", "il est [?] ici"),
        (
            "entry",
            ENTRY,
            ENTERED,
            '{"fournisseur":"Chez  Awa","total":"12500","le":"2024-05-01","tel":""}',
        ),
    ],
)
def test_an_answer_has_one_form(kind: str, given_: Any, value: Any, text: str) -> None:
    assert normalise(project(kind), given_) == value
    assert normalise(project(kind), value) == value
    assert as_text(value) == text


@pytest.mark.parametrize(
    ("kind", "given_", "word"),
    [
        ("choice", "loup", "'loup' is not the id of a choice"),
        ("choice", "CHAT", "not the id of a choice"),
        ("choice", ["chat"], "not the id of a choice"),
        ("choice", None, "not the id of a choice"),
        ("choices", "chat", "not a list"),
        ("choices", [], "empty"),
        ("choices", ["chat", "loup"], "'loup'"),
        ("choices", [["chat"]], "not the id of a choice"),
        ("text", "", "not a text"),
        ("text", " \0", "not a text"),
        ("text", 5, "not a text"),
        ("text", "a" * 10_001, "longer than 10000"),
        ("entry", [], "not an object"),
        ("entry", {}, "'fournisseur': no value"),
        ("entry", {**ENTRY, "x": "y"}, "unknown field 'x'"),
        ("entry", {**ENTRY, "total": "cher"}, "'total': 'cher' does not fit (amount)"),
        ("entry", {**ENTRY, "total": ["5"]}, "'total'"),
        ("entry", {**ENTRY, "total": True}, "'total'"),
        ("entry", {**ENTRY, "tel": "0707070707"}, "'tel'"),
    ],
)
def test_what_is_no_possible_answer_is_refused_for_its_reason(kind: str, given_: Any, word: str) -> None:
    with pytest.raises(BadInput) as caught:
        normalise(project(kind), given_)
    assert word in str(caught.value)


ASKED = (
    Field("page", "Page ?", "choice", choices=(Option("oui", "Oui"), Option("non", "Non"))),
    Field("url", "Adresse", "url", when=When("page", ("oui",))),
    Field("tel", "Téléphone", "phone", required=False, country="TG"),
    Field("why", "Pourquoi ?", "text", when=When("tel", given=False)),
    Field("more", "Encore ?", "text", required=False, when=When("url")),
)


@pytest.mark.parametrize(
    ("given_", "value"),
    [
        (
            {"page": "Oui", "url": "mairie.tg/", "tel": "22 21 25 38"},
            {"page": "oui", "url": "https://mairie.tg", "tel": "+22822212538", "why": "", "more": ""},
        ),
        (
            {"page": "non", "why": "Fermé", "more": None},
            {"page": "non", "url": "", "tel": "", "why": "Fermé", "more": ""},
        ),
    ],
)
def test_a_field_that_depends_on_another_answer_is_empty_where_it_is_not_asked(given_: Any, value: Any) -> None:
    config = replace(project("entry"), fields=ASKED)
    assert normalise(config, given_) == value
    assert normalise(config, value) == value


@pytest.mark.parametrize(
    ("kind", "given_", "why"),
    [
        ("entry", {"page": "non", "url": "mairie.tg", "why": "x"}, "field 'url': 'mairie.tg' is given, but"),
        ("entry", {"page": "oui", "tel": "22212538"}, "field 'url': no value"),
        ("entry", {"page": "oui", "url": "mairie.tg"}, "field 'why': no value"),
        ("pair", "c", "'c' is none of: a, b, tie"),
        ("rating", 4, "4 is no whole number from 1 to 3"),
        ("rating", "2.5", "'2.5' is no whole number from 1 to 3"),
        ("rating", True, "True is no whole number from 1 to 3"),
        ("transcription", "[?] ( ? )", "holds no word"),
    ],
)
def test_an_answer_that_is_none_of_the_kind_says_why(kind: str, given_: Any, why: str) -> None:
    with pytest.raises(BadInput) as caught:
        normalise(replace(project(kind), fields=ASKED if kind == "entry" else ()), given_)
    assert why in str(caught.value)


def test_a_project_for_one_country_completes_phone_numbers() -> None:
    assert normalise(project("entry", countries=("CI",)), {**ENTRY, "tel": "0707070707"})["tel"] == "+2250707070707"


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner | st.sampled_from(["chat", "vache"]), max_size=4)
        | st.dictionaries(st.sampled_from(["fournisseur", "total", "le", "a"]), inner, max_size=4)
    ),
    max_leaves=8,
)


@given(st.sampled_from(KINDS), JSON | st.sampled_from(["chat", ["chien", "chat"], ENTRY]))
def test_any_value_comes_to_a_lasting_form_or_is_refused(kind: str, given_: Any) -> None:
    config = project(kind)
    try:
        value = normalise(config, given_)
    except BadInput:
        return
    assert normalise(config, json.loads(json.dumps(value))) == value
    as_text(value).encode()
