"""What she says of when she wants to be paid."""

from __future__ import annotations

import pytest

from bot.flows.payouts import rhythm_words


@pytest.mark.parametrize(
    ("said", "after"),
    [
        ("non chak semaine", "semaine"),
        ("1 foi par moi", "mois"),
        ("chak moi stp", "mois"),
        ("fin 2 moi", "mois"),
        ("nn a la demande", "demande"),
        ("kan jdemande", "demande"),
        ("kan jaurai 5000", "montant 5000"),
        ("je prefere kan jai dix mille", "montant dix mille"),
        ("kan jai fini", "quand"),
        *(("tou lé jour", "quand"), ("tou lé vendredi", "quand"), ("chak 15 jours", "quand")),
        *(("OUVERT TOUS LES JOURS", None), ("chaque mois ?", None), ("GARAGE DU PEUPLE", None), ("payer", None)),
    ],
)
def test_a_rhythm_alone(said: str, after: str | None) -> None:
    assert rhythm_words.chosen(said) == after


@pytest.mark.parametrize(
    ("said", "after"),
    [
        ("je veux être payée chaque mois", "mois"),
        ("jveu etre payer 1 fois par mois", "mois"),
        ("paye moi par semaine", "semaine"),
        ("je ve ma paie kan jai 5000", "montant 5000"),
        *(("je ve etre payé tou lé jour", "quand"), ("je veux être payée chaque mois ?", "quand")),
        *(("je suis payée chaque semaine", None), ("je veux payer 5000 chaque mois", None), ("chaque mois", None)),
        *(("je veux mettre ma paie de côté chaque mois", None), ("je veux pas être payée chaque mois", None)),
        ("le client veut payer chaque mois", None),
    ],
)
def test_a_sentence_about_her_pay(said: str, after: str | None) -> None:
    assert rhythm_words.wished(said) == after
