"""Words that change what is counted: per hour, paid out, on average, the state of a project.

Each function takes the question and the words that are left, and returns both without what it has understood.
"""

from __future__ import annotations

from datetime import date

from backend.domain.admin.metric_query import limits
from backend.domain.admin.metric_query.lexicon import (
    AGREEMENT,
    AHEAD,
    DONE,
    EVER,
    FINISHED,
    PAID,
    SENT,
    SHOWN_AGREEMENT,
    STANDING,
    TRANSFERS,
)
from backend.domain.admin.metric_query.question import Measure, MetricQuery
from backend.domain.admin.statistics import TIMES
from backend.domain.french import range_patterns
from backend.domain.french.ranges import BEGINNING, Span
from backend.records import replace


def money(question: MetricQuery, left: list[str], *, paid_too: bool) -> tuple[MetricQuery, list[str]]:
    """Money and agreement. What was paid out stands in `paiements`, how far answers agree in the state of a project.
    `paid_too`: what was paid is asked for beside what is owed."""
    asked = question.measures
    if "pace" in asked:
        left = [word for word in left if word not in ("mediane", "median", "taux", "tarif")]
    by_channel = question.by == "channel" or question.only.channels  # costs without a channel are not included
    if "spent" in asked and by_channel:  # a channel costs what its messages cost
        asked = tuple("cost" if each == "spent" else each for each in asked)
    if question.only.channels and "facture" in left:  # of clients nothing is known
        asked, left = (*asked, "cost"), [word for word in left if word != "facture"]
    if "owed" in asked and (paid_too or TRANSFERS & {*left}):  # « combien de virements en attente »
        question = replace(question, why="paid")
    if "owed" in asked:  # "reste à payer"
        left = [word for word in left if word not in PAID]
    if PAID & {*left}:
        question = replace(question, why="paid")
        left = [word for word in left if word not in PAID]
    elif AGREEMENT & {*left} <= SHOWN_AGREEMENT and AGREEMENT & {*left} and _is_of_project(question):
        left = ["avancement" if word in AGREEMENT else word for word in left if word != "taux"]
    elif AGREEMENT & {*left}:
        question = replace(question, why="agreement")
        left = [word for word in left if word not in AGREEMENT | {"taux"}]
    return replace(question, measures=asked), left


def _is_of_project(question: MetricQuery) -> bool:
    """Whether the question names projects, and neither a measure nor a period."""
    named = question.only.projects or question.which_project
    return bool(named) and not (question.measures or question.spans or question.by)


def means(
    question: MetricQuery, left: list[str], mean: str, *, one: bool, today: date
) -> tuple[MetricQuery, list[str]]:
    """The mean per woman, of measures that can be shared among those who worked."""
    shared = bool(limits.PER_WOMAN & {*question.measures})
    if "pace" in question.measures and mean == "mean":
        return question, left  # a figure per hour is an average already
    if mean == "mean" and question.by in TIMES:
        return question, [*left, "moyenne"]
    if mean and shared:
        return replace(question, each=True), left
    if mean:
        return question, [*left, "par femme" if mean == "each" else "moyenne"]
    if one and shared:
        question = replace(question, each=True)
        if question.by in ("week", "month") and not question.spans and not question.most:
            found = range_patterns.find(f"1 {'mois' if question.by == 'month' else 'semaine'}", today)
            question = replace(question, by=None, spans=(found.span,) if found is not None else ())
    return question, left


def standing(question: MetricQuery, left: list[str], *, standing: bool) -> tuple[MetricQuery, list[str]]:
    """The state of a project, if the question asks for it by such a word, or only names the project."""
    projects = bool(question.only.projects) or bool(question.which_project)
    plural = "projets" in left or "projet" in left
    finished = not question.measures and bool(FINISHED & {*left})
    spoken = standing or finished or bool(STANDING & {*left}) or "progress" in question.measures
    elsewhere = question.only.countries or question.only.channels or question.only.people or question.without
    bare = not (question.spans or question.by or question.measures or elsewhere or question.each or question.why)
    if projects and (spoken or (bare and not left)) and not question.by:
        kept = tuple(each for each in question.measures if each not in ("progress", "answers"))
        return replace(question, measures=(*kept, "progress")), [
            word for word in left if word not in STANDING | FINISHED
        ]
    if plural and (standing or {"progress"} & {*question.measures}):
        left = [word for word in left if word not in ("projet", "projets", *STANDING)]
        return replace(question, measures=tuple(dict.fromkeys((*question.measures, "progress")))), left
    return question, left


def ever(question: MetricQuery, left: list[str], today: date, *, ever: bool) -> tuple[MetricQuery, list[str]]:
    """Words for "ever" ("en tout", "déjà"): since the beginning, if no period is named."""
    ever = ever or bool(EVER & {*left})
    left = [word for word in left if word not in EVER]
    if ever and not question.spans and not {"owed", "progress"} & {*question.measures}:
        question = replace(question, spans=(Span(BEGINNING, today),))
    return question, left


_OF_WORK: frozenset[Measure] = frozenset({"answers", "time", "lessons", "progress"})


def done(question: MetricQuery, left: list[str]) -> tuple[MetricQuery, list[str]]:
    """Words that say that tasks are done or messages sent add nothing. Beside anything else they would."""
    asked = {*question.measures}
    if not asked or asked & _OF_WORK:
        ahead = frozenset() if "progress" in asked else AHEAD
        left = [word for word in left if word not in DONE - ahead]
    if asked & {"messages", "cost", "failed", "delivered", "read"}:
        left = [word for word in left if word not in SENT - AHEAD]
    if "cost" in asked or "spent" in asked:
        left = [word for word in left if word not in ("cher", "chere")]
    return question, left
