"""What a sentence tells her Huber: « dis à ma Huber que je suis malade »."""

from __future__ import annotations

import re

_TELL = re.compile(
    r"\s*(?:(?:bonjour|bonsoir|svp|stp|s'il te pla[iî]t)[\s,]+)*(?:(?:tu peux|peux[- ]tu|vous pouvez|il faut)\s+)?"
    r"(?:dis|dire|dites|pr[ée]viens|pr[ée]venir|pr[ée]venez|transmets?|transmettre|transmettez"
    r"|fais savoir|faites savoir)"
    r"(?:[- ]l[ea]|[- ]lui)?\s+(?:[àa]\s+)?(?:ma|la|mon|notre)\s+(?:huberts?|hubers?|uber)\s*[,:]?\s*"
    r"(?:(?:que|ke|qe|k)\s+|qu['’]\s*|de\s+)?(?P<words>\S.*)",
    re.IGNORECASE | re.DOTALL,
)


def for_her_huber(text: str) -> str | None:
    """What the text wants told to her Huber, as it is written; None if it wants nothing told."""
    found = _TELL.fullmatch(text)
    return found["words"].strip() if found is not None else None
