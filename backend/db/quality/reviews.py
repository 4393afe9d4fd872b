"""Statements of reviews: what is open, who has it, what was decided, and the effects on the task."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from psycopg.types.json import Jsonb

from backend.db.engine.uow import UnitOfWork
from backend.db.people.themes import agreed
from backend.domain.quality.review import ReviewKind, Verdict
from backend.domain.work.commands import GIVEN, AnswerStatus
from backend.records import Record

MAX_SCANNED_ANSWERS = 2_000
"""How many answers that may still be refused, the next to be accepted first, are searched for ones that differ from
their task's result."""


class Review(Record):
    """A review with its task. `value` and `status`: of the reviewed answer, if there is one. `first_reason`: of
    an appeal, why the answer was refused. `judged`: what the reviewer would have answered. `reason`, `words`: why they
    refuse."""

    id: int
    kind: ReviewKind
    project_id: int
    revision: int
    task_id: int
    content: Mapping[str, str]
    person_id: int | None
    due_at: datetime | None
    taken_by: int | None
    taken_until: datetime | None
    judged: Any
    reason: str
    words: str
    decided_at: datetime | None
    value: Any
    status: AnswerStatus | None
    accepted: bool
    first_reason: str | None


_REVIEW = """
    select r.id, r.kind, r.project_id, p.revision, r.task_id, t.content, r.person_id, r.due_at, r.taken_by,
           r.taken_until, r.judged, r.reason, r.words, r.decided_at, a.value, a.status,
           a.accepted_at is not null as accepted, f.reason as first_reason
    from review r join project p on p.id = r.project_id join task t on t.id = r.task_id
    left join answer a on a.task_id = r.task_id and a.person_id = r.person_id
    left join review f on f.id = r.first_id
"""


async def one(uow: UnitOfWork, review_id: int) -> Review | None:
    """One review, locked until the end of the transaction; None if there is none."""
    return await uow.fetch_one(f"{_REVIEW} where r.id = %s for no key update of r", (review_id,), row=Review)


async def add(
    uow: UnitOfWork,
    kind: ReviewKind,
    project_id: int,
    task_id: int,
    now: datetime,
    *,
    person_id: int | None = None,
    due_at: datetime | None = None,
    first_id: int | None = None,
    words: str = "",
) -> int:
    """Open a review and return its number. `person_id`: who gave the reviewed answer. `due_at`: when silence decides.
    `first_id`: the decision that is appealed."""
    return await uow.fetch_int(
        """
        insert into review (kind, project_id, task_id, person_id, opened_at, due_at, first_id, words)
        values (%s, %s, %s, %s, %s, %s, %s, %s) returning id
        """,
        (kind, project_id, task_id, person_id, now, due_at, first_id, words),
    )


async def open_tie(uow: UnitOfWork, task_id: int) -> Review | None:
    """The undecided review of a task's tie, locked until the end of the transaction. None if there is none."""
    return await uow.fetch_one(
        f"{_REVIEW} where r.task_id = %s and r.kind = {ReviewKind.TIE} and r.decided_at is null for no key update of r",
        (task_id,),
        row=Review,
    )


async def left_undecided(uow: UnitOfWork, task_id: int) -> bool:
    """Whether a review of the task's tie ended without a decision in time."""
    row = await uow.fetch_one(
        f"""
        select 1 from review where task_id = %s and kind = {ReviewKind.TIE} and verdict = {Verdict.UNDECIDED} limit 1
        """,  # noqa: S608 (constants)
        (task_id,),
    )
    return row is not None


_ANSWERED = f"""
    exists (
        select from (
            select r.task_id as id
            union all select parent_id from task where id = r.task_id and parent_id is not null
            union all select id from task where parent_id = r.task_id
        ) same join answer a on a.task_id = same.id
        where a.person_id = %(person)s and a.status in {GIVEN})
"""  # noqa: S608 (constants)
"""SQL: whether the person has answered the task `r.task_id`, or what it was sent on from or to by its chain."""
_SETTLED = f"""exists (
    select from review x where x.task_id = r.task_id and x.decided_by = %(person)s
           and (x.kind = {ReviewKind.TIE} or (x.kind = {ReviewKind.ANSWER} and x.verdict = {Verdict.CORRECTED})))"""
