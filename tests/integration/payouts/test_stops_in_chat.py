"""Payouts that stop by themselves, as owners and finance see it, until one of them goes on."""

from __future__ import annotations

from backend.domain.payouts.alarms import StopReason
from backend.services.payouts import stopping
from bot.delivery import payout_alarm
from tests.integration.scenes import rows
from tests.product import Product


async def stop(product: Product) -> None:
    async with product.database.unit() as uow:
        line = "our account with Wave holds 1 XOF, and 2000 XOF are to be sent"
        told = await payout_alarm.give(uow, StopReason.BALANCE, line, product.now)
        assert await payout_alarm.give(uow, StopReason.ACCOUNT, "another", product.now) == []
        await uow.commit()
    for channel in told:
        product.app.signals.tell(f"outbox_{channel}")
    await product.settled()


async def test_who_may_pay_is_told_and_goes_on(product: Product) -> None:
    owner = await product.admin()
    rose, jean = product.telegram.person("Rose"), product.telegram.person("Jean")
    for person in (rose, jean):
        await product.says(person, f"start {await product.code('admin')}")
    async with product.database.unit() as uow:
        await uow.execute(
            """
            update person set duty = case first_name when 'Rose' then 'finance' else 'operations' end
            where role = 'admin' and duty is distinct from 'owner'
            """
        )
        await uow.commit()
    await stop(product)
    for person in (owner, rose):
        (alarm,) = await product.heard(person)
        assert "Les paiements sont arrêtés : notre compte" in alarm.text
    assert await product.heard(jean) == []
    # who may only look sees it, and cannot change it
    assert "Arrêtés depuis" in (shown := await product.says(jean, "paiements")).text
    assert "▶️ Reprendre" not in shown.labels
    refused = await product.says(jean, "paiements reprendre")
    assert "Oui" not in refused.labels
    assert "Reprendre les paiements ?" in (await product.taps(rose, "▶️ Reprendre", alarm)).text
    assert "reprennent" in (await product.taps(rose, "Oui")).text
    async with product.database.unit() as uow:
        assert await stopping.standing(uow) is None
    assert "Arrêtés" not in (await product.says(owner, "paiements")).text
    acts = await rows(product.database, "select action from audit where action like '%%payouts' order by id")
    assert [row["action"] for row in acts] == ["stop payouts", "resume payouts"]
    # each stop is told anew
    await stop(product)
    assert len(await product.heard(owner)) == 1
    product.errors.clear()  # the log tells of the alarms too
