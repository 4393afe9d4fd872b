"""`hiteuses check` against trouble that is really there: each line tells what to do, and is ok again after the cure."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from backend import encryption
from backend.db.earnings import ledger_check, service_figures
from backend.db.engine import backup_mark, clock_mark
from backend.db.engine.backup_mark import Backup
from backend.db.engine.clock_mark import ClockMark
from backend.db.engine.uow import Database
from backend.services.certificates import signing as signing_service
from backend.services.certificates.signing import Issuer
from backend.services.payouts import key_rotation
from backend.services.payouts import keys as key_service
from backend.services.payouts.keys import KeySource
from backend.services.privacy import erasure
from bot.commands.checking import service_checks
from tests import signing
from tests.fakes.whatsapp import FakeWhatsApp
from tests.integration import payments
from tests.integration.cli.test_cli import Shell, checked, shell
from tests.integration.cli.test_cli_whatsapp import whatsapp
from tests.integration.scenes import NOW, commit, hiteuse, hiteuses

__all__ = ["shell", "whatsapp"]

pytestmark = pytest.mark.usefixtures("clean_environment")


def key_made() -> bool:
    return (Path(os.environ["HITEUSES_HOME"]) / "data-encryption.key").exists()


async def execute(database: Database, statement: str, *given: object) -> None:
    async with database.unit() as uow:
        await uow.execute(statement, given)
        await uow.commit()


@pytest.mark.parametrize(
    ("quality", "status", "tier", "ok", "words"),
    [
        ("GREEN", "CONNECTED", "TIER_1K", True, "quality green, up to 1000 people a day"),
        ("YELLOW", "CONNECTED", "TIER_250", False, "send fewer announcements"),
        ("RED", "CONNECTED", "TIER_250", False, "quality red, up to 250 people a day"),
        ("GREEN", "FLAGGED", "TIER_10K", False, "flagged, quality green, up to 10000 people a day"),
        ("UNKNOWN", "CONNECTED", "TIER_NOT_SET", True, "up to 250 people a day"),
    ],
)
async def test_a_number_that_whatsapp_rates_low_is_told(
    shell: Shell, whatsapp: FakeWhatsApp, quality: str, status: str, tier: str, ok: bool, words: str
) -> None:
    whatsapp.world.quality, whatsapp.world.status, whatsapp.world.tier = quality, status, tier
    found, text = (await checked(shell))["whatsapp"]
    assert (found, words in text) == (ok, True), text


async def test_a_schedule_that_stands_still_is_told(shell: Shell, database: Database) -> None:
    await execute(database, "insert into tick (name, at) values ('pay', now() - interval '10 minutes')")
    ok, text = (await checked(shell))["schedule"]
    assert (ok, "start hiteuses run, or a worker" in text) == (False, True)
    await execute(database, "insert into tick (name, at) values ('pay', now())")
    assert (await checked(shell))["schedule"][0]


async def test_replies_that_wait_and_jobs_that_were_given_up_are_told(shell: Shell, database: Database) -> None:
    person = await hiteuse(database)
    await execute(
        database,
        """
        insert into outbox (person_id, contact_id, channel, lane, purpose, message, created_at, due)
        select person_id, id, channel, 0, 'reply', '{"p": ["Bonjour"]}', now() - interval '1 hour', now()
        from contact where person_id = %s
        """,
        person.id,
    )
    ok, text = (await checked(shell))["queue"]
    assert (ok, "1 replies wait" in text) == (False, True)
    await execute(database, "delete from outbox")
    await execute(
        database,
        "insert into procrastinate_jobs (queue_name, task_name, args, status) values ('default', 'x', '{}', 'failed')",
    )
    ok, text = (await checked(shell))["queue"]
    assert (ok, "write `file` to the bot" in text) == (False, True)
    await execute(database, "delete from procrastinate_jobs")
    assert (await checked(shell))["queue"] == (True, "nothing is stuck")


async def test_a_ledger_that_disagrees_is_told_until_it_is_checked_again(shell: Shell, database: Database) -> None:
    at = datetime.now(UTC)
    await commit(database, service_figures.note_check, ["a", "b"], at)
    ok, text = (await checked(shell))["ledger"]
    assert (ok, "hiteuses ledger check names them" in text) == (False, True)
    await commit(database, service_figures.note_check, [], at - timedelta(days=3))
    assert not (await checked(shell))["ledger"][0]
    assert (await shell.json("ledger", "check"))["ok"]
    assert (await checked(shell))["ledger"][0]
    assert await commit(database, ledger_check.disagreements) == []


async def test_a_key_that_decrypts_nothing_is_told_before_anybody_is_to_be_paid(
    shell: Shell, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    await payments.names(database, await hiteuse(database))
    monkeypatch.setenv("DATA_ENCRYPTION_KEY", encryption.new_key())
    ok, text = (await checked(shell))["keys"]
    assert (ok, "put the old key back" in text) == (False, True)
    monkeypatch.setenv("DATA_ENCRYPTION_KEY", f"{encryption.new_key()},{payments.RAW_KEYS[0]}")
    ok, text = (await checked(shell))["keys"]
    assert (ok, "are still under an older key" in text) == (True, True)
    monkeypatch.setenv("DATA_ENCRYPTION_KEY", payments.RAW_KEYS[0])
    assert (await checked(shell))["keys"] == (True, "DATA_ENCRYPTION_KEY decrypts payment destinations")
    monkeypatch.delenv("DATA_ENCRYPTION_KEY")
    assert not (await checked(shell))["keys"][0]
    assert not key_made()


async def test_the_emptied_destination_of_who_was_erased_is_no_lost_key(
    shell: Shell, database: Database, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """« 1 of 6 payment destinations cannot be decrypted: put the old key back », with the right key."""
    monkeypatch.setenv("DATA_ENCRYPTION_KEY", payments.RAW_KEYS[0])
    awa, binta = await hiteuses(database, 2)
    await payments.names(database, awa)
    await payments.names(database, binta, "0701020305")
    await commit(database, erasure.ask_now, awa.id, NOW)
    assert await erasure.erase(database, awa.id, NOW, tmp_path, payments.KEYS.numbers)
    assert (await checked(shell))["keys"] == (True, "DATA_ENCRYPTION_KEY decrypts payment destinations")


async def test_a_key_with_which_no_program_starts_is_told_although_nobody_is_to_be_paid(
    shell: Shell, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    old, new = encryption.new_key(), encryption.new_key()
    await commit(database, key_service.keys, KeySource((old,)))
    database.kept.clear()
    monkeypatch.setenv("DATA_ENCRYPTION_KEY", new)
    ok, text = (await checked(shell))["keys"]
    assert (ok, "no program starts with it: put the old key back" in text) == (False, True)
    monkeypatch.setenv("DATA_ENCRYPTION_KEY", f"{new},{old}")
    ok, text = (await checked(shell))["keys"]
    assert (ok, text.startswith("phone numbers are still under an older key")) == (True, True)
    await key_rotation.rotate(database, KeySource((new, old)))
    monkeypatch.setenv("DATA_ENCRYPTION_KEY", new)
    assert (await checked(shell))["keys"] == (True, "DATA_ENCRYPTION_KEY opens what is stored")


async def test_a_signing_key_that_is_not_set_any_more_is_told(
    shell: Shell, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    issuer, at = Issuer("https://hiteuses.example.org", signing.pem()), datetime.now(UTC)
    await commit(database, signing_service.key, issuer, at)
    ok, text = (await checked(shell))["badges"]
    assert (ok, "set BADGE_SIGNING_KEY to it again" in text) == (False, True)
    monkeypatch.setenv("BADGE_SIGNING_KEY", signing.pem().replace("\n", "\\n"))
    assert (await checked(shell))["badges"][0]


async def test_a_backup_that_is_old_is_told(shell: Shell, database: Database) -> None:
    at = datetime.now(UTC)
    await commit(database, backup_mark.note, Backup(at - timedelta(days=3), 2**20))
    ok, text = (await checked(shell))["backups"]
    assert (ok, "run hiteuses db backup" in text) == (False, True)
    await commit(database, backup_mark.note, Backup(at, 2**20))
    ok, text = (await checked(shell))["backups"]
    assert (ok, "1.0 MiB" in text) == (True, True)


async def test_a_disk_that_fills_is_told(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(service_checks, "free_disk", lambda _home: (2**30, 100 * 2**30))
    ok, text = (await checked(shell))["disk"]
    assert (ok, "1.0 GiB of 100.0 GiB free" in text and "make room" in text) == (False, True)


async def test_a_clock_that_was_set_back_is_told(shell: Shell, database: Database) -> None:
    at = datetime.now(UTC)
    await commit(database, clock_mark.set_mark, ClockMark(at + timedelta(hours=1), at))
    ok, text = (await checked(shell))["clock"]
    assert (ok, "was set back" in text and "NTP" in text) == (False, True)
    await commit(database, clock_mark.set_mark, ClockMark(at, at))
    assert (await checked(shell))["clock"][0]
