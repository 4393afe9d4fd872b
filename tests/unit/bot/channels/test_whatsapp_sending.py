"""What goes to the Graph API, and what its answers mean."""

from __future__ import annotations

import asyncio
import hashlib
import hmac

import pytest
from aiohttp import web

from backend.domain.messaging.message import Choice, Tr, raw
from bot.channels.base import Menu, Received, Said
from bot.channels.errors import AccountDown, Later, Refused, Unreachable, Unsure, WindowClosed
from bot.channels.whatsapp.channel import WhatsApp, greets, signed
from bot.settings import WhatsAppAccount
from tests.unit.bot.channels import whatsapp_limits
from tests.unit.bot.channels.whatsapp_graph import AWA, NOW, Number, Shelf, error, outgoing


async def test_a_question_carries_its_row_and_its_recipient(number: Number) -> None:
    question = raw("Ça va ?").with_choices(Choice("oui", "Oui"), Choice("/menu", "Menu"))
    assert await number.channel.send(outgoing(question)) == Said("wamid.1")
    (sent,) = number.graph.messages
    whatsapp_limits.check(sent)
    assert (sent["to"], sent["biz_opaque_callback_data"]) == (AWA, "7")
    buttons = sent["interactive"]["action"]["buttons"]
    assert [b["reply"]["id"] for b in buttons] == ["3:0", "/menu"]
    assert number.graph.headers == ["Bearer EAAtoken"]


async def test_somebody_without_a_number_is_reached_by_her_user_id(number: Number) -> None:
    await number.channel.send(outgoing(raw("Bonjour"), address="CI.13491208"))
    (sent,) = number.graph.messages
    assert sent["recipient"] == "CI.13491208"
    assert "to" not in sent


async def test_of_several_parts_only_the_last_carries_the_row(number: Number) -> None:
    await number.channel.send(outgoing(raw("mot " * 1_800).with_choices(Choice("oui", "Oui"))))
    ours = [message["biz_opaque_callback_data"] for message in number.graph.messages]
    assert ours == ["7/1", "7/2", "7"]
    assert [message["type"] for message in number.graph.messages] == ["text", "text", "interactive"]


async def test_parts_that_were_sent_are_not_sent_again_with_the_rest(number: Number) -> None:
    long = outgoing(raw("mot " * 1_800).with_choices(Choice("oui", "Oui")))
    number.graph.answers = [web.json_response({"messages": [{"id": "wamid.a"}]}), error(131000, 500)]
    with pytest.raises(Later):
        await number.channel.send(long)
    await number.channel.send(long)
    ours = [message["biz_opaque_callback_data"] for message in number.graph.messages]
    assert ours == ["7/1", "7/2", "7/2", "7"]


async def test_a_notice_alone_is_said_and_nothing_at_all_is_no_call(number: Number) -> None:
    assert await number.channel.send(outgoing(None)) is None
    assert number.graph.messages == []
    assert await number.channel.send(outgoing(None, toast=Tr("C'est déjà noté, merci !"))) == Said("wamid.1")
    assert number.graph.messages[0]["text"]["body"] == "C'est déjà noté, merci !"


async def test_there_is_no_menu_of_her_own_to_set(number: Number) -> None:
    await number.channel.show_menu(Menu(AWA, "fr", [("menu", "Tout")]))
    assert number.graph.messages == []


# --- what answers mean --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("answer", "failure"),
    [
        (error(130429, 429), Later),
        (error(131026), Unreachable),
        (error(131047), WindowClosed),
        (error(100), Refused),
        (error(190, 401), AccountDown),
        (web.Response(status=502, text="Bad Gateway"), Unsure),
        (web.Response(text="not json"), Unsure),
        (web.json_response({"messages": []}), Unsure),
    ],
)
async def test_an_answer_becomes_what_the_relay_understands(
    number: Number, answer: web.Response, failure: type[Exception]
) -> None:
    number.graph.answers = [answer]
    with pytest.raises(failure) as raised:
        await number.channel.send(outgoing(raw("Bonjour")))
    assert type(raised.value) is failure
    assert "EAA" not in str(raised.value)
    assert AWA not in str(raised.value)


