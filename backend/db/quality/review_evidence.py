"""Statements of what a reviewer is told about a task: the other answers, the known one, the reports."""

from __future__ import annotations

from typing import Any

from backend.db.engine.uow import UnitOfWork
from backend.db.quality.reviews import Review
from backend.domain.quality.review import ReviewKind
from backend.domain.work.commands import GIVEN, AnswerStatus
from backend.records import Record


class ControlAnswers(Record):
    """The known answer of a control task, how many people have answered it, and how many of them gave another
    answer."""

    gold: Any
    given: int
    missed: int


async def control(uow: UnitOfWork, task_id: int) -> ControlAnswers | None:
    """None if the task is not a control task."""
    return await uow.fetch_one(
        f"""
        select t.gold, count(a.*) as given, count(*) filter (where not a.control_right) as missed
        from task t left join answer a on a.task_id = t.id and a.status = {AnswerStatus.ANSWERED}
        where t.id = %s and t.control group by t.id
        """,  # noqa: S608 (constants)
        (task_id,),
        row=ControlAnswers,
    )


class Answered(Record):
    """An answer to a task. `hers`: it is the reviewed one."""

    value: Any
    hers: bool


async def answers(uow: UnitOfWork, task_id: int, person_id: int | None) -> list[Answered]:
    """A task's standing answers, and the reviewed answer in any state."""
    return await uow.fetch_all(
        f"""
        select value, person_id is not distinct from %(person)s as hers from answer
        where task_id = %(task)s
          and (status = {AnswerStatus.ANSWERED} or (status in {GIVEN} and person_id = %(person)s))
        order by answered_at, person_id
        """,  # noqa: S608 (constants)
        {"task": task_id, "person": person_id},
        row=Answered,
    )


async def reports(uow: UnitOfWork, review: Review) -> list[tuple[int, str]]:
    """Who made the reports that a review is about, and in what words: those since the task was decided about before."""
    rows = await uow.fetch_all(
        f"""
        select person_id, reason from report where task_id = %(task)s and at > coalesce((
            select max(decided_at) from review
            where task_id = %(task)s and kind = {ReviewKind.REPORT} and id < %(review)s), '-infinity')
        order by at
        """,  # noqa: S608 (a constant)
        {"task": review.task_id, "review": review.id},
    )
    return [(row["person_id"], row["reason"]) for row in rows]
