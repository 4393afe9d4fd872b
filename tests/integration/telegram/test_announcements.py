"""`annonce` from a Huber's phone to the hiteuses' phones and back."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from backend.db.people import queries as people_rows
from backend.domain.announcements.content import Announcement
from backend.domain.announcements.life import Audience
from backend.services.announcements import service
from tests.integration.announcements.announcing import huber, look, number, owner, sent, written
from tests.integration.scenes import execute, value
from tests.product import Product

POLL = "Quel jour ?\nSamedi\nDimanche"
COPIES = "select count(*) from outbox where announcement_id is not null"


def picture(kind: str) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (60, 40), "orange").save(file, kind)
    return file.getvalue()


async def test_a_poll_goes_out_is_answered_in_place_and_its_result_comes_back_in_one_message(product: Product) -> None:
    awa, binta = await product.hiteuse("Awa"), await product.hiteuse("Binta")
    mariam = await huber(product)
    counted = await written(product, mariam, "Atelier *samedi*", "📊 Un sondage", POLL, "✅ J'ai lu")
    assert "2 personnes" in counted.text
    gone, first = await sent(product, mariam)
    assert "C'est parti pour 2 personnes" in gone.text
    hers = await product.answer(awa)
    assert (hers.text, hers.labels) == ("Atelier *samedi*\n\n📊 Quel jour ?", ["Samedi", "Dimanche", "✅ J'ai lu"])
    await product.heard(binta)
    marked = await product.taps(awa, "Samedi", hers)
    assert (marked.id, marked.edited, marked.labels[:2]) == (hers.id, True, ["☑️ Samedi", "Dimanche"])
    marked = await product.taps(awa, "Dimanche", marked)
    assert marked.labels == ["Samedi", "☑️ Dimanche", "✅ J'ai lu"]
    marked = await product.taps(awa, "✅ J'ai lu", marked)
    assert marked.labels == ["Samedi", "☑️ Dimanche", "☑️ ✅ J'ai lu"]
    await awa.taps("☑️ Dimanche")
    assert await product.heard(awa) == []  # only a notice over the chat
    await product.taps(binta, "Dimanche")
    await look(product)
    *_, result = await product.heard(mariam)
    assert (result.id, result.edited) == (first.id, True)
    assert "✅ Annonce envoyée" in result.text and "📤 Envoyé : 2" in result.text
    assert "2 · Dimanche" in result.text and "0 · Samedi" in result.text and "« J'ai lu » : 1" in result.text
    chart = await product.taps(mariam, "📊 En image")
    assert chart.kind == "photo" and "2 réponses · envoyé à 2" in chart.text


async def test_the_open_task_stays_answerable_and_interest_opens_it(product: Product) -> None:
    await product.project()
    awa, mariam = await product.hiteuse(), await huber(product)
    task = await product.taps(awa, 0)
    await written(product, mariam, "Du travail !", "✅ J'ai lu", "🙋 Je suis intéressée", "💼 Le travail")
    await sent(product, mariam)
    news = await product.answer(awa)
    await product.taps(awa, "✅ J'ai lu", news)
    assert "Commentaire numéro 1" in task.text
    assert "Commentaire numéro 2" in (await product.taps(awa, "Acceptable", task)).text
    assert "Commentaire numéro 2" in (await product.taps(awa, "Je suis intéressée", news)).text
    await look(product)
    assert "Intéressées : 1" in mariam.last.text


async def test_a_picture_goes_with_it_and_one_of_the_wrong_type_goes_to_nobody(product: Product) -> None:
    awa, mariam = await product.hiteuse(), await huber(product)
    await product.says(mariam, "annonce Voici le lieu")
    await mariam.sends_photo(picture("GIF"))
    await product.heard(mariam)
    refused = await product.taps(mariam, "Suite ➡️")
    assert "JPEG" in refused.text and "✅ Envoyer" not in refused.labels
    await mariam.sends_photo(picture("PNG"))
    await product.heard(mariam)
    await product.taps(mariam, "Suite ➡️")
    preview = await product.taps(mariam, "Suite ➡️")
    assert preview.kind == "photo" and "Voici le lieu" in preview.text
    test, _ = (await mariam.taps("🧪 M'envoyer un test"), await product.heard(mariam))[1]
    assert (test.kind, test.text) == ("photo", "Voici le lieu")
    assert await value(product.database, COPIES) == 0
    await product.taps(mariam, "Choisir quand ➡️")
    await product.taps(mariam, "Maintenant")
    await mariam.taps("✅ Envoyer")
    news = await product.answer(awa)
    assert (news.kind, news.text) == ("photo", "Voici le lieu")


async def test_who_says_stop_before_the_hour_hears_nothing_and_the_huber_sees_why(product: Product) -> None:
    awa, binta = await product.hiteuse("Awa"), await product.hiteuse("Binta")
    mariam = await huber(product)
    await written(product, mariam, "Rendez-vous samedi")
    (planned,) = await sent(product, mariam, "demain 18h")
    assert "C'est prévu pour 2 personnes" in planned.text
    await product.says(awa, "stop")
    await product.forward(hours=33)
    await look(product)
    await look(product)
    assert await product.heard(awa) == []
    assert (await product.answer(binta)).text == "Rendez-vous samedi"
    *_, result = await product.heard(mariam)
    assert "👥 Personnes : 1" in result.text and "📤 Envoyé : 1" in result.text


async def test_a_filter_with_its_kind_before_it_is_no_word_of_hiteuses(product: Product) -> None:
    """« Pays Atlantide », « projet Modération » were « Ce mot n'est pas pour toi »."""
    await product.project()
    await product.hiteuse("Awa")
    admin = await product.admin()
    await written(product, admin, "Rendez-vous samedi")
    assert "Je ne connais pas « Atlantide »" in (await product.says(admin, "pays Atlantide")).text
    assert "Côte d'Ivoire" in (await product.says(admin, "pays Côte d'Ivoire")).text
    assert "Modération de commentaires" in (await product.says(admin, "projet modération")).text
    mariam = await huber(product)
    await written(product, mariam, "Rendez-vous dimanche")
    assert "qui habitent au Sénégal" in (await product.says(mariam, "pays Sénégal")).text
    assert "n'est pas pour toi" in (await product.says(mariam, "gains")).text


