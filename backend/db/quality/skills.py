"""Statements of learnt skill: what turns read of it, and what the learning job reads and writes."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Mapping, Sequence
from datetime import datetime

import orjson
from psycopg.rows import class_row

from backend.db.engine.uow import Statement, UnitOfWork
from backend.domain.work.commands import AnswerStatus
from backend.domain.work.projects import ProjectConfig, ProjectStatus
from backend.domain.work.skilled import Matrix, Opinion
from backend.records import Record


async def opinions(uow: UnitOfWork, family: str, task_id: int) -> list[Opinion]:
    """A task's standing answers in the order in which they were given, with what was learnt of the people who gave
    them."""
    return await uow.fetch_all(
        f"""
        select a.value, s.matrix, f.prior, f.pooled, f.useful
        from answer a left join skill_family f on f.key = %(family)s
        left join skill s on s.person_id = a.person_id and s.family = f.key
        where a.task_id = %(task)s and a.status = {AnswerStatus.ANSWERED} order by a.answered_at, a.person_id
        """,  # noqa: S608 (constants)
        {"family": family, "task": task_id},
        row=Opinion,
    )


class ChoiceProject(Record):
    """A project in which people choose one answer."""

    id: int
    config: ProjectConfig
    open: bool


async def projects(uow: UnitOfWork) -> list[ChoiceProject]:
    """All such projects except practice."""
    rows = await uow.fetch_all(
        """
        select id, config, status = %s as open from project
        where not practice and config ->> 'kind' = 'choice' order by id
        """,
        (ProjectStatus.OPEN,),
    )
    return [ChoiceProject(row["id"], ProjectConfig.from_json(row["config"]), row["open"]) for row in rows]


async def is_behind(uow: UnitOfWork, family: str, project_ids: Sequence[int]) -> bool:
    """Whether these projects got an answer after the family's model was fitted, or there is no model yet."""
    return await uow.fetch_bool(
        f"""
        select exists (
            select from unnest(%(projects)s::bigint[]) as p(id), lateral (
                select answered_at from answer where project_id = p.id and status = {AnswerStatus.ANSWERED}
                order by answered_at desc limit 1) a
            where a.answered_at > coalesce((select fitted_at from skill_family where key = %(family)s), '-infinity')
        ) as behind
        """,  # noqa: S608 (constants)
        {"projects": list(project_ids), "family": family},
    )


class LabelledAnswer(Record):
    """An answer as the learning job reads it.

    `label`: its index in the family's labels. `days`: its age. `decided`: whether the model decided its task recently,
    with the label `result`; None if the task has a result of another origin, is held for a review, or is a control
    task. `known`: the right label of a control task. `slots`: how many further answers the task is open for.
    """

    task_id: int
    project_id: int
    person_id: int
    label: int
    days: float
    decided: bool | None
    result: int | None
    known: int | None
    slots: int


async def answers(
    uow: UnitOfWork,
    project_ids: Sequence[int],
    labels: Sequence[str],
    now: datetime,
    since: datetime,
    decided_since: datetime,
) -> AsyncGenerator[LabelledAnswer, None]:
    """The standing answers to these projects since then, by task, then time."""
    connection = await uow.begun()
    async with connection.cursor("answers_to_learn_from", row_factory=class_row(LabelledAnswer)) as cursor:
        cursor.itersize = 1_000  # small enough that turns which wait meanwhile notice nothing
        await cursor.execute(
            f"""
            select a.task_id, a.project_id, a.person_id,
                   array_position(%(labels)s::text[], a.value #>> '{{}}') - 1 as label,
                   (extract(epoch from %(now)s - a.answered_at) / 86400)::float8 as days,
                   case when t.held_at is not null or t.control then null when t.done_at is null then false
                        when t.done_at > %(decided_since)s and t.result ->> 'method' = 'skilled' then true
                   end as decided,
                   array_position(%(labels)s::text[], t.result ->> 'answer') - 1 as result,
                   case when t.control then array_position(%(labels)s::text[], t.gold #>> '{{}}') - 1 end as known,
                   t.slots
            from answer a join task t on t.id = a.task_id
            where a.project_id = any(%(projects)s) and a.status = {AnswerStatus.ANSWERED} and a.answered_at > %(since)s
              and a.value #>> '{{}}' = any(%(labels)s)
              -- what was corrected after the right answer was told says nothing
              and (a.control_right is null or a.control_right = (a.value = t.gold))
            order by a.task_id, a.answered_at, a.person_id
            """.encode(),  # noqa: S608 (constants)
            {
                "projects": list(project_ids),
                "labels": list(labels),
                "now": now,
                "since": since,
                "decided_since": decided_since,
            },
        )
        async for row in cursor:
            yield row


async def keep(
    uow: UnitOfWork,
    family: str,
    prior: Sequence[float],
    pooled: Matrix,
    useful: bool,
    matrices: Mapping[int, Matrix],
    now: datetime,
) -> None:
    """Store a model in place of the former one."""
    values = {
        "family": family,
        "prior": orjson.dumps(prior).decode(),
        "pooled": orjson.dumps(pooled).decode(),
        "useful": useful,
        "now": now,
        "people": list(matrices),
        "matrices": [orjson.dumps(matrix).decode() for matrix in matrices.values()],
    }
    statements: tuple[Statement, ...] = (
        (
            """
            insert into skill_family (key, prior, pooled, useful, fitted_at)
            values (%(family)s, %(prior)s::jsonb, %(pooled)s::jsonb, %(useful)s, %(now)s)
            on conflict (key) do update set prior = excluded.prior, pooled = excluded.pooled, useful = excluded.useful,
                fitted_at = excluded.fitted_at
            """,
            values,
        ),
        ("delete from skill where family = %(family)s and person_id <> all(%(people)s::bigint[])", values),
        (
            """
            insert into skill (person_id, family, matrix)
            select l.person_id, %(family)s, l.matrix::jsonb
            from unnest(%(people)s::bigint[], %(matrices)s::text[]) as l(person_id, matrix)
            order by l.person_id
            on conflict (person_id, family) do update set matrix = excluded.matrix
            where skill.matrix <> excluded.matrix
            """,
            values,
        ),
    )
    await uow.pipeline(*statements)


async def give_reopened(uow: UnitOfWork, project_ids: Sequence[int], unclear: Sequence[int]) -> int:
    """Give tasks of these projects that want one more answer to everybody except these people. Return for how many
    people this is a change."""
    return await uow.execute(
        """
        update progress g set gets_reopened = not gets_reopened
        where project_id = any(%(projects)s) and gets_reopened = (
            person_id = any(%(unclear)s::bigint[]) or exists (
                select from concern c where c.person_id = g.person_id and c.project_id = g.project_id
                                            and c.closed_at is null and c.step >= 2))
        """,
        {"projects": list(project_ids), "unclear": list(unclear)},
    )


async def stop_asking(uow: UnitOfWork, task_id: int, more: int) -> int | None:
    """Reduce the answers that an undecided task still wants to `more`, if it wants more than that and nobody has leased
    it. Return who gave its last answer; None if nothing was changed."""
    return await uow.find_value(
        f"""
        with lowered as (
            update task set wanted = wanted - slots + %(more)s, slots = %(more)s
            where id = %(task)s and slots + 0 > %(more)s  -- not by the index of open tasks
              and answers + refused = wanted - slots and done_at is null and held_at is null returning id
        )
        select person_id from answer where task_id = (select id from lowered) and status = {AnswerStatus.ANSWERED}
        order by answered_at desc, person_id desc limit 1
        """,  # noqa: S608 (constants)
        {"task": task_id, "more": more},
    )
