"""Sending an announcement, chunk by chunk; each step is one transaction of whoever calls it.

Its people are written down at one moment, when the first of their hours has come: who joins later is not
among them. Each is decided about again when her copy is written, and once more by the relay when it goes out,
so who stops, pauses, moves or blocks us meanwhile hears nothing. Her row and her copy are written together:
no crash leaves anybody out or tells her twice.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from backend.db.announcements import audience as audience_rows
from backend.db.announcements import queries as rows
from backend.db.announcements import recipients
from backend.db.engine.uow import Row, UnitOfWork
from backend.domain.announcements import content as announcements_content
from backend.domain.announcements.life import (
    FED,
    LEFT_OUT,
    OPEN,
    Announced,
    Candidate,
    State,
    decide,
    her_hour,
    on_the_way,
)
from backend.domain.messaging.message import dump


@dataclass(frozen=True, slots=True)
class Step:
    """What one step did. `more`: another one has something to do now. `channels`: those of new copies."""

    more: bool = False
    channels: frozenset[str] = frozenset()


async def step(uow: UnitOfWork, number: int, now: datetime, chunk: int, ahead: int) -> Step:
    """Do what is next: begin it, write the copies of at most `chunk` people, or take back those that wait.
    Never are more than about `ahead` copies in the outbox, so that the night, a pause and whoever stops are
    heeded."""
    row = await rows.lock(uow, number)
    if row is None:
        return Step()
    found = rows.announced(row)
    match found.state:
        case State.PLANNED if row["begins_at"] <= now:
            await _begin(uow, found, now)
            return Step(more=True)
        case State.RUNNING:
            return await _feed(uow, found, now, chunk, ahead)
        case State.PAUSED | State.CANCELLED if found.begun_at is not None:
            await recipients.halt(uow, number)
    return Step()


async def _begin(uow: UnitOfWork, found: Announced, now: datetime) -> None:
    hours = await audience_rows.hours(uow, found.audience, now)
    dues = [(zone, chosen, her_hour(found.local, zone, chosen, now)) for zone, chosen in hours]
    people = await audience_rows.gather(uow, found.id, found.audience, dues, now)
    last = max((due for *_, due in dues), default=now)
    await rows.change(
        uow, found.id, state=State.RUNNING, people=people, begun_at=now, look_at=now, closes_at=last + OPEN
    )


async def _feed(uow: UnitOfWork, found: Announced, now: datetime, chunk: int, ahead: int) -> Step:
    counts = await rows.counts(uow, found.id)
    room = ahead - on_the_way(counts)
    most = min(chunk, room)
    if most <= 0:
        return Step()
    due = await recipients.due(uow, found.id, now, most)
    if not due:
        return Step()
    send: list[Row] = []
    reasons: dict[int, str] = {}
    later: dict[int, datetime] = {}
    for row in due:
        match decide(_candidate(row), found.audience, now):
            case "send":
                send.append(row)
            case datetime() as at:
                later[row["person_id"]] = at
            case reason:
                reasons[row["person_id"]] = reason
    changes: dict[str, int] = {}
    if send:
        changes[FED] = await recipients.tell(uow, found.id, send, _messages(found, send), now)
    if reasons:
        left_out = await recipients.leave_out(uow, found.id, reasons)
        changes |= {LEFT_OUT + reason: n for reason, n in left_out.items()}
    if later:
        await recipients.put_off(uow, found.id, later)
    await rows.note(uow, found.id, changes)
    return Step(len(due) == most and most < room, frozenset(row["reached"] for row in send))


def _messages(found: Announced, people: Sequence[Row]) -> dict[str, Any]:
    """By first name what each of these reads."""
    names = {row["name"] for row in people}
    if not found.content.named:
        return dict.fromkeys(names, dump(announcements_content.message(found.content, found.id, "")))
    return {name: dump(announcements_content.message(found.content, found.id, name)) for name in names}


def _candidate(row: Row) -> Candidate:
    return Candidate(
        row["role"] or "",
        row["country"],
        row["zone"],
        row["stopped_at"] is not None,
        row["paused_until"],
        row["merged"],
        row["reached"],
        row["chosen"],
    )
