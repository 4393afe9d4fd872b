"""Whether a text agrees, says to go on, or insists on what was said before. Whole phrases only, whatever is asked."""

from __future__ import annotations

import re

from backend.domain.french.spelling import fold
from backend.domain.messaging.intent_vocabulary import vocabulary
from bot.flows.engine import yes_no

_AGREES = frozenset(
    (
        *("oui", "oui merci", "d accord", "oui d accord", "je suis d accord", "oui je suis d accord", "j accepte"),
        *(
            "je veux bien",
            "oui je veux bien",
            "je veut bien",
            "oui je veut bien",
            "volontiers",
            "oui volontiers",
            "j accepte volontiers",
            "avec plaisir",
        ),
        *("oui j accepte", "oui avec plaisir", "bonjour oui", "bonsoir oui", "bonjour j accepte", "bonsoir j accepte"),
    )
)
_ACCEPTS = re.compile(
    r"(?:(?:oui|ok|okay|bonjour|bonsoir|salut|bon|alors|moi|d accord|bien sur|c est bon) )*"
    r"(?:je suis (?:tout a fait |totalement )?d accord|j accepte|j approuve|oui je veux)"
    r"(?: (?:tout|toutes|tous|ca|cela|bien|avec|plaisir|les|tes|vos|ces|la|le|conditions?|regles?|contrat"
    r"|(?:pour |de |d )(?:apprendre|travailler|commencer|la formation|le travail)"
    r"|merci|svp|stp|madame|maman|tata|la team|l equipe))*"
)
"""« Oui j'accepte tout », « j'accepte les conditions »: nothing else is said with it, no « si » and no « mais »."""
_GOES = _AGREES | frozenset(
    ("ok", "okay", "dacc", "dac", "c est bon", "on y va", "allons y", "c est parti", "go", "on commence")
)
_HERS = frozenset(
    (
        *("ma reponse", "c est ma reponse", "oui c est ma reponse", "c ma reponse", "c etait ma reponse", "reponse"),
        *("oui ma reponse", "c est la reponse", "c est bien ma reponse", "la reponse", "ma reponse svp"),
    )
)


def said(text: str) -> str:
    """The text folded, with what is spelled as it sounds written out: « je veu bien », « dakor »."""
    plain = fold(text)
    return plain if plain in _GOES | _HERS else fold(" ".join(vocabulary().words(text)))


def agrees(text: str) -> bool:
    """Whether the text agrees beyond doubt, so that terms can be accepted with it. "ok" alone does not: it may only
    mean that the person has read."""
    plain = said(text)
    return plain in _AGREES or yes_no.agrees(text) or _ACCEPTS.fullmatch(plain) is not None


def goes(text: str) -> bool:
    """Whether the text says to go on, where that binds the person to nothing."""
    return said(text) in _GOES or agrees(text)


def insists(text: str) -> bool:
    """Whether the text says that what was written before is the answer."""
    return said(text) in _HERS


def only_asks(text: str) -> bool:
    """Whether the text is nothing but question marks, which answer no question."""
    return "?" in text and not fold(text)
