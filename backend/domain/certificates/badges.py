"""Badges, what they open, and the certificates that sets of modules give.

A badge is what a person has shown that she can do. Its key is a module's id, or one of those that the
module unlocks; a project names the keys that it needs.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction
from functools import cache
from importlib import resources
from math import ceil
from typing import Any

from backend.domain.money import Money
from backend.domain.work.commands import Offer

LEAST_SECONDS, MOST_SECONDS = 5, 120
"""Of one answer in a test: to read it takes as long, and who is called away in the middle was not at it
for longer."""

TEST_SHARE = Fraction(1, 2)
"""A project pays for tests until they have cost it this share of what all its answers can cost."""


@dataclass(frozen=True, slots=True)
class Badge:
    """`id` is its number, `key` its name; `at` is when she earned it. `module_id` "": given by hand."""

    id: int
    key: str
    title: str
    module_id: str
    at: datetime

    @property
    def certifies(self) -> bool:
        """Whether it stands for a whole module: those that a module unlocks beside open work, no more."""
        return self.key == self.module_id


@dataclass(frozen=True, slots=True)
class ModuleSet:
    """Modules that together give one certificate. `about`: what its holder can do, in one sentence.
    `lessons`: of a single module, the titles of what it teaches."""

    key: str
    title: str
    about: str
    modules: tuple[str, ...]
    lessons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Course:
    """A module in one line: its id, its title, what passing it gives beside its own badge, and how long it takes by
    its author's word (0: not said)."""

    id: str
    title: str
    unlocks: tuple[str, ...] = ()
    minutes: int = 0

    @property
    def keys(self) -> frozenset[str]:
        """All badges that it gives."""
        return frozenset((self.id, *self.unlocks))


@dataclass(frozen=True, slots=True)
class Opening:
    """Work that she could do, were it not for badges: the offer as she would see it, and the modules
    that give the badges which she lacks, each once."""

    offer: Offer
    courses: tuple[Course, ...]


@dataclass(frozen=True, slots=True)
class Granted:
    """What passing a module has brought her.

    `badges`: those that are new. `certificates`: what she may take now and could not before, the
    module's own first. `opened`: work that was closed to her. `paid`: for the time of the tests, None
    when no project needed them. `reviews`: she may review others' answers from now on.
    """

    badges: tuple[Badge, ...] = ()
    certificates: tuple[ModuleSet, ...] = ()
    opened: tuple[Offer, ...] = ()
    paid: Money | None = None
    reviews: bool = False


@dataclass(frozen=True, slots=True)
class Settled:
    """What her badges bring who has just become a hiteuse: the work that is open because of them, and what
    was `paid` for the time of their tests."""

    opened: tuple[Offer, ...] = ()
    paid: tuple[Money, ...] = ()


@cache
def _data() -> Mapping[str, Any]:
    file = resources.files("backend.domain") / "data" / "certificates.toml"
    return tomllib.loads(file.read_text("utf-8"))


@cache
def sets() -> tuple[ModuleSet, ...]:
    """All sets, the smaller ones first."""
    found = [ModuleSet(key, s["title"], s["about"], tuple(s["modules"])) for key, s in _data()["sets"].items()]
    return tuple(sorted(found, key=lambda s: len(s.modules)))


def complete(held: Collection[str]) -> tuple[ModuleSet, ...]:
    """The sets of which all modules are among these keys."""
    return tuple(s for s in sets() if set(s.modules) <= set(held))


def title(key: str, course: Course) -> str:
    """What a badge is called that this module gives."""
    if key == course.id:
        return course.title
    named: str | None = _data()["badges"].get(key)
    return named or f"{course.title} ({key})"


def of_module(badge: Badge, lessons: Sequence[str] = ()) -> ModuleSet:
    """A single module's certificate, as a set of one."""
    return ModuleSet(badge.key, badge.title, about_module(badge.title), (badge.key,), tuple(lessons))


def about_module(title: str) -> str:
    """In a sentence for whoever reads her certificate: what the module says of itself is said to her."""
    return f"Module de formation « {title} »."


def lacking(needs: Sequence[str], held: Collection[str], courses: Sequence[Course]) -> tuple[Course, ...] | None:
    """The modules to pass for the badges that are needed and not held, as few as the order of `courses`
    allows; None when no module gives one of them."""
    missing = [key for key in needs if key not in held]
    chosen: list[Course] = []
    for key in missing:
        if any(key in course.keys for course in chosen):
            continue
        course = next((c for c in courses if key in c.keys), None)
        if course is None:
            return None
        chosen.append(course)
    return tuple(chosen)


def ungiven(needs: Sequence[str], courses: Sequence[Course]) -> tuple[str, ...]:
    """Of the badges that are needed, those that no module gives: nobody can earn them."""
    return tuple(key for key in needs if not any(key in course.keys for course in courses))


def test_time(seconds: Sequence[int], minutes: int) -> timedelta:
    """How much of a module's tests is paid: each answer's seconds between `LEAST_SECONDS` and
    `MOST_SECONDS`, all together up to what its author says that the whole module takes (`minutes`; 0:
    not said)."""
    total = sum(min(max(LEAST_SECONDS, s), MOST_SECONDS) for s in seconds)
    return timedelta(seconds=min(total, minutes * 60) if minutes else total)


def test_pay(pay: Money, minutes: Fraction, time: timedelta) -> Money:
    """That time at a project's own rate, where one answer brings `pay` and takes `minutes`; rounded up
    to the smallest unit of money, in her favour."""
    units = Fraction(pay.units * int(time.total_seconds())) / (minutes * 60)
    return Money(ceil(units), pay.currency)


# --- the name on a certificate ----------------------------------------------------------------------

MOST_NAME = 60
_BETWEEN = " -.’"
_PART = re.compile(r"(?<![^\s’.-])[^\W\d_]")
_APOSTROPHES = str.maketrans({"'": "’", "ʼ": "’", "ʻ": "’", "`": "’", "´": "’"})


def read_name(text: str) -> str | None:
    """Her name as it shall stand on certificates: letters of the Latin script with their accents, spaces,
    hyphens, apostrophes and dots, on one line. Emoji and other signs are left out. Typed in small letters
    throughout, as a phone makes it easy, it gets its capitals; otherwise it stands as she wrote it.

    None when that is no name: fewer than two letters, more than `MOST_NAME` characters, or written in
    another script, which neither the certificate's font nor most of its readers know.
    """
    kept: list[str] = []
    for c in unicodedata.normalize("NFC", text[:500]).translate(_APOSTROPHES):
        if c.isalpha() and not unicodedata.name(c, "").startswith("LATIN"):
            return None
        # an accent that stands by itself, as in "ɛ̀": one or two on a letter, never a heap of them
        accent = bool(unicodedata.combining(c)) and any(k.isalpha() for k in kept[-2:])
        kept.append(c if c.isalpha() or c in _BETWEEN or accent else " ")
    name = " ".join("".join(kept).split()).rstrip(" -’").lstrip(" -’.")
    if name == name.lower():
        name = _PART.sub(lambda found: found[0].upper() if len(found[0].upper()) == 1 else found[0], name)
    return name if sum(c.isalpha() for c in name) >= 2 and len(name) <= MOST_NAME else None
