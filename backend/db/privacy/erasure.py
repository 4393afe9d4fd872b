"""Statements that erase a person from all tables, by the register.

Each statement touches at most `CHUNK` rows, found by an index, and is committed alone: nobody else waits for it, and an
erasure that was interrupted goes on where it was.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from psycopg.types.json import Jsonb

from backend.db.engine.uow import Statement, UnitOfWork
from backend.db.messaging import inbox
from backend.db.privacy.rows import conditions
from backend.domain.announcements.sending import LEFT_OUT, RecipientState
from backend.domain.messaging.states import InboxStatus, OutboxStatus
from backend.domain.payouts.states import PayoutState
from backend.domain.privacy.register import ENTRIES, Entry, Erasure
from backend.records import Record

CHUNK = 2_000
"""Rows of one statement."""


class Step(Record):
    """One statement, repeated until it touches no row. `table`: which one."""

    table: str
    statement: str
    values: dict[str, Any]


async def by_index(uow: UnitOfWork) -> None:
    """Let this transaction find rows by index only, whatever the planner believes of the sizes of tables."""
    await uow.execute("set local enable_seqscan = off")


async def numbers_of(uow: UnitOfWork, person_id: int) -> list[int]:
    """The person's number, and those of the accounts that were merged into theirs."""
    return await uow.fetch_column(
        "select id from person where id = %s or merged_into = %s order by id", (person_id,) * 2
    )


ON_THE_WAY = f"""(
    select from payout p where p.destination_id = destination.id and p.state = '{PayoutState.SENT}')"""
"""A payment that a provider or a bank carries out just now: it is asked about, and written to a file, with where it
goes. It may be another account's by now: whoever was erased claims it with her code."""
_WAITS = {"destination": f"not exists {ON_THE_WAY}"}
"""Table → when its rows are erased; others at once."""


async def waits(uow: UnitOfWork, people: Sequence[int]) -> bool:
    """Whether something stays until a payment that is on its way has ended."""
    return await uow.fetch_bool(
        f"""
        select exists (select from destination where person_id = any(%(people)s::bigint[]) and exists {ON_THE_WAY})
        as there
        """,  # noqa: S608 (constants)
        {"people": list(people)},
    )


# --- what the register says -----------------------------------------------------------------------------


def _steps() -> tuple[Step, ...]:
    return tuple(step for entry in ENTRIES for step in _of_entry(entry))


def _of_entry(entry: Entry) -> tuple[Step, ...]:
    found = conditions(entry)
    if entry.name == "audit" or not found:
        return ()
    if entry.erasure is Erasure.DELETE:
        return tuple(Step(entry.name, _chunk(f"delete from {entry.name}", entry.name, each), {}) for each in found)  # noqa: S608 (names of the register)
    if entry.erasure is Erasure.BLANK:
        sets = ", ".join(f"{column} = %(to_{column})s" for column in entry.empty)
        full = " or ".join(f"{column} is distinct from %(to_{column})s" for column in entry.empty)
        values = {f"to_{column}": _value(value) for column, value in entry.empty.items()}
        when = f"({full}) and {_WAITS.get(entry.name, 'true')}"
        return tuple(
            Step(entry.name, _chunk(f"update {entry.name} set {sets}", entry.name, f"{each} and {when}"), values)  # noqa: S608 (names of the register)
            for each in found
        )
    return ()


def _chunk(change: str, table: str, which: str) -> str:
    return f"{change} where ctid = any(array(select ctid from {table} where {which} limit {CHUNK}))"  # noqa: S608 (names of the register)


def _value(value: Any) -> Any:
    return Jsonb(value) if isinstance(value, dict | list) else value


_ALL = _steps()
LAST = frozenset({"conversation", "contact", "person"})
"""Tables that are emptied when everything else is: by them the rest is found."""
SWEEP: tuple[Step, ...] = tuple(step for step in _ALL if step.table not in LAST)
"""Everything that can be erased in pieces, in order."""

_AUDIT = """
    update audit set about = {about}, before = {before}, after = {after}
    where ctid = any(array(select ctid from audit where subject_id = any(%(people)s::bigint[])
                           and (about <> {about} or before <> {before} or after <> {after}) limit {chunk}))
"""


def _numbers(column: str) -> str:
    """Of a line of the audit what is no word."""
    return f"""
        (select case when {column} is not null then coalesce(jsonb_object_agg(k, v), '{{}}') end
         from jsonb_each({column}) e (k, v) where jsonb_typeof(v) in ('number', 'boolean'))
    """  # noqa: S608 (names of columns)


