"""The two sides of a pair: which comes first, and which one she picks, by a button or in a sentence."""

from __future__ import annotations

import re

from backend.domain.french.spelling import fold
from backend.domain.messaging.message import Choice, Message, tr
from backend.domain.work.commands import Task
from bot.flows.engine.kit import Event, Picked, Typed

TIE = Choice(
    "=tie",
    "Les deux se valent",
    also=(
        *("pareil", "pareille", "pareils", "pareilles", "c'est pareil", "elles sont pareilles", "c'est la même chose"),
        *("la même chose", "idem", "kif kif", "égal", "égalité", "ex aequo", "les deux", "toutes les deux", "a et b"),
        *("b et a", "aucune différence", "pas de différence", "ça se vaut", "elles se valent", "les deux sont bonnes"),
        *("les 2 sont bonnes", "les deux sont bien", "les 2 sont bien"),
        *("les deux pareil", "les 2", "c'est kif kif", "c kif kif", "kif kif les deux", "c'est égal", "match nul"),
    ),
)
_SIDE = (
    r"(?:la |le |l )?(?:phrase |reponse |texte |message |version |option )?"
    r"(?P<side>a|b|premiere?|1|1ere|1er|1re|deuxieme|seconde?|2|2e|2eme|2nde)(?: (?:phrase|reponse|version|option))?"
)
_BEGINNING = r"(?:(?:pour moi|moi|oui|je (?:trouve|pense|crois|dis)(?: que)?|c est) )*"
_PREFERRED = re.compile(
    rf"{_BEGINNING}(?:je (?:prefere|choisis|prends) {_SIDE.replace('side', 'chosen')}"
    rf"|{_SIDE} (?:(?:est|es|e|et|c est|c|me parait|me semble|parait|semble) )?(?:(?:la|le) )?"
    r"(?:(?:bien |beaucoup )?mieux?|meilleure?|bon(?:ne)?|bien"
    r"|(?:bien |beaucoup )?plus (?P<more>\w+)))(?: (?:svp|stp|merci))?"
)
_ALONE = re.compile(
    rf"{_BEGINNING}(?:(?:la |le |l )?(?:phrase |reponse |texte |message |version |option |celle |celui )?(?:tout )?"
    r"(?:du|d en|en) (?P<place>haut|bas)"
    r"|(?:la |le )?(?P<number>premiere?|deuxieme|seconde?|1ere?|2e|2eme)"
    r" (?:phrase|reponse|texte|message|version|option))(?: (?:svp|stp|merci|je crois|je pense))?"
)
"""A side by where it stands: « celle du haut », « le deuxième message »."""
_LEAST = frozenset(("moins", "pire", "mal", "mauvais", "mauvaise", "pas"))
"""Words of a question to which the better side is no answer."""
_FIRST = frozenset("a1p")


def order(task: Task) -> tuple[str, str]:
    """Which side comes first; it alternates between tasks."""
    return ("a", "b") if task.id % 2 else ("b", "a")


def named(task: Task, text: str) -> str | None:
    """The side that a text names by its place, or that a sentence prefers in the words of the question: « celle du
    haut », « A est la plus claire », « la première est mieux ». None if it names none."""
    alone = _ALONE.fullmatch(fold(text))
    if alone is not None:
        first = alone["place"] == "haut" or (alone["number"] or "")[:1] in _FIRST
        return order(task)[0 if first else 1]
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


def picked(task: Task, event: Event) -> str | None:
    """The side that an event picks; None if it picks none."""
    match event:
        case Picked(choice) if (side := choice.removeprefix("=")) in task.config.sides:
            return side
        case Typed(text):
            return named(task, text)
        case _:
            return None


def choices(task: Task) -> tuple[Choice, ...]:
    """The two sides in their order, and that they are equal where that may be."""
    found = [Choice(f"={side}", label) for label, side in zip(("A", "B"), order(task), strict=True)]
    return (*found, *([TIE] if task.config.tie else []))


def given(task: Task) -> Message:
    """Her last answer to a pair, with the label of the side as she saw it."""
    chosen = next(choice for choice in choices(task) if choice.id == f"={task.value}")
    return tr("Tu avais répondu : *{answer}*", answer=chosen.part)
