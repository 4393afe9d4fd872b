"""What can be counted for what. A question that is understood but asks for more gets no number."""

from __future__ import annotations

from datetime import date

from backend.domain.admin.metric_query.question import Measure, MetricQuery, Places, Why
from backend.domain.admin.statistics import LENGTHS, TIMES, By
from backend.domain.french.ranges import BEGINNING, Span
from backend.domain.messaging import channels

PER_WOMAN: frozenset[Measure] = frozenset({"answers", "time", "earned"})
"""Measures with a mean per person who worked."""
OF_PEOPLE: frozenset[Measure] = frozenset({"joined", "first income", "lessons"})
"""Measures that belong to no project."""
OF_MESSAGES: frozenset[Measure] = frozenset({"messages", "cost", "delivered", "read", "failed"})
_NO_PROJECTS = OF_PEOPLE | (OF_MESSAGES - {"messages", "cost"}) | {"owed"}
_APART: dict[Measure, frozenset[By]] = {
    "answers": frozenset({"country", "channel", "project", "person", *TIMES}),
    "time": frozenset({"country", "channel", "project", "person", *TIMES}),
    "earned": frozenset({"country", "channel", "project", "person", *TIMES}),
    "people": frozenset({"country", "channel", *TIMES}),
    "pace": frozenset({"country", "channel", "person", *TIMES}),
    "messages": frozenset({"country", "channel", "project", *TIMES}),
    "cost": frozenset({"country", "channel", "project", *TIMES}),
    "spent": frozenset({"country", "project", *TIMES}),  # a channel costs what its messages cost
    "delivered": frozenset({"country", "channel", *TIMES}),
    "read": frozenset({"country", "channel", *TIMES}),
    "failed": frozenset({"country", "channel", *TIMES}),
    "joined": frozenset({"country", "channel", *TIMES}),
    "first income": frozenset({"country", "channel", *TIMES}),
    "lessons": frozenset({"country", "channel", *TIMES}),
    "owed": frozenset({"country", "person"}),
    "progress": frozenset(),
}
"""By what each measure can be grouped."""
_OF_HERS: frozenset[Measure] = frozenset({"answers", "time", "earned", "pace", "owed", "lessons"})
"""Measures of one woman."""
MOST_LINES = 31
"""Lines of a list of days."""
MOST_RANKED = 20


def why_not(question: MetricQuery, today: date) -> Why:
    """Why the question cannot be answered with a number; "" if it can."""
    asked = question.measures
    if not question.understood or question.unknown or question.asked_back:
        return ""
    if "owed" in asked or "progress" in asked:
        as_of_now = all(span in (Span(today, today), Span(BEGINNING, today)) for span in question.spans)
        if not as_of_now:
            return "now"
    if len(asked) > 1 and (question.most or question.by == "person" or "progress" in asked):
        return "several"
    if abs(question.most) > MOST_RANKED:
        return "several"
    if any(not _can(question, measure) for measure in asked) or (not asked and not _all(question)):
        return "mixed"
    if _contradicts(question.only, question.without):
        return "mixed"
    if _lists(question) > 1:
        return "several"
    return "long" if _too_long(question) else ""


def _contradicts(only: Places, without: Places) -> bool:
    """Whether the same place or project is asked for and left out."""
    return any(
        {*asked} & {*left_out}
        for asked, left_out in (
            (only.countries, without.countries),
            (only.channels, without.channels),
            (only.projects, without.projects),
        )
    )


def _too_long(question: MetricQuery) -> bool:
    """Whether a list of days, weeks, months or quarters has more lines than a message can hold."""
    days = max((span.days for span in question.spans if span.first != BEGINNING), default=0)
    if question.most:
        return False
    if question.by in ("day", "week") and any(span.first == BEGINNING for span in question.spans):
        return True
    longest = {by: days * MOST_LINES for by, days in LENGTHS.items()}
    return question.by in longest and days > longest[question.by or ""]


def _lists(question: MetricQuery) -> int:
    """How many kinds of lists the question asks for."""
    only = question.only
    kinds = {
        "country": len(only.countries) > 1,
        "channel": len(only.channels) > 1,
        "project": len(only.projects) > 1,
        "person": len(only.people) > 1,
    }
    lists = {kind for kind, several in kinds.items() if several}
    if question.by == "person":
        lists.discard("country")  # they are ranked together
    return len(lists | ({question.by} if question.by else set()))


def _can(question: MetricQuery, measure: Measure) -> bool:
    """Whether this measure exists for these places and this grouping."""
    only, without, by = question.only, question.without, question.by
    if (by is not None and by not in _APART[measure]) or (question.each and measure not in PER_WOMAN):
        return False
    of_project, of_channel = bool(only.projects or without.projects), bool(only.channels or without.channels)
    if (measure in _NO_PROJECTS and of_project) or (measure in ("owed", "spent") and of_channel):
        return False
    if measure == "progress":
        return not (only.countries or of_channel or only.people or without or len(only.projects) > 1)
    telling = {*channels.with_receipts()}
    if measure in ("delivered", "read") and ({*only.channels} - telling or telling & {*without.channels}):
        return False
    if only.people:
        told_apart = by in (None, "project", *TIMES)
        return measure in _OF_HERS and told_apart and not (of_channel or without or question.each)
    if by == "person" and (of_project or question.each):
        return False
    if measure in ("people", "pace") or question.each:  # for a project these are only known as a whole
        return not (without.projects or (only.projects and by is not None) or (question.each and by == "project"))
    return True


def _all(question: MetricQuery) -> bool:
    """Whether a question without a measure can be answered with all measures."""
    if question.each or question.by in ("project", "person", *TIMES) or (question.only.people and question.without):
        return False
    return not (question.by and (question.without or question.only))
