"""What operators watch: schedule, payouts, ledger, keys, clock and disk as metrics, each from what really happened."""

from __future__ import annotations

import re
import shutil
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from backend.db.engine.uow import Database
from backend.domain.payouts.alarms import StopReason
from backend.services.admin import service_state
from backend.services.payouts import stopping
from tests.integration.payments import funded
from tests.integration.payouts.providing import payable, providing
from tests.integration.scenes import NOW, commit, execute, hiteuse, value
from tests.integration.telegram.test_ledger_alarm import forged
from tests.product import Product
from tests.scraping import OF_PROCESS, exported_names, metrics, of_database

PLAN = {"pay": timedelta(seconds=10), "check_ledger": timedelta(days=1)}


async def ticked(database: Database, name: str, at: datetime) -> None:
    await execute(database, "insert into tick (name, at) values (%s, %s)", (name, at))


async def test_a_schedule_that_stands_still_is_counted_in_missed_ticks(database: Database) -> None:
    await ticked(database, "pay", NOW)
    await ticked(database, "check_ledger", NOW - timedelta(hours=9))
    fine = await of_database(database, NOW + timedelta(seconds=12), PLAN)
    assert fine['hiteuses_ticks_missed{job="pay"}'] == 0
    assert fine['hiteuses_tick_late{job="pay"}'] == 0
    late = await of_database(database, NOW + timedelta(minutes=5), PLAN)
    assert late['hiteuses_ticks_missed{job="pay"}'] == 29
    assert late['hiteuses_tick_age_seconds{job="pay"}'] == 300
    assert late['hiteuses_tick_late{job="pay"}'] == 1
    assert late['hiteuses_tick_late{job="check_ledger"}'] == 0


async def test_payments_are_counted_where_they_stand_by_provider_and_currency(database: Database) -> None:
    funds = await funded(database, "XOF")
    async with providing(database) as wave:
        for number in ("0701020304", "0701020305"):
            await payable(database, funds, await hiteuse(database), number, 2_000)
        await commit(database, service_state.measure, NOW)
        owed = await of_database(database, NOW, PLAN)
        assert owed['hiteuses_owed_people{currency="XOF"}'] == 2
        assert owed['hiteuses_owed_amount{currency="XOF"}'] == 4_000
        await wave.run()
        sent = await of_database(database, NOW + timedelta(minutes=1), PLAN)
        (name,) = [key for key in sent if key.startswith("hiteuses_payouts{")]
        assert 'state="sent"' in name and 'currency="XOF"' in name
        assert sent[name] == 2
        assert sent[name.replace("payouts{", "payouts_amount{")] == 4_000
        assert sent[name.replace("payouts{", "payouts_oldest_seconds{")] == pytest.approx(60, abs=1)
        await wave.tend(6, minutes=2)
        assert await wave.states() == ["paid", "paid"]
        paid = await of_database(database, wave.clock.now(), PLAN)
        assert paid[name.replace("sent", "paid")] == 2
        assert name not in paid
        later = await of_database(database, wave.clock.now() + timedelta(days=1), PLAN)
        assert name.replace("sent", "paid") not in later  # of the last day
    await commit(database, service_state.measure, NOW)
    assert 'hiteuses_owed_amount{currency="XOF"}' not in await of_database(database, NOW, PLAN)


async def test_a_stop_of_payouts_is_told_with_its_reason(database: Database) -> None:
    await commit(database, stopping.stop, StopReason.BALANCE, "empty", NOW)
    found = await of_database(database, NOW, PLAN)
    assert found['hiteuses_payouts_stopped{reason="balance"}'] == 1
    assert sum(v for k, v in found.items() if k.startswith("hiteuses_payouts_stopped")) == 1


async def test_a_running_product_exports_ledger_keys_clock_disk_and_database(
    product: Product, monkeypatch: pytest.MonkeyPatch
) -> None:
    await product.stop()
    product.goes_public()
    await product.start()
    await product.hiteuse()
    assert "hiteuses_ledger_check_age_seconds" not in (await metrics(product))  # nobody has looked yet
    await product.ticks("check_ledger", "measure_service")
    product.app.clock.forward(timedelta(hours=2))
    found = await metrics(product)
    assert found["hiteuses_ledger_disagreements"] == 0
    assert 7_200 <= found["hiteuses_ledger_check_age_seconds"] < 7_300
    assert found["hiteuses_ledger_open_seconds"] >= 7_200
    assert found["hiteuses_database_bytes"] == pytest.approx(
        await value(product.database, "select pg_database_size(current_database())"), rel=0.2
    )
    assert 0 < found["hiteuses_disk_free_bytes"] <= found["hiteuses_disk_bytes"]
    assert found['hiteuses_tick_late{job="check_ledger"}'] == 0
    async with product.database.unit() as uow:
        server = await uow.fetch_one("select clock_timestamp() as at")
    assert server is not None
    ahead = (product.now - server["at"]).total_seconds()
    assert found["hiteuses_clock_ahead_seconds"] == pytest.approx(ahead, abs=5)
    await forged(product, "update project set funded = funded + 1 where name = (select min(name) from project)")
    product.app.clock.forward(timedelta(days=1))
    await product.ticks("check_ledger")
    assert (await metrics(product))["hiteuses_ledger_disagreements"] == 1
    await forged(product, "update project set funded = funded - 1 where name = (select min(name) from project)")
    product.errors.clear()
    # a disk that cannot be asked leaves the rest standing
    monkeypatch.setattr(shutil, "disk_usage", _gone)
    assert "hiteuses_disk_free_bytes" not in await metrics(product)


def _gone(_folder: object) -> None:
    raise OSError("stale handle")


def test_the_docs_name_every_metric_and_no_other() -> None:
    """The page for operators against the families that a full state exports."""
    page = (Path(__file__).parents[3] / "docs" / "operators" / "watching.md").read_text("utf-8")
    assert set(re.findall(r"`(hiteuses_\w+)`", page)) == exported_names() | OF_PROCESS
