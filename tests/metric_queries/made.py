"""Questions put together by chance of the parts that `tests.metric_queries.world` has."""

from __future__ import annotations

import random
from datetime import date

from backend.domain.admin.metric_query.question import MEASURES, MetricQuery, Places, Project, Someone
from backend.domain.admin.statistics import By
from backend.domain.french.ranges import BEGINNING, Span
from tests.metric_queries.world import PROJECTS, TODAY, World

_SPANS = (
    Span(date(2026, 11, 24), date(2026, 11, 24)),
    Span(date(2026, 11, 16), date(2026, 11, 22)),
    Span(date(2026, 10, 1), date(2026, 10, 31)),
    Span(date(2026, 9, 3), date(2026, 10, 4)),
    Span(BEGINNING, TODAY),
    Span(BEGINNING, date(2026, 11, 10)),
)
_COUNTRIES = ("CM", "CI", "SN", "BJ", "TG", "MG", "CD", "ML")
_BY: tuple[By, ...] = ("country", "channel", "project", "person", "day", "week", "month", "quarter")


def people(world: World) -> list[Someone]:
    """All who may be named, by their numbers."""
    return [Someone(number, *world.names[number]) for number in sorted(world.people.values())]


def question(world: World, chance: random.Random) -> MetricQuery:
    """Any question; it may be one that cannot be counted."""
    known = [Project(number, name, PROJECTS[name][0]) for name, number in world.projects.items() if name in PROJECTS]
    by = chance.choice((None, None, *_BY))
    spans = chance.sample(_SPANS, chance.choice((0, 1, 1, 1, 2)))
    only = _places(known, chance)
    if chance.random() < 0.2:
        only = Places(projects=only.projects, people=tuple(chance.sample(people(world), chance.choice((1, 1, 2)))))
    without = _places(known, chance) if chance.random() < 0.3 else Places()
    without = Places(
        tuple(each for each in without.countries if each not in only.countries),
        () if only.channels else without.channels[:1],
        tuple(each for each in without.projects if each not in only.projects),
    )
    return MetricQuery(
        measures=tuple(chance.sample(MEASURES, chance.choice((1, 1, 1, 2)))),
        spans=tuple(sorted(spans, key=lambda span: (span.first, span.last))),
        only=only,
        without=without,
        by=by,
        most=chance.choice((0, 0, 1, 3, -2)) if by else 0,
        each=chance.random() < 0.15,
    )


def _places(known: list[Project], chance: random.Random) -> Places:
    return Places(
        tuple(chance.sample(_COUNTRIES, chance.choice((0, 0, 1, 1, 2, 3)))),
        tuple(chance.sample(("whatsapp", "telegram"), chance.choice((0, 0, 0, 1)))),
        tuple(chance.sample(known, chance.choice((0, 0, 0, 1, 2)))),
    )
