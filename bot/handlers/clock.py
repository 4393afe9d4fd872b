"""Events of our own clock: a reminder, the week's summary, a new day, the end of a job."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from backend.domain import reminders
from backend.domain.message import Choice, Francs, Message, Raw, Tr, tr, trn
from backend.services import earnings as earning_service
from backend.services import nudges, outreach, tasks, training, wakeups
from backend.services import promotion as promotion_service
from backend.services import work as work_service
from bot.flows.lesson_view import GO_ON, REVISE
from bot.flows.work_view import pay_shown
from bot.handlers import batches, files, promotion
from bot.handlers.hiteuse import gains_message
from bot.handlers.turn import Turn

WORK = Choice("/travail", "💼 Travailler")
REMINDERS = Choice("/rappels", "⏰ Mes rappels")
LANE = 1


async def woken(turn: Turn, payload: Mapping[str, Any]) -> None:
    """What was planned for her has come due. The open conversation is left as it stands."""
    turn.lane = LANE
    name = payload["wake"]
    if name in batches.WOKEN:
        await batches.WOKEN[name](turn, payload)
        return
    if name == "file":
        await files.refused(turn, payload)
        return
    if name == promotion_service.WAKE:
        await promotion.welcome(turn, payload)
        return
    due = datetime.fromisoformat(payload["due"])
    if name == wakeups.NUDGE:
        await _nudge(turn, due)
        return
    decision = await outreach.decide(turn.uow, turn.person, name, due, turn.now)
    if isinstance(decision, reminders.Send):
        match name:
            case wakeups.SUMMARY:
                await _summary(turn)
            case wakeups.TOMORROW:
                hello = tr("Bonjour {name} ! ☀️ Une nouvelle journée commence.", name=_name(turn))
                await _remind(turn, hello, work=decision.work)
            case _:
                await _remind(turn, tr("Bonjour {name} ! 👋", name=_name(turn)), work=decision.work)
    if name in (wakeups.REMINDER, wakeups.SUMMARY):
        await wakeups.plan(turn.uow, turn.person, turn.now)


def _name(turn: Turn) -> Tr | Raw:
    return Raw(turn.person.first_name) if turn.person.first_name else Tr("à toi")


async def _remind(turn: Turn, hello: Message, *, work: bool) -> None:
    """Short, and only with what is really there for her: work, questions to revise, a lesson in the middle."""
    said = hello
    choices: list[Choice] = []
    if work:
        offered = await _work(turn)
        if offered is not None:
            said += offered
            choices.append(WORK)
    due = await training.due(turn.uow, turn.person, turn.now)
    if due:
        said += trn(
            "🔁 {n} question t'attend pour réviser : une minute.",
            "🔁 {n} questions t'attendent pour réviser : deux minutes.",
            len(due),
        )
        choices.append(REVISE)
    nudge = await nudges.due(turn.uow, turn.person, turn.now)
    if nudge is not None:
        said += tr("📖 Ta leçon « {lesson} » t'attend, là où tu t'es arrêtée.", lesson=Raw(nudge.lesson))
        choices.append(GO_ON)
        await nudges.done(turn.uow, turn.person, nudge, turn.now)
    if choices:
        purpose = "reminder" if WORK in choices else "learning"
        await turn.say(said.with_choices(*choices, REMINDERS, columns=2), purpose=purpose)


async def _work(turn: Turn) -> Message | None:
    """Her open task, or the best offer; None where there is neither."""
    if await tasks.open_task(turn.uow, turn.person) is not None:
        return tr("Ta tâche t'attend. On la finit ensemble ?")
    offers = await work_service.offers(turn.uow, turn.person)
    if not offers:
        return None
    best = offers[0]
    return tr(
        "Il y a du travail : *{title}*, {pay} par tâche (environ {hourly} de l'heure).",
        title=Raw(best.config.title),
        pay=pay_shown(best),
        hourly=Francs(best.hourly),
    )


async def _nudge(turn: Turn, due: datetime) -> None:
    """She has been silent in the middle of a module. Where her reminder comes today, that carries it."""
    nudge = await nudges.due(turn.uow, turn.person, turn.now)
    if nudge is not None and not await nudges.comes_with_reminder(turn.uow, turn.person, turn.now):
        decision = await outreach.decide_nudge(turn.uow, turn.person, due, turn.now)
        if isinstance(decision, reminders.Send):
            await _remind(turn, tr("Bonjour {name} ! 👋", name=_name(turn)), work=False)
        else:
            await nudges.done(turn.uow, turn.person, nudge, None)
    await wakeups.plan_nudge(turn.uow, turn.person, turn.now)


async def _summary(turn: Turn) -> None:
    figures = await earning_service.figures(turn.uow, turn.person, turn.now)
    if figures.week.francs == 0 and figures.ever.francs == 0:
        return
    name = turn.person.first_name
    head = tr("*Ta semaine, {name}*", name=Raw(name)) if name else tr("*Ta semaine*")
    await turn.say(gains_message(figures, head), purpose="summary")
