"""A demo touches nothing of a real installation."""

from __future__ import annotations

from pathlib import Path

from bot.commands.running import apart
from bot.settings import load

REAL = {
    "DATABASE_URL": "postgresql://somebody@db.example/hiteuses",
    "PUBLIC_URL": "https://hiteuses.example",
    "TELEGRAM_BOT_TOKEN": "1234567890:AAabcdefghijklmnopqrstuvwxyz0123456",
    "WHATSAPP_ACCESS_TOKEN": "EAAabc",
    "WHATSAPP_PHONE_NUMBER_ID": "1055",
    "WHATSAPP_BUSINESS_ACCOUNT_ID": "1066",
    "WHATSAPP_APP_SECRET": "0123456789abcdef",
    "WHATSAPP_VERIFY_TOKEN": "verify-me",
}


def test_a_demo_knows_no_account_of_a_real_installation(tmp_path: Path) -> None:
    found = load(REAL)
    assert found.whatsapp is not None
    demo = apart(found, tmp_path, 8081)
    assert (demo.home, demo.port) == (tmp_path, 8081)
    assert demo.whatsapp is None
    assert demo.secrets == ()
    assert demo.database_url is None and demo.webhook_url is None and demo.whatsapp_webhook_url is None
