"""Statements that leave together count as a whole, and whatever goes wrong leaves the connection usable."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from unittest.mock import patch

import psycopg
import pytest

from backend.db.engine import pipeline
from backend.db.engine.uow import Connection, Database

MUCH = 3_000_000  # characters: more than the buffers of a socket and of the driver hold


@pytest.fixture
def waits() -> Iterator[list[object]]:
    """Each wait of a connection for its server."""
    found: list[object] = []
    wait = psycopg.AsyncConnection.wait

    async def counted(self: Connection, generator: object, *args: object, **kwargs: object) -> object:
        found.append(generator)
        return await wait(self, generator, *args, **kwargs)  # type: ignore[arg-type]

    with patch.object(psycopg.AsyncConnection, "wait", counted):
        yield found


async def sums(connection: Connection, *numbers: int) -> list[int]:
    results = await pipeline.together(connection, [("select %s + 1 as n", (number,)) for number in numbers])
    return [row["n"] for result in results for row in result.rows()]


async def test_several_statements_wait_for_the_server_once(database: Database, waits: list[object]) -> None:
    connection = await database.connect()
    async with connection:
        waits.clear()
        assert await sums(connection, 1, 2, 3) == [2, 3, 4]
        assert len(waits) == 1


async def test_they_stay_right_once_the_driver_prepares_them(database: Database) -> None:
    async with await database.connect() as connection:
        for number in range(12):  # it prepares after five
            assert await sums(connection, number, number + 1) == [number + 1, number + 2]


async def test_the_first_error_is_told_and_nothing_of_the_round_trip_stays(database: Database) -> None:
    async with await database.connect() as connection:
        with pytest.raises(psycopg.errors.DivisionByZero):
            await pipeline.together(
                connection,
                [
                    ("insert into setting (name, value) values ('half', '1')", None),
                    ("select 1 / 0", None),
                    ("insert into nowhere values (1)", None),
                ],
            )
        assert await sums(connection, 1, 2) == [2, 3]
        (left,) = await pipeline.together(connection, [("select from setting where name = 'half'", None)])
        assert left.count() == 0


async def test_statements_larger_than_every_buffer_go_and_come_back(database: Database) -> None:
    async with await database.connect() as connection:
        big = "x" * MUCH
        results = await pipeline.together(connection, [("select %s::text as t", (big,)) for _ in range(3)])
        for result in results:
            assert result.rows() == [{"t": big}]


async def test_a_value_that_cannot_be_sent_leaves_nothing_behind(database: Database) -> None:
    async with await database.connect() as connection:
        with pytest.raises(psycopg.ProgrammingError):
            await pipeline.together(connection, [("select 1 as n", None), ("select %s as n", (object(),))])
        assert await sums(connection, 4) == [5]


@pytest.mark.parametrize(
    "failing",
    [("select 1 / %s as n", (0,)), ("select %s as n", (object(),)), ("select %s::text as n", ("\0",))],
    ids=["for the server", "for the driver", "half way"],
)
@pytest.mark.parametrize("first", [True, False], ids=["before it", "behind it"])
async def test_a_failure_while_a_statement_is_prepared_leaves_it_usable(
    database: Database, failing: tuple[str, object], first: bool
) -> None:
    good: tuple[str, object] = ("select %s + 1 as n", (1,))
    async with await database.connect() as connection:
        for number in range(12):  # one of them is that in which the driver prepares it
            with pytest.raises((psycopg.Error, ValueError)):
                await pipeline.together(connection, [failing, good] if first else [good, failing])
            assert await sums(connection, number) == [number + 1]


async def test_who_is_cancelled_in_the_middle_leaves_a_connection_that_works(database: Database) -> None:
    async with await database.connect() as connection:
        statements: list[tuple[str, object]] = [("select 1 as n", None), ("select pg_sleep(60)", None)]
        hanging = asyncio.create_task(pipeline.together(connection, statements))
        async with await database.connect() as other:
            await _asleep(other, connection.info.backend_pid)
        hanging.cancel()
        with pytest.raises(asyncio.CancelledError):
            await hanging
        assert await sums(connection, 7) == [8]


async def test_a_server_that_goes_in_the_middle_is_an_operational_error(database: Database) -> None:
    connection = await database.connect()
    async with await database.connect() as other:
        with pytest.raises(psycopg.OperationalError):
            await asyncio.gather(
                pipeline.together(connection, [("select 1 as n", None), ("select pg_sleep(60)", None)]),
                _end(other, connection.info.backend_pid),
            )
    assert connection.closed


async def _end(other: Connection, pid: int) -> None:
    await _asleep(other, pid)
    await other.execute("select pg_terminate_backend(%s)", (pid,))


async def _asleep(other: Connection, pid: int) -> None:
    look = "select from pg_stat_activity where pid = %s and wait_event = 'PgSleep'"
    while not (await other.execute(look, (pid,))).rowcount:  # noqa: ASYNC110 (a server tells nobody)
        await asyncio.sleep(0)
