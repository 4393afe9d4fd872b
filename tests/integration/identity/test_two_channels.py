"""One woman on WhatsApp and on Telegram, through both platforms at once."""

from __future__ import annotations

from datetime import UTC, datetime

from tests.fakes import telegram, whatsapp
from tests.integration.scenes import rows, value
from tests.integration.telegram.linking import linked
from tests.integration.telegram.test_taps import PHOTOS, answers
from tests.product import Product, comments


async def joined_twice(product: Product, reminder: str = "Pas de rappel") -> tuple[whatsapp.Person, telegram.Person]:
    """Her WhatsApp, where she joined and has the first comment before her, and her Telegram, linked to it."""
    await product.project(data=comments(20))
    there = await product.joined(product.whatsapp.person("Awa"), reminder=reminder)
    await product.taps(there, "Accepter")
    return there, await linked(product, there, product.telegram.person("Awa"))


async def test_a_conversation_begun_on_whatsapp_ends_on_telegram(on_both: Product) -> None:
    product = on_both
    there, here = await joined_twice(product)
    assert "✅ Noté" in (await product.says(there, "haine")).text
    # on the other phone: the task that is before her, its buttons, and one day
    assert "Commentaire numéro 2" in (await product.says(here, "travail")).text
    noted = await product.taps(here, "Acceptable")
    assert "✅ Noté" in noted.text and "3 tâches" in noted.text  # the practice task, one there, one here
    assert "Commentaire numéro 3" in noted.text
    gains = await product.says(here, "gains")
    assert gains.text == (await product.says(there, "gains")).text
    assert await value(product.database, "select count(*) from person where role = 'hiteuse'") == 1
    assert await value(product.database, "select count(distinct person_id) from answer") == 1
    assert await answers(product) == 2


async def test_two_answers_to_one_task_from_two_phones_at_once_are_one(on_both: Product) -> None:
    product = on_both
    there, here = await joined_twice(product)
    shown = await product.says(here, "travail")
    task = next(m for m in reversed(there.chat) if "Acceptable" in m.labels)
    await there.taps("Acceptable", task)
    await here.taps("Haine", shown)
    await product.settled()
    told = [*(await product.heard(there)), *(await product.heard(here))]
    assert sum("✅ Noté" in message.text for message in told) == 1
    assert await answers(product) == 1
    assert len(told) + len(here.toasts) >= 2  # the other phone is told as well


async def test_of_two_answers_one_counts_also_where_the_question_looks_otherwise_on_each_channel(
    on_both: Product,
) -> None:
    """Boxes to tick on Telegram, numbers to write on WhatsApp."""
    product = on_both
    await product.project(PHOTOS, "id,words\n1,Un panier\n2,Un étal\n3,Une rue\n")
    there = await product.joined(product.whatsapp.person("Awa"))
    await product.taps(there, "Accepter")
    here = await linked(product, there, product.telegram.person("Awa"))
    await product.forward(minutes=1)
    shown = await product.says(here, "travail")
    await product.taps(here, "Mangues", shown)
    # what she read there is still good; shown once more, for since then she was told of her new chat
    assert "Un panier" in (await product.says(there, "1 3")).text
    noted = await product.says(there, "1 3")
    assert "✅ Noté" in noted.text and "Un étal" in noted.text
    assert await value(product.database, "select value from answer where value ? 'banana'") == ["banana", "onion"]
    await product.forward(minutes=1)
    shown = await product.says(here, "travail")
    await product.taps(here, "Mangues", shown)
    await here.taps("✅ Valider", here.last)
    await there.says("1 3")
    told = [*await product.heard(there), *await product.heard(here)]
    assert sum("✅ Noté" in message.text for message in told) == 1
    assert sum(message.text.startswith("Tu as déjà répondu") for message in told) == 1
    assert await answers(product) == 2


async def test_what_we_start_goes_where_she_was_last_and_to_the_other_when_that_is_blocked(on_both: Product) -> None:
    product = on_both
    there, here = await joined_twice(product, reminder="tous les jours à 19h")
    await product.says(here, "menu")
    await product.forward_to(datetime(2026, 3, 4, 20, tzinfo=UTC))
    await product.heard(here)
    await product.forward_to(datetime(2026, 3, 5, 18, tzinfo=UTC))
    await product.says(there, "gains")
    await product.says(here, "gains")
    await product.forward_to(datetime(2026, 3, 5, 19, tzinfo=UTC))
    assert len(await product.heard(here)) == 1
    assert await product.heard(there) == []
    await here.blocks_bot()
    await product.settled()
    await product.forward_to(datetime(2026, 3, 6, 17, tzinfo=UTC))
    await product.says(there, "gains")
    await product.forward_to(datetime(2026, 3, 6, 19, tzinfo=UTC))
    assert len(await product.heard(there)) == 1


async def test_a_message_that_fails_on_one_channel_is_said_on_the_other(on_both: Product) -> None:
    product = on_both
    there, here = await joined_twice(product, reminder="tous les jours à 19h")
    await product.forward_to(datetime(2026, 3, 5, 18, tzinfo=UTC))
    await product.says(here, "gains")
    await product.says(there, "gains")
    product.whatsapp.absent(there)
    await product.forward_to(datetime(2026, 3, 5, 19, tzinfo=UTC))
    assert len(await product.heard(here)) == 1
    assert await product.heard(there) == []
    (row,) = await rows(product.database, "select status, moved_to from outbox where moved_to is not null")
    assert row["moved_to"]


async def test_a_new_role_is_told_on_each_of_her_phones(on_both: Product) -> None:
    product = on_both
    there, here = await joined_twice(product)
    paul = await product.appointed(product.telegram.person("Paul"))
    her = await value(product.database, "select id from person where first_name = 'Awa'")
    for role, called in (("huber", "Huber (Côte d'Ivoire)"), ("trainee", "apprenante"), ("hiteuse", "hiteuse")):
        await product.heard(there)
        await product.heard(here)
        await product.says(paul, f"role {her} {role}")
        await product.taps(paul, "Oui")
        await product.settled()
        for phone in (there, here):
            told = [message.text for message in await product.heard(phone)]
            assert sum(f"tu es maintenant {called}." in text for text in told) == 1, told


async def test_who_is_promoted_hears_of_it_on_each_phone_and_agrees_once(on_both: Product) -> None:
    product = on_both
    paul, there = await product.admin(), product.telegram.person("Awa")
    await product.says(there, f"start {await product.code('trainee')}")
    await product.taps(there, "J'accepte")
    here = await linked(product, there, product.whatsapp.person("Awa"))
    await product.says(here, "menu")
    await product.taps(paul, "Oui", await product.says(paul, "promouvoir Awa"))
    await product.settled()
    agreed = "select count(*) from consent where document = 'terms'"
    before = await value(product.database, agreed)
    (word,), (asked,) = await product.heard(there), await product.heard(here)
    assert "t'ouvre le travail payé" in word.text and word.labels == ["Menu"]
    assert "t'ouvre le travail payé" in asked.text and "J'accepte" in asked.labels
    on_the_other = await product.taps(there, "Menu", word)
    assert "J'accepte" in on_the_other.labels
    assert "Quel projet" in (await product.taps(here, "J'accepte", asked)).text
    assert "Quel projet" in (await product.taps(there, "J'accepte", on_the_other)).text
    assert await value(product.database, agreed) == before + 1
