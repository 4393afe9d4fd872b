"""A demo touches nothing of a real installation."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bot import cli
from bot.commands import running
from bot.commands.running import apart
from bot.settings import Settings, load
from tests.logs import restored

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


@pytest.mark.parametrize(
    ("options", "host", "told"),
    [
        ([], "127.0.0.1", False),
        (["--host", "127.0.0.2"], "127.0.0.2", False),
        (["--host", "localhost"], "localhost", False),
        (["--host", "0.0.0.0"], "0.0.0.0", True),
        (["--host", "192.168.1.7"], "192.168.1.7", True),
    ],
)
def test_a_demo_listens_on_loopback_unless_it_is_told_otherwise_and_says_so_then(
    options: list[str], host: str, told: bool, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    served: list[Settings] = []

    def serve(found: Settings, *_: Any, ready: Callable[[str], None], **__: Any) -> int:
        served.append(found)
        ready("http://127.0.0.1:8080")
        return 0

    monkeypatch.setenv("HOST", "10.0.0.9")
    monkeypatch.setattr(running, "_serve", serve)
    with restored():
        assert cli.run(["demo", "--no-browser", *options]) == 0
    assert [found.host for found in served] == [host]
    assert (f"It listens on {host}: there is no log-in" in capsys.readouterr().out) is told


@pytest.mark.parametrize("address", ["", "a b", "http://0.0.0.0", "0.0.0.0/0"])
def test_an_address_that_is_none_is_wrong_usage(address: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["demo", "--host", address]) == 2
    assert "such as 0.0.0.0" in capsys.readouterr().err


def test_a_demo_knows_no_account_of_a_real_installation(tmp_path: Path) -> None:
    found = load(REAL)
    assert found.whatsapp is not None
    demo = apart(found, tmp_path, 8081)
    assert (demo.home, demo.port) == (tmp_path, 8081)
    assert demo.whatsapp is None
    assert demo.secrets == ()
    assert demo.database_url is None and demo.webhook_url is None and demo.whatsapp_webhook_url is None
