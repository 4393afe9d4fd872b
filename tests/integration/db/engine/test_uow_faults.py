"""Whatever goes wrong at whatever moment of a unit's life, the next unit finds a connection that works, and
nothing of the one that failed."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Generator, Sequence
from contextlib import suppress
from typing import Any
from unittest.mock import patch

import psycopg
import pytest
from psycopg.types.json import Jsonb

from backend.db.engine.uow import Database, Statement, UnitOfWork
from tests.integration.scenes import look, value

WRITE = "insert into setting (name, value) values (%s, '1')"
LEFT = "select count(*) from setting where name like 'fault%%'"


@pytest.fixture
async def one(server_url: str, database: Database) -> AsyncIterator[Database]:
    """A pool of one connection on the clean database: whoever spoils it spoils it for all."""
    one = Database(server_url, turn_connections=1, connections=1)
    yield one
    await one.close()


async def works(database: Database) -> None:
    """As a unit that reads, one that does all at once, and one that writes. The last one is not committed: with
    the rollback the driver prepares everything anew, so it would hide what the others meet."""
    async with asyncio.timeout(5), database.turn() as uow:
        assert await uow.read("select %s + 1 as n", (1,)) == [{"n": 2}]
    async with asyncio.timeout(5), database.turn() as uow:
        assert await uow.pipeline_commit(("select 1 as n", ()), ("select %s + 2 as n", (1,))) == [
            [{"n": 1}],
            [{"n": 3}],
        ]
    async with asyncio.timeout(5), database.turn() as uow:
        assert await uow.fetch_one("select pg_current_xact_id_if_assigned() is null as clean") == {"clean": True}
        await uow.execute(WRITE, ("fault",))
        assert await uow.pipeline(("select %s + 1 as n", (1,)), ("select %s + 2 as n", (1,))) == [
            [{"n": 2}],
            [{"n": 3}],
        ]


async def a_life(database: Database) -> None:
    """Every way to speak to the database, in one unit's life; nothing of it may stay."""
    async with database.turn() as uow:
        await uow.fetch_one("select %s + 1 as n", (1,))
        await uow.pipeline((WRITE, ("fault a",)), ("select %s + 1 as n", (1,)))
        await uow.execute(WRITE, ("fault b",))
        await uow.pipeline(("select pg_sleep(0.001)", ()), (WRITE, ("fault c",)))
        await uow.rollback()
        await uow.read("select %s + 1 as n", (1,))
        await uow.pipeline_commit(("select pg_sleep(0.001)", ()), ("select %s + 2 as n", (1,)))


class Cut:
    """Runs a life and tells it to end while it waits for the `moment`-th time, or (`late`) when what it waited
    for has come, and `times` times in a row. `over`: it came to its end before."""

    def __init__(self, life: Coroutine[Any, Any, None], moment: int, *, late: bool, times: int) -> None:
        self._life = life
        self._moment = moment
        self._late = late
        self._times = times
        self.over = False

    def __await__(self) -> Generator[Any, Any, None]:
        waits = 0
        cut = False
        try:
            while True:
                waited = self._life.throw(asyncio.CancelledError()) if cut else self._life.send(None)
                waits += 1
                cut = self._moment <= waits < self._moment + self._times
                if not cut or self._late:
                    yield waited
                elif waited is not None:
                    waited.cancel()
        except StopIteration:
            self.over = waits < self._moment


@pytest.mark.parametrize("late", [False, True], ids=["while it waits", "when it has come"])
@pytest.mark.parametrize("times", [1, 2], ids=["once", "twice"])
async def test_who_is_told_to_end_at_any_moment_leaves_a_connection_that_works(
    one: Database, database: Database, times: int, late: bool
) -> None:
    await works(one)
    for moment in range(1, 200):
        cut = Cut(a_life(one), moment, late=late, times=times)

        async def live(cut: Cut = cut) -> None:
            await cut

        living = asyncio.create_task(live())
        await asyncio.wait({living}, timeout=10)
        assert living.done(), f"told at moment {moment} it hangs"
        await works(one)
        if cut.over:
            assert moment > 6  # each of its round trips was cut
            break
    else:
        pytest.fail("no life came to its end by itself")
    assert await value(database, LEFT) == 0


