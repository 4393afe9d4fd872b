"""The statements that make one person of two: everything of the one becomes the other's.

The row of who is `gone` stays and points to who is `kept`, because transfers name people and are never
changed; what comes in for it later finds its way there (`turns.claim`).
"""

from __future__ import annotations

from datetime import datetime

from backend.db.earnings import ledger
from backend.db.engine.uow import Statement, UnitOfWork
from backend.db.threads import queries as threads_queries
from backend.domain.certificates.credentials import REPLACED
from backend.domain.identity.joining import JoiningState
from backend.domain.messaging.states import InboxStatus
from backend.domain.work.commands import AnswerStatus


async def same_task(uow: UnitOfWork, gone: int, kept: int) -> bool:
    """Whether both have answered one task of a client: then one of the two answers would be lost. A task
    of the practice project is everybody's."""
    row = await uow.fetch_one(
        f"""
        select exists (
            select from answer a
            join answer b on b.task_id = a.task_id and b.person_id = %s and b.status = {AnswerStatus.ANSWERED}
            join project p on p.id = a.project_id
            where a.person_id = %s and a.status = {AnswerStatus.ANSWERED} and not p.practice) as there
        """,  # noqa: S608 (constants)
        (kept, gone),
    )
    return bool(row and row["there"])


async def open_tasks(uow: UnitOfWork, gone: int, kept: int) -> list[tuple[int, int]]:
    """Leases that must be given back first, as (person, task): of `gone` all, of `kept` on what the other
    has answered."""
    rows = await uow.fetch_all(
        f"""
        select a.person_id, a.task_id from answer a
        where a.status = {AnswerStatus.LEASED} and (a.person_id = %(gone)s or (a.person_id = %(kept)s and exists (
            select from answer b
            where b.person_id = %(gone)s and b.task_id = a.task_id and b.status = {AnswerStatus.ANSWERED})))
        """,  # noqa: S608 (constants)
        {"gone": gone, "kept": kept},
    )
    return [(row["person_id"], row["task_id"]) for row in rows]


async def move_work(uow: UnitOfWork, gone: int, kept: int, now: datetime) -> None:
    """Answers with their pay, days, and places in projects. Two answers to one practice task are both
    accepted and stay two rows."""
    who = {"gone": gone, "kept": kept, "now": now}
    await uow.pipeline(*((statement, who) for statement in _WORK))


async def move_money(uow: UnitOfWork, gone: int, kept: int, merge: int, now: datetime) -> None:
    """All that stands on the accounts of `gone`, each kind and currency in one transfer. After
    `move_work`: what others accept at this moment is seen then. `merge`: its number (`merge_memory.remember`)."""
    who = {"gone": gone, "kept": kept, "now": now, "kinds": list(ledger.HERS), "merge": merge}
    await uow.pipeline(*((statement, who) for statement in _MONEY))


async def move_training(uow: UnitOfWork, gone: int, kept: int, now: datetime) -> None:
    """What she has learnt: the better of two results, the earlier of two beginnings. A badge that both have
    stays two rows, because certificates name them; of two certificates of one thing that of `kept` stands."""
    who = {"gone": gone, "kept": kept, "now": now, "replaced": REPLACED}
    await uow.pipeline(*((statement, who) for statement in _TRAINING))


async def move_rest(uow: UnitOfWork, gone: int, kept: int, now: datetime) -> None:
    """What she agreed to, what she wants no more, her plans where `kept` has none, whom she invited, her chats
    and what waits from there; in the end she is nobody but `kept`."""
    who = {"gone": gone, "kept": kept, "now": now}
    await uow.pipeline(*((statement, who) for statement in _REST))


async def gather_history(uow: UnitOfWork, gone: int, kept: int) -> None:
    """What was said and heard long ago, unless they were parted meanwhile. No index leads there: not inside a turn."""
    if (
        await uow.fetch_one("select from person where id = %s and merged_into is not null for no key update", (gone,))
        is None
    ):
        return
    statements: list[Statement] = [
        ("update inbox set person_id = %s where person_id = %s", (kept, gone)),
        ("update outbox set person_id = %s where person_id = %s", (kept, gone)),
        ("update outbox set sender_id = %s where sender_id = %s", (kept, gone)),
    ]
    await uow.pipeline(*statements)


