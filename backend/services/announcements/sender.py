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
from backend.db.announcements import recipients, results
from backend.db.engine.uow import UnitOfWork
from backend.domain.announcements import content as announcements_content
from backend.domain.announcements.life import RESPONSES_OPEN_FOR, Announced, AnnouncementState, her_hour
from backend.domain.announcements.sending import FED, LEFT_OUT, Recipient, decide, on_the_way
from backend.domain.messaging.message import dump


@dataclass(frozen=True, slots=True)
class SendStep:
    """What one step did. `more`: another one has something to do now. `channels`: those of new copies."""

    more: bool = False
    channels: frozenset[str] = frozenset()


async def step(uow: UnitOfWork, number: int, now: datetime, chunk: int, ahead: int) -> SendStep:
    """Do what is next: begin it, write the copies of at most `chunk` people, or take back those that wait.
    Never are more than about `ahead` copies in the outbox, so that the night, a pause and whoever stops are
    heeded."""
    found = await rows.lock(uow, number)
    if found is None:
        return SendStep()
    match found.state:
        case AnnouncementState.PLANNED if found.begins_at <= now:
            await _begin(uow, found, now)
            return SendStep(more=True)
        case AnnouncementState.RUNNING:
            return await _feed(uow, found, now, chunk, ahead)
        case AnnouncementState.PAUSED | AnnouncementState.CANCELLED if found.begun_at is not None:
            await recipients.halt(uow, number)
    return SendStep()


async def _begin(uow: UnitOfWork, found: Announced, now: datetime) -> None:
    hours = await audience_rows.hours(uow, found.audience, now)
    dues = [(zone, chosen, her_hour(found.local, zone, chosen, now)) for zone, chosen in hours]
    people = await audience_rows.gather(uow, found.id, found.audience, dues, now)
    last = max((due for *_, due in dues), default=now)
    await rows.change(
        uow,
        found.id,
        state=AnnouncementState.RUNNING,
        people=people,
        begun_at=now,
        look_at=now,
        closes_at=last + RESPONSES_OPEN_FOR,
    )


async def _feed(uow: UnitOfWork, found: Announced, now: datetime, chunk: int, ahead: int) -> SendStep:
    counts = await results.counts(uow, found.id)
    room = ahead - on_the_way(counts)
    most = min(chunk, room)
    if most <= 0:
        return SendStep()
    due = await recipients.due(uow, found.id, now, most)
    if not due:
        return SendStep()
    send: list[Recipient] = []
    reasons: dict[int, str] = {}
    later: dict[int, datetime] = {}
    for recipient in due:
        match decide(recipient, found.audience, now):
            case "send":
                send.append(recipient)
            case datetime() as at:
                later[recipient.person_id] = at
            case reason:
                reasons[recipient.person_id] = reason
    changes: dict[str, int] = {}
    if send:
        changes[FED] = await recipients.tell(uow, found.id, send, _messages(found, send), now)
    if reasons:
        left_out = await recipients.leave_out(uow, found.id, reasons)
        changes |= {LEFT_OUT + reason: n for reason, n in left_out.items()}
    if later:
        await recipients.put_off(uow, found.id, later)
    await results.note(uow, found.id, changes)
    channels = frozenset(each.reached for each in send if each.reached is not None)
    return SendStep(len(due) == most and most < room, channels)


def _messages(found: Announced, people: Sequence[Recipient]) -> dict[str, Any]:
    """By first name what each of these reads."""
    names = {each.name for each in people}
    if not found.content.named:
        return dict.fromkeys(names, dump(announcements_content.message(found.content, found.id, "")))
    return {name: dump(announcements_content.message(found.content, found.id, name)) for name in names}