async def test_the_wait_that_the_platform_asks_for_is_obeyed(number: Number) -> None:
    number.graph.answers = [error(130429, 429), error(80007)]
    number.graph.answers[0].headers["Retry-After"] = "17"  # type: ignore[union-attr]
    number.graph.answers[1].headers["X-Business-Use-Case-Usage"] = (  # type: ignore[union-attr]
        '{"200":[{"type":"whatsapp","call_count":100,"estimated_time_to_regain_access":4}]}'
    )
    for seconds in (17, 240):
        with pytest.raises(Later) as raised:
            await number.channel.send(outgoing(raw("Bonjour")))
        assert (raised.value.seconds, raised.value.account) == (seconds, True)


async def test_who_gets_too_many_messages_is_left_alone_for_longer_each_time(number: Number) -> None:
    waits = []
    number.graph.answers = [error(131056) for _ in range(4)]
    for _ in range(4):
        with pytest.raises(Later) as raised:
            await number.channel.send(outgoing(raw("Bonjour")))
        assert not raised.value.account
        waits.append(raised.value.seconds)
    assert waits == [6, 16, 64, 256]
    await number.channel.send(outgoing(raw("Bonjour")))
    number.graph.answers = [error(131056)]
    with pytest.raises(Later) as raised:
        await number.channel.send(outgoing(raw("Bonjour")))
    assert raised.value.seconds == 6


async def test_a_lost_answer_leaves_it_open_whether_she_has_the_message(number: Number) -> None:
    async def hang_up(request: web.Request) -> web.StreamResponse:
        assert request.transport is not None
        request.transport.close()
        return web.Response()

    number.graph.answers = [hang_up]
    with pytest.raises(Unsure):
        await number.channel.send(outgoing(raw("Bonjour")))


async def test_a_platform_that_is_away_has_got_nothing() -> None:
    account = WhatsAppAccount("EAAtoken", "100", "200", "secret", "verify", "http://127.0.0.1:1")
    channel = WhatsApp(account, Shelf(), 80, lambda: NOW)
    await channel.open()  # succeeds all the same
    try:
        with pytest.raises(Later) as raised:
            await channel.send(outgoing(raw("Bonjour")))
        assert raised.value.account
        with pytest.raises(Later):
            await channel.phone()
    finally:
        await channel.close()


# --- ticks, the number, the webhook ---------------------------------------------------------------------


def said(key: str, kind: str = "text", address: str = AWA) -> Received:
    return Received(address, key, {"message": {"type": kind}})


async def test_a_heart_is_not_ticked_for_it_gets_no_answer(number: Number) -> None:
    number.channel.seen([said("wamid.heart", "reaction"), said("wamid.moved", "system", "2250700000002")])
    number.channel.seen([said("wamid.words", address="2250700000003")])
    async with asyncio.timeout(30):
        await number.graph.asked.wait()
    assert [tick["message_id"] for tick in number.graph.ticks] == ["wamid.words"]


async def test_her_message_is_ticked_as_read_in_the_background(number: Number) -> None:
    number.channel.seen([said("wamid.her")])
    async with asyncio.timeout(30):
        await number.graph.asked.wait()
    (tick,) = number.graph.ticks
    assert (tick["status"], tick["message_id"]) == ("read", "wamid.her")
    assert tick["typing_indicator"] == {"type": "text"}


async def test_of_many_messages_of_one_person_the_last_is_ticked(number: Number) -> None:
    number.channel.seen([said(f"wamid.{n}") for n in range(50)])
    async with asyncio.timeout(30):
        await number.graph.asked.wait()
    assert [tick["message_id"] for tick in number.graph.ticks] == ["wamid.49"]


async def test_the_number_is_known_in_digits_with_where_its_events_go(number: Number) -> None:
    phone = await number.channel.phone()
    assert (phone.number, phone.name) == ("2252700", "hiteuses")
    assert phone.webhook == "https://h.example/webhooks/whatsapp"


def test_a_webhook_is_signed_over_its_raw_bytes() -> None:
    body = b'{"a": 1}'
    right = "sha256=" + hmac.new(b"secret", body, hashlib.sha256).hexdigest()
    assert signed("secret", body, right)
    for wrong in (None, "", right[7:], right.upper(), right[:-1] + "\udce9", "sha1=" + right[7:], "é"):
        assert not signed("secret", body, wrong)
    assert not signed("secret", body + b" ", right)


def test_the_handshake_needs_our_verify_token() -> None:
    assert greets("verify", "subscribe", "verify")
    assert not greets("verify", "subscribe", "wrong")
    assert not greets("verify", "unsubscribe", "verify")
    assert not greets("verify", "subscribe", "é")
