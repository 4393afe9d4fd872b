"""`gains` and `projet`: what she has earned, and the project that she saves for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from backend.db.people import queries as people_rows
from backend.domain import money
from backend.domain.days import DAY_LIMIT
from backend.domain.earnings.figures import MONTHLY_GOAL, Amounts, Earned, Figures, chart
from backend.domain.messaging.message import Attachment, Choice, Francs, Message, Raw, Tr, tr, trn
from backend.domain.messaging.texts import beside, lines
from backend.domain.money import Money
from backend.domain.people import commands as people_commands
from backend.domain.people import places
from backend.services.earnings import service as earning_service
from backend.services.people import service as people_service
from backend.services.quality import recourse as recourse_service
from bot.flows.earnings import goal as goal_flow
from bot.flows.earnings.promises import HOW_PAID
from bot.handlers.engine import flow_engine
from bot.handlers.engine.turn import Turn


async def goal(turn: Turn, rest: str = "") -> None:
    """`projet`: show what she saves for, without touching the open question. With text after it, or without a goal so
    far, open the flow that asks for it."""
    known = await people_rows.goal(turn.uow, turn.person.id)
    if known is None or rest:
        await flow_engine.open_flow(turn, "goal", "")
        return
    change, earned = Choice("/projet changer", "Changer"), Choice("/gains", "Mes gains")
    await turn.say(tr("*Ton projet*") + goal_flow.describe(known).with_choices(change, earned, columns=2))


async def gains(turn: Turn, _rest: str = "") -> None:
    """`gains`: her earnings."""
    figures = await earning_service.figures(turn.uow, turn.person, turn.now)
    message = gains_message(figures, tr("*Tes gains*"))
    refused = await recourse_service.refused(turn.uow, turn.person)
    if refused:
        message += trn(
            "🔎 {n} réponse refusée n'y est pas : écris « recours ».",
            "🔎 {n} réponses refusées n'y sont pas : écris « recours ».",
            len(refused),
        )
    await turn.say(message)


def gains_message(figures: Figures, head: Message) -> Message:
    """All figures as text, and the same as a picture."""
    message = head
    message += _today(figures)
    message += tr(
        "📅 Cette semaine : *{week}*\n🗓 Ce mois : *{month}*",
        week=Francs(figures.week.francs),
        month=Francs(figures.month.francs),
    )
    message += _standing(figures.ever)
    if whole := money.francs(*figures.supplement):
        message += tr("➕ Dont complément au salaire minimum, ce mois : {sum}", sum=Francs(whole))
    if figures.pace is not None:
        message += tr("⚡ À ton rythme : *{pace}* de l'heure", pace=Francs(figures.pace))
    goal = money.francs(MONTHLY_GOAL)
    message += tr(
        "🎯 Vers {goal} par mois ({euros}) : *{percent} %*",
        goal=Francs(goal),
        euros=MONTHLY_GOAL,
        percent=int(figures.month_share * 100),
    )
    if figures.project_share is not None and figures.goal is not None:
        message += tr(
            "🌱 Ton projet ({goal}) : *{percent} %*",
            goal=Francs(money.francs(figures.goal)),
            percent=int(figures.project_share * 100),
        )
    lines = _as_lines(message)
    if figures.ever.all:
        lines += Message((HOW_PAID,))
    return replace(
        lines,
        choices=(
            Choice("/travail", "💼 Travailler"),
            Choice("/projet", "🌱 Mon projet"),
            Choice("/paiement", "💵 Ma paie"),
        ),
        columns=2,
        attachment=Attachment("chart", "gains", values=chart(figures)),
    )


def sums(figures: Figures) -> Message:
    """The most important figures in two lines."""
    return Message((lines(*_today(figures).parts, *_standing(figures.ever).parts),))


def _as_lines(message: Message) -> Message:
    """Put the title and the facts on lines of one paragraph; with blank lines between them the
    message would fill two screens."""
    title, *facts = message.parts
    return Message((title, lines(*facts)))


def _today(figures: Figures) -> Message:
    today = figures.today
    worked = trn(
        "{n} tâche, {time} sur {limit}",
        "{n} tâches, {time} sur {limit}",
        figures.answers_today,
        time=figures.time_today,
        limit=DAY_LIMIT,
    ).parts[0]
    assert isinstance(worked, Tr)
    return tr(
        "☀️ Aujourd'hui : *{sum}* (en attente {pending}, accepté {accepted}) · {worked}",
        sum=Francs(today.francs),
        pending=_francs(today.pending),
        accepted=_francs(today.accepted),
        worked=worked,
    )


def _standing(ever: Earned) -> Message:
    parts = [Tr("⏳ En attente : {sum}", {"sum": _francs(ever.pending)})]
    parts.append(Tr("✅ Accepté : {sum}", {"sum": _francs(ever.accepted)}))
    if money.francs(*ever.transit):
        parts.append(Tr("🚚 En route : {sum}", {"sum": _francs(ever.transit)}))
    if money.francs(*ever.paid):
        parts.append(Tr("💵 Payé : {sum}", {"sum": _francs(ever.paid)}))
    return Message((beside(*parts),))


def _francs(amounts: Amounts) -> Francs:
    return Francs(money.francs(*amounts))


# --- the flow of the goal ------------------------------------------------------------------------------


async def goal_facts(turn: Turn, _state: goal_flow.State) -> goal_flow.Facts:
    """Load the currency of her country, in which she can write the sum."""
    return goal_flow.Facts(places.country(turn.person.country).currency)


async def set_goal(turn: Turn, command: people_commands.SetGoal) -> None:
    """Store what she saves for."""
    await people_service.set_goal(turn.uow, turn.person, command.goal, turn.now)


# --- messages about earnings -----------------------------------------------------------------------------


async def topped_up(turn: Turn, payload: Mapping[str, Any]) -> None:
    """Tell her that her pay for a project was raised to the minimum wage. `payload`: `project` (title), `pay`
    (the arguments of `Money`)."""
    said = tr(
        "➕ Le travail de *{title}* prend plus de temps que prévu. Ta paie est complétée de *{sum}*, pour qu'elle "
        "atteigne le salaire minimum de ton pays. C'est à toi, rien à faire.",
        title=Raw(payload["project"]),
        sum=Francs(money.francs(Money(*payload["pay"]))),
    )
    await turn.say(
        said.with_choices(Choice("/gains", "Mes gains"), Choice("/menu", "Menu"), columns=2), purpose="payment"
    )
