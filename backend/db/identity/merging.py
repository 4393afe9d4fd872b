"""Statements that make one person of two: everything of `gone` becomes that of `kept`.

The row of `gone` stays and points to `kept`, because transfers name people and are never changed. Events that come in
later for `gone` are handed to `kept` (`turns.claim`).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from backend.db.engine.uow import Statement, UnitOfWork
from backend.db.identity.merge_work import BOTH
from backend.db.threads import queries as threads_queries
from backend.domain.certificates.credentials import REPLACED
from backend.domain.identity.joining import JoiningState
from backend.domain.messaging.states import InboxStatus


async def call_off_erasures(uow: UnitOfWork, people: Sequence[int]) -> list[int]:
    """Whoever joins two accounts wants to go on: call off the erasures of these people that have not begun, with what
    came with the wish: a stop, and that nothing is set aside any more. Return whose they were."""
    who = {"people": list(people)}
    await uow.pipeline(*((statement, who) for statement in _GOES_ON))
    return await uow.fetch_column(
        "delete from erasure where person_id = any(%(people)s::bigint[]) and begun_at is null returning person_id", who
    )


async def move_training(uow: UnitOfWork, gone: int, kept: int, now: datetime) -> None:
    """Hand over training: the better of two results and the earlier of two starts. A badge that both have stays as two
    rows, because certificates name them. Of two certificates for the same thing, that of `kept` stays valid."""
    who = {"gone": gone, "kept": kept, "now": now, "replaced": REPLACED}
    await uow.pipeline(*((statement, who) for statement in _TRAINING))


async def move_rest(uow: UnitOfWork, gone: int, kept: int, now: datetime) -> None:
    """Hand over consents, opt-outs, plans where `kept` has none, invitations given, chats and what waits from them. At
    the end `gone` points to `kept`."""
    who = {"gone": gone, "kept": kept, "now": now}
    await uow.pipeline(*((statement, who) for statement in _REST))


async def gather_history(uow: UnitOfWork, gone: int, kept: int) -> None:
    """Hand over old events and messages, unless the merge was undone meanwhile. No index helps here, so call it outside
    turns."""
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


_GOES_ON = (
    """
    update goal g set plan_suspended = false from erasure e
    where e.person_id = any(%(people)s::bigint[]) and e.begun_at is null and not e.stopped_before
      and g.person_id = e.person_id and g.plan_suspended
    """,
    """
    update person p set stopped_at = null from erasure e
    where e.person_id = any(%(people)s::bigint[]) and e.begun_at is null and not e.stopped_before
      and p.id = e.person_id
    """,
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
    # of two tries that are open at once, that of `kept` goes on and the other is given up
    """
    update final_try t set finished_at = %(now)s
    where person_id = %(gone)s and finished_at is null and exists (
        select from final_try o where o.person_id = %(kept)s and o.module_id = t.module_id and o.finished_at is null)
    """,
    "update final_try set person_id = %(kept)s where person_id = %(gone)s",
    "update attempt set person_id = %(kept)s where person_id = %(gone)s",
    f"delete from card where {BOTH.format('card', 'question_id')}",  # noqa: S608
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
       and not ({BOTH.format("assessment", "module_id")})
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
    insert into goal (person_id, kind, words, units, currency, updated_at, started_at, due, instalments, share,
                      aside_units, aside_currency, plan_suspended, shown_at, milestone, milestone_due, pictured)
    select %(kept)s, kind, words, units, currency, updated_at, started_at, due, instalments, share, aside_units,
           aside_currency, plan_suspended, shown_at, milestone, milestone_due, pictured
    from goal where person_id = %(gone)s
    on conflict do nothing
    """,
    "delete from goal where person_id = %(gone)s",
    """
    insert into reminder (person_id, days, at) select %(kept)s, days, at from reminder where person_id = %(gone)s
    on conflict do nothing
    """,
    "delete from reminder where person_id = %(gone)s",
    """
    insert into pay_rhythm (person_id, rhythm, units, currency, asked_at)
    select %(kept)s, rhythm, units, currency, asked_at from pay_rhythm where person_id = %(gone)s
    on conflict do nothing
    """,
    "delete from pay_rhythm where person_id = %(gone)s",
    """
    insert into wakeup (person_id, name, due) select %(kept)s, name, due from wakeup where person_id = %(gone)s
    on conflict do nothing
    """,
    "delete from wakeup where person_id = %(gone)s",
    # of two days of which only one had a message, that one stays
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
    "update review set person_id = %(kept)s where person_id = %(gone)s",
    "update review set taken_by = %(kept)s where taken_by = %(gone)s",
    "update review set decided_by = %(kept)s where decided_by = %(gone)s",
    # If both accounts have an open concern in one project, the one of the account that stays goes on.
    """
    update concern c set closed_at = %(now)s, decision = 'better' where person_id = %(gone)s and closed_at is null
       and exists (select from concern o where o.person_id = %(kept)s and o.project_id = c.project_id
                                           and o.closed_at is null)
    """,
    "update concern set person_id = %(kept)s where person_id = %(gone)s",
    "update concern set decided_by = %(kept)s where decided_by = %(gone)s",
    "update decision_news set person_id = %(kept)s where person_id = %(gone)s",
    # if both accounts are held, the hold of the account that stays goes on
    """
    update pay_hold h set ended_at = %(now)s where person_id = %(gone)s and ended_at is null
       and exists (select from pay_hold o where o.person_id = %(kept)s and o.ended_at is null)
    """,
    "update pay_hold set person_id = %(kept)s where person_id = %(gone)s",
    "update payout set person_id = %(kept)s where person_id = %(gone)s",
    "update saving set person_id = %(kept)s where person_id = %(gone)s",
    "update outcome set person_id = %(kept)s where person_id = %(gone)s",
    "update payout_run set proposer_id = %(kept)s where proposer_id = %(gone)s",
    "update payout_run set approver_id = %(kept)s where approver_id = %(gone)s",
    # the person names again where they are paid: no money goes to a number that came with another account
    "update destination set ended_at = %(now)s where person_id = %(gone)s and ended_at is null",
    """
    update review set left_by = array_replace(left_by, %(gone)s, %(kept)s)
    where decided_at is null and %(gone)s = any(left_by)
    """,
    # `skill` is learnt again from the answers of both
    """
    insert into skill (person_id, family, matrix)
    select %(kept)s, family, matrix from skill where person_id = %(gone)s on conflict do nothing
    """,
    "delete from skill where person_id = %(gone)s",
    "update draft set person_id = %(kept)s where person_id = %(gone)s",
    """
    update personal_media m set person_id = %(kept)s where person_id = %(gone)s
       and not exists (select from personal_media o where o.person_id = %(kept)s and o.hash = m.hash)
    """,
    "delete from personal_media where person_id = %(gone)s",
    "update instruction_voice set by_id = %(kept)s where by_id = %(gone)s",
    "delete from erasure where person_id = %(gone)s and begun_at is null",  # of a stranger; see `call_off_erasures`
    "update link set expires_at = least(expires_at, %(now)s) where person_id = %(gone)s and used_at is null",
    f"""
    update joining set state = '{JoiningState.LAPSED}', ended_at = %(now)s
    where ended_at is null and (giver_id in (%(gone)s, %(kept)s) or taker_id in (%(gone)s, %(kept)s))
    """,  # noqa: S608 (constants)
    # of whoever was erased and claims her pay no chat is left
    "update contact set person_id = %(kept)s where person_id = %(gone)s and address <> 'erased:' || id",
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
           terms = case when new then g.terms else k.terms end,
           -- what she wanted no more on one of her phones, she wants on none
           stopped_at = greatest(k.stopped_at, g.stopped_at), paused_until = greatest(k.paused_until, g.paused_until),
           discreet = k.discreet or g.discreet, data_saver = k.data_saver or g.data_saver,
           themes = case when new then g.themes else k.themes || coalesce((
               select jsonb_object_agg(key, value) from jsonb_each(g.themes) where value = 'false'), '{}') end
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
