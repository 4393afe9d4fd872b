"""What the product asks of its database all day, through its own functions: the steps of a turn that answers a task,
what she looks at between, and what the jobs do every minute.
"""

from __future__ import annotations

import re
import time
from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import AsyncExitStack, contextmanager
from datetime import timedelta

import psycopg
import uvloop

from backend.clock import Clock
from backend.db import turns
from backend.db.earnings import ledger
from backend.db.engine.signals import Signals
from backend.db.engine.uow import Database, UnitOfWork
from backend.db.messaging import inbox, outbox
from backend.db.quality import concerns
from backend.db.work import counting, leases, projects
from backend.db.work import queries as work_rows
from backend.domain.earnings.pace import LEAST_ANSWERS, LEAST_PEOPLE
from backend.domain.messaging.failures import SENT
from backend.domain.messaging.states import Lane
from backend.domain.money import Money
from backend.domain.payouts import terms_file
from backend.domain.people.commands import Person
from backend.domain.work.commands import AnswerCounted, SubmitAnswer, TakeWork
from backend.records import Record, Struct, field
from backend.services.earnings import service as earnings
from backend.services.payouts.timing import dates as pay_dates
from backend.services.work import service as work_service
from backend.services.work import tasks
from benchmarks import filling
from benchmarks.kept import EACH, LARGEST
from benchmarks.running import BenchError
from bot.jobs.clocked import Clocked

FIRST = "the first two turns of a session"
"""She was away: her rows and their places in the indexes are not in memory."""
TURN = (
    "an event is stored",
    "who waits",
    "her conversation, the oldest event, her task",
    "an answer: pay, day, result, next task",
    "end of the turn: message, conversation, event",
    "what may be sent",
    "a message was sent",
)
LOOKS = ("`gains`", "offers", "her last answer, to correct", "the newest 200 answers, for a concern")
JOBS = (
    "accepting 1,000 answers",
    "giving back leases",
    "a transfer of the ledger",
    "counting 1,000 answers ahead",
    "pace of all projects",
)
NOT_RUN = ("accept_answers", "check_ledger", "count_figures", "learn_skill")
"""Scheduled jobs of `bot.jobs.clocked` whose plans are not looked at: the first and the third are measured above, one
compares the whole ledger by its nature, and one reads all answers of some weeks."""
MOST = 1_000
POOL = 2
"""Connections of each pool while plans are told."""


class Meter(Struct):
    """Seconds of each step, by its name. `logged`: bytes that the sessions wrote to the server's log."""

    times: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    logged: int = 0

    @contextmanager
    def of(self, what: str) -> Iterator[None]:
        started = time.perf_counter()
        yield
        self.times[what].append(time.perf_counter() - started)


class Worker(Record):
    """A person whose sessions are measured."""

    person_id: int
    address: str
    project_id: int


async def workers(database: Database, most: int) -> list[Worker]:
    """People far from each other who have worked, always the same."""
    async with database.unit() as uow:
        return await uow.fetch_all(
            """
            select k.person_id, k.address, g.project_id from contact k
            cross join lateral (
                select project_id from progress where person_id = k.person_id order by project_id limit 1) g
            order by hashint8(k.person_id), k.person_id limit %s
            """,
            (most,),
            row=Worker,
        )


async def logged(database: Database) -> int:
    """The place in the server's log (WAL), in bytes."""
    async with database.unit() as uow:
        (row,) = await uow.read("select (pg_current_wal_insert_lsn() - '0/0')::bigint as at")
    return int(row["at"])


async def give_all_back(database: Database) -> None:
    """Ends the leases of an earlier measurement, so that this one finds as many as that."""
    async with database.unit() as uow:
        await leases.give_back_expired(uow, filling.now() + timedelta(days=1), 1_000_000)
        await uow.commit()


async def session(database: Database, meter: Meter, worker: Worker, answers: int) -> None:
    """She takes up work, gives so many answers, and looks at what she has earned."""
    for n in range(answers + 1):
        session = meter if n > 1 else Meter()
        with (meter if n < 2 else Meter()).of(FIRST):
            await _turn(database, session, worker)
    async with database.turn() as uow:
        locked, _ = await turns.lock_person(uow, worker.person_id)
        await _looks(uow, meter, locked, worker)


async def _turn(database: Database, meter: Meter, worker: Worker) -> None:
    now = filling.now()
    what = iter(TURN)
    arrival = inbox.Arrival(
        "telegram", worker.address, f"m:{time.time_ns()}", {"callback_query": {"data": "7:0:ok"}}, "Awa"
    )
    async with database.turn() as uow:
        with meter.of(next(what)):
            await inbox.store(uow, [arrival], now)
    async with database.turn() as uow:
        with meter.of(next(what)):
            waiting = await inbox.waiting_people(uow, now, 200)
        if worker.person_id not in waiting:
            raise BenchError("an event does not wait")
        await uow.commit()
    async with database.turn() as uow:
        with meter.of(next(what)):
            claimed = await turns.claim(uow, worker.person_id, now)
        if not isinstance(claimed, turns.Claim):
            raise BenchError("a turn cannot be claimed")
        talk, step = claimed.conversation, next(what)
        if talk.task is None:
            given = await work_service.take(uow, claimed.person, now, TakeWork(worker.project_id))
            if given.task is None:
                raise BenchError(f"there is no task: {given.why}")
        else:
            hers = await tasks.with_config(uow, talk.task)
            with meter.of(step):
                counted = await work_service.submit(
                    uow, claimed.person, now, SubmitAnswer(hers.id, "ok"), hers, contact_id=talk.contact_id
                )
            if not isinstance(counted, AnswerCounted) or counted.next is None:
                raise BenchError("an answer does not count, or there is no next task")
        talk.question += 1
        said = turns.OutgoingMessage("reply", Lane.TURN, {"p": ["Commentaire : merci"]}, talk.question)
        with meter.of(next(what)):
            await uow.commit(*turns.finish_turn(worker.person_id, talk, claimed.event, now, [said]))
    async with database.turn() as uow:
        with meter.of(next(what)):
            rows = await outbox.waiting(uow, "telegram", dict.fromkeys(Lane, 50), [], [], now)
        results = [outbox.SendResult(row.id, SENT, now, str(row.id)) for row in rows]
        with meter.of(next(what)):
            await outbox.record_results(uow, "telegram", results, "free", {"sent": len(results)})


