"""Which of a person's chats gets the messages that we start: one on the channel that they chose, else the one where
they wrote last, else another that is not blocked. A locked chat comes last."""

from __future__ import annotations

from datetime import datetime

from backend.db.engine.uow import UnitOfWork
from backend.domain.people import permissions
from backend.domain.people.permissions import Action
from backend.records import Record


class Chat(Record):
    """A chat of a person. `address`: where the platform reaches it. `joined_at`, `joined_how`: when and by what it came
    to its present account; None if it was always there."""

    id: int
    person_id: int
    channel: str
    address: str
    name: str
    blocked_at: datetime | None
    locked_at: datetime | None
    joined_at: datetime | None
    joined_how: str | None


COLUMNS = "k.id, k.person_id, k.channel, k.address, k.name, k.blocked_at, k.locked_at, k.joined_at, k.joined_how"
"""The columns of a contact `k` that make a `Chat`."""
_ORDER = """
    k.locked_at is not null, k.blocked_at is not null, k.channel is distinct from p.prefers,
    k.id is distinct from {last}, k.id
"""


def reach(person: str, when: str = "true", last: str = "c.contact_id") -> str:
    """A subquery of one row: the chat in which the person of this SQL expression is reached. It has no row unless
    `when`. `last`: the chat where they wrote last."""
    return f"""
        select {COLUMNS} from contact k
        join person p on p.id = k.person_id join conversation c on c.person_id = k.person_id
        where k.person_id = {person} and {when} order by {_ORDER.format(last=last)} limit 1
    """  # noqa: S608 (constants)


async def of(uow: UnitOfWork, person_id: int, last: int | None = None) -> Chat | None:
    """The chat in which a person is reached; None if they have none. `last`: where they are writing now."""
    return await uow.fetch_one(reach("%s", last="coalesce(%s::bigint, c.contact_id)"), (person_id, last), row=Chat)


async def others(uow: UnitOfWork, person_id: int, contact_id: int) -> list[Chat]:
    """The person's other chats that can be written to now, the best one first."""
    return await uow.fetch_all(
        f"""
        select {COLUMNS} from contact k
        join person p on p.id = k.person_id join conversation c on c.person_id = k.person_id
        where k.person_id = %s and k.id <> %s and k.locked_at is null and k.blocked_at is null
        order by {_ORDER.format(last="c.contact_id")}
        """,  # noqa: S608 (constants)
        (person_id, contact_id),
        row=Chat,
    )


async def who_may(uow: UnitOfWork, action: Action, *, hubers: bool = True) -> list[Chat]:
    """The chats in which all those are reached who may do this. `hubers` False: only admins."""
    titles = permissions.TABLE[action] - (frozenset() if hubers else {"huber"})
    return await uow.fetch_all(
        f"""
        select r.* from person o cross join lateral ({reach("o.id")}) r
        where {title("o")} = any(%s) order by o.id
        """,  # noqa: S608 (constants)
        (sorted(titles),),
        row=Chat,
    )


def reachable(person: str) -> str:
    """Whether the person of this SQL expression has a chat that can be written to now, as SQL."""
    return f"""
        exists (select from contact k where k.person_id = {person} and k.locked_at is null and k.blocked_at is null)
    """


def title(alias: str) -> str:
    """A person's title in the table of permissions, as SQL (`permissions.title`)."""
    return f"case when {alias}.role = 'admin' then coalesce({alias}.duty, 'reader') else coalesce({alias}.role, '') end"


def looks_after(huber: str, country: str) -> str:
    """Whether a country is one of a Huber's, as SQL (`Person.looks_after`)."""
    return f"{country} = any(coalesce(nullif({huber}.countries, '{{}}'), array[{huber}.country]))"
