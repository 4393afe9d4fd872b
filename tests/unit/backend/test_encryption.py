"""Keys that are rotated, and phone numbers that are found although they are encrypted."""

from __future__ import annotations

import pytest

from backend.domain.messaging import channels
from backend.encryption import Keys, Sealed, new_key

NUMBER = "2250700112233"


def test_a_number_is_stored_the_same_each_time_and_shows_only_its_end() -> None:
    numbers = Keys([new_key()]).numbers
    stored = numbers.sealed(NUMBER)
    assert stored == numbers.sealed(NUMBER) and numbers.opened(stored) == NUMBER
    assert "0700112" not in stored and stored.endswith("~2233") and len(stored) < 60
    assert stored.split("~")[1][:8] != numbers.sealed("2250700112234").split("~")[1][:8]
    assert channels.is_number("whatsapp", stored) and channels.ending("whatsapp", stored) == "2233"


@pytest.mark.parametrize("address", ["CI.17823301000007919", "formerly ~abc~2233 7", "", "telegram"])
def test_what_is_no_number_stays_as_it_is(address: str) -> None:
    numbers = Keys([new_key()]).numbers
    assert numbers.sealed(address) == numbers.opened(address) == address


def test_the_key_of_the_operator_can_change_and_numbers_and_marks_stay() -> None:
    finding, old, new = new_key(), new_key(), new_key()
    before, beside, after = Keys([old], finding), Keys([new, old], finding), Keys([new], finding)
    for keys in (beside, after):
        assert keys.numbers.sealed(NUMBER) == before.numbers.sealed(NUMBER) and keys.mark("x") == before.mark("x")
    sealed = before.seal("Awa")
    assert beside.open(sealed) == "Awa" and not beside.is_new(sealed)
    assert beside.is_new(beside.seal("Awa")) and after.open(beside.seal("Awa")) == "Awa"
    with pytest.raises(Sealed):
        after.open(sealed)


@pytest.mark.parametrize("stored", ["~", "~~", "~!~1", "~QUJD~1"])
def test_what_was_changed_is_refused(stored: str) -> None:
    with pytest.raises(Sealed):
        Keys([new_key()]).numbers.opened(stored)
