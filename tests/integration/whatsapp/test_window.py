"""24 hours after her last word only approved templates reach her; all else waits for her next one."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from backend.db.engine.signals import outbox_of
from backend.db.messaging import inbox, outgoing
from backend.domain.messaging.message import tr
from bot.channels.whatsapp.templates import TEMPLATES, definition
from tests.fakes.whatsapp import Person
from tests.integration.scenes import commit, rows
from tests.product import COMMENTS, Product

DAY = datetime(2026, 3, 4, tzinfo=UTC)  # the Wednesday on which the product's clock starts, at 9


def at(day: int, hour: int) -> datetime:
    return DAY.replace(day=day) + timedelta(hours=hour)


async def with_templates(product: Product) -> None:
    """All of ours are approved, and the product knows."""
    product.whatsapp.world.templates.review = "APPROVED"
    for template in TEMPLATES:
        product.whatsapp.world.templates.create(definition(template))
    await product.settled()
    await product.stop()
    asked = product.whatsapp.api.calls.counts["templates.list"]
    await product.start()
    while product.whatsapp.api.calls.counts["templates.list"] == asked:
        await product.settled()
    await product.settled()


async def reminded(product: Product) -> Person:
    """Somebody with work before her and a reminder every evening at 7, who has had the first one today."""
    await product.project()
    awa = await product.joined(product.whatsapp.person("Awa"), reminder="tous les jours à 19h")
    await product.forward_to(at(4, 20))
    assert "Il y a du travail" in (await product.answer(awa)).text
    return awa


async def test_a_reminder_after_a_day_comes_as_a_template_in_her_language(product: Product) -> None:
    await with_templates(product)
    awa = await reminded(product)
    await product.forward_to(at(5, 19))
    said = await product.answer(awa)
    assert said.json["type"] == "template"
    template = said.json["template"]
    assert (template["name"], template["language"]["code"]) == ("hiteuses_rappel_2", "fr")
    assert "Awa" in said.text and "Modération de commentaires, 32 F CFA par tâche" in said.text
    _, row = await rows(
        product.database, "select status, category, template from outbox where purpose = 'reminder' order by id"
    )
    assert (row["status"], row["category"], row["template"]) == (1, "utility", "hiteuses_rappel_2")
    assert "Accepter" in (await product.taps(awa, "Travailler")).labels


async def test_who_wants_discretion_reads_the_message_when_she_opens_the_chat(product: Product) -> None:
    """The template said « touche le bouton pour lire », and the button showed her gains alone."""
    awa = await product.joined(product.whatsapp.person("Awa"))
    await product.says(awa, "discret")
    await with_templates(product)
    await product.forward(days=2)
    await product.heard(awa)
    (chat,) = await rows(product.database, "select id, person_id from contact")
    said = tr("⚠️ Ta paie de 2 644 F CFA n'est pas arrivée : ton compte est plein.")
    await commit(
        product.database,
        outgoing.say_plainly,
        chat["person_id"],
        chat["id"],
        "whatsapp",
        said,
        product.now,
        purpose="payment",
    )
    product.app.signals.tell(outbox_of("whatsapp"))
    called = await product.answer(awa)
    assert called.json["template"]["name"] == "hiteuses_paiement_3" and "touche le bouton pour lire" in called.text
    assert "2 644" not in called.text
    await awa.taps("Mes gains", called)
    heard = [message.text for message in await product.heard(awa)]
    assert any("ton compte est plein" in text for text in heard) and any("Tes gains" in text for text in heard)
    await awa.says("gains")
    assert not any("ton compte est plein" in message.text for message in await product.heard(awa))


@pytest.mark.parametrize("word", ["promouvoir Awa", "role {} hiteuse"])
async def test_who_gets_paid_work_after_a_day_hears_of_it_and_begins(product: Product, word: str) -> None:
    """The Huber read « Je l'accueille et je lui explique tout », and she heard nothing: no template asks questions."""
    await with_templates(product)
    admin = await product.appointed(product.whatsapp.person("Paul"))
    awa = product.whatsapp.person("Awa")
    await product.says(awa, f"start {await product.code('trainee')}")
    await product.taps(awa, "J'accepte")
    await product.forward(days=2, hours=3)
    await product.heard(awa)
    (her,) = await rows(product.database, "select id from person where role = 'trainee'")
    await product.taps(admin, "Oui", await product.says(admin, word.format(her["id"])))
    called = await product.answer(awa)
    assert called.json["template"]["name"] == "hiteuses_compte_1"
    assert ("travail payé" if "promouvoir" in word else "hiteuse") in called.text and "Écris-moi un mot" in called.text
    begun = await product.taps(awa, "Menu", called)
    assert "En acceptant" in begun.text and "J'accepte" in begun.labels


