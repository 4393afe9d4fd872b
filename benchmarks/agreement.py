"""Checks that the database holds what the people were told."""

from __future__ import annotations

import time

import psycopg
import uvloop
from psycopg.rows import DictRow

from backend.db.earnings import ledger_check
from backend.db.engine.uow import Database
from benchmarks.processes import Platform
from benchmarks.system import Hiteuses

PATIENCE = 60.0
"""Seconds within which everything that still waits must be handled after the last message."""


def differences(bot: Hiteuses, platform: Platform) -> list[str]:
    """Describes everything that was lost or counted twice; empty when all is right. The bot must be running."""
    found = []
    with bot.database() as database:
        found += _still_waiting(database)
        stats = platform.ask("stats")
        told: dict[str, int] = platform.ask("told")
        made = stats["updates"]["made"]
        inbox = _one(database, "select count(*) from inbox where channel = 'telegram'")
        if inbox != made:
            found.append(f"{made} updates were made and {inbox} stored")
        dead = _one(database, "select count(*) from inbox where status = 2")
        if dead:
            found.append(f"{dead} events could not be handled")
        failed = _one(database, "select count(*) from outbox where status = 2 and message is not null")
        if failed:
            found.append(f"{failed} messages could not be sent")
        rows = database.execute(
            """
            select k.address, coalesce(sum(d.answers), 0)::int as day, coalesce(max(d.answers), 0) as most,
                   (select count(*) from answer a where a.person_id = k.person_id and a.status = 1)::int as answers
            from contact k left join day d on d.person_id = k.person_id
            where k.channel = 'telegram' group by k.address, k.person_id
            """
        ).fetchall()
        for row in rows:
            if row["day"] != row["answers"]:
                found.append(f"{row['address']}: {row['answers']} answers, {row['day']} in her days")
            if row["address"] in told and told[row["address"]] != row["most"]:
                found.append(f"{row['address']}: told of {told[row['address']]} answers, has {row['most']}")
    found += uvloop.run(_ledger(bot))
    if stats["violations"]:
        found.append(f"{stats['violations']} calls break the platform's rules")
    return found


async def _ledger(bot: Hiteuses) -> list[str]:
    """The differences that `hiteuses ledger check` finds."""
    with bot.database_url() as url:
        database = Database(url)
        try:
            async with database.unit() as uow:
                return await ledger_check.disagreements(uow)
        finally:
            await database.close()


def answers(bot: Hiteuses) -> int:
    """The number of answers that count, practice tasks included."""
    with bot.database() as database:
        return _one(database, "select count(*) from answer where status = 1")


def _still_waiting(database: psycopg.Connection[DictRow]) -> list[str]:
    end = time.monotonic() + PATIENCE
    while True:
        inbox = _one(database, "select count(*) from inbox where status = 0 and channel = 'telegram'")
        outbox = _one(database, "select count(*) from outbox where status = 0 and lane = 0")
        if not inbox and not outbox:
            return []
        if time.monotonic() > end:
            return [f"{inbox} events and {outbox} messages still wait"]
        time.sleep(0.05)


def _one(database: psycopg.Connection[DictRow], statement: str) -> int:
    row = database.execute(statement.encode()).fetchone()
    assert row is not None
    (value,) = row.values()
    return int(value)
