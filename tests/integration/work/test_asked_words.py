"""Sentences that want a word of the chat without naming it, on both platforms."""

from __future__ import annotations

import pytest

from tests.integration.quality.test_reviews_of_kinds import BOARDS
from tests.integration.test_screens import working
from tests.product import Product

SIGNS = """
name: panneaux
title: Recopier des panneaux
kind: transcription
question: "Qu'est-ce qui est écrit ?"
show: {image: "{image}"}
pay: {amount: "0.10", currency: EUR}
minutes: 1
"""
BOTH = pytest.mark.parametrize("channel", ["telegram", "whatsapp"])


@BOTH
@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("j'ai déjà un compte sur mon autre numéro", "écris-moi cette ligne"),
        ("qu'est-ce que vous savez sur moi ?", "Tes données"),
        ("je change de numero whatsapp", "écris-moi cette ligne"),
        ("je pars en voyage jusqu'au 20 mars", "pas de rappel jusqu'au vendredi 20 mars"),
        ("2 sem de pose", "pas de rappel jusqu'au"),
        ("j'ai déménagé à Lomé", "tu habites au Togo"),
        ("moi je vis à Dakar", "tu habites au Sénégal"),
        ("je suis au Bénin maintenant", "Dans quel pays habites-tu"),
        ("et mes 284 francs ?", "☀️ Aujourd'hui"),
        ("je veux mes 45 francs", "☀️ Aujourd'hui"),
        ("j'ai peur d'être arnaquée", "on ne te demande jamais d'argent"),
        ("je me repose jusqu'au 20 mars", "pas de rappel jusqu'au vendredi 20 mars"),
        ("j'ai besoin de repos jusqu'au 20 mars", "pas de rappel jusqu'au vendredi 20 mars"),
        ("je t'ai dit pas de rappel jusqu'au 20 mars", "pas de rappel jusqu'au vendredi 20 mars"),
        ("ne me rappelle pas avant le 20 mars", "pas de rappel jusqu'au vendredi 20 mars"),
        ("je ne travaille pas jusqu'au 20 mars", "pas de rappel jusqu'au vendredi 20 mars"),
        ("je veux me reposer quelques jours", "Combien de temps ?"),
        ("j'ai changé de pays", "Dans quel pays habites-tu"),
        ("une attestation de travail svp", "revenus"),
        ("ça bouffe mon forfait", "« economie »"),
        ("vérifier mon certificat", "certificat"),
        ("ne me rappelle plus", "Tes rappels"),
        ("vous avez validé mes réponses ?", "En attente"),
        ("comment faire un recours", "refusée"),
        ("envoie le par mail", "rien par e-mail"),
        ("c'est reconnu ?", "pas un diplôme d'État"),
        ("j'ai 16 ans", "ne parlent pas d'âge"),
        ("arrête un mois", "pas de rappel jusqu'au"),
        ("annule mon recours", "aucune réponse refusée"),
    ],
)
async def test_it_is_understood_beside_a_choice_and_the_task_waits(
    on_both: Product, channel: str, said: str, told: str
) -> None:
    awa = await working(on_both, channel, "choice")
    await awa.says(said)
    assert any(told in message.text for message in await on_both.heard(awa))
    await on_both.says(awa, "travail")
    assert "✅ Noté" in (await on_both.says(awa, "haine")).text


@BOTH
async def test_where_any_words_are_an_answer_she_is_asked(on_both: Product, channel: str) -> None:
    awa = await working(on_both, channel, "text")
    asked = await on_both.says(awa, "ça bouffe mon forfait")
    assert asked.labels == ["📶 Moins de données", "C'est ma réponse"]
    asked = await on_both.says(awa, "j'ai 16 ans")
    assert asked.labels == ["🎂 Mon âge", "C'est ma réponse"]
    asked = await on_both.says(awa, "supprime mon compte")
    assert asked.labels == ["Effacer mes données", "C'est ma réponse"]
    asked = await on_both.says(awa, "Effacer mes données")
    assert "Effacer ton compte" in asked.text and asked.labels[0] == "Oui, tout effacer"
    await on_both.says(awa, "Non, je reste")
    asked = await on_both.says(awa, "ya trop de soleil on voit pas lecran")
    assert asked.labels == ["⚠️ Elle a un souci", "C'est ma réponse"]
    asked = await on_both.says(awa, "le fone chauffe trop")  # listed nowhere
    assert asked.labels[-1] == "C'est ma réponse"
    asked = await on_both.says(awa, "j'ai deux téléphones")
    assert "lier" in asked.text and asked.labels[-1] == "C'est ma réponse"


@BOTH
async def test_who_saves_data_already_is_told_so(on_both: Product, channel: str) -> None:
    awa = await working(on_both, channel, "choice")
    await on_both.says(awa, "economie")
    assert "est en marche" in (await on_both.says(awa, "les photos c'est trop lourd")).text


@BOTH
async def test_a_sentence_that_is_said_to_us_is_no_field_of_a_form_and_no_project(
    on_both: Product, channel: str
) -> None:
    awa = await working(on_both, channel, "entry")
    asked = await on_both.says(awa, "c mon petit frere ki a tapé")
    assert asked.labels[-1] == "C'est ma réponse"
    assert "(2 sur 3)" in (await on_both.says(awa, "Boutique du petit frère")).text
    await on_both.says(awa, "projet")
    await on_both.says(awa, "changer")
    assert (await on_both.says(awa, "mon doigt a glissé")).labels[-1] == "C'est ma réponse"
    assert "C'est noté" in (await on_both.says(awa, "une boutique pour mon petit frère")).text


@BOTH
async def test_what_is_said_to_us_is_on_no_sign(on_both: Product, channel: str) -> None:
    """Where signs are copied, nothing was asked about, as where speech is."""
    await on_both.project(SIGNS, "id,image\n1,images/pain.png\n2,images/pain.png\n", base=BOARDS)
    awa = await on_both.joined(on_both.somebody(channel))
    await on_both.taps(awa, "Accepter")
    for said in ("le fone chauffe trop", "c mon petit frere ki a tapé"):
        assert (await on_both.says(awa, said)).labels[-1] == "C'est ma réponse", said
    for said in ("je vais me tuer", "il m'a frappée hier soir"):  # a voice may say that too
        asked = await on_both.says(awa, said)
        assert "appelle les secours" in asked.text and asked.labels == ["💬 Écrire à ma Huber", "C'est ma réponse"], (
            said
        )
    assert "✅ Noté" in (await on_both.says(awa, "boulangerie du carrefour pain chaud")).text


@BOTH
async def test_who_is_called_by_others_asks_for_nobody(on_both: Product, channel: str) -> None:
    """A letter was opened, and her next words were sent."""
    awa = await working(on_both, channel, "choice")
    for said in (
        "ya le marabout qui appelle pour prier",
        "ya quelqu'un qui appelle",
        "maman m'appelle",
        "ça me rappelle mon village",
    ):
        assert "Écris ton message" not in (await on_both.says(awa, said)).text, said
        await on_both.says(awa, "travail")
