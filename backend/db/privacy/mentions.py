"""Statements that take a person out of what others have: messages to staff, their lists, reports of platforms."""

from __future__ import annotations

import re
from collections.abc import Sequence

import orjson
from psycopg.types.json import Jsonb

from backend.db.engine.uow import UnitOfWork
from backend.db.privacy.erasure import CHUNK, by_index
from backend.domain.messaging.message import dump, raw
from backend.domain.messaging.states import InboxStatus, OutboxStatus
from backend.records import Record

_LEFT = dump(raw("…"))
"""What is left of a message to staff that named the person."""


class KnownAs(Record):
    """By what others may have named the person: `names` as words, `addresses` as parts of a text."""

    names: tuple[str, ...]
    addresses: tuple[str, ...]


async def known_as(uow: UnitOfWork, people: Sequence[int]) -> KnownAs:
    """By what others may have named these accounts."""
    rows = await uow.fetch_all(
        """
        select first_name as name, '' as address from person where id = any(%(people)s::bigint[])
        union select name, address from contact where person_id = any(%(people)s::bigint[])
        union select name, '' from invite where used_by = any(%(people)s::bigint[])
        union select name, '' from credential where person_id = any(%(people)s::bigint[])
        """,
        {"people": list(people)},
    )
    names = {row["name"].strip() for row in rows}
    addresses = {row["address"] for row in rows}
    return KnownAs(
        tuple(sorted(name for name in names if len(name) > 1)),
        tuple(sorted(each for each in addresses if len(each) > 5 and not each.startswith("erased:"))),
    )


async def sweep_unknown_receipts(uow: UnitOfWork, known: KnownAs) -> int:
    """Delete reports of platforms about messages that we do not know, if they name an address of the person."""
    await by_index(uow)
    return await uow.execute(
        f"""
        delete from receipt where ctid = any(array(
            select ctid from receipt where outbox_id is null
               and exists (select from unnest(%s::text[]) as a (address) where position(a.address in payload::text) > 0)
            limit {CHUNK}))
        """,  # noqa: S608 (constants)
        (list(known.addresses),),
    )


async def sweep_own_answers(uow: UnitOfWork, people: Sequence[int]) -> int:
    """Of somebody of the staff: empty the words that they wrote in other people's threads."""
    await by_index(uow)
    return await uow.execute(
        f"""
        update thread_message set words = '', name = '', hash = null where ctid = any(array(
            select ctid from thread_message where author_id = any(%s::bigint[]) and not hers
               and (words, name) <> ('', '') limit {CHUNK}))
        """,  # noqa: S608 (constants)
        (list(people),),
    )


async def sweep_jobs(uow: UnitOfWork, people: Sequence[int]) -> int:
    """Delete jobs of the person that ended. Returns how many."""
    return await uow.execute(
        f"""
        delete from procrastinate_jobs where id = any(array(
            select id from procrastinate_jobs
            where status not in ('todo', 'doing') and args ->> 'person_id' = any(%s) limit {CHUNK}))
        """,  # noqa: S608 (constants)
        ([str(each) for each in people],),
    )


async def sweep_signatures(uow: UnitOfWork, people: Sequence[int]) -> None:
    """Of somebody of the staff: empty the name beside their number on runs of payments."""
    values = {"people": list(people)}
    await uow.pipeline(
        ("update payout_run set proposed_by = '' where proposer_id = any(%(people)s::bigint[])", values),
        ("update payout_run set approved_by = '' where approver_id = any(%(people)s::bigint[])", values),
    )


async def staff(uow: UnitOfWork, people: Sequence[int]) -> list[int]:
    """Everybody who may have been told about other people, also in a role that they have no more; without these."""
    return await uow.fetch_column(
        """
        select id from person where id <> all(%s::bigint[]) and merged_into is null and (
            role in ('huber', 'admin') or id in (
                select subject_id from audit where action = 'role' and before ->> 'role' in ('huber', 'admin')))
        order by id
        """,
        (list(people),),
    )


def pattern(known: KnownAs) -> str | None:
    """A regular expression of PostgreSQL for text of JSON in which the person is named; None if nothing names them."""
    return "|".join([*map(_word, known.names), *map(_escaped, known.addresses)]) or None