_BOTH = "person_id = %(gone)s and exists (select from {0} o where o.person_id = %(kept)s and o.{1} = {0}.{1})"

_ACCEPTED = ledger.entries(
    key="'accept:' || %(gone)s::bigint || ':' || twice.task_id",
    debit=("'pending'", "%(gone)s"),
    credit=("'accepted'", "%(gone)s"),
    units="twice.units",
    currency="twice.currency",
    at="%(now)s",
    source="twice",
)
_WORK = (
    # Of two rows for one task stays the one that says more: answered, reported, skipped, given back.
    f"""
    delete from answer a using answer b where a.person_id = %(kept)s and b.person_id = %(gone)s
       and b.task_id = a.task_id
       and a.status in ({AnswerStatus.GIVEN_BACK}, {AnswerStatus.SKIPPED}, {AnswerStatus.REPORTED})
       and (b.status = {AnswerStatus.ANSWERED} or (
            a.status = {AnswerStatus.GIVEN_BACK} and b.status in ({AnswerStatus.SKIPPED}, {AnswerStatus.REPORTED})))
    """,  # noqa: S608 (constants)
    f"""
    delete from answer where status <> {AnswerStatus.ANSWERED} and {_BOTH.format("answer", "task_id")}
    """,  # noqa: S608 (constants)
    f"""
    with twice as (
        update answer a set accepted_at = %(now)s from answer b
        where a.person_id = %(gone)s and b.person_id = %(kept)s and b.task_id = a.task_id
          and a.status = {AnswerStatus.ANSWERED} and b.status = {AnswerStatus.ANSWERED} and a.accepted_at is null
        returning a.task_id, a.units, a.currency
    )
    {_ACCEPTED}
    """,  # noqa: S608 (constants)
    """
    update answer a set person_id = %(kept)s where person_id = %(gone)s
       and not exists (select from answer b where b.person_id = %(kept)s and b.task_id = a.task_id)
    """,
    f"delete from report where {_BOTH.format('report', 'task_id')}",  # noqa: S608
    "update report set person_id = %(kept)s where person_id = %(gone)s",
    """
    insert into progress (person_id, project_id, batch_id, task_id, accepted_at, answers, done)
    select %(kept)s, project_id, batch_id, task_id, accepted_at, answers, done from progress where person_id = %(gone)s
    on conflict (person_id, project_id) do update set
        accepted_at = least(progress.accepted_at, excluded.accepted_at),
        answers = progress.answers + excluded.answers, done = progress.done + excluded.done
    """,
    "delete from progress where person_id = %(gone)s",
    """
    insert into day (person_id, date, active, counted, estimated, answers, euro_units, franc_units)
    select %(kept)s, date, active, counted, estimated, answers, euro_units, franc_units from day
    where person_id = %(gone)s
    on conflict (person_id, date) do update set
        active = day.active + excluded.active, answers = day.answers + excluded.answers,
        counted = day.counted + excluded.counted, estimated = day.estimated + excluded.estimated,
        euro_units = day.euro_units + excluded.euro_units, franc_units = day.franc_units + excluded.franc_units
    """,
    "delete from day where person_id = %(gone)s",
    """
    insert into first_income (person_id, at) select %(kept)s, at from first_income where person_id = %(gone)s
    on conflict (person_id) do update set at = least(first_income.at, excluded.at)
    """,
    "delete from first_income where person_id = %(gone)s",
)
_MONEY = (
    """
    insert into account (kind, owner, currency)
    select kind, %(kept)s, currency from account where owner = %(gone)s and kind = any(%(kinds)s) on conflict do nothing
    """,
    ledger.entries(
        key="'merge:' || %(gone)s::bigint || ':' || own.kind || ':' || own.currency || ':' || %(merge)s::bigint",
        debit=("own.kind", "%(gone)s"),
        credit=("own.kind", "%(kept)s"),
        units="own.units",
        currency="own.currency",
        at="%(now)s",
        source=f"""
            (select * from (
                select a.kind, a.currency, {ledger.BALANCE} as units from account a
                where a.owner = %(gone)s and a.kind = any(%(kinds)s)) each
             where units > 0) own
        """,  # noqa: S608 (constants)
    ),
)
_TRAINING = (
    """
    insert into enrolment (person_id, module_id, started_at, active_at, passed_at, score, tries, failures, failed_at,
                           alerted_at, nudged, nudged_at)
    select %(kept)s, module_id, started_at, active_at, passed_at, score, tries, failures, failed_at, alerted_at, nudged,
           nudged_at
    from enrolment where person_id = %(gone)s
    on conflict (person_id, module_id) do update set
        started_at = least(enrolment.started_at, excluded.started_at),
        active_at = greatest(enrolment.active_at, excluded.active_at),
        passed_at = least(enrolment.passed_at, excluded.passed_at),
        score = greatest(enrolment.score, excluded.score), tries = enrolment.tries + excluded.tries,
        failures = greatest(enrolment.failures, excluded.failures),
        failed_at = greatest(enrolment.failed_at, excluded.failed_at),
        alerted_at = greatest(enrolment.alerted_at, excluded.alerted_at)
    """,
    "delete from enrolment where person_id = %(gone)s",
    """
    insert into lesson_progress (
        person_id, lesson_id, state, started_at, finished_at, score, tries, failures, alerted_at)
    select %(kept)s, lesson_id, state, started_at, finished_at, score, tries, failures, alerted_at
    from lesson_progress where person_id = %(gone)s
    on conflict (person_id, lesson_id) do update set
        started_at = least(lesson_progress.started_at, excluded.started_at),
        finished_at = least(lesson_progress.finished_at, excluded.finished_at),
        score = greatest(lesson_progress.score, excluded.score), tries = lesson_progress.tries + excluded.tries
    """,
    "delete from lesson_progress where person_id = %(gone)s",
    # of two tries that are open at once, hers of the account that stays goes on; the other is given up
    """
    update final_try t set finished_at = %(now)s
    where person_id = %(gone)s and finished_at is null and exists (
        select from final_try o where o.person_id = %(kept)s and o.module_id = t.module_id and o.finished_at is null)
    """,
    "update final_try set person_id = %(kept)s where person_id = %(gone)s",
    "update attempt set person_id = %(kept)s where person_id = %(gone)s",
    f"delete from card where {_BOTH.format('card', 'question_id')}",  # noqa: S608
    "update card set person_id = %(kept)s where person_id = %(gone)s",
    """
    update badge b set person_id = %(kept)s where person_id = %(gone)s and not exists (
        select from badge o where o.person_id = %(kept)s and o.key = b.key and o.revoked_at is null)
    """,
    """
    update credential c set revoked_at = %(now)s, reason = %(replaced)s
    where person_id = %(gone)s and revoked_at is null and exists (
        select from credential o where o.person_id = %(kept)s and o.key = c.key and o.revoked_at is null)
    """,
    "update credential set person_id = %(kept)s where person_id = %(gone)s",
    f"""
    update assessment set person_id = %(kept)s where person_id = %(gone)s
       and not ({_BOTH.format("assessment", "module_id")})
    """,  # noqa: S608
)
_REST = (
    *threads_queries.MERGED,
    """
    update recipient r set person_id = %(kept)s where person_id = %(gone)s and not exists (
        select from recipient o where o.announcement_id = r.announcement_id and o.person_id = %(kept)s)
    """,
    "update announcement set author_id = %(kept)s, key = key || '/' || id where author_id = %(gone)s",
    """
    insert into consent (person_id, document, version, given_at)
    select %(kept)s, document, version, given_at from consent where person_id = %(gone)s order by id
    """,
    "delete from consent where person_id = %(gone)s",
    """
    insert into goal (person_id, kind, words, units, currency, updated_at)
    select %(kept)s, kind, words, units, currency, updated_at from goal where person_id = %(gone)s
    on conflict do nothing
    """,
    "delete from goal where person_id = %(gone)s",
    """
    insert into reminder (person_id, days, at) select %(kept)s, days, at from reminder where person_id = %(gone)s
    on conflict do nothing
    """,
    "delete from reminder where person_id = %(gone)s",
    """
    insert into wakeup (person_id, name, due) select %(kept)s, name, due from wakeup where person_id = %(gone)s
    on conflict do nothing
    """,
    "delete from wakeup where person_id = %(gone)s",
    # of two days of which only one had a message, that one
    """
    insert into outreach (person_id, date, at, kinds, reason, left_out, outbox_id)
    select %(kept)s, date, at, kinds, reason, left_out, outbox_id from outreach where person_id = %(gone)s
    on conflict (person_id, date) do update set at = excluded.at, kinds = excluded.kinds, reason = excluded.reason,
        left_out = excluded.left_out, outbox_id = excluded.outbox_id
    where outreach.reason is not null and excluded.reason is null
    """,
    "delete from outreach where person_id = %(gone)s",
    """
    insert into file_quota as q (person_id, day, files, bytes)
    select %(kept)s, day, files, bytes from file_quota where person_id = %(gone)s
    on conflict (person_id, day) do update set files = q.files + excluded.files, bytes = q.bytes + excluded.bytes
    """,
    "delete from file_quota where person_id = %(gone)s",
    "update invite set used_by = %(kept)s where used_by = %(gone)s",
    "update invite set created_by = %(kept)s where created_by = %(gone)s",
    "update batch set created_by = %(kept)s where created_by = %(gone)s",
    "update invite set withdrawn_by = %(kept)s where withdrawn_by = %(gone)s",
    "update person_note set person_id = %(kept)s where person_id = %(gone)s",
    "update person_note set by_id = %(kept)s where by_id = %(gone)s",
    "update encouragement set by_id = %(kept)s where by_id = %(gone)s",
    """
    insert into encouragement (person_id, by_id, at)
    select %(kept)s, by_id, at from encouragement where person_id = %(gone)s on conflict do nothing
    """,
    "delete from encouragement where person_id = %(gone)s",
    "update draft set person_id = %(kept)s where person_id = %(gone)s",
    "update link set expires_at = least(expires_at, %(now)s) where person_id = %(gone)s and used_at is null",
    f"""
    update joining set state = '{JoiningState.LAPSED}', ended_at = %(now)s
    where ended_at is null and (giver_id in (%(gone)s, %(kept)s) or taker_id in (%(gone)s, %(kept)s))
    """,  # noqa: S608 (constants)
    "update contact set person_id = %(kept)s where person_id = %(gone)s",
    f"update inbox set person_id = %(kept)s where person_id = %(gone)s and status = {InboxStatus.WAITING:d}",  # noqa: S608
    """
    update conversation set stack = '[]', asked = '{}', shown = null, contact_id = null, refused = 0, refused_at = null
    where person_id = %(gone)s
    """,
    """
    update person k set joined_at = coalesce(k.joined_at, g.joined_at), pin = coalesce(k.pin, g.pin),
           pin_at = case when k.pin is null then g.pin_at else k.pin_at end,
           pin_mark = case when k.pin is null then g.pin_mark else k.pin_mark end,
           first_name = case when new then g.first_name else k.first_name end,
           country = case when new then g.country else k.country end,
           zone = case when new then g.zone else k.zone end,
           -- what she wanted no more on one of her phones, she wants on none
           stopped_at = greatest(k.stopped_at, g.stopped_at), paused_until = greatest(k.paused_until, g.paused_until)
    from (select *, joined_at is not null and (
              select joined_at is null from person where id = %(kept)s) as new  -- the account that she has finished
          from person where id = %(gone)s) g
    where k.id = %(kept)s
    """,
    "update person set merged_into = %(kept)s where merged_into = %(gone)s",
    """
    update person set merged_into = %(kept)s, role = null, joined_at = null, pin = null, pin_at = null, pin_mark = null,
           prefers = null
    where id = %(gone)s
    """,
)
