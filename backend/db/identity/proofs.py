"""Statements about locked chats, which must prove whose they are, and about the dialogue with such a chat."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from psycopg.types.json import Jsonb

from backend.db.engine.uow import UnitOfWork
from backend.domain.identity.linking import ProofReason
from backend.domain.people.commands import Role
from backend.records import Record


class ProofTalk(Record):
    """The dialogue with a chat that must prove whose it is, kept apart from the person's own. `stack`, `question`,
    `asked`: as in a conversation. `answers`: how many it got since `answers_since`."""

    id: int
    reason: ProofReason
    stack: list[Any]
    question: int
    asked: dict[str, Any]
    answers: int
    answers_since: datetime | None
    referee_asked_at: datetime | None


class ProofSubject(Record):
    """What a referee is asked to vouch for: a chat, and the person who is said to own it."""

    contact_id: int
    reason: ProofReason
    person_id: int
    role: Role | None
    country: str
    first_name: str


async def lock(uow: UnitOfWork, contact_id: int, reason: ProofReason, now: datetime) -> None:
    """Lock a chat: nothing is shown there until its owner is proved. No effect if it is locked already."""
    await uow.execute("update contact set locked_at = coalesce(locked_at, %s) where id = %s", (now, contact_id))
    await begin(uow, contact_id, reason, now)


async def lock_silent(uow: UnitOfWork, channels: Collection[str], since: datetime, now: datetime) -> int:
    """Lock the chats in which people with a role have not written since then. Return how many were locked."""
    return await uow.execute(
        f"""
        with late as (
            update contact k set locked_at = %(now)s from person p
            where p.id = k.person_id and p.role is not null and k.channel = any(%(channels)s)
              and k.heard_at < %(since)s and k.locked_at is null
            returning k.id, k.person_id, k.channel
        ),
        noted as (
            insert into audit (at, person_id, channel, action, about, subject_id)
            select %(now)s, null, channel, 'lock', jsonb_build_object('chat', id, 'reason', '{ProofReason.SILENT}'),
                   person_id
            from late order by id
        )
        insert into proof (contact_id, reason, at) select id, '{ProofReason.SILENT}', %(now)s from late
        on conflict (contact_id) do update set reason = '{ProofReason.SILENT}'
        """,  # noqa: S608 (constants)
        {"channels": sorted(channels), "since": since, "now": now},
    )


async def begin(uow: UnitOfWork, contact_id: int, reason: ProofReason, now: datetime) -> ProofTalk:
    """The dialogue with a chat that must prove whose it is, locked until the end of the transaction. It is created if
    there is none."""
    return await uow.fetch_only(
        f"""
        insert into proof (contact_id, reason, at) values (%s, %s, %s)
        on conflict (contact_id) do update
            set reason = case when proof.reason in ('{ProofReason.FORGOT}', '{ProofReason.PART}') then excluded.reason
                              else proof.reason end
        returning id, reason, stack, question, asked, answers, answers_since, referee_asked_at
        """,  # noqa: S608 (constants)
        (contact_id, reason, now),
        row=ProofTalk,
    )


def save(uow: UnitOfWork, contact_id: int, **columns: Any) -> None:
    """Save columns of that dialogue, with the commit. The names come from our code."""
    sets = ", ".join(f"{name} = %s" for name in columns)
    values = [Jsonb(value) if isinstance(value, list | dict) else value for value in columns.values()]
    uow.on_commit(f"update proof set {sets} where contact_id = %s", (*values, contact_id))  # noqa: S608


async def forget(uow: UnitOfWork, contact_id: int) -> None:
    """Delete the dialogue: the question is settled."""
    await uow.execute("delete from proof where contact_id = %s", (contact_id,))


async def lost_at(uow: UnitOfWork, contact_id: int) -> datetime | None:
    """When she reported this phone lost; None: the chat is not locked, or for another reason."""
    return await uow.find_value(
        f"""
        select k.locked_at from contact k join proof f on f.contact_id = k.id and f.reason = '{ProofReason.LOST}'
        where k.id = %s
        """,  # noqa: S608 (constants)
        (contact_id,),
    )


async def subject(uow: UnitOfWork, proof_id: int) -> ProofSubject | None:
    """What a referee is asked to vouch for; None if it is settled. The row is not locked."""
    return await uow.fetch_one(
        """
        select f.contact_id, f.reason, p.id as person_id, p.role, coalesce(p.country, '') as country, p.first_name
        from proof f join contact k on k.id = f.contact_id join person p on p.id = k.person_id where f.id = %s
        """,
        (proof_id,),
        row=ProofSubject,
    )


async def open_again(uow: UnitOfWork, contact_id: int, now: datetime) -> None:
    """Unlock a chat: its owner is proved. For a phone number, the time of the last event is set to now."""
    await uow.execute(
        """
        update contact set locked_at = null, heard_at = case when heard_at is not null then %s end where id = %s
        """,
        (now, contact_id),
    )
    await forget(uow, contact_id)
