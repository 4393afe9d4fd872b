"""Statements about lessons as learners see them: modules, the place in a lesson, results. The library of modules:
`library`; answers and revisions: `memory`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from psycopg.types.json import Jsonb

from backend.db.certificates.badges import SHUT
from backend.db.engine.rows import each
from backend.db.engine.uow import Row, UnitOfWork
from backend.domain.training.learning import LessonLine
from backend.domain.training.modules import Lesson, load_screens
from backend.domain.training.questions import Question, load
from backend.records import Record


class LearnersModule(Record):
    """A module and one person's state in it. `needs`: ids of modules to pass before.

    Of the final test: how many questions it `asks`, the best `score`, the number of `tries`, the `failures` in a row
    and when the last one was (`failed_at`), and how many questions are `done` of the open try (None: there is none).
    """

    id: str
    title: str
    about: str
    minutes: int
    needs: tuple[str, ...]
    pass_mark: int
    checked: date | None
    sources: tuple[str, ...]
    passed: bool
    begun: bool
    lessons: tuple[LessonLine, ...]
    asks: int
    score: Decimal | None
    tries: int
    failures: int
    failed_at: datetime | None
    done: int | None


class ShownLesson(Record):
    """A lesson with its screens, without its questions; the title of its `module`, and how many `lessons` that has."""

    lesson: Lesson
    module: str
    lessons: int


class ShownQuestion(Record):
    """A question, the title of its `module`, and since when that is as it is."""

    question: Question
    module: str
    live_at: datetime


class LessonRun(Record):
    """What opening a lesson needs. `state`: as stored; None: the person never began it. `open`: whether a new learner
    may begin it. `missing`: titles of modules that a new learner must pass first (a later version may need more).
    `bank`: the questions in order, each with how often the person was asked."""

    module_id: str
    state: dict[str, Any] | None
    tries: int
    open: bool
    missing: tuple[str, ...]
    bank: tuple[tuple[int, int], ...]


class FinishedRun(Record):
    """The result of finishing a run of a lesson. `failures`: runs in a row below the module's pass mark."""

    module_id: str
    failures: int


class SilentIn(Record):
    """The module in which a person was last active and which they have not passed.

    `nudged`, `nudged_at`: how often and when last they were asked since whether they go on. `lesson`: title of the
    lesson where they go on; `begun`: whether they have begun it; `left`: how many lessons are left. `place`: of the
    question of the final test that waits; None: no try is open.
    """

    module_id: str
    module: str
    active_at: datetime
    nudged: int
    nudged_at: datetime | None
    lesson: str | None
    begun: bool | None
    left: int
    place: int | None


# --- what she sees ----------------------------------------------------------------------------------


async def modules(uow: UnitOfWork, person_id: int, *, every: bool = False) -> list[LearnersModule]:
    """Every module that the person has begun or can begin, now or after others, with its lessons in order. `every`:
    also those which need a closed one."""
    rows = await uow.fetch_all(
        f"""
        {SHUT}
        select m.id, m.title, m.about, m.minutes, m.needs, m.pass_mark, m.checked, m.sources,
               e.passed_at is not null as passed, e.person_id is not null as begun, l.lessons,
               coalesce(cardinality(t.asked), m.asks) as asks, e.score, coalesce(e.tries, 0) as tries,
               coalesce(e.failures, 0) as failures, e.failed_at, cardinality(t.marks) as done
        from module m
        left join enrolment e on e.module_id = m.id and e.person_id = %(person)s
        left join final_try t on t.module_id = m.id and t.person_id = %(person)s and t.finished_at is null
        cross join lateral (
            select coalesce(jsonb_agg(jsonb_build_object(
                       'id', l.id, 'number', l.position, 'title', l.title, 'finished', p.finished_at is not null,
                       'score', p.score::text, 'begun', p.state is not null and p.state <> '{{}}') order by l.position),
                   '[]') as lessons
            from lesson l left join lesson_progress p on p.lesson_id = l.id and p.person_id = %(person)s
            where l.module_id = m.id and l.retired_at is null
        ) l
        where m.id not in (select id from shut) or %(every)s and m.closed_at is null
        order by m.position, m.id
        """,  # noqa: S608 (constants)
        {"person": person_id, "every": every},
    )
    return each(
        LearnersModule, [{**row, "lessons": [_lesson_line(lesson) for lesson in row["lessons"]]} for row in rows]
    )


