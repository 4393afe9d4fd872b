"""An announcement to 100,000 people at the platform's rate limit, from the author's confirmation to the last
figures."""

from __future__ import annotations

import asyncio
import time
from bisect import bisect_left
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

import psycopg
from psycopg.rows import DictRow

from backend.db.engine.uow import Database
from backend.domain.announcements.content import Announcement, Poll
from backend.domain.announcements.life import Audience
from backend.domain.people.commands import Person
from backend.queue import Queue
from backend.services.announcements import service as announcements_service
from benchmarks.announcement import FAST, FAST_WANTED, WARM
from benchmarks.announcing import TEXT, meet
from benchmarks.figures import Figure, Section
from benchmarks.nodes import NODE, Nodes
from benchmarks.processes import Platform
from benchmarks.running import BenchError, Run

CHANNEL = "telegram"
"""The channel on which everybody is."""
SAYING = Announcement(TEXT, buttons=(Poll("Tu viens ?", ("Oui", "Non")),))
"""The announcement that is sent, with a poll."""
EDITED = timedelta(seconds=3)
"""The shortest time between two edits of the author's message."""


def measure(run: Run) -> Section:
    people = run.size(100_000, 3_000)
    run.say(f"announcement-run: {people:,} people at {FAST}/s")
    with (
        run.home() as home,
        run.server() as url,
        Platform(telegram_limit=30.0, whatsapp_limit=80.0) as platform,
        Nodes(home, url, platform, NODE * 2, FAST) as nodes,
        nodes.database() as database,
    ):
        addresses = platform.ask("strangers", on=CHANNEL, count=people + 1)
        meet(database, CHANNEL, addresses)
        author = _author(database, addresses[-1])
        before, started = nodes.cpu(), time.monotonic()
        number, handed_over = asyncio.run(_hand_over(url, author))
        _wait(database, nodes, people, run.size(1.0, 0.0))
        spent = {part: round(seconds - before[part], 2) for part, seconds in nodes.cpu().items()}
        heard = platform.ask("heard", on=CHANNEL)
        refused = platform.ask("stats", on=CHANNEL)["refused_by_rate"]
        told = _told(database, number)
    if told["copies"] != people:
        raise BenchError(f"{people} copies were to be written, and there are {told['copies']}")
    return Section(
        "announcement-run",
        "An announcement through all of its life",
        f"Two nodes (each `hiteuses web`, `worker` and `relay`) on one database server, fake Telegram at {FAST}/s, "
        f"all on 2 cores. An admin's announcement with a poll to {people:,} people, handed over as by a turn: its "
        "people are written down, their copies are written in chunks, one message shows her where it stands; "
        f"the rate without the first {WARM:g} s",
        _figures(people, heard, refused, told, spent, handed_over, time.monotonic() - started, quick=run.quick),
    )


def _author(database: psycopg.Connection[DictRow], address: str) -> Person:
    row = database.execute(
        """
        update person set role = 'admin', duty = 'owner'
        where id = (select person_id from contact where address = %s) returning id
        """,
        (address,),
    ).fetchone()
    assert row is not None
    return Person(row["id"], "admin", duty="owner")


async def _hand_over(url: str, author: Person) -> tuple[int, float]:
    """Creates the announcement. Returns its number, and the seconds that this took."""
    database, queue = Database(url), Queue(url, {"announcement": _elsewhere})
    started = time.monotonic()
    try:
        async with database.turn() as uow:
            made, _ = await announcements_service.create(
                uow, author, "k", SAYING, Audience(), None, CHANNEL, datetime.now(UTC)
            )
            await queue.defer(uow, "announcement", announcement=made.id)
            await uow.commit()
    finally:
        await database.close()
    return made.id, time.monotonic() - started


async def _elsewhere(announcement: int) -> None:
    raise AssertionError(f"this process sends no announcement {announcement}")


def _wait(database: psycopg.Connection[DictRow], nodes: Nodes, people: int, least: float) -> None:
    """Waits until the author has been shown the end. Raises `BenchError` when that takes too long."""
    end = time.monotonic() + 3 * people / FAST + 60
    while True:
        time.sleep(max(0.25, least))
        nodes.check()
        row = database.execute(
            """
            select told ->> 'state' = 'done' and not exists (select from outbox where status = 0) as done
            from announcement
            """
        ).fetchone()
        if row is not None and row["done"]:
            return
        if time.monotonic() > end:
            raise BenchError("the announcement does not come to its end")


def _told(database: psycopg.Connection[DictRow], number: int) -> dict[str, Any]:
    """What the author was shown last, when that changed, and the true figures from the outbox."""
    row = database.execute(
        """
        select a.told, a.begun_at, a.ended_at,
               (select count(*)::int from outbox where announcement_id = a.id) as copies,
               (select count(*)::int from outbox where announcement_id = a.id and status = 1) as sent
        from announcement a where id = %s
        """,
        (number,),
    ).fetchone()
    assert row is not None
    shown = database.execute(
        "select created_at from outbox where purpose = 'announcement_result' order by id"
    ).fetchall()
    return {**row, "shown": [each["created_at"] for each in shown]}


def _figures(
    people: int,
    heard: list[float],
    refused: int,
    told: dict[str, Any],
    spent: dict[str, float],
    handed_over: float,
    whole: float,
    *,
    quick: bool,
) -> list[Figure]:
    steady = heard[bisect_left(heard, heard[0] + (0.5 if quick else WARM)) : people]
    rate = (len(steady) - 1) / (steady[-1] - steady[0])
    gaps = [after - before for before, after in pairwise(told["shown"])]
    shortest, longest = (min(gaps), max(gaps)) if gaps else (timedelta(), timedelta())
    last = told["told"]
    exact = last["sent"] == told["sent"] == people and not last["waiting"] and not last["failed"]
    return [
        Figure(
            f"{people:,} people at {FAST}/s",
            f"at least {FAST_WANTED}/s, no 429",
            f"{rate:.1f}/s; {refused} times 429; {whole:.1f} s from her yes to her last figure",
            rate >= FAST_WANTED and not refused,
            {"rate": rate, "refused": refused, "cpu": spent, "seconds": whole, "handed over": handed_over},
        ),
        Figure(
            "the author's message",
            "changes at most every 3 s",
            f"{len(gaps)} changes, {shortest.total_seconds():.2f} to {longest.total_seconds():.2f} s apart",
            shortest >= EDITED if gaps else None,
            {"changes": len(gaps)},
        ),
        Figure(
            "the figures at the end",
            "exact",
            f"shown {last['sent']:,} sent, {last['waiting']} waiting; {told['sent']:,} were sent, "
            f"{len(heard) - len(told['shown']):,} heard",
            exact,
            {"shown": last, "sent": told["sent"], "heard": len(heard)},
        ),
    ]
