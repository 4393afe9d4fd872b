"""Statements that undo a merge: they make two people again of one (see `merging`).

The merge itself recorded what each had before (`merge_memory`). Whose an answer is, the ledger's keys tell, and for
answers since the merge the chat in which they were given. Transfers are never changed: money goes back by new
transfers, and `handed_back` names the owner of an answer that the ledger has under the other person's name.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from backend.db.engine.uow import UnitOfWork
from backend.db.identity.chats import NOT_HERS
from backend.db.identity.merge_memory import DONE, MOVED, OWN, WHOLE
from backend.domain.certificates.credentials import REPLACED
from backend.domain.identity.joining import JoiningState
from backend.domain.messaging.states import OutboxStatus
from backend.records import Record


class Merge(Record):
    """Two accounts that became one. `chats`: those of `gone_id` before the merge."""

    id: int
    gone_id: int
    at: datetime
    chats: tuple[int, ...]


class Undoing(Record):
    """A merge that is being undone. `holder`: the person who has the account that was kept by now. `gone`: the person
    who is restored. `hers`: `gone` and those who had been merged into her before. `chats`: those that go back to
    her."""

    merge: Merge
    holder: int
    gone: int
    hers: tuple[int, ...]
    chats: tuple[int, ...]

    @property
    def values(self) -> dict[str, Any]:
        """The parameters that all statements of an unmerge share."""
        return {
            "merge": self.merge.id,
            "since": self.merge.at,
            "gone": self.gone,
            "kept": self.holder,
            "hers": list(self.hers),
            "chats": list(self.chats),
        }


# --- what there is to undo --------------------------------------------------------------------------------

_MERGE = """
    select m.id, m.gone_id, m.at, m.before -> 'chats' as chats
    from merge m join person k on k.id = m.kept_id
    where m.undone_at is null and m.before <> '{}' and coalesce(k.merged_into, k.id) = %s
