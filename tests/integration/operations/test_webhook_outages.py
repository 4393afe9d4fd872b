"""The database is stopped while both platforms post to us: they are told to come again, nothing is lost,
and everything goes on in its order."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator

import aiohttp
import pytest

from backend.db.engine.uow import Database
from backend.db.server import migrate
from bot.web import routes
from tests.fakes.telegram import FakeTelegram
from tests.fakes.whatsapp import Delivery, FakeWhatsApp, events
from tests.integration.operations.test_outages import Own, Said, own, said
from tests.integration.scenes import rows
from tests.product import Product

__all__ = ["own", "said"]

WORDS = ("aide", "profil", "menu")
ANSWERS = ("Écris un mot", "Ton profil", "Que veux-tu faire")
QUICK = Delivery(first_pause=0.02, longest_pause=0.1)
UPDATE = {
    "update_id": 1,
    "message": {
        "message_id": 1,
        "date": 0,
        "chat": {"id": 7, "type": "private"},
        "from": {"id": 7, "is_bot": False, "first_name": "Awa"},
        "text": "bonjour",
    },
}


@pytest.fixture
async def product(own: Own) -> AsyncIterator[Product]:
    migrate.upgrade(own.url)
    database = Database(own.url)
    async with FakeTelegram() as telegram, FakeWhatsApp(delivery=QUICK) as whatsapp:
        product = Product(telegram, database, whatsapp)
        await product.start()
        try:
            yield product
        finally:
            await product.stop()
            await database.close()
            own.stop()


async def statuses(product: Product) -> dict[str, int]:
    """What each route answers now, to requests as the platforms send them."""
    root = product.app.settings.public_url
    raw = json.dumps(
        {
            "object": "whatsapp_business_account",
            "entry": [
                {
                    "changes": [
                        {
                            "field": "messages",
                            "value": {
                                "metadata": {"phone_number_id": product.whatsapp.account.phone_number_id},
                                "messages": [
                                    {"from": "2250799999999", "id": "wamid.x", "timestamp": "1", "type": "text"}
                                ],
                            },
                        }
                    ]
                }
            ],
        }
    ).encode()
    signature = {"X-Hub-Signature-256": events.signature(product.whatsapp.account.app_secret, raw)}
    secret = {"X-Telegram-Bot-Api-Secret-Token": product.app.settings.webhook_secret}
    found = {}
    async with aiohttp.ClientSession() as session:
        async with session.post(f"{root}/webhooks/telegram", json=UPDATE, headers=secret) as answer:
            found["telegram"] = answer.status
        async with session.post(f"{root}/webhooks/whatsapp", data=raw, headers=signature) as answer:
            found["whatsapp"] = answer.status
        for name in ("health", "ready", "metrics"):
            async with session.get(f"{root}/{name}") as answer:
                found[name] = answer.status
    return found


async def test_what_comes_while_the_database_is_away_comes_again_and_is_answered_in_order(
    product: Product,
    own: Own,
    said: Said,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(routes, "ANSWER_WITHIN", 0.5)
    awa, binta = product.telegram.person("Awa"), product.whatsapp.person("Binta")
    people = [await product.joined(person) for person in (awa, binta)]
    assert await statuses(product) == dict.fromkeys(("telegram", "whatsapp", "health", "ready", "metrics"), 200)
    before = await rows(product.database, "select count(*) as n from inbox where channel <> 'clock'")

    own.stop()
    for person in people:
        for word in WORDS:
            await person.says(word)
    await said.line("events could not be stored")
    away = await statuses(product)
    assert away == {"telegram": 503, "whatsapp": 503, "health": 200, "ready": 503, "metrics": 503}
    assert product.whatsapp.stats["webhook"]["statuses"].get("503", 0) > 0

    own.start()
    await product.database.close()  # the test's own connections, of before
    for person in people:
        answers = await product.heard(person)
        assert len(answers) == len(ANSWERS)
        for text, answer in zip(ANSWERS, answers, strict=True):
            assert text in answer.text
    (after,) = await rows(
        product.database,
        "select count(*) as n, count(distinct (channel, event_key)) as keys from inbox where channel <> 'clock'",
    )
    assert after["n"] == after["keys"] == before[0]["n"] + len(people) * len(WORDS)
    assert (await statuses(product))["ready"] == 200
    ours = [record for record in product.errors if record.name.startswith(("bot.", "backend."))]
    assert ours == []  # the queue's library has its own words for what happened


async def test_calls_that_come_at_once_while_the_database_is_away_are_all_told_to_come_again(
    product: Product,
    own: Own,
) -> None:
    own.stop()
    found = await asyncio.gather(*(statuses(product) for _ in range(10)))
    assert {(each["telegram"], each["whatsapp"]) for each in found} == {(503, 503)}
    own.start()