async def test_an_hour_of_the_night_is_taken_for_the_morning_and_she_is_told_so(product: Product) -> None:
    awa = await product.hiteuse()
    mariam = await huber(product)
    await written(product, mariam, "Atelier")
    await product.taps(mariam, "Suite ➡️")
    await product.taps(mariam, "Choisir quand ➡️")
    asked = await product.says(mariam, "aujourd'hui 21h")
    assert "Quand : le mercredi 4 mars à 21 h" in asked.text and "🌙 C'est la nuit : elle part à 7 h." in asked.text
    await product.taps(mariam, "✅ Envoyer")
    await product.forward_to(product.now.replace(hour=22))
    await look(product)
    assert await product.heard(awa) == []
    await product.forward(hours=9)
    await look(product)
    assert (await product.answer(awa)).text == "Atelier"


async def test_pause_holds_it_back_until_it_goes_on(product: Product) -> None:
    awa, mariam = await product.hiteuse(), await huber(product)
    await written(product, mariam, "Une nouvelle", "✅ J'ai lu")
    await sent(product, mariam, "demain 9h")
    await product.taps(mariam, "📈 Où ça en est")
    assert "Annonce en pause" in (await product.taps(mariam, "⏸️ Suspendre")).text
    await product.forward(hours=30)
    await look(product)
    assert await product.heard(awa) == []
    await mariam.taps("▶️ Reprendre")
    *_, asked = await product.heard(mariam)
    assert "L'heure de cette annonce est passée" in asked.text
    await mariam.taps("Oui")
    await look(product)
    assert (await product.answer(awa)).text == "Une nouvelle"


async def test_pausing_and_going_on_in_words_needs_no_number_where_one_is_under_way(product: Product) -> None:
    await product.hiteuse()
    mariam = await huber(product)
    await written(product, mariam, "Une nouvelle")
    await sent(product, mariam, "demain 9h")
    for pauses, goes_on in (
        ("suspends l'annonce", "reprends l'annonce"),
        ("pause l'annonce", "relance l'annonce"),
        ("annonce pause", "annonce reprendre"),
        (f"suspendre l'annonce {await number(product)}", f"reprendre l'annonce {await number(product)}"),
    ):
        assert "Annonce en pause" in (await product.says(mariam, pauses)).text, pauses
        assert "Annonce prévue" in (await product.says(mariam, goes_on)).text, goes_on
    assert "Les dernières annonces" in (await product.says(mariam, "reprends l'annonce")).text  # none is paused
    assert "Annonce prévue" in (await product.says(mariam, "où en est mon annonce ?")).text