def _word(name: str) -> str:
    """The name as a word of its own: "Awa" is not in "Awale"."""
    begins, ends = r"\m" if name[0].isalnum() else "", r"\M" if name[-1].isalnum() else ""
    return f"{begins}{_escaped(name)}{ends}"


def _escaped(text: str) -> str:
    return re.sub(r"([!-/:-@\[-^`{-~])", r"\\\1", orjson.dumps(text).decode()[1:-1])


async def sweep_messages(uow: UnitOfWork, staff_id: int, named: str, after: int) -> int | None:
    """Empty messages to one of the staff that name the person, among the next `CHUNK` after message number `after`. One
    that is not sent yet, or whose question is open, keeps its other words. Returns the number of the last message
    looked at; None: there are no more."""
    rows = await uow.fetch_all(
        f"""
        with looked as materialized (
            select id from outbox where person_id = %(staff)s and id > %(after)s order by id limit {CHUNK}
        ),
        emptied as (
            update outbox o set message = case
                when o.status = {OutboxStatus.WAITING:d}
                  or o.id = (select shown from conversation where person_id = %(staff)s)
                then regexp_replace(o.message::text, %(named)s, '…', 'g')::jsonb else %(left)s end
            where o.id in (select id from looked) and o.message::text ~ %(named)s
        )
        select max(id) as last, count(*) = {CHUNK} as more from looked
        """,  # noqa: S608 (constants)
        {"staff": staff_id, "after": after, "named": named, "left": Jsonb(_LEFT)},
    )
    return rows[0]["last"] if rows[0]["more"] else None


async def sweep_events(uow: UnitOfWork, staff_id: int, named: str, after: int) -> int | None:
    """The same for events of one of the staff that were handled."""
    rows = await uow.fetch_all(
        f"""
        with looked as materialized (
            select id from inbox where person_id = %(staff)s and id > %(after)s order by id limit {CHUNK}
        ),
        emptied as (
            update inbox i set payload = '{{}}'
            where i.id in (select id from looked) and i.status = {InboxStatus.DONE:d} and i.payload::text ~ %(named)s
        )
        select max(id) as last, count(*) = {CHUNK} as more from looked
        """,  # noqa: S608 (constants)
        {"staff": staff_id, "after": after, "named": named},
    )
    return rows[0]["last"] if rows[0]["more"] else None


async def sweep_tables(uow: UnitOfWork, staff_id: int, named: str) -> None:
    """Take the name from the open dialogue of one of the staff, and delete lists and tables of theirs that hold it."""
    values = {"staff": staff_id, "named": named}
    await uow.pipeline(
        (
            """
            update conversation set stack = regexp_replace(stack::text, %(named)s, '…', 'g')::jsonb,
                   asked = regexp_replace(asked::text, %(named)s, '…', 'g')::jsonb,
                   answered = regexp_replace(answered::text, %(named)s, '…', 'g')::jsonb
            where person_id = %(staff)s and (stack::text ~ %(named)s or asked::text ~ %(named)s
                                             or answered::text ~ %(named)s)
            """,
            values,
        ),
        (
            """
            delete from draft where person_id = %(staff)s
               and (about::text ~ %(named)s or encode(content, 'escape') ~ %(named)s)
            """,
            values,
        ),
    )


async def sweep_files(uow: UnitOfWork, staff_id: int, words: Sequence[str]) -> None:
    """Delete tables that one of the staff exported, if one of these `words` is in them."""
    rows = await uow.fetch_all(
        """
        select m.hash from personal_media p join media m on m.hash = p.hash
        where p.person_id = %s and m.mime like 'text/%%' and m.passing_since is not null
          and exists (select from unnest(%s::bytea[]) as w (word) where position(w.word in m.content) > 0)
          and not exists (select from received_media r where r.hash = m.hash)
          and not exists (select from thread_message t where t.hash = m.hash)
        """,
        (staff_id, [word.encode() for word in words]),
    )
    gone = [row["hash"] for row in rows]
    if gone:
        await uow.pipeline(
            ("delete from personal_media where hash = any(%s)", (gone,)),
            ("delete from media_handle where hash = any(%s)", (gone,)),
            ("delete from media where hash = any(%s)", (gone,)),
        )
