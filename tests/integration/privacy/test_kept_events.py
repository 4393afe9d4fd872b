"""What people wrote is not kept: it goes with the turn that handled it."""

from __future__ import annotations

import pytest

from tests.fakes.people import Person
from tests.integration.scenes import value
from tests.product import Product

BOTH = pytest.mark.parametrize("channel", ["telegram", "whatsapp"])
WORDS = "Zanzibar est mon secret"
STORED = "select string_agg(payload::text, ' ') from inbox where contact_id is not null"


def _somebody(product: Product, channel: str) -> Person:
    return product.whatsapp.person("Awa") if channel == "whatsapp" else product.telegram.person("Awa")


@BOTH
async def test_the_words_of_a_stranger_go_with_their_answer(on_both: Product, channel: str) -> None:
    await on_both.says(_somebody(on_both, channel), WORDS)
    await on_both.settled()
    stored = await value(on_both.database, STORED)
    assert stored is not None and "Zanzibar" not in stored


@BOTH
async def test_the_words_of_somebody_who_joined_go_as_well_and_are_answered_once(
    on_both: Product, channel: str
) -> None:
    awa = await on_both.joined(_somebody(on_both, channel))
    await on_both.says(awa, WORDS)
    await on_both.settled()
    assert "Zanzibar" not in await value(on_both.database, STORED)
    assert await value(on_both.database, "select count(*) from inbox where payload <> '{}' and contact_id > 0") == 0
