"""Payouts stop by themselves when something is wrong with all of them, and when a person stops them: nothing new is
sent until a person goes on. What was sent is still asked about."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from backend.db.admin import audit
from backend.db.engine import ticks
from backend.db.engine.uow import UnitOfWork
from backend.db.payouts import execution as rows
from backend.domain.payouts import alarms
from backend.domain.payouts.alarms import Stop, StopReason
from backend.domain.payouts.terms import Alarms
from backend.domain.people.commands import Actor
from backend.services import access

NOTED = "payouts stopped"
"""The setting that holds the stop, and since when payments count that may cause the next one."""


async def standing(uow: UnitOfWork) -> Stop | None:
    """The stop that is in force. None: payouts go on."""
    kept = await _kept(uow)
    if kept.get("reason") is None:
        return None
    return Stop(StopReason(kept["reason"]), kept["line"], datetime.fromisoformat(kept["at"]))


async def stop(uow: UnitOfWork, reason: StopReason, line: str, now: datetime) -> bool:
    """Stop payouts. False if they are stopped already."""
    await rows.lock_stop(uow)
    if await standing(uow) is not None:
        return False
    await ticks.set_setting(
        uow, NOTED, {**await _kept(uow), "reason": reason.value, "line": line, "at": now.isoformat()}
    )
    await audit.note(uow, None, "", "stop payouts", {"reason": reason.value}, now)
    return True


async def stop_by_hand(uow: UnitOfWork, by: Actor, now: datetime, name: str = "", channel: str = "") -> bool:
    """Stop payouts because a person says so. False if they are stopped already. Raises `NotAllowed`."""
    access.require(by, "approve payouts")
    await rows.lock_stop(uow)
    if await standing(uow) is not None:
        return False
    who = name or by.first_name
    noted = {"reason": StopReason.HAND.value, "line": f"{who} stopped them", "at": now.isoformat()}
    await ticks.set_setting(uow, NOTED, {**await _kept(uow), **noted})
    about = {"name": name} if name else {}
    await audit.note(uow, by.id, channel, "stop payouts by hand", about, now)
    return True


async def go_on(uow: UnitOfWork, by: Actor, now: datetime, name: str = "", channel: str = "") -> Stop | None:
    """Let payouts go on, once a person has looked. Returns the stop that ended; None if there was none. Payments that
    failed before do not count any more."""
    access.require(by, "approve payouts")
    await rows.lock_stop(uow)
    found = await standing(uow)
    if found is None:
        return None
    await ticks.set_setting(uow, NOTED, {"since": now.isoformat()})
    about = {"reason": found.reason.value, **({"name": name} if name else {})}
    await audit.note(uow, by.id, channel, "resume payouts", about, now)
    return found


async def failing(uow: UnitOfWork, allowed: Alarms, now: datetime) -> tuple[int, int] | None:
    """How many of how many payments failed lately, if that is more than allowed."""
    since = (await _kept(uow)).get("since")
    begun = now - alarms.WITHIN
    failed, ended = await rows.ended(uow, max(begun, datetime.fromisoformat(since)) if since else begun)
    return (failed, ended) if alarms.too_many(failed, ended, allowed) else None


async def _kept(uow: UnitOfWork) -> dict[str, Any]:
    kept: dict[str, Any] = await ticks.setting(uow, NOTED) or {}
    return kept
