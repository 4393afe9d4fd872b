"""Results of training, for those who teach: by module, lesson, person and question, of learners in some countries or
(none given) everywhere."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from backend.db.engine.rows import each, mapper
from backend.db.engine.uow import UnitOfWork
from backend.domain.training.progress import QuestionLine
from backend.domain.training.results import HerLesson, LessonResult, Missed, ModuleResult, WomanResult
from backend.domain.training.text.markdown_text import plain
from backend.records import Record


class ResultRow(Record):
    """A row of the table of results: one person in a module, with the answers to one of its questions.

    Somebody who has begun the module and answered nothing has one row without lesson and question. A question of the
    final test has no lesson. One whose text was changed has a row for each text that the person answered. Scores and
    shares are parts of the full mark.
    """

    module: str
    person: int
    name: str
    country: str | None
    started_at: datetime
    passed_at: datetime | None
    final_tries: int
    final_score: Decimal | None
    lesson: int | None
    lesson_title: str | None
    lesson_finished_at: datetime | None
    lesson_score: Decimal | None
    lesson_tries: int | None
    question: str | None
    text: str | None
    answers: int | None
    first_share: Decimal | None
    last_share: Decimal | None
    last_at: datetime | None


_OURS = """
    p.role in ('trainee', 'hiteuse') and p.joined_at is not null
    and (%(countries)s::text[] = '{}' or p.country = any(%(countries)s))
"""


_FORMER = """
    former as materialized (
        select q.id as question_id, w.text, w.since, w.until
        from question q join (
            select v.module_id, x.key, x.text, v.published_at as since,
                   lead(v.published_at) over (partition by v.module_id, x.key order by v.published_at) as until
            from module_version v cross join lateral (
                select each ->> 0 as key, each -> 1 ->> 'text' as text
                from jsonb_array_elements(v.content -> 'lessons') as l, jsonb_array_elements(l -> 'questions') as each
                union all
                select each ->> 0, each -> 2 ->> 'text' from jsonb_array_elements(v.content -> 'pool') as each) x
            where v.published_at is not null and (%(module)s::text is null or v.module_id = %(module)s)
        ) w on w.module_id = q.module_id and w.key = q.key
        where q.retired_at is null and w.text <> q.content ->> 'text'
    )
"""
_TEXT = """
    coalesce((select f.text from former f where f.question_id = {id} and f.since <= {at}
              and (f.until is null or {at} < f.until) limit 1), {content} ->> 'text')
