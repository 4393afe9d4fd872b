"""Neither a server that goes without a word nor a process of ours that is halted is waited for long."""

from __future__ import annotations

import asyncio
import os
import socket
from collections.abc import AsyncIterator

import psycopg
import pytest
from psycopg.conninfo import conninfo_to_dict

from backend.db.engine import timeouts
from backend.db.engine.uow import Database


@pytest.fixture
async def by_tcp(server_url: str) -> AsyncIterator[str]:
    """The address of the test's server by TCP: it listens on a socket of its folder only."""
    there = conninfo_to_dict(server_url)
    path = f"{there['host']}/.s.PGSQL.{there.get('port', 5432)}"

    async def carry(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with_server = await asyncio.open_unix_connection(path)
        await asyncio.gather(_copy(reader, with_server[1]), _copy(with_server[0], writer))

    server = await asyncio.start_server(carry, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    yield f"postgresql://{there['user']}@127.0.0.1:{port}/{there['dbname']}"
    server.close()


async def _copy(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    try:
        while data := await reader.read(65_536):
            writer.write(data)
            await writer.drain()
    except ConnectionError:
        pass
    finally:
        writer.close()


def _user_timeout(connection: psycopg.AsyncConnection[object]) -> int:
    with socket.socket(fileno=os.dup(connection.pgconn.socket)) as ours:
        return ours.getsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT)


async def test_a_process_that_is_halted_in_the_middle_of_a_turn_holds_nobody_for_long(
    server_url: str, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(timeouts, "STUCK_AFTER", 50)
    halted = Database(server_url, turn_connections=1, connections=1)
    lock = "select pg_advisory_xact_lock(77)"
    try:
        async with halted.turn() as holder:
            await holder.execute(lock)
            async with asyncio.timeout(30), database.turn() as other:
                await other.execute(lock)  # comes once the server has let go of it
            with pytest.raises(psycopg.Error):
                await holder.execute("select 1")
        async with halted.turn() as again:
            assert await again.fetch_one("select 1 as x") == {"x": 1}
    finally:
        await halted.close()


@pytest.mark.skipif(not hasattr(socket, "TCP_USER_TIMEOUT"), reason="only where the system can")
async def test_no_connection_waits_for_a_server_that_is_gone(by_tcp: str) -> None:
    database = Database(by_tcp, turn_connections=1, connections=1)
    alone = await database.connect()
    try:
        found = [_user_timeout(alone)]
        for unit in (database.turn(), database.unit()):
            async with unit as entered:
                found.append(_user_timeout(entered.connection))
        assert found == [15_000] * 3
    finally:
        await alone.close()
        await database.close()


async def test_what_the_address_itself_names_holds(by_tcp: str) -> None:
    database = Database(f"{by_tcp}?tcp_user_timeout=4000&connect_timeout=3", turn_connections=1, connections=1)
    try:
        async with database.unit() as unit:
            assert _user_timeout(unit.connection) == 4_000
    finally:
        await database.close()
