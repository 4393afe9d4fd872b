"""Statements of ticks, and of small settings that the product keeps for itself."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from psycopg.types.json import Jsonb

from backend.db.engine.uow import UnitOfWork


async def add(uow: UnitOfWork, name: str, at: datetime) -> bool:
    """Record a tick. False if it is recorded already."""
    return await uow.execute("insert into tick (name, at) values (%s, %s) on conflict do nothing", (name, at)) == 1


async def forget_before(uow: UnitOfWork, at: datetime) -> int:
    """Delete the ticks before `at`."""
    return await uow.execute("delete from tick where at < %s", (at,))


async def setting(uow: UnitOfWork, name: str) -> Any:
    """The value kept under a name; None if there is none."""
    return await uow.find_value("select value from setting where name = %s", (name,))


async def set_setting(uow: UnitOfWork, name: str, value: Any) -> None:
    """Keep a value under a name. It must be JSON-safe."""
    await uow.execute(
        "insert into setting (name, value) values (%s, %s) on conflict (name) do update set value = excluded.value",
        (name, Jsonb(value)),
    )
