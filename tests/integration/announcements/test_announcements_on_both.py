"""An announcement to people on both platforms, each in the way of hers."""

from __future__ import annotations

import pytest

from tests.integration.announcements.announcing import huber, look, number, sent, written
from tests.integration.scenes import execute, value
from tests.integration.whatsapp.test_window import with_templates
from tests.product import Product

POLL = "Quel jour ?\nSamedi\nDimanche\nJamais\nLe soir"
QUESTION = "{prenom}, tu viens ?\nOui\nNon"


async def test_a_poll_from_a_hubers_phone_reaches_both_platforms_and_its_result_comes_back(on_both: Product) -> None:
    product = on_both
    awa = await product.hiteuse("Awa")
    binta = await product.joined(product.whatsapp.person("Binta"))
    mariam = await huber(product)
    counted = await written(product, mariam, "Atelier", "📊 Un sondage", POLL)
    assert "2 personnes : " in counted.text and "WhatsApp 1" in counted.text and "Telegram 1" in counted.text
    assert "📱 Messagerie" in counted.labels
    await product.heard(binta)
    await sent(product, mariam)
    hers = await product.answer(awa)
    assert hers.labels == ["Samedi", "Dimanche", "Jamais", "Le soir"]
    assert (await product.taps(awa, "Samedi", hers)).labels[0] == "☑️ Samedi"
    news = await product.answer(binta)
    assert (news.text, news.labels) == ("Atelier\n\n📊 Quel jour ?", ["Samedi", "Dimanche", "Jamais", "Le soir"])
    assert (await product.taps(binta, "Samedi", news)).text == "C'est noté, merci !"
    assert (await product.taps(binta, "Jamais", news)).text == "C'est changé, merci !"
    await look(product)
    await look(product)
    result = mariam.last
    assert "📤 Envoyé : 2" in result.text.replace("\u00a0", " ")
    assert "1 · Samedi" in result.text and "1 · Jamais" in result.text and "0 · Dimanche" in result.text


async def test_a_huber_on_whatsapp_sends_one_with_a_link_by_numbers_and_words(on_both: Product) -> None:
    product = on_both
    awa = await product.hiteuse("Awa")
    mariam = product.whatsapp.person("Mariam")
    await product.says(mariam, f"start {await product.code('huber')}")
    await product.says(mariam, "annonce Le programme est là")
    await product.says(mariam, "sans fichier")
    await product.says(mariam, "1")  # a link
    await product.says(mariam, "Le programme https://hiteuses.org/samedi")
    assert "1 personne" in (await product.says(mariam, "suite")).text
    preview = await product.says(mariam, "suite")
    assert "Sur Telegram\n[Le programme ↗]" in preview.text and "Sur WhatsApp\n[Le programme ↗]" in preview.text
    await mariam.says("1")
    test, then = await product.heard(mariam)
    assert [(b.label, b.url) for b in test.buttons] == [("Le programme", "https://hiteuses.org/samedi")]
    assert "Ton test" in then.text
    await product.forward(seconds=2)  # nobody writes the same twice within a second
    await product.says(mariam, "1")  # when
    await product.says(mariam, "maintenant")
    await mariam.says("envoyer")
    gone, *told = await product.heard(mariam)
    assert "C'est parti pour 1 personne" in gone.text
    news = await product.answer(awa)
    assert [(b.label, b.url) for b in news.buttons] == [("Le programme", "https://hiteuses.org/samedi")]
    await look(product)
    (end,) = [*told, *await product.heard(mariam)]  # nothing changes in place there: only the end is told
    assert "Annonce envoyée" in end.text
    assert (
        await value(product.database, "select state from announcement where id = %s", (await number(product),))
        == "done"
    )


async def test_the_end_of_a_planned_one_is_told_on_whatsapp_more_than_a_day_later(on_both: Product) -> None:
    """It waited for the next word of its author, who may look at her phone only on Mondays."""
    product = on_both
    await with_templates(product)
    awa = await product.hiteuse("Awa")
    mariam = product.whatsapp.person("Mariam")
    await product.says(mariam, f"start {await product.code('huber')}")
    for said in ("annonce Atelier", "sans fichier", "suite", "suite", "choisir quand"):
        await mariam.says(said)
        await product.heard(mariam)
        await product.forward(seconds=2)  # nobody writes the same twice within a second
    await product.says(mariam, "après-demain 18h")
    await product.says(mariam, "envoyer")
    await product.heard(mariam)
    await product.forward(hours=57, minutes=1)
    await look(product)
    assert "Atelier" in (await product.answer(awa)).text
    await look(product)
    (end,) = await product.heard(mariam)
    assert end.json["type"] == "template" and "Annonce envoyée" in end.text


async def test_whom_a_short_version_reached_opens_the_whole_one_and_answers_it(on_both: Product) -> None:
    product = on_both
    binta = await product.joined(product.whatsapp.person("Binta"))
    other = await product.joined(product.whatsapp.person("Awa"))
    await with_templates(product)
    await product.forward(days=2)
    mariam = await huber(product)
    text = "Atelier samedi. " + "Apporte ton téléphone. " * 41
    await written(product, mariam, text, "📊 Un sondage", POLL)
    await product.heard(binta)
    await sent(product, mariam)
    short = await product.answer(binta)
    assert short.json["template"]["name"] == "hiteuses_annonce_3"
    assert text.strip() not in short.text and short.labels == ["Voir l'annonce"]
    whole = await product.taps(binta, "Voir l'annonce", short)
    assert whole.text.startswith(text.strip()) and whole.labels == ["Samedi", "Dimanche", "Jamais", "Le soir"]
    assert (await product.taps(binta, "Dimanche", whole)).text == "C'est noté, merci !"
    await look(product)
    assert "1 · Dimanche" in mariam.last.text
    await other.says(short.buttons[0].data or "")  # as if it were hers
    assert "Je ne trouve plus cette annonce." in [message.text for message in await product.heard(other)]


