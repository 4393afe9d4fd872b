"""The words of labels: which of them tell something, and the other names of a choice."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence

from backend.domain.french.lexicon import ARTICLES
from backend.domain.french.spelling import fold
from backend.domain.messaging.message import Choice
from bot.flows.engine.numbers import without_assurance

Labelled = Sequence[tuple[Choice, str]]
"""Choices in order, each with its label as it is shown."""


def also(choices: Labelled) -> list[tuple[str, str]]:
    """Other names of choices, each with its choice: those of its own, and the halves of « Tissu ou habit » that name no
    other choice."""
    own = [(fold(word), choice.id) for choice, _ in choices for word in choice.also]
    taken = {fold(label) for _, label in choices} | {word for word, _ in own}
    halves = [
        (fold(half), choice.id) for choice, label in choices for half in _OR.split(label)[:MOST_HALVES] if fold(half)
    ]
    once = Counter(half for half, _ in halves)
    return own + [
        (half, each) for half, each in halves if once[half] == 1 and half not in taken and not half.isdecimal()
    ]


_OR = re.compile(r"\s+ou\s+|\s*/\s*")
MOST_HALVES = 4
"""The most alternatives in one label that name it."""


BESIDE_A_LABEL = frozenset(
    (
        *ARTICLES,
        *("et", "c", "est", "ce", "sont", "svp", "stp"),
        *("reponse", "seulement", "uniquement", "juste", "merci", "crois"),
        *("ca", "elle", "elles", "ils", "je", "j", "vois", "on", "voit", "il", "y", "a", "dessus", "dedans", "ici"),
        *(
            "choisis",
            "dis",
            "dirais",
            "pense",
            "que",
            "hein",
            "oh",
            "deh",
            "mama",
            "maman",
            "tata",
            "cherie",
            "surtout",
        ),
    )
)
"""Words that add nothing to a label: "c'est un fruit", "je vois du tissu"."""


def digits(text: str) -> list[str]:
    """The digits of a text. Slips are not forgiven in them: "annonce 1" is not « Annoncer », "10 h" is not « 19 h ».
    One between letters is a slip itself: « le prod8it »."""
    return re.findall(r"(?<![a-z])\d|\d(?![a-z])", text)


def telling(text: str, labels: Collection[str] = ()) -> list[str]:
    """The words of a text without those that add nothing; words that are whole labels (« A » of a pair) are kept."""
    plain = fold(text)
    told = plain if plain in labels else without_assurance(plain)
    return [word for word in told.split() if word not in BESIDE_A_LABEL or word in labels]


def is_none(label: str) -> bool:
    """Whether the label says that there is nothing: « Rien de tout ça »."""
    return fold(label).split()[:1] in (["rien"], ["aucun"], ["aucune"])
