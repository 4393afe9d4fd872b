from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.domain.training.text import numbers


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1.5e-7", "0.00000015"),
        ("6.02214076E+23", "602214076000000000000000"),
        ("12 500", "12500"),
        ("1 234 567,89", "1234567.89"),
        ("\u22123", "-3"),
        ("+.5", "0.5"),
        ("2,", "2"),
        ("0e99", "0"),
        ("3.141592653589793238462643", "3.141592653589793238462643"),
    ],
)
def test_a_number_is_read_as_it_is(text: str, value: str) -> None:
    read = numbers.read(text)
    assert read == Decimal(value)
    assert f"{read:f}" == value


@pytest.mark.parametrize("text", ["", "douze", "1e", "NaN", "inf", "1,2,3", "12 50"])
def test_what_is_no_number_is_told(text: str) -> None:
    assert numbers.read(text) is None
    assert str(numbers.wrong(text)) == f"{text!r} is not a number"


@pytest.mark.parametrize("text", ["1e999", "0." + "3" * 26, "1e41", "-1e-41"])
def test_what_nobody_could_type_is_told(text: str) -> None:
    assert numbers.read(text) is None
    assert str(numbers.wrong(text)) == f"{text!r} has too many digits: 25 at most"


@given(st.integers(-(10**25) + 1, 10**25 - 1), st.integers(-60, 40))
def test_what_is_read_is_written_out_and_read_the_same(digits: int, exponent: int) -> None:
    read = numbers.read(f"{digits}e{exponent}")
    if read is not None:
        assert read == Decimal(f"{digits}e{exponent}")
        assert numbers.read(f"{read:f}") == read


@pytest.mark.parametrize(
    ("text", "weight"),
    [("33.33333333333333", "33.3333333"), ("-50.0000000", "-50"), ("16,6666667", "16.6666667"), ("100.", "100")],
)
def test_a_weight_has_seven_decimals_at_most(text: str, weight: str) -> None:
    assert str(numbers.weight(text)) == weight
