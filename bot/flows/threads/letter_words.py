"""What a sentence tells her Huber: « dis à ma Huber que je suis malade », « mon mari veut mon code »."""

from __future__ import annotations

import re

from backend.domain.french.spelling import fold
from backend.domain.messaging.intent_vocabulary import vocabulary
from backend.domain.messaging.message import tr

KEEP_CODE = tr(
    "🔒 Ton code est pour toi seule. Ne le donne à personne : ni à ta famille, ni à ta Huber, ni à l'équipe."
)
_WANTS_CODE = re.compile(
    r"\b(?:veu\w*|voul\w*|demand\w*|exig\w*|reclam\w*|pren\w*|pri[st]?|connai\w*|sait|donn\w*|oblig\w*|insist\w*|vole\w*)"
    r" (?:\w+ ){0,3}(?:mon|le|mes|ton|votre) (?:code|kode|codes|pin|mot de passe)\b"
)
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


def wants_code(text: str) -> bool:
    """Whether a text tells that somebody wants her secret code, or has it."""
    return _WANTS_CODE.search(" ".join(map(fold, vocabulary().words(text)))) is not None
