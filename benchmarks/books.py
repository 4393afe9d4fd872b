"""The ledger after ten years: balances of somebody with very many entries, the check, closing a month, the exports, a
client's statement and a certificate of income."""

from __future__ import annotations

import os
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg
import uvloop

from backend import jose
from backend.db.clients import queries as client_rows
from backend.db.earnings import ledger, ledger_check
from backend.db.engine.uow import Database, UnitOfWork
from backend.db.people import queries as people_rows
from backend.db.work import projects
from backend.domain.certificates.income import TakeIncome
from backend.domain.payouts import terms_file
from backend.domain.people.commands import OPERATOR, Person
from backend.records import replace
from backend.services.certificates import income
from backend.services.certificates.signing import Issuer
from backend.services.clients import statements
from backend.services.earnings import books
from backend.services.earnings import service as earnings
from backend.services.payouts.timing import dates as pay_dates
from benchmarks import filling
from benchmarks.figures import Figure, Section, percentiles, shown
from benchmarks.filling import PROJECT
from benchmarks.imports import timed
from benchmarks.running import BenchError, Run
from benchmarks.system import COMMAND

PEOPLE = 2_000
CLIENTS = 20
"""Clients with one project each, which share the work equally."""
DAYS = 365
"""Over how many days the work is spread."""
MEGABYTES = 200
"""The most memory of an export."""

_FILL = (
    """
    insert into person (role, first_name, country, zone, created_at, joined_at)
    select 'hiteuse', 'Awa ' || n, 'CI', 'Africa/Abidjan', %(now)s - interval '400 days', %(now)s - interval '400 days'
    from generate_series(1, %(people)s) n order by n
    """,
    """
    insert into account (kind, owner, currency)
    select kind, id, 'EUR' from person, unnest(array['pending', 'accepted', 'paid']) kind where role = 'hiteuse'
    """,
    """
    create temp table work as
    select n, (%(projects)s::bigint[])[1 + n / 7 %% %(clients)s] as project,
           w.first + case when n <= %(hers)s then 0 else 1 + n %% (%(people)s - 1) end as person, n as task,
           %(now)s - (n * 7907 %% %(seconds)s) * interval '1 second' as at
    from generate_series(1, %(answers)s::bigint) n, (select min(id) as first from person where role = 'hiteuse') w
    """,
    """
    insert into answer (person_id, task_id, project_id, status, leased_at, expires_at, value, answered_at, seconds,
                        active, reading, estimated, units, currency, accept_at, accepted_at)
    select person, task, project, 1, at - interval '20 s', at, '"ok"', at, 20, 20, 3, 30, %(units)s, 'EUR',
           at + interval '1 s', at + interval '1 s'
    from work
    """,
    """
    insert into transfer (key, debit, credit, units, currency, at)
    select 'answer:' || w.person || ':' || w.task, d.id, c.id, %(units)s, 'EUR', w.at
    from work w join account c on c.kind = 'pending' and c.owner = w.person
    join account d on d.kind = 'project' and d.owner = w.project
    order by w.at
    """,
    """
    insert into transfer (key, debit, credit, units, currency, at)
    select 'accept:' || w.person || ':' || w.task, d.id, c.id, %(units)s, 'EUR', w.at + interval '1 s'
    from work w join account d on d.kind = 'pending' and d.owner = w.person
    join account c on c.kind = 'accepted' and c.owner = w.person
    order by w.at
    """,
    """
    update account a set units = h.n * %(units)s
    from (select person, count(*) as n from work group by 1) h where a.kind = 'accepted' and a.owner = h.person
    """,
)


