"""The time to claim the next event, with 20,000 people waiting: the first thing that a runner does in every turn."""

from __future__ import annotations

import asyncio
import time
from collections import deque

import uvloop

from backend.db import turns
from backend.db.engine.uow import Database
from backend.db.messaging import inbox
from benchmarks import filling
from benchmarks.figures import Figure, Section, percentiles, shown
from benchmarks.running import Run

LOOK = 200
"""The number of people that a dispatcher reads at a time."""
DONE = 5
"""The number of earlier events of each person: the table is a history as well."""


def measure(run: Run) -> Section:
    people = run.size(20_000, 300)
    figures = []
    with run.server() as server:
        for runners in (1, 8):
            run.say(f"claim-event: {people:,} people, {runners} at once")
            name = f"events_{runners}"
            url = filling.another_database(server, name)
            looks, claims = uvloop.run(_one(url, people, runners))
            filling.drop_database(server, name)
            who = f"{runners} runners" if runners > 1 else "one runner"
            # With 8 at once, most of the time is spent waiting for the other 7 in the same process.
            wanted, verdict = ("p99 < 5 ms", claims["p99"] < 5) if runners == 1 else ("", None)
            figures.append(Figure(f"claim, {who}", wanted, shown(claims), verdict, claims))
            figures.append(Figure(f"look for the next {LOOK} people, {who}", "", shown(looks), None, looks))
    return Section(
        "claim-event",
        "The next event",
        f"{people:,} people with one event waiting and {DONE} handled each; a dispatcher reads {LOOK} of them at a "
        "time (`inbox.waiting_people`), runners lock a person and read her event (`turns.claim`), mark it as done "
        "and commit, until nobody waits. The planner believes the tables empty, as autovacuum leaves it to believe",
        figures,
    )


async def _one(url: str, people: int, runners: int) -> tuple[dict[str, float], dict[str, float]]:
    database = Database(url)
    try:
        connection = await database.connect()
        for table in ("inbox", "conversation", "person", "contact"):
            await connection.execute(f"alter table {table} set (autovacuum_enabled = false)".encode())
            await connection.execute(f"analyze {table}".encode())
        await connection.execute(
            """
            with p as (
                insert into person (role, first_name, country, zone, created_at, joined_at)
                select 'hiteuse', 'Awa', 'CI', 'Africa/Abidjan', now(), now() from generate_series(1, %(people)s)
                returning id
            ),
            k as (
                insert into contact (person_id, channel, address, name)
                select id, 'telegram', (5000000000 + id)::text, 'Awa' from p returning id, person_id
            )
            insert into conversation (person_id, contact_id, stack, asked)
            select person_id, id, '[["work", 1, {"at": "task", "project": 1, "task": 1}]]', '{}' from k
            """,
            {"people": people},
        )
        await connection.execute(
            """
            insert into inbox (person_id, contact_id, channel, event_key, payload, received_at, due, status)
            select k.person_id, k.id, 'telegram', (k.person_id * 100 + n)::text,
                   jsonb_build_object('update_id', n, 'callback_query', jsonb_build_object('data', '7:0:ok')),
                   now() - interval '1 minute', now() - interval '1 minute', case when n > %(done)s then 0 else 1 end
            from contact k, generate_series(1, %(done)s + 1) n order by n, k.person_id
            """,
            {"done": DONE},
        )
        await connection.execute("checkpoint")
        await connection.close()
        return await _handle_all(database, people, runners)
    finally:
        await database.close()


async def _handle_all(database: Database, people: int, runners: int) -> tuple[dict[str, float], dict[str, float]]:
    looks: list[float] = []
    claims: list[float] = []
    handled: set[int] = set()
    waiting: deque[int] = deque()

    async def look() -> bool:
        async with database.turn() as uow:
            started = time.perf_counter()
            found = await inbox.waiting_people(uow, filling.now(), LOOK)
            looks.append(time.perf_counter() - started)
            await uow.commit()
        waiting.extend(found)
        return bool(found)

    async def run() -> None:
        while waiting:
            person_id = waiting.popleft()
            async with database.turn() as uow:
                now = filling.now()
                started = time.perf_counter()
                claimed = await turns.claim(uow, person_id, now)
                claims.append(time.perf_counter() - started)
                assert claimed is not None and not isinstance(claimed, turns.Elsewhere)
                conversation, event = claimed.conversation, claimed.event
                await uow.commit(*turns.finish_turn(person_id, conversation, event, now))
                await uow.commit()
            handled.add(person_id)

    while await look():
        await asyncio.gather(*(run() for _ in range(runners)))
    assert len(handled) == len(claims) == people
    return percentiles(looks), percentiles(claims)