async def _looks(uow: UnitOfWork, meter: Meter, person: Person, worker: Worker) -> None:
    now = filling.now()
    what = iter(LOOKS)
    with meter.of(next(what)):
        await earnings.figures(uow, person, now)
        await pay_dates.of(uow, person, terms_file.shipped(), now)
    with meter.of(next(what)):
        if not await work_service.offers(uow, person, now):
            raise BenchError("nothing is offered")
    with meter.of(next(what)):
        if await tasks.previous(uow, person) is None:
            raise BenchError("there is no last answer")
    with meter.of(next(what)):
        await concerns.answers(uow, person.id, worker.project_id, now - timedelta(days=30))


async def jobs(database: Database, meter: Meter, newest: int, times: int) -> None:
    """What jobs do at intervals, each in a transaction that is given up. `newest`: the number of the newest task that
    was put in as done."""
    now = filling.now()
    async with database.unit() as uow:
        row = await uow.fetch_one(
            """
            select min(answered_at) as since, max(answered_at) + interval '1 us' as until, min(person_id) as person
            from answer where task_id > %s and task_id <= %s and status = 1
            """,
            (newest - MOST // EACH, newest),
        )
        assert row is not None
    euro = Money(500, "EUR")
    hers = int(row["person"])

    async def book(uow: UnitOfWork) -> None:
        if not await ledger.transfer(
            uow, f"accept:bench:{time.time_ns()}", ("accepted", hers), ("paid", hers), euro, now
        ):
            raise BenchError("nothing was booked")

    acts: Sequence[tuple[Callable[[], UnitOfWork], Callable[[UnitOfWork], Awaitable[object]]]] = (
        (database.unit, lambda uow: work_rows.accept_due(uow, now, MOST)),
        (database.unit, lambda uow: leases.give_back_expired(uow, now, MOST)),
        (database.turn, book),
        (database.unit, lambda uow: counting.count(uow, row["since"], row["until"])),
        (database.unit, lambda uow: projects.measure_pace(uow, LEAST_PEOPLE, LEAST_ANSWERS)),
    )
    for name, (begin, act) in zip(JOBS, acts, strict=True):
        for _ in range(times):
            async with begin() as uow:
                await uow.begun()
                with meter.of(name):
                    await act(uow)


def whole_reads(url: str, name: str, newest: int) -> list[str]:
    """Runs every step, and every scheduled job but `NOT_RUN`, with its plans told. Returns the plans that read one of
    `LARGEST` as a whole."""
    settings = {
        "session_preload_libraries": "auto_explain",
        "auto_explain.log_min_duration": "0",
        "auto_explain.log_nested_statements": "on",
        "client_min_messages": "log",
    }
    with psycopg.connect(url, autocommit=True) as connection:
        for key, value in settings.items():
            connection.execute(f"alter database {name} set {key} = '{value}'".encode())
    try:
        plans = uvloop.run(_plans(url, newest))
    finally:
        with psycopg.connect(url, autocommit=True) as connection:
            for key in settings:
                connection.execute(f"alter database {name} reset {key}".encode())
    steps = sum("plan:" in plan for plan in plans)
    if steps < len(TURN) + len(LOOKS) + len(JOBS):
        raise BenchError(f"only {steps} plans were told")
    return [plan for plan in plans if any(table in LARGEST for table in re.findall(r"Seq Scan on (\w+)", plan))]


async def _plans(url: str, newest: int) -> list[str]:
    plans: list[str] = []

    def keep(note: psycopg.errors.Diagnostic) -> None:
        plans.append(note.message_primary or "")

    database = Database(url, turn_connections=POOL, connections=POOL)
    try:
        async with AsyncExitStack() as stack:
            for begin in (database.turn, database.unit) * POOL:
                uow = await stack.enter_async_context(begin())
                uow.connection.add_notice_handler(keep)
        (worker,) = await workers(database, 1)
        await session(database, Meter(), worker, 3)
        plans.clear()  # of the look for a worker, and what the connections began with
        await session(database, Meter(), worker, 3)
        await jobs(database, Meter(), newest, 1)
        for job in Clocked(database, Clock(), Signals(database)).jobs():
            if job.name not in NOT_RUN:
                await job.run()
        return [plan for plan in plans if "hashint8(k.person_id)" not in plan and "as until" not in plan]
    finally:
        await database.close()
