"""Words in an open thread that are about the woman, or for us, are not sent before that is asked."""

from __future__ import annotations

import pytest

from tests.integration.scenes import value
from tests.integration.test_screens import BOTH, working
from tests.integration.threads.listening import huber
from tests.integration.threads.test_named import two_who_wrote
from tests.product import Product


@pytest.mark.parametrize(
    "said", ["elle m'insulte", "donne moi son numéro", "combien elles sont à Abidjan", "la suivante", "paiement"]
)
async def test_what_is_about_her_is_not_sent_to_her(product: Product, said: str) -> None:
    """« Elle m'insulte » was sent to the woman of whom it was said."""
    mariam, solange, _ = await two_who_wrote(product)
    await product.says(mariam, "messages Solange")
    asked = await product.says(mariam, said)
    assert f"« {said} » : je l'envoie à Solange ?" in asked.text
    assert await product.heard(solange) == []
    await product.says(mariam, "patiente un peu")
    assert "patiente un peu" in (await product.answer(solange)).text


async def test_it_is_sent_if_it_is_for_her(product: Product) -> None:
    mariam, solange, _ = await two_who_wrote(product)
    await product.says(mariam, "messages Solange")
    asked = await product.says(mariam, "elle arrive demain")
    await product.taps(mariam, "✅ Envoyer", asked)
    assert "elle arrive demain" in (await product.answer(solange)).text


async def test_a_name_before_what_is_told_calls_another(product: Product) -> None:
    mariam, solange, fatou = await two_who_wrote(product)
    await product.says(mariam, "messages Solange")
    assert "tu veux écrire à Fatou" in (await product.says(mariam, "Fatou viens demain")).text
    assert await product.heard(solange) == await product.heard(fatou) == []


@BOTH
async def test_a_choice_of_the_task_before_is_no_letter_unasked(on_both: Product, channel: str) -> None:
    """« Haine », typed for the task further up, was sent to the team."""
    awa = await working(on_both, channel)
    await on_both.says(awa, "huber")
    asked = await on_both.says(awa, "haine")
    assert "J'envoie ces mots" in asked.text and "✅ L'envoyer" in asked.labels
    assert await value(on_both.database, "select count(*) from thread_message") == 0
    for said in ("rien", "je veux plus écrire", "je voulais juste voir"):
        await on_both.says(awa, "huber")
        assert "D'accord" in (await on_both.says(awa, said)).text
    assert await value(on_both.database, "select count(*) from thread_message") == 0


@BOTH
async def test_what_agrees_and_says_more_may_be_a_reply(on_both: Product, channel: str) -> None:
    """« Oui samedi ok », below a message of her Huber and with a task open, got « Choisis une des réponses »."""
    product = on_both
    mariam = await huber(product, product.telegram.person("Mariam"))
    awa = await working(product, channel)
    await product.says(awa, "huber Je peux venir samedi ?")
    await mariam.replies(await product.answer(mariam), "Oui, à 10 heures. Ça te va ?")
    await product.heard(awa)
    asked = await product.says(awa, "oui samedi ok")
    assert "« oui samedi ok »" in asked.text and "Choisis une des réponses" not in asked.text
    await product.heard(mariam)
    await product.taps(awa, 0, asked)
    assert "oui samedi ok" in (await product.answer(mariam)).text
