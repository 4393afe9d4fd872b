"""What the product keeps about itself: one JSON value per name, in the table `setting`."""

from __future__ import annotations

from typing import Any

from psycopg.types.json import Jsonb

from backend.db.uow import UnitOfWork


async def get(uow: UnitOfWork, name: str) -> Any:
    """The value, None when there is none."""
    row = await uow.one("select value from setting where name = %s", (name,))
    return row["value"] if row else None


async def put(uow: UnitOfWork, name: str, value: Any) -> None:
    """Keep it; None takes it away."""
    if value is None:
        await uow.do("delete from setting where name = %s", (name,))
        return
    await uow.do(
        "insert into setting (name, value) values (%s, %s) on conflict (name) do update set value = excluded.value",
        (name, Jsonb(value)),
    )
