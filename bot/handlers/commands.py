"""Commands of flows, carried out by the services."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import time
from typing import Any

from backend.domain.days import local
from backend.domain.identity import joining as joining_domain
from backend.domain.identity import linking as linking_domain
from backend.domain.people import commands as people_commands
from backend.domain.work import commands as work_commands
from backend.domain.work.batches import CheckBatch
from backend.services import access
from backend.services.people import promotion
from backend.services.people import service as people_service
from backend.services.reminders import schedule as reminders_schedule
from backend.services.work import service as work_service
from backend.services.work import tasks
from bot.handlers.admin import finding
from bot.handlers.announcements import effects as announcements_effects
from bot.handlers.certificates import effects as certificates_effects
from bot.handlers.engine import confirmations
from bot.handlers.engine.turn import Turn
from bot.handlers.identity import effects as identity_effects
from bot.handlers.identity import joining
from bot.handlers.people import effects as people_effects
from bot.handlers.threads import effects as threads_effects
from bot.handlers.training import effects as training_effects


async def carry_out(turn: Turn, command: Any) -> Any:
    """Do it; the outcome for the flow, or None when there is nothing to tell."""
    return await _SERVICES[type(command)](turn, command)


async def _consent(turn: Turn, _command: people_commands.GiveConsent) -> None:
    await people_service.consent(turn.uow, turn.person, turn.now)


async def _place(turn: Turn, command: people_commands.SetPlace) -> None:
    await people_service.set_place(turn.uow, turn.person, command.country, command.zone, turn.now)
    turn.person = replace(turn.person, country=command.country, zone=command.zone or "UTC")


async def _goal(turn: Turn, command: people_commands.SetGoal) -> None:
    await people_service.set_goal(turn.uow, turn.person, command.goal, turn.now)


async def _reminder(turn: Turn, command: people_commands.SetReminder) -> None:
    turn.person = await people_service.set_reminder(turn.uow, turn.person, command.preference, turn.now)


async def _pause(turn: Turn, command: people_commands.Pause) -> None:
    await people_service.pause(turn.uow, turn.person, command.until)
    turn.person = replace(turn.person, paused_until=command.until)


async def _join(turn: Turn, _command: people_commands.Join) -> None:
    await people_service.join(turn.uow, turn.person, turn.now)
    turn.person = replace(turn.person, joined_at=turn.now)
    await turn.jobs.show_menu(turn.uow, person_id=turn.person.id)


async def _decline(turn: Turn, _command: people_commands.DeclineWork) -> None:
    turn.person = await promotion.decline(turn.uow, turn.person, turn.channel, turn.now)
    await turn.jobs.show_menu(turn.uow, person_id=turn.person.id)


async def _batch(turn: Turn, command: CheckBatch) -> None:
    access.require(turn.person, "import")  # the job asks again, but only when her files are there
    await turn.jobs.check_batch(
        turn.uow,
        request=turn.waiting.id,
        person_id=turn.person.id,
        channel=turn.channel,
        config=command.config,
        config_name=command.config_name,
        project=command.project,
        data=command.data,
        data_name=command.data_name,
    )


async def _take(turn: Turn, command: work_commands.TakeWork) -> work_commands.TaskGiven:
    return _given(turn, await work_service.take(turn.uow, turn.person, turn.now, command))


async def _practice(turn: Turn, _command: work_commands.StartPractice) -> work_commands.TaskGiven:
    return _given(turn, await work_service.start_practice(turn.uow, turn.person, turn.now))


async def _submit(
    turn: Turn, command: work_commands.SubmitAnswer
) -> work_commands.AnswerCounted | work_commands.AnswerRefused:
    outcome = await work_service.submit(
        turn.uow, turn.person, turn.now, command, turn.task, contact_id=turn.waiting.contact_id
    )
    turn.task, turn.known = outcome.next, True
    if isinstance(outcome, work_commands.AnswerCounted) and outcome.why == "day_done":
        return replace(outcome, told_at=await _told_tomorrow(turn))
    return outcome


async def _told_tomorrow(turn: Turn) -> time | None:
    """The hour at which she hears of work on the day after her 3 hours, where that reaches her."""
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


async def _keep(turn: Turn, command: work_commands.KeepWorking) -> None:
    await tasks.keep_working(turn.uow, turn.person, turn.now, command)


def _given(turn: Turn, given: work_commands.TaskGiven) -> work_commands.TaskGiven:
    turn.task, turn.known = given.task, True
    return given


_SERVICES: dict[type[Any], Callable[[Turn, Any], Awaitable[Any]]] = {
    people_commands.GiveConsent: _consent,
    people_commands.SetPlace: _place,
    people_commands.SetGoal: _goal,
    people_commands.SetReminder: _reminder,
    people_commands.Pause: _pause,
    people_commands.Join: _join,
    people_commands.DeclineWork: _decline,
    CheckBatch: _batch,
    work_commands.TakeWork: _take,
    work_commands.StartPractice: _practice,
    work_commands.SubmitAnswer: _submit,
    work_commands.SkipTask: _skip,
    work_commands.ReportTask: _report,
    work_commands.CorrectAnswer: _correct,
    work_commands.RecallAnswer: _recall,
    work_commands.GoOn: _go_on,
    work_commands.KeepWorking: _keep,
    linking_domain.MakeLink: identity_effects.make_link,
    linking_domain.UseLink: identity_effects.use_link,
    linking_domain.JoinAccounts: identity_effects.join_accounts,
    linking_domain.ChangeChat: identity_effects.change_chat,
    linking_domain.SetPin: identity_effects.set_pin,
    linking_domain.TryPin: identity_effects.try_pin,
    linking_domain.AskReferee: identity_effects.ask_referee,
    linking_domain.Disown: identity_effects.disown,
    joining_domain.AgreeToJoin: joining.agree,
    **training_effects.SERVICES,
    **certificates_effects.SERVICES,
    **people_effects.SERVICES,
    **finding.SERVICES,
    **announcements_effects.SERVICES,
    **threads_effects.SERVICES,
    **confirmations.SERVICES,
}
