"""A sentence that says how much of each payment she sets aside: « mets 10 % de côté à chaque paie »."""

from __future__ import annotations

import re

_ACCENTS = str.maketrans("éèêôàâ", "eeeoaa")
_HOW_MUCH = r"(?P<much>\d[\d ]*(?: ?(?:%|pour ?cents?)|(?: ?mille)?(?: ?(?:f(?:rancs?)?(?: ?cfa)?|cfa))?)?)"
_OF_EACH = (
    r"(?:(?:a|de|sur|par|pour|dans) )?(?:chaque|toutes? (?:mes|les)|tous (?:mes|les)|mes|ma|les) "
    r"(?:paies?|payes?|paiements?|gains?|salaires?)"
)
_ASIDE = r"(?:de cote|a cote|pour mon projet|dans mon projet)"
_SENTENCE = re.compile(
    r"(?:(?:je|j|tu|vous|on|peux|pouvez|veux|voudrais|il faut|alors|svp|stp|ok|oui) )*"
    r"(?:me |moi )?(?:met|mets|mettre|mettez|garde|garder|gardez|epargne|epargner|epargnez|retiens|retenir|retenez)"
    rf"(?: moi)? {_HOW_MUCH} ?(?:{_ASIDE}(?: {_OF_EACH})?|{_OF_EACH}(?: {_ASIDE})?)(?: (?:svp|stp|merci))*"
)
MOST_SIGNS = 100
"""A longer text tells something."""


def put_aside(text: str) -> str | None:
    """The share or sum of each payment in such a sentence; None if the text is none."""
    if len(text) > MOST_SIGNS:
        return None
    said = " ".join(re.sub(r"[.,!'’-]+", " ", text.casefold().translate(_ACCENTS)).split())
    found = _SENTENCE.fullmatch(said)
    return found["much"].strip() if found is not None else None