"""
"""Without those of whom one was erased: nothing of theirs is left to give back."""


async def of_chat(uow: UnitOfWork, contact_id: int, holder: int) -> list[Merge]:
    """The merges by which this chat came to its account, without undone ones, the first one first."""
    return await uow.fetch_all(
        f"{_MERGE} and m.before -> 'chats' @> to_jsonb(%s::bigint) order by m.id", (holder, contact_id), row=Merge
    )


async def into(uow: UnitOfWork, holder: int) -> list[Merge]:
    """All merges into an account, without undone ones."""
    return await uow.fetch_all(f"{_MERGE} order by m.id", (holder,), row=Merge)


async def became_one_before(uow: UnitOfWork, gone: int, at: datetime) -> list[int]:
    """A person and all who had been merged into them by then, directly or through others."""
    return await uow.fetch_column(
        """
        with recursive hers as (
            select %s::bigint as id
            union
            select m.gone_id from hers h join merge m on m.kept_id = h.id and m.undone_at is null and m.at <= %s
        )
        select id from hers
        """,
        (gone, at),
    )


async def chats_of(uow: UnitOfWork, merge: Merge, holder: int) -> list[int]:
    """The chats of an account that came with a merge, and those that were joined to it later by one of these."""
    return await uow.fetch_column(
        f"""
        with recursive hers as (
            select k.id from contact k
            where k.person_id = %(holder)s and k.id = any(%(chats)s::bigint[])
            union
            select j.contact_id from hers h
            join joining j on j.from_id = h.id and j.kind = 'add' and j.state = '{JoiningState.JOINED}'
                 and j.ended_at >= %(at)s
            join contact k on k.id = j.contact_id and k.person_id = %(holder)s
        )
        select id from hers order by id
        """,  # noqa: S608 (constants)
        {"holder": holder, "chats": list(merge.chats), "at": merge.at},
    )


# --- who she is -------------------------------------------------------------------------------------------

_PEOPLE = (
    "update person set merged_into = %(gone)s where id = any(%(hers)s::bigint[]) and id <> %(gone)s",
    """
    update person p set merged_into = null, role = g.role, first_name = g.first_name, country = g.country,
           zone = g.zone, language = g.language, data_saver = g.data_saver, joined_at = g.joined_at, duty = g.duty,
           countries = g.countries, prefers = g.prefers, pin = g.pin, pin_at = g.pin_at, pin_mark = g.pin_mark,
           pin_tries = g.pin_tries, pin_after = g.pin_after, stopped_at = g.stopped_at, paused_until = g.paused_until
    from merge m, jsonb_populate_record(null::person, m.before -> 'gone') g
    where m.id = %(merge)s and p.id = %(gone)s
    """,
    # remove what the account has of hers only because of the merge
    """
    update person p set
           pin = case when p.pin = g.pin then k.pin else p.pin end,
           pin_at = case when p.pin = g.pin then k.pin_at else p.pin_at end,
           pin_mark = case when p.pin = g.pin then k.pin_mark else p.pin_mark end,
           joined_at = case when k.joined_at is null then null else p.joined_at end,
           first_name = case when k.joined_at is null then k.first_name else p.first_name end,
           country = case when k.joined_at is null then k.country else p.country end,
           zone = case when k.joined_at is null then k.zone else p.zone end,
           terms = case when k.joined_at is null then k.terms else p.terms end,
           themes = case when k.joined_at is null then k.themes else p.themes end,
           discreet = p.discreet and (k.discreet or not g.discreet),
           data_saver = p.data_saver and (k.data_saver or not g.data_saver),
           stopped_at = case when p.stopped_at = g.stopped_at then k.stopped_at else p.stopped_at end,
           paused_until = case when p.paused_until = g.paused_until then k.paused_until else p.paused_until end
    from merge m, jsonb_populate_record(null::person, m.before -> 'gone') g,
         jsonb_populate_record(null::person, m.before -> 'kept') k
    where m.id = %(merge)s and p.id = %(kept)s and m.kept_id = p.id
    """,
)


async def bring_back(uow: UnitOfWork, undoing: Undoing) -> None:
    """Restore her as she was before the merge. The account keeps nothing of hers but what `move_work`, `move_money` and
    `move_rest` leave there."""
    await uow.pipeline(*((statement, undoing.values) for statement in _PEOPLE))


# --- everything else --------------------------------------------------------------------------------------


def _before(name: str) -> str:
    return f"(select before -> '{name}' from merge where id = %(merge)s)"  # noqa: S608 (constants)


def _rows(table: str) -> str:
    """Her rows of a table as they were before the merge."""
    return f"jsonb_populate_recordset(null::{table}, {_before(table)})"


def _handed(table: str, key: str, person: str) -> str:
    """Give back rows that only changed their owner. Where both had one (of an announcement that both got), hers stayed
    with her."""
    name = table if person == "person_id" else f"{table}.{person}"
    return f"""
        update {table} r set {person} = %(gone)s
        where r.{person} = %(kept)s and to_jsonb(r.{key}) in (select jsonb_array_elements({_before(name)}))
           and not exists (select from {table} o where o.{person} = %(gone)s and o.{key} = r.{key})
    """  # noqa: S608 (constants)


def _not_own(table: str, key: str) -> str:
    """Delete rows that only she had before the merge; they are restored to her."""
    return f"""
        delete from {table} r where r.person_id = %(kept)s
           and to_jsonb(r.{key}) not in (select jsonb_array_elements({_before(f"own.{table}")}))
           and exists (select from {table} o where o.person_id = %(gone)s and o.{key} = r.{key})
    """  # noqa: S608 (constants)


_REST = (
    *(
        f"insert into {table} select * from {_rows(table)} on conflict do nothing"  # noqa: S608
        for table in WHOLE
        if table != "consent"
    ),
    f"""
    insert into consent (person_id, document, version, given_at)
    select %(gone)s, document, version, given_at from {_rows("consent")}
    """,  # noqa: S608
    f"""
    delete from consent c using {_rows("consent")} g
    where c.person_id = %(kept)s and (c.document, c.version, c.given_at) = (g.document, g.version, g.given_at)
    """,  # noqa: S608
    # a file that both had sent is one row of the account: she gets one of her own
    """
    insert into personal_media (person_id, hash, once)
    select %(gone)s, hash, once from personal_media
    where person_id = %(kept)s and to_jsonb(hash) in (
        select jsonb_array_elements(before -> 'personal_media') from merge where id = %(merge)s)
    on conflict do nothing
    """,
    *(_not_own(table, key) for table, key in OWN.items()),
    *(_handed(table, key, "person_id") for table, key in MOVED.items()),
    *(_handed(table, key, by) for table, key, by in DONE),
    # what the merge ended, because both had one, goes on
    f"""
    update credential set revoked_at = null, reason = null
    where person_id = %(gone)s and reason = '{REPLACED}' and revoked_at = (select at from merge where id = %(merge)s)
    """,  # noqa: S608 (constants)
    """
    update pay_hold set ended_at = null
    where person_id = %(gone)s and ended_by = '' and ended_at = (select at from merge where id = %(merge)s)
    """,
    """
    update final_try set finished_at = null
    where person_id = %(gone)s and finished_at = (select at from merge where id = %(merge)s)
      and cardinality(marks) < cardinality(asked)
    """,
    """
    update concern set closed_at = null, decision = null
    where person_id = %(gone)s and decided_by is null and closed_at = (select at from merge where id = %(merge)s)
    """,
    # the restored person is paid again where they were before, after the waiting time of a changed destination
    """
    update destination set ended_at = null, usable_at = greatest(usable_at, %(now)s + interval '24 hours')
    where person_id = %(gone)s and ended_at = (select at from merge where id = %(merge)s)
    """,
    # her open thread was continued in the other's: her messages return to her own
    f"""
    update thread_message m set thread_id = t.id from thread t
    where t.id = ({_before("open_thread")})::bigint and m.thread_id <> t.id
      and to_jsonb(m.id) in (select jsonb_array_elements({_before("said")}))
    """,  # noqa: S608
    f"""
    update thread_message m set author_id = %(gone)s
    where m.hers and m.author_id = %(kept)s and to_jsonb(m.id) in (select jsonb_array_elements({_before("said")}))
    """,  # noqa: S608
    f"""
    update joining set state = '{JoiningState.LAPSED}', ended_at = %(now)s
    where ended_at is null and (giver_id in (%(gone)s, %(kept)s) or taker_id in (%(gone)s, %(kept)s))
    """,  # noqa: S608
    # learnt from both: it is learnt again from the holder's own answers
    "delete from skill where person_id = %(kept)s",
    "update link set expires_at = least(expires_at, %(now)s) where person_id = %(kept)s and used_at is null",
    f"""
    update outbox set status = {OutboxStatus.LET_GO:d}, error = '{NOT_HERS}'
    where contact_id = any(%(chats)s::bigint[]) and status in ({OutboxStatus.WAITING:d}, {OutboxStatus.HELD:d})
    """,  # noqa: S608
    "update contact set person_id = %(gone)s, joined_at = null, joined_how = null where id = any(%(chats)s::bigint[])",
    "update inbox set person_id = %(gone)s where contact_id = any(%(chats)s::bigint[])",
    "update outbox set person_id = %(gone)s where contact_id = any(%(chats)s::bigint[])",
    """
    update conversation c set stack = '[]', asked = '{}', answered = '{}', shown = null, refused = 0, refused_at = null,
           contact_id = (%(chats)s::bigint[])[1],
           question = greatest(c.question, (select question from conversation where person_id = %(kept)s)) + 1
    where c.person_id = %(gone)s
    """,
    """
    update conversation c set contact_id = (
        select o.id from contact o where o.person_id = %(kept)s
        order by o.locked_at is not null, o.heard_at desc nulls last, o.id desc limit 1)
    where c.person_id = %(kept)s and c.contact_id = any(%(chats)s::bigint[])
    """,
    "update merge set undone_at = %(now)s, undone_from = %(kept)s where id = %(merge)s",
)


async def close_questions(uow: UnitOfWork, person_id: int) -> None:
    """End what the account is asked: the other one may have begun it, as a letter, and would be read and spoken for."""
    await uow.execute(
        """
        update conversation set stack = '[]', asked = '{}', answered = '{}', shown = null, question = question + 1
        where person_id = %s
        """,
        (person_id,),
    )


async def move_rest(uow: UnitOfWork, undoing: Undoing, now: datetime) -> None:
    """Give back her chats and what was said there, and what she has learnt, done and planned."""
    values = {**undoing.values, "now": now}
    await uow.pipeline(*((statement, values) for statement in _REST))
