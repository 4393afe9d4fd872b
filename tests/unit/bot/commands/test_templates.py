"""What the check says of WhatsApp's events and templates."""

from __future__ import annotations

import pytest

from backend.records import replace
from bot.channels.whatsapp.account import Account
from bot.channels.whatsapp.approvals import Standing
from bot.channels.whatsapp.client import Phone
from bot.channels.whatsapp.templates import TEMPLATES
from bot.commands.templates import templates_line, webhook

URL = "https://hiteuses.example.org/webhooks/whatsapp"
GOOD = Account(
    Phone("2250700000000", "hiteuses", "green", URL, "connected"),
    "TIER_1K",
    ("our app",),
    frozenset({"messages", "message_template_status_update"}),
    (),
)


def at(url: str) -> Account:
    return replace(GOOD, phone=replace(GOOD.phone, webhook=url))


@pytest.mark.parametrize(
    ("account", "wanted", "ok", "words"),
    [
        (GOOD, URL, True, URL),
        (at(""), URL, True, URL),
        (GOOD, None, False, "PUBLIC_URL is unset"),
        (at("https://old.example.org/x"), URL, False, "events go to https://old.example.org/x"),
        (replace(GOOD, apps=()), URL, False, "no app gets the account's events"),
        (replace(GOOD, fields=frozenset({"account_update"})), URL, False, "does not ask for messages"),
        (replace(GOOD, fields=frozenset({"messages"})), URL, True, "message_template_status_update would tell"),
        (replace(GOOD, fields=None), URL, True, "not told to this token"),
    ],
)
def test_events_are_right_where_they_reach_us_as_the_settings_say(
    account: Account, wanted: str | None, ok: bool, words: str
) -> None:
    found = webhook(account, wanted)
    assert (found.about, found.ok) == ("events", ok)
    assert words in found.text


def test_templates_are_right_when_all_are_approved_as_they_are() -> None:
    standings = [Standing(template, "ok", "approved") for template in TEMPLATES]
    assert templates_line(standings).ok
    standings[0] = Standing(TEMPLATES[0], "rejected", "Meta rejected it")
    found = templates_line(standings)
    assert not found.ok
    assert f"{TEMPLATES[0].name} rejected" in found.text
