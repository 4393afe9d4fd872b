"""The notation in which `questions.txt` says what a question asks (see there)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from backend.domain.admin.metric_query.question import MetricQuery, Someone
from backend.domain.french.ranges import BEGINNING, Span
from backend.domain.people import places
from backend.records import Record, Struct, field
from tests.metric_queries.world import HUBER, TODAY, World

FOLDER = Path(__file__).parent


class Case(Record):
    """A question, whether the Huber asks it, and what it asks."""

    text: str
    huber: bool
    expected: str

    @property
    def refused(self) -> bool:
        return self.expected.split()[0] == "refuse"

    @property
    def asked_back(self) -> bool:
        return self.expected.split()[0] == "ask"

    @property
    def named(self) -> list[str]:
        """Words that have to be named as not understood."""
        return re.findall("«([^»]+)»", self.expected)

    def __str__(self) -> str:
        return self.text


def cases(file: str) -> list[Case]:
    found = []
    for line in (FOLDER / file).read_text("utf-8").splitlines():
        if " => " in line and not line.startswith("#"):
            text, expected = line.split(" => ")
            found.append(Case(text.removeprefix("H:").strip(), text.startswith("H:"), expected.strip()))
    return found


def span_of(text: str) -> Span:
    if text == "ever":
        return Span(BEGINNING, TODAY)
    first, _, last = text.partition("..")
    return Span(date.fromisoformat(first), date.fromisoformat(last or first))


def written(question: MetricQuery, known: Sequence[Someone]) -> str:
    """A question as it was read. `known`: all who may be named, to tell two of one name apart."""
    if question.unknown or question.why or not question.understood:
        words = [f"«{word}»" for word in question.unknown]
        return " ".join(["refuse", *words, *([f"[{question.why}]"] if question.why else [])])
    if question.which_country:
        return "ask " + "|".join(places.country(code).name for code in question.which_country)
    if question.which_project:
        return "ask " + " ".join(f"#{each.name}" for each in question.which_project)
    if question.which_person:
        return "ask " + " ".join(key_of(each, known) for each in question.which_person)
    parts = [",".join("first" if each == "first income" else each for each in question.measures) or "all"]
    parts += [_span(span) for span in question.spans]
    for sign, named in (("+", question.only), ("-", question.without)):
        parts += [sign + each for each in (*named.countries, *named.channels)]
        parts += [("#" if sign == "+" else "-#") + each.name for each in named.projects]
        parts += [key_of(each, known) for each in named.people]
    parts += [f"by:{question.by}"] if question.by else []
    parts += [f"{'top' if question.most > 0 else 'bottom'}:{abs(question.most)}"] if question.most else []
    return " ".join([*parts, *(["each"] if question.each else [])])


def same(found: str, case: Case) -> bool:
    """Whether what was read is what was meant; the order of parts says nothing."""
    if case.refused:
        return found.startswith("refuse") and all(f"{word}»" in found for word in case.named)
    return sorted(found.split()) == sorted(case.expected.split())


def key_of(each: Someone, known: Sequence[Someone]) -> str:
    alike = [other for other in known if other.name == each.name]
    if len(alike) == 1:
        return f"@{each.name}"
    if len({other.country for other in alike}) == len(alike):
        return f"@{each.name}/{each.country}"
    return f"@{each.name}/{1 + [other.id for other in alike].index(each.id)}"


def _span(span: Span) -> str:
    if span == Span(BEGINNING, TODAY):
        return "ever"
    return f"{span.first}" if span.first == span.last else f"{span.first}..{span.last}"


# --- as the truth takes it ----------------------------------------------------------------------------


class Meant(Struct):
    """What a line of the notation says."""

    measures: list[str]
    spans: list[str] = field(default_factory=list)
    only: dict[str, list[Any]] = field(default_factory=dict)
    without: dict[str, list[Any]] = field(default_factory=dict)
    by: str = ""
    most: int = 0
    each: bool = False


def meant(case: Case, world: World) -> Meant:
    first, *parts = case.expected.split()
    found = Meant([] if first == "all" else first.split(","))
    for part in parts:
        side = found.without if part[0] == "-" else found.only
        name = part.lstrip("+-")
        if part[0].isdigit() or part == "ever":
            found.spans.append(part)
        elif part.startswith("by:"):
            found.by = part[3:]
        elif part.startswith(("top:", "bottom:")):
            how, _, count = part.partition(":")
            found.most = int(count) if how == "top" else -int(count)
        elif part == "each":
            found.each = True
        elif part[0] == "@":
            side.setdefault("person", []).append(world.people[part[1:]])
        elif name[0] == "#":
            side.setdefault("project", []).append(name[1:])
        elif name.isupper():
            side.setdefault("country", []).append(name)
        else:
            side.setdefault("channel", []).append(name)
    if "person" in found.only and not found.measures:
        found.measures = ["answers", "time", "earned", "pace"]
    if case.huber and "country" not in found.only:
        found.only["among"] = [*HUBER]
    return found
