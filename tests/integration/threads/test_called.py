"""Whom the first words of an answer call: « bonjour Solange, … »."""

from __future__ import annotations

import pytest

from tests.integration.scenes import execute
from tests.integration.threads.listening import asks
from tests.integration.threads.test_named import two_who_wrote
from tests.product import Product


@pytest.mark.parametrize(
    "said",
    [
        "Bonjour Solange, ton argent part vendredi",
        "bsr solange ton argent part vendredi",
        "Solange, ton argent part vendredi",
        "Merci beaucoup Solange !",
        "ok ma chère Solange. À demain",
        "Solange et Awa, venez samedi",
        "Solangeee tu viens ?",
    ],
)
async def test_in_the_thread_of_another_it_is_asked_who_is_meant(product: Product, said: str) -> None:
    """« Bonjour Solange, ton argent part vendredi » was sent to Fatou, whose thread was open."""
    mariam, solange, fatou = await two_who_wrote(product)
    await product.says(mariam, "messages Fatou")
    asked = await product.says(mariam, said)
    assert "tu veux écrire à Solange ? Ou c'est ta réponse à Fatou ?" in asked.text
    assert await product.heard(fatou) == []
    shown = await product.taps(mariam, "✍️ Solange", asked)
    assert f"« {said} » : je l'envoie à Solange ?" in shown.text
    await product.taps(mariam, "✅ Envoyer", shown)
    assert said in (await product.answer(solange)).text and await product.heard(fatou) == []


async def test_a_name_alone_opens_her_thread(product: Product) -> None:
    """« Solange » was sent to Fatou."""
    mariam, solange, fatou = await two_who_wrote(product)
    await product.says(mariam, "messages Fatou")
    asked = await product.says(mariam, "Solange")
    assert "tu veux écrire à Solange ?" in asked.text
    shown = await product.taps(mariam, "✍️ Solange", asked)
    assert "Bonjour, une question" in shown.text and "je l'envoie" not in shown.text
    assert await product.heard(fatou) == [] and await product.heard(solange) == []


async def test_below_her_message_and_with_a_file_it_is_asked_as_well(product: Product) -> None:
    mariam, solange, fatou = await two_who_wrote(product)
    await asks(product, fatou, "Encore moi")
    passed = await product.answer(mariam)
    await mariam.replies(passed, "Bonjour Solange, viens demain")
    assert "c'est pour répondre à Fatou ?" in (await product.answer(mariam)).text
    await product.says(mariam, "messages Fatou")
    await mariam.sends_document(b"%PDF", "plan.pdf", caption="Bonjour Solange, regarde")
    assert "Rien n'est parti" in (await product.answer(mariam)).text
    assert await product.heard(fatou) == [] and await product.heard(solange) == []


async def test_a_file_that_calls_a_woman_without_a_thread_is_not_sent(product: Product) -> None:
    """« Bonjour Zoé, regarde » was sent to Fatou with its file."""
    mariam, _, fatou = await two_who_wrote(product)
    await product.joined(product.telegram.person("Zoé"))
    await product.says(mariam, "messages Fatou")
    await mariam.sends_document(b"%PDF", "plan.pdf", caption="Bonjour Zoé, regarde")
    shown = await product.answer(mariam)
    assert "Rien n'est parti" in shown.text and "Zoé" in shown.text
    assert await product.heard(fatou) == []


@pytest.mark.parametrize(
    "said",
    ["Bonjour Fatou, Solange t'attend", "Fatou, viens demain", "Bonjour, c'est noté", "Merci"],
)
async def test_who_is_not_called_is_not_asked_about(product: Product, said: str) -> None:
    mariam, solange, fatou = await two_who_wrote(product)
    await product.says(mariam, "messages Fatou")
    assert "Ta réponse part à Fatou" in (await product.says(mariam, said)).text
    assert said in (await product.answer(fatou)).text and await product.heard(solange) == []


async def test_who_has_no_thread_is_asked_about_too(product: Product) -> None:
    """« Bonjour Zoé, … » was sent to Fatou, because Zoé had written nothing."""
    mariam, _, fatou = await two_who_wrote(product)
    await product.joined(product.telegram.person("Zoé"))
    await product.says(mariam, "messages Fatou")
    asked = await product.says(mariam, "Bonjour Zoé, ton argent part vendredi")
    assert "Aucune discussion ouverte avec Zoé" in asked.text and await product.heard(fatou) == []
    await product.taps(mariam, "C'est ma réponse", asked)
    assert "Bonjour Zoé" in (await product.answer(fatou)).text
    await asks(product, fatou, "Encore moi")
    passed = await product.answer(mariam)
    await mariam.replies(passed, "Bonjour Zoé, viens demain")
    assert "c'est pour répondre à Fatou ?" in (await product.answer(mariam)).text
    assert await product.heard(fatou) == []


async def test_where_no_thread_is_open_it_is_said_how_she_is_answered(product: Product) -> None:
    """« Je n'ai pas compris « viens » »"""
    mariam, solange, _ = await two_who_wrote(product)
    await product.says(mariam, "menu")
    told = await product.says(mariam, "Solange, viens demain")
    assert "Rien n'est parti" in told.text and "✍️ Solange" in told.labels
    assert await product.heard(solange) == []


async def test_words_after_the_open_thread_was_closed_call_nobody(product: Product) -> None:
    mariam, _, _ = await two_who_wrote(product)
    await product.says(mariam, "messages Fatou")
    await product.says(mariam, "menu")
    await execute(product.database, "update thread set closed_at = now()")
    assert "Rien n'est parti" not in (await product.says(mariam, "téléphone perdu")).text