def measure(run: Run) -> Section:
    entries, hers = run.size((10_000_000, 100_000), (20_000, 2_000))
    with run.server() as started:
        server = filling.another_database(started, "books")
        run.say(f"books: filling in {entries:,} entries")
        numbers = uvloop.run(_projects(server, entries // 2))
        _fill(server, entries, hers, numbers)
        run.say("books: measuring")
        figures = uvloop.run(_measured(server, run, entries, hers))
        for form, more in (("csv", ()), ("fec", ("--siren", "732829320"))):
            figures.append(_export(server, run.folder, entries, form, more))
    return Section(
        "books",
        "The books",
        f"{entries:,} entries of {PEOPLE:,} people over {DAYS} days for {CLIENTS} clients, half of them answers and "
        "half their acceptance; "
        f"one person has {hers:,}. The rows were put in directly, without the tasks that they answer. Times are those "
        "of the client, in one process beside the server; a commit is not included",
        figures,
    )


async def _projects(url: str, answers: int) -> list[int]:
    """Adds the clients with their projects. Each has money for more than its share of the answers."""
    database = Database(url, turn_connections=1, connections=1)
    begin = filling.now() - timedelta(days=DAYS + 1)
    money = PROJECT.pay * (answers // CLIENTS + answers // 100 + 100)
    made = []
    try:
        async with database.unit() as uow:
            for n in range(CLIENTS):
                client = await client_rows.add(uow, f"Client {n}", begin)
                assert client is not None
                number = await projects.add(uow, replace(PROJECT, name=f"projet-{n}"), False, begin)
                await uow.execute("update project set client_id = %s where id = %s", (client, number))
                await ledger.open_account(uow, "client", client, money.currency)
                await ledger.open_account(uow, "project", number, money.currency)
                assert await ledger.transfer(
                    uow, f"fund:{number}", ("client", client), ("project", number), money, begin
                )
                assert await projects.book(uow, number, money.units, money.units)
                made.append(number)
            await uow.commit()
    finally:
        await database.close()
    return made


def _fill(url: str, entries: int, hers: int, numbers: list[int]) -> None:
    values = {
        "now": filling.now(),
        "people": PEOPLE,
        "hers": hers // 2,
        "answers": entries // 2,
        "seconds": int(timedelta(days=DAYS).total_seconds()),
        "projects": numbers,
        "clients": CLIENTS,
        "units": PROJECT.pay.units,
    }
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("set session_replication_role = replica")  # no trigger and no look at foreign keys
        connection.execute("set synchronous_commit = off")
        for statement in _FILL:
            connection.execute(statement.encode(), values)
        for table in ("transfer", "account", "answer", "person"):
            connection.execute(f"vacuum (analyze) {table}".encode())
        connection.execute("checkpoint")


async def _measured(url: str, run: Run, entries: int, hers: int) -> list[Figure]:
    database = Database(url, turn_connections=1, connections=1)
    times = run.size(300, 10)
    try:
        async with database.unit() as uow:
            person_id = await uow.fetch_value("select min(id) from person where role = 'hiteuse'")
            person = await people_rows.person(uow, person_id)
            assert person is not None
        return [
            await _gains(database, person, times, entries, hers),
            await _posting(database, person, times * 3, entries),
            await _check(database, entries),
            await _certificate(database, person, run.size(20, 3), hers),
            await _statement(database, run.size(5, 2), closed=False),
            await _closing(database),
            await _statement(database, run.size(5, 2), closed=True),
        ]
    finally:
        await database.close()


async def _times(database: Database, times: int, act: Callable[[UnitOfWork, int], Awaitable[object]]) -> list[float]:
    """How long `act` takes in a transaction of its own, which is given up."""
    took = []
    for n in range(times + 5):
        async with database.turn() as uow:
            await uow.begun()
            started = time.perf_counter()
            await act(uow, n)
            took.append(time.perf_counter() - started)
    return took[5:]  # the first ones prepare their statements


async def _gains(database: Database, person: Person, times: int, entries: int, hers: int) -> Figure:
    now = datetime.now(UTC)
    terms = terms_file.shipped()

    async def look(uow: UnitOfWork, _n: int) -> None:
        await earnings.figures(uow, person, now)
        await pay_dates.of(uow, person, terms, now)

    found = percentiles(await _times(database, times, look))
    what = f"`gains` of a person with {hers:,} of {entries:,} entries"
    return Figure(what, "p99 < 50 ms", shown(found), found["p99"] < 50, found)


async def _posting(database: Database, person: Person, times: int, entries: int) -> Figure:
    now = datetime.now(UTC)
    account = person.id

    async def post(uow: UnitOfWork, n: int) -> None:
        source, pay = ("accepted", account), PROJECT.pay
        if not await ledger.transfer(uow, f"accept:bench:{n}", source, ("paid", account), pay, now):  # type: ignore[arg-type]
            raise BenchError("nothing was booked")

    found = percentiles(await _times(database, times, post))
    what = f"booking one transfer among {entries:,}, both balances kept"
    return Figure(what, "p50 < 1 ms", shown(found), found["p50"] < 1, found)


async def _check(database: Database, entries: int) -> Figure:
    async with database.unit() as uow:
        started = time.monotonic()
        wrong = await ledger_check.disagreements(uow)
        took = time.monotonic() - started
    if wrong:
        raise BenchError(f"the ledger does not agree: {wrong[:3]}")
    return Figure(f"`ledger check` over {entries:,} entries", "< 60 s", f"{took:.1f} s", took < 60, {"seconds": took})


async def _certificate(database: Database, person: Person, times: int, hers: int) -> Figure:
    from bot.pictures import income_pdf

    issuer, now = Issuer("https://hiteuses.example.org", jose.new().pem), datetime.now(UTC)
    period = f"{now:%Y}"

    async def take(uow: UnitOfWork, n: int) -> None:
        found = await income.take(uow, person, issuer, now, TakeIncome(period, bool(n % 2), "Awa Koné", True))
        if found is None:
            raise BenchError("there is no income")
        income_pdf.pdf(found)

    found = percentiles(await _times(database, times, take))
    what = f"a year's certificate of income with its PDF, of a person with {hers:,} entries"
    return Figure(what, "< 1 s", shown(found), found["max"] < 1_000, found)


async def _statement(database: Database, times: int, *, closed: bool) -> Figure:
    """The statement of last month for one of the clients. `closed`: the months before it are closed."""
    from bot.pictures import statement_pdf

    now = datetime.now(UTC)
    month = (now.replace(day=1) - timedelta(days=1)).date().replace(day=1)
    took, answers = [], 0
    for _ in range(times):
        async with database.unit() as uow:
            started = time.perf_counter()
            said = await statements.statement(uow, OPERATOR, "Client 1", month, now)
            statement_pdf.pdf(said)
            took.append(time.perf_counter() - started)
            answers = sum(each.answers for each in said.projects)
    found = percentiles(took)
    state = "months before it closed" if closed else "no month closed"
    what = f"a month's statement with its PDF, of a client with {answers:,} answers in it, {state}"
    return Figure(what, "< 1 s", f"p50 {found['p50']:.0f} ms, max {found['max']:.0f} ms", found["p50"] < 1_000, found)


async def _closing(database: Database) -> Figure:
    now = datetime.now(UTC)
    month = (now.replace(day=1) - timedelta(days=1)).date().replace(day=1)
    before = (month - timedelta(days=1)).replace(day=1)
    async with database.unit() as uow:
        await books.close(uow, OPERATOR, "bench", before, now)
        await uow.commit()
    async with database.unit() as uow:
        started = time.monotonic()
        await books.close(uow, OPERATOR, "bench", month, now)
        await uow.commit()
        took = time.monotonic() - started
    return Figure(
        "closing one more month", "", f"{took:.1f} s, during which nothing is booked", None, {"seconds": took}
    )


def _export(url: str, folder: Path, entries: int, form: str, more: tuple[str, ...]) -> Figure:
    """The year of which most of the entries are."""
    file = folder / f"ledger.{form}"
    year = f"{datetime.now(UTC) - timedelta(days=30):%Y}"
    command: list[str | Path] = [COMMAND, "ledger", "export", year, "--format", form, *more, "-o", file]
    took, peak = timed(command, {**os.environ, "DATABASE_URL": url}, folder / "export.log")
    size = file.stat().st_size / 1e6
    file.unlink()
    return Figure(
        f"`ledger export {year} --format {form}` ({size:.0f} MB)",
        f"< {MEGABYTES} MB of memory",
        f"{took:.1f} s, {peak:.0f} MB",
        peak < MEGABYTES,
        {"seconds": took, "megabytes": peak, "entries": entries},
    )
