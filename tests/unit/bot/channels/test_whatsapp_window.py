"""Her 24 hours, after which only a template is taken."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from backend.domain.messaging.message import Raw, Tr, raw, tr
from bot.channels.base import Said
from bot.channels.errors import Later, WindowClosed
from bot.channels.whatsapp.channel import WhatsApp
from bot.settings import WhatsAppAccount
from tests.unit.bot.channels.whatsapp_graph import NOW, Number, Shelf, error, knows_templates, outgoing

REMINDER = tr("{hello} 👋", hello=Tr("Bonsoir {name} !", {"name": Raw("Awa")})) + tr(
    "Ta tâche t'attend. On la finit ensemble ?"
)


@pytest.mark.parametrize(
    ("ago", "kind"),
    [
        (timedelta(hours=23, minutes=58), "text"),
        (timedelta(hours=23, minutes=59, seconds=30), "template"),
        (timedelta(days=3), "template"),
    ],
)
async def test_after_24_hours_less_a_margin_a_template_stands_in(number: Number, ago: timedelta, kind: str) -> None:
    await knows_templates(number)
    sent = await number.channel.send(
        outgoing(REMINDER, purpose="reminder", first_name="Awa", heard_at=NOW - ago, question=None)
    )
    (message,) = number.graph.messages
    assert (message["type"], message["biz_opaque_callback_data"]) == (kind, "7")
    assert sent == Said("wamid.1", "hiteuses_rappel_2" if kind == "template" else None)
    if kind == "template":
        template = message["template"]
        assert (template["name"], template["language"]) == ("hiteuses_rappel_2", {"code": "fr"})
        body = [p["text"] for p in template["components"][0]["parameters"]]
        assert body == ["Awa", "Ta tâche t'attend. On la finit ensemble ?"]


async def test_who_was_never_heard_gets_a_template_where_there_is_one_else_a_try(number: Number) -> None:
    await knows_templates(number)
    await number.channel.send(outgoing(REMINDER, purpose="reminder", heard_at=None))
    await number.channel.send(outgoing(raw("Désolée"), purpose="announcement_result", heard_at=None))
    assert [message["type"] for message in number.graph.messages] == ["template", "text"]


async def test_without_a_template_it_waits_for_her_next_word(number: Number) -> None:
    await knows_templates(number)
    with pytest.raises(WindowClosed):
        await number.channel.send(outgoing(raw("Réponse"), heard_at=NOW - timedelta(days=2)))
    assert number.graph.messages == []


async def test_a_template_that_is_not_approved_is_not_sent(number: Number) -> None:
    number.graph.templates[0]["status"] = "PAUSED"
    await knows_templates(number)
    with pytest.raises(WindowClosed, match="hiteuses_rappel_2 is not approved"):
        await number.channel.send(outgoing(REMINDER, purpose="reminder", heard_at=NOW - timedelta(days=2)))
    assert number.graph.messages == []


async def test_a_template_that_the_platform_refuses_is_not_tried_with_everybody(number: Number) -> None:
    await knows_templates(number)
    number.graph.templates[0]["status"] = "DISABLED"
    number.graph.answers = [error(132016)]
    for _ in range(2):
        with pytest.raises(WindowClosed):
            await number.channel.send(outgoing(REMINDER, purpose="reminder", heard_at=NOW - timedelta(days=2)))
    assert len(number.graph.messages) == 1


async def _looks(number: Number) -> None:
    """Until it has looked at all pages twice more, by itself."""
    enough = number.graph.looks + 9
    async with asyncio.timeout(30):
        while number.graph.looks < enough:  # noqa: ASYNC110
            await asyncio.sleep(0.001)


@pytest.mark.parametrize(
    "odd",
    [
        {"components": 1},
        {"components": [{"type": "BUTTONS", "buttons": 1}]},
        {"components": [{"type": "BODY", "text": None}, {"type": "BUTTONS", "buttons": {"0": "x"}}]},
        {"status": None, "components": None},
    ],
)
async def test_an_answer_of_an_unknown_shape_ends_no_looking(
    number: Number, monkeypatch: pytest.MonkeyPatch, odd: dict[str, object]
) -> None:
    monkeypatch.setattr("bot.channels.whatsapp.channel.LOOK_SOON", 0.001)
    monkeypatch.setattr("bot.channels.whatsapp.channel.LOOK_AGAIN", 0.001)
    good = number.graph.templates[0].copy()
    number.graph.templates[0].update(odd)
    number.channel.templates_changed()
    await _looks(number)
    number.graph.templates[0] = good
    await _looks(number)
    await number.channel.send(outgoing(REMINDER, purpose="reminder", heard_at=NOW - timedelta(days=2)))
    assert [message["type"] for message in number.graph.messages] == ["template"]


async def test_while_the_account_cannot_be_asked_a_message_that_needs_a_template_waits() -> None:
    account = WhatsAppAccount("EAAtoken", "100", "200", "secret", "verify", "http://127.0.0.1:1")
    channel = WhatsApp(account, Shelf(), 80, lambda: NOW)
    with pytest.raises(Later):
        await channel.send(outgoing(REMINDER, purpose="reminder", heard_at=NOW - timedelta(days=2)))
