"""Days and hours as women spell them, written out: « ver 21h tou lé jour sof dimanch »."""

from __future__ import annotations

import re

from backend.domain.french.lexicon import WEEKDAYS
from backend.domain.french.phonetics import sound
from backend.domain.french.spelling import fold

_SHORT = (
    (re.compile(r"\b(?:tou|tous|tout|tt|ts|toul?) ?l[eé]s? jours?\b", re.IGNORECASE), "tous les jours"),
    (re.compile(r"\b(?:tou|tout|tt|ts) l[eé]s?(?= (?:matin|soir))", re.IGNORECASE), "tous les"),
    (re.compile(r"\b(?:chak|chake|chacque|chq)\b", re.IGNORECASE), "chaque"),
    (re.compile(r"\bver\b", re.IGNORECASE), "vers"),
    (re.compile(r"\bdu mat\b", re.IGNORECASE), "du matin"),
    (re.compile(r" (?:pile|p[ée]tantes?|pr[ée]cises?)\b", re.IGNORECASE), ""),
    (re.compile(r"\b(?:le |les |l[eé] )?(?:wk|wkd|wknd|wee?ken|w[eé])\b", re.IGNORECASE), "week-end"),
    (re.compile(r"(?<= )[éèe](?= )", re.IGNORECASE), "et"),
    (re.compile(r"\b(?:slm?t|slmen?t?|seulemen)\b", re.IGNORECASE), "seulement"),
    (re.compile(r"(?<= )(?:o|ô)(?= )", re.IGNORECASE), "au"),
    (re.compile(r"\bl[éè]\b", re.IGNORECASE), "le"),
)
"""Short forms and spellings by ear."""
_HEARD = {sound(word): word for word in ("tous", "sauf", "après", "chaque", "matin", "heures", "excepté")}
_WORD = re.compile(r"[^\W\d_]{3,}")
_SAYING = re.compile(
    r"\b(?:je (?:veux|voudrais|pr[eé]f[eè]re|prends|choisis)|j['’ ]?aimerais|(?:tu |vous )?(?:peux|pouvez)"
    r"|(?:me |m['’ ]?)?(?:rap+el+e[rz]?|[ée]cri(?:s|re|vez)|envoie|envoye[rz]|pr[eé]viens|mets?|mett(?:ez|re)"
    r"|change[rz]?)"
    r"(?:[ -](?:moi|pour))?"
    r"|(?:les |le |un |mes |mon |des )?rap+els?|genre|environ|[aà] peu pr[eè]s|disons|par l[aà]"
    r"|(?:[àa] partir de|apr[eè]s|d[eè]s)(?= \d))(?!\w)[ ,:]*",
    re.IGNORECASE,
)
"""Words that say nothing of days and hour: « rappelle-moi », « genre »."""
_HOUR = re.compile(r"\b\d{1,2}(?: ?(?:h(?:eures?)?|:))?(?: ?[0-5]\d)?\b")
_DAILY = re.compile(r"\b(?:tous les|chaque) (matin|soir|apr[eè]s[ -]midi)s?\b", re.IGNORECASE)
_PART = re.compile(r"\b(?:(?:le|les|au|du|en|d[ae]ns? la) )?(matin|soir)s?\b[ ,:]*", re.IGNORECASE)


def may_be_yes(text: str) -> bool:
    """Whether a text is « wé », which is a yes, or the week-end."""
    return fold(text) == "we" and text.strip() != "WE"


def written_out(text: str) -> str:
    """The text with days and hours as they are spelled, without words that say nothing of them, the part of the day
    behind its hour."""
    for short, written in _SHORT:
        text = short.sub(written, text)
    text = _WORD.sub(lambda word: _as_spelled(word[0]), text)
    text = _SAYING.sub(" ", text).strip(" ,:")
    daily = _DAILY.search(text)
    if daily is not None and (before := _HOUR.search(text, 0, daily.start())):  # « 6 h chaque matin »
        rest = text[before.end() : daily.start()].strip() + text[daily.end() :]
        return f"{text[: before.start()]}tous les jours {before[0]} du {daily[1]}{rest}"
    if daily is not None and (hour := _HOUR.search(text, daily.end())):  # the evening is the hour's
        text = f"{text[: hour.end()]} du {daily[1]}{text[hour.end() :]}"
        return f"{text[: daily.start()]}tous les jours{text[daily.end() :]}"
    if daily is not None:
        return _DAILY.sub(r"tous les jours du \1", text)
    parts, hours = [*_PART.finditer(text)], [*_HOUR.finditer(text)]
    if len(parts) == len(hours) == 1 and parts[0].start() < hours[0].start():  # « le soir vers 9 h »
        text = f"{text[: hours[0].end()]} du {parts[0][1]}{text[hours[0].end() :]}"
        return f"{text[: parts[0].start()]}{text[parts[0].end() :]}".strip()
    return text


def _as_spelled(word: str) -> str:
    return word if fold(word) in WEEKDAYS else _HEARD.get(sound(word), word)
