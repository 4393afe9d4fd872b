"""French elision: not "de Awa" but "d'Awa"."""

from __future__ import annotations

import re

from backend.domain.french.spelling import fold

_LOSES = re.compile(r"(?<!\w)(?:d|qu)e $", re.IGNORECASE)
_BEGINS = re.compile(
    r"""(?:
      [aeiu]
    | o(?!nz|ui\b|u[aeiy])  # d'Oumou, but: de Ouattara, de onze, de oui
    | y(?![aeiouy])         # d'Yvonne, but: de Yao
    | h(?:elene|eloise|enri|ermance|ermine|ila|ippoly|onor|ortens|ugu|ubert|yacin)
    )""",
    re.VERBOSE,
)


def elides(word: str) -> bool:
    """Whether "de" and "que" lose their e before this word: before a vowel, and, of words with an h, only before the
    usual French first names, because the h of Hawa or Habiba is aspirated."""
    return _BEGINS.match(fold(word)) is not None


def before(text: str, word: str) -> str:
    """`text` as it is written before `word`: a "de " or "que " at its end loses its e if the word wants it."""
    return f"{text[:-2]}'" if _LOSES.search(text) and elides(word) else text
