"""Whatever the platforms send, in any state: no 5xx, no runner that ends, no event without an end, and
nobody learns anything of anybody else. `PAYLOAD_ROUNDS` and `PAYLOAD_SEEDS` make more of it."""

from __future__ import annotations

import os
from random import Random

import pytest

from tests.payloads.receiving import Receiver
from tests.payloads.recorded import Platform, of, recorded
from tests.payloads.spoiling import spoilt

ROUNDS = int(os.environ.get("PAYLOAD_ROUNDS", "150"))
SEEDS = int(os.environ.get("PAYLOAD_SEEDS", "2"))
DONE, DEAD = 1, 2


@pytest.mark.parametrize("seed", range(SEEDS))
@pytest.mark.parametrize("platform", ["telegram", "whatsapp"])
async def test_no_spoilt_body_brings_the_product_down(receiver: Receiver, platform: Platform, seed: int) -> None:
    chance = Random(f"{platform} {seed}")
    files = list(recorded(platform).items())
    people = [await receiver.hiteuse(platform) for _ in range(8)]
    for _ in range(ROUNDS):
        name, text = chance.choice(files)
        raw = spoilt(of(text, platform, *chance.choice(people).sender), chance)
        assert await receiver.post(platform, raw) < 500, (name, raw[:2_000])
    await receiver.product.settled()
    await _retried(receiver)

    assert {state for states in (await receiver.events()).values() for state in states} <= {DONE, DEAD}
    assert await _dead_without_a_reason(receiver) == 0
    assert receiver.leaks() == []
    assert [record.getMessage() for record in receiver.product.errors] == []
    await _all_are_served(receiver, platform)


async def _retried(receiver: Receiver) -> None:
    """Let time pass until nothing is tried again."""
    for _ in range(12):
        if all(state != 0 for states in (await receiver.events()).values() for state in states):
            return
        await receiver.product.forward(hours=1)


async def _dead_without_a_reason(receiver: Receiver) -> int:
    async with receiver.product.database.unit() as uow:
        row = await uow.fetch_one("select count(*) as n from inbox where status = 2 and coalesce(error, '') = ''")
    assert row is not None
    return int(row["n"])


async def _all_are_served(receiver: Receiver, platform: Platform) -> None:
    """Somebody new writes, and is answered."""
    known = await receiver.hiteuse(platform)
    await known.person.says("aide")
    (answer,) = await receiver.product.heard(known.person)
    assert "Écris un mot" in answer.text
