from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import phonenumbers
import pytest

from backend.domain.errors import BadInput
from backend.domain.people import places

HOURS_AHEAD = {
    0: "SN CI BF ML TG GN",
    1: "BJ NE CM CG GA TD CD",
    3: "MG",
}


@pytest.mark.parametrize(
    ("code", "hours"),
    [(code, hours) for hours, codes in HOURS_AHEAD.items() for code in codes.split()],
)
def test_each_country_starts_in_its_own_zone_all_year(code: str, hours: int) -> None:
    zone = ZoneInfo(places.country(code).zones[0].name)
    for month in (1, 7):
        assert datetime(2026, month, 1, tzinfo=UTC).astimezone(zone).utcoffset() == timedelta(hours=hours)


def test_only_the_democratic_congo_has_two_zones() -> None:
    several = [c for c in places.COUNTRIES if len(c.zones) > 1]
    assert [c.code for c in several] == ["CD"]
    east = ZoneInfo(several[0].zones[1].name)
    assert datetime(2026, 1, 1, tzinfo=UTC).astimezone(east).utcoffset() == timedelta(hours=2)


@pytest.mark.parametrize(
    ("code", "month", "hour"),
    [
        ("CI", 75_000, 433),
        ("SN", 64_223, 371),
        ("CM", 60_000, 346),
        ("TG", 52_500, 303),
        ("BJ", 52_000, 300),
        ("BF", 45_000, 260),
        ("ML", 40_000, 231),
    ],
)
def test_the_minimum_wage_per_hour_follows_from_the_month(code: str, month: int, hour: int) -> None:
    wage = places.country(code).minimum_wage
    assert wage is not None
    assert (wage.month, round(wage.hour), wage.year) == (month, hour, 2023)


def test_a_country_without_a_known_wage_has_none() -> None:
    assert places.country("GA").minimum_wage is None


def test_every_country_is_known_to_the_phone_numbers_too() -> None:
    for country in places.COUNTRIES:
        assert country.code in phonenumbers.SUPPORTED_REGIONS


def test_currencies_are_those_of_the_two_unions_but_for_three_countries() -> None:
    own = {c.code: c.currency for c in places.COUNTRIES if c.currency not in ("XOF", "XAF")}
    assert own == {"GN": "GNF", "CD": "CDF", "MG": "MGA"}
    west = {c.code for c in places.COUNTRIES if c.currency == "XOF"}
    assert west == {"SN", "CI", "BF", "ML", "TG", "BJ", "NE"}


def test_an_unknown_code_is_named() -> None:
    with pytest.raises(BadInput, match="'FR'"):
        places.country("FR")


def test_a_flag_is_made_of_the_code() -> None:
    assert places.country("CM").flag == "🇨🇲"
