"""`rappels` and `pause`: when the product writes to the person."""

from __future__ import annotations

from backend.db.people import erasures
from backend.db.people import queries as people_rows
from backend.domain import days
from backend.domain.people import commands as people_commands
from backend.records import replace
from backend.services.people import service as people_service
from bot.flows.engine.kit import Picked
from bot.flows.reminders import dialogue as reminders_dialogue
from bot.flows.reminders import pause as pause_flow
from bot.flows.work.state import PAUSE
from bot.handlers.engine import flow_engine
from bot.handlers.engine.turn import Turn
from bot.handlers.work.effects import REMINDED_LATER


async def reminders(turn: Turn, rest: str = "") -> None:
    """`rappels`: ask for days and hour of reminders; with days or an hour after it, take them."""
    await flow_engine.open_flow(turn, "reminders", rest or None)


async def pause(turn: Turn, rest: str) -> None:
    """`pause 3 jours`: no reminders until then; alone, it asks for how long.
    `pause courte`: a break in the open task."""
    at_work = turn.conversation.task is not None and any(frame[0] == "work" for frame in turn.conversation.stack)
    if rest == "courte" and at_work:
        await flow_engine.give(turn, "work", Picked(PAUSE.id))
    else:
        await flow_engine.open_flow(turn, "pause", None if rest == "courte" else rest or None)


# --- facts and commands of their flows -----------------------------------------------------------------------


async def reminder_facts(turn: Turn, _state: reminders_dialogue.State) -> reminders_dialogue.Facts:
    """Load the person's reminder settings, and whether a reminder would reach them."""
    person = turn.person
    learner = person.role == "trainee"
    pausing = person.paused_until is not None and person.paused_until > turn.now
    leaves = await erasures.waiting(turn.uow, person.id) if person.stopped_at is not None else None
    return reminders_dialogue.Facts(
        await people_rows.reminder(turn.uow, person.id),
        learner=learner,
        stopped=person.stopped_at is not None,
        paused_until=person.paused_until if pausing else None,
        reached=await turn.reaches("learning" if learner else "reminder", turn.now + REMINDED_LATER),
        leaving=None if leaves is None else days.local_day(leaves.due, person.zone),
    )


async def pause_facts(turn: Turn, _state: pause_flow.State) -> pause_flow.Facts:
    """Load what a pause depends on: the time, the zone, the open task, the role, `stop`."""
    person = turn.person
    working = turn.conversation.task is not None
    return pause_flow.Facts(
        turn.now, person.zone, working, learner=person.role == "trainee", stopped=person.stopped_at is not None
    )


async def set_reminder(turn: Turn, command: people_commands.SetReminder) -> None:
    """Store when she wants to be reminded."""
    turn.person = await people_service.set_reminder(turn.uow, turn.person, command.preference, turn.now)


async def set_pause(turn: Turn, command: people_commands.Pause) -> None:
    """Store until when she wants no reminders."""
    await people_service.pause(turn.uow, turn.person, command.until)
    turn.person = replace(turn.person, paused_until=command.until)
