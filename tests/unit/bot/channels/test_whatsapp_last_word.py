"""What counts as her last word on WhatsApp: the window must never be believed open for too long."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from bot.channels.whatsapp.webhook_events import read

SAID = datetime(2026, 3, 4, 8, tzinfo=UTC)


def told(kind: str) -> datetime | None:
    message = {"from": "22507000001", "id": "wamid.1", "timestamp": str(int(SAID.timestamp())), "type": kind, kind: {}}
    value: dict[str, Any] = {"metadata": {"phone_number_id": "1"}, "messages": [message]}
    body = {"object": "whatsapp_business_account", "entry": [{"changes": [{"field": "messages", "value": value}]}]}
    (received,) = read(body, "1").received
    return received.at


@pytest.mark.parametrize(
    "kind", ["text", "button", "interactive", "audio", "image", "location", "reaction", "unheard-of"]
)
def test_whatever_she_says_is_her_word(kind: str) -> None:
    assert told(kind) == SAID


@pytest.mark.parametrize("kind", ["system", "edit", "edited", "revoke", "deleted"])
def test_what_the_platform_says_and_what_changes_an_old_word_is_no_new_one(kind: str) -> None:
    assert told(kind) is None
