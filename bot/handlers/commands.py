"""Commands of flows, carried out by the services."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import time
from typing import Any

from backend.domain import joining as joining_domain
from backend.domain import linking as linking_domain
from backend.domain import people, work
from backend.domain.batches import CheckBatch
from backend.domain.days import local
from backend.services import access, promotion, tasks, wakeups
from backend.services import people as people_service
from backend.services import work as work_service
from bot.handlers import answering, certifying, composing, deeds, finding, inviting, joining, learning, linking
from bot.handlers.turn import Turn


async def carry_out(turn: Turn, command: Any) -> Any:
    """Do it; the outcome for the flow, or None when there is nothing to tell."""
    return await _SERVICES[type(command)](turn, command)


async def _consent(turn: Turn, _command: people.GiveConsent) -> None:
    await people_service.consent(turn.uow, turn.person, turn.now)


async def _place(turn: Turn, command: people.SetPlace) -> None:
    await people_service.set_place(turn.uow, turn.person, command.country, command.zone, turn.now)
    turn.person = replace(turn.person, country=command.country, zone=command.zone or "UTC")


async def _goal(turn: Turn, command: people.SetGoal) -> None:
    await people_service.set_goal(turn.uow, turn.person, command.goal, turn.now)


async def _reminder(turn: Turn, command: people.SetReminder) -> None:
    turn.person = await people_service.set_reminder(turn.uow, turn.person, command.preference, turn.now)


async def _pause(turn: Turn, command: people.Pause) -> None:
    await people_service.pause(turn.uow, turn.person, command.until)
    turn.person = replace(turn.person, paused_until=command.until)


async def _join(turn: Turn, _command: people.Join) -> None:
    await people_service.join(turn.uow, turn.person, turn.now)
    turn.person = replace(turn.person, joined_at=turn.now)
    await turn.jobs.show_menu(turn.uow, person_id=turn.person.id)


async def _decline(turn: Turn, _command: people.DeclineWork) -> None:
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


async def _take(turn: Turn, command: work.TakeWork) -> work.TaskGiven:
    return _given(turn, await work_service.take(turn.uow, turn.person, turn.now, command))


async def _practice(turn: Turn, _command: work.StartPractice) -> work.TaskGiven:
    return _given(turn, await work_service.start_practice(turn.uow, turn.person, turn.now))


async def _submit(turn: Turn, command: work.SubmitAnswer) -> work.AnswerCounted | work.AnswerRefused:
    outcome = await work_service.submit(
        turn.uow, turn.person, turn.now, command, turn.task, contact_id=turn.waiting.contact_id
    )
    turn.task, turn.known = outcome.next, True
    if isinstance(outcome, work.AnswerCounted) and outcome.why == "day_done":
        return replace(outcome, told_at=await _told_tomorrow(turn))
    return outcome


async def _told_tomorrow(turn: Turn) -> time | None:
    """The hour at which she hears of work on the day after her 3 hours, where that reaches her."""
    at = await wakeups.after_full_day(turn.uow, turn.person, turn.now)
    if at is None or not await turn.reaches("reminder", at):
        return None
    return local(at, turn.person.zone).time()


async def _skip(turn: Turn, command: work.SkipTask) -> work.TaskGiven:
    return _given(turn, await work_service.skip(turn.uow, turn.person, turn.now, command))


async def _report(turn: Turn, command: work.ReportTask) -> work.TaskGiven:
    return _given(turn, await work_service.report(turn.uow, turn.person, turn.now, command))


async def _correct(turn: Turn, command: work.CorrectAnswer) -> work.AnswerCorrected:
    return await work_service.correct(turn.uow, turn.person, turn.now, command)


async def _recall(turn: Turn, _command: work.RecallAnswer) -> work.AnswerRecalled:
    return work.AnswerRecalled(await tasks.previous(turn.uow, turn.person))


async def _go_on(turn: Turn, command: work.GoOn) -> work.TaskGiven:
    return _given(turn, await tasks.go_on(turn.uow, turn.person, turn.now, command))


async def _keep(turn: Turn, command: work.KeepWorking) -> None:
    await tasks.keep_working(turn.uow, turn.person, turn.now, command)


def _given(turn: Turn, given: work.TaskGiven) -> work.TaskGiven:
    turn.task, turn.known = given.task, True
    return given


_SERVICES: dict[type[Any], Callable[[Turn, Any], Awaitable[Any]]] = {
    people.GiveConsent: _consent,
    people.SetPlace: _place,
    people.SetGoal: _goal,
    people.SetReminder: _reminder,
    people.Pause: _pause,
    people.Join: _join,
    people.DeclineWork: _decline,
    CheckBatch: _batch,
    work.TakeWork: _take,
    work.StartPractice: _practice,
    work.SubmitAnswer: _submit,
    work.SkipTask: _skip,
    work.ReportTask: _report,
    work.CorrectAnswer: _correct,
    work.RecallAnswer: _recall,
    work.GoOn: _go_on,
    work.KeepWorking: _keep,
    linking_domain.MakeLink: linking.make_link,
    linking_domain.UseLink: linking.use_link,
    linking_domain.JoinAccounts: linking.join_accounts,
    linking_domain.ChangeChat: linking.change_chat,
    linking_domain.SetPin: linking.set_pin,
    linking_domain.TryPin: linking.try_pin,
    linking_domain.AskReferee: linking.ask_referee,
    linking_domain.Disown: linking.disown,
    joining_domain.AgreeToJoin: joining.agree,
    **learning.SERVICES,
    **certifying.SERVICES,
    **inviting.SERVICES,
    **finding.SERVICES,
    **composing.SERVICES,
    **answering.SERVICES,
    **deeds.SERVICES,
}
