"""The lines of `hiteuses check` on the service itself: schedule, queue, ledger, keys, backups, disk and clock."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from backend.db.certificates import credentials
from backend.db.earnings import service_figures
from backend.db.engine import backup_mark, clock_mark, health, jobs
from backend.db.engine.health import Waiting
from backend.db.engine.uow import UnitOfWork
from backend.services.payouts import keys
from backend.services.payouts.keys import KeySource
from bot.commands.engine.finding import Finding
from bot.metrics import free_disk
from bot.settings import Settings

STANDS_STILL = timedelta(minutes=3)
"""The most frequent jobs tick every ten seconds; without any tick for this long, no worker runs."""
CHECK_LEDGER_WITHIN = timedelta(days=2)
"""The worker checks the ledger once a day."""
BACK_UP_WITHIN = timedelta(days=2)
REPLIES_WAIT = 300.0
"""Seconds after which replies wait too long."""
LEAST_FREE = 2 * 2**30
"""Bytes that must be free …"""
LEAST_FREE_SHARE = 0.1
"""… or this share of the disk, if that is less."""
CLOCKS_AGREE = timedelta(minutes=1)


async def findings(uow: UnitOfWork, found: Settings, now: datetime) -> list[Finding]:
    """A line on each part. `now`: by the product's clock."""
    return [
        await _schedule(uow, now),
        *_queue(await health.waiting(uow, now)),
        await _ledger(uow, now),
        await _badges(uow, found),
        await _keys(uow, found),
        await _backups(uow, found, now),
        await _clock(uow, found, now),
    ]


async def _schedule(uow: UnitOfWork, now: datetime) -> Finding:
    last = await jobs.last_tick(uow)
    if last is None:
        return Finding("schedule", True, "has not ticked yet: hiteuses run, or a worker, starts it")
    if now - last > STANDS_STILL:
        text = f"stands still since {_moment(last)}: start hiteuses run, or a worker"
        return Finding("schedule", False, text)
    return Finding("schedule", True, f"last ticked at {_moment(last)}")


def _queue(waiting: list[Waiting]) -> list[Finding]:
    lines = []
    replies = next((row for row in waiting if (row.queue, row.lane) == ("outbox", "0")), None)
    events = next((row for row in waiting if row.queue == "inbox"), None)
    for row, what, who in ((events, "words of people", "a worker"), (replies, "replies", "a relay")):
        if row is not None and row.count and row.seconds > REPLIES_WAIT:
            text = f"{row.count} {what} wait, the oldest for {row.seconds:.0f} s: does {who} run? see the log"
            lines.append(Finding("queue", False, text))
    dead = {row.lane: row.count for row in waiting if row.queue == "dead" and row.count}
    if faults := dead.get("jobs", 0) + dead.get("events", 0):
        text = f"{faults} jobs or events were given up: write `file` to the bot to try them again or drop them"
        lines.append(Finding("queue", False, text))
    failing = sum(row.count for row in waiting if row.queue == "failing")
    said = [f"{failing} jobs are retried"] if failing else []
    said += [f"{dead['messages']} messages were given up, see `file`"] if dead.get("messages") else []
    return lines or [Finding("queue", True, "; ".join(said) or "nothing is stuck")]


async def _ledger(uow: UnitOfWork, now: datetime) -> Finding:
    last = await service_figures.last_check(uow)
    if last is None:
        return Finding("ledger", True, "not checked yet; the worker does once a day, hiteuses ledger check now")
    if last.disagreements:
        text = f"{last.disagreements} disagreements at {_moment(last.at)}: hiteuses ledger check names them"
        return Finding("ledger", False, text)
    if now - last.at > CHECK_LEDGER_WITHIN:
        return Finding("ledger", False, f"last checked at {_moment(last.at)}: run hiteuses ledger check")
    return Finding("ledger", True, f"agrees with the work, checked at {_moment(last.at)}")