async def test_a_draft_that_was_left_is_shown_whole_the_next_day(product: Product) -> None:
    """« bonjour » on the next day got four buttons, and neither the text nor for whom it was."""
    await product.hiteuse()
    mariam = await huber(product)
    await written(product, mariam, "Une nouvelle")
    await product.taps(mariam, "Suite ➡️")
    for said in ("bonjour", "on en était où"):  # right away it stands above
        assert "Une nouvelle" not in (await product.says(mariam, said)).text
    await product.forward(hours=20)
    shown = await product.says(mariam, "bonjour")
    assert "Contente de te lire" in shown.text and "Une nouvelle" in shown.text and "Aperçu" in shown.text
    await product.forward(hours=20)
    assert "Une nouvelle" in (await product.says(mariam, "on en était où")).text
    assert "Une nouvelle" not in (await product.says(mariam, "bonjour")).text


async def test_an_hour_that_has_passed_before_the_yes_is_asked_for_again(product: Product) -> None:
    """« Rien n'est envoyé. Cette heure est déjà passée. Des boutons sous l'annonce ? »"""
    await product.hiteuse()
    mariam = await huber(product)
    await written(product, mariam, "Une nouvelle")
    await product.taps(mariam, "Suite ➡️")
    await product.taps(mariam, "Choisir quand ➡️")
    await product.says(mariam, "demain 9h")
    await product.forward(hours=40)
    said = await product.says(mariam, "oui")
    assert "C'est déjà passé" in said.text and "Quand ?" in said.text and "Demain 9 h" in said.labels


async def test_another_time_is_taken_where_it_is_confirmed(product: Product) -> None:
    """« non, demain 18h » below « On envoie ? » got « Choisis une des réponses », and yes sent it as it was."""
    await product.hiteuse()
    mariam = await huber(product)
    await written(product, mariam, "Une nouvelle")
    await product.taps(mariam, "Suite ➡️")
    await product.taps(mariam, "Choisir quand ➡️")
    assert "à 9 h" in (await product.says(mariam, "demain 9h")).text
    for said, shown in {
        "non demain 18h": "à 18 h, à l'heure",
        "samedi à 8h30": "samedi 7 mars à 8 h 30",
        "attends, plutôt vendredi 10h": "vendredi 6 mars à 10 h",
        "non maintenant": "Quand : maintenant",
        "hier 10h": "C'est déjà passé",
    }.items():
        assert shown in (await product.says(mariam, said)).text, said


async def test_what_is_planned_for_the_night_says_when_it_goes(product: Product) -> None:
    """« C'est prévu … à 6 h 30 », of what goes out at 7; and « Annonce prévue » told no time at all."""
    await product.hiteuse()
    mariam = await huber(product)
    await written(product, mariam, "Une nouvelle")
    (planned, *_) = await sent(product, mariam, "demain 6h30")
    assert "à 6 h 30" in planned.text and "elle part à 7 h" in planned.text
    shown = (await product.taps(mariam, "📈 Où ça en est")).text
    assert "à 6 h 30, à l'heure de chacune" in shown and "elle part à 7 h" in shown


async def test_stopping_it_is_asked_once_more_and_then_nothing_goes_out(product: Product) -> None:
    awa, mariam = await product.hiteuse(), await huber(product)
    await written(product, mariam, "Une nouvelle")
    await sent(product, mariam, "demain 9h")
    one = await number(product)
    numbered = ("annonce arrêter {n}", "annonce annuler l'annonce n° {n}", "annonce {n} stop", "annule l'annonce {n}")
    for said in (*(each.format(n=one) for each in numbered), "annonce annuler", "Arrête l'annonce !", "stop l'annonce"):
        asked = await product.says(mariam, said)
        assert "Arrêter l'annonce « Une nouvelle »" in asked.text, said
        await product.taps(mariam, "Non", asked)
    await product.says(mariam, f"annonce {one}")
    assert "Arrêter l'annonce « Une nouvelle »" in (await product.taps(mariam, "🛑 Arrêter")).text
    assert "plus rien ne part" in (await product.taps(mariam, "Oui")).text
    await product.forward(hours=30)
    await look(product)
    assert await product.heard(awa) == []
    assert "Annonce arrêtée" in (await product.taps(mariam, "📈 Où ça en est")).text


