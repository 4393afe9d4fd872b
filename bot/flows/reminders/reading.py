"""Reading the days and the hour of reminders, or that there shall be none."""

from __future__ import annotations

import re
from datetime import time

from backend.domain.french import slips
from backend.domain.french.datetimes import LONGEST_TEXT, read_hour
from backend.domain.french.schedules import read_days, stops_for
from backend.domain.french.spelling import fold
from backend.domain.messaging import intents
from backend.domain.people.reminder_preferences import EVERY_DAY, Preference
from backend.records import replace
from bot.flows.engine import yes_no
from bot.flows.reminders import fewer, how_often, spelled

WEEKDAYS = frozenset(range(5))
WEEKEND = frozenset({5, 6})
PRESETS: dict[str, Preference | None] = {
    "week": Preference(WEEKDAYS, time(18)),
    "daily": Preference(EVERY_DAY, time(19)),
    "weekend": Preference(WEEKEND, time(10)),
    "none": None,
}


_DENIED = re.compile(r"^(?!pas|plus|non).+ non$|^jamais (?:tous les jours|chaque jour)\b")
"""« Tous les jours, 19 h non », « jamais tous les jours »: it is not clear what is wanted instead."""


_YES_AS_WELL = re.compile(r"\b(?:oui|ouais?|ok|veux bien)\b|\bveux$")
"""Beside a no: « non mais oui », « non je veux »."""


def read(choice: str | None, text: str | None, known: Preference | None = None) -> tuple[bool, Preference | None]:
    """(understood, the preference; None: no hour is wanted). Reads a choice or a text. `known`: hers so far; she
    keeps the days or the hour if she does not name them."""
    if choice is not None:
        return choice in PRESETS, PRESETS.get(choice)
    text = text or ""
    long = len(text) > LONGEST_TEXT
    text = text if long else _POLITE.sub("", text)
    if _WHENEVER.fullmatch(fold(text)) or how_often.ONCE_A_DAY.fullmatch(fold(text)):
        text = "tous les jours"
    if stops_for(text) or spelled.may_be_yes(text) or fold(text) == "0":  # midnight, or none
        return False, None
    if (unwanted := fewer.without(text)) is not None:
        if known is None or not known.days & unwanted:
            return False, None
        return True, replace(known, days=known.days - unwanted) if known.days - unwanted else None
    if not long and (both := _other_days_and_hour(text, known)) is not None:
        return True, both
    if not long and (mended := slips.mended(text)) is not None and (wish := _mended(*mended, known)) is not None:
        return wish
    if fewer.wants_none(text) or yes_no.refuses(text) or intents.read(text) == "none":
        return True, None
    if long:  # every place to split it would be tried, for seconds in which nobody else is answered
        return False, None
    if how_often.EVERY_SO_MANY.search(fold(text)) or _DENIED.search(fold(text)):
        return False, None
    days, hour = days_and_hour(how_often.WEEKLY.sub("", text))
    if days is None and how_often.WEEKLY.search(text):
        return False, None
    if days is not None and not days:
        return _YES_AS_WELL.search(fold(text)) is None, None
    if days is None and hour is None:
        return False, None
    before = known if known is not None and known.days else Preference(EVERY_DAY, time(18))
    return True, Preference(before.days if days is None else days, hour or before.at)


_WHENEVER = re.compile(
    r"(?:(?:oui|ok|rappelle|rappelez|ecris|ecrivez|previens|prevenez|dis|moi|me|seulement|juste|alors) )*"
    r"(?:quand|des qu|lorsqu|chaque fois qu|si?) (?:il )?(?:y )?(?:en )?a"
    r"(?: (?:du|un|des|encore|de nouveau|de nouvelles))?(?: (?:travail|boulot|taf|job|taches?|lecons?))?"
)
"""« Quand il y a du travail »: on every day that has some, which is how reminders are sent."""
_POLITE = re.compile(r"(?:[\s,.!]+(?:svp|stp|merci|s['’ ]?il (?:te|vous) pla[iî]t))+[\s.!]*$", re.IGNORECASE)
HOUR_WORDS = 5
"""The most words of an hour that stands between days: « vers 8 heures du soir »."""


