"""What a message may carry beside words and answers: links, and a text that changes where it stands."""

from __future__ import annotations

from backend.db.messaging import outgoing
from backend.domain.messaging.message import Choice, Message, Raw, dump, raw
from tests.integration.scenes import value
from tests.product import Product

LINK = Choice("", Raw("S'inscrire"), url="https://hiteuses.org/atelier")


async def say(product: Product, message: Message, edits: int | None = None) -> int:
    """To the only person there is."""
    async with product.database.unit() as uow:
        contact = await uow.fetch_one("select id, person_id, channel from contact")
        assert contact is not None
        row = await outgoing.say(
            uow,
            person_id=contact["person_id"],
            contact_id=contact["id"],
            channel=contact["channel"],
            now=product.now,
            purpose="notice",
            message=dump(message),
            edits=edits,
        )
        await uow.commit()
    return row


async def test_a_link_is_a_button_that_opens_it(product: Product) -> None:
    awa = await product.newcomer()
    await say(product, raw("Un atelier *samedi*").with_choices(LINK, Choice("/menu", "Menu")))
    message = await product.answer(awa)
    assert [(b.label, b.url, b.data) for b in message.buttons] == [
        ("S'inscrire", LINK.url, None),
        ("Menu", None, "/menu"),
    ]


async def test_on_whatsapp_a_link_alone_is_a_button_too(on_whatsapp: Product) -> None:
    awa = await on_whatsapp.welcomed(on_whatsapp.whatsapp.person("Awa"))
    await say(on_whatsapp, raw("Un atelier samedi").with_choices(LINK))
    message = await on_whatsapp.answer(awa)
    assert [(b.label, b.url) for b in message.buttons] == [("S'inscrire", LINK.url)]


async def test_a_fresh_text_takes_the_place_of_the_old_one(product: Product) -> None:
    awa = await product.newcomer()
    first = await say(product, raw("Envoyé : 0", Choice("/menu", "Menu")))
    (old,) = await product.heard(awa)
    await say(product, Message(raw("Envoyé : 12 < 20", Choice("/aide", "Aide")).parts, fresh=True), first)
    (new,) = await product.heard(awa)
    assert (new.id, new.edited, new.text, new.labels) == (old.id, True, "Envoyé : 12 < 20", [])


async def test_where_the_old_message_is_gone_a_fresh_text_is_said_anew(product: Product) -> None:
    awa = await product.newcomer()
    first = await say(product, raw("Envoyé : 0"))
    await product.heard(awa)
    product.telegram.fail_next("editMessageText", 400, "Bad Request: message to edit not found")
    await say(product, Message((Raw("Envoyé : 12"),), fresh=True), first)
    (new,) = await product.heard(awa)
    assert (new.edited, new.text) == (False, "Envoyé : 12")
    assert await value(product.database, "select count(*) from outbox where status <> 1") == 0
