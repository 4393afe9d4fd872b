"""What the product writes without being asked to 100,000 people in 12 countries on a Sunday: the jobs that look at each
person at their own hour, and the turns that write the messages."""

from __future__ import annotations

import asyncio
import resource
import time
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from multiprocessing import get_context
from typing import Any

import uvloop

from backend.clock import Clock
from backend.db.engine.signals import Signals
from backend.db.engine.uow import Database
from backend.domain import days
from backend.records import Struct, field
from backend.services.certificates.signing import Issuer
from backend.services.payouts.keys import KeySource
from backend.services.reminders import service
from benchmarks import filling
from benchmarks.figures import Figure, Section
from benchmarks.planner_people import COUNTRIES, fill
from benchmarks.running import BenchError, Run
from bot.dialogues import DIALOGUES
from bot.handlers.runner import RUNNER_COUNT, Runners
from bot.jobs.clocked import CHUNK_ROWS

EVENING = datetime(2026, 3, 8, 17, tzinfo=UTC)
"""The hour whose turns are measured: 18:00 in countries at UTC+1."""
STEP = timedelta(minutes=15)
"""The time between two runs of the job."""
OFFSETS = (0, 1, 3)
"""The UTC offsets of the countries, in hours."""


class Day(Struct):
    """What the jobs of a day did. `due`: people whom they had to look at, because they want reminders; `seconds`: of
    all transactions; `longest`: seconds of the longest transaction; `looked`, `going`: people looked at, and those of
    them who are written to, by UTC hour; `zones`: the latter by UTC offset; `amiss`: people who were looked at in
    another hour than their own; `megabytes`: peak memory."""

    due: int = 0
    seconds: float = 0.0
    longest: float = 0.0
    looked: Counter[int] = field(default_factory=Counter)
    going: Counter[int] = field(default_factory=Counter)
    zones: dict[int, Counter[int]] = field(default_factory=lambda: {offset: Counter() for offset in OFFSETS})
    amiss: int = 0
    megabytes: float = 0.0


def measure(run: Run) -> Section:
    people, sample = run.size(100_000, 240), run.size(3_000, 20)
    with run.server() as server:
        run.say(f"planner: {people:,} people in {len(COUNTRIES)} countries")
        url = filling.another_database(server, "planner")
        uvloop.run(fill(url, people))
        run.say("planner: their Sunday")
        with get_context("spawn").Pool(1) as pool:  # A process of its own, to measure its memory.
            day = pool.apply(_day, (url,))
        run.say("planner: turns")
        kept = uvloop.run(_kept(url))
        turns, seconds, messages = uvloop.run(_turns(url, sample))
    if sum(day.looked.values()) != day.due or kept + sum(day.going.values()) != day.due:
        raise BenchError(f"{day.due} people are due, but {sum(day.looked.values())} looks and {kept} kept reasons")
    if messages != turns:
        raise BenchError(f"{turns} turns said {messages} messages")
    hour, most = day.looked.most_common(1)[0]
    spread = {f"UTC+{offset}": dict(sorted(found.items())) for offset, found in day.zones.items()}
    return Section(
        "planner",
        "What we write by ourselves",
        f"{people:,} hiteuses in {len(COUNTRIES)} countries and three zones, 24 projects, on a Sunday, so that "
        f"everybody who wants reminders is looked at ({day.due:,}): a third has worked, and some have stopped, "
        "paused, blocked us, had an announcement, a task that ran out, questions to revise or a lesson left in the "
        "middle. The jobs that look for who is due "
        f"({CHUNK_ROWS:,} people a transaction) run every quarter of an hour of her day; what they took is added up. "
        f"Then the turns of {turns:,} people whose hour is the same: decided once more, said, kept",
        [
            Figure(
                f"a day's planning for {people:,} people",
                "< 60 s",
                f"{day.seconds:.1f} s of jobs, the longest transaction {day.longest:.2f} s; "
                f"{sum(day.going.values()):,} to be written to, {kept:,} spared with a reason",
                day.seconds < 60,
                {"seconds": round(day.seconds, 2), "longest": round(day.longest, 3), "spared": kept},
            ),
            Figure(
                "peak memory of the process that plans",
                "< 300 MB",
                f"{day.megabytes:.0f} MB",
                day.megabytes < 300,
                {"megabytes": round(day.megabytes)},
            ),
            Figure(
                "looked at in another hour than her own",
                "none",
                f"{day.amiss or 'none'}; spread over {len(day.looked)} hours of UTC, {most:,} in the fullest one",
                day.amiss == 0,
                {"fullest": hour, "by UTC hour and zone": spread, "written to": dict(sorted(day.going.items()))},
            ),
            Figure(
                "turns that say it, one process",
                "",
                f"{turns / seconds:.0f}/s ({turns:,} turns, one message each)",
                None,
                {"seconds": round(seconds, 2), "turns": turns},
            ),
        ],
    )


