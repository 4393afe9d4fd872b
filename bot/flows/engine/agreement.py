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
_GOES = _AGREES | frozenset(
    ("ok", "okay", "dacc", "dac", "c est bon", "on y va", "vas y", "allons y", "c est parti", "go", "on commence")
)
_HERS = frozenset(
    (
        *("ma reponse", "c est ma reponse", "oui c est ma reponse", "c ma reponse", "c etait ma reponse", "reponse"),
        *("oui ma reponse", "c est la reponse", "c est bien ma reponse", "la reponse", "ma reponse svp"),
    )
)


def said(text: str) -> str:
    """The text folded, with what is spelled as it sounds written out: « je veu bien », « dakor »."""
    text = yes_no.by_ear(text)
    plain = fold(text)
    return plain if plain in _GOES | _HERS else fold(" ".join(vocabulary().words(text)))


def agrees(text: str) -> bool:
    """Whether the text agrees beyond doubt, so that terms can be accepted with it. "ok" alone does not: it may only
    mean that the person has read."""
    plain = said(text)
    return plain in _AGREES or yes_no.agrees(text) or yes_no.accepts(text)


def goes(text: str) -> bool:
    """Whether the text says to go on, where that binds the person to nothing."""
    return said(text) in _GOES or agrees(text)


_SENDS = re.compile(
    r"(?:(?:oui|ok|okay|d accord|dacc?|bon|voila|alors|vas y|vasy|va y|allez|allez y|c est bon|c bon|tout est bon"
    r"|c est tout|c tout|fini|j ai fini|tu peux|vous pouvez|on|je|j|peux) )*"
    r"(?:envo(?:i|ie|ies|ye|yer|yez|y)|valide[rz]?|confirme[rz]?)"
    r"(?: (?:ca|le|la|tout|comme ca|moi ca|maintenant|svp|stp|merci|vite|c est bon|c bon))*"
)


def sends(text: str) -> bool:
    """Whether the text says that what was filled in can go: « ok envoi », « c bon envoie », « vasy envoi »."""
    return "?" not in text and any(_SENDS.fullmatch(each) for each in (fold(text), said(text)))


_BEGINS = re.compile(
    r"(?:(?:bonjour|bonsoir|oui|ok|alors|bon|moi|maintenant|et|je|j|on|le travail|comment|est ce que) )*"
    r"(?:(?:veux|voudrais|veut|aimerais|souhaite|peux|peut|vais|va|dois|(?:suis )?prete? (?:a|pour)) )*"
    r"(?:commencer?|commence|commencons|demarrer?|debuter?|travailler|bosser|m inscrire|finir|continuer)"
    r"(?: (?:le travail|a travailler|mon inscription|l inscription|maintenant|vite|deja|aussi|tout de suite"
    r"|quand|ou))*(?: (?:svp|stp|merci|madame|maman))*"
)


def begins(text: str) -> bool:
    """Whether somebody wants to begin: « je veux commencer », « on commence quand »."""
    return _BEGINS.fullmatch(said(text)) is not None


def insists(text: str) -> bool:
    """Whether the text says that what was written before is the answer."""
    return said(text) in _HERS


def only_asks(text: str) -> bool:
    """Whether the text is nothing but question marks, which answer no question."""
    return "?" in text and not fold(text)


_ASKS_TERMS = re.compile(
    r"\b(?:conditions?|contrat)\b|\b(?:lire|lis|voir|vois|regarder?) (?:(?:tout|ca|bien) )*(?:avant|d abord)\b"
)


def asks_terms(text: str) -> bool:
    """Whether a text that agrees to nothing yet is about the terms: « je veux lire avant », « les conditions stp »."""
    return not agrees(text) and _ASKS_TERMS.search(said(text)) is not None


_RETRACTS = re.compile(
    r"(?:(?:non|nn|nan|mais|ah|oh|oups|zut|pardon|desolee|attends?|en fait|enfait|finalement"
    r"|j ai change (?:d ?avis?|davi)) )*"
    r"(?:je|j) (?:ne |n )?(?:accepte (?:pas|plus)|ai pas accepte|(?:veux|voulais|voudrais) (?:pas|plus) accepter"
    r"|suis (?:pas|plus) d accord)"
    r"(?: (?:finalement?|en fait|enfait|(?:avec )?(?:vos|les|tes) conditions|avec ca|du tout|svp|stp|merci))*"
)


def retracts(text: str) -> bool:
    """Whether the text takes an agreement back, or refuses it: « nn jaccepte pa finalemen »."""
    return "?" not in text and _RETRACTS.fullmatch(said(text)) is not None
