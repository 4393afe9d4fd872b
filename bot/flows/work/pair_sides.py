"""The two sides of a pair: which comes first, and which one she names in a sentence."""

from __future__ import annotations

import re

from backend.domain.french.spelling import fold
from backend.domain.work.commands import Task

_SIDE = (
    r"(?:la |le |l )?(?:phrase |reponse |texte |message |version |option )?"
    r"(?P<side>a|b|premiere?|1|1ere|1er|1re|deuxieme|seconde?|2|2e|2eme|2nde)(?: (?:phrase|reponse|version|option))?"
)
_BEGINNING = r"(?:(?:pour moi|moi|oui|je (?:trouve|pense|crois|dis)(?: que)?|c est) )*"
_PREFERRED = re.compile(
    rf"{_BEGINNING}(?:je (?:prefere|choisis|prends) {_SIDE.replace('side', 'chosen')}"
    rf"|{_SIDE} (?:(?:est|c est|me parait|me semble|parait|semble) )?(?:(?:la|le) )?"
    r"(?:(?:bien |beaucoup )?mieux|meilleure?|(?:bien |beaucoup )?plus (?P<more>\w+)))(?: (?:svp|stp|merci))?"
)
_LEAST = frozenset(("moins", "pire", "mal", "mauvais", "mauvaise", "pas"))
"""Words of a question to which the better side is no answer."""
_FIRST = frozenset("a1p")


def order(task: Task) -> tuple[str, str]:
    """Which side comes first; it alternates between tasks."""
    return ("a", "b") if task.id % 2 else ("b", "a")


def named(task: Task, text: str) -> str | None:
    """The side that a sentence prefers in the words of the question: « A est la plus claire », « la première est
    mieux ». None if it prefers none."""
    asked = fold(task.config.question).split()
    found = _PREFERRED.fullmatch(fold(text))
    if found is None or _LEAST & {*asked}:
        return None
    more = found["more"]
    if more is not None and not any(_same(more, word) for word in asked):
        return None
    said = found["side"] or found["chosen"]
    return order(task)[0 if said[0] in _FIRST else 1]


def _same(one: str, other: str) -> bool:
    """Whether two words are forms of one adjective: « clair », « claire »."""
    return one.rstrip("es") == other.rstrip("es")
