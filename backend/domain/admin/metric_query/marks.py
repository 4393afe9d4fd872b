"""Names and periods of a question: each is replaced in its text by a mark ("C0"), so that what is said of them can be
read by its form ("hors C0 et C1"). Marks are in capitals, all other words in small letters."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache

from backend.domain.admin.metric_query import known_words
from backend.domain.admin.metric_query.lexicon import AMBIGUOUS_CODES
from backend.domain.admin.metric_query.question import Project, Someone
from backend.domain.french import range_patterns
from backend.domain.french.ranges import Span
from backend.domain.messaging.channels import words
from backend.domain.people import places

MAX_NAMED = 6
"""Of each kind in one question, so that its answer takes no longer than that of `stats`, a few times over."""
_BETWEEN = frozenset({"de", "des", "du", "d", "la", "le", "l", "les"})
_MIN_LETTERS = 4
"""Letters of a word that stands for a project by itself."""


@dataclass(slots=True)
class Marks:
    """`text` with the marks in it. Of a kind: what each mark may mean, by its number. `said`: the words that it stands
    for. `towns`: towns that are named; `strangers`: numbers of nobody who may be named."""

    text: str
    spans: list[Span] = field(default_factory=list)
    countries: list[frozenset[str]] = field(default_factory=list)
    channels: list[str] = field(default_factory=list)
    projects: list[tuple[Project, ...]] = field(default_factory=list)
    people: list[tuple[Someone, ...]] = field(default_factory=list)
    towns: list[str] = field(default_factory=list)
    strangers: list[str] = field(default_factory=list)
    said: dict[str, str] = field(default_factory=dict)

    def put(self, mark: str, place: re.Match[str], group: int = 0) -> None:
        """A mark where something was found."""
        self.said[mark] = place[group]
        self.text = _squeezed(f"{self.text[: place.start(group)]} {mark} {self.text[place.end(group) :]}")


def _squeezed(text: str) -> str:
    return " ".join(text.split())


# --- people and projects ----------------------------------------------------------------------------


def people(marks: Marks, known: Sequence[Someone]) -> None:
    """Numbers ("n° 12"); names of several words, the longest first; then single words: whoever has it in a name may
    be meant."""
    while (found := re.search(r"\b(?:n|no|num|numero) ?(\d{1,18})\b", marks.text)) is not None:
        meant = tuple(each for each in known if each.id == int(found[1]))
        if not meant or len(marks.people) == MAX_NAMED:
            marks.strangers.append(f"n° {found[1]}")
            marks.text = _squeezed(f"{marks.text[: found.start()]} | {marks.text[found.end() :]}")
            continue
        marks.put(f"W{len(marks.people)}", found)
        marks.people.append(meant)
    having: dict[str, dict[int, Someone]] = {}
    for each in known:
        for name in {range_patterns.folded(name) for name in (each.name, *each.names)}:
            for part in {name, *name.split()}:
                having.setdefault(part, {})[each.id] = each
    for name in sorted(having, key=lambda name: (-len(name.split()), name)):
        if len(name) > 1 and not set(name.split()) <= known_words.known():
            _put_all(marks, name, tuple(having[name].values()))


def _put_all(marks: Marks, name: str, meant: tuple[Someone, ...]) -> None:
    while len(marks.people) < MAX_NAMED and (found := re.search(rf"\b{re.escape(name)}\b", marks.text)) is not None:
        marks.put(f"W{len(marks.people)}", found)
        marks.people.append(meant)


def projects(marks: Marks, known: Sequence[Project]) -> None:
    """Whole names and titles, the longest first; one that is also a word of the grammar is that word, unless it is
    called a project."""
    named = sorted(((name, each) for each in known for name in called(each)), key=lambda pair: -len(pair[0]))
    for name, project in named:
        lead = "" if set(name.split()) - known_words.known() else "(?<=projet )(?:de |des |du |d |l )?"
        found = re.search(rf"(?<![\w/-]){lead}({re.escape(name)})(?![\w/-])", marks.text)
        if found is not None and len(marks.projects) < MAX_NAMED:
            marks.put(f"P{len(marks.projects)}", found, 1)
            marks.projects.append((project,))


def hints(marks: Marks, known: Sequence[Project]) -> None:
    """Words that stand in the names of some projects and are no words of the grammar, those that follow each other
    together: they mean the projects that have most of them."""
    own = {each: {word for name in called(each) for word in name.split()} for each in known}
    words = marks.text.split()
    place = 0
    while place < len(words) and len(marks.projects) < MAX_NAMED:
        end = _run(words, place, own.values())
        said = {*words[place:end]}
        most = max((len(said & parts) for parts in own.values()), default=0)
        if most:
            mark = f"P{len(marks.projects)}"
            marks.said[mark] = " ".join(words[place:end])
            marks.projects.append(tuple(each for each, parts in own.items() if len(said & parts) == most))
            words[place:end] = [mark]
        place += 1
    marks.text = " ".join(words)


def _run(words: Sequence[str], start: int, own: Iterable[set[str]]) -> int:
    """Where the words end that begin here and are such hints; `start` where there is none."""
    end = start
    for place in range(start, len(words)):
        word = words[place]
        if _is_hint(word) and any(word in parts for parts in own):
            end = place + 1
        elif place == start or word not in _BETWEEN:
            break
    return end


def _is_hint(word: str) -> bool:
    return len(word) >= _MIN_LETTERS and word.islower() and word not in known_words.known()


def called(project: Project) -> tuple[str, ...]:
    """What it is called, folded."""
    found = (range_patterns.folded(project.name), range_patterns.folded(project.title))
    return tuple(dict.fromkeys(name for name in found if name))


# --- when and where ---------------------------------------------------------------------------------

_COMPARED = re.compile(r"\b(?:difference|ecart|compar\w+|evolution)\b.*?\b(entre)\b")


def spans(marks: Marks, today: date) -> None:
    """Every period that is named."""
    if (compared := _COMPARED.search(marks.text)) is not None:  # "entre hier et avant-hier": two days, no range
        marks.text = _squeezed(marks.text[: compared.start(1)] + marks.text[compared.end(1) :])
    while len(marks.spans) < MAX_NAMED:
        mark = f"S{len(marks.spans)}"
        if (found := range_patterns.find(marks.text, today, mark)) is None:
            break
        before, after = found.rest.split(f"{mark}", 1)
        said = marks.text.removeprefix(before.strip()).removesuffix(after.strip())
        marks.said[mark] = said.strip()
        marks.text = found.rest
        marks.spans.append(found.span)


def countries(marks: Marks) -> None:
    """Countries, of several names that begin at one place the longest; and towns."""
    while len(marks.countries) < MAX_NAMED and (found := _countries().search(marks.text)) is not None:
        name = found[0]
        if name in places.towns():
            marks.towns.append(name)
        marks.put(f"C{len(marks.countries)}", found)
        marks.countries.append(places.named().get(name) or frozenset({name.upper()}))


@cache
def _countries() -> re.Pattern[str]:
    codes = {country.code.lower() for country in places.COUNTRIES} - AMBIGUOUS_CODES
    names = sorted({*places.named(), *codes}, key=len, reverse=True)
    return re.compile(rf"(?<![\w/-])(?:{'|'.join(map(re.escape, names))})(?![\w/-])")


def channels(marks: Marks) -> None:
    """Put a mark in place of each name of a channel."""
    named = words()
    for name in sorted(named, key=len, reverse=True):
        while (
            len(marks.channels) < MAX_NAMED and (found := re.search(rf"\b{re.escape(name)}\b", marks.text)) is not None
        ):
            marks.put(f"H{len(marks.channels)}", found)
            marks.channels.append(named[name])
