"""A sum among the words that women write around it."""

from __future__ import annotations

import pytest

from backend.domain.money import UNITS_PER_WHOLE
from bot.flows.earnings import sums_in_words


@pytest.mark.parametrize(
    ("said", "francs"),
    [
        ("3500", 3500),
        ("cinq mille", 5000),
        ("3500 pour la marmite", 3500),
        ("j'ai payé 3500 f pour la marmite", 3500),
        ("la marmite 3 500 francs", 3500),
        ("j'ai donné 2000 au menuisier", 2000),
        ("3500 la marmite et 2000 le riz", None),
        ("2 marmites", None),
        ("j'ai pas payé 3500", None),
        ("3500 c'est trop ?", None),
        ("20 % de 5000", None),
        ("la marmite", None),
        *(
            ("envoi 5000 a ma mere", None),
            ("code 4821", None),
            ("mon num 5000", None),
            ("g envoyé 5000 au vendeur", 5000),
        ),
        *(("en mars 2027", None), ("décembre 2026", None), ("pour la rentrée 2026", None), ("5000 en mars 2027", 5000)),
    ],
)
def test_the_only_sum_of_a_sentence(said: str, francs: int | None) -> None:
    found = sums_in_words.named(said, "XAF")
    assert (found and found.units // UNITS_PER_WHOLE) == francs


@pytest.mark.parametrize(
    ("said", "francs"),
    [
        ("retire ca c pas 3500 c 3000", 3000),
        ("c pas 3500 c 3000", 3000),
        ("non c'est 3000", 3000),
        ("je me suis trompée c'est 3000 f", 3000),
        ("c'est 3000 et pas 3500", 3000),
        ("3000 au lieu de 3500", 3000),
        ("corrige c 3000", 3000),
        ("c'est pas 3500 mais 3 000 pour la marmite", 3000),
        ("3000", None),
        *(
            ("nn 2 mil", 2000),
            ("non deux mille", 2000),
            ("c pas cinq mil c trois mil", 3000),
            ("nn 2 cent mille", 200_000),
        ),
        *(("c trop met 100 plutot", 100), ("c pas assez mets 3000", 3000), ("3000 plutôt", 3000)),
        ("c trop 2 mil", 2000),
        ("non deux", None),
        ("c trop", None),
        ("c'est 3000", None),
        ("c pas 3500", None),
        ("non", None),
    ],
)
def test_the_sum_that_is_meant_instead(said: str, francs: int | None) -> None:
    found = sums_in_words.instead(said, "XAF")
    assert (found and found.units // UNITS_PER_WHOLE) == francs


@pytest.mark.parametrize(
    ("said", "so"),
    [
        ("retire ca", True),
        ("enlève tout", True),
        ("enlève ça stp", True),
        ("c pas ca", True),
        ("j'ai rien payé", True),
        ("retire", False),
        ("non je me suis trompée enleve", True),
        ("non en fait rien", True),
        ("finalement non", True),
        ("rien", False),
        ("non", False),
        ("j'ai payé", False),
        ("oui", False),
    ],
)
def test_a_sum_is_taken_back(said: str, so: bool) -> None:
    assert sums_in_words.takes_back(said) is so


@pytest.mark.parametrize(
    ("said", "left"),
    [
        ("500 chaque vendredi", "500"),
        ("500 f par semaine", "500 f"),
        ("10% tous les mois", "10%"),
        ("2000/mois", "2000"),
        ("500 le vendredi", "500"),
        ("500", None),
        ("500 f", None),
    ],
)
def test_a_sum_for_each_week(said: str, left: str | None) -> None:
    assert sums_in_words.without_each_time(said) == left


@pytest.mark.parametrize(
    "said",
    [
        "2000",
        "mets 2000 stp",
        "on va dire 2000",
        "deux mille par paie",
        "2000 pour mon salon",
        "je veux reprendre 2000",
    ],
)
def test_a_sum_that_is_set_aside_or_taken_back_is_read(said: str) -> None:
    found = sums_in_words.alone(said, "XOF")
    assert found is not None and found.units == 2000 * UNITS_PER_WHOLE


@pytest.mark.parametrize(
    "said",
    [
        "ma cop a eu 2000 hier",
        "mon mari dit 2000",
        "lait en poudre 400g",
        "le riz coûte 2000",
        "février 2026",
        "en mars 2027",
        "5 000 c'est trop peu",
        "je dois 20000 a mon frere",
    ],
)
def test_a_sum_that_is_only_told_is_not_set_aside(said: str) -> None:
    """So much was kept of each payment."""
    assert sums_in_words.alone(said, "XOF") is None


@pytest.mark.parametrize("said", ["je dois 20000 a mon frere", "je gagne 25000 par mois", "OTP: 559201"])
def test_a_sum_of_something_else_was_not_paid(said: str) -> None:
    assert sums_in_words.named(said, "XOF") is None


@pytest.mark.parametrize(
    ("said", "more"),
    [
        *(
            (said, True)
            for said in ("un salon, 300 000 F CFA", "payer l'école de mon fils 85 000", "il me faut 300000")
        ),
        *((said, False) for said in ("mets 2000 stp", "non deux mille", "5000 pour commencer", "5000 par paie")),
    ],
)
def test_a_sum_that_is_rather_what_something_costs_is_asked_about(said: str, more: bool) -> None:
    """It was kept back of each of her payments."""
    assert sums_in_words.tells_more(said) is more


def test_two_sums_are_none() -> None:
    assert sums_in_words.alone("cinq mille, dix mille", "XOF") is None  # it was 5 010 000
