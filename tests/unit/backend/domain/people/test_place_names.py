import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.domain.people import place_names, places


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
    assert place_names.find_zone(text, "CD") == zone


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
    found = place_names.find(text)
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
            "Seigneur bénis",
            "il est malin",
        ),
    ],
)
def test_what_is_no_country_of_ours_is_not_guessed(text: str) -> None:
    assert place_names.matches(text) == ()


def test_congo_alone_may_be_either() -> None:
    assert [c.code for c in place_names.matches("Congo")] == ["CD", "CG"]
    assert place_names.find("Congo") is None


@pytest.mark.parametrize("country", places.COUNTRIES, ids=lambda c: c.code)
def test_every_country_is_found_by_its_own_name_and_city(country: places.Country) -> None:
    assert place_names.find(country.name) == country
    assert place_names.find(country.within) == country
    assert place_names.find(country.zones[0].label.split()[0]) == country
    assert places.country(country.code.lower()) == country


@given(st.text(max_size=300))
def test_looking_for_a_country_never_raises(text: str) -> None:
    assert len(place_names.matches(text)) <= len(places.COUNTRIES)


@pytest.mark.parametrize(
    "said",
    [
        *("je n'habite pas au Mali", "tous sauf le Cameroun", "hors Togo", "je suis plus au Niger", "ni Mali ni Togo"),
        "je suis au Togo ou au Bénin",
        *("autres que le Mali", "ailleurs qu'au Togo", "toutes à part le Bénin", "en dehors du Cameroun"),
    ],
)
def test_a_country_that_it_is_not_is_not_the_one(said: str) -> None:
    assert place_names.find(said) is None


def test_a_list_of_countries_has_an_end() -> None:
    """« La la la … » of 4,096 signs, below « À qui ? », kept the event loop for a second."""
    assert place_names.named_in(["Togo"] * 100) == (("TG",), [])
    assert place_names.named_in(["Togo"] * 101) == ((), ["Togo"] * 101)


def test_a_word_of_everyday_is_no_code_of_a_country_beside_others() -> None:
    assert place_names.named_in(["ne", "fais", "rien"]) == ((), ["ne", "fais", "rien"])
    assert place_names.named_in(["comme", "ci", "comme", "ça"])[0] == ()
    assert place_names.named_in(["Awa", "NE"]) == (("NE",), ["Awa"])
    assert place_names.named_in(["ne"]) == (("NE",), [])
    assert place_names.named_in(["ci", "sn"]) == (("CI", "SN"), [])
    assert place_names.unserved("on en parle à la réunion") is None
    assert place_names.unserved("je vis en France") == "France"
