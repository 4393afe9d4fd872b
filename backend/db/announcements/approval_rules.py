"""Statements about the countries in which a second person must approve announcements to many."""

from __future__ import annotations

from collections.abc import Sequence

from psycopg.types.json import Jsonb

from backend.db.engine.uow import UnitOfWork

_SECOND = "a second person for announcements: "


async def second(uow: UnitOfWork, countries: Sequence[str]) -> frozenset[str]:
    """Those of these countries that require a second person's approval."""
    rows = await uow.fetch_all(
        "select name from setting where name = any(%s) and value = 'true'", ([_SECOND + c for c in countries],)
    )
    return frozenset(row["name"].removeprefix(_SECOND) for row in rows)


async def set_second(uow: UnitOfWork, country: str, wanted: bool) -> None:
    """Record whether a country requires a second person's approval."""
    await uow.execute(
        "insert into setting (name, value) values (%s, %s) on conflict (name) do update set value = excluded.value",
        (_SECOND + country, Jsonb(wanted)),
    )
