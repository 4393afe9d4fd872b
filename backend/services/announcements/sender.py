"""Sends an announcement in chunks. Each step is one transaction of the caller.

The recipients are stored at one moment, when the first of their hours has come; people who join later are not among
them. Each recipient is checked again when the copy is written, and by the relay when it is sent, so people who stop,
pause, move or block us meanwhile get nothing. A recipient's row and copy are written together: no crash leaves anybody
out or sends twice.

Its author is checked as well. Nobody answers for the words of an author who was erased, has asked for it, or may no
longer announce to these people: they are held until somebody who may approve announcements says yes, or resumes what
had begun.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from backend.db.announcements import audience as audience_rows
from backend.db.announcements import queries as rows
from backend.db.announcements import recipients, results
from backend.db.engine.uow import UnitOfWork
from backend.db.threads import reports as report_rows
from backend.domain.announcements import content as announcements_content
from backend.domain.announcements.life import RESPONSES_OPEN_FOR, Announced, AnnouncementState, her_hour
from backend.domain.announcements.sending import FED, LEFT_OUT, Recipient, decide, on_the_way
from backend.domain.messaging.message import dump
from backend.records import Record, replace
from backend.services.announcements import daily_limit, service


class SendStep(Record):
    """The result of one step. `more`: another step has something to do now. `channels`: those of new copies. `held`:
    the announcement, if this step has held it because its author may no longer announce."""

    more: bool = False
    channels: frozenset[str] = frozenset()
    held: Announced | None = None


async def step(uow: UnitOfWork, number: int, now: datetime, chunk: int, ahead: int) -> SendStep:
    """Do the next step: begin, write the copies of at most `chunk` people, or take back copies that wait.

    No more than about `ahead` copies are in the outbox at any time, so that the night, a pause and people who stop are
    respected.
    """
    found = await rows.lock(uow, number)
    if found is None:
        return SendStep()
    match found.state:
        case AnnouncementState.PLANNED if found.begins_at <= now:
            if not await _is_answered_for(uow, found):
                return await _hold(uow, found, AnnouncementState.ASKED)
            await _begin(uow, found, now)
            return SendStep(more=True)
        case AnnouncementState.RUNNING:
            if not await _is_answered_for(uow, found):
                await recipients.halt(uow, number)
                return await _hold(uow, found, AnnouncementState.PAUSED)
            return await _feed(uow, found, now, chunk, ahead)
        case AnnouncementState.PAUSED | AnnouncementState.CANCELLED if found.begun_at is not None:
            await recipients.halt(uow, number)
    return SendStep()


async def _is_answered_for(uow: UnitOfWork, found: Announced) -> bool:
    """Whether its author may still announce to these people, or somebody else has approved it."""
    return found.approved_by is not None or await service.is_followed(uow, found)


async def _hold(uow: UnitOfWork, found: Announced, state: AnnouncementState) -> SendStep:
    await rows.change(uow, found.id, state=state)
    return SendStep(held=replace(found, state=state))


async def _begin(uow: UnitOfWork, found: Announced, now: datetime) -> None:
    hours = await audience_rows.hours(uow, found.audience, now)
    dues = [(zone, chosen, her_hour(found.local, zone, chosen, now)) for zone, chosen in hours]
    apart = await report_rows.apart_from(uow, found.author_id)
    people = await audience_rows.gather(uow, found.id, found.audience, dues, now, apart)
    spread = await daily_limit.spread(uow, found.id, now)
    closes_at = max((due for *_, due in dues), default=now) + spread + RESPONSES_OPEN_FOR
    if spread and found.closes_at is not None and closes_at > found.closes_at + daily_limit.LATE_BY:
        closes_at = found.closes_at  # its author is told first that it takes longer (`daily_limit.takes_longer`)
    await rows.change(
        uow,
        found.id,
        state=AnnouncementState.RUNNING,
        people=people,
        begun_at=now,
        look_at=now,
        closes_at=closes_at,
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
    apart = await report_rows.apart_from(uow, found.author_id)  # who was reported meanwhile, too
    for recipient in due:
        match "moved" if recipient.person_id in apart else decide(recipient, found.audience, now):
            case "send":
                send.append(recipient)
            case datetime() as at:
                later[recipient.person_id] = at
            case reason:
                reasons[recipient.person_id] = reason
    send, full = await daily_limit.fitting(uow, send, now)
    later |= full
    changes: dict[str, int] = {}
    if send:
        if found.closes_at is not None and now > found.closes_at - RESPONSES_OPEN_FOR + daily_limit.LATE_BY:
            await rows.change(uow, found.id, closes_at=now + RESPONSES_OPEN_FOR)  # after a pause, or tried again
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
    """The message for each first name among these people."""
    names = {each.name for each in people}
    if not found.content.named:
        return dict.fromkeys(names, dump(announcements_content.message(found.content, found.id, "")))
    return {name: dump(announcements_content.message(found.content, found.id, name)) for name in names}
