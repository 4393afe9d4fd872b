"""Responses to an announcement: a poll, « J'ai lu », « Je suis intéressée ».

The caller lets the announcement's job look soon, in the same unit of work (`Jobs.answered`).
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


async def vote(uow: UnitOfWork, person: Person, number: int, place: int, now: datetime) -> Answered:
    """Store the person's vote in the poll (`place` from 0). A later vote replaces it, until the poll closes."""
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
    """Store the response « J'ai lu »."""
    return await _tapped(uow, person, number, announcements_content.ReadIt, "noted_at", "noted", now)


async def note_interest(uow: UnitOfWork, person: Person, number: int, now: datetime) -> Answered:
    """Store the response « Je suis intéressée ». What it opens is in the announcement (`Interest`)."""
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
    """The announcement, if it went to this person; else None."""
    found = await rows.find(uow, number)
    return found if found is not None and await recipients.answer_of(uow, number, person.id) is not None else None
