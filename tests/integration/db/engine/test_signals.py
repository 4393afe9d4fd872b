"""Signals: told here at once, to other processes in a moment, also after a lost connection."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import aclosing

import psycopg
import pytest

from backend.db.engine import signals as signals_module
from backend.db.engine.signals import OUTBOX, TURN, Signals
from backend.db.engine.uow import Connection, Database
from tests.integration.scenes import value

LISTENING = "select count(*) from pg_stat_activity where query like 'listen %%' and datname = current_database()"


async def until(database: Database, statement: str, wanted: int) -> None:
    """For what only the server knows: who listens there. It tells nobody, so it is asked again and again."""
    async with asyncio.timeout(30):
        while await value(database, statement) != wanted:  # noqa: ASYNC110
            await asyncio.sleep(0.005)


@pytest.fixture
async def two(database: Database) -> AsyncIterator[tuple[Signals, Signals]]:
    """The signals of two processes on one database."""
    here, there = Signals(database), Signals(database)
    runs = [asyncio.create_task(signals.run()) for signals in (here, there)]
    await until(database, LISTENING, 2)
    yield here, there
    for run in runs:
        run.cancel()
    await asyncio.gather(*runs, return_exceptions=True)


async def test_without_a_signal_a_wait_ends_by_itself(database: Database) -> None:
    assert not await Signals(database).wait(TURN, 0.001)


async def test_a_signal_is_heard_once_also_by_who_comes_later_and_only_on_its_topic(database: Database) -> None:
    signals = Signals(database)
    signals.tell_here(TURN)
    assert not await signals.wait(OUTBOX, 0.001)
    assert await signals.wait(TURN, 1)
    assert not await signals.wait(TURN, 0.001)


async def test_a_signal_wakes_all_who_wait_here(database: Database) -> None:
    signals = Signals(database)
    waits = [asyncio.create_task(signals.wait(TURN, 30)) for _ in range(3)]
    await asyncio.sleep(0)
    signals.tell(TURN)
    assert await asyncio.gather(*waits) == [True] * 3


async def test_a_signal_reaches_the_other_process(two: tuple[Signals, Signals]) -> None:
    here, there = two
    here.tell(OUTBOX)
    assert await here.wait(OUTBOX, 0.001)
    assert await there.wait(OUTBOX, 30)
    assert not await there.wait(TURN, 0.001)


async def test_many_signals_at_once_are_gathered(two: tuple[Signals, Signals], database: Database) -> None:
    here, there = two
    listener = await database.connect()
    await listener.execute(f"listen {signals_module.CHANNEL}".encode())
    for _ in range(100):
        here.tell(TURN)
        here.tell(OUTBOX)
    assert await there.wait(TURN, 30)
    assert await there.wait(OUTBOX, 30)
    # after all that was told, in the server's order: what comes before it is all there is
    await listener.execute("select pg_notify(%s, 'last')", (signals_module.CHANNEL,))
    heard = []
    async with aclosing(listener.notifies(timeout=30)) as notes:
        async for note in notes:
            if note.payload == "last":
                break
            heard.append(note.payload)
    assert sorted(heard) == [OUTBOX, TURN]
    await listener.close()


async def test_after_a_lost_connection_signals_are_carried_again(
    two: tuple[Signals, Signals], database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    here, there = two
    lost = await value(
        database,
        "select array_agg(pid) from pg_stat_activity where query like 'listen %%' and datname = current_database()",
    )
    for pid in lost:
        await value(database, "select pg_terminate_backend(%s, 5000)", (pid,))
    await until(database, LISTENING, 2)
    here.tell(TURN)
    assert await there.wait(TURN, 30)


async def test_told_to_end_while_its_connection_is_lost_it_ends(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As when Ctrl-C reaches us and the embedded server together."""
    waiting = asyncio.Event()

    async def lost(_signals: Signals, _listener: Connection) -> None:
        try:
            waiting.set()
            await asyncio.Event().wait()
        finally:
            raise psycopg.OperationalError("the connection is lost")

    monkeypatch.setattr(Signals, "_carry_in", lost)
    running = asyncio.create_task(Signals(database).run())
    await waiting.wait()
    running.cancel()
    await asyncio.wait({running}, timeout=30)
    assert running.cancelled()
