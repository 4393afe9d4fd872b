"""Questions about figures in an admin's own words: "combien de tâches hier au Cameroun ?"

What was not understood is said, and what can be asked is shown.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from backend.domain import asked, permissions, places
from backend.domain.asked import Question
from backend.domain.errors import BadInput
from backend.domain.message import Attachment, Choice, Message, Raw, Tr, tr
from backend.domain.statistics import SPANS, Scope, Span
from backend.domain.texts import beside, lines
from backend.services import projects as project_service
from backend.services import statistics
from bot.handlers import figures_view as view
from bot.handlers import sheets
from bot.handlers.turn import Turn

OF_PEOPLE = ("joined", "first income", "lessons")
"""Measures that belong to no project."""
ALL = Choice("/stats", "📊 Chiffres")
MENU = Choice("/menu", "Menu")
CAN = tr(
    "Demande-moi par exemple :\n"
    "• combien de tâches hier au Cameroun ?\n"
    "• hiteuses actives cette semaine\n"
    "• coût des messages en novembre\n"
    "• gain par heure au Sénégal, 7 jours\n"
    "• nouvelles inscrites du 3 au 10\n"
    "• heures du projet moderation la semaine dernière"
)
MEASURES = tr(
    "Je sais compter : tâches, personnes, heures, argent gagné, gain par heure, messages, coût des messages, "
    "nouvelles inscrites, premiers revenus, leçons réussies."
)


def may_ask(turn: Turn) -> bool:
    """Whether her own words, where no flow takes them, are a question about figures."""
    return permissions.may(turn.person, "see figures")


async def answer(turn: Turn, text: str) -> None:
    """Her question, or what she can ask."""
    today = statistics.today(turn.person, turn.now)
    question = asked.read(text, today, await project_service.askable(turn.uow, turn.person))
    if question.which:  # all countries together would be no answer
        await turn.say(_which(question).with_choices(ALL, MENU, columns=2))
        return
    if not question.understood:
        await turn.say((_not_understood(question) + CAN + MEASURES).with_choices(ALL, MENU, columns=2))
        return
    spans = [question.span] if question.span else [Span.up_to(today, days) for days in SPANS]
    scope = Scope(question.country, question.channel, question.project.id if question.project else None)
    message = _title(question)
    if question.measures:
        for span in spans:
            found = [await _measure(turn, measure, span, scope) for measure in question.measures]
            name = Tr("*{span}*", {"span": view.span_name(span, today)})
            message += Message((lines(name, *found),))
        if question.project is not None and any(measure in OF_PEOPLE for measure in question.measures):
            message += tr("Inscriptions, premiers revenus et leçons se comptent tous projets confondus.")
    else:
        message += await _all(turn, spans, scope, today)
    message += _not_understood(question)
    table = sheets.offer(turn, f"/stats exporter {pack(_whole(spans), scope)}")
    await turn.say(message.with_choices(table, ALL, columns=2))


async def _all(turn: Turn, spans: Sequence[Span], scope: Scope, today: date) -> Message:
    """No measure was named: all of them."""
    found = await statistics.periods(turn.uow, turn.person, turn.now, scope, spans)
    message = Message()
    for period in found:
        message += view.period(period, today, mean=scope.project_id is not None)
    if len(found) != len(SPANS):
        return message
    by_day = await statistics.by_day(turn.uow, turn.person, spans[-1], scope)
    values = {
        "days": [work.answers for work in by_day],
        "people": [period.people for period in found],
        "tasks": [period.work.answers for period in found],
        "seconds": [int(period.work.time.total_seconds()) for period in found],
        "pace": [period.pace for period in found],
        "place": _place(scope),
    }
    return replace(message, attachment=Attachment("chart", "stats", values=values))


def _place(scope: Scope) -> str:
    names = [places.country(scope.country).name] if scope.country else []
    return " · ".join([*names, *([view.CHANNELS.get(scope.channel, scope.channel)] if scope.channel else [])])


def _title(question: Question) -> Message:
    """What it is about, besides the time."""
    parts: list[Tr | Raw] = []
    if question.project is not None:
        parts.append(Raw(f"📦 {question.project.title}"))
    if question.country is not None:
        parts.append(view.place_name(question.country))
    if question.channel is not None:
        parts.append(view.channel_name(question.channel))
    return Message((beside(*parts),)) if parts else Message()


def _which(question: Question) -> Message:
    first, second = (Raw(name) for name in question.which[:2])
    said = tr("De quel pays parles-tu : {first} ou {second} ?", first=first, second=second)
    return said + tr("Pose-moi encore ta question avec son nom entier.")


def _not_understood(question: Question) -> Message:
    message = Message()
    if question.unknown:
        named = Raw(", ".join(f"« {word} »" for word in question.unknown[:6]))
        if question.understood:
            message += tr("Je n'ai pas compris {words} : j'ai répondu sans.", words=named)
        else:
            message += tr("Je n'ai pas compris {words}.", words=named)
    elif not question.understood:
        message += tr("Je n'ai pas compris ta question.")
    return message


async def _measure(turn: Turn, measure: asked.Measure, span: Span, scope: Scope) -> Tr:
    uow, by = turn.uow, turn.person
    match measure:
        case "people":
            return view.people(await statistics.people(uow, by, span, scope))
        case "answers":
            return view.answers((await statistics.work(uow, by, span, scope)).answers)
        case "time":
            return view.hours((await statistics.work(uow, by, span, scope)).time)
        case "earned":
            return view.earned(await statistics.work(uow, by, span, scope))
        case "pace":
            found = await statistics.pace(uow, by, span, scope)
            return view.pace(found, mean=scope.project_id is not None)
        case "messages" | "cost":
            return view.told(await statistics.sent(uow, by, span, scope))
        case "joined":
            return view.joined(await statistics.joined(uow, by, span, scope))
        case "first income":
            return view.first_income(*await statistics.first_incomes(uow, by, span, scope))
        case "lessons":
            return view.lessons(await statistics.lessons(uow, by, span, scope))


# --- in a button ----------------------------------------------------------------------------------------


def _whole(spans: Sequence[Span]) -> Span:
    return Span(min(span.first for span in spans), max(span.last for span in spans))


def pack(span: Span, scope: Scope) -> str:
    """As a button holds it: "2026-11-01 2026-11-30 CM whatsapp #12"."""
    parts = [span.first.isoformat(), span.last.isoformat(), scope.country, scope.channel]
    return " ".join([part for part in parts if part] + ([f"#{scope.project_id}"] if scope.project_id else []))


def unpack(text: str) -> tuple[Span | None, Scope]:
    """The inverse, and of whatever else somebody typed what there is in it."""
    dates: list[date] = []
    country = channel = project_id = None
    for part in text.split():
        if part.startswith("#") and part[1:].isascii() and part[1:].isdigit() and len(part) < 19:
            project_id = int(part[1:])
        elif part in view.CHANNELS:
            channel = part
        elif len(part) == 2:
            country = _code(part)
        elif (on := _date(part)) is not None:
            dates.append(on)
    span = Span(dates[0], dates[1]) if len(dates) == 2 and dates[0] <= dates[1] else None
    return span, Scope(country, channel, project_id)


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _code(text: str) -> str | None:
    try:
        return places.country(text).code
    except BadInput:
        return None
