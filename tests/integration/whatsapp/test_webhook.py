"""What comes in over WhatsApp's webhook: verified, whole, once, whatever its order."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import aiohttp
import pytest

from bot.web import guard
from tests.fakes.whatsapp.events import signature
from tests.integration.scenes import rows, value
from tests.integration.telegram.test_odd_messages import SCENES, TEXT
from tests.integration.telegram.test_taps import answers
from tests.integration.whatsapp.test_joining import working
from tests.product import Product, comments


def address(product: Product) -> str:
    return product.environment["PUBLIC_URL"] + "/webhooks/whatsapp"


def forged(product: Product, number: str, text: str = "haine") -> bytes:
    """Something that somebody else wrote in her name."""
    account = product.whatsapp.account
    message = {"from": number, "id": "wamid.forged", "timestamp": "1772614800", "type": "text", "text": {"body": text}}
    change = {
        "messaging_product": "whatsapp",
        "metadata": {"display_phone_number": account.number, "phone_number_id": account.phone_number_id},
        "contacts": [{"profile": {"name": "Awa"}, "wa_id": number}],
        "messages": [message],
    }
    entry = {"id": account.business_account_id, "changes": [{"value": change, "field": "messages"}]}
    return json.dumps({"object": "whatsapp_business_account", "entry": [entry]}).encode()


async def test_only_what_the_platform_signed_is_heard(product: Product) -> None:
    awa = await working(product)
    raw = forged(product, awa.number)
    right = signature(product.whatsapp.account.app_secret, raw)
    wrong: list[dict[str, str]] = [
        {},
        {"X-Hub-Signature-256": ""},
        {"X-Hub-Signature-256": "sha256="},
        {"X-Hub-Signature-256": signature("another secret", raw)},
        {"X-Hub-Signature-256": right[:-1]},
        {"X-Hub-Signature-256": right.removeprefix("sha256=")},
        {"X-Hub-Signature-256": "sha256=é"},
        {"X-Hub-Signature": right},
    ]
    async with aiohttp.ClientSession() as session:
        for headers in wrong:
            async with session.post(address(product), data=raw, headers=headers) as answer:
                assert answer.status == 401, headers
        # the same content in other bytes has another signature
        other = json.dumps(json.loads(raw), indent=1).encode()
        async with session.post(address(product), data=other, headers={"X-Hub-Signature-256": right}) as answer:
            assert answer.status == 401
        assert await product.heard(awa) == []
        async with session.post(address(product), data=raw, headers={"X-Hub-Signature-256": right}) as answer:
            assert answer.status == 200
    assert "✅ Noté" in (await product.answer(awa)).text
    product.whatsapp.violations.clear()  # the forged message cannot be ticked as read


@pytest.mark.parametrize("raw", [b"", b"{", b"[]", b"null", b"{}", b'{"object": "page", "entry": []}', b'{"entry": 7}'])
async def test_what_is_signed_but_nothing_of_whatsapp_is_refused(product: Product, raw: bytes) -> None:
    headers = {"X-Hub-Signature-256": signature(product.whatsapp.account.app_secret, raw)}
    async with aiohttp.ClientSession() as session, session.post(address(product), data=raw, headers=headers) as answer:
        assert answer.status == 400


async def test_the_handshake_is_answered_for_our_token_only(product: Product) -> None:
    good = {
        "hub.mode": "subscribe",
        "hub.challenge": "<b>42</b>",
        "hub.verify_token": product.whatsapp.account.verify_token,
    }
    async with aiohttp.ClientSession() as session:
        async with session.get(address(product), params=good) as answer:
            assert (answer.status, await answer.text()) == (200, "<b>42</b>")
            assert answer.content_type == "text/plain"
        for change in ({"hub.verify_token": "guess"}, {"hub.verify_token": ""}, {"hub.mode": "unsubscribe"}):
            async with session.get(address(product), params=good | change) as answer:
                assert answer.status == 403
        async with session.get(address(product)) as answer:
            assert answer.status == 403


async def test_every_message_and_status_of_a_batch_is_stored_once_however_often_it_comes(product: Product) -> None:
    await product.project(data=comments(20))
    people = [await product.joined(product.whatsapp.person(f"Awa {n}")) for n in range(4)]
    for person in people:
        await product.taps(person, "Accepter")
    events, receipts = await value(product.database, "select count(*) from inbox"), await _receipts(product)
    await product.stop()
    product.whatsapp.deliver(most=50, per_change=3, per_entry=2)
    for person in people:
        await person.says("haine")
        await person.says("gains")
    product.whatsapp.repeat_next(20)
    await product.start()
    await product.settled()
    assert product.whatsapp.webhook.repeated >= 1
    assert await value(product.database, "select count(*) from inbox") == events + 8
    assert await answers(product) == 4
    for person in people:
        noted, gains = await product.heard(person)
        assert "✅ Noté" in noted.text and "Tes gains" in gains.text
    assert await _receipts(product) == receipts + 3 * 8


async def test_in_any_order_and_repeated_every_message_ends_as_read(product: Product) -> None:
    product.whatsapp.deliver(most=7, per_change=2, disorder=1.0, repeats=0.5, latest=0.03)
    await product.project(data=comments(20))
    awa = await product.joined(product.whatsapp.person("Awa"))
    await product.taps(awa, "Accepter")
    for _ in range(5):
        await product.taps(awa, "Acceptable")
    await product.settled()
    found = await rows(
        product.database,
        "select status, sent_at, delivered_at, read_at, provider_id from outbox where message is not null",
    )
    assert found
    for row in found:
        assert row["status"] == 1
        assert None not in (row["sent_at"], row["delivered_at"], row["read_at"], row["provider_id"])
    assert product.whatsapp.repeated == {}


async def test_events_for_another_number_are_left_alone(product: Product) -> None:
    awa = await working(product)
    body = json.loads(forged(product, awa.number))
    body["entry"][0]["changes"][0]["value"]["metadata"]["phone_number_id"] = "999"
    raw = json.dumps(body).encode()
    headers = {"X-Hub-Signature-256": signature(product.whatsapp.account.app_secret, raw)}
    async with aiohttp.ClientSession() as session, session.post(address(product), data=raw, headers=headers) as answer:
        assert answer.status == 200
    assert await product.heard(awa) == []


async def test_what_came_while_the_product_was_down_is_answered_in_order(product: Product) -> None:
    awa = await working(product)
    await product.stop()
    await awa.says("haine")
    await awa.says("gains")
    await product.start()
    answered, gains = await product.heard(awa)
    assert "Commentaire numéro 2" in answered.text
    assert "Tes gains" in gains.text


async def _receipts(product: Product) -> int:
    found: Any = await value(product.database, "select count(*) from receipt")
    return int(found)


async def test_what_bears_no_signature_is_refused_before_its_body_is_waited_for(product: Product) -> None:
    port = int(product.environment["PORT"])
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(b"POST /webhooks/whatsapp HTTP/1.1\r\nHost: test\r\nContent-Length: 100000\r\n\r\n")
    async with asyncio.timeout(guard.BODY_WITHIN / 2):
        first = await reader.readline()
    writer.close()
    assert first.split()[1] == b"401"


async def posted(product: Product, raw: bytes) -> int:
    headers = {"X-Hub-Signature-256": signature(product.whatsapp.account.app_secret, raw)}
    async with (
        aiohttp.ClientSession() as session,
        session.post(address(product), data=raw, headers=headers) as answer,
    ):
        return answer.status


async def test_half_a_character_in_a_batch_keeps_nobodys_message_back(product: Product) -> None:
    """The whole call was refused, again and again for days, for a name that was cut within an emoji."""
    awa = await working(product)
    raw = forged(product, awa.number)
    for name in (b'"Awa \\ud83d"', b'"Awa \\uDE00\\uD83D"'):
        assert await posted(product, raw.replace(b'"Awa"', name)) == 200
    assert "Commentaire numéro 2" in (await product.answer(awa)).text
    assert await posted(product, b'{"object": "\\ud83d", ' + b"[" * 5_000) == 400
    product.whatsapp.violations.clear()  # our mark that we have read what the platform never sent


@pytest.mark.parametrize("body", [None, 42, {"a": 1}, ["haine"]])
async def test_what_is_no_text_is_no_answer(product: Product, body: Any) -> None:
    """« None » and « {'a': 1} » were an answer, a client's data, and paid."""
    await product.project(TEXT, SCENES)
    awa = await product.joined(product.whatsapp.person("Awa"))
    await product.taps(awa, "Accepter")
    await awa.sends("text", text={"body": body})
    assert "Je ne sais pas lire" in (await product.answer(awa)).text
    assert await answers(product) == 0
