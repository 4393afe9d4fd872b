"""Her first name, as she says how she wants to be called: « mon prénom c pas awa c rose », « appelle-moi Fatou »."""

from __future__ import annotations

import re

from backend.domain.french.spelling import unaccented
from backend.domain.people import first_names
from bot.flows.engine import names

MOST_WORDS = 3
"""Words of a first name: « Marie Ange Solange »."""
_IS = r"(?:s['’ ]?[eé]cri[st]?|c['’ ]?est|c[ée]?|est|=|:)"
_NAME = r"([^\W\d_][\w'’ -]{0,60}?)"
_NOT = r"(?:pas|pa) [^\W\d_]+(?: [^\W\d_]+)? ?,?(?:mais )?"
_SENTENCE = re.compile(
    r"(?:(?:non|bonjour|bonsoir|svp|stp|pardon|mais|d[ée]sol[ée]e?)[ ,]+)*(?:"
    rf"(?:mon|le) (?:vrai )?pr[ée]nom (?:{_IS} )?(?:{_NOT} ?{_IS} )?{_NAME}"
    rf"|(?:c['’ ]?est|c) {_NOT} ?{_IS} {_NAME},? (?:mon pr[ée]nom|que je m['’ ]?appel+e)"
    rf"|(?:je m['’ ]?|j ?m['’ ]?)ap+el+e? (?:{_NOT} ?(?:{_IS} )?)?{_NAME}"
    rf"|ap+el+e[sz]?[ -]moi {_NAME}"
    rf"|(?:vous avez|tu as|vs av[ée]|t['’ ]?as|on a) mal [ée]cri[ts]? mon pr[ée]nom[ ,]*(?:{_IS} {_NAME})?"
    r")(?:[ ,]+(?:svp|stp|merci|hein))*[ .!]*",
    re.IGNORECASE,
)
_WRONG = re.compile(
    rf"(?:(?:non|bonjour|bonsoir|mais) )*(?:mon|le) pr[ée]nom {_IS} (?:mal [ée]cri\w*|faux|(?:pas|pa) [^\W\d_]+)"
    r"(?: (?:svp|stp))?[ .!]*",
    re.IGNORECASE,
)
_NO_NAME = frozenset(
    (
        *("changer", "change", "corriger", "modifier", "faux", "fausse", "mal", "ecrit", "bon", "pas", "plus", "huber"),
        *("quelqu", "quand", "demain", "vite", "svp", "stp", "moi", "une", "un", "la", "le", "ma", "mon", "ton", "si"),
        *("sur", "ici", "et", "je", "tu", "vous", "on", "que", "qui", "quoi", "comment", "avec", "pour"),
    )
)


def in_sentence(text: str) -> str | None:
    """The first name that a sentence says, "" if it only says that it is wrong; None if it says nothing of it."""
    if len(text) > names.MOST_SIGNS or "?" in text:
        return None
    if _WRONG.fullmatch(text.strip()):
        return ""
    found = _SENTENCE.fullmatch(text.strip())
    if found is None:
        return None
    name = next(filter(None, found.groups()), None)
    return "" if name is None else read(name)


def read(text: str) -> str | None:
    """A first name alone; None if it is none."""
    name = " ".join(first_names.without_titles(text.split())).strip(" .,!-'’")
    words = unaccented(name).replace("-", " ").replace("'", " ").split()
    if not 1 <= len(words) <= MOST_WORDS or len(name) > first_names.MOST_SIGNS or not _NO_NAME.isdisjoint(words):
        return None
    if first_names.passes_for_us(name):
        return None
    if len(name) < LEAST or not all(sign.isalpha() or sign in " -'’" for sign in name):
        return None
    return name.title() if name.islower() else name


LEAST = 2
"""Signs of a first name."""
