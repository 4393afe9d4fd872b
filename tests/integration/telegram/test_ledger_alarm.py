"""Each day ledger and work are compared: admins hear of it once when they do not agree, and when they do again."""

from __future__ import annotations

import logging
from datetime import timedelta

from backend.domain.payouts.alarms import StopReason
from backend.services.payouts import stopping
from tests.integration.scenes import look
from tests.product import Product


async def forged(product: Product, statement: str) -> None:
    async with product.database.unit() as uow:
        await uow.execute("set local session_replication_role = replica")  # past the triggers
        assert await uow.execute(statement) == 1
        await uow.commit()


async def compared(product: Product) -> None:
    product.app.clock.forward(timedelta(days=1))
    await product.ticks("check_ledger")


async def test_admins_hear_once_that_the_books_do_not_agree_and_when_they_do_again(product: Product) -> None:
    admin = await product.admin()
    awa = await product.joined(product.telegram.person("Awa"))
    await product.heard(admin)
    await compared(product)
    assert await product.heard(admin) == []
    await forged(product, "update project set funded = funded + 1 where name = (select min(name) from project)")
    await compared(product)
    (told,) = await product.heard(admin)
    assert "⚠️ Les comptes ne tombent pas juste : 1 écart " in told.text
    assert "Les paiements s'arrêtent" in told.text
    stop = await look(product.database, stopping.standing)
    assert stop is not None
    assert stop.reason is StopReason.LEDGER
    assert await product.heard(awa) == []
    (line,) = [record.getMessage() for record in product.errors if record.levelno == logging.CRITICAL]
    assert "says" in line and "units of funds" in line
    product.errors.clear()
    await compared(product)
    assert await product.heard(admin) == []
    await forged(product, "update project set funded = funded - 1 where name = (select min(name) from project)")
    await compared(product)
    assert (await product.answer(admin)).text == "✅ Les comptes tombent juste de nouveau."
