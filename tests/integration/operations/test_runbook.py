"""The troubles of `docs/operators/runbook.md`: each happens against the fakes, its alert fires, the check has its line,
and the cure that the page names works."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

import aiohttp
import psycopg
import pytest

from backend.clock import Clock
from backend.db.certificates import credentials
from backend.db.earnings import ledger_check
from backend.db.engine import backup_mark, health
from backend.db.engine.backup_mark import Backup
from backend.db.engine.signals import outbox_of
from backend.db.engine.uow import Database
from backend.db.messaging import inbox, outgoing
from backend.domain.messaging.message import tr
from backend.domain.people.commands import OPERATOR
from backend.services.certificates import signing as signing_service
from backend.services.certificates.signing import Issuer
from backend.services.payouts import stopping
from bot.commands.checking import payment_providers, service_checks
from bot.commands.checking.checks import sending
from bot.delivery import account
from tests import product as product_module
from tests import signing
from tests.alerts import firing
from tests.fakes import people
from tests.integration.announcements.announcing import number, owner, sent, written
from tests.integration.payments import funded
from tests.integration.payouts.providing import payable, providing
from tests.integration.scenes import NOW, commit, execute, hiteuse, look, rows, value
from tests.integration.telegram.test_ledger_alarm import forged
from tests.product import Product
from tests.scraping import metrics, of_database

PLAN = {"pay": timedelta(seconds=10)}
ALWAYS = {"ClockOff", "ScheduleStandsStill"}
"""Of a product in a test: its clock is moved by hand, and so are its ticks."""


@pytest.fixture
def product(on_both: Product) -> Product:
    return on_both


@pytest.fixture(autouse=True)
def _soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """A refused account is tried again in real seconds, of which a test has few."""
    monkeypatch.setattr(account, "FIRST_REST", 0.03)
    monkeypatch.setattr(account, "LONGEST_REST", 0.1)


async def alerts(product: Product) -> set[str]:
    return firing(await metrics(product)) - ALWAYS


async def check(product: Product) -> dict[str, str]:
    """The lines of the check that are not ok, of what stands in the database."""
    settings, now = product.app.settings, product.now

    async with product.database.unit() as uow:
        lines = await service_checks.findings(uow, settings, now)
        lines += await payment_providers.standing(uow, settings)
        lines += [sending(each, now) for each in await health.accounts(uow, now)]
        await uow.commit()
    lines.append(service_checks.disk(settings.home))
    return {line.about: line.text for line in lines if not line.ok and line.about not in ("clock", "schedule")}


async def tell(product: Product, person: people.Person) -> None:
    """A message that we begin."""
    (chat,) = await rows(
        product.database, "select id, person_id, channel from contact where address = %s", (str(person.id),)
    )
    await commit(
        product.database,
        outgoing.say_plainly,
        chat["person_id"],
        chat["id"],
        chat["channel"],
        tr("Bonjour"),
        product.now,
    )
    product.app.signals.tell(outbox_of(chat["channel"]))


async def test_nothing_is_amiss_in_a_product_that_works(on_both: Product) -> None:
    await on_both.hiteuse()
    await on_both.ticks("check_ledger", "measure_service", "look_at_accounts")
    assert await alerts(on_both) == set()
    assert await check(on_both) == {}


async def test_token_revoked(product: Product) -> None:
    awa = await product.hiteuse()
    product.telegram.token_revoked()
    await tell(product, awa)
    while "AccountRefused" not in await alerts(product):
        pass
    assert "telegram refuses our account" in (await check(product))["sending"]
    product.errors.clear()
    product.telegram.token_revoked(False)  # the new token
    (said,) = await awa.hears(1)  # its next try is due in some seconds: nothing counts as on its way until then
    assert said.text == "Bonjour"
    while await alerts(product):
        pass
    assert await check(product) == {}


async def test_the_numbers_quality_falls(product: Product) -> None:
    admin = await product.admin()
    product.whatsapp.world.quality = "RED"
    await product.ticks("look_at_accounts")
    assert await alerts(product) == {"QualityFell"}
    product.whatsapp.world.quality, product.whatsapp.world.status = "YELLOW", "RESTRICTED"
    await product.forward(minutes=10)
    await product.ticks("look_at_accounts")
    assert await alerts(product) == {"QualityFell", "NumberOff"}
    product.errors.clear()
    product.whatsapp.world.quality, product.whatsapp.world.status = "GREEN", "CONNECTED"
    await product.forward(minutes=10)
    await product.ticks("look_at_accounts")
    assert await alerts(product) == set()
    assert "note de nouveau bien" in [message.text for message in await product.heard(admin)][-1]


async def test_the_daily_limit_is_reached(product: Product) -> None:
    awa = await product.joined(product.whatsapp.person("Awa"))
    product.whatsapp.world.tier = "TIER_50"
    await product.ticks("look_at_accounts")
    await execute(
        product.database,
        """
            with p as (
                insert into person (created_at) select %(now)s from generate_series(1, 46) returning id),
                 k as (insert into contact (person_id, channel, address)
                       select id, 'whatsapp', '22599' || id from p returning id, person_id)
            insert into outbox (person_id, contact_id, channel, lane, purpose, message, created_at, due, status,
                                sent_at, template)
            select person_id, id, 'whatsapp', 1, 'reminder', '{"p": ["Bonjour"]}', %(now)s, %(now)s, 1, %(now)s, 'x'
            from k
            """,
        {"now": product.now},
    )
    await product.ticks("measure_service")
    assert await alerts(product) == {"DailyLimitNear"}
    assert (await product.says(awa, "menu")).text  # a reply does not count
    await product.forward(days=1)
    await product.ticks("measure_service")
    assert "DailyLimitNear" not in await alerts(product)


async def test_flood_limit(product: Product) -> None:
    some = [await product.hiteuse(name) for name in ("Awa", "Binta", "Fatou")]
    product.telegram.fail_next("sendMessage", 429, "Too Many Requests", times=3, retry_after=90)
    for person in some:
        await tell(product, person)
    while "AccountPaused" not in await alerts(product):
        pass
    assert "telegram asked us to wait until" in (await check(product))["sending"]
    product.app.clock.forward(timedelta(seconds=91))
    assert await alerts(product) == {"RepliesWait"}  # they go out once the seconds have really passed
    assert "sending" not in await check(product)
    await product.restart()  # the new pace: who takes over knows of no wait any more
    for person in some:
        assert (await product.answer(person)).text == "Bonjour"
    assert await alerts(product) == set()


async def test_the_queue_grows(product: Product, monkeypatch: pytest.MonkeyPatch) -> None:
    awa = await product.hiteuse()
    await product.stop()
    with monkeypatch.context() as without:
        without.setattr(product_module, "PARTS", frozenset({"web", "worker"}))
        await product.start()
        await awa.says("menu")
        while not await value(product.database, "select count(*) from outbox where status = 0"):
            pass
        product.app.clock.forward(timedelta(minutes=6))
        assert await alerts(product) == {"RepliesWait"}
        assert "does a relay run?" in (await check(product))["queue"]
        await product.stop()
    await product.start()
    assert "Que veux-tu faire" in (await product.answer(awa)).text
    assert await alerts(product) == set()
    assert await check(product) == {}


async def test_a_schedule_that_stands_still_and_what_was_given_up(database: Database) -> None:
    async with database.unit() as uow:
        await uow.execute("insert into tick (name, at) values ('pay', %s)", (NOW,))
        await uow.execute(
            "insert into procrastinate_jobs (queue_name, task_name, args, status) values ('q', 'x', '{}', 'failed')"
        )
        await uow.commit()
    found = firing(await of_database(database, NOW + timedelta(minutes=5), PLAN))
    assert {"ScheduleStandsStill", "GivenUp"} <= found
    async with database.unit() as uow:
        await uow.execute("insert into tick (name, at) values ('pay', %s)", (NOW + timedelta(minutes=5),))
        await uow.execute("delete from procrastinate_jobs")
        await uow.commit()
    found = firing(await of_database(database, NOW + timedelta(minutes=5), PLAN))
    assert not {"ScheduleStandsStill", "GivenUp"} & found


async def ready(product: Product) -> tuple[int, Any]:
    """What a probe of the web part is answered."""
    url = f"{product.environment['PUBLIC_URL']}/ready"
    async with aiohttp.ClientSession() as session, session.get(url) as answer:
        return answer.status, await answer.json()


async def test_a_probe_writes_for_a_moment(database: Database) -> None:
    """On a full disk all can still be read."""

    async def files() -> int:
        async with database.unit() as uow:
            await uow.execute("select pg_stat_force_next_flush()")
            return await uow.fetch_int("select temp_files from pg_stat_database where datname = current_database()")

    before = await files()
    async with database.unit() as uow:
        await health.ready(uow)
        await uow.execute("select pg_stat_force_next_flush()")
    assert await files() > before


class _Usage(NamedTuple):
    total: int
    used: int
    free: int


async def test_the_disk_is_full(product: Product, monkeypatch: pytest.MonkeyPatch) -> None:
    awa = await product.hiteuse()
    real = inbox.store

    async def no_room(*_: Any, **__: Any) -> Any:
        raise psycopg.errors.DiskFull("could not extend file: No space left on device")

    with monkeypatch.context() as full:
        full.setattr(shutil, "disk_usage", lambda _folder: _Usage(100 * 2**30, 99 * 2**30, 2**30))
        full.setattr(inbox, "store", no_room)
        full.setattr(health, "ready", no_room)
        await awa.says("menu")
        assert await alerts(product) == {"DiskFull"}
        assert "make room" in (await check(product))["disk"]
        chat = {"id": 7, "type": "private"}
        said = {"message_id": 1, "date": 0, "chat": chat, "from": {**chat, "first_name": "Awa"}, "text": "bonjour"}
        update = {"update_id": 1, "message": said}
        secret = {"X-Telegram-Bot-Api-Secret-Token": product.app.settings.webhook_secret}
        url = f"{product.environment['PUBLIC_URL']}/webhooks/telegram"
        async with aiohttp.ClientSession() as session, session.post(url, json=update, headers=secret) as answer:
            assert answer.status == 503  # Telegram brings it again
        assert await ready(product) == (503, {"ok": False, "database": "its disk is full"})
    assert inbox.store is real
    assert await ready(product) == (200, {"ok": True, "database": "ok", "queue": "ok"})
    assert "Que veux-tu faire" in (await product.answer(awa)).text
    assert await alerts(product) == set()


async def test_a_payment_provider_is_down(database: Database) -> None:
    funds = await funded(database, "XOF")
    async with providing(database) as scene:
        await payable(database, funds, await hiteuse(database), "0701020304")
        await scene.run()
        await scene.wave.away()
        await scene.pawapay.away()
        await scene.tend(8, minutes=20)
        assert "PaymentsStuck" in firing(await of_database(database, scene.clock.now(), PLAN))
        await scene.wave.back()
        await scene.pawapay.back()
        await scene.tend(8, minutes=20)
        assert await scene.states() == ["paid"]
        assert "PaymentsStuck" not in firing(await of_database(database, scene.clock.now(), PLAN))


async def test_a_claim_that_nobody_answers(database: Database) -> None:
    funds = await funded(database, "XOF")
    async with providing(database) as scene:
        await payable(database, funds, await hiteuse(database), "0701020304")
        await scene.run()
        await scene.tend(8, minutes=20)
    now = scene.clock.now()
    await execute(
        database,
        "insert into payout_claim (payout_id, opened_at, promised) select id, %s, %s from payout",
        (now, now.date() + timedelta(days=2)),
    )
    assert "ClaimsLate" not in firing(await of_database(database, now, PLAN))
    assert "ClaimsLate" in firing(await of_database(database, now + timedelta(days=3), PLAN))
    await execute(database, "update payout_claim set closed_at = opened_at, outcome = 'arrived'")
    assert "ClaimsLate" not in firing(await of_database(database, now + timedelta(days=3), PLAN))


async def test_payouts_that_stopped_go_on_when_a_person_says_so(database: Database) -> None:
    from backend.domain.payouts.alarms import StopReason

    await commit(database, stopping.stop, StopReason.BALANCE, "empty", NOW)
    assert "PayoutsStopped" in firing(await of_database(database, NOW, PLAN))
    await commit(database, stopping.go_on, OPERATOR, NOW, "Rose")
    assert "PayoutsStopped" not in firing(await of_database(database, NOW, PLAN))


async def test_a_wrong_announcement_is_sent(product: Product) -> None:
    admin = await owner(product)
    awa = await product.hiteuse()
    await product.forward(hours=13)  # it is ten in the evening: hers waits until seven
    await product.heard(awa)
    await written(product, admin, "Rendez-vous lundi")
    await sent(product, admin)
    assert await alerts(product) == {"AnnouncementRuns"}
    asked = await product.says(admin, f"annonce arreter {await number(product)}")
    await product.taps(admin, asked.labels[0])
    assert await alerts(product) == set()
    await product.forward(hours=12)
    assert await product.heard(awa) == []


async def test_the_ledger_check_fails(product: Product) -> None:
    admin = await product.admin()
    await product.hiteuse()
    await forged(product, "update project set funded = funded + 1 where name = (select min(name) from project)")
    await product.ticks("check_ledger")
    assert await alerts(product) == {"LedgerDisagrees", "PayoutsStopped"}
    found = await check(product)
    assert "hiteuses ledger check names them" in found["ledger"]
    assert "hiteuses payouts resume" in found["payouts"]
    assert len(await look(product.database, ledger_check.disagreements)) == 1
    await forged(product, "update project set funded = funded - 1 where name = (select min(name) from project)")
    await product.forward(days=1)
    await product.ticks("check_ledger")
    assert await alerts(product) == {"PayoutsStopped"}
    await product.heard(admin)
    await product.says(admin, "paiements reprendre")
    await product.taps(admin, "Oui")
    assert await alerts(product) == set()
    assert await check(product) == {}
    product.errors.clear()
    await product.forward(days=3)
    assert await alerts(product) == {"LedgerNotChecked", "BackupOld"}  # nobody has backed up in these days


async def test_the_clock_is_set_back(database: Database) -> None:
    async with database.unit() as uow:
        row = await uow.fetch_one("select clock_timestamp() as at")
    assert row is not None
    clock = Clock()
    clock.keep_ahead(row["at"] + timedelta(hours=1))  # the others were an hour further when the server's was set back
    before = clock.now()
    assert "ClockOff" in firing(await of_database(database, before, PLAN))
    assert clock.now() >= before  # it never goes back
    right = Clock()  # NTP is on again
    assert "ClockOff" not in firing(await of_database(database, right.now(), PLAN))


async def test_the_key_of_certificates_is_lost(product: Product) -> None:
    issuer = Issuer("https://hiteuses.example.org", signing.pem())
    await commit(product.database, signing_service.key, issuer, product.now)
    assert await alerts(product) == {"SigningKeyMissing"}
    assert "set BADGE_SIGNING_KEY to it again" in (await check(product))["badges"]
    product.environment["BADGE_SIGNING_KEY"] = signing.pem()
    await product.restart()
    assert await alerts(product) == set()
    assert await check(product) == {}
    assert len(await look(product.database, credentials.public_keys)) == 1  # what it signed still verifies


async def test_a_backup_is_old_or_there_never_was_one(database: Database) -> None:
    at = datetime.now(UTC)
    assert "BackupOld" not in firing(
        await of_database(database, at, PLAN)
    )  # nothing is booked: there is nothing to lose
    await funded(database)
    (began,) = await rows(database, "select min(at) as at from transfer")
    assert "BackupOld" not in firing(await of_database(database, began["at"] + timedelta(days=1), PLAN))
    assert "BackupOld" in firing(await of_database(database, began["at"] + timedelta(days=3), PLAN))
    await commit(database, backup_mark.note, Backup(at - timedelta(days=3), 1))
    assert "BackupOld" in firing(await of_database(database, at, PLAN))
    await commit(database, backup_mark.note, Backup(at, 1))
    assert "BackupOld" not in firing(await of_database(database, at, PLAN))


def test_every_alert_is_driven_here_or_is_prometheus_own() -> None:
    text = Path(__file__).read_text("utf-8")
    from tests.alerts import rules

    untried = {rule["alert"] for rule in rules() if f'"{rule["alert"]}"' not in text}
    assert not untried - {"Down"}
