"""The facts of the flow of `travail`, and its commands."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import time, timedelta
from typing import Any

from backend.db.people import queries as people_rows
from backend.db.people import themes as theme_rows
from backend.domain.days import local
from backend.domain.people.themes import DecideThemes
from backend.domain.work import commands as work_commands
from backend.domain.work.commands import Task
from backend.records import replace
from backend.services.certificates import badges
from backend.services.payouts.timing import waits
from backend.services.reminders import first_work
from backend.services.reminders import schedule as reminders_schedule
from backend.services.work import hard_content as hard_service
from backend.services.work import instruction_voices, tasks
from backend.services.work import service as work_service
from bot.flows.people import hard_content
from bot.flows.work import state as work_state
from bot.handlers.engine.dialogue import Execute
from bot.handlers.engine.turn import Turn

REMINDED_LATER = timedelta(days=2)
"""How long after her last word a reminder is sent that does not come within a day."""
RECENTLY = timedelta(hours=1)
"""So long after her last answer, whatever that was to, it is not looked up at a task whether her work was accepted."""
TASK = "work.task"
"""The key of her open task in `Turn.kept`: None if she has none, absent while it is not loaded."""


async def _open_task(turn: Turn) -> Task | None:
    if TASK not in turn.kept:
        task = turn.conversation.task
        turn.kept[TASK] = await tasks.with_config(turn.uow, task) if task else None
    found: Task | None = turn.kept[TASK]
    return found


async def facts(turn: Turn, state: work_state.State) -> work_state.Facts:
    """Load the open task, the offers, and what the present step shows."""
    task = await _open_task(turn)
    offering = state.at == "other" or (state.at in work_state.OFFERING and task is None)
    # a task whose lease ran out is not put in `Turn.kept`: that holds only a leased task
    if task is None and state.task and state.at in ("task", "skipping", "problem", "words"):
        task = await tasks.late_task(turn.uow, turn.person, state.task)
    offers = await work_service.offers(turn.uow, turn.person, turn.now) if offering else ()
    closed = state.at == "why" or (offering and not offers)
    at = turn.conversation.answered_at
    past = state.correctable and (offering or at is None or turn.now - at > RECENTLY)
    return work_state.Facts(
        country=turn.person.country,
        accepted=past and await tasks.previous(turn.uow, turn.person) is None,
        task=task,
        previous=await _shown(turn, state) if state.at == "previous" else None,
        offers=offers,
        openings=await badges.openings(turn.uow, turn.person, turn.now) if closed else (),
        declined=await work_service.declined(turn.uow, turn.person, turn.now) if state.at == "why" else (),
        asking=await work_service.asking(turn.uow, turn.person, turn.now) if state.at == "first" and not offers else (),
        hears=await _hears(turn) if offering and not offers else "asks",
        over=await tasks.over(turn.uow, turn.person, turn.now) if offering else None,
        wait=await waits.usual(turn.uow) if offers else None,
        ticks=turn.edits,
        covers=turn.covers,
    )


async def _shown(turn: Turn, state: work_state.State) -> Task | None:
    """The answer that she is shown to correct it; None if it can change no more: once it is refused, another one is her
    last."""
    found = await tasks.previous(turn.uow, turn.person)
    return found if found is None or state.fixes in (0, found.id) else None


async def _hears(turn: Turn) -> work_state.Hears:
    """Whether she will be told of new work: "yes", "no", or "asks" if she has to ask for reminders first."""
    person = turn.person
    resting = person.paused_until is not None and person.paused_until > turn.now
    if person.stopped_at is not None or resting or not await turn.reaches("reminder", turn.now + REMINDED_LATER):
        return "no"
    preference = await people_rows.reminder(turn.uow, person.id)
    if preference is not None:
        return "yes" if preference.days else "asks"
    return "first" if await first_work.hears(turn.uow, person) else "asks"


# --- commands ---------------------------------------------------------------------------------------


async def _take(turn: Turn, command: work_commands.TakeWork) -> work_commands.TaskGiven:
    given = _given(turn, await work_service.take(turn.uow, turn.person, turn.now, command))
    if given.task is None or not given.task.config.instructions:
        return given
    note = await instruction_voices.offered(turn.uow, turn.person, given.task.project_id)
    return replace(given, voice=note is not None)


async def _practice(turn: Turn, _command: work_commands.StartPractice) -> work_commands.TaskGiven:
    return _given(turn, await work_service.start_practice(turn.uow, turn.person, turn.now))


async def _submit(
    turn: Turn, command: work_commands.SubmitAnswer
) -> work_commands.AnswerCounted | work_commands.AnswerRefused:
    outcome = await work_service.submit(
        turn.uow, turn.person, turn.now, command, turn.kept.get(TASK), contact_id=turn.waiting.contact_id
    )
    turn.kept[TASK] = outcome.next
    if isinstance(outcome, work_commands.AnswerCounted) and outcome.why == "day_done":
        return replace(outcome, told_at=await _told_tomorrow(turn))
    return outcome


async def _told_tomorrow(turn: Turn) -> time | None:
    """The hour of the message about work on the day after a full day; None if it would not reach her."""
    at = await reminders_schedule.after_full_day(turn.uow, turn.person, turn.now)
    if at is None or not await turn.reaches("reminder", at):
        return None
    return local(at, turn.person.zone).time()


async def _skip(turn: Turn, command: work_commands.SkipTask) -> work_commands.TaskGiven:
    return _given(turn, await work_service.skip(turn.uow, turn.person, turn.now, command))


async def _report(turn: Turn, command: work_commands.ReportTask) -> work_commands.TaskGiven:
    return _given(turn, await work_service.report(turn.uow, turn.person, turn.now, command))


async def _correct(turn: Turn, command: work_commands.CorrectAnswer) -> work_commands.AnswerCorrected:
    return await work_service.correct(turn.uow, turn.person, turn.now, command)


async def _recall(turn: Turn, _command: work_commands.RecallAnswer) -> work_commands.AnswerRecalled:
    return work_commands.AnswerRecalled(await tasks.previous(turn.uow, turn.person))


async def _go_on(turn: Turn, command: work_commands.GoOn) -> work_commands.TaskGiven:
    return _given(turn, await tasks.go_on(turn.uow, turn.person, turn.now, command))


async def _keep(turn: Turn, command: work_commands.KeepWorking) -> work_commands.AnswerRefused | None:
    found = await tasks.keep_working(turn.uow, turn.person, turn.now, command)
    if isinstance(found, Task):
        turn.kept[TASK] = found
    if not isinstance(found, work_commands.AnswerRefused):
        return None
    turn.kept[TASK] = found.next
    return found


def _given(turn: Turn, given: work_commands.TaskGiven) -> work_commands.TaskGiven:
    turn.kept[TASK] = given.task
    return given


async def hard_content_facts(turn: Turn, _state: hard_content.State) -> hard_content.Facts:
    """Load what she decided about each theme of hard content."""
    return hard_content.Facts(await theme_rows.decisions(turn.uow, turn.person.id))


async def _decide(turn: Turn, command: DecideThemes) -> bool:
    given_back = await hard_service.decide(turn.uow, turn.person, turn.now, command.decisions)
    if given_back:
        turn.conversation.task = turn.kept[TASK] = None
    return given_back


COMMANDS: Mapping[type[Any], Execute] = {
    work_commands.TakeWork: _take,
    work_commands.StartPractice: _practice,
    work_commands.SubmitAnswer: _submit,
    work_commands.SkipTask: _skip,
    work_commands.ReportTask: _report,
    work_commands.CorrectAnswer: _correct,
    work_commands.RecallAnswer: _recall,
    work_commands.GoOn: _go_on,
    work_commands.KeepWorking: _keep,
    DecideThemes: _decide,
}
