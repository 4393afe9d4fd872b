"""A question as the label of a button: "Gains · par pays · octobre 2026"."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from backend.domain.admin.metric_query import wording as metric_query_wording
from backend.domain.admin.metric_query.question import Measure, MetricQuery
from backend.domain.admin.statistics import By
from backend.domain.messaging.message import Choice, Raw, Tr
from backend.domain.messaging.texts import beside
from bot.handlers.admin import figure_views
from bot.handlers.admin.metrics import lines

WORD = "/chiffres"
MAX_LABEL_BYTES = 64
"""The most bytes of a Telegram button."""
MEASURES: Mapping[Measure, Tr] = {
    "answers": Tr("Tâches"),
    "people": Tr("Hiteuses actives"),
    "time": Tr("Heures"),
    "earned": Tr("Gains"),
    "pace": Tr("Gain par heure"),
    "messages": Tr("Messages"),
    "delivered": Tr("Messages livrés"),
    "read": Tr("Messages lus"),
    "failed": Tr("Messages non livrés"),
    "cost": Tr("Coût des messages"),
    "joined": Tr("Inscriptions"),
    "first income": Tr("Premiers revenus"),
    "lessons": Tr("Leçons"),
    "spent": Tr("Dépenses"),
    "owed": Tr("Reste à payer"),
    "progress": Tr("Avancement"),
}
BY: Mapping[By, Tr] = {
    "country": Tr("par pays"),
    "channel": Tr("par messagerie"),
    "project": Tr("par projet"),
    "person": Tr("par hiteuse"),
    "day": Tr("par jour"),
    "week": Tr("par semaine"),
    "month": Tr("par mois"),
    "quarter": Tr("par trimestre"),
}


def choice(question: MetricQuery, today: date, label: Tr | Raw | None = None) -> Choice | None:
    """The button that asks this question; None if it does not fit."""
    word = f"{WORD} {metric_query_wording.phrase(question, today)}"
    if len(word.encode()) > MAX_LABEL_BYTES:
        return None
    return Choice(word, label or Tr("{question}", {"question": words(question, today)}))


def words(question: MetricQuery, today: date) -> Tr:
    """The question as it was understood, in words."""
    parts: list[Tr | Raw] = [MEASURES[each] for each in question.measures]
    if question.most > 0:
        parts.append(Tr("les {n} premiers", {"n": question.most}))
    elif question.most:
        parts.append(Tr("les {n} derniers", {"n": -question.most}))
    if question.by is not None:
        parts.append(BY[question.by])
    if question.each:
        parts.append(Tr("par femme"))
    only, without = question.only, question.without
    parts += [figure_views.place_name(each) for each in only.countries]
    parts += [figure_views.channel_name(each) for each in only.channels]
    parts += [Raw(each.title) for each in only.projects]
    parts += [lines.person(each.id, each.name, each.country) for each in only.people]
    left_out = (
        *(figure_views.place_name(each) for each in without.countries),
        *(figure_views.channel_name(each) for each in without.channels),
        *(Raw(each.title) for each in without.projects),
    )
    parts += [Tr("hors {what}", {"what": each}) for each in left_out]
    parts += [figure_views.span_name(span, today) for span in question.spans]
    return beside(*parts)
