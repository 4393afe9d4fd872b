"""The unit of work on the real database."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable

import psycopg
import pytest

from backend.db.engine.failures import RETRYABLE
from backend.db.engine.uow import Database, UnitOfWork
from backend.db.messaging import inbox
from backend.domain.errors import Unavailable
from tests.integration.scenes import NOW, commit, value


async def people(database: Database) -> int:
    return int(await value(database, "select count(*) from person"))


@pytest.fixture
async def own(database: Database, server_url: str) -> AsyncIterator[Database]:
    """Pools of our own on the same clean database, for tests that break their connections."""
    own = Database(server_url, turn_connections=3, connections=3)
    yield own
    await own.close()


async def fails_after_writing(database: Database, then: Callable[[int], Awaitable[None]] | None = None) -> None:
    async with database.unit() as uow:
        await inbox.meet(uow, "demo", "1", "Awa", NOW)
        if then:
            await then(await pid(uow))
        raise ZeroDivisionError


@pytest.mark.parametrize("again", [1, 2])
async def test_every_test_finds_an_empty_database(database: Database, again: int) -> None:
    assert await people(database) == 0
    await commit(database, inbox.meet, "demo", "1", "Awa", NOW)
    assert await people(database) == 1


async def test_without_a_commit_nothing_has_happened(database: Database) -> None:
    told = []
    async with database.turn() as uow:
        await inbox.meet(uow, "demo", "1", "Awa", NOW)
        uow.after_commit(lambda: told.append("never"))
    with pytest.raises(ZeroDivisionError):
        await fails_after_writing(database)
    assert await people(database) == 0
    assert told == []


async def test_who_has_only_read_leaves_what_the_server_has_planned(own: Database) -> None:
    prepared = "select count(*) from pg_prepared_statements where statement like 'select $1 + 1%%'"
    for number in range(12):  # one of them is that in which the driver prepares it
        async with own.unit() as uow:
            assert await uow.fetch_value('select %s + 1 as "one more"', (number,)) == number + 1
    assert await value(own, prepared) == 1


async def test_a_table_of_a_transaction_that_was_undone_is_there_again_in_the_next(own: Database) -> None:
    for number in range(12):
        async with own.unit() as uow:
            await uow.execute("create temporary table passing (n int) on commit drop")
            await uow.execute("insert into passing values (%s)", (number,))
            assert await uow.fetch_column("select n from passing") == [number]
            if number % 2:
                await uow.commit()


async def test_what_is_told_after_a_commit_is_told_once_and_when_the_change_is_there(database: Database) -> None:
    seen = []

    async def look() -> None:
        seen.append(await people(database))

    async with database.unit() as uow:
        await inbox.meet(uow, "demo", "1", "Awa", NOW)
        uow.after_commit(look)
        uow.after_commit(lambda: seen.append(-1))
        await uow.commit()
        await inbox.meet(uow, "demo", "2", "Binta", NOW)
        await uow.commit()
    assert seen == [1, -1]


async def test_turns_see_only_index_order_and_everything_runs_in_utc(database: Database) -> None:
    for uow, on in ((database.turn(), "off"), (database.unit(), "on")):
        async with uow:
            row = await uow.fetch_one(
                "select current_setting('enable_seqscan') as seq, current_setting('timezone') as zone"
            )
            assert row == {"seq": on, "zone": "UTC"}


async def test_no_unit_inherits_what_another_left_in_its_transaction(own: Database) -> None:
    for _ in range(5):
        async with own.unit() as uow:
            row = await uow.fetch_one(
                "select current_setting('lock_timeout') as found, to_regclass('left_over') as other"
            )
            assert row == {"found": "0", "other": None}
            await uow.execute("set local lock_timeout = '1s'")
            await uow.execute("create temporary table left_over (x int)")


async def end(database: Database, *pids: int) -> None:
    """As the server does when it is stopped: these connections are gone, and nobody was told."""
    async with database.unit() as uow:
        for pid in pids:
            assert await uow.fetch_one("select pg_terminate_backend(%s, 5000) as done", (pid,)) == {"done": True}


async def pid(uow: UnitOfWork) -> int:
    return int(await uow.fetch_value("select pg_backend_pid() as pid"))


async def test_after_the_server_ended_all_connections_only_the_first_unit_fails(
    own: Database, database: Database
) -> None:
    async with own.unit() as a, own.unit() as b, own.unit() as c:
        pids = [await pid(uow) for uow in (a, b, c)]
    await end(database, *pids)
    with pytest.raises(psycopg.OperationalError):
        async with own.unit() as uow:
            await uow.fetch_one("select 1")
    for _ in range(6):
        async with own.unit() as uow:
            assert await uow.fetch_one("select 1 as x") == {"x": 1}


async def test_a_connection_lost_in_the_middle_hides_no_error_and_takes_no_place(
    own: Database, database: Database
) -> None:
    for _ in range(4):  # one more than the pool holds
        with pytest.raises(ZeroDivisionError):
            await fails_after_writing(own, lambda pid: end(database, pid))  # and nobody noticed
    async with own.unit() as uow:
        assert await uow.fetch_one("select 1 as x") == {"x": 1}
    assert await people(own) == 0


async def test_a_unit_that_is_cancelled_gives_its_connection_back(own: Database, database: Database) -> None:
    async def hang() -> None:
        async with own.unit() as uow:
            await uow.fetch_one("select pg_sleep(60)")

    running = "select count(*) from pg_stat_activity where query = 'select pg_sleep(60)' and state = 'active'"
    for _ in range(4):  # one more than the pool holds
        task = asyncio.create_task(hang())
        while not await value(database, running):  # noqa: ASYNC110
            await asyncio.sleep(0)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
    async with own.unit() as uow:
        assert await uow.fetch_one("select 1 as x") == {"x": 1}


async def test_who_waits_for_a_lock_too_long_keeps_her_connection(own: Database) -> None:
    async with own.unit() as holder, own.unit() as other:
        await holder.execute("select pg_advisory_xact_lock(7)")
        kept = await pid(other)
        await other.execute("set local lock_timeout = '5ms'")
        with pytest.raises(RETRYABLE):
            await other.execute("select pg_advisory_xact_lock(7)")
    async with own.unit() as a, own.unit() as b:
        assert kept in [await pid(uow) for uow in (a, b)]


async def test_a_server_that_is_not_there_is_told_in_one_line(tmp_path: object) -> None:
    away = Database(f"postgresql://hiteuses@/hiteuses?host={tmp_path}")
    with pytest.raises(Unavailable, match="cannot be reached"):
        await away.connect()
    for unit in (away.unit(), away.turn()):
        with pytest.raises(Unavailable, match=r"^the database cannot be reached: .*$"):
            async with unit:
                pass
    await away.close()


@pytest.mark.parametrize("time", ["first", "second"])
async def test_what_a_database_keeps_in_memory_ends_with_the_test(database: Database, time: str) -> None:
    """The keys of an earlier test opened nothing in the next one: « No key that is known opens this »."""
    assert not database.kept
    database.kept["read"] = time
