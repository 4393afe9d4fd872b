"""Figures by period (`cohorte juin`), the open work (`cohorte travail`), and the sheet of each Monday."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from backend.db.admin.week import WAKE
from backend.domain.admin.week import MEASURES, Decisions, PeriodFigures, WeekSheet, WorkLeft
from backend.domain.french.ranges import Span
from backend.domain.messaging.message import Attachment, Choice, Francs, Message, Raw, Tr, Value, tr, trn
from backend.domain.messaging.texts import beside, lines
from backend.domain.money import francs
from backend.domain.people import places
from backend.domain.people.permissions import may
from backend.records import replace
from backend.services import access
from backend.services.admin import statistics
from backend.services.admin import week as service
from bot.handlers.admin import figure_views as view
from bot.handlers.admin.metrics import lines as line_view
from bot.handlers.admin.metrics import looked, questions
from bot.handlers.engine.dialogue import Wake
from bot.handlers.engine.turn import Turn
from bot.i18n import formats
from bot.i18n.render import plain

PURPOSE = "staff_week"
LAST_WEEK = Choice("/cohorte la semaine derniere", "👭 La semaine")
COHORT = Choice("/cohorte", "👭 Ma cohorte")
MENU = Choice("/menu", "Menu")
MOST_BUTTONS = 3
"""More buttons would become a list on WhatsApp, and leave no room for a picture."""


# --- figures by period ------------------------------------------------------------------------------------


async def tell(turn: Turn, text: str) -> None:
    """The figures of the period that a text names; a text that asks for more is answered as a question."""
    question = await questions.of_a_period(turn, text)
    if question is None:
        return
    today = statistics.today(turn.person, turn.now)
    message = Message()
    for part in looked.parts(turn, question):
        for span in looked.spans(question, today):
            found = await service.period(turn.uow, turn.person, span, part.scope)
            name = part.name or _places(part.scope.countries)
            message += _period(found, today, name)
    await turn.say(message.with_choices(COHORT, MENU, columns=2))


def _places(countries: tuple[str, ...]) -> Raw | None:
    return Raw(", ".join(places.country(code).name for code in countries)) if countries else None


def _period(found: PeriodFigures, today: date, name: Tr | Raw | None) -> Message:
    span = view.span_name(found.span, today)
    head = Tr("*{span}*", {"span": beside(span, name) if name is not None else span})
    return Message((lines(head, *figures(found)),))


def figures(found: PeriodFigures) -> list[Tr]:
    """A line for each figure of a period."""
    told = [line_view.figure(each, found.cells[each]) for each in MEASURES]
    return [*told, _paid(found), _refused(found)]


def _paid(found: PeriodFigures) -> Tr:
    if not found.paid:
        return Tr("💵 Rien n'a été payé")
    return Tr("💵 {sum} payés", {"sum": beside(*(Tr("{sum}", {"sum": each}) for each in found.paid))})


def _refused(found: PeriodFigures) -> Tr:
    n = found.refused
    if not n:
        return Tr("👌 Aucune réponse refusée")
    return Tr("✖️ {n} réponse refusée", {"n": n}, "✖️ {n} réponses refusées", n)


async def work_left(turn: Turn) -> None:
    """`cohorte travail`: how long the open work lasts."""
    found = await service.left(turn.uow, turn.person, turn.now)
    message = tr("*Le travail ouvert*") + Message((_left(found),))
    message += tr(
        "Le rythme est celui des 7 jours avant aujourd'hui. Un travail ouvert à plusieurs pays est partagé entre eux."
    )
    choices = (Choice("/projets", "📦 Projets"),) if may(turn.person, "see projects") else ()
    await turn.say(message.with_choices(*choices, COHORT, MENU, columns=2))


MOST_DAYS = 366
"""After a week with next to no work the open work lasts for ages: how long says nothing."""


def _left(found: WorkLeft) -> Tr:
    if not found.open:
        return Tr("📦 Aucun travail ouvert")
    if found.days is None:
        return Tr("📦 {time} ouverts · pas de travail les 7 jours avant aujourd'hui", {"time": _long(found.open)})
    if found.days > MOST_DAYS:
        return Tr("📦 Travail ouvert : {time}, plus d'un an", {"time": _long(found.open)})
    values: dict[str, Value] = {"n": found.days, "time": _long(found.open)}
    return Tr(
        "📦 Travail ouvert : {time}, environ {n} jour",
        values,
        "📦 Travail ouvert : {time}, environ {n} jours",
        found.days,
    )


def _long(time: timedelta) -> Tr:
    """Hours also beyond a day: "51 h"."""
    if time < timedelta(days=1):
        return Tr("{time}", {"time": view.coarse(time)})
    return Tr("{n} h", {"n": time // timedelta(hours=1)})


# --- the Monday sheet -------------------------------------------------------------------------------------


async def monday(turn: Turn, _payload: Mapping[str, Any]) -> None:
    """Send the sheet to a Huber or an admin; not after `stop`."""
    if turn.person.stopped_at is not None or not may(turn.person, "see the cohort"):
        return
    found = await service.sheet(turn.uow, turn.person, turn.now)
    await turn.say(sheet(found, access.countries(turn.person), turn.person.language), purpose=PURPOSE)


def sheet(found: WeekSheet, countries: tuple[str, ...], language: str) -> Message:
    """The sheet: its picture, and all figures in words, each with the word that shows more."""
    span = found.week.span
    title = Tr("La semaine du {first} au {last}", {"first": span.first, "last": span.last})
    where = _places(countries)
    head = Tr("*📋 {title}*", {"title": beside(title, where) if where is not None else title})
    message = Message((lines(head, *_done(found), Tr("👉 « cohorte la semaine dernière »")),))
    message += Message((lines(*_now(found)),))
    message += Message((_waiting(found.waiting),))
    covers = picture_title(span, countries, language)
    picture = Attachment("chart", "week", values=_values(found, covers))
    choices = [LAST_WEEK, *(choice for choice, n, _ in _decisions(found.waiting) if n)][: MOST_BUTTONS - 1]
    return replace(message.with_choices(*choices, COHORT, columns=2), attachment=picture)


def picture_title(span: Span, countries: tuple[str, ...], language: str) -> str:
    """What the picture covers, short enough to be read on it."""
    days = {"first": Raw(formats.short_day(span.first, language)), "last": Raw(formats.short_day(span.last, language))}
    return plain(beside(Tr("Semaine du {first} au {last}", days), *filter(None, [_places(countries)])), language)


def _done(found: WeekSheet) -> list[Tr]:
    week, before = found.week.cells, found.before.cells["people"].people
    people = view.people(week["people"].people)
    told = [
        Tr("{people} ({n} la semaine d'avant)", {"people": people, "n": before}),
        beside(view.answers(week["answers"].work.answers), view.hours(week["time"].work.time)),
    ]
    firsts = week["first income"]
    return [*told, view.first_income(firsts.count, firsts.time), _paid(found.week), _refused(found.week)]


def _now(found: WeekSheet) -> list[Tr]:
    owed = found.owed.work
    stopped = Tr("🔔 Aucune ne s'est arrêtée : « cohorte risque »")
    if found.stopped:
        stopped = Tr(
            "🔔 {n} s'est arrêtée depuis 7 jours : « cohorte risque »",
            {"n": found.stopped},
            "🔔 {n} se sont arrêtées depuis 7 jours : « cohorte risque »",
            found.stopped,
        )
    due = Tr("🧾 {sum} restent à payer : « reste à payer »", {"sum": Francs(francs(owed.euros, owed.francs))})
    return [stopped, due, Tr("{left} : « cohorte travail »", {"left": _left(found.left)})]


def _decisions(found: Decisions) -> list[tuple[Choice, int, Message]]:
    """What may wait: the button that leads to it, how many, and what it is."""
    runs, claims, threads, concerns = found.runs, found.claims, found.threads, found.concerns
    reviews = found.reviews + found.held
    return [
        (
            Choice("/paiements", "💶 Paiements"),
            runs,
            trn("• {n} envoi à approuver : « paiements »", "• {n} envois à approuver : « paiements »", runs),
        ),
        (
            Choice("/paiements reclamations", "📮 Réclamations"),
            claims,
            trn(
                "• {n} réclamation : « paiements reclamations »",
                "• {n} réclamations : « paiements reclamations »",
                claims,
            ),
        ),
        (
            Choice("/messages", "💬 Messages"),
            threads,
            trn("• {n} personne sans réponse : « messages »", "• {n} personnes sans réponse : « messages »", threads),
        ),
        (
            Choice("/suivi", "🔎 Suivi"),
            concerns,
            trn("• {n} coup de main à décider : « suivi »", "• {n} coups de main à décider : « suivi »", concerns),
        ),
        (
            Choice("/revues", "🔍 Revues"),
            reviews,
            trn("• {n} revue : « revues »", "• {n} revues : « revues »", reviews),
        ),
    ]


def _waiting(found: Decisions) -> Tr:
    told = [said for _, n, said in _decisions(found) if n]
    if not told:
        return Tr("✅ Aucune décision n'attend.")
    return lines(Tr("*⏳ Une décision attend*"), *(view.only(each) for each in told))


def _values(found: WeekSheet, title: str) -> dict[str, Any]:
    weeks = (found.week.cells, found.before.cells)
    return {
        "title": title,
        "days": list(found.days),
        "people": [each["people"].people for each in weeks],
        "tasks": [each["answers"].work.answers for each in weeks],
        "seconds": [each["time"].work.time // timedelta(seconds=1) for each in weeks],
        "pace": [each["pace"].pace for each in weeks],
    }


WAKEUPS: Mapping[str, Wake] = {WAKE: monday}
