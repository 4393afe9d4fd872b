"""Badges, the work that they open, and the certificates for sets of modules.

A badge stands for a skill that a person has proved. Its key is a module's id, or one of those that the module unlocks.
A project names the keys that it needs.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from fractions import Fraction
from functools import cache
from importlib import resources
from math import ceil
from typing import Any

from backend.domain.money import Money
from backend.domain.work.commands import Offer
from backend.records import Record

LEAST_SECONDS, MOST_SECONDS = 5, 120
"""Seconds that one answer in a test counts at least and at most. Reading it takes the least; a longer pause is no
work."""

TEST_SHARE = Fraction(1, 2)
"""A project pays for tests until they have cost it this share of what all its answers can cost."""


class Badge(Record):
    """A badge. `id`: its number; `key`: its name; `at`: when she earned it. `module_id` "": it was given by hand."""

    id: int
    key: str
    title: str
    module_id: str
    at: datetime

    @property
    def certifies(self) -> bool:
        """Whether it stands for a whole module. Badges that a module unlocks besides only open work."""
        return self.key == self.module_id


class ModuleSet(Record):
    """Modules that together give one certificate. `about`: what its holder can do, in one sentence. `lessons`: for a
    single module, the titles of its lessons."""

    key: str
    title: str
    about: str
    modules: tuple[str, ...]
    lessons: tuple[str, ...] = ()


class Course(Record):
    """A module in one line. `unlocks`: the badges that passing it gives besides its own. `minutes`: its length as the
    author says; 0: not said."""

    id: str
    title: str
    unlocks: tuple[str, ...] = ()
    minutes: int = 0

    @property
    def keys(self) -> frozenset[str]:
        """All badges that the module gives."""
        return frozenset((self.id, *self.unlocks))


class Opening(Record):
    """Work for which she lacks badges: the offer, and the modules that give these badges, each once."""

    offer: Offer
    courses: tuple[Course, ...]


class Granted(Record):
    """What passing a module has brought her.

    `badges`: the new ones. `certificates`: those that she may take now for the first time, the module's own first.
    `opened`: work that was closed to her. `paid`: for the time of the tests; None if no project needed them. `reviews`:
    she may review other people's answers from now on.
    """

    badges: tuple[Badge, ...] = ()
    certificates: tuple[ModuleSet, ...] = ()
    opened: tuple[Offer, ...] = ()
    paid: Money | None = None
    reviews: bool = False


class Settled(Record):
    """What a new hiteuse's badges bring her: the work that they open, and what was `paid` for the time of her tests."""

    opened: tuple[Offer, ...] = ()
    paid: tuple[Money, ...] = ()


@cache
def _data() -> Mapping[str, Any]:
    file = resources.files("backend.domain") / "data" / "certificates.toml"
    return tomllib.loads(file.read_text("utf-8"))


@cache
def sets() -> tuple[ModuleSet, ...]:
    """All sets, the smallest first."""
    found = [ModuleSet(key, s["title"], s["about"], tuple(s["modules"])) for key, s in _data()["sets"].items()]
    return tuple(sorted(found, key=lambda s: len(s.modules)))


def complete(held: Collection[str]) -> tuple[ModuleSet, ...]:
    """The sets whose modules are all among these keys."""
    return tuple(s for s in sets() if set(s.modules) <= set(held))


def title(key: str, course: Course) -> str:
    """The title of a badge that this module gives."""
    if key == course.id:
        return course.title
    named: str | None = _data()["badges"].get(key)
    return named or f"{course.title} ({key})"


def of_module(badge: Badge, lessons: Sequence[str] = ()) -> ModuleSet:
    """A single module's certificate, as a set of one."""
    return ModuleSet(badge.key, badge.title, about_module(badge.title), (badge.key,), tuple(lessons))


def about_module(title: str) -> str:
    """The sentence about a module for people who read her certificate. The module's own description is addressed to
    her."""
    return f"Module de formation « {title} »."


def lacking(needs: Sequence[str], held: Collection[str], courses: Sequence[Course]) -> tuple[Course, ...] | None:
    """The modules to pass for the badges that are needed and not held, as few as the order of `courses` allows; None if
    no module gives one of them."""
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
    """Those of the needed badges that no module gives, so that nobody can earn them."""
    return tuple(key for key in needs if not any(key in course.keys for course in courses))


def test_time(seconds: Sequence[int], minutes: int) -> timedelta:
    """The time of a module's tests that is paid: each answer counts between `LEAST_SECONDS` and `MOST_SECONDS`, in all
    no more than the module takes by its author (`minutes`; 0: not said)."""
    total = sum(min(max(LEAST_SECONDS, s), MOST_SECONDS) for s in seconds)
    return timedelta(seconds=min(total, minutes * 60) if minutes else total)


def test_pay(pay: Money, minutes: Fraction, time: timedelta) -> Money:
    """The pay for that time at a project's own rate, by which one answer brings `pay` and takes `minutes`. It is
    rounded up to the smallest unit of money."""
    units = Fraction(pay.units * int(time.total_seconds())) / (minutes * 60)
    return Money(ceil(units), pay.currency)


# --- the name on a certificate ----------------------------------------------------------------------

MOST_NAME = 60
"""Characters of a name."""
_BETWEEN = " -.’"
_PART = re.compile(r"(?<![^\s’.-])[^\W\d_]")
_APOSTROPHES = str.maketrans({"'": "’", "ʼ": "’", "ʻ": "’", "`": "’", "´": "’"})


def read_name(text: str) -> str | None:
    """A person's name in the form for certificates: letters of the Latin script with accents, spaces, hyphens,
    apostrophes and dots, on one line. None if it is no name.

    Emoji and other signs are left out. A name typed all in small letters gets capitals; else it stays as written. It is
    no name if it has fewer than two letters, more than `MOST_NAME` characters, or another script, which neither the
    certificate's font nor most readers know.
    """
    kept: list[str] = []
    for c in unicodedata.normalize("NFC", text[:500]).translate(_APOSTROPHES):
        if c.isalpha() and not unicodedata.name(c, "").startswith("LATIN"):
            return None
        # an accent by itself, as in "ɛ̀": at most two on a letter
        accent = bool(unicodedata.combining(c)) and any(k.isalpha() for k in kept[-2:])
        kept.append(c if c.isalpha() or c in _BETWEEN or accent else " ")
    name = " ".join("".join(kept).split()).rstrip(" -’").lstrip(" -’.")
    if name == name.lower():
        name = _PART.sub(lambda found: found[0].upper() if len(found[0].upper()) == 1 else found[0], name)
    return name if sum(c.isalpha() for c in name) >= 2 and len(name) <= MOST_NAME else None