async def test_a_tap_after_the_end_says_so(product: Product) -> None:
    awa, mariam = await product.hiteuse(), await huber(product)
    await written(product, mariam, "Vite !", "📊 Un sondage", POLL)
    await sent(product, mariam)
    news = await product.answer(awa)
    await product.forward(days=8)
    await product.heard(awa)
    await awa.taps("Samedi", news)
    await product.settled()
    assert [toast.text for toast in awa.toasts][-1:] == ["C'est fini : on ne peut plus répondre à cette annonce."]
    assert await value(product.database, "select count(*) from recipient where vote is not null") == 0


async def test_a_draft_waits_and_nothing_of_it_is_for_a_hiteuse_or_another_country(product: Product) -> None:
    awa, mariam = await product.hiteuse(country="CM"), await huber(product, "CI")
    assert "pas pour toi" in (await product.says(awa, "annonce bonjour")).text
    await product.says(mariam, "annonce Bonjour")
    await product.says(mariam, "menu")
    assert "Une photo ou un document" in (await product.says(mariam, "annonce")).text
    await product.taps(mariam, "Sans fichier")
    assert "0 personne" in (await product.taps(mariam, "Suite ➡️")).text
    assert "Tu ne t'occupes pas" in (await product.says(mariam, "Cameroun")).text
    assert "Il n'y a personne" in (await product.taps(mariam, "Suite ➡️")).text
    assert await value(product.database, COPIES) == 0


async def test_an_announcement_of_another_country_is_none_and_takes_no_draft_away(product: Product) -> None:
    await product.hiteuse()
    mariam, marieme = await huber(product), await huber(product, "SN", name="Marième")
    await written(product, mariam, "Réunion samedi")
    await sent(product, mariam, "demain 9 h")
    hers = await number(product)
    await product.says(marieme, "annonce Mon texte")
    for word in (f"/annonce {hers}", f"/annonce pause {hers}", f"/annonce absentes {hers}", f"/annonce voir {hers}"):
        assert "Je ne trouve pas cette annonce" in (await product.says(marieme, word)).text, word
    assert "une autre personne" in (await product.says(marieme, f"/annonce oui {hers}")).text
    assert "Une photo ou un document" in (await product.says(marieme, "annonce")).text


