"""What can be asked instead of a question that cannot be answered."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from backend.domain.admin.metric_query.limits import why_not
from backend.domain.admin.metric_query.question import MetricQuery, Places
from backend.records import replace

MAX_SUGGESTIONS = 3


def nearest(question: MetricQuery, today: date) -> tuple[MetricQuery, ...]:
    """Up to three similar questions that can be answered, the nearest first."""
    found: list[MetricQuery] = []
    for each in _instead(question):
        plain = replace(each, unknown=(), why="", which_country=(), which_project=(), which_person=())
        if plain.measures and plain not in found and not why_not(plain, today):
            found.append(plain)
    return tuple(found[:MAX_SUGGESTIONS])


def _instead(asked: MetricQuery) -> Iterator[MetricQuery]:
    match asked.why:
        case "paid":
            yield replace(asked, measures=("earned",))
            yield replace(asked, measures=("owed",), spans=(), by=None, most=0, each=False)
        case "agreement":
            if asked.only.projects:
                yield replace(asked, measures=("progress",), spans=(), by=None, most=0)
        case "now":
            yield replace(asked, spans=())
        case "several":
            yield replace(asked, measures=asked.measures[:1])
            yield replace(asked, by=None, most=0)
        case "who":
            yield replace(asked, measures=asked.measures or ("answers",), by="person", most=5)
        case "lacking":
            return
        case "mixed" if "spent" in asked.measures and asked.without.channels:
            yield replace(asked, measures=("cost",))
        case _:
            yield asked
    if asked.measures:
        yield replace(asked, by=None, most=0, each=False)
        if not asked.only.countries:
            yield replace(asked, by="country", most=0, each=False, only=replace(asked.only, people=()))
        yield replace(asked, by=None, most=0, each=False, only=Places(asked.only.countries), without=Places())