"""
"""SQL: the text of a question when it was answered."""


async def modules(uow: UnitOfWork, countries: Sequence[str]) -> list[ModuleResult]:
    """Every module, in the order of the list."""
    return await uow.fetch_all(
        f"""
        select m.id, m.title, count(p.id) as begun, count(p.id) filter (where e.passed_at is not null) as passed,
               count(p.id) filter (where e.tries > 0) as tried,
               avg(e.score) filter (where p.id is not null and e.tries > 0) as score
        from module m left join enrolment e on e.module_id = m.id
        left join person p on p.id = e.person_id and {_OURS}
        group by m.id order by m.position, m.id
        """,  # noqa: S608 (constants)
        {"countries": list(countries)},
        row=ModuleResult,
    )


async def lessons(uow: UnitOfWork, module_id: str, countries: Sequence[str], failures: int) -> list[LessonResult]:
    """The lessons of a module in order. `failures`: from so many failed runs in a row on, a person is stuck."""
    return await uow.fetch_all(
        f"""
        select l.position as number, l.title, count(p.id) as begun,
               count(p.id) filter (where lp.finished_at is not null) as finished,
               avg(lp.score) filter (where p.id is not null) as score,
               count(p.id) filter (where lp.failures >= %(failures)s) as stuck
        from lesson l left join lesson_progress lp on lp.lesson_id = l.id
        left join person p on p.id = lp.person_id and {_OURS}
        where l.module_id = %(module)s and l.retired_at is null group by l.id order by l.position
        """,  # noqa: S608 (constants)
        {"countries": list(countries), "module": module_id, "failures": failures},
        row=LessonResult,
    )


async def questions(uow: UnitOfWork, module_id: str, countries: Sequence[str]) -> list[QuestionLine]:
    """All current questions of a module in order, those of the final test last, with the answers to their present
    text."""
    rows = await uow.fetch_all(
        f"""
        with {_FORMER}, answered as (
            select a.person_id, a.question_id, (a.share = 1)::int as hit
            from attempt a join question q on q.id = a.question_id join person p on p.id = a.person_id
            where q.module_id = %(module)s and a.first and {_OURS} and not exists (
                select from former f
                where f.question_id = a.question_id and f.since <= a.at and (f.until is null or a.at < f.until))
        ), beside as (
            select question_id, hit, sum(hit) over hers - hit as others, count(*) over hers - 1 as count
            from answered window hers as (partition by person_id)
        ), found as (
            select question_id, count(*) as tried, avg(hit)::float8 as right,
                   corr(hit, others::float8 / nullif(count, 0)) as discrimination
            from beside group by question_id
        )
        select l.position as lesson, q.key, q.content, coalesce(f.tried, 0) as tried, f.right, f.discrimination
        from question q left join lesson l on l.id = q.lesson_id left join found f on f.question_id = q.id
        where q.module_id = %(module)s and q.retired_at is null order by l.position nulls last, q.position
        """,  # noqa: S608 (constants)
        {"module": module_id, "countries": list(countries)},
    )
    return [
        QuestionLine(
            row["key"],
            plain(row["content"]["text"]),
            row["tried"],
            row["right"],
            row["discrimination"],
            row["lesson"] or 0,
        )
        for row in rows
    ]


async def people(
    uow: UnitOfWork, module_id: str, countries: Sequence[str], most: int | None, skip: int, person_id: int | None = None
) -> list[WomanResult]:
    """People who have begun a module (or `person_id` alone): those who have not passed it first, then by name."""
    return await uow.fetch_all(
        f"""
        select p.id as person, p.first_name as name, p.country, e.tries, e.score as final,
               e.passed_at is not null as passed, l.lessons, l.finished, l.score
        from enrolment e join person p on p.id = e.person_id
        cross join lateral (
            select count(*) as lessons, count(lp.finished_at) as finished, avg(lp.score) as score
            from lesson l left join lesson_progress lp on lp.lesson_id = l.id and lp.person_id = p.id
            where l.module_id = e.module_id and l.retired_at is null
        ) l
        where e.module_id = %(module)s and {_OURS} and (%(person)s::bigint is null or p.id = %(person)s)
        order by e.passed_at is not null, lower(p.first_name), p.id limit %(most)s offset %(skip)s
        """,  # noqa: S608 (constants)
        {"countries": list(countries), "module": module_id, "most": most, "skip": skip, "person": person_id},
        row=WomanResult,
    )


async def hers(uow: UnitOfWork, module_id: str, person_id: int) -> tuple[list[HerLesson], list[Missed]]:
    """One person's results: the module's lessons, and the questions that they last answered wrong."""
    found_lessons, wrong = await uow.pipeline(
        (
            """
            select l.position as number, l.title, lp.finished_at is not null as finished, lp.score,
                   coalesce(lp.tries, 0) as tries
            from lesson l left join lesson_progress lp on lp.lesson_id = l.id and lp.person_id = %s
            where l.module_id = %s and l.retired_at is null order by l.position
            """,
            (person_id, module_id),
        ),
        (
            f"""
            with {_FORMER}
            select coalesce(l.position, 0) as number, q.key, a.answers,
                   {_TEXT.format(id="q.id", at="a.at", content="q.content")} as text
            from (select question_id, count(*) as answers, (array_agg(share order by id desc))[1] as last,
                         (array_agg(at order by id desc))[1] as at
                  from attempt where person_id = %(person)s group by question_id) a
            join question q on q.id = a.question_id and q.module_id = %(module)s and q.retired_at is null
            left join lesson l on l.id = q.lesson_id
            where a.last < 1 order by a.answers desc, l.position nulls last, q.position
            """,  # noqa: S608 (constants)
            {"person": person_id, "module": module_id},
        ),
    )
    missed = [Missed(row["number"], row["key"], plain(row["text"]), row["answers"]) for row in wrong]
    return each(HerLesson, found_lessons), missed


async def rows(
    uow: UnitOfWork, module_id: str | None, countries: Sequence[str], most: int | None = None
) -> AsyncGenerator[ResultRow, None]:
    """A row for each question of a module (None: of all) that somebody has answered, and one without a question for a
    person who has begun a module and answered nothing. Ordered by module, name, lesson and question. Close it while its
    unit of work is open."""
    make = mapper(ResultRow)
    connection = await uow.begun()
    async with connection.cursor("results") as cursor:
        cursor.itersize = 5_000
        parameters: Any = {"module": module_id, "countries": list(countries), "most": most}
        await cursor.execute(_ROWS.encode(), parameters)
        async for row in cursor:
            yield make(row)


_ROWS = f"""
    with {_FORMER}
    select e.module_id as module, p.id as person, p.first_name as name, p.country, e.started_at, e.passed_at,
           e.tries as final_tries, e.score as final_score, a.lesson, a.lesson_title,
           lp.finished_at as lesson_finished_at, lp.score as lesson_score, lp.tries as lesson_tries,
           a.question, a.text, a.answers, a.first_share, a.last_share, a.last_at
    from enrolment e join module m on m.id = e.module_id join person p on p.id = e.person_id
    left join lateral (
        select q.lesson_id, q.position, l.position as lesson, l.title as lesson_title, q.key as question,
               w.text, count(*) as answers, max(t.at) as last_at,
               (array_agg(t.share order by t.id))[1] as first_share,
               (array_agg(t.share order by t.id desc))[1] as last_share
        from attempt t join question q on q.id = t.question_id and q.retired_at is null
        left join lesson l on l.id = q.lesson_id
        cross join lateral (select {_TEXT.format(id="q.id", at="t.at", content="q.content")} as text) w
        where t.person_id = p.id and q.module_id = e.module_id group by q.id, l.id, w.text
    ) a on true
    left join lesson_progress lp on lp.person_id = p.id and lp.lesson_id = a.lesson_id
    where (%(module)s::text is null or e.module_id = %(module)s) and {_OURS}
    order by m.position, m.id, lower(p.first_name), p.id, a.lesson nulls last, a.position, a.last_at limit %(most)s
"""  # noqa: S608 (constants)