FAULTS: dict[str, Statement] = {
    "the server refuses it": ("select 1 / %s as n", (0,)),
    "the driver cannot send it": ("select %s as n", (object(),)),
    "it cannot be written half way": ("select %s::text as n", ("\0",)),
    "its value is no JSON": ("select %s::jsonb as n", (Jsonb({"n": {1, 2}}),)),
    "it says nothing that the server knows": ("select from nowhere where %s", (True,)),
    "its answer has another shape since it was prepared": ("select * from changing where n = %s", (1,)),
    "the connection ends": ("select pg_terminate_backend(pg_backend_pid()), %s", (1,)),
}


async def _later(uow: UnitOfWork, statements: Sequence[Statement]) -> None:
    await uow.fetch_one("select %s + 3 as n", (1,))
    for statement in statements:
        uow.on_commit(*statement)
    await uow.commit()


async def _one_by_one(uow: UnitOfWork, statements: Sequence[Statement]) -> None:
    for statement in statements:
        await uow.fetch_all(*statement)


async def _each_a_unit(uow: UnitOfWork, statements: Sequence[Statement]) -> None:
    for statement in statements:
        await uow.read(*statement)


WAYS: dict[str, Callable[[UnitOfWork, Sequence[Statement]], Awaitable[object]]] = {
    "together": lambda uow, statements: uow.pipeline(*statements),
    "at once": lambda uow, statements: uow.pipeline_commit(*statements),
    "the last ones of a unit": lambda uow, statements: uow.commit(*statements),
    "later": _later,
    "one by one": _one_by_one,
    "each a unit": _each_a_unit,
}


@pytest.fixture
async def changing(database: Database) -> AsyncIterator[Callable[[], Awaitable[None]]]:
    """A table to which every call gives one more column."""
    columns = iter(range(1_000))
    async with await database.connect() as connection:
        await connection.execute("create table changing (n int)")

        async def change() -> None:
            await connection.execute(f"alter table changing add column c{next(columns)} int".encode())

        yield change
        await connection.execute("drop table changing")


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("fault", FAULTS)
async def test_whatever_statement_fails_the_next_unit_works(
    one: Database, changing: Callable[[], Awaitable[None]], fault: str, way: str
) -> None:
    good: list[Statement] = [("select %s + 1 as n", (1,)), ("select %s + 2 as n", (1,))]
    for place in (0, 2):
        statements = [*good[:place], FAULTS[fault], *good[place:]]
        for _ in range(7):  # in one of these the driver prepares the statement
            with suppress(psycopg.Error, TypeError, ValueError):
                async with asyncio.timeout(5), one.turn() as uow:
                    await WAYS[way](uow, statements)
        await changing()
        with suppress(psycopg.Error, TypeError, ValueError):
            async with asyncio.timeout(5), one.turn() as uow:
                await WAYS[way](uow, statements)
        if "shape" in fault:  # once it has met the change, it is as good as any other
            await look(one, WAYS[way], statements)
        await works(one)


@pytest.mark.parametrize(
    "failure", [psycopg.OperationalError("another command is in progress"), asyncio.CancelledError()]
)
async def test_a_transaction_that_could_not_be_ended_is_nobodys_after_it(
    one: Database, database: Database, failure: BaseException
) -> None:
    await works(one)
    with suppress(asyncio.CancelledError), patch.object(psycopg.AsyncConnection, "rollback", side_effect=failure):
        async with one.turn() as uow:
            await uow.execute(WRITE, ("fault",))
    async with one.turn() as uow:  # it would commit what was left there
        await uow.execute(WRITE, ("good",))
        await uow.commit()
    assert await value(database, LEFT) == 0