# --- the jobs ---------------------------------------------------------------------------------------


def _day(url: str) -> Day:
    return uvloop.run(_run_day(url))


async def _run_day(url: str) -> Day:
    database, day = Database(url), Day()
    try:
        async with database.unit() as uow:
            found = await uow.fetch_all(
                "select w.person_id, w.due, p.zone from wakeup w join person p on p.id = w.person_id"
            )
        hers = {row["person_id"]: (row["due"], row["zone"]) for row in found}
        day.due = len(hers)
        zones = {zone: _offset(zone) for _, zone in set(hers.values())}
        now, end = datetime(2026, 3, 7, 20, tzinfo=UTC), datetime(2026, 3, 9, tzinfo=UTC)
        while now <= end:
            looked = CHUNK_ROWS
            while looked == CHUNK_ROWS:
                started = time.perf_counter()
                async with database.turn() as uow:
                    woken = await service.wake(uow, now, CHUNK_ROWS)
                    await uow.commit()
                took = time.perf_counter() - started
                day.seconds += took
                day.longest = max(day.longest, took)
                looked = woken.looked
                day.looked[now.hour] += looked
                day.going[now.hour] += len(woken.people)
                for person_id in woken.people:
                    due, zone = hers[person_id]
                    day.zones[zones[zone]][now.hour] += 1
                    day.amiss += due != now
            now += STEP
    finally:
        await database.close()
    day.looked += Counter()  # Drops the hours in which nobody was due.
    day.going += Counter()
    day.megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6
    return day


def _offset(zone: str) -> int:
    return int(days.local(EVENING, zone).utcoffset() / timedelta(hours=1))  # type: ignore[operator]


async def _kept(url: str) -> int:
    """The number of people to whom nothing was said, with the reason kept."""
    database = Database(url)
    try:
        async with database.unit() as uow:
            row = await uow.fetch_one("select count(*) as count from outreach where reason is not null")
        return int(row["count"]) if row else 0
    finally:
        await database.close()


# --- the turns --------------------------------------------------------------------------------------


async def _turns(url: str, most: int) -> tuple[int, float, int]:
    """Returns (turns, seconds, messages that the turns wrote)."""
    database = Database(url)
    try:
        async with database.unit() as uow:
            found = await uow.fetch_all(
                """
                select person_id from inbox where status = 0 and (payload ->> 'due')::timestamptz = %s
                order by id limit %s
                """,
                (EVENING, most),
            )
        waiting = [row["person_id"] for row in found]
        told: tuple[Any, ...] = (
            database,
            {},
            Clock(EVENING),
            Signals(database),
            None,
            dict,
            DIALOGUES,
            Issuer(""),
            KeySource(),
        )
        runners = Runners(*told)
        started = time.perf_counter()
        await asyncio.gather(*(_runner(runners, waiting[place::RUNNER_COUNT]) for place in range(RUNNER_COUNT)))
        seconds = time.perf_counter() - started
        async with database.unit() as uow:
            row = await uow.fetch_one("select count(*) as count from outreach where reason is null")
        return len(waiting), seconds, int(row["count"]) if row else 0
    finally:
        await database.close()


async def _runner(runners: Runners, people: Sequence[int]) -> None:
    for person_id in people:
        await runners.turn(person_id)
