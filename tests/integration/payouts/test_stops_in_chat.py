"""Payouts by providers as owners and finance see them in chat: by whom a run goes, and stops until one goes on."""

from __future__ import annotations

import asyncio

from backend.db.engine.uow import Database
from backend.domain.payouts.alarms import StopReason
from backend.services.payouts import stopping
from bot.delivery.alarms import payout_alarm
from tests.fakes.payments import FakeWave
from tests.fakes.telegram import FakeTelegram
from tests.integration import payments
from tests.integration.payments import funded
from tests.integration.payouts.providing import payable
from tests.integration.scenes import agreement, execute, hiteuse, look, rows
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


async def test_who_is_in_a_hurry_stops_all_payments_below_their_list(product: Product) -> None:
    owner = await product.admin()
    for words in ("arrête tout", "stop tout de suite", "on arrête tout", "bloque tout"):
        await product.says(owner, "paiements")
        assert "Arrêter tous les paiements ?" in (await product.says(owner, words)).text, words
        assert "rien ne change" in (await product.says(owner, "non")).text


async def test_who_may_pay_is_told_and_goes_on(product: Product) -> None:
    owner = await product.admin()
    rose, jean = product.telegram.person("Rose"), product.telegram.person("Jean")
    for person in (rose, jean):
        await product.says(person, f"start {await product.code('admin')}")
    await execute(
        product.database,
        """
            update person set duty = case first_name when 'Rose' then 'finance' else 'operations' end
            where role = 'admin' and duty is distinct from 'owner'
            """,
    )
    await stop(product)
    for person in (owner, rose):
        (alarm,) = await product.heard(person)
        assert "Les paiements sont arrêtés : notre compte" in alarm.text
    assert await product.heard(jean) == []
    # who may only look sees it, and cannot change it
    assert "Arrêtés depuis" in (shown := await product.says(jean, "paiements")).text
    assert "▶️ Reprendre" not in shown.labels
    assert "Oui" not in (await product.says(jean, "paiements reprendre")).labels
    assert "Reprendre les paiements ?" in (await product.taps(rose, "▶️ Reprendre", alarm)).text
    assert "reprennent" in (await product.taps(rose, "Oui")).text
    assert await look(product.database, stopping.standing) is None
    assert "Arrêtés" not in (await product.says(owner, "paiements")).text
    acts = await rows(product.database, "select action from audit where action like '%%payouts' order by id")
    assert [row["action"] for row in acts] == ["stop payouts", "resume payouts"]
    # each stop is told anew
    await stop(product)
    assert len(await product.heard(owner)) == 1
    product.errors.clear()  # the log tells of the alarms too


async def test_a_run_says_by_whom_it_goes(database: Database) -> None:
    async with FakeTelegram() as telegram, FakeWave() as wave:
        product = Product(telegram, database)
        product.environment |= {
            "DATA_ENCRYPTION_KEY": payments.RAW_KEYS[0],
            "WAVE_API_URL": wave.url,
            "WAVE_API_KEY": wave.token,
        }
        await product.start()
        try:
            owner = await product.admin()
            rose = product.telegram.person("Rose")
            await product.says(rose, f"start {await product.code('admin')}")
            await execute(database, "update person set duty = 'finance' where first_name = 'Rose'")
            funds = await funded(database, "XOF")
            await payable(database, funds, await hiteuse(database), "+2250701020304")
            await payable(database, funds, await hiteuse(database, country="TG"), "+22890112233")
            await product.says(rose, "paiements proposer")
            await rose.taps("Oui")
            await product.settled()
            await product.heard(rose)
            shown = await product.says(owner, "paiements")
            await product.taps(owner, next(b for b in shown.labels if b.startswith("✅ Approuver")))
            await product.taps(owner, "Oui")
            shown = await product.says(rose, "paiements")
            asked = await product.taps(rose, next(b for b in shown.labels if b.startswith("🚚 Lancer")))
            assert "1 dans le fichier" in asked.text
            assert "1 par Wave" in asked.text
            begun = await product.taps(rose, "Oui")
            assert "2 paiements sont en route" in begun.text
            assert "1 par Wave" in begun.text
            assert "hiteuses payouts export" in begun.text
            assert wave.books.payouts == {}  # the job sends it
            await product.app.schedule.tick("pay", product.app.clock.now())
            async with asyncio.timeout(20):
                while not wave.books.payouts:  # noqa: ASYNC110 (the job is another task)
                    await asyncio.sleep(0.01)
        finally:
            await product.stop()
        assert [record.getMessage() for record in product.errors] == []
        assert await agreement(database) == []
        assert wave.violations == []
