"""What is not to be done is not done, and what was done a moment ago is opened again; on both platforms."""

from __future__ import annotations

import pytest

from tests.integration.announcements.announcing import owner
from tests.integration.scenes import value
from tests.integration.test_screens import BOTH, working
from tests.integration.threads.test_named import two_who_wrote
from tests.product import Product

LETTER = ("huber", "mon mari prend mon argent")
STAYS = "Un message parti ne s'efface pas"


@BOTH
@pytest.mark.parametrize(
    ("before", "said", "told"),
    [
        ((), "ne supprime pas mon compte", "je ne change rien"),
        ((), "je ne suis pas fatiguée", "je ne change rien"),
        ((), "mon numéro n'a pas changé", "je ne change rien"),
        (("stop",), "je veux pas arrêter", "Contente de te retrouver"),
        (("pause", "3 jours"), "je veux pas de pause", "Contente de te retrouver"),
        (("supprimer", "oui tout effacer"), "ne supprime pas mon compte", "Tu restes"),
        (("supprimer",), "je veux pas supprimer mes données", "Rien n'est effacé"),
        (("prenom", "Fatou"), "ne change pas", "rien ne change"),
        (("pays", "Togo"), "je n'ai pas changé de pays", "Dans quel pays habites-tu ?"),
        (LETTER, "ne l'envoie pas", STAYS),
        (LETTER, "faut pas envoyer", STAYS),
        (("mon téléphone a été volé",), "n'envoie pas", "D'accord. Écris « huber »"),
        (("mon téléphone a été volé",), "je veux pas l'envoyer", "D'accord. Écris « huber »"),
        (("huber",), "n'envoie pas d'argent à mon mari", "C'est noté"),
    ],
)
async def test_a_hiteuse_says_what_is_not_to_be_done(
    on_both: Product, channel: str, before: tuple[str, ...], said: str, told: str
) -> None:
    """« N'envoie pas », below « J'envoie ces mots à l'équipe ? », was sent to the team with them."""
    awa = await working(on_both, channel)
    for each in before:
        await on_both.says(awa, each)
    written = await value(on_both.database, "select count(*) from thread_message")
    assert told in (await on_both.says(awa, said)).text
    assert await value(on_both.database, "select count(*) from thread_message") == written + (before == ("huber",))
    assert await value(on_both.database, "select first_name from person where role = 'hiteuse'") == "Awa"


async def test_staff_say_what_is_not_to_be_done(product: Product) -> None:
    """« Ne mets pas Awa en pause » asked to confirm her pause."""
    await working(product, "telegram")
    admin = await owner(product, "Nadia")
    for said in (
        "ne mets pas Awa en pause",
        "n'approuve pas l'envoi 8",
        "ne ferme pas le projet Avis",
        "annonce pas ça",
        "invite pas Awa",
    ):
        told = await product.says(admin, said)
        assert "je ne change rien" in told.text and "Oui" not in told.labels
    assert "Tu confirmes ?" in (await product.says(admin, "mets Awa en pause")).text
    assert "rien ne change" in (await product.says(admin, "ne mets pas Awa en pause")).text
    assert "Une photo" in (await product.says(admin, "annonce Pas de travail demain")).text


async def test_what_a_huber_does_not_want_sent_is_not_sent(product: Product) -> None:
    """« N'envoie pas », below « Je l'envoie ? », was her answer to the woman."""
    mariam, solange, _ = await two_who_wrote(product)
    await product.says(mariam, "messages Solange")
    await product.taps(mariam, "📋 Réponses prêtes")
    asked = await product.taps(mariam, 0)
    assert "✅ Envoyer" in asked.labels
    shown = await product.says(mariam, "n'envoie pas")
    assert await product.heard(solange) == [] and "✅ Envoyer" not in shown.labels
    asked = await product.says(mariam, "ne l'envoie pas")
    assert await product.heard(solange) == [] and "✅ Envoyer" in asked.labels, "it may be for her"


@BOTH
@pytest.mark.parametrize("said", ["oui ?", "Oui, tout effacer ?", "1 ?"])
async def test_who_asks_has_not_confirmed(on_both: Product, channel: str, said: str) -> None:
    """« Oui ? », below « Tout effacer », erased."""
    awa = await working(on_both, channel)
    await on_both.says(awa, "supprimer")
    await on_both.says(awa, said)
    assert await value(on_both.database, "select count(*) from erasure") == 0
    assert "C'est noté" in (await on_both.says(awa, "oui tout effacer")).text


@BOTH
async def test_who_asks_about_a_button_has_not_touched_it(on_both: Product, channel: str) -> None:
    """« Enlever mon code ? » took her secret number away, « j'accepte ? » accepted the conditions."""
    new = on_both.somebody(channel)
    await on_both.welcomed(new, "CI")
    asked = await on_both.says(new, "j'accepte ?")
    assert "C'est ma réponse" in asked.labels
    assert await value(on_both.database, "select count(*) from consent") == 0
    awa = await working(on_both, channel)
    for said in ("secret", "4821", "secret", "4821"):
        await on_both.says(awa, said)
    asked = await on_both.says(awa, "enlever mon code ?")
    assert "C'est ma réponse" in asked.labels
    assert await value(on_both.database, "select count(*) from person where pin is not null") == 1


@BOTH
@pytest.mark.parametrize(
    "said",
    [
        *("je choisis passer", "alors pause courte", "signaler un souci non", "surtout pas passer"),
        *("passr", "pase", "pause court", "signaler 1 souci", "signalé un souci", "paiment", "travai"),
    ],
)
@pytest.mark.parametrize("kind", ["text", "entry"])
async def test_a_button_in_words_of_hers_is_asked_about(on_both: Product, channel: str, said: str, kind: str) -> None:
    """« Alors pause courte », « passr » were the description of a picture, or the name of a shop."""
    awa = await working(on_both, channel, kind)
    answers = await value(on_both.database, "select count(*) from answer")
    assert "C'est ma réponse" in (await on_both.says(awa, said)).labels
    assert await value(on_both.database, "select count(*) from answer") == answers
