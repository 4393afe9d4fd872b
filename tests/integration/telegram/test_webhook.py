"""The same over a webhook, where the platform calls us."""

from __future__ import annotations

import aiohttp

from tests.integration.telegram.test_taps import answers, working
from tests.product import Product


async def over_a_webhook(product: Product) -> str:
    """Start the product anew with a public address; the webhook's address."""
    await product.stop()
    url = product.goes_public()
    await product.start()
    return f"{url}/webhooks/telegram"


async def test_a_hiteuse_joins_and_works_over_the_webhook(product: Product) -> None:
    await over_a_webhook(product)
    awa = await working(product)
    assert "Commentaire numéro 2" in (await product.taps(awa, "Acceptable")).text
    product.telegram.duplicate_next_update()
    assert "Commentaire numéro 3" in (await product.taps(awa, "Haine")).text
    assert await answers(product) == 2


async def test_only_the_platform_is_heard_and_only_updates(product: Product) -> None:
    url = await over_a_webhook(product)
    awa = await working(product)
    forged = {
        "update_id": 1,
        "message": {
            "message_id": 1,
            "date": 0,
            "chat": {"id": awa.id, "type": "private"},
            "from": {"id": awa.id, "is_bot": False, "first_name": "Awa"},
            "text": "haine",
        },
    }
    secret = {"X-Telegram-Bot-Api-Secret-Token": product.app.settings.webhook_secret}
    async with aiohttp.ClientSession() as session:
        async with session.post(url, json=forged) as answer:
            assert answer.status == 401
        async with session.post(url, json=forged, headers={"X-Telegram-Bot-Api-Secret-Token": "guess"}) as answer:
            assert answer.status == 401
        for body in (b"", b"{", b"[]", b'{"update_id": "x"}', b'{"update_id": 2, "message": 7}'):
            async with session.post(url, data=body, headers=secret) as answer:
                assert answer.status == 400, body
    assert await product.heard(awa) == []
    assert await answers(product) == 0


async def test_what_came_while_the_product_was_down_is_answered_in_order(product: Product) -> None:
    await over_a_webhook(product)
    awa = await working(product)
    await product.stop()
    await awa.says("haine")
    await awa.says("gains")
    await product.start()
    answered, gains = await product.heard(awa)
    assert "Commentaire numéro 2" in answered.text
    assert "Tes gains" in gains.text
