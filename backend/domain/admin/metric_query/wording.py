"""A question in words that are read back as the same question. A button sends these words."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from backend.domain.admin.metric_query.question import Measure, MetricQuery, Places
from backend.domain.admin.statistics import By
from backend.domain.french.ranges import BEGINNING, Span

_MEASURES: Mapping[Measure, str] = {
    "answers": "taches",
    "people": "hiteuses actives",
    "time": "heures",
    "earned": "gains",
    "pace": "gain par heure",
    "messages": "messages",
    "delivered": "messages livres",
    "read": "messages lus",
    "failed": "messages non livres",
    "cost": "cout des messages",
    "joined": "inscriptions",
    "first income": "premiers revenus",
    "lessons": "lecons",
    "spent": "depenses",
    "owed": "reste a payer",
    "progress": "avancement des projets",
}
_BY: Mapping[By, str] = {
    "country": "pays",
    "channel": "messagerie",
    "project": "projet",
    "person": "hiteuse",
    "day": "jour",
    "week": "semaine",
    "month": "mois",
    "quarter": "trimestre",
}


def phrase(question: MetricQuery, today: date) -> str:
    """The shortest wording of a question. What was not understood is left out."""
    said = []
    measures = " et ".join(_MEASURES[each] for each in question.measures)
    if question.measures == ("progress",) and question.only.projects:
        measures = "avancement"
    said.append(measures)
    if question.most:
        plural = _BY[question.by or "country"] + ("" if question.by in ("country", "month") else "s")
        said.append(f"{'top' if question.most > 0 else 'flop'} {abs(question.most)} {plural}")
    elif question.by is not None:
        said.append(f"{'chaque' if question.by == 'person' else 'par'} {_BY[question.by]}")
    if question.each:
        said.append("par femme")
    said.append(" et ".join(_named(question.only)))
    said.append(" et ".join(_span(span, today) for span in question.spans))
    said += [f"hors {name}" for name in _named(question.without)]
    return " ".join(part for part in said if part)


def _named(places: Places) -> list[str]:
    return [
        *places.countries,
        *places.channels,
        *(f"projet {each.name}" for each in places.projects),
        *(f"n {each.id}" for each in places.people),
    ]


def _span(span: Span, today: date) -> str:
    if span == Span(BEGINNING, today):
        return "depuis le debut"
    if span.first == BEGINNING:
        return f"jusqu au {span.last}"
    return f"le {span.first}" if span.first == span.last else f"du {span.first} au {span.last}"
