from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.domain.errors import BadInput
from backend.domain.work.formats.content_templates import ContentTemplate, escape


def test_columns_are_filled_in_and_doubled_braces_are_braces() -> None:
    template = ContentTemplate.parse("{{{titre}}} : {N° de facture} {titre}")
    assert template.columns == ("titre", "N° de facture")
    assert template.fill({"titre": "{a}", "N° de facture": "7"}) == "{{a}} : 7 {a}"


@pytest.mark.parametrize(
    "text", ["{", "}", "a {b", "{}", "{ }", "{a!r}", "{a:>9}", "{a[0]}", "{a{b}}", "{__class__.x}{"]
)
def test_nothing_but_a_column_may_stand_in_braces(text: str) -> None:
    with pytest.raises(BadInput):
        ContentTemplate.parse(text)


def test_a_point_is_part_of_a_columns_name_and_reaches_nothing() -> None:
    assert ContentTemplate.parse("{a.__class__}").fill({"a.__class__": "x"}) == "x"


@given(st.text())
def test_escaped_text_stays_as_it_was(text: str) -> None:
    assert ContentTemplate.parse(escape(text)).fill({}) == text
