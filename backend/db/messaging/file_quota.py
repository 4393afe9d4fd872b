"""Statements that limit how many files of one person are fetched per day."""

from __future__ import annotations

from datetime import date

from backend.db.engine.uow import UnitOfWork


async def take(uow: UnitOfWork, person_id: int, day: date, size: int, *, files: int, most: int) -> bool:
    """Count one file of `size` bytes. False, and nothing is counted, if the person has already sent `files` files or
    `most` bytes on that day. Concurrent calls are counted one after the other."""
    row = await uow.fetch_one(
        """
        insert into file_quota as q (person_id, day, files, bytes) values (%(person)s, %(day)s, 1, %(size)s)
        on conflict (person_id, day) do update set files = q.files + 1, bytes = q.bytes + excluded.bytes
        where q.files < %(files)s and q.bytes < %(most)s
        returning 1 as taken
        """,
        {"person": person_id, "day": day, "size": size, "files": files, "most": most},
    )
    return row is not None


async def came(uow: UnitOfWork, person_id: int, day: date, size: int) -> None:
    """Add the size of a file that was counted before its size was known."""
    await uow.execute(
        "update file_quota set bytes = bytes + %s where person_id = %s and day = %s", (size, person_id, day)
    )


async def forget_before(uow: UnitOfWork, day: date, most: int) -> int:
    """Delete at most `most` counts of the days before this one. Return how many."""
    return await uow.execute(
        """
        delete from file_quota q using (select person_id, day from file_quota where day < %s limit %s) old
        where q.person_id = old.person_id and q.day = old.day
        """,
        (day, most),
    )
