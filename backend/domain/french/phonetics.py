"""An approximate sound of French words: one key for all spellings by ear ("argent", "arjen")."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_RULES: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        ("œu?", "e"),
        ("ç", "s"),
        ("[^a-z]", ""),
        ("ph", "f"),
        ("ch", "C"),
        ("sc(?=[eiy])|sh", "s"),
        ("qu|q", "k"),
        ("ge(?=[ao])|g(?=[eiy])", "j"),
        ("gu(?=[eiy])", "g"),
        ("tion", "sion"),
        ("gn", "ni"),
        ("c(?=[eiy])", "s"),
        ("c", "k"),
        ("y", "i"),
        ("h", ""),
        (r"(.)\1+", r"\1"),
        ("[sxz]$", ""),
        ("er$", "e"),
        ("(?<=..)(?:e+|[tdp]+)$", ""),
        ("ien(?![aeiouy])", "in"),
        ("(?:ain|ein|in|im|un|um)(?![aeiouyn])", "in"),
        ("(?:en|em|an|am)(?![aeiouyn])", "an"),
        ("(?:on|om)(?![aeiouyn])", "on"),
        ("eau|au", "o"),
        ("ou", "U"),
        ("oi", "wa"),
        ("ai|ei|eu", "e"),
        (r"(.)\1+", r"\1"),
        ("(?<=...)e$", ""),
    )
)
"""Rules in order. Silent final letters are removed, and the endings of verbs with them: "gagné", "gagner", "gagne"."""


@lru_cache(8_192)
def sound(word: str) -> str:
    """The key of one word, with or without accents and capitals."""
    plain = unicodedata.normalize("NFD", word.casefold().replace("ç", "\0"))
    key = "".join(c for c in plain if not unicodedata.combining(c)).replace("\0", "ç")
    for pattern, heard in _RULES:
        key = pattern.sub(heard, key)
    return key
