"""Who writes, when WhatsApp names her by a number, by a name of its own, by both, or by somebody else's."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest

from tests.fakes.whatsapp.events import signature
from tests.integration.scenes import value
from tests.integration.whatsapp.test_webhook import address
from tests.product import Product


async def post(product: Product, text: str, key: str, **sender: str) -> None:
    """A message as the platform posts it, from whom it names so."""
    account = product.whatsapp.account
    at = str(int(product.now.timestamp()))
    message: dict[str, Any] = {"id": f"wamid.{key}", "timestamp": at, "type": "text", "text": {"body": text}, **sender}
    change = {
        "messaging_product": "whatsapp",
        "metadata": {"display_phone_number": account.number, "phone_number_id": account.phone_number_id},
        "messages": [message],
    }
    entry = {"id": account.business_account_id, "changes": [{"value": change, "field": "messages"}]}
    raw = json.dumps({"object": "whatsapp_business_account", "entry": [entry]}).encode()
    headers = {"X-Hub-Signature-256": signature(account.app_secret, raw)}
    async with aiohttp.ClientSession() as session, session.post(address(product), data=raw, headers=headers) as answer:
        assert answer.status == 200


@pytest.fixture
async def posted(product: Product) -> AsyncIterator[Product]:
    """The product, for messages that its fake platform has not made: it cannot tick them as read."""
    yield product
    await product.settled()
    await product.stop()  # the last of its ticks too
    assert [call for call in product.whatsapp.violations if "no message" not in call.description] == []
    product.whatsapp.violations.clear()


@pytest.mark.parametrize("told", [("from",), ("from_user_id",), ("from", "from_user_id")])
async def test_she_is_herself_whichever_of_her_names_is_told(posted: Product, told: tuple[str, ...]) -> None:
    product = posted
    awa = await product.joined(product.whatsapp.person("Awa"))
    names = {"from": awa.number, "from_user_id": awa.user_id}
    for n in range(2):
        await post(product, "gains", f"{n}", **{name: names[name] for name in told})
        assert "Tes gains" in (await product.answer(awa)).text
    assert await value(product.database, "select count(*) from person") == 1


async def test_who_writes_from_her_number_under_another_name_sees_nothing_of_hers(posted: Product) -> None:
    product = posted
    awa = await product.joined(product.whatsapp.person("Awa"))
    await post(product, "gains", "1", **{"from": awa.number, "from_user_id": "CI.9999999999"})
    said = await product.answer(awa)  # it goes to that number, whoever has it now
    assert "a peut-être changé de mains" in said.text
    assert "F CFA" not in said.text and "Awa" not in said.text
    assert await value(product.database, "select count(*) from contact where locked_at is not null") == 1
    await post(product, "profil", "2", from_user_id="CI.9999999999")
    assert "Awa" not in "".join(message.text for message in await product.heard(awa))


async def test_a_stranger_who_floods_is_let_go_and_a_hiteuse_is_always_heard(product: Product) -> None:
    awa = await product.joined(product.whatsapp.person("Awa"))
    zoe = product.whatsapp.person("Zoé")
    for person in (zoe, awa):
        for n in range(40):
            await person.says(f"non {n}")
    assert len(await product.heard(awa)) == 40
    assert 1 <= len(await product.heard(zoe)) <= 3
    hers = "select count(*) from inbox i join contact c on c.id = i.contact_id where c.address = %s"
    assert await value(product.database, hers, (product.stored(zoe),)) == 30
