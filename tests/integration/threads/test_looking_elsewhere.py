"""What is written for a question that stands above other screens: it is not sent, or kept, unasked."""

from __future__ import annotations

import re

import pytest

from tests.fakes.people import Person
from tests.integration.scenes import value
from tests.integration.threads.listening import asks, huber
from tests.product import Product

BOTH = pytest.mark.parametrize("channel", ["telegram", "whatsapp"])
OVER = "tu veux t'arrêter là, ou c'est ta réponse à la question d'avant ?"

OVER_AWA = "tu veux t'arrêter là, ou c'est ta réponse à Awa, d'avant ?"


async def last(product: Product, person: Person) -> str:
    """The last message that a person's act brought."""
    return (await product.heard(person))[-1].text


@BOTH
async def test_a_sigh_below_her_figures_is_not_sent_to_the_woman_who_waits(on_both: Product, channel: str) -> None:
    product = on_both
    mariam = await huber(product, product.somebody(channel, "Mariam"))
    awa = await product.joined(product.telegram.person("Awa"))
    await asks(product, awa, "Bonjour, une question")
    await product.taps(mariam, "✍️ Répondre", await product.answer(mariam))
    for looked in ("menu", "cohorte"):
        await product.says(mariam, looked)
        asked = await product.says(mariam, "elle me fatigue celle la")
        assert OVER_AWA in asked.text
        assert asked.labels == ["Je m'arrête là", "C'est ma réponse"]
    assert await product.heard(awa) == []
    for _ in range(2):
        assert OVER_AWA in (await product.says(mariam, "oui")).text
    await product.taps(mariam, "Je m'arrête là")
    assert await product.heard(awa) == []
    assert await value(product.database, "select count(*) from thread_message where words ~ 'fatigue'") == 0


@BOTH
async def test_what_was_meant_goes_with_one_tap(on_both: Product, channel: str) -> None:
    product = on_both
    mariam = await huber(product, product.telegram.person("Mariam"))
    awa = await product.joined(product.somebody(channel, "Awa"))
    assert "Écris ton message" in (await product.says(awa, "huber")).text
    await product.says(awa, "menu")
    await product.says(awa, "gains")
    for said in ("la photo est floue", "celle du 2e reçu"):
        asked = await product.says(awa, said)
        assert "J'envoie ces mots à Mariam" in asked.text and said in asked.text
        assert await product.heard(mariam) == []
        # what is said to us is answered, and no part of the letter: « tu veux t'arrêter là ? » was asked of everything
        await product.says(awa, "menu")
        earned = await product.says(awa, "combien j'ai eu lundi")
        assert earned.text.startswith("🗓 Le lundi") and "ta réponse" not in earned.text
        await product.says(awa, "menu")
    await product.taps(awa, "✅ L'envoyer", asked)
    assert "la photo est floue\ncelle du 2e reçu" in (await product.answer(mariam)).text
    assert await value(product.database, "select count(*) from thread_message where words ~ 'lundi'") == 0


async def test_below_another_screen_a_name_makes_no_code_unasked(on_both: Product) -> None:
    product = on_both
    paul = await product.admin()
    for said in ("inviter", "hiteuse", "cote d'ivoire", "avec des noms"):
        step = await product.says(paul, said)
    assert "noms" in step.text
    await product.says(paul, "menu")
    before = await value(product.database, "select count(*) from invite")
    asked = await product.says(paul, "Fatou Diallo")
    assert OVER in asked.text
    assert await value(product.database, "select count(*) from invite") == before


async def test_a_question_asked_elsewhere_is_no_text_of_an_announcement(on_both: Product) -> None:
    product = on_both
    paul = await product.admin()
    assert "écris ton texte" in (await product.says(paul, "annonce")).text.casefold()
    await product.says(paul, "menu")
    asked = await product.says(paul, "qui est la plus gentille de toutes")
    assert OVER in asked.text
    await product.taps(paul, "C'est ma réponse", asked)
    assert await value(product.database, "select count(*) from announcement") == 0


@BOTH
async def test_what_is_said_below_another_screen_is_not_kept_as_her_project(on_both: Product, channel: str) -> None:
    """« Merci mé c po venu », below the summary of her week, was her project: she had left that question for days."""
    product = on_both
    awa = await product.joined(product.somebody(channel, "Awa"))
    for _ in range(2):
        await product.says(awa, "/projet changer")
        await product.says(awa, "gains")
        assert OVER in (await product.says(awa, "merci mé c po venu")).text
    assert await value(product.database, "select count(*) from goal where words ~ 'venu'") == 0
    await product.says(awa, "/projet changer")
    await product.says(awa, "gains")
    assert "C'est noté" in (await product.says(awa, "un salon de coiffure, 300 000")).text


ORDERS = {
    "combien a gagné Mawusi ?": "Alors pas de chiffre",
    "personne Awa": "En attente",
    "approuve l'envoi 8": "Il n'y a pas d'envoi n° 8",
    "ferme le projet Modération de commentaires": "Tu confirmes ?",
    "libère Awa": "n'est pas retenue",
    "libère Clarisse": "Je ne connais personne du nom de",
    "réclamations": "Aucune réclamation",
    "montre les paiements": "Aucun envoi",
}
"""What staff order below another screen, and what they hear."""


@BOTH
@pytest.mark.parametrize("said", ORDERS)
async def test_an_order_below_another_screen_is_no_answer_to_a_woman(on_both: Product, channel: str, said: str) -> None:
    product = on_both
    await product.project()
    paul = await product.appointed(product.somebody(channel, "Paul"))
    awa = await product.joined(product.telegram.person("Awa"))
    await product.says(awa, "huber Bonjour, une question")
    await product.heard(paul)
    await product.says(paul, "messages Awa")
    await product.says(paul, "menu")
    await product.heard(awa)
    told = await product.says(paul, said)
    assert re.search(ORDERS[said], told.text) and "ta réponse" not in told.text
    assert await product.heard(awa) == []


@BOTH
async def test_what_only_sounds_like_an_order_is_asked_about(on_both: Product, channel: str) -> None:
    product = on_both
    mariam = await huber(product, product.somebody(channel, "Mariam"))
    awa = await product.joined(product.telegram.person("Awa"))
    await asks(product, awa, "Bonjour, une question")
    await product.heard(mariam)
    await product.says(mariam, "messages Awa")
    for said in ("retiens bien ceci", "ferme ta porte ma chérie", "personne ne répond"):
        await product.says(mariam, "menu")
        assert OVER_AWA in (await product.says(mariam, said)).text
    await product.says(mariam, "menu")
    assert "Ce mot n'est pas pour toi" in (await product.says(mariam, "personne Awa")).text
    assert OVER_AWA in (await product.says(mariam, "il fait trop chaud chez nous")).text  # below what has no buttons
    assert await product.heard(awa) == []


@BOTH
@pytest.mark.parametrize("said", ["approuve l'envoi 8", "ferme le projet Modération de commentaires", "libère Awa"])
async def test_an_order_below_the_words_of_a_person_is_no_reply_to_her(
    on_both: Product, channel: str, said: str
) -> None:
    """« C'est pour répondre à Awa ? »; the « oui » to what was taken for « tu confirmes ? » sent her the order."""
    product = on_both
    await product.project()
    paul = await product.appointed(product.somebody(channel, "Paul"))
    awa = await product.joined(product.telegram.person("Awa"))
    await product.says(awa, "huber Bonjour, une question")
    await product.answer(paul)
    await product.heard(awa)
    assert ORDERS[said] in (await product.says(paul, said)).text
    assert await product.heard(awa) == []
