"""Chooses the questions that are due, for 10,000 people with 100 cards each."""

from __future__ import annotations

import time
from datetime import timedelta

import uvloop

from backend.db.engine.uow import Database, UnitOfWork
from backend.domain.people.commands import Person
from backend.services.training import learning
from benchmarks import filling
from benchmarks.figures import Figure, Section, percentiles, shown
from benchmarks.running import BenchError, Run

CHUNK = 1_000
"""The number of people in one transaction."""


def measure(run: Run) -> Section:
    people, cards = run.size(10_000, 100), run.size(100, 20)
    sessions = run.size(2_000, 20)
    with run.server() as server:
        run.say(f"revision: {people:,} people with {cards} cards each")
        url = filling.another_database(server, "cards")
        daily, chosen, begun = uvloop.run(_measure(url, people, cards, sessions))
    times = percentiles(begun)
    return Section(
        "revision",
        "Revision",
        f"{people:,} trainees with {cards} cards each, a third of them due. The daily choice: what is due for each of "
        f"them, the statement that her reminder's turn makes, one after the other from one process "
        f"({chosen:,} questions chosen). A session: {sessions:,} people ask for `révision`, each in a turn: "
        "the five that are due, and the first question with its module",
        [
            Figure(f"daily choice for {people:,} people", "< 5 s", f"{daily:.2f} s", daily < 5),
            Figure("one person's session", "< 5 ms", shown(times), times["p99"] < 5, times),
        ],
    )


async def _measure(url: str, people: int, cards: int, sessions: int) -> tuple[float, int, list[float]]:
    database = Database(url)
    now = filling.now()
    try:
        async with database.unit() as uow:
            await _fill(uow, people, cards)
            await uow.commit()
        await _tidy(database)
        async with database.unit() as uow:
            found = await uow.fetch_all("select id from person order by id")
        learners = [Person(row["id"], "trainee", "Awa", "CI", "Africa/Abidjan", joined_at=now) for row in found]
        for person in learners[:20]:  # Connects and warms up.
            await _session(database, person)
        started = time.perf_counter()
        chosen = 0
        for first in range(0, people, CHUNK):
            async with database.turn() as uow:
                for person in learners[first : first + CHUNK]:
                    chosen += len(await learning.due(uow, person, now))
                await uow.commit()
        daily = time.perf_counter() - started
        if chosen < people:
            raise BenchError(f"only {chosen} questions were due for {people} people")
        step = max(1, people // sessions)
        return daily, chosen, [await _session(database, person) for person in learners[::step][:sessions]]
    finally:
        await database.close()


async def _tidy(database: Database) -> None:
    """Does what autovacuum would have done sooner or later."""
    connection = await database.connect()
    await connection.execute("vacuum (analyze) card")
    await connection.execute("vacuum (analyze) question")
    await connection.execute("checkpoint")
    await connection.close()


async def _session(database: Database, person: Person) -> float:
    """Seconds that the beginning of a revision takes."""
    now = filling.now()
    started = time.perf_counter()
    async with database.turn() as uow:
        opened = await learning.start_revision(uow, person, now)
        question, *_ = await learning.question_shown(uow, opened.questions[0])
        await uow.commit()
    took = time.perf_counter() - started
    assert question is not None
    return took


async def _fill(uow: UnitOfWork, people: int, cards: int) -> None:
    now = filling.now()
    await uow.execute("insert into module (id, title, imported_at) values ('m', 'Module', %s)", (now,))
    await uow.execute("insert into lesson (module_id, key, position, title) values ('m', '01', 1, 'Leçon')")
    await uow.execute(
        """
        insert into question (module_id, lesson_id, key, position, content)
        select 'm', l.id, 'q' || n, n,
               jsonb_build_object('text', 'Cette phrase est-elle vraie ?',
                                  'kind', jsonb_build_object('true', true, 'wrong', 'Si.', 'right', 'Oui.'))
        from lesson l, generate_series(1, %s) n
        """,
        (cards,),
    )
    await uow.execute(
        """
        insert into person (role, first_name, country, zone, created_at, joined_at)
        select 'trainee', 'Awa', 'CI', 'Africa/Abidjan', %s, %s from generate_series(1, %s)
        """,
        (now, now, people),
    )
    # Due from 10 days ago to 20 days ahead, in no order.
    await uow.execute(
        """
        insert into card (person_id, question_id, due, stability, difficulty, state, last_review)
        select p.id, q.id, %(first)s + (abs(hashint8(p.id * 1000 + q.id)::bigint) %% 2592000) * interval '1 second',
               10, 5, 2, %(first)s - interval '10 days'
        from person p, question q order by q.id, p.id
        """,
        {"first": now - timedelta(days=10)},
    )
