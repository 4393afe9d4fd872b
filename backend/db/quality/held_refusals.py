"""Statements about who refused how much, and the refusals that wait for an admin."""

from __future__ import annotations

from datetime import datetime

from backend.db.engine.uow import UnitOfWork
from backend.db.people.erasures import BEGUN
from backend.domain.quality.review import ReviewKind, Verdict
from backend.domain.work.commands import AnswerStatus
from backend.records import Record


async def verdicts(uow: UnitOfWork, project_id: int, since: datetime, most: int) -> list[Verdict]:
    """A project's verdicts on answers since then, the newest first."""
    rows = await uow.fetch_all(
        f"""
        select verdict from review where project_id = %s and decided_at >= %s and kind = {ReviewKind.ANSWER}
        order by decided_at desc, id desc limit %s
        """,  # noqa: S608 (constants)
        (project_id, since, most),
    )
    return [Verdict(row["verdict"]) for row in rows]


_STILL_OPEN = f"""(
    exists (select from answer a where a.task_id = r.task_id and a.person_id = r.person_id
                   and a.status = {AnswerStatus.ANSWERED} and a.accepted_at is null)
    and not exists ({BEGUN} = r.person_id))
"""
"""SQL: whether the answer of a waiting refusal may still be refused: it was not accepted meanwhile, and who gave it was
not erased."""


class HeldRefusals(Record):
    """Refusals of one project that wait for an admin's decision. `own`: how many of them the reader gave. `ids`: the
    reviews, in order."""

    project_id: int
    title: str
    refusals: int
    own: int
    ids: tuple[int, ...]


async def held(uow: UnitOfWork, person_id: int) -> list[HeldRefusals]:
    """Projects with refusals that wait for an admin, and how many. `person_id`: the reader."""
    return await uow.fetch_all(
        f"""
        select p.id as project_id, p.config ->> 'title' as title, count(*)::int as refusals,
               count(*) filter (where r.decided_by = %s)::int as own, array_agg(r.id order by r.id) as ids
        from review r join project p on p.id = r.project_id where r.held and {_STILL_OPEN}
        group by p.id order by p.id
        """,  # noqa: S608 (constants)
        (person_id,),
        row=HeldRefusals,
    )


async def waits(uow: UnitOfWork, project_id: int) -> bool:
    """Whether refusals of a project wait for an admin."""
    return await uow.fetch_bool(
        f"select exists (select from review r where r.project_id = %s and r.held and {_STILL_OPEN}) as there",  # noqa: S608 (constants)
        (project_id,),
    )


async def held_of(
    uow: UnitOfWork, project_id: int, but: int | None, *, refused: bool, only: int | None = None
) -> list[int]:
    """The waiting refusals of a project, locked. `but`: without those that this person gave, where they are `refused`,
    and without those of this person's answers, where they are not. `only`: this review alone."""
    return await uow.fetch_column(
        f"""
        select r.id from review r
        where r.project_id = %s and r.held and {_STILL_OPEN}
          and (case when %s then r.decided_by else r.person_id end) is distinct from %s
          and (%s::bigint is null or r.id = %s)
        order by r.id for no key update of r
        """,  # noqa: S608 (constants)
        (project_id, refused, but, only, only),
    )


async def release(uow: UnitOfWork, review_id: int, verdict: Verdict, by: int) -> None:
    """Let a waiting refusal take effect, with this verdict. `by`: who let it, whose refusal it is as well from then
    on."""
    await uow.execute(
        "update review set held = false, verdict = %s, taken_by = %s where id = %s", (verdict, by, review_id)
    )


async def lapse(uow: UnitOfWork, most: int) -> int:
    """End at most `most` waiting refusals of answers that were accepted meanwhile, or whose author was erased: those
    answers are or become accepted. Return how many."""
    return await uow.execute(
        f"""
        update review set held = false, verdict = {Verdict.ACCEPTED} where id in (
            select r.id from review r where r.held and not {_STILL_OPEN} order by r.id limit %s
            for no key update of r skip locked)
        """,  # noqa: S608 (constants)
        (most,),
    )
