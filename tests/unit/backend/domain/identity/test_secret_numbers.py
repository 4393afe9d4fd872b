from __future__ import annotations

from typing import Any

import pytest

from backend.domain.identity.secret_numbers import BLOT, numbers_in, without


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("4071", {"4071"}),
        (" 40 71. ", {"4071"}),
        ("mon code est 4071 merci", {"4071"}),
        ("code:4071", {"4071"}),
        ("40-71-98", {"4071", "407198", "7198"}),
        ("12 4071", {"4071", "124071"}),
        ("le 4 mars", set()),
        ("123", set()),
        ("1234567", set()),
        ("1772614800", set()),
        ("", set()),
    ],
)
def test_numbers_that_may_be_secret_are_found_however_they_are_typed(text: str, found: set[str]) -> None:
    assert numbers_in({"text": text}) == found


EVENTS: list[Any] = [
    {"message": {"message_id": 4071, "text": "4071"}},
    {"edited_message": {"message_id": 5, "text": "40 71"}},
    {"message": {"photo": [{"file_id": "Ag4071x"}], "caption": "mon code 4071"}},
    {"message": {"text": "oui", "reply_to_message": {"text": "4071"}, "quote": {"text": "4071"}}},
    {"message": {"poll": {"question": "4071 ?", "options": [{"text": "4071"}]}}},
    {"type": "text", "text": {"body": "4071"}},
    {"type": "image", "image": {"id": "123", "caption": "C'est 40-71."}},
    {"type": "edit", "edit": {"message": {"type": "text", "text": {"body": "4071"}}}},
    {"type": "interactive", "interactive": {"button_reply": {"id": "7:0", "title": "4071"}}},
    {"type": "document", "document": {"filename": "4071.txt"}},
    {"text": "4071", "ref": "abc"},
]


@pytest.mark.parametrize("event", EVENTS)
def test_a_number_is_blotted_out_wherever_somebody_typed_it_on_any_platform(event: Any) -> None:
    assert "4071" in numbers_in(event)
    assert "4071" not in numbers_in(without(event, "4071"))
    assert BLOT in str(without(event, "4071"))


def test_what_the_platform_named_itself_stays() -> None:
    event = {"message": {"message_id": 4071, "text": "ok", "from": {"id": 4071}, "file_id": "4071", "date": "4071"}}
    assert numbers_in(event) == set()
    assert without(event, "4071") == event


def test_a_longer_number_that_contains_it_stays() -> None:
    event = {"text": "14071 40712 4071"}
    assert without(event, "4071") == {"text": f"14071 40712 {BLOT}"}
