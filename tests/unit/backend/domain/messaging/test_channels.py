"""What the table tells of channels, also of a row that is new and of a name that has none."""

from __future__ import annotations

from datetime import date

import pytest

from backend.domain.announcements.life import Estimate
from backend.domain.messaging import channels
from backend.domain.messaging.channels import ChannelTraits
from backend.domain.messaging.prices import price
from bot.flows.announcements.reach import estimated
from bot.i18n.render import plain


def test_a_name_without_a_row_promises_nothing() -> None:
    row = channels.of("gone")
    assert (row.label, row.numbers, row.receipts, row.prices, row.windowed) == ("Gone", False, False, "", False)
    assert channels.team_label("gone") == "gone"
    assert price("gone", "CI", "utility", date(2026, 11, 1)) == 0


@pytest.mark.parametrize(
    ("channel", "address", "number"),
    [("whatsapp", "2250700112233", True), ("whatsapp", "CI.1a2b", False), ("telegram", "1234567", False)],
)
def test_an_address_is_a_number_only_where_addresses_are(channel: str, address: str, number: bool) -> None:
    assert channels.is_number(channel, address) is number


def test_a_new_rows_facts_stand_in_what_is_said_of_cost_and_window(monkeypatch: pytest.MonkeyPatch) -> None:
    row = ChannelTraits("sms", "SMS", prices="message_prices.toml", windowed=True)
    monkeypatch.setitem(channels.TABLE, row.name, row)
    said = "\n".join(plain(part, "fr") for part in estimated(Estimate(3, outside=2, cost=1_000_000)).parts)
    assert "Coût sur WhatsApp et SMS" in said and "n'ont pas écrit sur WhatsApp ou SMS depuis 24 h" in said
    on = date(2026, 11, 1)
    assert price("sms", "CI", "utility", on) == price("whatsapp", "CI", "utility", on) > 0
