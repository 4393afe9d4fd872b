"""Errors that are no person's own hold up nobody else, and pass."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from backend.db import turns
from backend.db.turns import Arrival
from bot.handlers import runner
from tests.integration.scenes import value
from tests.product import Product


async def test_a_flood_of_one_person_that_must_wait_does_not_hide_the_others(product: Product) -> None:
    awa, binta = product.telegram.person("Awa"), product.telegram.person("Binta")
    await product.says(awa, "bonjour")
    await product.says(binta, "bonjour")
    await product.stop()
    now = product.app.clock.now()
    payload = {"update_id": 1, "message": {"chat": {"id": awa.id, "type": "private"}}}
    flood = [Arrival("telegram", str(awa.id), f"flood {n}", payload) for n in range(2 * runner.GATHER)]
    async with product.database.unit() as uow:
        await turns.store(uow, flood, now)
        await turns.store(uow, [Arrival("telegram", str(binta.id), "1", payload)], now)
        await uow.do(
            "update inbox set due = %s where id = (select min(id) from inbox where status = 0)",
            (now + timedelta(hours=1),),
        )
        await uow.commit()
    await product.start()
    assert "invitation" in (await binta.hears_one()).text
    async with product.database.unit() as uow:
        await uow.do("delete from inbox where status = 0")
        await uow.commit()


async def test_an_error_before_a_turn_ends_nothing(product: Product, monkeypatch: pytest.MonkeyPatch) -> None:
    awa, binta = product.telegram.person("Awa"), product.telegram.person("Binta")
    await product.says(awa, "bonjour")
    hers = await value(product.database, "select id from person")
    claim, left = turns.claim, [1]

    async def unlucky(uow: Any, person_id: int, now: Any) -> Any:
        if person_id == hers and left:
            left.pop()
            raise ValueError("a fault of ours")
        return await claim(uow, person_id, now)

    monkeypatch.setattr(turns, "claim", unlucky)
    monkeypatch.setattr(runner, "TROUBLE", 0.01)
    await awa.says("bonjour")
    assert "invitation" in (await product.says(binta, "bonjour")).text
    assert "invitation" in (await awa.hears_one()).text
    assert [record.name for record in product.errors] == ["bot.handlers.runner"]
    product.errors.clear()