async def test_each_reads_her_own_first_name_on_both_and_in_the_short_version(on_both: Product) -> None:
    product = on_both
    binta = await product.joined(product.whatsapp.person("Binta"))
    await with_templates(product)
    await product.forward(days=2)  # since Binta wrote
    awa, nobody = await product.hiteuse("Awa"), await product.hiteuse("Nadia")
    await execute(product.database, "update person set first_name = '' where first_name = 'Nadia'")
    mariam = await huber(product)
    await written(product, mariam, "Bonjour {prénom}, l'atelier est samedi à {lieu}.", "📊 Un sondage", QUESTION)
    preview = await product.taps(mariam, "Suite ➡️")
    assert "Bonjour Mariam, l'atelier est samedi à {lieu}.\n\n📊 Mariam, tu viens ?" in preview.text
    assert "1 personne n'a pas dit son prénom" in preview.text
    assert "« Bonjour, l'atelier est samedi à {lieu}. »" in preview.text
    assert "{lieu} part tel quel" in preview.text.replace("\u00a0", " ")
    await mariam.taps("🧪 M'envoyer un test")
    test, _ = await product.heard(mariam)
    assert test.text == "Bonjour Mariam, l'atelier est samedi à {lieu}.\n\n📊 Mariam, tu viens ?"
    await product.taps(mariam, "Choisir quand ➡️")
    await product.taps(mariam, "Maintenant")
    await product.heard(binta)
    await mariam.taps("✅ Envoyer")
    news = await product.answer(awa)
    assert news.text == "Bonjour Awa, l'atelier est samedi à {lieu}.\n\n📊 Awa, tu viens ?"
    assert (await product.taps(awa, "Oui", news)).text == news.text  # marked in place
    assert (await product.answer(nobody)).text == "Bonjour, l'atelier est samedi à {lieu}.\n\n📊 Tu viens ?"
    short = await product.answer(binta)
    assert short.json["template"]["name"] == "hiteuses_annonce_3"
    assert "Bonjour Binta, l'atelier est samedi" in short.text and "{prénom}" not in short.text
    whole = await product.taps(binta, "Voir l'annonce", short)
    assert whole.text == "Bonjour Binta, l'atelier est samedi à {lieu}.\n\n📊 Binta, tu viens ?"
    await look(product)
    await product.heard(mariam)
    result = await product.taps(mariam, "📊 En image")
    assert "Tu viens ?" in result.text and "{" not in result.text


@pytest.mark.parametrize("channel", ["telegram", "whatsapp"])
async def test_a_filter_that_is_written_is_no_question_about_figures_and_a_no_goes_on(
    on_both: Product, channel: str
) -> None:
    product = on_both
    await product.hiteuse("Awa")
    mariam = product.somebody(channel, "Mariam")
    await product.says(mariam, f"start {await product.code('huber')}")
    await product.says(mariam, "annonce Le programme est là")
    assert "Des boutons" in (await product.says(mariam, "non")).text
    assert "Pour qui" in (await product.says(mariam, "non")).text
    assert "Je ne connais pas" in (await product.says(mariam, "tous sauf Cameroun")).text
    assert "Pour qui" in (await product.says(mariam, "pays : Côte d'Ivoire")).text  # `pays` is a word of hiteuses
    assert "· Actives" in (await product.says(mariam, "activité actives")).text
    assert "Aperçu" in (await product.says(mariam, "suite")).text


@pytest.mark.parametrize("channel", ["telegram", "whatsapp"])
async def test_who_skips_a_step_keeps_the_draft(on_both: Product, channel: str) -> None:
    product = on_both
    await product.hiteuse("Awa")
    mariam = getattr(product, channel).person("Mariam")
    await product.says(mariam, f"start {await product.code('huber')}")
    for without in ("passer", "je passe", "continue sans", "suite"):
        await product.says(mariam, "annonce Le programme est là")
        assert "Des boutons" in (await product.says(mariam, without)).text, without
        assert "Pour qui" in (await product.says(mariam, "passe")).text
        assert "Aperçu" in (await product.says(mariam, "passer")).text
        await product.says(mariam, "annuler")


@pytest.mark.parametrize("channel", ["telegram", "whatsapp"])
async def test_done_goes_on_in_a_draft_and_a_no_to_what_is_planned_asks_whether_to_stop_it(
    on_both: Product, channel: str
) -> None:
    product = on_both
    await product.hiteuse("Awa")
    mariam = getattr(product, channel).person("Mariam")
    await product.says(mariam, f"start {await product.code('huber')}")
    assert "Aucune annonce" in (await product.says(mariam, "annonce liste")).text
    assert "Je ne trouve pas" in (await product.says(mariam, "annonce 1")).text  # no « 📣 Annoncer » with a slip
    await product.says(mariam, "annonce Atelier")
    await product.says(mariam, "sans fichier")
    assert "Pour qui ?" in (await product.says(mariam, "c'est fini")).text
    assert "Aperçu" in (await product.says(mariam, "fini")).text
    assert "rien n'est envoyé" in (await product.says(mariam, "fini")).text  # there it leads on to nothing
    for said in ("annonce Atelier", "sans fichier", "suite", "suite", "choisir quand", "demain 18h"):
        await product.says(mariam, said)
    assert "C'est prévu" in (await product.says(mariam, "envoyer")).text
    assert "Tu confirmes ?" in (await product.says(mariam, "non")).text
    assert "plus rien ne part" in (await product.says(mariam, "oui")).text
