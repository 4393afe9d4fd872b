"""Sentences that say how much of each payment she sets aside."""

from __future__ import annotations

import pytest

from bot.flows.earnings import saving_words


@pytest.mark.parametrize(
    ("said", "much"),
    [
        ("mets 10% de côté à chaque paie", "10%"),
        ("mets 50 francs de côté à chaque paie", "50 francs"),
        ("Garde 10 % de mes gains.", "10 %"),
        ("je veux mettre 5 000 F CFA de côté", "5 000 f cfa"),
        ("épargne 5 mille sur chaque paie svp", "5 mille"),
        ("épargne 20 %", "20 %"),
        ("j'épargne 500 par semaine", "500 par semaine"),
        ("arrête l'épargne", "rien"),
        ("stop lepargne", "rien"),
        ("je ne veux plus épargner", "rien"),
        ("je veux plus rien mettre de côté", "rien"),
        ("je vx rien metre", "rien"),
        ("jve plus metre de coté", "rien"),
        ("nn garde rien", "rien"),
        ("jve tt ma paie", "rien"),
        ("je n'ai rien mis", None),
        ("il me reste rien", None),
        ("mets 500 de côté chaque vendredi", "500 chaque vendredi"),
        ("garde 500 f par semaine de côté", "500 f par semaine"),
        ("prend 50 f de coté a chak paie", "50 f"),
        ("mes de coter 20 f a chak fois", "20 f"),
        ("je voudrai mettre de coté 10% de chak paie", "10%"),
        ("mets 5 oranges de côté", None),
        ("prends 500", None),
        ("vous prenez 20 % de mes gains", None),
        ("vous prenez 50 f de côté à chaque paie", None),
        ("la dame ne met rien de côté", None),
        ("mets 50", None),
        ("garde 5000", None),
        ("mets de côté", None),
        ("la vendeuse met 50 francs de côté", None),
        ("mets 10% de côté " * 20, None),
    ],
)
def test_a_share_or_a_sum_of_each_payment(said: str, much: str | None) -> None:
    assert saving_words.put_aside(said) == much


@pytest.mark.parametrize(
    ("said", "much"),
    [
        ("je veux reprendre 5 000 de mon épargne", "5 000"),
        ("retirer 2000 F de mes économies", "2000"),
        ("je veux retirer mon épargne", ""),
        ("je veu retirer mon epargne", ""),
        ("je veux retirer mon argent", None),
        ("elle reprend sa cagnotte", None),
        ("reprendre 5000", None),
    ],
)
def test_what_she_wants_to_have_back(said: str, much: str | None) -> None:
    assert saving_words.taken_out(said) == much