_MEDIA = (
    # nobody else's, and in no announcement: the file goes
    f"""
    with gone as (
        select hash from personal_media p where person_id = any(%(people)s::bigint[])
           and not exists (select from personal_media o
                           where o.hash = p.hash and o.person_id <> all(%(people)s::bigint[]))
           and exists (select from media m where m.hash = p.hash and m.passing_since is not null)
           and not exists (select from announcement a where a.content::text like '%%' || p.hash || '%%')
        limit {CHUNK}
    ),
    mine as (delete from personal_media where hash in (select hash from gone)),
    handles as (delete from media_handle where hash in (select hash from gone))
    select hash from gone
    """,  # noqa: S608 (constants)
    "delete from media where hash = any(%s)",
)


async def sweep(uow: UnitOfWork, people: Sequence[int], step: Step) -> int:
    """Run one step once. Returns the number of rows that it touched."""
    await by_index(uow)
    return await uow.execute(step.statement, {"people": list(people), **step.values})


async def sweep_audit(uow: UnitOfWork, people: Sequence[int]) -> int:
    """Take the words about the person from lines of the audit. Returns how many it touched."""
    await by_index(uow)
    about, before, after = (_numbers(column) for column in ("about", "before", "after"))
    return await uow.execute(
        _AUDIT.format(about=about, before=before, after=after, chunk=CHUNK), {"people": list(people)}
    )


async def sweep_media(uow: UnitOfWork, people: Sequence[int]) -> int:
    """Delete files that only this person has to do with. Rows that name them go before. Returns how many."""
    await by_index(uow)
    rows = await uow.fetch_all(_MEDIA[0], {"people": list(people)})
    gone = [row["hash"] for row in rows]
    if gone:
        await uow.execute(_MEDIA[1], (gone,))
    return len(gone)


# --- the end ----------------------------------------------------------------------------------------------


async def close(uow: UnitOfWork, person_id: int) -> None:
    """Let the account do nothing any more: no role, no open dialogue, no event that waits, and no copy of an
    announcement, whose author would wait for it for ever."""
    await uow.pipeline(
        (
            f"""
            update outbox set status = {OutboxStatus.LET_GO:d}, error = 'she said stop'
            where person_id = %s and status = {OutboxStatus.WAITING:d} and announcement_id is not null
            """,  # noqa: S608 (constants)
            (person_id,),
        ),
        (
            f"""
            with left_out as (
                delete from recipient where person_id = %s and state = {RecipientState.WAITING:d}
                returning announcement_id)
            insert into announcement_change (announcement_id, what, n)
            select announcement_id, '{LEFT_OUT}stopped', 1 from left_out
            """,  # noqa: S608 (constants)
            (person_id,),
        ),
        ("update person set role = null, joined_at = null where id = %s", (person_id,)),
        ("update conversation set stack = '[]', asked = '{}', shown = null where person_id = %s", (person_id,)),
        (
            f"update inbox set status = {InboxStatus.DONE:d} where person_id = %s and status = {InboxStatus.WAITING:d}",  # noqa: S608 (constants)
            (person_id,),
        ),
        ("delete from wakeup where person_id = %s", (person_id,)),
    )


async def finish(uow: UnitOfWork, people: Sequence[int], now: datetime) -> None:
    """Erase what came while the rest was erased, and then the rows of the person and of their chats. The person is
    locked, and no event of their channels comes meanwhile."""
    await by_index(uow)
    values = {"people": list(people), "now": now}
    channels = await uow.fetch_all(
        "select distinct channel from contact where person_id = any(%(people)s::bigint[])", values
    )
    await uow.execute(*inbox.alone({row["channel"] for row in channels}))
    last: list[Statement] = [
        (step.statement, {"people": list(people), **step.values})
        for step in (*SWEEP, *(s for s in _ALL if s.table in LAST))
    ]
    await sweep_media(uow, people)
    await uow.pipeline(
        (
            "update destination set ended_at = coalesce(ended_at, %(now)s) where person_id = any(%(people)s::bigint[])",
            values,
        ),
        *last,
        (
            """
            update contact set address = 'erased:' || id, blocked_at = coalesce(blocked_at, %(now)s), locked_at = null
            where person_id = any(%(people)s::bigint[])
            """,
            values,
        ),
        ("update person set reached_id = null, reached = null where id = any(%(people)s::bigint[])", values),
    )
