"""Statements about secret numbers."""

from __future__ import annotations

from datetime import datetime

from backend.db.engine.uow import UnitOfWork
from backend.records import Record


class SecretNumber(Record):
    """The secret number of a person. `hashed`: None if they have none. `mark`: a few bits of it. `tries`: wrong tries
    in a row. `paused_until`: no try is checked before."""

    hashed: str | None
    mark: int | None
    chosen_at: datetime | None
    tries: int
    paused_until: datetime | None


class ChatLock(Record):
    """Until when an admin may act from a chat without their secret number, and whether they have one."""

    open_until: datetime | None
    has_number: bool


_NUMBER = """
    select pin as hashed, pin_mark as mark, pin_at as chosen_at, pin_tries as tries, pin_after as paused_until
    from person where id = %s
"""


async def lock(uow: UnitOfWork, person_id: int) -> SecretNumber:
    """A person's secret number, locked until the end of the transaction."""
    return await uow.fetch_only(f"{_NUMBER} for no key update", (person_id,), row=SecretNumber)


async def get(uow: UnitOfWork, person_id: int) -> SecretNumber | None:
    """A person's secret number, not locked; None: no such person."""
    return await uow.fetch_one(_NUMBER, (person_id,), row=SecretNumber)


async def chat_lock(uow: UnitOfWork, contact_id: int) -> ChatLock | None:
    """How the chat of an admin is locked; None: no such chat."""
    return await uow.fetch_one(
        """
        select k.open_until, p.pin is not null as has_number from contact k join person p on p.id = k.person_id
        where k.id = %s
        """,
        (contact_id,),
        row=ChatLock,
    )


def keep_open(uow: UnitOfWork, contact_id: int, until: datetime) -> None:
    """Let an admin act from this chat without their secret number until then. It is written with the commit."""
    uow.on_commit("update contact set open_until = %s where id = %s", (until, contact_id))


async def count_tries(uow: UnitOfWork, person_id: int, tries: int, paused_until: datetime | None) -> None:
    """Record the number of wrong tries in a row."""
    await uow.execute(
        "update person set pin_tries = %s, pin_after = %s where id = %s", (tries, paused_until, person_id)
    )


async def set_number(
    uow: UnitOfWork, person_id: int, hashed: str | None, mark: int | None, at: datetime | None
) -> None:
    """Set a person's secret number. All None: remove it."""
    await uow.execute(
        "update person set pin = %s, pin_mark = %s, pin_at = %s, pin_tries = 0, pin_after = null where id = %s",
        (hashed, mark, at, person_id),
    )
