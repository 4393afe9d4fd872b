"""Statements about who has which role."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from backend.db.engine.uow import UnitOfWork

_ROLES_LOCK = 7_310_301  # key of an advisory lock


async def alone(uow: UnitOfWork) -> None:
    """Hold the right to change roles until the end of the transaction. If two owners take the role from each other at
    once, the second sees what the first has done."""
    await uow.execute("select pg_advisory_xact_lock(%s)", (_ROLES_LOCK,))


async def lock(uow: UnitOfWork, person_id: int) -> None:
    """Lock a person's row. A running turn of that person goes on with the old role, but waits where it needs the
    row."""
    await uow.execute("select from person where id = %s for no key update", (person_id,))


async def another_owner(uow: UnitOfWork, person_id: int) -> bool:
    """Whether another person is an owner and has a chat."""
    return await uow.fetch_bool(
        """
        select exists (
            select from person p where p.role = 'admin' and p.duty = 'owner' and p.id <> %s
               and exists (select from contact k where k.person_id = p.id)) as there
        """,
        (person_id,),
    )


async def another_admin(uow: UnitOfWork, person_id: int, duties: Sequence[str]) -> bool:
    """Whether another person is an admin with one of these duties and has joined."""
    return await uow.fetch_bool(
        """
        select exists (
            select from person where role = 'admin' and duty = any(%s) and id <> %s and joined_at is not null
                   and merged_into is null) as there
        """,
        (list(duties), person_id),
    )


async def was_staff(uow: UnitOfWork, people: Sequence[int], since: datetime) -> bool:
    """Whether one of these people has been a Huber or an admin until some time after then."""
    return await uow.fetch_bool(
        """
        select exists (
            select from audit where subject_id = any(%s::bigint[]) and action = 'role' and at >= %s
                   and before ->> 'role' in ('huber', 'admin')) as there
        """,
        (list(people), since),
    )


async def set_role(
    uow: UnitOfWork,
    person_id: int,
    role: str | None,
    duty: str | None,
    countries: Sequence[str],
    joined_at: datetime | None,
) -> None:
    """Set role, duty and countries. `joined_at` None: the person has not joined yet."""
    await uow.execute(
        "update person set role = %s, duty = %s, countries = %s, joined_at = %s where id = %s",
        (role, duty, list(countries) or None, joined_at, person_id),
    )


async def locked_chats(uow: UnitOfWork, person_id: int) -> list[int]:
    """The person's chats that are locked until it is known whose they are."""
    return await uow.fetch_column(
        "select id from contact where person_id = %s and locked_at is not null order by id", (person_id,)
    )
