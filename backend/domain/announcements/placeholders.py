"""Placeholders in announcements: in « Bonjour {prenom} ! » each recipient reads their own first name. Nothing else is
filled in. What merely looks like a placeholder stays as written, and the author is told before it is sent."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from backend.domain.french.spelling import fold

NAME = "{prenom}"
"""The placeholder as we write it. It is also read with an accent, in capitals, with spaces, in the plural, and in
doubled braces."""
LONGEST_NAME = "m" * 40
"""A name of the maximum length that is filled in (UTF-16 units)."""

_FIRST_NAME = frozenset({"prenom", "prenoms"})
_PLACE = re.compile(r"(?P<before>[^\S\n]{0,40})\{\{?[^\S\n]*(?P<what>[^{}\n]{1,40}?)[^\S\n]*\}\}?")
_AFTER = re.compile(r"[\s,;:!.…-]+")
_MEANT = re.compile(
    r"""\{\{?[^{}\n]{1,40}\}\}?
      | [\[<]\s*(?P<braced>[^\W\d_][\w\u0300-\u036f]{4,10})\s*[\]>]   # [prénom]
      | \{\s*(?P<open>[^\W\d_][\w\u0300-\u036f]{4,10})                 # {prenom, never closed
    """,
    re.VERBOSE,
)


def named(text: str) -> bool:
    """Whether the text has a placeholder for a first name."""
    return any(_is_name(place["what"]) for place in _PLACE.finditer(text))


def filled(text: str, name: str) -> str:
    """The text with the first name filled in. Without a name the sentence is shortened: « Bonjour ! »"""
    name = " ".join(name.split())
    while len(name.encode("utf-16-le")) // 2 > len(LONGEST_NAME):
        name = name[:-1]
    found = ""
    done = 0
    for place in _PLACE.finditer(text):
        if place.end() <= done or not _is_name(place["what"]):
            continue
        before = place["before"] if place.start() >= done else ""
        found += text[done : place.start()]
        done = place.end()
        if name:
            found += before + name
        elif _begins(found):  # what follows begins the sentence
            found += before
            after = _AFTER.match(text, done)
            done = after.end() if after and after.end() < len(text) else done
            if _PLACE.match(text, done) is None:
                found += text[done : done + 1].upper()
                done += 1
        elif found[-1] in ",;" and text[done : done + 1] in (",", ";"):
            done += 1
    return found + text[done:]


def unfilled(texts: Iterable[str], others: Iterable[str] = ()) -> tuple[str, ...]:
    """What looks like a placeholder in these texts but is none, as written, each once. `others`: texts in which nothing
    is filled in."""
    found = [each.group() for text in texts for each in _MEANT.finditer(text) if not _fills(each)]
    found += [each.group() for text in others for each in _MEANT.finditer(text) if _looks(each)]
    return tuple(dict.fromkeys(found))


def _begins(before: str) -> bool:
    """Whether a sentence begins after this text: after another sentence, a line end or an emoji."""
    before = before.rstrip(" \t\u00a0\u202f")
    return not before or before[-1] in ".!?…:\n*_" or unicodedata.category(before[-1]) in ("So", "Sk", "Mn", "Cf")


def _fills(meant: re.Match[str]) -> bool:
    if meant["braced"] or meant["open"]:
        return not _looks(meant)
    return _is_name(meant.group().strip("{}"))


def _looks(meant: re.Match[str]) -> bool:
    """Whether this looks like a placeholder. A word in other brackets, or after a brace that is never closed, only does
    if it is the word for the name."""
    word = meant["braced"] or meant["open"]
    return word is None or _is_name(word)


def _is_name(what: str) -> bool:
    return fold(what) in _FIRST_NAME
