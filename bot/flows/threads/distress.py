"""How a woman says that somebody beats or threatens her, or that she wants to die. That comes before any task: her
words are kept for a person, and she is told whom to turn to now."""

from __future__ import annotations

import re

from backend.domain.french.spelling import fold
from backend.domain.messaging.intent_vocabulary import vocabulary
from backend.domain.messaging.message import tr

MOST_WORDS = 25
"""Words. A longer text tells of something else as well, and is read as it is."""
_HARMS = (
    r"(?:bat|batt?u\w*|bats|batt(?!erie?s?\b|ements?\b|eurs?\b)\w+|frap+\w*|cogn\w*|gifl\w*|viol(?:e|ee|er|ent)?"
    r"|etrangl\w*|brutalis\w*|chicot\w*|fouett\w*|sequestr\w*|enferm\w*|mena[cs]+\w*|abus\w*|tape dessus"
    r"|veut me tuer|agress\w*|touch\w* (?:la nuit|partout|le (?:corps|sexe)|les seins))"
)
_HOW_OFTEN = r"(?:(?:encore|toujours|souvent|deja|trop|bien|tout le temps|chaque \w+) )*"
_WHO = r"(?:il|elle|on|mari|pere|papa|mere|maman|copain|patron|frere|oncle|tonton|voisin)"
_TOLD = re.compile(
    r"\b(?:(?:je|j|on) )?(?:vais|veux|voudrais|envie? d|envie? de|pense a|vouloir|veut) "
    r"(?:(?:me|m|de) )*(?:tuer(?! le temps)|suicider|pendre|mourir(?! de rire)|en finir)\b"
    r"|\b(?:me suicider|plus envie de vivre|veux plus vivre|ne veux plus vivre|en finir avec (?:la|ma) vie)\b"
    rf"|\b(?:me|m|m a|m ont|m as|ma) {_HOW_OFTEN}{_HARMS}\b"
    rf"|\b{_WHO} (?:va|veut|vont|risque de|finira par) me (?:tuer|taper)\b(?! (?:un|une|le|la|les|des)\b)"
    rf"|\b{_WHO} (?:me|m|m a|ma) {_HOW_OFTEN}tap(?:e|ee|ent|er|ait)\b(?! (?:sur|dans|un|une|des|le|la|les)\b)"
)
SAID = tr(
    "🫶 Ce que tu vis passe avant tout. Je suis un robot : je ne peux pas t'aider moi-même. En danger maintenant ? Va "
    "chez quelqu'un de confiance, ou appelle les secours de ton pays."
)


def told(text: str) -> bool:
    """Whether a text tells that somebody hurts her, or that she wants to die."""
    words = vocabulary().words(text)
    return 0 < len(words) <= MOST_WORDS and _TOLD.search(" ".join(map(fold, words))) is not None
