from __future__ import annotations

import math
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.domain.people import codes

OURS = st.text(codes.ALPHABET, min_size=codes.CODE_LENGTH, max_size=codes.CODE_LENGTH)


def test_a_new_code_holds_at_least_80_bits_and_no_sign_that_is_confused() -> None:
    assert codes.CODE_LENGTH * math.log2(len(set(codes.ALPHABET))) >= 80
    drawn = {codes.new() for _ in range(500)}
    assert len(drawn) == 500
    assert all(len(code) == codes.CODE_LENGTH and not set(code) & set("OILU") for code in drawn)


@given(OURS)
def test_a_code_is_the_same_in_every_writing(code: str) -> None:
    for written in (code, codes.written(code), codes.written(code).replace("-", " "), f" {code.lower()} "):
        read = codes.read(written)
        assert read is not None
        assert codes.digest(read) == codes.digest(code)


@given(OURS)
def test_what_the_eye_confuses_is_read_as_it_is_meant(code: str) -> None:
    mistaken = code.replace("0", "O").replace("1", "I")
    assert codes.digest(mistaken) == codes.digest(mistaken.replace("I", "L")) == codes.digest(code)


@given(OURS, OURS)
def test_two_codes_have_two_digests(one: str, other: str) -> None:
    assert (codes.digest(one) == codes.digest(other)) == (one == other)


@given(OURS)
def test_a_code_is_written_in_four_groups_that_a_deep_link_can_carry(code: str) -> None:
    written = codes.written(code)
    assert [len(group) for group in written.split("-")] == [4, 4, 4, 4]
    assert len(written) <= 64
    assert set(written) <= {*string.ascii_letters, *string.digits, "_", "-"}


@pytest.mark.parametrize("code", ["ABCD2345", "ADMIN2026", "PATRON99", "ADMINISTRATRICES"])
def test_an_old_or_a_chosen_code_is_shown_in_one_piece(code: str) -> None:
    assert codes.written(code) == code


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("abcd-2345", "ABCD2345"),
        (" ab cd ", "ABCD"),
        ("abcd\u00a0efgh", "ABCDEFGH"),
        ("abc", None),
        ("é" * 8, None),
        ("a" * 65, None),
        ("a_b_c", None),
        ("", None),
        (": abcd-2345", "ABCD2345"),
        ("« ABCD 2345 ».", "ABCD2345"),
        ("abcd–efgh‑jkmn—pqrs", "ABCDEFGHJKMNPQRS"),  # a keyboard's own hyphens
    ],
)
def test_a_code_is_read_as_it_is_typed(typed: str, code: str | None) -> None:
    assert codes.read(typed) == code


@pytest.mark.parametrize(
    "text",
    ["ABCD2345", "abcdefgh", "ABCD 2345", "ADMIN2026", "K7QM-2XYZ-0ABC-9DEF", "k7qm 2xyz 0abc 9def", "K7QM2XYZ0ABC9DEF",
     "ABCD-EFGH-JKMN-PQRS", "abcd efgh jkmn pqrs"],
)  # fmt: skip
def test_a_bare_code_is_known_as_one(text: str) -> None:
    assert codes.may_be_bare(text)


@pytest.mark.parametrize(
    "text",
    ["c'est pour vous dire tout", "mon code: dans deux mois 2026", "Bonjour 12", "bonjour",
     "Bonjour Awa", "je suis la", "abcd efgh", "c'est pour deux mois", "anticonstitution",
     "oui j'en veux 20", "vous avez quel prix", "+237 6 77 12 34 56"],
)  # fmt: skip
def test_what_people_say_is_no_code(text: str) -> None:
    assert not codes.may_be_bare(text)


@pytest.mark.parametrize(
    "text",
    [
        "lier K7QM-2XYZ-0ABC-9DEF",
        "le code k7qm-2xyz-0abc-9def",
        "*lier K7QM-2XYZ-0ABC-9DEF*",
        "Sur ton autre téléphone, écris-moi cette ligne dans les 30 min :\n\nlier K7QM-2XYZ-0ABC-9DEF\n\n"
        "Ou ouvre ce lien avec Telegram : https://t.me/hiteuses_bot?start=K7QM-2XYZ-0ABC-9DEF",
        "https://wa.me/2250700000000?text=start%20K7QM-2XYZ-0ABC-9DEF",
        "mon code c k7qm 2xyz 0abc 9def merci",
        "mon code k7qm 2xyz 0abc 9def",
        "bjr voici mon code: K7QM  2XYZ 0ABC 9DEF, cest Awa",
    ],
)
def test_a_code_is_found_in_the_message_that_brought_it(text: str) -> None:
    assert codes.read(text) == "K7QM2XYZ0ABC9DEF"
    assert codes.may_be_bare(text)


def test_of_several_codes_none_is_meant() -> None:
    text = "K7QM-2XYZ-0ABC-9DEF pour Awa, 9DEF-0ABC-2XYZ-K7QM pour Binta"
    assert codes.read(text) is None
    assert not codes.may_be_bare(text)


@given(st.text())
def test_whatever_is_read_as_a_code_can_be_looked_up(text: str) -> None:
    code = codes.read(text)
    assert code is None or (codes.SHORTEST <= len(code) <= codes.LONGEST and code.isascii() and code.isalnum())


def test_a_fresh_code_is_taken_for_one_however_it_is_copied() -> None:
    for _ in range(2_000):
        copied = codes.new().lower().replace("0", "o").replace("1", "l")
        assert codes.may_be_bare(copied)
