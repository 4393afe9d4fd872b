import unicodedata
from datetime import UTC, date, datetime, time, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.domain.errors import Misuse
from backend.domain.money import Money
from bot.i18n import formats


def spaced(text: str) -> str:
    """With plain spaces, so that a test reads well; no other space may hide in it."""
    assert not {c for c in text if unicodedata.category(c) == "Zs"} - {" ", "\u00a0"}
    return text.replace("\u00a0", " ")


def test_francs_read_as_in_french() -> None:
    assert formats.francs(163_989) == "163\u00a0989\u00a0F\u00a0CFA"
    assert spaced(formats.francs(0)) == "0 F CFA"
    assert spaced(formats.francs(12_345_678)) == "12 345 678 F CFA"


@pytest.mark.parametrize(
    ("amount", "currency", "shown"),
    [
        ("250", "EUR", "250,00 €"),
        ("0.05", "EUR", "0,05 €"),
        ("0.0125", "EUR", "0,0125 €"),
        ("0.125", "EUR", "0,125 €"),
        ("1234.5", "EUR", "1 234,50 €"),
        ("163989", "XOF", "163 989 F CFA"),
        ("32.5", "XAF", "32,5 F CFA"),
        ("-3", "EUR", "-3,00 €"),
    ],
)
def test_money_is_exact_in_its_own_currency(amount: str, currency: str, shown: str) -> None:
    assert spaced(formats.money(Money.parse(amount, currency))) == shown


@given(st.integers(-(10**15), 10**15))
def test_no_digit_of_an_amount_is_lost(units: int) -> None:
    shown = spaced(formats.money(Money(units))).removesuffix(" €")
    assert Money.parse(shown.replace(" ", ""), "EUR").units == units


@pytest.mark.parametrize(
    ("share", "shown"),
    [
        (Fraction(1, 2), "50 %"),
        (Fraction(999, 1000), "99 %"),
        (Fraction(1), "100 %"),
        (Fraction(13, 10), "130 %"),
        (Fraction(12), "1 200 %"),
        (Fraction(1, 150), "0,66 %"),
        (Fraction(1, 5000), "0,02 %"),
        (Fraction(0), "0 %"),
    ],
)
def test_percents_are_rounded_down(share: Fraction, shown: str) -> None:
    assert spaced(formats.percent(share)) == shown


def test_days_are_named() -> None:
    assert spaced(formats.day(date(2026, 3, 2))) == "lundi 2 mars"
    assert spaced(formats.day(date(2026, 8, 1))) == "samedi 1er août"
    assert spaced(formats.day(date(2026, 3, 2), "en")) == "Monday 2 March"


@pytest.mark.parametrize(
    ("at", "shown"),
    [(time(18), "18 h"), (time(18, 30), "18 h 30"), (time(7, 5), "7 h 05"), (time(0), "0 h")],
)
def test_hours_read_as_in_french(at: time, shown: str) -> None:
    assert spaced(formats.hour(at)) == shown


def test_a_moment_is_on_her_own_clock() -> None:
    at = datetime(2026, 3, 2, 22, 30, tzinfo=UTC)
    assert spaced(formats.moment(at, "Africa/Dakar")) == "lundi 2 mars à 22 h 30"
    assert spaced(formats.moment(at, "Indian/Antananarivo")) == "mardi 3 mars à 1 h 30"
    with pytest.raises(Misuse):
        formats.moment(at.replace(tzinfo=None), "Africa/Dakar")


@pytest.mark.parametrize(
    ("seconds", "shown"),
    [
        (0, "0 s"),
        (30, "30 s"),
        (60, "1 min"),
        (90, "1 min 30 s"),
        (2759, "45 min"),
        (3600, "1 h"),
        (7500, "2 h 05"),
        (10_799, "2 h 59"),
        (86_400, "1 jour"),
        (3 * 86_400, "3 jours"),
        (86_400 + 6 * 3600, "1 jour 6 h"),
    ],
)
def test_durations_are_short_and_never_rounded_up(seconds: int, shown: str) -> None:
    assert spaced(formats.duration(timedelta(seconds=seconds))) == shown
