"""Statements about people whose pay finance holds back: they are in no run until it is released."""

from __future__ import annotations

from datetime import datetime

from backend.db.engine.uow import UnitOfWork
from backend.records import Record


class Hold(Record):
    """A hold that stands. `held_by`: the first name of who holds; `reason`: in their words."""

    person_id: int
    first_name: str
    held_at: datetime
    held_by: str
    reason: str


async def begin(uow: UnitOfWork, person_id: int, by: str, reason: str, now: datetime) -> bool:
    """Hold a person's pay back. False if it is held already."""
    return (
        await uow.execute(
            """
            insert into pay_hold (person_id, held_at, held_by, reason) values (%s, %s, %s, %s)
            on conflict (person_id) where ended_at is null do nothing
            """,
            (person_id, now, by, reason),
        )
        == 1
    )


async def end(uow: UnitOfWork, person_id: int, by: str, now: datetime) -> bool:
    """Release a person's pay. False if it is not held."""
    return (
        await uow.execute(
            "update pay_hold set ended_at = %s, ended_by = %s where person_id = %s and ended_at is null",
            (now, by, person_id),
        )
        == 1
    )


async def standing(uow: UnitOfWork, most: int) -> list[Hold]:
    """The holds that stand, the oldest first."""
    return await uow.fetch_all(
        """
        select h.person_id, coalesce(p.first_name, '') as first_name, h.held_at, h.held_by, h.reason
        from pay_hold h join person p on p.id = h.person_id where h.ended_at is null order by h.held_at, h.id limit %s
        """,
        (most,),
        row=Hold,
    )


async def of(uow: UnitOfWork, person_id: int) -> Hold | None:
    """The hold on a person's pay; None: there is none."""
    return await uow.fetch_one(
        """
        select h.person_id, coalesce(p.first_name, '') as first_name, h.held_at, h.held_by, h.reason
        from pay_hold h join person p on p.id = h.person_id where h.person_id = %s and h.ended_at is null
        """,
        (person_id,),
        row=Hold,
    )