def _lesson_line(lesson: dict[str, Any]) -> LessonLine:
    score = lesson.pop("score")
    return LessonLine(**lesson, score=None if score is None else Decimal(score))


async def shown(uow: UnitOfWork, lesson_id: int, question_id: int) -> tuple[ShownLesson | None, ShownQuestion | None]:
    """A lesson and a question, retired or not, because the person may be in the middle of it. Number 0: none."""
    found_lessons, found_questions = await uow.pipeline(
        (
            """
            select l.key, l.position as number, l.title, l.screens, m.title as module,
                   (select count(*) from lesson o where o.module_id = m.id and o.retired_at is null) as lessons
            from lesson l join module m on m.id = l.module_id where l.id = %s
            """,
            (lesson_id,),
        ),
        (
            """
            select q.key, q.content, m.title as module, m.imported_at
            from question q join module m on m.id = q.module_id where q.id = %s
            """,
            (question_id,),
        ),
    )
    return (
        next((_shown_lesson(row) for row in found_lessons), None),
        next((_shown_question(row) for row in found_questions), None),
    )


def _shown_lesson(row: Row) -> ShownLesson:
    lesson = Lesson(row["key"], row["number"], row["title"], load_screens(row["screens"]))
    return ShownLesson(lesson, row["module"], row["lessons"])


def _shown_question(row: Row) -> ShownQuestion:
    return ShownQuestion(load(row["key"], row["content"]), row["module"], row["imported_at"])


# --- a run of a lesson ------------------------------------------------------------------------------


async def run(uow: UnitOfWork, person_id: int, lesson_id: int) -> LessonRun | None:
    """What opening this lesson needs; None: there is no such lesson."""
    row = await uow.fetch_one(
        """
        select l.module_id, p.state, coalesce(p.tries, 0) as tries,
               l.retired_at is null and (m.closed_at is null or e.person_id is not null) as open,
               array(select n.title from module n where n.id = any(m.needs) and e.person_id is null and not exists (
                         select from enrolment o
                         where o.person_id = %(person)s and o.module_id = n.id and o.passed_at is not null)
                     order by n.position) as missing,
               coalesce((select jsonb_agg(jsonb_build_array(q.id, (
                             select count(*) from attempt a where a.person_id = %(person)s and a.question_id = q.id)
                         ) order by q.position)
                         from question q where q.lesson_id = l.id and q.retired_at is null), '[]') as bank
        from lesson l join module m on m.id = l.module_id
        left join enrolment e on e.module_id = m.id and e.person_id = %(person)s
        left join lesson_progress p on p.lesson_id = l.id and p.person_id = %(person)s
        where l.id = %(lesson)s
        """,
        {"person": person_id, "lesson": lesson_id},
    )
    if row is None:
        return None
    bank = tuple((question, times) for question, times in row["bank"])
    return LessonRun(row["module_id"], row["state"], row["tries"], row["open"], tuple(row["missing"]), bank)


async def begin(uow: UnitOfWork, person_id: int, module_id: str, lesson_id: int, now: datetime) -> None:
    """Record that the person is in this module and this lesson."""
    await uow.pipeline(
        (
            """
            insert into enrolment (person_id, module_id, started_at, active_at) values (%(person)s, %(module)s, %(now)s,
                                                                                        %(now)s)
            on conflict (person_id, module_id) do update set active_at = excluded.active_at, nudged = 0
            """,
            {"person": person_id, "module": module_id, "now": now},
        ),
        (
            """
            insert into lesson_progress (person_id, lesson_id, started_at) values (%s, %s, %s)
            on conflict (person_id, lesson_id) do nothing
            """,
            (person_id, lesson_id, now),
        ),
    )


