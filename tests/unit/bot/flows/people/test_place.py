"""Where she lives, as it is written."""

from __future__ import annotations

import pytest

from bot.flows.engine.kit import Say, Typed
from bot.flows.people.place import Facts, State, lives_elsewhere, lives_there, read_country, step


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("dakar", "SN"),
        ("je suis au sénégal", "SN"),
        ("je vais vivre au Togo", "TG"),
        ("j'ai déménagé à Dakar", "SN"),
        ("je suis revenue au Cameroun", "CM"),
        ("Ma famille et moi vivons à Lomé", "TG"),
        ("Abidjan, Yopougon Siporex", "CI"),
        ("je suis a Abidjan depuis 3 ans", "CI"),
        ("ma ville c'est Douala", "CM"),
        ("Ouagadougou secteur 15", "BF"),
        ("bonjour moi je suis de Ouaga", "BF"),
    ],
)
def test_where_she_lives_is_read(text: str, code: str) -> None:
    found = read_country(Typed(text))
    assert found is not None and found.code == code


@pytest.mark.parametrize(
    "text",
    [
        "je pars a dakar vendredi",
        "je vais au togo demain",
        "je suis à Dakar pour 3 jours",
        "en vacances au bénin",
        "ma mere est au senegal",
        "mon mari habite à Lomé",
    ],
)
def test_a_journey_and_the_home_of_others_are_none(text: str) -> None:
    """Her country was changed at once, and with it how she is paid."""
    assert read_country(Typed(text)) is None


@pytest.mark.parametrize(
    "text",
    [
        "le reseau coupe tout le temps a Bouake",
        "PROMO PROMO robes a 3000 F livraison gratuite Abidjan contactez moi",
        "30 femmes a Douala",
        "il pleut a Douala",
    ],
)
def test_what_happens_in_a_place_does_not_tell_where_she_lives(text: str) -> None:
    """To name her country is to consent to the terms."""
    assert read_country(Typed(text)) is None


def test_a_country_without_us_is_hers_where_she_lives_and_not_where_she_would_go() -> None:
    """« Aide-moi à aller au Canada », at the welcome, asked for her country; « je vis en France » had no meaning."""
    assert lives_there("je vis en France") and lives_elsewhere("je suis au Canada", "CI")
    assert not lives_there("je veux aller en France") and not lives_elsewhere("aide moi à aller au canada", "CI")


@pytest.mark.parametrize("country", ["Gabon", "Sénégal"])
def test_where_pay_goes_is_no_matter_of_who_has_named_nothing(country: str) -> None:
    """« L'endroit où va ta paie ne change pas » was also said once her number of before had been taken out."""
    taken = step(State(), Typed(country), Facts("CM", named=False))
    said = str([each.message for each in taken.effects if isinstance(each, Say)])
    assert "Pour dire où recevoir ta paie" in said
    assert "ne change pas" not in said and "celui d'avant" not in said
