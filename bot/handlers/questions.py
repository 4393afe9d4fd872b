"""Questions about figures in an admin's own words: "combien de tâches hier au Cameroun ?"

What was not understood is said, and what can be asked is shown.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Literal

from backend.domain import asked, permissions, places
from backend.domain.asked import Question
from backend.domain.asked_measures import PER_WOMAN
from backend.domain.message import Attachment, Choice, Message, Raw, Tr, tr
from backend.domain.spoken_periods import BEGINNING
from backend.domain.statistics import SPANS, Scope, Span
from backend.domain.texts import beside, lines
from backend.services import projects as project_service
from backend.services import statistics
from bot.handlers import figures_view as view
from bot.handlers import projects, scopes, sheets
from bot.handlers.turn import Turn

OF_PEOPLE = ("joined", "first income", "lessons")
"""Measures that belong to no project."""
MOST_COUNTRIES = 12
MOST_NAMED = 6
"""Projects among which a word leaves the choice, of those that are named."""
MENU = Choice("/menu", "Menu")
COHORT = Choice("/cohorte", "👭 Cohorte")
LACKING = tr(
    "Je compte ce qui est fait, pas ce qui manque. Qui attend sa première tâche payée, et qui ne travaille plus : "
    "c'est dans « cohorte »."
)
CAN = tr(
    "Demande-moi par exemple :\n"
    "• combien de tâches hier au Cameroun ?\n"
    "• hiteuses actives cette semaine\n"
    "• coût des messages en novembre\n"
    "• gain par heure au Sénégal, 7 jours\n"
    "• argent gagné par femme, ce mois et le mois dernier\n"
    "• nouvelles inscrites au Togo et au Bénin\n"
    "• heures du projet moderation la semaine dernière"
)
MEASURES = tr(
    "Je sais compter : tâches, personnes, heures, argent gagné, gain par heure, messages, coût des messages, "
    "nouvelles inscrites, premiers revenus, leçons réussies. Aussi par femme, par pays ou par messagerie."
)


def may_ask(turn: Turn) -> bool:
    """Whether her own words, where no flow takes them, are a question about figures."""
    return permissions.may(turn.person, "see figures")


async def taken(turn: Turn, text: str) -> bool:
    """Answers what no open question takes, if it is a whole question about figures."""
    if turn.conversation.asked.get("f") or not may_ask(turn):
        return False
    question = await _read(turn, text)
    if not question.measures or question.unknown or question.which or question.which_project:
        return False
    await answer(turn, text)
    return True


async def _read(turn: Turn, text: str) -> Question:
    today = statistics.today(turn.person, turn.now)
    return asked.read(text, today, await project_service.askable(turn.uow, turn.person))


async def answer(turn: Turn, text: str) -> None:
    """Her question, or what she can ask."""
    today = statistics.today(turn.person, turn.now)
    question = await _read(turn, text)
    if question.which:  # all countries together would be no answer
        await turn.say(_which(question).with_choices(view.ALL, MENU, columns=2))
    elif question.which_project:
        await turn.say(_which_project(question).with_choices(view.ALL, MENU, columns=2))
    elif question.negated:  # its opposite would be no answer either
        await turn.say(LACKING.with_choices(COHORT, view.ALL, columns=2))
    elif not question.understood:
        await turn.say((_not_understood(question) + CAN + MEASURES).with_choices(view.ALL, MENU, columns=2))
    elif question.standing and question.project is not None and not question.unknown:
        await projects.figures(turn, question.project.id)
    else:
        await _counted(turn, question, today)


async def _counted(turn: Turn, question: Question, today: date) -> None:
    spans = question.spans or tuple(Span.up_to(today, days) for days in SPANS)
    project = question.project.id if question.project else None
    whole = Scope(None, question.channel, project)
    message = _title(question)
    if question.by and project is None and not question.countries and not set(OF_PEOPLE) & {*question.measures}:
        message += await _shares(turn, question, spans, today)
    else:
        places_ = question.countries or (await _everywhere(turn, question, spans) if question.by == "country" else ())
        scopes_ = [replace(whole, country=code) for code in places_] or [whole]
        if len(scopes_) == 1:
            whole = scopes_[0]
        if question.measures:
            for span in spans:
                message += await _block(turn, question, span, scopes_, today)
            if question.project is not None and any(measure in OF_PEOPLE for measure in question.measures):
                message += tr("Inscriptions, premiers revenus et leçons se comptent tous projets confondus.")
        else:
            message += await _all(turn, spans, scopes_, today)
        if not question.spans and {"people", "joined"} & {*question.measures} and project is None:
            message += await _registered(turn, scopes_)
    message += _not_understood(question)
    table = sheets.offer(turn, f"/stats exporter {scopes.pack(scopes.whole(spans), whole)}")
    about = (Choice(f"/projets {project}", "📦 Le projet"),) if project is not None else ()
    await turn.say(message.with_choices(table, *about, view.ALL, columns=2))


async def _block(turn: Turn, question: Question, span: Span, found: Sequence[Scope], today: date) -> Message:
    """One period: a line for each measure, or where there are several countries one for each of these."""
    told = [Tr("*{span}*", {"span": view.span_name(span, today)})]
    for scope in found:
        measures = [await _measure(turn, measure, span, scope, each=question.each) for measure in question.measures]
        if len(found) > 1:
            place = {"place": view.place_name(scope.country or ""), "what": beside(*measures)}
            measures = [Tr("{place} : {what}", place)]
        told += measures
    return Message((lines(*told),))


async def _shares(turn: Turn, question: Question, spans: Sequence[Span], today: date) -> Message:
    """A line for each country, or each messenger."""
    key: Literal["country", "channel"] = "channel" if question.by == "channel" else "country"
    message = Message()
    for span in spans:
        parts = await statistics.parts(turn.uow, turn.person, span, key)
        told = [view.part(each, key) for each in parts] or [Tr("Rien pour le moment.")]
        message += Message((lines(Tr("*{span}*", {"span": view.span_name(span, today)}), *told),))
    return message + view.SIGNS


async def _everywhere(turn: Turn, question: Question, spans: Sequence[Span]) -> tuple[str, ...]:
    """Countries with anything to count, those with most work first."""
    parts = await statistics.parts(turn.uow, turn.person, scopes.whole(spans), "country")
    return tuple(each.key for each in parts if each.key)[:MOST_COUNTRIES]


async def _registered(turn: Turn, found: Sequence[Scope]) -> Message:
    """How many there are at all, for who names no period."""
    span = Span(BEGINNING, statistics.today(turn.person, turn.now) + timedelta(days=1))
    told = []
    for scope in found:
        line = view.registered(await statistics.joined(turn.uow, turn.person, span, scope))
        place = view.place_name(scope.country or "")
        told.append(Tr("{place} : {what}", {"place": place, "what": line}) if len(found) > 1 else line)
    return Message((lines(*told),))


async def _all(turn: Turn, spans: Sequence[Span], found: Sequence[Scope], today: date) -> Message:
    """No measure was named: all of them."""
    message = Message()
    for scope in found:
        if len(found) > 1:
            message += Message((Tr("{place}", {"place": view.place_name(scope.country or "")}),))
        periods = await statistics.periods(turn.uow, turn.person, turn.now, scope, spans)
        for period in periods:
            message += view.period(period, today, mean=scope.project_id is not None)
    if len(found) > 1 or len(periods) != len(SPANS):
        return message
    by_day = await statistics.by_day(turn.uow, turn.person, spans[-1], scope)
    values = {
        "days": [work.answers for work in by_day],
        "people": [period.people for period in periods],
        "tasks": [period.work.answers for period in periods],
        "seconds": [int(period.work.time.total_seconds()) for period in periods],
        "pace": [period.pace for period in periods],
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
    if len(question.countries) == 1:
        parts.append(view.place_name(question.countries[0]))
    if question.channel is not None:
        parts.append(view.channel_name(question.channel))
    return Message((beside(*parts),)) if parts else Message()


def _which(question: Question) -> Message:
    first, second = (Raw(name) for name in question.which[:2])
    said = tr("De quel pays parles-tu : {first} ou {second} ?", first=first, second=second)
    return said + tr("Pose-moi encore ta question avec son nom entier.")


def _which_project(question: Question) -> Message:
    named = Raw("".join(f"\n• {title}" for title in question.which_project[:MOST_NAMED]))
    said = tr("Plusieurs projets s'appellent ainsi :{projects}", projects=named)
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


async def _measure(turn: Turn, measure: asked.Measure, span: Span, scope: Scope, *, each: bool = False) -> Tr:
    uow, by = turn.uow, turn.person
    if each and measure in PER_WOMAN:
        people = await statistics.people(uow, by, span, scope)
        return view.each(measure, await statistics.work(uow, by, span, scope), people)
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
            hourly, measured = await statistics.pace(uow, by, span, scope)
            return view.pace(hourly, mean=scope.project_id is not None, measured=measured)
        case "messages" | "cost":
            return view.told(await statistics.sent(uow, by, span, scope))
        case "joined":
            return view.joined(await statistics.joined(uow, by, span, scope))
        case "first income":
            return view.first_income(*await statistics.first_incomes(uow, by, span, scope))
        case "lessons":
            return view.lessons(await statistics.lessons(uow, by, span, scope))
