"""What she says of a picture instead of what stands on it: « jsp lire la fin », « le dernier mot est caché »."""

from __future__ import annotations

import re

from backend.domain.french.spelling import fold
from backend.domain.messaging.intent_vocabulary import vocabulary

_OF_IT = (
    r"(?: (?:a|le|la|les|l|un|une|de|d|du|des|ce|ca|qui|que|c|est|sont|ecrite?s?|marque|en|au|sur|dans|y|bas|haut|fin"
    r"|debut|milieu|moitie|reste|mots?|dernier|derniere|premier|premiere|deuxieme|2e|lignes?|lettres?|chiffres?|numero"
    r"|nom|prix|panneau|photo|image|bien|tout|trop|tres|ici|svp|dessus|dessous|lire|voir|dechiffrer|comprendre"
    r"|distinguer|nettement|clairement))*"
)
_SEES_NOT = re.compile(
    r"(?:(?:moi|mais|la|ici|franchement|euh|je|j|on|ne|n|me) )*"
    r"(?:sai[st]?|peux?|peut|arrive|jarive|arive|parviens?|voi[st]?|li[st]|dechiffre|distingue) (?:pas|mal|rien)"
    rf"{_OF_IT}"
    rf"|(?:(?:il|ca|c|ce|on|elle|y|ye) )+(?:ne |n )?(?:se |est )*(?:(?:voi[st]?|li[st]) pas"
    rf"|(?:pas|mal|a peine) (?:lisible|visible|clair|net)){_OF_IT}"
)
_OF_A_PART = re.compile(
    r"(?:(?:le|la|l|les|un|une) )?\w+(?: \w+){0,3} (?:est|es|sont|son) (?:(?:trop|tout|toute|un peu|mal|a moitie) )*"
    r"(?:effac|illisible|flou|coup|cach|dechir|masqu|brouill|tach)\w*(?: \w+){0,3}"
    r"|(?:(?:le|la|l|les|un|une) )?\w+(?: \w+){0,2} (?:(?:n )?(?:est|sont) )?(?:pas|mal|a peine) (?:bien |tout )?"
    r"(?:ecri\w*|lisible\w*|visible\w*|marque\w*|compl\w+|entie\w*|clair\w*)(?: \w+){0,3}"
)


def of_a_part(text: str) -> bool:
    """Whether a text says that a part of the picture cannot be read: « la date est effacée »."""
    return _OF_A_PART.fullmatch(_said(text)) is not None


def says_so(text: str) -> bool:
    """Whether a text says that the picture, or a part of it, cannot be read."""
    return of_a_part(text) or _SEES_NOT.fullmatch(_said(text)) is not None


def _said(text: str) -> str:
    return fold(" ".join(vocabulary().words(text)))