async def _badges(uow: UnitOfWork, found: Settings) -> Finding:
    """The key that signs certificates, and where they are verified."""
    if not found.badge_signing_key and await credentials.newest_key_is_elsewhere(uow):
        text = "the newest certificates were signed with a key of the environment: set BADGE_SIGNING_KEY to it again"
        return Finding("badges", False, f"{text}, or a new one (old certificates still verify)")
    key = "BADGE_SIGNING_KEY" if found.badge_signing_key else "a key kept in the database (BADGE_SIGNING_KEY is unset)"
    reached = "" if found.public_url else ", which only this machine reaches (PUBLIC_URL is unset)"
    return Finding("badges", True, f"signed with {key}, checked at {found.site}/verify{reached}")


async def _keys(uow: UnitOfWork, found: Settings) -> Finding:
    """The key that encrypts where people are paid."""
    home = found.home if found.database_url is None else None
    seen = await keys.look(uow, KeySource(found.data_encryption_keys, home))
    where = "DATA_ENCRYPTION_KEY" if found.data_encryption_keys else str(home / keys.FILE) if home else "the database"
    back = "put the old key back (DATA_ENCRYPTION_KEY takes several)"
    if seen.lost:
        text = f"{seen.lost} of {seen.tried} payment destinations cannot be decrypted with the key in {where}"
        return Finding("keys", False, f"{text}: {back}")
    if seen.finding == "lost":
        text = f"the key in {where} does not open what is stored, and no program starts with it"
        return Finding("keys", False, f"{text}: {back}")
    if seen.older or seen.finding == "older":
        older = f"{seen.older} of {seen.tried} payment destinations are" if seen.older else "phone numbers are"
        text = f"{older} still under an older key: keep it until the daily job has encrypted them anew"
        return Finding("keys", True, text)
    if not seen.tried:
        said = "nothing is encrypted yet" if not seen.finding else f"{where} opens what is stored"
        return Finding("keys", True, said)
    return Finding("keys", True, f"{where} decrypts payment destinations")


async def _backups(uow: UnitOfWork, found: Settings, now: datetime) -> Finding:
    last, real = await backup_mark.last(uow), await clock_mark.server_time(uow)
    if last is None:
        since = await service_figures.closed_until(uow)
        if found.database_url is None and since is not None and now - since > BACK_UP_WITHIN:
            return Finding("backups", False, "there is none: run hiteuses db backup FILE")
        return Finding("backups", True, "none by hiteuses db backup is noted; back up by it, or by PostgreSQL's means")
    if real - last.at > BACK_UP_WITHIN:
        return Finding("backups", False, f"the last one is of {_moment(last.at)}: run hiteuses db backup FILE")
    return Finding("backups", True, f"the last one is of {_moment(last.at)}, {last.size / 2**20:.1f} MiB")


async def _clock(uow: UnitOfWork, found: Settings, now: datetime) -> Finding:
    server = await clock_mark.server_time(uow)
    apart = datetime.now(UTC) - server
    if abs(apart) > CLOCKS_AGREE:
        text = f"this machine's is {_apart(apart)} the database server's: set both by NTP"
        return Finding("clock", False, text)
    mark = await clock_mark.mark(uow)
    if found.clock is None and mark is not None and mark.product - mark.server > CLOCKS_AGREE:
        text = f"was set back: the product's time is {_apart(mark.product - mark.server)} it and goes slowly until then"
        return Finding("clock", False, f"{text}; set the server's clock by NTP")
    return Finding("clock", True, f"{_moment(now)}" + (", not real time" if found.clock is not None else ""))


def disk(home: Path) -> Finding:
    """The line on the disk of the data folder."""
    found = free_disk(home)
    if found is None:
        return Finding("disk", False, f"how much is free in {home} cannot be told")
    free, size = found
    text = f"{free / 2**30:.1f} GiB of {size / 2**30:.1f} GiB free in {home}"
    if free < min(LEAST_FREE, size * LEAST_FREE_SHARE):
        return Finding("disk", False, f"{text}: make room before the database stops")
    return Finding("disk", True, text)


def _apart(by: timedelta) -> str:
    return f"{abs(by.total_seconds()):.0f} s {'ahead of' if by > timedelta() else 'behind'}"


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S UTC")
