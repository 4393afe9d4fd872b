from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st

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
    ("text", "zone"),
    [
        ("Lubumbashi", "Africa/Lubumbashi"),
        ("je suis à l'est", "Africa/Lubumbashi"),
        ("Kinshasa", "Africa/Kinshasa"),
        ("Kinshasa et l'ouest", "Africa/Kinshasa"),
        ("africa/lubumbashi", "Africa/Lubumbashi"),
        ("je ne sais pas", None),
    ],
)
def test_her_words_choose_between_the_two(text: str, zone: str | None) -> None:
    assert places.find_zone(text, "CD") == zone


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


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("RDC", "CD"),
        ("r.d.c.", "CD"),
        ("République démocratique du Congo", "CD"),
        ("Congo Brazza", "CG"),
        ("congo-brazzaville", "CG"),
        ("Côte d'Ivoire", "CI"),
        ("cote divoire", "CI"),
        ("COTE D’IVOIRE", "CI"),
        ("cote d'ivoir", "CI"),
        ("Senegla", "SN"),
        ("camerun", "CM"),
        ("cm", "CM"),
        ("je suis à Douala", "CM"),
        ("moi c'est le Bénin", "BJ"),
        ("Niger", "NE"),
        ("Mada", "MG"),
        ("🇹🇬 Togo", "TG"),
        ("doula", "CM"),
        ("je sui a Abijan", "CI"),
        ("j'abite lomee", "TG"),
        ("mon pays c'est le togoo", "TG"),
    ],
)
def test_a_country_is_found_as_people_write_it(text: str, code: str) -> None:
    found = places.find(text)
    assert found is not None
    assert found.code == code


@pytest.mark.parametrize(
    "text",
    [
        *("", "?", "France", "Nigeria", "Guinée équatoriale", "Guinée-Bissau", "je ne suis pas là"),
        *(
            "attiéké chaud poisson",
            "mon mari",
            "mari",
            "c'est chaud",
            "un logo",
            "toto",
            "mon mail",
            "le gazon",
            "congé",
        ),
    ],
)
def test_what_is_no_country_of_ours_is_not_guessed(text: str) -> None:
    assert places.matches(text) == ()


def test_congo_alone_may_be_either() -> None:
    assert [c.code for c in places.matches("Congo")] == ["CD", "CG"]
    assert places.find("Congo") is None


@pytest.mark.parametrize("country", places.COUNTRIES, ids=lambda c: c.code)
def test_every_country_is_found_by_its_own_name_and_city(country: places.Country) -> None:
    assert places.find(country.name) == country
    assert places.find(country.within) == country
    assert places.find(country.zones[0].label.split()[0]) == country
    assert places.country(country.code.lower()) == country


def test_an_unknown_code_is_named() -> None:
    with pytest.raises(BadInput, match="'FR'"):
        places.country("FR")


def test_a_flag_is_made_of_the_code() -> None:
    assert places.country("CM").flag == "🇨🇲"


@given(st.text(max_size=300))
def test_looking_for_a_country_never_raises(text: str) -> None:
    assert len(places.matches(text)) <= len(places.COUNTRIES)


@pytest.mark.parametrize(
    "said",
    [
        *("je n'habite pas au Mali", "tous sauf le Cameroun", "hors Togo", "je suis plus au Niger", "ni Mali ni Togo"),
        *("autres que le Mali", "ailleurs qu'au Togo", "toutes à part le Bénin", "en dehors du Cameroun"),
    ],
)
def test_a_country_that_it_is_not_is_not_the_one(said: str) -> None:
    assert places.find(said) is None
