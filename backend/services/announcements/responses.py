"""What those say to an announcement whom it went to: poll, « J'ai lu », « Je suis intéressée ».

Whoever notes an answer lets its job look soon in the same unit (`Jobs.answered`). Nothing here commits.
"""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from backend.db.announcements import queries as rows
from backend.db.announcements import recipients, results
from backend.db.engine.uow import UnitOfWork
from backend.domain.announcements import content as announcements_content
from backend.domain.announcements.life import Announced, Answered
from backend.domain.people.commands import Person

_Tapped = Literal["noted_at", "interested_at"]


async def vote(uow: UnitOfWork, person: Person, number: int, place: int, now: datetime) -> Answered:
    """Her answer to the poll (`place` from 0 on); another one later takes its place, until it closes."""
    found = await rows.find(uow, number)
    if found is None or found.content.poll is None or not 0 <= place < len(found.content.poll.answers):
        return "unknown"
    mine = await recipients.answer_of(uow, number, person.id)
    if mine is None:
        return "unknown"
    if not found.is_open(now):
        return "closed"
    if mine.vote == place:
        return "same"
    await recipients.answer(uow, number, person.id, "vote", place)
    former = {} if mine.vote is None else {f"vote {mine.vote}": -1}
    await results.note(uow, number, {f"vote {place}": 1, **former})
    return "changed" if former else "counted"


async def note_read(uow: UnitOfWork, person: Person, number: int, now: datetime) -> Answered:
    """« J'ai lu »."""
    return await _tapped(uow, person, number, announcements_content.ReadIt, "noted_at", "noted", now)


async def note_interest(uow: UnitOfWork, person: Person, number: int, now: datetime) -> Answered:
    """« Je suis intéressée »; what that opens stands in the announcement (`Interest`)."""
    return await _tapped(uow, person, number, announcements_content.Interest, "interested_at", "interested", now)


async def _tapped(
    uow: UnitOfWork,
    person: Person,
    number: int,
    kind: type,
    column: Literal["noted_at", "interested_at"],
    what: str,
    now: datetime,
) -> Answered:
    found = await rows.find(uow, number)
    if found is None or not any(isinstance(button, kind) for button in found.content.buttons):
        return "unknown"
    mine = await recipients.answer_of(uow, number, person.id)
    if mine is None:
        return "unknown"
    if (mine.noted_at if column == "noted_at" else mine.interested_at) is not None:
        return "same"
    if not found.is_open(now):
        return "closed"
    await recipients.answer(uow, number, person.id, column, now)
    await results.note(uow, number, {what: 1})
    return "counted"


async def told(uow: UnitOfWork, person: Person, number: int) -> Announced | None:
    """The announcement, for somebody whom it went to; None for anybody else."""
    found = await rows.find(uow, number)
    return found if found is not None and await recipients.answer_of(uow, number, person.id) is not None else None
