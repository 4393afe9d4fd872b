"""How a Huber says that she will not be there for a while: her hiteuses' letters would wait with her."""

from __future__ import annotations

import re

from backend.domain.french.spelling import fold
from backend.domain.messaging.intent_vocabulary import vocabulary
from backend.domain.messaging.message import Choice, Message, tr
from bot.flows.threads.write import TEAM

_ABSENT = (
    r"(?:absente?|indisponible|injoignable|malade|hospitalisee?"
    r"|en (?:conges?|vacances?|voyage|deplacement|arret|maternite)|pas (?:la|dispo|disponible|joignable))"
)
_TOLD = re.compile(
    r"(?:(?:bonjour|bonsoir|salut|ok|bon|demain|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche) )*"
    r"(?:"
    rf"(?:(?:je|j|moi|ne|n|m) )*(?:suis?|serai[st]?|sui|pars?|part|partirai|vais|vai|voyage|absente) (?:etre |partir )?"
    rf"(?:(?:toujours|encore|bientot|maintenant|demain) )*{_ABSENT}\b.*"
    r"|(?:je )?(?:prends?|prendrai|pose|veux prendre) "
    r"(?:(?:mes|des|1|un|quelques|jours?|semaines?|de|d) )*(?:conges?|vacances|repos)\b.*"
    r"|(?:(?:je|j) )?(?:(?:fais|ferai|prends|prendrai|veux|voudrais|vais|faire|prendre) )*(?:une|ma|en) (?:petite )?"
    r"pause\b.*"
    r"|(?:est ce que )?(?:qui|quelqu un|on) (?:va |peut |pourrait )?me rempla\w+.*"
    r"|(?:je veux |il faut |besoin d )?(?:etre|me faire) remplace[er]?(?: .*)?"
    r")"
)
_HOW = tr(
    "Tu t'absentes ? Écris « stop » : je ne t'écris plus, et les messages de tes hiteuses vont à une autre Huber, ou à "
    "l'équipe. Au retour, écris « revenir »."
)
_STOPPED = tr(
    "Tu as écrit « stop » : les messages de tes hiteuses vont à une autre Huber, ou à l'équipe, jusqu'à ce que tu "
    "écrives « revenir »."
)
NOT_HERS = tr(
    "Ce mot n'est pas pour toi. Tu t'absentes ? Avec « stop », une autre Huber ou l'équipe répond à tes hiteuses."
)
"""To « pause » alone, which is no word of hers."""


def said(*, stopped: bool) -> Message:
    """How others get the letters while a Huber is away. `stopped`: she has said `stop` already."""
    way = Choice("/revenir", "Revenir") if stopped else Choice("/stop", "🔕 M'absenter")
    return (_STOPPED if stopped else _HOW).with_choices(way, TEAM, Choice("/menu", "Menu"), columns=2)


def told(text: str) -> bool:
    """Whether a text of a Huber says that she is or will be away, or asks who takes her place."""
    return _TOLD.fullmatch(" ".join(map(fold, vocabulary().words(text)))) is not None
