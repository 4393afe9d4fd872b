"""How often she wants to be reminded, where that is no choice of days and one hour: « deux fois par jour »."""

from __future__ import annotations

import re

from backend.domain.french.datetimes import LONGEST_TEXT
from backend.domain.french.spelling import fold
from backend.domain.messaging.message import Message, tr

NOT_UNDERSTOOD = tr("Je n'ai pas compris. Écris des jours et une heure, par exemple : lundi mercredi 20 h.")
ONE_HOUR = tr("Je rappelle une fois par jour au plus, à une seule heure. Écris-la, par exemple : lundi mercredi 20 h.")
WHICH_HOUR = tr("À quelle heure ? Écris-la avec les jours, par exemple : tous les jours 21 h.")
WHICH_DAYS = tr("Quels jours de la semaine ? Écris-les avec une heure, par exemple : mardi vendredi 20 h.")
WEEKLY = re.compile(r"\b(?:chaque|toutes les) semaines?\b", re.IGNORECASE)
"""« Chaque semaine » names no day; « en semaine » does."""
ONCE_A_DAY = re.compile(r"(?:seulement |juste |que )?(?:une|1) (?:seule )?fois (?:par|le) jour(?: seulement)?")
EVERY_SO_MANY = re.compile(
    r"\b(?:tou[st]?|toutes?) l(?:es|e) (?:\d+|deux|trois|quatre|dix|quinze|vingt) (?:jours|semaines|mois)\b"
)
"""« Tous les 15 jours »: 15 is no hour."""
_HOUR = r"\b\d{1,2} ?h(?:eures?)?(?: ?\d\d)?\b"
_HOURS = re.compile(
    r".*\b(?:(?:\d+|deux|trois|quatre|cinq|plusieurs) ?fois (?:par|le|dans la|la) (?:jour|journee|soir|matin)"
    r"|(?:toutes? les|chaque) (?:\w+ )?heures?|matins?(?: \w+){0,2} (?:soirs?|midi)|midi(?: \w+){0,2} soirs?)\b.*"
    rf"|.*{_HOUR}.*{_HOUR}.*"
)
_OFTEN = re.compile(
    r".*\b(?:fois|jours?) (?:par|dans la|la|dans le|au) (?:semaine|mois)\b.*|.*\w+ sur (?:deux|2|trois|3)\b.*"
    r"|.*\b(?:moins|plus) souvent\b.*"
)


_PART_OF_DAY = re.compile(r"\b(?:mati\w{1,3}|soir\w{0,2}|midi|nuit|apres midi)\b")


def misunderstood(text: str) -> Message:
    """What is said to a text that names no days and no hour: how often she can be reminded, if it is about that."""
    said = fold(text) if len(text) <= LONGEST_TEXT else ""
    if _HOURS.fullmatch(said):
        return ONE_HOUR
    if _PART_OF_DAY.search(said) and not any(sign.isdigit() for sign in said):
        return WHICH_HOUR
    return WHICH_DAYS if _OFTEN.fullmatch(said) or EVERY_SO_MANY.search(said) or WEEKLY.search(said) else NOT_UNDERSTOOD
