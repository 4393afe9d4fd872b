"""Hard content in chat: asked before it is offered, hidden until it is tapped, out at any time."""

from __future__ import annotations

from typing import Any

import pytest

from bot import samples
from tests.integration.scenes import value
from tests.product import COMMENTS, Product

PICTURES = samples.projects()[0].parent / "etiquetage-images"
HARD = COMMENTS.replace("name: commentaires", "name: dur").replace("title: Modération", "title: Modération dure")
HARD += "sensitive: [haine]\n"
PHOTOS = """
name: photos
title: Photos dures
kind: choice
question: "Que vois-tu ?"
show: {image: "{image}"}
choices: [{id: a, label: Rien}, {id: b, label: Un danger}]
pay: {amount: "0.05", currency: EUR}
minutes: 0.5
sensitive: [violence]
"""


async def test_she_is_asked_works_and_takes_her_yes_back(product: Product) -> None:
    awa = await product.hiteuse("Awa")
    await product.project(HARD)
    await product.project(COMMENTS)
    asked = await product.says(awa, "travail")
    assert "contenus durs : haine" in asked.text and "Dire non ne t'enlève aucun autre travail" in asked.text
    assert "Modération dure" in (await product.taps(awa, "Oui, je veux bien")).text
    assert "💬 Ma Huber" in (await product.taps(awa, "Accepter")).labels
    sent = [call.params["text"] for call in product.telegram.calls if call.method == "sendMessage"]
    assert "<tg-spoiler>" in sent[-1]
    assert {"✅ haine", "🚫 mort"} <= set((await product.says(awa, "contenus")).labels)
    await product.taps(awa, "✅ haine")
    assert await value(product.database, "select themes from person where first_name = 'Awa'") == {"haine": False}
    assert await value(product.database, "select count(*) from answer where status = 0") == 0
    again = await product.says(awa, "travail")
    assert "dure" not in again.text and "Modération de commentaires" in again.text


async def test_who_says_no_has_other_work(product: Product) -> None:
    awa = await product.hiteuse("Awa")
    await product.project(HARD)
    await product.project(COMMENTS)
    await product.says(awa, "travail")
    offer = await product.taps(awa, "Non, pas de ça")
    assert "dure" not in offer.text and "Accepter" in offer.labels


async def test_who_names_what_she_refused_hears_why_it_is_not_there(product: Product) -> None:
    """« Tes badges t'ouvrent déjà : Modération dure » was told, and its name brought the next offers."""
    awa = await product.hiteuse("Awa")
    await product.project(HARD)
    await product.project(COMMENTS)
    await product.says(awa, "travail")
    await product.taps(awa, "Non, pas de ça")
    told = await product.says(awa, "moderation dure")
    assert "montre des contenus durs, et tu as dit non" in told.text and "« contenus »" in told.text
    await product.taps(awa, "Accepter")
    assert "tu as dit non" in (await product.says(awa, "je veux faire la moderation dure")).text


@pytest.mark.parametrize("channel", ["telegram", "whatsapp"])
@pytest.mark.parametrize(
    "said",
    [
        "non pa de ça moi jai peur",
        "non merci ça me fait peur",
        "non j'ai peur de ça",
        "nonnn merci",
        "non je veux pas voir ca mais jai besoin d'argent vite",
    ],
)
async def test_who_is_afraid_of_it_while_she_registers_has_said_no(on_both: Product, channel: str, said: str) -> None:
    await on_both.project(COMMENTS)
    await on_both.project(HARD)
    person: Any = getattr(on_both, channel).person("Awa")
    await on_both.welcomed(person)
    for tapped in ("J'accepte", "💼 Mon activité", "Plus tard"):
        await on_both.taps(person, tapped)
    assert "contenus durs" in (await on_both.says(person, "Pas de rappel")).text
    assert "tout est prêt" in (await on_both.says(person, said)).text
    assert await value(on_both.database, "select themes from person where first_name = 'Awa'") == {"haine": False}


async def test_a_picture_is_hidden_until_it_is_tapped(product: Product) -> None:
    awa = await product.hiteuse("Awa")
    await product.project(PHOTOS, "id,image\n1,images/moto.png\n", base=PICTURES)
    await product.says(awa, "travail")
    await product.taps(awa, "Oui, je veux bien")
    assert (await product.taps(awa, "Accepter")).kind == "photo"
    (photo,) = [call for call in product.telegram.calls if call.method == "sendPhoto"]
    assert str(photo.params["has_spoiler"]).lower() == "true"


@pytest.mark.parametrize("channel", ["telegram", "whatsapp"])
async def test_a_yes_to_a_little_of_it_is_no_yes_to_what_it_does_not_name(on_both: Product, channel: str) -> None:
    """« Oui mais pas trop violent » was a yes to hate and to sex; « enfin sexe non » after it was not understood."""
    product = on_both
    awa = await product.joined(product.somebody(channel))
    await product.project(HARD.replace("[haine]", "[haine, violence, sexe]"))
    await product.says(awa, "travail")
    asked = await product.says(awa, "oui mais pas trop violent")
    assert "Des contenus de ce genre : haine ?" in asked.text
    assert await value(product.database, "select themes from person where first_name = 'Awa'") == {}
    await product.says(awa, "oui")
    await product.says(awa, "oui")
    given = {"haine": True, "violence": False, "sexe": True}
    assert await value(product.database, "select themes from person where first_name = 'Awa'") == given
    assert "🚫 sexe" in (await product.says(awa, "enfin sexe non")).labels
    given["sexe"] = False
    assert await value(product.database, "select themes from person where first_name = 'Awa'") == given


async def test_a_yes_right_after_it_shocks_her_is_no_answer(product: Product) -> None:
    """« Oui », below « Passer ne te coûte rien », was « Acceptable », of a comment that shocked her, which was shown
    once more; and « cette image me dérange » told her how to hear no more of us."""
    await product.project(COMMENTS)
    awa = await product.hiteuse("Awa")
    await product.taps(awa, "Accepter")
    told = await product.says(awa, "ce commentaire me dérange")
    assert "pas obligée de regarder" in told.text and "Commentaire numéro" not in told.text
    assert "Commentaire numéro 1" in (await product.says(awa, "non")).text
    await product.says(awa, "ça me choque")
    assert "Commentaire numéro 2" in (await product.says(awa, "oui")).text
    told = await product.says(awa, "ça me choque")
    assert "Le contenu me choque" in (await product.taps(awa, "⚠️ Signaler un souci", told)).labels
    assert (
        await value(product.database, "select count(*) from answer where value is not null") == 1
    )  # the practice task
