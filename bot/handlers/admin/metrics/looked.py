"""What a question about figures covers: which days, which places or people, which measures."""

from __future__ import annotations

from datetime import date

from backend.domain.admin.metric_query.question import Measure, MetricQuery
from backend.domain.admin.statistics import SPANS, Scope, Without
from backend.domain.french.ranges import BEGINNING, Span
from backend.domain.messaging import channels
from backend.domain.messaging.message import Raw, Tr
from backend.domain.people.permissions import may
from backend.records import Record, replace
from backend.services import access
from bot.handlers.admin import figure_views as view
from bot.handlers.admin.metrics import lines as line_view
from bot.handlers.engine.turn import Turn

_LIST_DAYS = 30
"""Days of a list or ranking without a period."""
_OF_A_WOMAN: tuple[Measure, ...] = ("answers", "time", "earned", "pace")
_OF_WOMEN: tuple[Measure, ...] = ("people", "answers", "time", "earned", "pace", "joined", "first income")


class AnswerPart(Record):
    """One of the places or people that each measure is given for. `name` is None if there is only one."""

    scope: Scope
    name: Tr | Raw | None = None


def spans(question: MetricQuery, today: date) -> tuple[Span, ...]:
    """The spans of a question; the usual ones if it names none. Quarters are those of the year: 30 days hold none."""
    if question.spans:
        return question.spans
    if question.by == "quarter":
        return (Span(today.replace(month=1, day=1), today),)
    if question.by is not None or question.most:
        return (Span.up_to(today, _LIST_DAYS),)
    if question.only.people:
        return (*(Span.up_to(today, days) for days in SPANS[1:]), Span(BEGINNING, today))
    return tuple(Span.up_to(today, days) for days in SPANS)


def all_of(turn: Turn, question: MetricQuery) -> MetricQuery:
    """The question with default measures, if it has none and is not about the whole service."""
    if question.only.people:
        return replace(question, measures=_OF_A_WOMAN)
    if may(turn.person, "see figures"):
        return question
    measures = _OF_WOMEN if not question.only.projects else _OF_WOMEN[:5]
    return replace(question, measures=measures)


def scope(turn: Turn, question: MetricQuery) -> Scope:
    """The scope of the question; if it names no country, the countries of the Huber who asks."""
    without, named = question.without, channels.meant_on(turn.channel, question.only.channels)
    return Scope(
        among=question.only.countries or hers(turn, question),
        channel=named[0] if len(named) == 1 else None,
        project_id=question.only.projects[0].id if len(question.only.projects) == 1 else None,
        projects=tuple(each.id for each in question.only.projects) if question.by == "project" else (),
        person_id=question.only.people[0].id if len(question.only.people) == 1 else None,
        without=Without(
            without.countries,
            channels.meant_on(turn.channel, without.channels),
            tuple(each.id for each in without.projects),
        ),
    )


def hers(turn: Turn, question: MetricQuery) -> tuple[str, ...]:
    """The countries of the Huber who asks, without those that are left out. Empty: the person may see all countries."""
    return tuple(code for code in access.countries(turn.person) if code not in question.without.countries)


def parts(turn: Turn, question: MetricQuery) -> list[AnswerPart]:
    """One part for each country, channel, project or woman if several are named."""
    whole, only = scope(turn, question), question.only
    if len(only.people) > 1:
        names = [each.name for each in only.people]
        return [
            AnswerPart(
                replace(whole, person_id=each.id),
                line_view.person(each.id, each.name, each.country, twice=names.count(each.name) > 1),
            )
            for each in only.people
        ]
    if len(only.channels) > 1:
        meant = zip(only.channels, channels.meant_on(turn.channel, only.channels), strict=True)
        return [AnswerPart(replace(whole, channel=each), view.channel_name(said)) for said, each in meant]
    if len(only.projects) > 1:
        return [AnswerPart(replace(whole, project_id=each.id), Raw(each.title)) for each in only.projects]
    if len(only.countries) > 1:
        return [AnswerPart(replace(whole, country=each), view.place_name(each)) for each in only.countries]
    if len(only.countries) == 1:
        whole = replace(whole, country=only.countries[0])
    return [AnswerPart(whole)]
