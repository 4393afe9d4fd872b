"""Words while an announcement is written: its filters are no figures, and it can be given up by name."""

from __future__ import annotations

import pytest

from tests.fakes.people import Person
from tests.integration.announcements.announcing import huber, owner, sent
from tests.integration.scenes import value
from tests.integration.telegram.test_odd_messages import PHOTO
from tests.product import Product


@pytest.mark.parametrize("said", ["les nouvelles", "les mamans", "celles qui gagnent", "gains par pays"])
async def test_a_filter_that_is_not_understood_is_no_figure(product: Product, said: str) -> None:
    """« Les nouvelles » was answered with who joined; the announcement stayed for all without a word."""
    await product.hiteuse()
    paul = await owner(product)
    await product.says(paul, "annonce Bonjour à toutes")
    await product.says(paul, "sans")
    await product.says(paul, "suite")
    told = await product.says(paul, said)
    assert f"Je ne connais pas « {said} » : rien n'a changé" in told.text and "Pour qui ?" in told.text
    again = await product.says(paul, "Suite ➡️")
    assert f"« {said} » n'est pas pris en compte" in again.text and "Pour qui ?" in again.text
    assert "Aperçu" in (await product.says(paul, "Suite ➡️")).text


async def test_a_question_about_figures_is_answered_also_there(product: Product) -> None:
    await product.hiteuse()
    paul = await owner(product)
    await product.says(paul, "annonce Bonjour à toutes")
    await product.says(paul, "sans")
    await product.says(paul, "suite")
    assert "1 " in (await product.says(paul, "combien de femmes inscrites ?")).text
    assert "gagnés" in (await product.says(paul, "awa a gagné combien")).text
    assert "Awa (n°" in (await product.says(paul, "cherche awa")).text
    await product.says(paul, "annonce")
    assert "C'est annulé : rien n'est envoyé" in (await product.says(paul, "arrete lannonce")).text


@pytest.mark.parametrize("said", ["annule l'annonce", "stop l'annonce", "annonce annuler"])
async def test_the_draft_is_given_up_by_its_name(product: Product, said: str) -> None:
    """« Annule l'annonce » looked for one that was under way, and the draft stayed open."""
    await product.hiteuse()
    mariam = await huber(product)
    await product.says(mariam, "annonce Bonjour à toutes")
    await product.says(mariam, "menu")
    assert "C'est annulé : rien n'est envoyé" in (await product.says(mariam, said)).text
    await product.says(mariam, "Bonjour")
    assert await value(product.database, "select count(*) from announcement") == 0
    assert "écris ton texte" in (await product.says(mariam, "annonce")).text


async def test_the_plural_lists_them(product: Product) -> None:
    """`annonces` opened a new one, against what the papers say."""
    await product.hiteuse()
    mariam = await huber(product)
    assert "Aucune annonce pour le moment" in (await product.says(mariam, "annonces")).text
    await product.says(mariam, "annonce demain 9h : Bonjour à toutes")
    await product.says(mariam, "l'heure d'envoi")
    for said in ("sans", "suite", "suite"):
        await product.says(mariam, said)
    shown = await product.says(mariam, "suite")
    assert "Quand : le" in shown.text and "à 9 h" in shown.text
    await product.taps(mariam, "✅ Envoyer")
    for said in ("annonces", "mes annonces", "annonces page 1", "annonce liste"):
        assert "Bonjour à toutes" in (await product.says(mariam, said)).text, said


@pytest.mark.parametrize("said", ["stop", "arrête", "stoppe"])
async def test_stop_below_its_button_is_about_the_announcement(product: Product, said: str) -> None:
    """« Stop » below « 🛑 Arrêter » ended all messages to the Huber herself."""
    await product.hiteuse()
    mariam = await huber(product)
    await product.says(mariam, "annonce Bonjour à toutes")
    for each in ("sans", "suite", "suite", "suite", "demain 9h"):
        await product.says(mariam, each)
    await product.taps(mariam, "✅ Envoyer")
    assert "🛑 Arrêter" in (await product.says(mariam, "où en est l'annonce")).labels
    assert "Tu confirmes ?" in (await product.says(mariam, said)).text
    await product.says(mariam, "oui")
    assert await value(product.database, "select count(*) from person where stopped_at is not null") == 0
    assert await value(product.database, "select count(*) from announcement where state = 'cancelled'") == 1


