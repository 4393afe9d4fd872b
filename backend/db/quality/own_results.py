"""The statement of a person's own results."""

from __future__ import annotations

from backend.db.engine.uow import UnitOfWork
from backend.domain.quality.own_results import LOOKED_AT, PROJECTS_SHOWN, ProjectResults
from backend.domain.work.commands import AnswerStatus

SAME = """
    case h.kind
        when 'rating' then abs((h.value #>> '{}')::numeric - (h.result #>> '{}')::numeric) <= 1
        when 'entry' then h.value @> h.result  -- fields that tie are not in the result
        else h.value = h.result end
"""
"""SQL: whether an answer `h` (with its value and its project's kind) says the same as its task's result."""
COMPARED = """
    t.done_at is not null and not t.control and t.answers >= 2 and jsonb_typeof(t.result -> 'answer') <> 'null'
    and p.config ->> 'kind' not in ('text', 'transcription')
"""
"""SQL: whether answers to a task `t` of a project `p` can be compared with its result. The result of a single answer
says nothing about that answer."""


async def of(uow: UnitOfWork, person_id: int) -> list[ProjectResults]:
    """Results by project, from the person's newest answers that count, without practice."""
    return await uow.fetch_all(
        f"""
        select h.title, count(h.same) as decided, count(*) filter (where h.same) as agreed,
               count(h.control_right) as known, count(*) filter (where h.control_right) as right,
               bool_and(h.gets_reopened) as hard
        from (
            select h.*, case when h.compared then {SAME} end as same from (
                select a.project_id, p.config ->> 'title' as title, p.config ->> 'kind' as kind, a.answered_at, a.value,
                       a.control_right, t.result -> 'answer' as result, g.gets_reopened,
                       {COMPARED} as compared
                from (
                    select project_id, task_id, value, answered_at, control_right from answer
                    where person_id = %(person)s and status = {AnswerStatus.ANSWERED}
                    order by answered_at desc limit {LOOKED_AT}) a
                join lateral (select * from task where id = a.task_id offset 0) t on true
                join project p on p.id = a.project_id and not p.practice
                join progress g on g.person_id = %(person)s and g.project_id = a.project_id) h) h
        group by h.project_id, h.title order by max(h.answered_at) desc, h.project_id limit {PROJECTS_SHOWN}
        """,  # noqa: S608 (constants)
        {"person": person_id},
        row=ProjectResults,
    )
