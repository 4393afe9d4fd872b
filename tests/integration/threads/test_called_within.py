"""Whom an answer calls without a comma, at its end, or in a later sentence: « Solange tu viens ? »."""

from __future__ import annotations

import pytest

from tests.integration.threads.listening import asks
from tests.integration.threads.test_named import two_who_wrote
from tests.product import Product


@pytest.mark.parametrize(
    "said",
    [
        "Solange tu as bien reçu ?",
        "solange viens demain à 8h",
        "Solange ton argent part vendredi",
        "Solange je t'appelle ce soir",
        "Solange non, Fatou oui",
        "Haine c'est contre un groupe. Solange je t'appelle ce soir",
        "Bonjour Fatou, c'est noté. Solange, toi aussi",
        "Bonne journée Solange",
        "Tu as raison Solange",
        "Merci. À demain Solange !",
        "C'est bien noté, Solange",
        "dsl Solange je suis occupée",
        "Samedi. Et toi Solange dimanche",
        "Mme Solange votre paie est partie",
    ],
)
async def test_in_the_thread_of_another_it_is_asked_who_is_meant(product: Product, said: str) -> None:
    """« Solange tu as bien reçu ? » was sent to Fatou, whose thread was open."""
    mariam, solange, fatou = await two_who_wrote(product)
    await product.says(mariam, "messages Fatou")
    asked = await product.says(mariam, said)
    assert "tu veux écrire à Solange ? Ou c'est ta réponse à Fatou ?" in asked.text
    assert await product.heard(fatou) == []
    shown = await product.taps(mariam, "✍️ Solange", asked)
    await product.taps(mariam, "✅ Envoyer", shown)
    assert said in (await product.answer(solange)).text and await product.heard(fatou) == []


@pytest.mark.parametrize(
    "said",
    [
        "Demande à Solange",
        "Tu peux venir avec Solange",
        "Tu connais Solange ?",
        "Va voir Solange",
        "Fatou et Solange, venez samedi",
        "C'est noté. Solange te cherche",
        "Ta collègue Solange",
    ],
)
async def test_who_is_only_spoken_of_is_not_asked_about(product: Product, said: str) -> None:
    mariam, solange, fatou = await two_who_wrote(product)
    await product.says(mariam, "messages Fatou")
    assert "Ta réponse part à Fatou" in (await product.says(mariam, said)).text
    assert said in (await product.answer(fatou)).text and await product.heard(solange) == []


@pytest.mark.parametrize(
    "said", ["solange est enceinte", "je crois que Solange a quitté", "je m'occupe de solange d'abord"]
)
async def test_what_tells_of_another_woman_is_asked_about(product: Product, said: str) -> None:
    """« Solange est enceinte » was sent to Fatou."""
    mariam, solange, fatou = await two_who_wrote(product)
    await product.says(mariam, "messages Fatou")
    asked = await product.says(mariam, said)
    assert "tu veux écrire à Solange ? Ou c'est ta réponse à Fatou ?" in asked.text
    assert await product.heard(fatou) == []
    assert "je l'envoie" not in (await product.taps(mariam, "✍️ Solange", asked)).text
    assert await product.heard(solange) == []


async def test_below_her_message_and_with_a_file_it_is_asked_as_well(product: Product) -> None:
    mariam, solange, fatou = await two_who_wrote(product)
    await asks(product, fatou, "Encore moi")
    passed = await product.answer(mariam)
    await mariam.replies(passed, "Solange tu viens ?")
    assert "c'est pour répondre à Fatou ?" in (await product.answer(mariam)).text
    await product.says(mariam, "messages Fatou")
    await mariam.sends_document(b"%PDF", "plan.pdf", caption="Voilà le plan Solange, tu le gardes. À demain Solange")
    assert "Rien n'est parti" in (await product.answer(mariam)).text
    assert await product.heard(fatou) == [] and await product.heard(solange) == []