@pytest.mark.parametrize(
    "said", ["aux nouvelles seulement", "seulement les nouvelles", "aux nouvelles", "celles qui n'ont rien fait"]
)
async def test_a_filter_is_not_lost_where_the_buttons_are_asked_about(product: Product, said: str) -> None:
    """« Choisis une des réponses ci-dessous »; the announcement stayed for all."""
    await product.hiteuse()
    mariam = await huber(product)
    await product.says(mariam, "annonce Bonjour à toutes")
    await product.says(mariam, "sans")
    told = await product.says(mariam, said)
    assert "Je ne connais pas" in told.text and "rien n'a changé" in told.text and "Des boutons" in told.text
    await product.says(mariam, "suite")
    assert "n'est pas pris en compte" in (await product.says(mariam, "Suite ➡️")).text


@pytest.mark.parametrize("steps", [(), ("sans",), ("sans", "suite", "suite")])
async def test_the_time_is_taken_before_it_is_asked_about(product: Product, steps: tuple[str, ...]) -> None:
    """« Choisis une des réponses ci-dessous » to « demain à 8h », below the buttons or the preview."""
    await product.hiteuse()
    mariam = await huber(product)
    await product.says(mariam, "annonce Bonjour à toutes")
    for each in steps:
        await product.says(mariam, each)
    told = await product.says(mariam, "demain à 8h")
    if len(steps) < 3:
        assert "C'est noté" in told.text and "à 8 h" in told.text
        for each in ("sans", "suite", "suite", "suite")[len(steps) :]:
            told = await product.says(mariam, each)
    assert "Quand : le" in told.text and "à 8 h" in told.text
    assert await value(product.database, "select count(*) from announcement") == 0


async def test_a_time_that_has_passed_is_not_kept(product: Product) -> None:
    await product.hiteuse()
    mariam = await huber(product)
    await product.says(mariam, "annonce Bonjour à toutes")
    assert "C'est déjà passé" in (await product.says(mariam, "hier à 8h")).text


async def asked_to_send(product: Product, mariam: Person) -> None:
    """An announcement of this Huber at « On envoie ? », for tomorrow at 18 h."""
    for said in ("annonce Bonjour à toutes", "sans", "suite", "suite", "suite"):
        await product.says(mariam, said)
    assert "à 18 h" in (await product.says(mariam, "demain 18h")).text


@pytest.mark.parametrize("said", ["pas Awa", "seulement Rokia", "change le texte en bonsoir", "oui mais sans Awa"])
async def test_what_is_not_understood_below_the_last_question_holds_the_yes_up(product: Product, said: str) -> None:
    """« Oui », after « Choisis une des réponses ci-dessous », sent it as it stood."""
    await product.hiteuse()
    mariam = await huber(product)
    await asked_to_send(product, mariam)
    assert "On envoie ?" in (await product.says(mariam, said)).text
    held = await product.says(mariam, "oui")
    assert "n'est pas pris en compte" in held.text and "On envoie ?" in held.text
    assert await value(product.database, "select count(*) from announcement") == 0
    await product.says(mariam, "oui")
    assert await value(product.database, "select count(*) from announcement") == 1


async def test_a_filter_that_is_not_understood_below_the_preview_is_said_again(product: Product) -> None:
    await product.hiteuse()
    mariam = await huber(product)
    for said in ("annonce Bonjour à toutes", "sans", "suite", "suite", "seulement Rokia", "suite", "demain 18h"):
        await product.says(mariam, said)
    assert "« Rokia » n'est pas pris en compte" in (await product.says(mariam, "oui")).text
    assert await value(product.database, "select count(*) from announcement") == 0


@pytest.mark.parametrize("said", ["change en demain 19h", "oui mais demain à 19h", "ok mais demain 19h"])
async def test_another_time_is_taken_together_with_a_yes(product: Product, said: str) -> None:
    await product.hiteuse()
    mariam = await huber(product)
    await asked_to_send(product, mariam)
    assert "à 19 h" in (await product.says(mariam, said)).text
    await product.says(mariam, "oui")
    assert await value(product.database, "select count(*) from announcement") == 1


