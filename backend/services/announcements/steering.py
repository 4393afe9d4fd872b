"""Steering announcements: approve, refuse, pause, resume, cancel, retry.

The caller lets the announcement's job look, in the same unit of work (`Jobs.defer`).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from backend.db.admin import audit
from backend.db.announcements import queries as rows
from backend.db.announcements import recipients, results
from backend.db.engine.uow import UnitOfWork
from backend.domain.announcements.life import ENDED, Announced, AnnouncementState
from backend.domain.announcements.sending import LEFT_OUT
from backend.domain.errors import Misuse, NotAllowed, existing
from backend.domain.people.commands import Actor, Person
from backend.records import replace
from backend.services import access
from backend.services.announcements import service


async def approve(uow: UnitOfWork, by: Person, number: int, channel: str, now: datetime) -> Announced:
    """A second person approves. If its hour has passed meanwhile, it begins at once. Raises `NotAllowed` (nobody
    approves their own), `NotFound`, and `Misuse` if it is decided already."""
    return await _second(uow, by, number, AnnouncementState.PLANNED, "approve an announcement", channel, now)


async def refuse(uow: UnitOfWork, by: Person, number: int, channel: str, now: datetime) -> Announced:
    """A second person refuses. Raises as `approve` does."""
    return await _second(uow, by, number, AnnouncementState.REFUSED, "refuse an announcement", channel, now)


async def pause(uow: UnitOfWork, by: Person, number: int, channel: str, now: datetime) -> Announced:
    """Pause: nothing more is sent until `resume`. Raises `NotAllowed`, `NotFound`, `Misuse`."""
    return await _steer(
        uow,
        by,
        number,
        (AnnouncementState.PLANNED, AnnouncementState.RUNNING),
        AnnouncementState.PAUSED,
        "pause",
        channel,
        now,
    )


async def resume(uow: UnitOfWork, by: Person, number: int, channel: str, now: datetime) -> Announced:
    """Resume: sending goes on where it stopped, and everybody who waits is checked again. Who resumes what somebody
    else wrote has approved it. Raises as `pause` does."""
    begun = (await _mine(uow, by, number)).begun_at is not None
    state = AnnouncementState.RUNNING if begun else AnnouncementState.PLANNED
    found = await _steer(uow, by, number, (AnnouncementState.PAUSED,), state, "resume", channel, now)
    if by.id != found.author_id and found.approved_by is None:
        await rows.change(uow, number, approved_by=by.id)
    if begun:
        await recipients.go_on(uow, number, now)
    return found


async def cancel(uow: UnitOfWork, by: Actor, number: int, channel: str, now: datetime) -> Announced:
    """Cancel: nothing more is ever sent. Raises as `pause` does."""
    before = (AnnouncementState.ASKED, AnnouncementState.PLANNED, AnnouncementState.RUNNING, AnnouncementState.PAUSED)
    found = await _steer(uow, by, number, before, AnnouncementState.CANCELLED, "cancel", channel, now)
    await rows.change(uow, number, ended_at=now)
    return found


async def retry(uow: UnitOfWork, by: Person, number: int, channel: str, now: datetime) -> int:
    """Try again to reach people whom it has not reached and who may get it now. Return how many. Raises as `pause`
    does."""
    found = await _mine(uow, by, number)
    if found.state is not AnnouncementState.DONE:
        raise Misuse("only what has come to its end is tried again")
    left_out = await recipients.try_again(uow, number, now)
    people = sum(left_out.values())
    if people:
        await results.note(uow, number, {LEFT_OUT + reason: -n for reason, n in left_out.items() if reason})
        await rows.change(uow, number, state=AnnouncementState.RUNNING, ended_at=None, look_at=now)
        await audit.note(uow, by.id, channel, "announce again", {"announcement": number, "people": people}, now)
    return people


async def _mine(uow: UnitOfWork, by: Actor, number: int) -> Announced:
    """An announcement that the person may steer, locked."""
    found = existing(await rows.lock(uow, number))
    service.require_audience(by, found.audience)
    if not service.may_steer(by, found):
        raise NotAllowed
    return found


async def _second(
    uow: UnitOfWork, by: Person, number: int, state: AnnouncementState, action: str, channel: str, now: datetime
) -> Announced:
    found = existing(await rows.lock(uow, number))
    access.require(by, "approve announcements")
    if found.author_id == by.id:
        raise NotAllowed
    if found.state is not AnnouncementState.ASKED:
        raise Misuse("this announcement is settled already")
    columns = (
        {"ended_at": now}
        if state is AnnouncementState.REFUSED
        else {"look_at": max(now, found.begins_at - rows.LOST_AFTER)}
    )
    await rows.change(uow, number, state=state, approved_by=by.id, **columns)
    await audit.note(uow, by.id, channel, action, service.about(number, found.content, found.people), now)
    return replace(found, state=state, approved_by=by.id)


async def _steer(
    uow: UnitOfWork,
    by: Actor,
    number: int,
    before: Sequence[AnnouncementState],
    state: AnnouncementState,
    action: str,
    channel: str,
    now: datetime,
) -> Announced:
    found = await _mine(uow, by, number)
    if found.state not in before:
        raise Misuse("this announcement is over already" if found.state in ENDED else "it is so already")
    await rows.change(uow, number, state=state)
    await audit.note(
        uow,
        by.id,
        channel,
        f"{action} an announcement",
        {"announcement": number},
        now,
        before={"state": found.state},
        after={"state": state},
    )
    return replace(found, state=state)
