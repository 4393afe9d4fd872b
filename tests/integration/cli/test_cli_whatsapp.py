"""The commands that ask WhatsApp, as they are typed."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from typing import Any

import pytest

from bot.channels.whatsapp.templates import TEMPLATES
from tests.fakes.whatsapp import FakeWhatsApp
from tests.integration.cli.test_cli import Shell, checked, shell

__all__ = ["shell"]

pytestmark = pytest.mark.usefixtures("clean_environment")

NAMES = [template.name for template in TEMPLATES]


@pytest.fixture
async def whatsapp(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[FakeWhatsApp]:
    """The platform, named by the environment."""
    async with FakeWhatsApp() as fake:
        for name, value in fake.account.environment.items():
            monkeypatch.setenv(name, value)
        monkeypatch.setenv("WHATSAPP_API_URL", fake.url)
        monkeypatch.setenv("PUBLIC_URL", "https://hiteuses.example.org")
        yield fake


async def standings(shell: Shell) -> dict[str, Any]:
    code, out, _ = await shell("templates", "check", "--json")
    rows = {row["name"]: row for row in json.loads(out)}
    assert code == (0 if all(row["state"] == "ok" for row in rows.values()) else 1)
    return rows


async def test_templates_are_missing_then_submitted_then_approved(shell: Shell, whatsapp: FakeWhatsApp) -> None:
    whatsapp.world.templates.review = "PENDING"
    assert {row["state"] for row in (await standings(shell)).values()} == {"missing"}
    pushed = await shell.json("templates", "push")
    assert [(row["name"], row["state"]) for row in pushed] == [(name, "submitted") for name in NAMES]
    assert {row["state"] for row in (await standings(shell)).values()} == {"pending"}
    for name in NAMES:
        whatsapp.world.templates.decide(name, "APPROVED")
    assert {row["state"] for row in (await standings(shell)).values()} == {"ok"}
    assert "ok: approved" in await shell.done("templates", "check")
    assert whatsapp.violations == []


async def test_push_leaves_what_is_there_as_it_is(shell: Shell, whatsapp: FakeWhatsApp) -> None:
    await shell.done("templates", "push")
    whatsapp.world.templates.decide(NAMES[0], "REJECTED")
    lines = (await shell.done("templates", "push")).splitlines()
    assert "rejected" in lines[0]
    assert all(line.split()[2] == "ok:" for line in lines[1:])
    assert whatsapp.api.calls.counts["templates.create"] == len(NAMES)
    assert (await standings(shell))[NAMES[0]]["state"] == "rejected"


async def test_the_check_tells_number_events_and_templates(shell: Shell, whatsapp: FakeWhatsApp) -> None:
    found = await checked(shell)
    assert found["whatsapp"] == (
        True,
        f"+{whatsapp.account.number} ({whatsapp.account.name}), connected, quality green, no daily limit",
    )
    assert not found["templates"][0]
    assert "hiteuses templates check" in found["templates"][1]
    await shell.done("templates", "push")
    assert (await checked(shell))["templates"] == (True, f"all {len(NAMES)} approved")


async def test_a_token_that_was_revoked_is_told_without_it(shell: Shell, whatsapp: FakeWhatsApp) -> None:
    whatsapp.api.revoked = True
    found = await checked(shell)
    assert not found["whatsapp"][0]
    assert "set a valid WHATSAPP_ACCESS_TOKEN" in found["whatsapp"][1]
    assert whatsapp.account.token not in str(found)
    assert "set a valid WHATSAPP_ACCESS_TOKEN" in await shell.refused("templates", "push")


async def test_without_an_account_templates_say_what_to_set(shell: Shell) -> None:
    line = await shell.refused("templates", "check")
    assert "WhatsApp is off" in line
    assert "WHATSAPP_PHONE_NUMBER_ID" in line


async def test_an_invitation_has_the_link_that_writes_her_code_for_her(shell: Shell, whatsapp: FakeWhatsApp) -> None:
    (row,) = await shell.json("people", "invite", "--role", "hiteuse", "--country", "CI")
    assert row["whatsapp"] == f"https://wa.me/{whatsapp.account.number}?text=start%20{row['code']}"
    assert row["telegram"] is None
    out = await shell.done("people", "invite", "--role", "hiteuse", "--country", "CI")
    assert f"https://wa.me/{whatsapp.account.number}?text=start%20" in out
