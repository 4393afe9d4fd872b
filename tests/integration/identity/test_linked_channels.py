"""One person on WhatsApp and on Telegram: what she began on one goes on on the other, and what we start
reaches her where she wants it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from tests.fakes.whatsapp import Person as OnWhatsApp
from tests.integration.scenes import execute, rows, value
from tests.integration.telegram.linking import NUMBER, has_number, line, line_in, linked, merged, people
from tests.integration.telegram.test_proving import huber
from tests.integration.telegram.test_taps import answers
from tests.product import Product

EVERY_EVENING = "tous les jours à 19h"


@pytest.fixture
def product(on_both: Product) -> Product:
    return on_both


def at(day: int, hour: int) -> datetime:
    return datetime(2026, 3, day, hour, tzinfo=UTC)


async def with_work(product: Product) -> OnWhatsApp:
    """Somebody on WhatsApp with work before her, who wants to be reminded every evening at seven and has
    not worked today."""
    await product.project()
    awa = await product.joined(product.whatsapp.person("Awa"), reminder=EVERY_EVENING)
    await product.forward_to(at(4, 20))
    await product.heard(awa)
    return awa


async def locks(product: Product) -> list[dict[str, Any]]:
    """Lines of the audit about a chat that locked by itself: nobody did it."""
    return await rows(
        product.database,
        """
        select channel, about ->> 'reason' as reason,
               subject_id = (select person_id from contact where id = (about ->> 'chat')::bigint) as hers
        from audit where action = 'lock' and person_id is null
        """,
    )


async def test_a_talk_begun_on_whatsapp_ends_on_telegram(product: Product) -> None:
    await product.project()
    awa = await product.welcomed(product.whatsapp.person("Awa"))
    await product.taps(awa, "J'accepte")
    told = await product.says(awa, "lier")
    assert "https://t.me/hiteuses_test_bot?start=" in told.text
    telegram = product.telegram.person("Awa")
    said = await product.says(telegram, line_in(told.text))
    assert "C'est relié, Awa" in said.text
    for tap in ("💼 Mon activité", "Plus tard", "Pas de rappel", 0, "Accepter", "Acceptable"):
        said = await product.taps(telegram, tap)
    assert "✅ Noté" in said.text
    assert await answers(product) == 1
    (relinked,) = await product.heard(awa)
    assert "Telegram est maintenant relié à ton compte" in relinked.text
    assert "Commentaire numéro 2" in (await product.says(awa, "bonjour")).text
    assert "Commentaire numéro 3" in (await product.says(awa, "1")).text
    assert "Aujourd'hui" in (await product.says(telegram, "gains")).text
    assert await people(product) == 1


async def test_the_line_opens_from_telegram_to_whatsapp_as_well(product: Product) -> None:
    awa = await product.newcomer()
    told = await product.says(awa, "lier")
    assert "https://wa.me/" in told.text
    code = line_in(told.text).removeprefix("lier ")
    phone = product.whatsapp.person("Awa")
    await phone.opens(code)
    assert "C'est relié" in (await product.answer(phone)).text
    assert await people(product) == 1


async def test_a_reminder_goes_to_the_channel_that_she_used_last(product: Product) -> None:
    awa = await with_work(product)
    telegram = await linked(product, awa, product.telegram.person("Awa"))
    await product.says(telegram, "gains")
    await product.forward_to(at(5, 19))
    assert "Bonsoir Awa" in (await product.answer(telegram)).text
    assert await product.heard(awa) == []


async def test_a_reminder_goes_to_the_channel_that_she_chose(product: Product) -> None:
    awa = await with_work(product)
    telegram = await linked(product, awa, product.telegram.person("Awa"))
    await product.says(telegram, "lier")
    assert "je t'écris d'abord sur WhatsApp" in (await product.taps(telegram, "⏰ M'écrire sur WhatsApp")).text
    await product.says(telegram, "gains")
    await product.forward_to(at(5, 19))
    assert await product.heard(telegram) == []
    assert "Bonsoir Awa" in (await product.answer(awa)).text


async def test_a_reminder_goes_round_a_channel_that_she_has_blocked(product: Product) -> None:
    awa = await with_work(product)
    telegram = await linked(product, awa, product.telegram.person("Awa"))
    await product.says(awa, "gains")
    await product.says(telegram, "gains")
    await telegram.blocks_bot()
    await product.settled()
    await product.forward_to(at(5, 19))
    assert "Bonsoir Awa" in (await product.answer(awa)).text


async def test_two_answers_from_two_channels_at_once_count_once(product: Product) -> None:
    await product.project()
    awa = await product.joined(product.whatsapp.person("Awa"))
    await product.taps(awa, "Accepter")
    telegram = await linked(product, awa, product.telegram.person("Awa"), works=True)
    await awa.taps("Acceptable")
    await telegram.taps("Haine")
    said = [*await product.heard(awa), *await product.heard(telegram)]
    assert await answers(product) == 1
    assert sorted(message.text.startswith("Tu as déjà répondu") for message in said) == [False, True]


async def test_her_hubers_old_button_answers_her_whose_two_threads_became_one(product: Product) -> None:
    marieme = await huber(product)
    awa = await product.joined(product.whatsapp.person("Awa"))
    second = await product.joined(product.telegram.person("Awa T"))
    await product.says(second, "huber Ma question")
    passed = await product.answer(marieme)
    await product.says(awa, "huber Mon autre question")
    await product.heard(marieme)
    await merged(product, awa, second)
    assert "n'en font plus qu'un" in (await product.answer(marieme)).text
    shown = await product.taps(marieme, "✍️ Répondre", passed)
    assert "Ma question" in shown.text and "Mon autre question" in shown.text
    assert "Ta réponse part" in (await product.says(marieme, "Voici")).text
    assert "Voici" in (await product.answer(awa)).text


# --- numbers --------------------------------------------------------------------------------------------


async def test_she_keeps_her_account_when_her_number_changes(on_whatsapp: Product) -> None:
    product = on_whatsapp
    await product.project()
    awa = await product.joined(product.whatsapp.person("Awa", shares_number=True))
    before = await product.says(awa, "gains")
    await awa.changes_number("2250799887766")
    assert await product.heard(awa) == []
    assert (await product.says(awa, "gains")).text == before.text
    assert await people(product) == 1


async def test_whoever_gets_her_old_number_is_a_stranger(on_whatsapp: Product) -> None:
    product = on_whatsapp
    awa = await product.joined(product.whatsapp.person("Awa", "2250101010101"))
    await awa.changes_number("2250799887766")
    await product.settled()
    assert await rows(product.database, "select address from contact") == [{"address": product.stored(awa)}]


IDENTITY = {"body": "Awa's identity changed", "identity": "eHl6", "type": "customer_identity_changed"}


async def test_a_number_whose_identity_changed_shows_nothing_and_her_other_chat_is_told(product: Product) -> None:
    awa = await product.joined(product.whatsapp.person("Awa"))
    telegram = await linked(product, awa, product.telegram.person("Awa"))
    await awa.sends("system", system={**IDENTITY, "wa_id": awa.number})
    assert "Quelqu'un d'autre a peut-être ton numéro WhatsApp" in (await product.answer(telegram)).text
    assert await product.heard(awa) == []
    assert await locks(product) == [{"channel": "whatsapp", "reason": "hands", "hers": True}]
    said = await product.says(awa, "gains")
    assert "a peut-être changé de mains" in said.text
    assert "F CFA" not in said.text and "Awa" not in said.text
    assert "Quelqu'un écrit depuis WhatsApp" in (await product.answer(telegram)).text
    assert "Tes gains" in (await product.says(telegram, "gains")).text
    await has_number(product, telegram)
    assert "Écris-le sur l'autre téléphone" in (await product.says(awa, await line(product, telegram))).text
    await product.heard(telegram)
    assert "de nouveau ouvert" in (await product.says(telegram, NUMBER)).text
    assert "de nouveau ouvert ici" in (await product.answer(awa)).text
    assert "Tes gains" in (await product.says(awa, "gains")).text


async def test_her_huber_brings_her_back_when_her_only_number_has_gone_to_somebody_else(product: Product) -> None:
    marieme = await huber(product)
    awa = await product.joined(product.whatsapp.person("Awa"))
    await awa.sends("system", system={**IDENTITY, "wa_id": awa.number})
    await product.says(awa, "bonjour")
    asked = await product.answer(marieme)
    await product.taps(awa, "Pas mon compte")
    assert "C'est noté" in (await product.taps(awa, "Oui, pas à moi")).text
    told = await product.answer(marieme)
    assert "numéro d'Awa" in told.text and "donne-lui cette ligne" in told.text
    assert "déjà réglé" in (await product.taps(marieme, "✅ C'est elle", asked)).text
    assert "on entre sur invitation" in (await product.says(awa, "gains")).text
    found = product.telegram.person("Awa, nouveau téléphone")
    assert "C'est relié, Awa" in (await product.says(found, line_in(told.text))).text
    assert "20 F CFA" in (await product.says(found, "gains")).text


async def test_a_number_that_was_silent_for_half_a_year_shows_nothing(product: Product) -> None:
    awa = await product.joined(product.whatsapp.person("Awa"))
    telegram = await linked(product, awa, product.telegram.person("Awa"))
    await product.forward(days=179)
    await product.ticks("tidy")
    assert await value(product.database, "select count(*) from contact where locked_at is not null") == 0
    await product.forward(days=2)
    await product.ticks("tidy")
    await product.heard(telegram)
    said = await product.says(awa, "gains")
    assert "a peut-être changé de mains" in said.text and "F CFA" not in said.text
    assert "Quelqu'un écrit depuis WhatsApp" in (await product.answer(telegram)).text
    assert "Tes gains" in (await product.says(telegram, "gains")).text
    assert await locks(product) == [{"channel": "whatsapp", "reason": "silent", "hers": True}]


async def test_who_has_just_answered_here_does_not_hear_that_it_was_there(product: Product) -> None:
    """« Tu as déjà répondu sur ton autre téléphone » was said after an answer on this one."""
    await product.project()
    awa = await product.joined(product.telegram.person("Awa"))
    phone = await linked(product, awa, product.whatsapp.person("Awa"))
    await product.says(awa, "travail")
    await product.taps(awa, "Accepter")
    await product.says(phone, "paiement")
    await product.says(phone, "0708091011")
    assert "D'accord" in (await product.says(phone, "pas maintenant")).text
    assert (await product.says(phone, "4821")).text.startswith("On continue ici")


@pytest.mark.parametrize(("said", "told"), [("je suis payée quand ?", "paie"), ("j'ai gagné combien", "F CFA")])
async def test_what_she_asks_on_the_other_phone_is_answered_there(product: Product, said: str, told: str) -> None:
    """« On continue ici ! » swallowed it."""
    await product.project()
    awa = await product.joined(product.telegram.person("Awa"))
    phone = await linked(product, awa, product.whatsapp.person("Awa"))
    await product.says(awa, "travail")
    await product.taps(awa, "Accepter")
    answer = (await product.says(phone, said)).text
    assert told in answer and not answer.startswith("On continue ici"), answer


async def test_what_staff_ask_on_the_other_phone_is_answered_there(product: Product) -> None:
    paul = await product.admin()
    phone = product.whatsapp.person("Paul")
    await product.says(phone, "bonjour")
    hers = "select person_id from contact where channel = 'telegram'"
    await execute(product.database, f"update contact set person_id = ({hers}) where channel = 'whatsapp'")
    await product.says(paul, "annonce")
    assert "0 " in (await product.says(phone, "combien de femmes inscrites ?")).text
    assert "Aucune réclamation n'attend" in (await product.says(phone, "réclamations")).text
    assert (await product.says(phone, "Bonjour à toutes")).text.startswith("On continue ici")


TEXTS = """
name: titres
title: Titres
kind: text
question: "Quel est le titre ?"
show: {text: "{comment}"}
pay: {amount: "0.05", currency: EUR}
"""
TITLES = """
select count(*) from answer where status = 1 and project_id = (select id from project where name = 'titres')
"""


async def test_words_on_the_other_phone_that_shows_no_question_are_asked_about_and_not_lost(product: Product) -> None:
    await product.project(TEXTS)
    awa = await product.joined(product.telegram.person("Awa"))
    phone = await linked(product, awa, product.whatsapp.person("Awa"))
    await product.says(awa, "travail")
    await product.taps(awa, "Accepter")
    await product.forward(minutes=10)
    asked = await product.says(phone, "Le marché de Treichville rouvre lundi")
    assert "c'est ta réponse ?" in asked.text and asked.labels[0] == "C'est ma réponse"
    assert await value(product.database, TITLES) == 0
    await product.taps(phone, "C'est ma réponse")
    assert await value(product.database, TITLES) == 1


async def test_words_for_her_huber_on_the_other_phone_are_asked_about_and_not_lost(product: Product) -> None:
    await huber(product)
    awa = await product.joined(product.telegram.person("Awa"))
    phone = await linked(product, awa, product.whatsapp.person("Awa"))
    await product.says(awa, "huber")
    await product.forward(minutes=10)
    asked = await product.says(phone, "ma fille a le palu depuis deux jours on est au dispensaire")
    assert "c'est ta réponse ?" in asked.text
    assert "Ton message part" in (await product.says(phone, "oui")).text