async def test_to_very_many_a_second_person_says_yes_first(product: Product, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(service, "APPROVAL_ABOVE", 0)
    awa, mariam, paul = await product.hiteuse(), await huber(product), await owner(product)
    await product.heard(paul)
    assert "Aucun pays" in (await product.says(paul, "annonce accord")).text
    assert "En Côte d'Ivoire, une annonce" in (await product.says(paul, "annonce accord côte d'ivoire oui")).text
    assert "rien n'a changé" in (await product.says(paul, "annonce accord CI oui")).text
    assert "personnes : Côte d'Ivoire." in (await product.says(paul, "annonce accord")).text
    assert "une propriétaire qui règle ça" in (await product.says(mariam, "annonce accord CI non")).text
    await written(product, mariam, "À toutes", "✅ J'ai lu")
    (asked,) = await sent(product, mariam)
    assert "doit d'abord dire oui" in asked.text
    question = await product.answer(paul)
    assert "Mariam veut écrire à 1 personne" in question.text and "À toutes" in question.text
    assert await product.heard(awa) == []
    assert "confirmé" in (await product.taps(paul, "✅ Confirmer", question)).text
    assert (await product.answer(awa)).text == "À toutes"
    told = [message.text for message in await product.heard(mariam)]
    assert any("Paul a dit oui" in text for text in told)
    assert "C'est déjà fait" in (await product.taps(paul, "✋ Refuser", question)).text


async def test_a_planned_one_of_somebody_who_may_no_longer_announce_waits_for_the_teams_yes(product: Product) -> None:
    awa, mariam, paul = await product.hiteuse(), await huber(product), await owner(product)
    await written(product, mariam, "Rendez-vous samedi")
    await sent(product, mariam, "demain 18h")
    await execute(product.database, "update person set role = 'trainee' where first_name = 'Mariam'")
    await product.forward(hours=33)
    await look(product)
    await look(product)
    *_, asked = await product.heard(paul)
    assert "L'annonce de Mariam attend ton accord" in asked.text and "Rendez-vous samedi" in asked.text
    assert await product.heard(awa) == []
    assert "une deuxième personne doit dire oui" in (await product.taps(paul, "📈 Où ça en est", asked)).text
    assert "L'heure de cette annonce est passée" in (await product.taps(paul, "✅ Confirmer", asked)).text
    assert "confirmé" in (await product.taps(paul, "Oui")).text
    await look(product)
    assert (await product.answer(awa)).text == "Rendez-vous samedi"
    heard = [message.text for message in await product.heard(mariam)]
    assert heard == ["Rendez-vous samedi"]  # as a trainee, and neither « ton annonce part » nor its figures


async def test_a_planned_one_of_who_has_asked_to_be_erased_waits_for_the_teams_yes(product: Product) -> None:
    awa, mariam, paul = await product.hiteuse(), await huber(product), await owner(product)
    await written(product, mariam, "Rendez-vous samedi")
    await sent(product, mariam, "demain 18h")
    await product.says(mariam, "supprimer")
    assert "effacé le" in (await product.says(mariam, "oui")).text
    await product.forward(hours=33)
    await look(product)
    *_, asked = await product.heard(paul)
    assert "L'annonce de Mariam attend ton accord" in asked.text and "n'en répond plus" in asked.text
    assert await product.heard(awa) == []


async def test_where_nobody_else_could_say_yes_its_author_hears_so(
    product: Product, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "APPROVAL_ABOVE", 0)
    await product.hiteuse()
    paul = await owner(product)
    await product.says(paul, "annonce accord CI oui")
    await written(product, paul, "À toutes")
    (said,) = await sent(product, paul)
    assert "personne ne peut le faire" in said.text and "prévenir" not in said.text
    assert await value(product.database, COPIES) == 0


async def test_whom_it_did_not_reach_can_be_seen_exported_and_tried_again(product: Product) -> None:
    awa, mariam = await product.hiteuse(), await huber(product)
    await awa.blocks_bot()
    await product.settled()
    async with product.database.unit() as uow:
        await uow.execute("update contact set blocked_at = null")  # we do not know of it yet
        await uow.commit()
    await written(product, mariam, "Bonjour")
    await sent(product, mariam)
    await look(product)
    await product.heard(mariam)
    assert "Awa (CI) : injoignable" in (await product.says(mariam, f"annonce absentes {await number(product)}")).text
    file = await product.taps(mariam, "📄 Exporter")
    assert file.data is not None and "Awa" in file.data.decode("utf-8-sig")
    await awa.unblocks_bot()
    await product.settled()
    await product.heard(awa)
    assert "Réessayer pour 1 personne" in (await product.taps(mariam, "🔁 Réessayer")).text
    await mariam.taps("Oui")
    await look(product)
    assert (await product.answer(awa)).text == "Bonjour"


async def test_a_huber_sees_the_teams_announcement_and_cannot_stop_it(product: Product) -> None:
    await product.hiteuse("Awa")
    admin, mariam = await product.admin(), await huber(product)
    await written(product, admin, "Fermé vendredi")
    assert "Côte d'Ivoire" in (await product.says(admin, "Côte d'Ivoire")).text
    await sent(product, admin, "Demain 9 h")
    told = await product.says(mariam, f"annonce {await number(product)}")
    assert "Fermé vendredi" in told.text and "🛑 Arrêter" not in told.labels and "📋 Les annonces" in told.labels
    for deed in ("pause", "arreter", "encore"):
        refused = await product.says(mariam, f"/annonce {deed} {await number(product)}")
        assert "l'équipe, peut faire ça" in refused.text


async def test_older_announcements_are_pages_too(product: Product) -> None:
    await product.hiteuse()
    mariam = await huber(product)
    her = await value(product.database, "select id from person where role = 'huber'")
    async with product.database.unit() as uow:
        by = await people_rows.person(uow, her)
        assert by is not None
        for n in range(10):
            content = Announcement(f"Nouvelle {n}")
            await service.create(uow, by, f"key-{n}", content, Audience(), None, "telegram", product.now)
        await uow.commit()
    first = await product.says(mariam, "annonce liste")
    assert "Nouvelle 9" in first.text and "Nouvelle 1" not in first.text
    older = await product.taps(mariam, "Voir la suite", first)
    assert "Nouvelle 1" in older.text and "Nouvelle 0" in older.text and "Voir la suite" not in older.labels
    for said in ("suite", "Page 2", "la suite", "suivant", "page suivante", "encore"):
        await product.says(mariam, "annonce liste")
        assert "Nouvelle 0" in (await product.says(mariam, said)).text, said
    assert "Nouvelle 9" in (await product.says(mariam, "annonce liste 9")).text  # and not « Aucune annonce »
