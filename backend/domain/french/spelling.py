"""Words as people type them on a phone: without accents, in any case, with typing errors."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cache, lru_cache

from rapidfuzz.distance import OSA

_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae"})


SHORT = 60
"""The most signs of a text whose folded form is remembered: the labels on a screen are folded for each text."""
_DIGIT = re.compile(r"\d")


def fold(text: str, keep: str = "") -> str:
    """Lower case without accents; everything but letters and digits becomes one space: "Lomé, 2 !" → "lome 2". `keep`:
    signs that are kept."""
    if len(text) > SHORT or _DIGIT.search(text):  # a secret number is kept nowhere
        return _fold(text, keep)
    return _remembered(text, keep)


def _fold(text: str, keep: str) -> str:
    return _between(keep).sub(" ", unaccented(text)).strip()


_remembered = lru_cache(4_096)(_fold)


@cache
def _between(keep: str) -> re.Pattern[str]:
    return re.compile(f"[^a-z0-9{re.escape(keep)}]+")


def unaccented(text: str) -> str:
    """Lower case without accents; all other signs stay."""
    lower = text.casefold()
    if lower.isascii():
        return lower
    plain = unicodedata.normalize("NFKD", lower.translate(_LIGATURES))
    return "".join(c for c in plain if not unicodedata.combining(c))


_DIRECTION = frozenset("\u200b\u2060\ufeff\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def clean(text: str) -> str:
    """Free text that is safe to store: NFC, trimmed, without control characters except line breaks, without lone
    surrogates (which the database refuses), without marks of writing direction. "" if nothing visible is left."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    kept = "".join(
        c for c in text if c == "\n" or (c not in _DIRECTION and unicodedata.category(c) not in ("Cc", "Cs"))
    )
    kept = unicodedata.normalize("NFC", kept).strip()
    return kept if any(c.isprintable() and not c.isspace() for c in kept) else ""


def distance(a: str, b: str) -> int:
    """Edits (insert, delete, replace, swap of neighbours) that turn `a` into `b`."""
    return OSA.distance(a, b)


def slips(word: str) -> int:
    """How many typing errors are still unambiguous in a word of this length."""
    return 0 if len(word) < 4 else 1 if len(word) < 9 else 2


def nearest(word: str, known: Iterable[str]) -> set[str]:
    """Those of `known` that are nearest to `word`, within the allowed typing errors; several if it is ambiguous."""
    found: set[str] = set()
    best = slips(word) + 1
    for candidate in known:
        if abs(len(candidate) - len(word)) > best or len(candidate) < 4:
            continue
        edits = distance(word, candidate)
        if edits < best:
            found, best = {candidate}, edits
        elif edits == best and edits <= slips(word):
            found.add(candidate)
    return found