def keep_place(uow: UnitOfWork, person_id: int, lesson_id: int, place: Sequence[Any], now: datetime) -> None:
    """Store the person's place in a lesson, and that they were active just now. It is written with the commit."""
    uow.on_commit(
        """
        with kept as (
            update lesson_progress set state = %(place)s where person_id = %(person)s and lesson_id = %(lesson)s
        )
        update enrolment set active_at = %(now)s, nudged = 0
        where person_id = %(person)s and module_id = (select module_id from lesson where id = %(lesson)s)
        """,
        {"person": person_id, "lesson": lesson_id, "place": Jsonb({"place": list(place)}), "now": now},
    )


async def finish(uow: UnitOfWork, person_id: int, lesson_id: int, score: Decimal, now: datetime) -> FinishedRun:
    """End a run of a lesson. It also counts as activity in the module."""
    return await uow.fetch_only(
        """
        with stepped as (
            update enrolment set active_at = %(now)s, nudged = 0
            where person_id = %(person)s and module_id = (select module_id from lesson where id = %(lesson)s)
        )
        update lesson_progress p
        set state = '{}', finished_at = coalesce(p.finished_at, %(now)s), tries = p.tries + 1,
            score = greatest(coalesce(p.score, 0), %(score)s),
            failures = case when %(score)s * 100 < m.pass_mark then p.failures + 1 else 0 end
        from lesson l join module m on m.id = l.module_id
        where l.id = p.lesson_id and p.person_id = %(person)s and p.lesson_id = %(lesson)s
        returning l.module_id, p.failures
        """,
        {"person": person_id, "lesson": lesson_id, "score": score, "now": now},
        row=FinishedRun,
    )


async def alerted(uow: UnitOfWork, person_id: int, lesson_id: int) -> bool:
    """Whether the person's Huber was told of this lesson."""
    return await uow.fetch_bool(
        "select alerted_at from lesson_progress where person_id = %s and lesson_id = %s", (person_id, lesson_id)
    )


async def alert(uow: UnitOfWork, person_id: int, lesson_id: int, now: datetime) -> None:
    """Record that the person's Huber was told of this lesson."""
    await uow.execute(
        "update lesson_progress set alerted_at = %s where person_id = %s and lesson_id = %s",
        (now, person_id, lesson_id),
    )


# --- silence ----------------------------------------------------------------------------------------


async def silence(uow: UnitOfWork, person_id: int) -> SilentIn | None:
    """The module in which the person was last active; None: they are in the middle of no module."""
    return await uow.fetch_one(
        """
        select e.module_id, m.title as module, e.active_at, e.nudged, e.nudged_at, l.title as lesson, l.begun,
               (select count(*) from lesson o left join lesson_progress op
                       on op.lesson_id = o.id and op.person_id = e.person_id
                where o.module_id = e.module_id and o.retired_at is null and op.finished_at is null) as left,
               (select cardinality(marks) + 1 from final_try t
                where t.person_id = e.person_id and t.module_id = e.module_id and t.finished_at is null) as place
        -- `offset 0`: her own rows, and not everybody's in the order of time, whatever the planner believes
        from (select * from enrolment where person_id = %s and passed_at is null offset 0) e
        join module m on m.id = e.module_id
        left join lateral (
            select l.title, coalesce(p.state <> '{}', false) as begun from lesson l
            left join lesson_progress p on p.lesson_id = l.id and p.person_id = e.person_id
            where l.module_id = e.module_id and l.retired_at is null
            order by (p.state is not null and p.state <> '{}') desc, (p.finished_at is null) desc, p.score, l.position
            limit 1
        ) l on true
        order by e.active_at desc, e.module_id limit 1
        """,
        (person_id,),
        row=SilentIn,
    )
