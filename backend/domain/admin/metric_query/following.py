"""A question that goes on from the one before: « et hier ? », « pareil sans le Cameroun », « et Binta ? »."""

from __future__ import annotations

import re
from datetime import date, timedelta

from backend.domain.admin.metric_query.limits import why_not
from backend.domain.admin.metric_query.question import MetricQuery, Places, Why
from backend.domain.french.ranges import Span
from backend.domain.french.spelling import fold
from backend.records import replace

_ON = re.compile(
    r"\W*(?:(?:ok|alors|donc|bon|oui)\b\W*)*(?:"
    r"(?:et|puis)\b\W*(?:(?:pareil\w*|idem|(?:la )?m[êe]me chose)\b\W*)?"
    r"|(?:pareil\w*|idem|(?:la )?m[êe]me chose|(?:d[ée]taill|ventil|refai|recalcul)\w*)\b\W*)(?:mais\b\W*)?",
    re.IGNORECASE,
)
_NARROWED = re.compile(r"\W*(?:sans|hors|sauf|hormis|par|pour|seulement|uniquement)\b", re.IGNORECASE)
_TOTAL = re.compile(r"(?:(?:et|ca fait|c est|combien|quel est) )*(?:le |un )?(?:en tout|(?:au )?total)")
_IN_ALL = re.compile(r"\b(?:en tout|totale?s?)\b")
_SHE = re.compile(r"\b(?:elle|lui)\b")
_SHE_TOO = re.compile(r"\belle (?:et|ou) \w")
_BEFORE_IT = re.compile(r"\b(?P<unit>semaine|mois|annee) (?:d avant|precedente?)\b")
_ANSWERS = re.compile(r"\b(?:tach|repons|microtach)")
_STANDING = re.compile(r"\b(?:avan|progress|rest|fini|termin|ou en)")
_OF_ITS_OWN: frozenset[Why] = frozenset({"paid", "agreement", "lacking", "place", "who"})
"""What the words themselves ask for, whatever they are asked of."""


def beside(text: str) -> str | None:
    """What a text says beside that it goes on from the question before; None if it does not."""
    found = _ON.match(text)
    rest = text[found.end() :] if found is not None else text
    goes_on = found is not None or narrows(text) or means_her(text) or _TOTAL.fullmatch(fold(text))
    return rest if goes_on and rest.strip() else None


def goes_on(text: str) -> bool:
    """Whether a text says in words that it goes on from something: « et hier ? », « pareil en octobre »."""
    return _ON.match(text) is not None


def means_her(text: str) -> bool:
    """Whether a text speaks of one woman without her name."""
    return _SHE.search(fold(text)) is not None


def means_her_too(text: str) -> bool:
    """Whether a text speaks of her and of somebody else."""
    return _SHE_TOO.search(fold(text)) is not None


def narrows(text: str) -> bool:
    """Whether a text may be a part of a question: « hier ? », « sans le Cameroun ». With a measure it is whole."""
    return asks_alone(text) or _NARROWED.match(text) is not None


def asks_alone(text: str) -> bool:
    """Whether only its sign makes a text go on from a question: « hier ? »."""
    lead = _ON.match(text) or _NARROWED.match(text) or _TOTAL.fullmatch(fold(text))
    return lead is None and not means_her(text) and text.rstrip().endswith("?")


def joined(before: MetricQuery, then: MetricQuery, text: str, today: date) -> MetricQuery:
    """The question before with what the next one, `text`, names in its place: periods, places, people, measures, lists.
    `then`: what `text` was read as by itself."""
    measures = then.measures or before.measures
    of_tasks = then.most and not _ANSWERS.search(fold(text))  # a ranking without a measure
    stands = then.measures == ("progress",) and not _STANDING.search(fold(text))  # a project alone
    if before.measures and (of_tasks or stands):
        measures = before.measures
    found = replace(
        before,
        measures=measures,
        spans=then.spans or before.spans,
        only=_only(before.only, then),
        without=_without(before.without, then),
        each=then.each or before.each,
        unknown=then.unknown,
        which_country=then.which_country,
        which_project=then.which_project,
        which_person=then.which_person,
        which_left_out=then.which_left_out,
    )
    if before.by is not None and _IN_ALL.search(fold(text)):
        found = replace(found, by=None, most=0, spans=before.spans)
    elif (said := _BEFORE_IT.search(fold(text))) is not None and len(before.spans) == 1:
        found = replace(found, spans=(_preceding(before.spans[0].first, said["unit"]),))
    elif then.by is not None:
        found = replace(found, by=then.by, most=then.most)
    elif (then.measures and then.spans) or _names_the_like(found, then):
        found = replace(found, by=None, most=0)
    return replace(found, why=then.why if then.why in _OF_ITS_OWN else why_not(found, today))


def _preceding(first: date, unit: str) -> Span:
    """The week, month or year before the one in which a period begins."""
    match unit:
        case "semaine":
            last = first - timedelta(days=first.weekday() + 1)
            return Span(last - timedelta(days=6), last)
        case "mois":
            last = first.replace(day=1) - timedelta(days=1)
            return Span(last.replace(day=1), last)
        case _:
            return Span(date(first.year - 1, 1, 1), date(first.year - 1, 12, 31))


def _names_the_like(found: MetricQuery, then: MetricQuery) -> bool:
    """Whether one of what was listed is named: « et au Togo ? » after a list of countries."""
    return bool(
        (found.by == "country" and then.only.countries)
        or (found.by == "channel" and then.only.channels)
        or (found.by == "project" and (then.only.projects or then.which_project))
        or (found.by == "person" and (then.only.people or then.which_person))
    )


def _only(before: Places, then: MetricQuery) -> Places:
    only, without = then.only, then.without
    named = only.people or then.which_person
    countries = () if then.everywhere or named or then.which_country else before.countries
    return Places(
        only.countries or tuple(code for code in countries if code not in without.countries),
        only.channels or tuple(each for each in before.channels if each not in without.channels),
        only.projects
        or (() if then.which_project else tuple(each for each in before.projects if each not in without.projects)),
        only.people or (() if then.which_person or only.countries or then.everywhere else before.people),
    )


def _without(before: Places, then: MetricQuery) -> Places:
    only, without = then.only, then.without
    countries = () if then.everywhere or only.people or then.which_person else before.countries
    return Places(
        (*(code for code in countries if code not in (*only.countries, *without.countries)), *without.countries),
        (*(each for each in before.channels if each not in (*only.channels, *without.channels)), *without.channels),
        (*(each for each in before.projects if each not in (*only.projects, *without.projects)), *without.projects),
    )