async def test_finance_hears_of_a_day_of_payment_a_day_after_their_last_word(product: Product) -> None:
    await with_templates(product)
    admin = await product.appointed(product.whatsapp.person("Paul"))
    await product.forward(days=2, hours=3)
    await product.heard(admin)
    (who,) = await rows(product.database, "select id from person where role = 'admin'")
    told = {"wake": "payouts proposed", "run": 3, "payouts": 2, "held": {}, "capped": 0, "scheduled": True}
    await commit(product.database, inbox.post, who["id"], "payouts:3", told, product.now)
    product.app.signals.tell("turn")
    called = await product.answer(admin)
    assert called.json["template"]["name"] == "hiteuses_compte_1" and "jour de paie" in called.text


async def test_who_gets_paid_work_and_cannot_be_told_is_asked_with_her_next_word(product: Product) -> None:
    admin = await product.appointed(product.whatsapp.person("Paul"))
    awa = product.whatsapp.person("Awa")
    await product.says(awa, f"start {await product.code('trainee')}")
    await product.taps(awa, "J'accepte")
    await product.forward(days=2, hours=3)
    await product.taps(admin, "Oui", await product.says(admin, "promouvoir Awa"))
    assert await product.heard(awa) == []
    await awa.says("bonjour")
    heard = await product.heard(awa)
    assert any("travail payé" in each.text for each in heard) and any("J'accepte" in each.labels for each in heard)


async def test_who_says_yes_to_a_reminder_goes_on_and_who_wants_fewer_chooses(product: Product) -> None:
    """With offers open above it: "oui" got « Choisis une des réponses », "moins de messages" too."""
    await with_templates(product)
    await product.project(COMMENTS.replace("name: commentaires", "name: autres"))
    awa = await reminded(product)
    await product.forward_to(at(5, 19))
    await product.answer(awa)
    assert "Modération de commentaires" in (await product.says(awa, "oui")).text
    await product.forward_to(at(6, 19))
    await product.answer(awa)
    for words in (
        "moins de messages",
        "une fois par semaine stp",
        "vous me fatiguez avec vos messages",
        "mes rappels c trop",
        "je veux des rappels",  # no call of her Huber's
    ):
        assert "Quand veux-tu que je te rappelle" in (await product.says(awa, words)).text, words


async def test_inside_the_window_a_reminder_is_an_ordinary_message(product: Product) -> None:
    await with_templates(product)
    awa = await reminded(product)
    await product.forward_to(at(5, 10))
    await product.says(awa, "gains")
    await product.forward_to(at(5, 19))
    assert (await product.answer(awa)).json["type"] != "template"


async def test_without_an_approved_template_the_reminder_waits_for_her_next_word(product: Product) -> None:
    awa = await reminded(product)
    await product.forward_to(at(5, 19))
    assert await product.heard(awa) == []
    assert not any(call.params.get("type") == "template" for call in product.whatsapp.calls)
    _, row = await rows(product.database, "select status from outbox where purpose = 'reminder' order by id")
    assert row["status"] == 3
    await awa.says("gains")
    heard = await product.heard(awa)
    assert any("Tes gains" in message.text for message in heard)
    assert await rows(product.database, "select 1 from outbox where status in (0, 3)") == []


async def test_a_window_that_the_platform_counts_otherwise_is_found_out_by_status(product: Product) -> None:
    await with_templates(product)
    awa = await reminded(product)
    await product.forward_to(at(5, 10))
    await product.says(awa, "gains")
    product.whatsapp.fail_by_status(131047)
    await product.forward_to(at(5, 19))
    heard = await product.heard(awa)
    assert [message.json["type"] for message in heard] in ([], ["template"])
    await awa.says("gains")
    assert any("Tes gains" in message.text for message in await product.heard(awa))
    assert await rows(product.database, "select 1 from outbox where status = 0") == []


async def test_a_template_that_meta_pauses_leaves_the_message_waiting(product: Product) -> None:
    await with_templates(product)
    awa = await reminded(product)
    product.whatsapp.world.templates.decide("hiteuses_rappel_2", "PAUSED")
    await product.forward_to(at(5, 19))
    assert await product.heard(awa) == []
    _, row = await rows(product.database, "select status from outbox where purpose = 'reminder' order by id")
    assert row["status"] == 3
