"""Names and periods in a question. Each is replaced by a mark ("C0"), so that what is said about them can be read by
its form ("hors C0 et C1"). Marks are in capitals, all other words in small letters."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from functools import cache

from backend.domain.admin.metric_query import known_words
from backend.domain.admin.metric_query.lexicon import AMBIGUOUS_CODES
from backend.domain.admin.metric_query.question import Project, Someone
from backend.domain.french import range_patterns
from backend.domain.french.ranges import Span
from backend.domain.messaging.channels import words
from backend.domain.people import place_names, places
from backend.records import Struct, field

MAX_NAMED = 6
"""Names of each kind in one question, so that an answer takes at most a few times as long as that of `stats`."""
_BETWEEN = frozenset({"de", "des", "du", "d", "la", "le", "l", "les"})
_MIN_LETTERS = 4
"""Letters of a word that may stand for a project by itself."""


class Marks(Struct):
    """`text` with its marks. For each kind: what each mark may mean, by its number. `said`: the words that a mark
    replaces. `towns`: towns that are named. `strangers`: numbers that belong to nobody who may be named."""

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
        """Replace what was found by a mark."""
        self.said[mark] = place[group]
        self.text = _squeezed(f"{self.text[: place.start(group)]} {mark} {self.text[place.end(group) :]}")


def _squeezed(text: str) -> str:
    return " ".join(text.split())


# --- people and projects ----------------------------------------------------------------------------


def people(marks: Marks, known: Sequence[Someone]) -> None:
    """Mark people: numbers ("n° 12"); names of several words, the longest first; then single words, which mean
    everybody who has the word in a name."""
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
    """Mark projects by whole names and titles, the longest first; all those that have it. A name that is also a word of
    the grammar only counts after the word "projet"."""
    names = dict.fromkeys(name for each in known for name in called(each))
    for name in sorted(names, key=len, reverse=True):
        lead = "" if set(name.split()) - known_words.known() else "(?<=projet )(?:de |des |du |d |l )?"
        found = re.search(rf"(?<![\w/-]){lead}({re.escape(name)})(?![\w/-])", marks.text)
        if found is not None and len(marks.projects) < MAX_NAMED:
            marks.put(f"P{len(marks.projects)}", found, 1)
            marks.projects.append(tuple(each for each in known if name in called(each)))


def hints(marks: Marks, known: Sequence[Project]) -> None:
    """Mark words from names of projects that are no words of the grammar. Neighbouring words count together: they mean
    the projects that have most of them."""
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
    """The end of the run of such words that begins at `start`; `start` if there is none."""
    end = start
    for place in range(start, len(words)):
        word = words[place]
        if _is_hint(word) and any(word in parts for parts in own):
            end = place + 1
        elif place == start or word not in _BETWEEN:
            break
    return end


_NO_HINTS = frozenset(
    (
        *("client", "clients", "cliente", "clientes", "entreprise", "entreprises"),
        *("petit", "petits", "petite", "petites", "grand", "grands", "grande", "grandes", "gros", "grosse", "grosses"),
    )
)
"""Words that ask for something else than a project whose title has them: « combien de clients » is about clients."""


def _is_hint(word: str) -> bool:
    known = word in known_words.known() or word in _NO_HINTS
    return len(word) >= _MIN_LETTERS and word.islower() and not known


def called(project: Project) -> tuple[str, ...]:
    """The folded names of a project."""
    found = (range_patterns.folded(project.name), range_patterns.folded(project.title))
    return tuple(dict.fromkeys(name for name in found if name))


# --- when and where ---------------------------------------------------------------------------------

_COMPARED = re.compile(r"\b(?:difference|ecart|compar\w+|evolution)\b.*?\b(entre)\b")


def spans(marks: Marks, today: date) -> None:
    """Mark every period that is named."""
    # "entre hier et avant-hier" compares two days and is no range
    if (compared := _COMPARED.search(marks.text)) is not None:
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
    """Mark countries, the longest name first, and towns."""
    while len(marks.countries) < MAX_NAMED and (found := _countries().search(marks.text)) is not None:
        name = found[0]
        if name in place_names.towns():
            marks.towns.append(name)
        marks.put(f"C{len(marks.countries)}", found)
        marks.countries.append(place_names.named().get(name) or frozenset({name.upper()}))


@cache
def _countries() -> re.Pattern[str]:
    codes = {country.code.lower() for country in places.COUNTRIES} - AMBIGUOUS_CODES
    names = sorted({*place_names.named(), *codes}, key=len, reverse=True)
    return re.compile(rf"(?<![\w/-])(?:{'|'.join(map(re.escape, names))})(?![\w/-])")


def channels(marks: Marks) -> None:
    """Mark each name of a channel."""
    named = words()
    for name in sorted(named, key=len, reverse=True):
        while (
            len(marks.channels) < MAX_NAMED and (found := re.search(rf"\b{re.escape(name)}\b", marks.text)) is not None
        ):
            marks.put(f"H{len(marks.channels)}", found)
            marks.channels.append(named[name])
