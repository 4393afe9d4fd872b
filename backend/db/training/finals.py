"""Statements of final tests: what can be asked, a person's tries, and their results."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from backend.db.engine.uow import UnitOfWork
from backend.domain.training.final import Candidate, FinalOpened
from backend.records import Record


class FinishedTry(Record):
    """A try at a final test that is over. `asked`: its questions in order; `marks`: which were answered right; `wrong`:
    the lessons that teach the others. `pass_mark`: the module's, in percent."""

    module_id: str
    pass_mark: int
    asked: tuple[int, ...]
    marks: tuple[bool, ...]
    wrong: tuple[int, ...]


async def bank(uow: UnitOfWork, person_id: int, module_id: str) -> list[Candidate]:
    """The questions that a try at this module's final test may ask: its pool, or if that is empty, its lessons'
    questions."""
    return await uow.fetch_all(
        """
        with tries as (
            select asked, row_number() over (order by id desc) = 1 as latest
            from final_try where person_id = %(person)s and module_id = %(module)s
        ), met as (
            select unnest(asked) as question_id, latest from tries
        ), times as (
            select question_id, count(*) as times, bool_or(latest) as last from met group by question_id
        ), pool as (
            select id, coalesce(about_id, 0) as lesson, 0 as place, position from question
            where module_id = %(module)s and lesson_id is null and retired_at is null
        ), bank as (
            select * from pool
            union all
            select q.id, q.lesson_id, l.position, q.position
            from lesson l join question q on q.lesson_id = l.id and q.retired_at is null
            where l.module_id = %(module)s and l.retired_at is null and not exists (select from pool)
        )
        select b.id as question, b.lesson, coalesce(t.times, 0) as times, coalesce(t.last, false) as last
        from bank b left join times t on t.question_id = b.id order by b.place, b.position, b.id
        """,
        {"person": person_id, "module": module_id},
        row=Candidate,
    )


async def open_try(uow: UnitOfWork, person_id: int, module_id: str) -> FinalOpened | None:
    """The person's unfinished try; None if there is none."""
    return await uow.fetch_one(
        """
        select id as attempt, asked, cardinality(marks) as done from final_try
        where person_id = %s and module_id = %s and finished_at is null
        """,
        (person_id, module_id),
        row=FinalOpened,
    )


async def begin(uow: UnitOfWork, person_id: int, module_id: str, asked: Sequence[int], now: datetime) -> int:
    """Begin a try with these questions and return its number."""
    return await uow.fetch_int(
        """
        with stepped as (
            update enrolment set active_at = %(now)s, nudged = 0
            where person_id = %(person)s and module_id = %(module)s
        )
        insert into final_try (person_id, module_id, asked, started_at)
        values (%(person)s, %(module)s, %(asked)s, %(now)s) returning id
        """,
        {"person": person_id, "module": module_id, "asked": list(asked), "now": now},
    )


async def answer(
    uow: UnitOfWork,
    person_id: int,
    try_id: int,
    place: int,
    question_id: int,
    share: Decimal,
    seconds: int,
    now: datetime,
    *,
    right: bool,
) -> bool:
    """Store the answer to the question at this place of a try. False if that question is not asked there now."""
    row = await uow.fetch_one(
        """
        with marked as (
            update final_try set marks = marks || %(right)s::boolean
            where id = %(try)s and person_id = %(person)s and finished_at is null
              and cardinality(marks) = %(place)s and asked[%(place)s + 1] = %(question)s
            returning id, module_id
        ), stepped as (
            update enrolment set active_at = %(now)s, nudged = 0
            where person_id = %(person)s and module_id = (select module_id from marked)
        )
        insert into attempt (person_id, question_id, final_id, at, share, first, seconds)
        select %(person)s, %(question)s, id, %(now)s, %(share)s, not exists (
                   select from attempt where person_id = %(person)s and question_id = %(question)s), %(seconds)s
        from marked returning id
        """,
        {
            "person": person_id,
            "try": try_id,
            "place": place,
            "question": question_id,
            "right": right,
            "share": share,
            "seconds": seconds,
            "now": now,
        },
    )
    return row is not None


async def finish(uow: UnitOfWork, person_id: int, try_id: int, now: datetime) -> FinishedTry | None:
    """End a try. None if it is not that person's, not all is answered, or it has ended already."""
    return await uow.fetch_one(
        """
        with over as (
            update final_try t set finished_at = %(now)s from module m
            where t.id = %(try)s and t.person_id = %(person)s and t.finished_at is null
              and cardinality(t.marks) = cardinality(t.asked) and m.id = t.module_id
            returning t.module_id, m.pass_mark, t.asked, t.marks
        )
        select over.*, array(
            select distinct coalesce(q.lesson_id, q.about_id)
            from unnest(over.asked, over.marks) as a (question_id, hit) join question q on q.id = a.question_id
            where not a.hit and coalesce(q.lesson_id, q.about_id) is not null) as wrong
        from over
        """,
        {"person": person_id, "try": try_id, "now": now},
        row=FinishedTry,
    )


async def count(uow: UnitOfWork, person_id: int, module_id: str, score: Decimal, *, passed: bool, now: datetime) -> int:
    """Add a finished try to the module's record. Return how many failed in a row since."""
    return await uow.fetch_int(
        """
        update enrolment set tries = tries + 1, score = greatest(coalesce(score, 0), %(score)s), active_at = %(now)s,
               nudged = 0, passed_at = case when %(passed)s then coalesce(passed_at, %(now)s) else passed_at end,
               failures = case when %(passed)s then 0 else failures + 1 end,
               failed_at = case when %(passed)s then null else %(now)s::timestamptz end
        where person_id = %(person)s and module_id = %(module)s returning failures
        """,
        {"person": person_id, "module": module_id, "score": score, "passed": passed, "now": now},
    )


async def alert(uow: UnitOfWork, person_id: int, module_id: str, now: datetime) -> None:
    """Record that the person's Huber was told that they fail this final test."""
    await uow.execute(
        "update enrolment set alerted_at = %s where person_id = %s and module_id = %s", (now, person_id, module_id)
    )


async def alerted(uow: UnitOfWork, person_id: int, module_id: str) -> bool:
    """Whether the person's Huber was told of it."""
    return await uow.fetch_bool(
        "select alerted_at from enrolment where person_id = %s and module_id = %s", (person_id, module_id)
    )
