"""Words in which answers are corrected: « je me suis trompée », « c'était », « pardon »."""

from __future__ import annotations

import re

from backend.domain.french.spelling import fold

MISTAKEN = r"(?:je|j|(?:je?)?(?:me?)?suis?|je?me?|chuis?|me|m) (?:(?:me|m|(?:me?)?suis?) )*tr[oa][mn]p\w+"
"""« Je me suis trompée » in its common spellings."""
BADLY = (
    r"(?:j|je|g)(?: ?ai|é)? ?mal (?:ecri[st]?e?s?|tape[rzs]?|lue?s?|mis?|note[rzs]?|repondue?s?|vue?s?|compris"
    r"|recopie[rzs]?)"
)
"""« J'ai mal écrit »."""
TOO_FAST = (
    r"(?:(?:j ai|jai|g) (?:\w+ )?(?:touche[rz]?|clique[rz]?|appuye[rz]?|tape[rz]?|repondu|valide[rz]?|envoye[rz]?)"
    r" (?:(?:un peu|beaucoup) )?(?:trop vite|sans (?:lire|voir|regarder|faire attention)|par erreur|a cote)"
    r"|(?:je |j )?(?:suis|sui|chuis) (?:allee?|aller) (?:un peu )?trop vite|(?:je |j )?me suis precipitee?s?)"
)
"""« J'ai touché trop vite », « je me suis précipitée »."""
IT_WAS = r"(?:[cs] ?et(?:ai[st]?|e[st]?)|c ?t(?:ai[st]?)?)"
"""« C'était » in its common spellings: « ct », « cetai », « sété »."""
MEANT = r"(?:(?:je|j) ?(?:voulai[st]?|veux dire)|(?:je|j) ?ai voulu)"
"""« Je voulais », « jvoulai », « j'ai voulu » before what is meant."""
SORRY = (
    r"pardon|oups|oops|mince|desolee?|excuse[zs]?(?: moi)?|erreur|correction|en fait|enfin|finalement|attends?|plutot"
    rf"|(?:c est |j ai fait )?une erreur|{MISTAKEN}|{BADLY}|(?:je )?cor+ige[rz]?|{MEANT}"
)
THIS = rf"(?:c ?est|{IT_WAS}|c)"
_NO_WRITTEN_SHORT = re.compile(r"^(?:(?:nn+|nan+|naan|nonn+|non) )*(?:nn+|nan+|naan|nonn+)(?= |$)")
_SIGH = re.compile(rf"^(?:(?:ah+|oh+|eh|aie|he) )+(?=(?:non|{SORRY}) )")
"""« Ah », « oh » before what corrects: « ah pardon, 2 »."""


def written_out(text: str) -> str:
    """The text folded, without a sigh, its first no written out: « nn la 2 »."""
    return _NO_WRITTEN_SHORT.sub("non", _SIGH.sub("", _NO_WRITTEN_SHORT.sub("non", fold(text))))
