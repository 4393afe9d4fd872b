"""What WhatsApp says of the number: quality, state, and the limit under its new name and its old one."""

from __future__ import annotations

import pytest

from backend.domain.messaging.accounts import AccountCondition
from bot.channels.errors import AccountDown
from tests.unit.bot.channels.whatsapp_graph import Number

NEW, OLD = "whatsapp_business_manager_messaging_limit", "messaging_limit_tier"


@pytest.mark.parametrize(
    ("known", "tier", "people"),
    [
        ({NEW: "TIER_2K", OLD: "TIER_1K"}, "TIER_2K", 2_000),
        ({OLD: "TIER_1K"}, "TIER_1K", 1_000),  # an API that does not know the new field
        ({NEW: "", OLD: "TIER_250"}, "TIER_250", 250),
        ({}, "", None),
    ],
)
async def test_the_limit_is_read_by_either_name(
    number: Number, known: dict[str, str], tier: str, people: int | None
) -> None:
    number.graph.fields = {"quality_rating": "YELLOW", "status": "CONNECTED", **known}
    found = await number.channel.condition()
    assert found == AccountCondition("yellow", "connected", tier)
    assert found is not None and found.people_a_day == people


async def test_a_refused_account_has_no_condition(number: Number) -> None:
    number.graph.refuses = True
    with pytest.raises(AccountDown):
        await number.channel.condition()
