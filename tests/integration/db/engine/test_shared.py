"""Turns that share a transaction send together, in one order, and count all or not at all."""

from __future__ import annotations

import asyncio
from functools import partial

import psycopg
import pytest

from backend.db.engine.failures import Unshared
from backend.db.engine.shared import Packets
from backend.db.engine.uow import Database, UnitOfWork
from tests.integration.scenes import value

NEXT = ("select nextval('place') as place", None)


async def drawn(part: UnitOfWork, statements: int) -> list[int]:
    return [row["place"] for (row,) in await part.pipeline(*[NEXT] * statements)]


async def test_first_statements_come_first_in_the_order_of_the_turns(database: Database) -> None:
    async with database.turn() as uow:
        await uow.execute("create temporary sequence place")
        async with asyncio.TaskGroup() as group:
            packets = Packets(uow.connection, group)
            late = group.create_task(drawn(uow.part(packets, 2), 1))
            early = group.create_task(drawn(uow.part(packets, 1), 3))
        assert (early.result(), late.result()) == ([1, 3, 4], [2])


async def test_what_is_sent_meanwhile_goes_with_the_next_packet(database: Database) -> None:
    async def twice(part: UnitOfWork) -> list[int]:
        return [*await drawn(part, 1), *await drawn(part, 1)]

    async with database.turn() as uow:
        await uow.execute("create temporary sequence place")
        async with asyncio.TaskGroup() as group:
            packets = Packets(uow.connection, group)
            both = [group.create_task(twice(uow.part(packets, place))) for place in range(2)]
        assert [each.result() for each in both] == [[1, 3], [2, 4]]


async def test_an_error_ends_all_of_them_and_nothing_counts(database: Database) -> None:
    async def writes(part: UnitOfWork, name: str, number: int) -> None:
        await part.execute("insert into setting (name, value) values (%s, to_jsonb(1 / %s))", (name, number))
        part.on_commit("insert into setting (name, value) values (%s, '2')", (f"{name} at the end",))

    async def together() -> None:
        async with database.turn() as uow:
            await uow.execute("select 1")
            async with asyncio.TaskGroup() as group:
                packets = Packets(uow.connection, group)
                for place, number in enumerate((1, 0, 1)):
                    group.create_task(writes(uow.part(packets, place), f"of {place}", number))
            await uow.commit()

    with pytest.raises(ExceptionGroup) as raised:
        await together()
    assert raised.group_contains(psycopg.errors.DivisionByZero)
    assert await value(database, "select count(*) from setting where name like 'of %%'") == 0


async def test_what_the_turns_left_for_the_commit_is_done_with_it(database: Database) -> None:
    told: list[int] = []
    async with database.turn() as uow:
        await uow.execute("select 1")
        async with asyncio.TaskGroup() as group:
            packets = Packets(uow.connection, group)
            parts = [uow.part(packets, place) for place in range(2)]
        for number, part in enumerate(parts):
            part.on_commit("insert into setting (name, value) values (%s, '1')", (f"of {number}",))
            part.after_commit(partial(told.append, number))
            uow.take_over(part)
        await uow.commit()
    assert told == [0, 1]
    assert await value(database, "select count(*) from setting where name like 'of %%'") == 2


async def test_what_wants_a_transaction_of_its_own_says_so(database: Database) -> None:
    async with database.turn() as uow:
        uow.alone()
        async with asyncio.TaskGroup() as group:
            part = uow.part(Packets(uow.connection, group), 0)
            with pytest.raises(Unshared):
                part.alone()
