"""Both platforms mark what was only passed on."""

from __future__ import annotations

from typing import Any

import pytest

from bot.channels.base import Text
from bot.channels.telegram import updates
from bot.channels.whatsapp import webhook_events

WORDS = "stats"


def on_telegram(**more: Any) -> Text:
    message = {"chat": {"id": 1, "type": "private"}, "message_id": 7, "date": 1, "text": WORDS, **more}
    heard = updates.hear({"update_id": 1, "message": message})
    assert isinstance(heard, Text)
    return heard


def on_whatsapp(**more: Any) -> Text:
    message = {"id": "wamid.1", "from": "237650000000", "type": "text", "text": {"body": WORDS}, **more}
    heard = webhook_events.hear({"message": message, "contact": {}})
    assert isinstance(heard, Text)
    return heard


@pytest.mark.parametrize("origin", ["user", "hidden_user", "chat", "channel"])
def test_telegram_tells_where_it_comes_from(origin: str) -> None:
    assert on_telegram(forward_origin={"type": origin, "date": 1}).forwarded
    assert not on_telegram().forwarded


@pytest.mark.parametrize("mark", ["forwarded", "frequently_forwarded"])
def test_whatsapp_tells_that_it_was_passed_on_and_that_answers_nothing(mark: str) -> None:
    heard = on_whatsapp(context={mark: True})
    assert (heard.forwarded, heard.replies_to) == (True, None)
    assert not on_whatsapp(context={"id": "wamid.0", "from": "1"}).forwarded
    assert not on_whatsapp(context={mark: False}).forwarded
    assert not on_whatsapp(context="nonsense").forwarded
