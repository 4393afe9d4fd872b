"""Statements of the practice project: one more slot for each newcomer."""

from __future__ import annotations

from backend.db.engine.uow import UnitOfWork
from backend.domain.work.commands import AnswerStatus
from backend.domain.work.projects import ProjectStatus
from backend.records import Record


class PracticeTask(Record):
    """A task of the practice project, with the revision of the project's configuration."""

    task_id: int
    project_id: int
    revision: int


async def practice_task(uow: UnitOfWork, person_id: int) -> PracticeTask | None:
    """The practice task for a person who has had none yet; None if there is none. People are spread over the tasks by
    number."""
    return await uow.fetch_one(
        f"""
        select t.id as task_id, t.project_id, p.revision from project p join task t on t.project_id = p.id
        where p.practice and p.status = '{ProjectStatus.OPEN}'
          and not exists (select from progress g where g.person_id = %(person)s and g.project_id = p.id)
        order by t.id
        offset %(person)s %% (select greatest(count(*), 1) from task x join project y on y.id = x.project_id
                              where y.practice and y.status = '{ProjectStatus.OPEN}')
        limit 1
        """,  # noqa: S608 (constants)
        {"person": person_id},
        row=PracticeTask,
    )


async def unfinished_practice(uow: UnitOfWork, person_id: int) -> int | None:
    """The person's practice task whose lease ran out before it was answered; None if there is none."""
    return await uow.find_value(
        f"""
        select a.task_id from answer a join project p on p.id = a.project_id
        where a.person_id = %s and a.status = {AnswerStatus.GIVEN_BACK}
          and p.practice and p.status = '{ProjectStatus.OPEN}' limit 1
        """,  # noqa: S608 (constants)
        (person_id,),
    )


async def open_practice(uow: UnitOfWork, person_id: int, project_id: int, task_id: int) -> None:
    """Add a slot to a practice task, and put the person's place right before it."""
    await uow.execute("update task set wanted = wanted + 1, slots = slots + 1 where id = %s", (task_id,))
    await uow.execute(
        """
        update progress set batch_id = t.batch_id, task_id = t.id - 1 from task t
        where person_id = %s and progress.project_id = %s and t.id = %s
        """,
        (person_id, project_id, task_id),
    )