"""SQL: whether the person has settled a tie of the task or corrected its result, and so said what it is."""
_IMPARTIAL = f"""
    not {_ANSWERED}
    and not (r.kind in ({ReviewKind.ANSWER}, {ReviewKind.APPEAL}) and {_SETTLED})
    and not exists (select from report x where x.task_id = r.task_id and x.person_id = %(person)s)
    and not (r.first_id is not null and exists (
        select from review f where f.task_id = r.task_id and f.person_id = r.person_id
               and f.kind = {ReviewKind.ANSWER} and f.verdict = {Verdict.REFUSED}
               and %(person)s in (f.decided_by, f.taken_by)))
    and %(person)s <> all(r.left_by)
"""  # noqa: S608 (constants)
"""SQL: whether the person is not involved in what a review is about: they have not answered (`_ANSWERED`) or reported
the task, not made its result from which the answer differs, not refused the answer that is appealed (nor let a
waiting refusal of it take effect), also not before it was redone, and not left the review to others."""
_FREE = f"""
    (r.taken_until is null or r.taken_until < %(now)s or r.taken_by = %(person)s) and {_IMPARTIAL}
    and (r.kind <> {ReviewKind.ANSWER} or exists (  -- one that was left, and accepted meanwhile, is over
        select from answer a where a.task_id = r.task_id and a.person_id = r.person_id
               and a.status = {AnswerStatus.ANSWERED} and a.accepted_at is null))
"""
_PAYS = "(not %(paid)s or p.promised + (p.config -> 'pay' ->> 0)::bigint <= p.funded)"
"""SQL: whether the project has money left for a paid review."""
_MAY_SEE = f"""
    (not %(paid)s or p.config -> 'sensitive' = '[]'
     or (%(hard)s and {agreed("p.config", "(select themes from person where id = %(person)s)")}))
"""  # noqa: S608 (constants)
"""SQL: whether the person may review a task of the project. A hiteuse must have agreed to its hard content; Hubers
and admins may see all of it."""


async def take_open(
    uow: UnitOfWork, person_id: int, paid: bool, now: datetime, until: datetime, *, hard: bool
) -> int | None:
    """Lease the next open review. Order: the one that the person already has, then appeals, reported tasks and ties,
    the earliest due first. Left out are tasks that the person answered or reported, appeals against their own refusals,
    answers that differ from what they made the result, and hard content that they did not agree to. `hard`: whether
    they may be given hard content now. None if there is none."""
    return await uow.find_value(
        f"""
        with found as (
            select r.id from review r join project p on p.id = r.project_id
            where r.decided_at is null and {_FREE} and {_PAYS} and {_MAY_SEE}
            order by (r.taken_by = %(person)s and r.taken_until >= %(now)s) desc nulls last, r.kind desc, r.due_at, r.id
            limit 1 for no key update of r skip locked
        )
        update review set taken_by = %(person)s, taken_until = %(until)s,
               judged = case when taken_by = %(person)s then judged end
        from found where review.id = found.id returning review.id
        """,  # noqa: S608 (constants)
        {"person": person_id, "paid": paid, "now": now, "until": until, "hard": hard},
    )


class RefusableAnswer(Record):
    """An answer that may still be refused, and its task's result."""

    project_id: int
    revision: int
    task_id: int
    person_id: int
    value: Any
    result: Any


async def refusable(uow: UnitOfWork, person_id: int, paid: bool, now: datetime, *, hard: bool) -> list[RefusableAnswer]:
    """Answers that may still be refused and differ from their task's result, the next to be accepted first; one
    that was redone after a refusal is there again. Left out are tasks that the reviewer answered or reported or whose
    result they made, and hard content that they did not agree to. `hard`: as in `take_open`."""
    return await uow.fetch_all(
        f"""
        select r.project_id, p.revision, r.task_id, r.person_id, r.value, t.result -> 'answer' as result from (
            select project_id, task_id, person_id, value, accept_at, redone from answer
            where status = {AnswerStatus.ANSWERED} and accepted_at is null and accept_at > %(now)s
            order by accept_at limit {MAX_SCANNED_ANSWERS}
        ) r
        join task t on t.id = r.task_id join project p on p.id = r.project_id
        where t.done_at is not null and jsonb_typeof(t.result -> 'answer') <> 'null'
          and t.result -> 'answer' <> r.value and not p.practice and not t.control and {_PAYS} and {_MAY_SEE}
          and (select count(*) from review x where x.task_id = r.task_id and x.kind = {ReviewKind.ANSWER}
                                             and x.person_id = r.person_id) <= r.redone::int
          and not {_ANSWERED} and not {_SETTLED}
          and not exists (select from report x where x.task_id = r.task_id and x.person_id = %(person)s)
        order by r.accept_at, r.task_id, r.person_id
        """,  # noqa: S608 (constants)
        {"person": person_id, "paid": paid, "now": now, "hard": hard},
        row=RefusableAnswer,
    )


