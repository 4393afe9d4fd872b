"""What a hiteuse can do about a refused answer: redo it once, or appeal to another person."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from backend.db.earnings import pay_events
from backend.db.engine.uow import UnitOfWork
from backend.db.quality import refusals
from backend.db.quality import reviews as rows
from backend.db.work import projects as project_rows
from backend.domain.earnings.pay_events import PayEvent
from backend.domain.identity import secret_numbers
from backend.domain.people.commands import Person
from backend.domain.people.permissions import may
from backend.domain.quality import review as rules
from backend.domain.quality.review import ReviewKind
from backend.domain.work.answers import normalise
from backend.domain.work.commands import Task
from backend.domain.work.reviewing import RefusedTask
from backend.services import access
from backend.services.quality import verdicts


async def refused(uow: UnitOfWork, person: Person) -> list[RefusedTask]:
    """A person's refused answers, as long as they can do something about them or an appeal is open. Who does not work
    any more can appeal, but redoes nothing."""
    found = []
    for row in await refusals.refused_of(uow, person.id):
        config = await project_rows.config(uow, row.project_id, row.revision)
        task = Task(row.task_id, row.project_id, config, row.content, value=row.value)
        until = row.refused_at + rules.REDO_WITHIN
        redo = may(person, "work") and not row.redone and row.appealed is None
        found.append(
            RefusedTask(
                task, row.reason, row.words, row.judged, until, redo, row.appealed, row.decided, tried=row.redone
            )
        )
    return found


async def redo(uow: UnitOfWork, person: Person, task_id: int, value: Any, now: datetime) -> bool:
    """Redo a refused answer, once and within `rules.REDO_WITHIN`. False if that is no longer possible. Raises
    `BadInput`, and `NotAllowed` for who does not work."""
    access.require(person, "work")
    mine = next((each for each in await refusals.refused_of(uow, person.id) if each.task_id == task_id), None)
    if mine is None or mine.appealed is not None:
        return False
    config = await project_rows.config(uow, mine.project_id, mine.revision)
    pay = await refusals.stand_again(
        uow,
        person.id,
        task_id,
        value=normalise(config, value),
        accept_at=now + config.accept_after,
        since=now - rules.REDO_WITHIN,
    )
    if pay is None:
        return False
    await pay_events.add(uow, PayEvent.REDONE, person.id, mine.project_id, pay, now, task_id=task_id)
    await verdicts.settle(uow, mine.project_id, config, task_id, person.id, now)
    return True


async def appeal(uow: UnitOfWork, person: Person, task_id: int, words: str, now: datetime) -> datetime | None:
    """Appeal a refusal, once and within `rules.REDO_WITHIN`. Return when it is decided at the latest; None if it cannot
    be appealed (any more)."""
    mine = next((each for each in await refusals.refused_of(uow, person.id) if each.task_id == task_id), None)
    if mine is None:
        return None
    if mine.appealed is not None:
        return mine.appealed
    if mine.decided or mine.refused_at <= now - rules.REDO_WITHIN:
        return None
    config = await project_rows.config(uow, mine.project_id, mine.revision)
    due = now + config.appeal_after
    await rows.add(
        uow,
        ReviewKind.APPEAL,
        mine.project_id,
        task_id,
        now,
        person_id=person.id,
        due_at=due,
        first_id=mine.review_id,
        words=secret_numbers.blotted(words)[: rules.MAX_SENTENCE_LENGTH],
    )
    return due