@pytest.mark.parametrize("said", ["suite", "continue", "garde la photo", "oui", "1"])
async def test_a_file_that_came_is_kept_on_the_way_back(product: Product, said: str) -> None:
    """« Suite » was « Sans fichier » there: the announcement went out without its picture."""
    await product.hiteuse()
    mariam = await huber(product)
    await product.says(mariam, "annonce Bonjour à toutes")
    await mariam.sends_photo(PHOTO)
    assert "Des boutons" in (await product.answer(mariam)).text
    assert "Ton fichier est là" in (await product.says(mariam, "retour")).text
    await product.says(mariam, said)
    await product.taps(mariam, "Suite ➡️")
    await sent(product, mariam)
    assert await value(product.database, "select content -> 'file' ->> 0 from announcement") == "image"


async def test_what_is_written_with_a_photo_is_the_text_or_said_not_to_be(product: Product) -> None:
    """« Rendez-vous à 10 h » below the photo was left out without a word: there was a text already."""
    await product.hiteuse()
    mariam = await huber(product)
    await product.says(mariam, "annonce Bonjour à toutes")
    await mariam.sends_photo(PHOTO, "Rendez-vous à 10 h")
    told = await product.answer(mariam)
    assert "n'est pas pris : ton texte reste le même" in told.text and "Des boutons" in told.text
    assert "Bonjour à toutes" in (await product.says(mariam, "changer le texte")).text
    await mariam.sends_photo(PHOTO, "Rendez-vous à 11 h")
    assert "n'est pas pris" not in (await product.answer(mariam)).text
    await product.taps(mariam, "Suite ➡️")
    await sent(product, mariam)
    assert await value(product.database, "select content ->> 'text' from announcement") == "Rendez-vous à 11 h"


@pytest.mark.parametrize(
    "said", ["change le texte", "attends je veux changer mon message", "il faut corriger le texte"]
)
@pytest.mark.parametrize("steps", [2, 3, 4])
async def test_the_text_is_changed_at_any_step(product: Product, said: str, steps: int) -> None:
    """« Change le texte » below the hour was no hour, and below the last question no answer."""
    await product.hiteuse()
    mariam = await huber(product)
    await product.says(mariam, "annonce Rendez-vous samedi")
    await product.says(mariam, "sans")
    for step in ("suite", "suite", "suite", "maintenant")[:steps]:
        await product.says(mariam, step)
    assert (
        "Rendez-vous samedi" in (shown := await product.says(mariam, said)).text and "Garder ce texte" in shown.labels
    )
    await product.says(mariam, "Rendez-vous dimanche")
    await product.says(mariam, "sans")
    await product.says(mariam, "suite")
    await sent(product, mariam)
    assert await value(product.database, "select content ->> 'text' from announcement") == "Rendez-vous dimanche"


@pytest.mark.parametrize("said", ["garde celui-ci", "je garde ce texte", "suite", "oui", "retour", "Garder ce texte"])
async def test_the_text_that_is_there_is_kept_in_words(product: Product, said: str) -> None:
    """« Garde celui-ci », as the question puts it, was the new text, and « retour » gave the whole draft up."""
    await product.hiteuse()
    mariam = await huber(product)
    await product.says(mariam, "annonce Rendez-vous samedi")
    for step in ("sans", "suite", "suite"):
        await product.says(mariam, step)
    asked = await product.taps(mariam, "✏️ Changer le texte")
    assert "garde celui-ci" in asked.text
    assert "Une photo ou un document" in (await product.says(mariam, said)).text
    await product.says(mariam, "sans")
    await product.says(mariam, "suite")
    await sent(product, mariam)
    assert await value(product.database, "select content ->> 'text' from announcement") == "Rendez-vous samedi"


async def test_a_text_that_begins_with_such_a_word_is_a_text(product: Product) -> None:
    await product.hiteuse()
    mariam = await huber(product)
    await product.says(mariam, "annonce Rendez-vous samedi")
    await product.says(mariam, "retour")
    await product.says(mariam, "Garde ton sourire !")
    await product.says(mariam, "sans")
    await product.says(mariam, "suite")
    await sent(product, mariam)
    assert await value(product.database, "select content ->> 'text' from announcement") == "Garde ton sourire !"
