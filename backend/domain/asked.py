"""Questions about figures in plain words: a small grammar of measure, period, country, channel and project.

"Combien de tâches hier au Cameroun ?" The parts may stand in any order, with slips of the finger; several
periods or countries are answered one after the other. What was not understood is named, so that an answer never
passes for one to something else.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Literal

from backend.domain import asked_measures, places, spoken_periods, words
from backend.domain.asked_words import AMBIGUOUS_CODES, AROUND, CHANNELS, NEGATIONS, OTHER, PHRASES, SHORT, STANDING
from backend.domain.asked_words import MEASURES as MEASURES
from backend.domain.asked_words import Measure as Measure
from backend.domain.statistics import Span

LONGEST = 300
"""Longer texts are no questions."""
_PER = {"par mois": 30, "par semaine": 7}
"""Of what one woman earns: days that tell it."""
MOST_SPANS, MOST_COUNTRIES = 3, 4
"""Of one question, so that its answer takes no longer than that of `stats`, a few times over."""


@dataclass(frozen=True, slots=True)
class Project:
    """A project that may be meant."""

    id: int
    name: str
    title: str


@dataclass(frozen=True, slots=True)
class Question:
    """`spans`, `countries`: none were named. `each`: per woman. `by`: a line for each country or messenger.
    `standing`: how the project itself stands is asked. `negated`: what is asked is what was *not* done.
    `unknown`: what was not understood, in her words. `which`: names of countries between which a name leaves the
    choice ("Congo"); `which_project`: the same of projects."""

    measures: tuple[Measure, ...] = ()
    spans: tuple[Span, ...] = ()
    countries: tuple[str, ...] = ()
    channel: str | None = None
    project: Project | None = None
    each: bool = False
    by: Literal["", "country", "channel"] = ""
    standing: bool = False
    negated: bool = False
    unknown: tuple[str, ...] = ()
    which: tuple[str, ...] = ()
    which_project: tuple[str, ...] = ()

    @property
    def understood(self) -> bool:
        """Whether anything was."""
        return bool(self.measures or self.spans or self.countries or self.channel or self.project or self.by)


def read(text: str, today: date, projects: Sequence[Project] = ()) -> Question:
    """What is asked. `today`: of whoever asks. Never raises."""
    if len(text) > LONGEST:
        return Question(unknown=(text[:40] + "…",))
    rest = spoken_periods.folded(_codes(text))
    rest, typed = _corrected(rest, projects)
    project, rest = _project(rest, projects)
    spans, rest = _spans(rest, today)
    countries, which, rest = _countries_of(rest)
    channel, rest = _channel(rest)
    found = asked_measures.read(rest)
    left = list(found.left)
    which_project: tuple[str, ...] = ()
    if project is None:
        project, which_project, left = _hint(left, projects)
    if found.each and not spans and (days := next((_PER[word] for word in left if word in _PER), 0)):
        spans = (Span.up_to(today, days),)
        left = [word for word in left if word not in _PER]
    standing = False
    if project is not None and not (spans or countries or which or channel or found.by):
        standing = not found.measures or bool(STANDING & {*left})
        left = [word for word in left if not standing or word not in STANDING]
    negated = bool(NEGATIONS & {*left})
    unknown = tuple(typed.get(word, word) for word in left)
    return Question(
        found.measures,
        spans,
        countries,
        channel,
        project,
        found.each,
        found.by,
        standing,
        negated,
        unknown,
        which,
        which_project,
    )


def _codes(text: str) -> str:
    """Codes of countries in capitals as their names, so that "ne" and "ci" stay words."""
    known = {country.code: country.name for country in places.COUNTRIES}
    if text.isupper():  # then capitals tell nothing
        return text
    return re.sub(r"\b[A-Z]{2}\b", lambda found: known.get(found[0], found[0]), text)


# --- projects ---------------------------------------------------------------------------------------


def _project(text: str, projects: Sequence[Project]) -> tuple[Project | None, str]:
    """A whole name or title, the longest first; alone, one that is also a word of the grammar is that word."""
    named = [(name, project) for project in projects for name in _called(project)]
    for name, project in sorted(named, key=lambda each: -len(each[0])):
        lead = "" if name not in _known_words() else r"projets? (?:de |des |du |d |l )?"
        found = re.search(rf"(?<![\w|]){lead}{re.escape(name)}(?![\w|])", text)
        if found is not None:
            return project, _without(text, found)
    return None, text


def _hint(left: list[str], projects: Sequence[Project]) -> tuple[Project | None, tuple[str, ...], list[str]]:
    """The one project in whose name or title a word stands, or all those that have as many of the words."""
    said = {word for word in left if len(word) >= 4}
    own = {project.id: {part for name in _called(project) for part in name.split()} for project in projects}
    most = max((len(said & parts) for parts in own.values()), default=0)
    meant = [project for project in projects if most and len(said & own[project.id]) == most]
    if not meant:
        return None, (), left
    left = [word for word in left if word not in own[meant[0].id]]
    return (meant[0], (), left) if len(meant) == 1 else (None, tuple(p.title for p in meant), left)


def _called(project: Project) -> tuple[str, ...]:
    found = (spoken_periods.folded(project.name), spoken_periods.folded(project.title))
    return tuple(name for name in found if name)


# --- the other parts --------------------------------------------------------------------------------

_JOINED = re.compile(
    r"\| (?:et|ou|vs|versus|contre|puis|que|avec|a|par rapport a)(?: (?:de|d|la|le|l|a|en|au|celui))* \|"
)
"""Between two periods that are both meant."""


def _spans(text: str, today: date) -> tuple[tuple[Span, ...], str]:
    """The period, or several that are named together, the earliest first."""
    spans: list[Span] = []
    while len(spans) < MOST_SPANS and (found := spoken_periods.find(text, today)) is not None:
        if spans and not _JOINED.search(found.rest):
            break
        spans.append(found.span)
        text = _JOINED.sub("|", found.rest)
    return tuple(sorted({*spans}, key=lambda span: (span.first, span.last))), text


def _countries_of(text: str) -> tuple[tuple[str, ...], tuple[str, ...], str]:
    """The countries that are named; of several names that begin at one place the longest."""
    codes: list[str] = []
    while len(codes) < MOST_COUNTRIES and (found := _countries().search(text)) is not None:
        text = _without(text, found)
        meant = sorted(places.named().get(found[0]) or {found[0].upper()})
        if len(meant) > 1:
            return (), tuple(places.country(code).name for code in meant), text
        codes += meant
    return tuple(dict.fromkeys(codes)), (), text


@cache
def _countries() -> re.Pattern[str]:
    codes = {country.code.lower() for country in places.COUNTRIES} - AMBIGUOUS_CODES
    names = sorted({*places.named(), *codes}, key=len, reverse=True)
    return re.compile(rf"(?<![\w|])(?:{'|'.join(map(re.escape, names))})(?![\w|])")


def _channel(text: str) -> tuple[str | None, str]:
    for name, channel in CHANNELS.items():
        if (found := re.search(rf"\b{name}\b", text)) is not None:
            return channel, _without(text, found)
    return None, text


def _without(text: str, found: re.Match[str]) -> str:
    return " ".join(f"{text[: found.start()]} | {text[found.end() :]}".split())


@cache
def _known_words() -> frozenset[str]:
    """Every word of the grammar, countries too, and some that only look like one of them."""
    singles = {word for phrases in PHRASES.values() for phrase in phrases for word in phrase.split()}
    named = {part for name in places.named() for part in name.split()}
    said = singles | {f"{word}s" for word in singles} | asked_measures.WORDS
    return frozenset(said | AROUND | spoken_periods.WORDS | named | {*CHANNELS} | NEGATIONS | STANDING | OTHER)


def _corrected(text: str, projects: Collection[Project]) -> tuple[str, dict[str, str]]:
    """With slips of the finger taken back where there is no doubt ("tahces" → "taches"), and what was typed for each
    word that was changed."""
    known = _known_words()
    own = {part for project in projects for name in _called(project) for part in name.split()}
    typed = {}
    found = []
    for word in text.split():
        meant = SHORT.get(word) or _meant(word, known, own)
        if meant != word:
            typed[meant] = word
        found.append(meant)
    return " ".join(found), typed


def _meant(word: str, known: Collection[str], own: Collection[str]) -> str:
    if len(word) < 4 or not word.isalpha() or word in known or word in own or asked_measures.singular(word) in known:
        return word
    close = words.nearest(word, own) | words.nearest(word, known)
    meant = {places.named().get(each, asked_measures.singular(each)) for each in close}
    return min(close) if len(meant) == 1 else word