async def lock_task(uow: UnitOfWork, task_id: int) -> None:
    """Lock a task, so that reviews about it are opened one after the other."""
    await uow.execute("select from task where id = %s for no key update", (task_id,))


async def looked_at(uow: UnitOfWork, task_id: int, person_id: int) -> bool:
    """Whether that person's answer to the task was reviewed before. An answer that was redone is another one."""
    row = await uow.fetch_one(
        f"""
        select 1 from answer a where a.task_id = %s and a.person_id = %s
               and a.redone::int < (select count(*) from review r where r.task_id = a.task_id
                                    and r.person_id = a.person_id and r.kind = {ReviewKind.ANSWER})
        """,  # noqa: S608 (constants)
        (task_id, person_id),
    )
    return row is not None


async def take(uow: UnitOfWork, review_id: int, person_id: int, until: datetime) -> None:
    """Give a review to one reviewer until then."""
    await uow.execute("update review set taken_by = %s, taken_until = %s where id = %s", (person_id, until, review_id))


async def is_impartial(uow: UnitOfWork, review_id: int, person_id: int) -> bool:
    """Whether the person is not involved in what the review is about. A merge of accounts may change that."""
    row = await uow.fetch_one(
        f"select 1 from review r where r.id = %(review)s and {_IMPARTIAL}",  # noqa: S608 (constants)
        {"review": review_id, "person": person_id},
    )
    return row is not None


async def held_by(uow: UnitOfWork, person_id: int, now: datetime) -> int | None:
    """The review that the person took last and has not decided. None if there is none."""
    return await uow.find_value(
        """
        select id from review where taken_by = %s and taken_until >= %s and decided_at is null
        order by taken_until desc, id desc limit 1
        """,
        (person_id, now),
    )


async def leave(uow: UnitOfWork, review_id: int, *, for_good: bool) -> None:
    """Give a review back without a verdict. `for_good`: the reviewer who had it does not get it again. Else they find
    it with the answer that they gave before they saw others', as long as nobody else has taken it."""
    await uow.execute(
        """
        update review set left_by = case when %(good)s then left_by || taken_by else left_by end,
               taken_by = case when not %(good)s then taken_by end,
               taken_until = case when not %(good)s then opened_at end,
               judged = case when not %(good)s then judged end
        where id = %(review)s and decided_at is null
        """,
        {"good": for_good, "review": review_id},
    )


async def leave_all(uow: UnitOfWork, person_id: int) -> None:
    """Give back, as `leave` does, whatever the person has taken and not decided."""
    await uow.execute(
        """
        update review set taken_until = opened_at
        where taken_by = %s and decided_at is null and taken_until > opened_at
        """,
        (person_id,),
    )


async def judge(uow: UnitOfWork, review_id: int, value: Any) -> None:
    """Store the reviewer's own answer, which is given before others' answers are shown."""
    await uow.execute("update review set judged = %s where id = %s", (Jsonb(value), review_id))


async def decide(
    uow: UnitOfWork,
    review_id: int,
    by: int | None,
    verdict: Verdict,
    now: datetime,
    *,
    reason: str = "",
    words: str | None = None,
    held: bool = False,
) -> bool:
    """Store a verdict. False if there is one already. `words` None: the stored words stay."""
    decided = await uow.execute(
        """
        update review set decided_at = %s, decided_by = %s, verdict = %s, reason = %s, words = coalesce(%s, words),
               held = %s, taken_until = null
        where id = %s and decided_at is null
        """,
        (now, by, verdict, reason, words, held, review_id),
    )
    return decided == 1


async def due(uow: UnitOfWork, now: datetime, most: int) -> list[Review]:
    """Open reviews that are overdue, locked."""
    return await uow.fetch_all(
        f"{_REVIEW} where r.decided_at is null and r.due_at <= %s order by r.due_at limit %s "
        "for no key update of r skip locked",
        (now, most),
        row=Review,
    )
