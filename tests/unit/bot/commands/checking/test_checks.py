from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from backend.db.engine import health
from bot.channels.telegram.account import Account
from bot.commands.checking.checks import sending, webhook

NOW = datetime(2026, 3, 2, 8, tzinfo=UTC)
URL = "https://hiteuses.example.org/webhooks/telegram"


def account(url: str = URL, pending: int = 0, error: str | None = None, ago: timedelta = timedelta()) -> Account:
    return Account("hiteuses_bot", url, pending, error, NOW - ago if error else None)


@pytest.mark.parametrize(
    ("there", "wanted", "ok"),
    [
        (account(), URL, True),
        (account(""), None, True),
        (account(pending=3), URL, True),
        (account(), None, False),
        (account(""), URL, False),
        (account("https://old.example.org"), URL, False),
        (account(pending=3, error="502 Bad Gateway"), URL, False),
        (account(pending=0, error="502 Bad Gateway"), URL, True),
        (account(pending=3, error="502 Bad Gateway", ago=timedelta(hours=2)), URL, True),
    ],
)
def test_a_webhook_is_right_where_updates_reach_us_as_the_settings_say(
    there: Account, wanted: str | None, ok: bool
) -> None:
    assert webhook(there, wanted, NOW).ok is ok


def test_what_telegram_could_not_deliver_is_told_with_its_reason() -> None:
    text = webhook(account(pending=3, error="502 Bad Gateway"), URL, NOW).text
    assert "3 updates waiting" in text
    assert "502 Bad Gateway" in text


def test_an_account_that_a_platform_refuses_is_told_with_its_reason() -> None:
    found = sending(health.QuietChannel("telegram", NOW - timedelta(hours=2), None, "Unauthorized"), NOW)
    assert not found.ok and found.about == "sending"
    assert found.text.startswith("telegram refuses our account since 2026-03-02 06:00:00 UTC (Unauthorized): check its")


def test_an_account_that_shall_wait_is_told_with_the_time() -> None:
    found = sending(health.QuietChannel("whatsapp", None, NOW + timedelta(minutes=3)), NOW)
    assert not found.ok
    assert found.text.startswith("whatsapp asked us to wait until 2026-03-02 08:03:00 UTC, 180 s from now")