def days_and_hour(text: str) -> tuple[frozenset[int] | None, time | None]:
    """Days and hour in one text, in any order: every place where the hour may stand is tried."""
    text = spelled.written_out(text)
    words = text.replace(" à ", " ").split()
    found: tuple[frozenset[int] | None, time | None] = (read_days(text), read_hour(text))
    for cut in range(1, len(words)):
        head, tail = " ".join(words[:cut]), " ".join(words[cut:])
        for first, second in ((head, tail), (tail, head)):
            days, hour = read_days(first), read_hour(second)
            if days is not None and hour is not None:
                return days, hour
    for begin in range(1, len(words)):  # « tous les jours à 20 h sauf dimanche »
        for after in range(begin + 1, min(begin + HOUR_WORDS, len(words) - 1) + 1):
            hour = read_hour(" ".join(words[begin:after]).rstrip(","))
            days = None if hour is None else read_days(" ".join([*words[:begin], *words[after:]]))
            if days is not None:
                return days, hour
    return found


def _mended(before: str, after: str, known: Preference | None) -> tuple[bool, Preference | None] | None:
    """`read` for a text that takes something back: « lundi 8 h, non 9 h ». None if it does not."""
    (days, hour), (other_days, other_hour) = days_and_hour(before), days_and_hour(after)
    if not (days or hour) or not (other_days or other_hour):
        return None
    if days is not None and len(days) > 1 and other_days and not (hour and other_hour):
        return False, None  # one of the days is meant, or all
    chosen, at = other_days or days, other_hour or hour
    fallback = known if known is not None and known.days else Preference(EVERY_DAY, time(18))
    return True, Preference(chosen or fallback.days, at or fallback.at)


_PIECES = re.compile(r"\s*(?:[,;.]\s*|(?<=\s)(?:et|mais|puis|apr[eè]s)\s+)+", re.IGNORECASE)
_NO_MORE = re.compile(
    r"(?:(?:tu|vous) (?:peux|pouvez) )?(?:stop|plus|pas|sans|(?:enlev|supprim|arret|coup|vir|retir|annul)\w*)"
    r"(?: (?:rien|de|d|les?|mes|la|du|des|pour|rap+els?))* (?P<days>.+)"
)


def _no_more(text: str) -> frozenset[int] | None:
    found = _NO_MORE.fullmatch(fold(text))
    return read_days(spelled.written_out(found["days"])) if found is not None else None


_AND = re.compile(r"^(?:(?:passe[rz]?|tout|aussi)\s+)+", re.IGNORECASE)


def _other_days_and_hour(text: str, known: Preference | None) -> Preference | None:
    """The preference where a text takes days of hers away, and may name an hour: « stop le vendredi et change pour
    6 h ». None if it is no such text."""
    pieces = _PIECES.split(text.strip())
    if len(pieces) == 1 and known is not None and (unwanted := _no_more(text)) and known.days - unwanted < known.days:
        return replace(known, days=known.days - unwanted) if known.days - unwanted else None
    if len(pieces) != 2:
        return None
    for gone, rest in (pieces, pieces[::-1]):
        unwanted = _no_more(gone)
        days, hour = days_and_hour(_AND.sub("", rest)) if unwanted else (None, None)
        left = (known.days if known is not None and known.days else EVERY_DAY) - (unwanted or frozenset())
        if hour is not None and days is None and left:
            return Preference(left, hour)
    return None


_PAUSE = re.compile(
    r"(?P<wish>.+?)(?:\s*[,;.]\s*|\s+)(?:(?:et|mais|puis)\s+)*"
    r"(?:(?:pas|rien|sauf|stop|(?:une )?pause)\s+(?:de rappels?\s+)?)"
    r"(?P<span>cette semaine|ce mois|ce week[- ]?end|aujourd['’ ]?hui|jusqu.{1,20}"
    r"|(?:pendant |de )?\d+ (?:jours?|semaines?))"
    r"(?:\s+(?:svp|stp|merci))*[\s.!]*",
    re.IGNORECASE,
)


def with_pause(text: str) -> tuple[str, str]:
    """(the text without the wish for a pause at its end, that pause): « tous les jours 20 h, mais pas cette semaine ».
    The pause is "" if it has none."""
    found = _PAUSE.fullmatch(text.strip()) if len(text) <= LONGEST_TEXT else None
    return (text, "") if found is None else (found["wish"], found["span"])
