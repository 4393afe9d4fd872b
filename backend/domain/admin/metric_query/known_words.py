"""Every word that some part of the grammar knows, and the correction of typing errors."""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import cache
from importlib import resources

from backend.domain.admin.metric_query.lexicon import (
    AGREEMENT,
    AROUND,
    DONE,
    EVER,
    NEGATIONS,
    NOT_MEANT,
    PAID,
    PHRASES,
    SENT,
    SHAPES,
    SHORT,
    STANDING,
)
from backend.domain.french import range_patterns, spelling
from backend.domain.french.lexicon import WEEKDAYS
from backend.domain.messaging import channels
from backend.domain.people import place_names

MOST_SLIPS = 6
"""Unknown words. In a text with more of them, no misspelt word is corrected."""
_NO_PLURALS = frozenset({"cours", "temps", "longtemps", "mois", "gens", "jamais", "moins"})
_DOUBLED = re.compile(r"(.)\1")
_ONE_OF_MANY = frozenset({*WEEKDAYS, "weekend", "trimestre", "semestre"})
"""Periods whose plural is another question: "les lundis" does not mean last Monday."""


def singular(word: str) -> str:
    """A word without its plural ending."""
    if word in ("lus", "lue", "lues"):
        return "lu"
    return word[:-1] if len(word) > 3 and word.endswith("s") and word not in _NO_PLURALS else word


def known() -> frozenset[str]:
    """Every word of the grammar, with names of countries and channels."""
    return _with(frozenset(channels.words()))


@cache
def _with(named_channels: frozenset[str]) -> frozenset[str]:
    phrases = {word for phrases in (*PHRASES.values(), NOT_MEANT) for phrase in phrases for word in phrase.split()}
    named = {part for name in place_names.named() for part in name.split()}
    said = phrases | {f"{word}s" for word in phrases} | named | named_channels
    return frozenset(
        said | AROUND | range_patterns.WORDS | NEGATIONS | STANDING | PAID | AGREEMENT | DONE | SENT | SHAPES | EVER
    )


@cache
def other_words() -> frozenset[str]:
    """French words that merely resemble a known word; they are listed in a file."""
    file = resources.files("backend.domain") / "data" / "no_slips.txt"
    lines = file.read_text("utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split()) - known()


def corrected(text: str, own: Collection[str]) -> tuple[str, dict[str, str]]:
    """The text with unambiguous typing errors corrected ("tahces" → "taches"), and what was typed for each changed
    word.

    `own`: words of names, which are not changed and may be what was meant. A text with more than `MOST_SLIPS` unknown
    words is no question with typing errors: it is returned unchanged, which also takes no time.
    """
    typed: dict[str, str] = {}
    found = []
    strange = [word for word in text.split() if _is_strange(word, own)]
    for word in text.split():
        meant = SHORT.get(word) or (_meant(word, own) if len(strange) <= MOST_SLIPS else word)
        if meant != word:
            typed |= dict.fromkeys(meant.split(), word)
        found.append(meant)
    return " ".join(found), typed


def _is_strange(word: str, own: Collection[str]) -> bool:
    """Whether the word may be a typing error: long enough, and neither known nor another French word."""
    if len(word) < 4 or not word.isalpha() or not word.islower():
        return False
    return not (word in known() or word in own or word in other_words())


def _meant(word: str, own: Collection[str]) -> str:
    if not _is_strange(word, own):
        return word
    if singular(word) in _ONE_OF_MANY or _DOUBLED.sub(r"\1", word) in NEGATIONS:  # "paas" is no "pays"
        return word
    if singular(word) in _targets():
        return singular(word)
    named = {each for each in spelling.nearest(word, own) if _stem(each) != _stem(word)}  # "a produit", "corrigées"
    close = named | spelling.nearest(word, _targets())
    meant = {place_names.named().get(each, singular(each)) for each in close}
    return min(close) if len(meant) == 1 else word


def _stem(word: str) -> str:
    """A word without the endings of participles, infinitives and plurals."""
    return word.rstrip("s").removesuffix("r").rstrip("e")


@cache
def _targets() -> frozenset[str]:
    """What a typing error may be corrected to. Short words are left out, because they are too uncertain."""
    return frozenset(word for word in known() if len(word) >= 4 and word not in AROUND) | {
        "combien",
        "quelles",
        "cette",
    }
