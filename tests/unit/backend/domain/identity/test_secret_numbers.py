from __future__ import annotations

from typing import Any

import pytest

from backend.domain.identity.secret_numbers import BLOT, blotted, is_known, named_in, numbers_in, of_wallet, without


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


@pytest.mark.parametrize(
    ("text", "number"),
    [
        *(("mon mot de passe orange est 4455", "4455"), ("mon code orange money c 2525", "2525")),
        *(("le pin de ma carte sim c'est 1234", "1234"), ("Wave : mon code secret 445566 svp", "445566")),
        *(("4455 c'est mon code momo", "4455"), ("j'ai oublié mon code orange", None)),
        *(("mon code est 4829", None), ("mon numéro orange c 0701020304", None), ("code promo orange 4455", None)),
        ("mon code orange money, je l'ai fait le 12 mars", None),
    ],
)
def test_the_secret_number_of_a_wallet_is_known_by_its_name(text: str, number: str | None) -> None:
    assert of_wallet(text) == number


def test_a_longer_number_that_contains_it_stays() -> None:
    event = {"text": "14071 40712 4071"}
    assert without(event, "4071") == {"text": f"14071 40712 {BLOT}"}


def test_what_somebody_else_reads_has_dots_for_a_number_that_is_named() -> None:
    for text, read in {
        "mon code c'est 4829": f"mon code c'est {BLOT}",
        "Mon PIN: 4829.": f"Mon PIN: {BLOT}.",
        "le code secret est 4 8 2 9 merci": f"le code secret est {BLOT} merci",
        "4829 c'est mon code": f"{BLOT} c'est mon code",
        "jai oublié mon code\n4829": f"jai oublié mon code\n{BLOT}",
        "m'n kode 482910": f"m'n kode {BLOT}",
        "code 4829": f"code {BLOT}",
        "Le code c 48 29 !": f"Le code c {BLOT} !",
        "mon numéro secret 4829, mon numéro 0707123456": f"mon numéro secret {BLOT}, mon numéro 0707123456",
    }.items():
        assert named_in(text) and blotted(text) == read
    for text in (
        *("mon code 07 07 12 34 56", "J'ai 5000 F sur mon compte", "mon code QMPN-7BTX-C055-ZF2N ne va pas"),
        *("mon code QMPN-7055-C055-ZF2N", "mon code c'est 7055-QMPN-C055-ZF2N", "QMPN-C055-ZF2N-7055 c'est mon code"),
        *(
            "code postal 4829 Yopougon",
            "code 48291234",
            "le code de la route 2026 a changé",
            "code QMPN-7055-C055-ZF2N",
        ),
    ):
        assert not named_in(text) and blotted(text) == text


@pytest.mark.parametrize(
    ("said", "so"),
    [
        ("mon mari connait mes codes", True),
        ("mon fils a vu mon code", True),
        ("mon mari connait mon code", True),
        ("quelqu'un connait mon code secret", True),
        ("j'ai donné mon code a ma soeur", True),
        ("mon code est connu", True),
        ("j'ai trouvé mon code", False),
        ("je sais plus mon code", False),
        ("personne connait mon code", False),
        ("qui connait mon code ?", False),
        ("ma huber a mon code secret", False),
    ],
)
def test_a_number_that_somebody_else_knows(said: str, so: bool) -> None:
    assert is_known(said) is so
