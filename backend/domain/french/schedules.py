"""Days of the week and pauses in French: "lun-ven", "tous les jours sauf dimanche", "3 jours", "jusqu'à lundi".

A reader returns None for what it does not understand, and never raises: the dialogue asks again.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta

from backend.domain import days
from backend.domain.french import slips
from backend.domain.french.dates import coming, made, month_after, months_on
from backend.domain.french.datetimes import LONGEST_TEXT, folded, read_hour, read_weekday
from backend.domain.french.lexicon import MONTHS, UNITS
from backend.domain.french.numbers import with_digits

_ALL = frozenset(range(7))
_WORKWEEK = frozenset(range(5))
_WEEKEND = frozenset({5, 6})
_GROUPS = (
    (r"to?u?te? la semaine|7 ?j(?:ours)? (?:sur )?7|tlj|chaque j(?:ou)?r", _ALL),
    (r"t(?:ou)?[ts]s? (?:les )?j(?:ou)?rs?(?: de la semaine)?", _ALL),
    (r"(?:les )?jours (?:ouvrables|de semaine)|(?:en|la) semaine|semaine", _WORKWEEK),
    (r"week ?-?ends?|fins? de semaine|we", _WEEKEND),
    (r"jamais|aucun(?: jour)?|non", frozenset[int]()),
)
_EVERY_DAY = re.compile(rf"(?<![\w-])(?:{_GROUPS[0][0]}|{_GROUPS[1][0]})(?![\w-])")
_FILLERS = frozenset(
    (
        *("le", "la", "les", "l", "et", "ou", "ni", "puis", "aussi", "de", "d", "du", "en"),
        *("chaque", "tous", "svp", "stp", "merci", "oui", "ok"),
        *("alors", "donc", "bon", "mais", "plutot", "seulement", "uniquement", "juste", "sinon", "que"),
    )
)
_EXCEPT = re.compile(r"\b(?:sauf|hors|excepte|mais pas|pas|jamais(?= (?:le|la|les)\b))\b")
_RANGE = re.compile(r"([a-z]+)(?: ?- ?| (?:jusqu )?(?:au|a) )([a-z]+)")
_LIST = re.compile(r"[a-z]+(?:-[a-z]+){2,}")


MOST_SIGNS = 300
"""Signs of a text that names days."""


def read_days(text: str) -> frozenset[int] | None:
    """The days that are named (0 = Monday): "lundi mercredi", "tous les jours sauf dimanche", "lun-ven". "jamais" gives
    the empty set: understood, and no day. A long text names none."""
    if len(text) > MOST_SIGNS:
        return None
    plain = folded(text.translate(str.maketrans("–—→", "---")), "-")
    wanted, *unwanted = _EXCEPT.split(plain)
    if not unwanted:
        return _ALL if plain in ("tous", "tout") else _day_set(wanted)
    every = all(word in _FILLERS for word in wanted.replace(",", " ").split())  # « alors pas le dimanche »
    chosen = _ALL if every else _day_set(wanted)
    if every:  # « sauf dimanche, tous les jours »
        unwanted = [_EVERY_DAY.sub(" ", each) for each in unwanted]
    without = _day_set(unwanted[0]) if len(unwanted) == 1 else None
    return chosen - without if chosen and without else None


def _day_set(text: str) -> frozenset[int] | None:
    """The days of a text. Every word must be a day, a group of days, a range or a filler; else None."""
    chosen: set[int] = set()
    understood = False
    text = _LIST.sub(lambda found: found[0].replace("-", " "), text)
    for pattern, group in _GROUPS:
        text, times = re.subn(rf"(?<![\w-])(?:{pattern})(?![\w-])", " ", text)
        understood |= times > 0
        chosen |= group if times else frozenset()
    for first, last in _RANGE.findall(text):
        a, b = read_weekday(first), read_weekday(last)
        if a is not None and b is not None:
            chosen |= {(a + i) % 7 for i in range((b - a) % 7 + 1)}
            text = re.sub(rf"(?:\bdu )?\b{first}\b.*?\b{last}\b", " ", text, count=1)
            understood = True
    for word in text.replace("-", " ").split():
        day = None if word in _FILLERS else read_weekday(word)
        if day is None and word not in _FILLERS:
            return None
        if day is not None:
            chosen.add(day)
            understood = True
    return frozenset(chosen) if understood else None


# --- pauses -----------------------------------------------------------------------------------------

LONGEST_PAUSE = timedelta(days=366)
"""A pause that would end later than this from now is not read."""
MOST_BARE = 31
"""The most days of a pause that are said without a unit; « 200 » is a sum or a slip."""

_UNTIL = re.compile(r"^(?:(?:jusqu|jusque|jusk|juske) ?(?:a|au|aux|en|o)?\b ?|avant )")
_FOR = re.compile(r"^(?:(?:1 )?(?:petite )?(?:pause|pose)|pendant?|pour|de|d|durant|en|dans) ")
AWAY = (
    r"(?:(?:je |j |on )?(?:ne )?(?:peux|pourrai|pourrais|veux|serai|suis) (?:pas|plus) "
    r"(?:travailler|bosser|venir|la|dispo|disponible|libre)"
    r"|(?:je |j |on )(?:ne )?(?:travaille|bosse|viens) (?:pas|plus))"
)
"""A pattern of folded text: she will not be there, before it is said for how long."""
_STOPS = (
    r"(?:(?:(?:tu|vous) (?:peux|pouvez)|il faut|peux tu) )?"
    r"(?:arrete[rsz]?|coupe[rsz]?|stoppe[rsz]?|stop|suspend(?:s|re|ez)?|(?:ne )?m ecri(?:s|re|vez|vais) (?:plus|pas)"
    r"|(?:ne )?me rappel(?:le[sz]?|ez) (?:plus|pas)"
    r"|(?:plus|pas)(?= (?:de |d )?(?:rappel|message|notif)))"
    r"(?: (?:de|d|les|mes|tes|vos|le|moi|m|me|tout|ca|rappels?|messages?|notif\w*|ecrire|rien))*"
)
"""A pattern of folded text: she wants no messages, before it is said for how long."""
_TRAVELS = (
    r"(?:je |on |j ?)(?:(?:pars?|part|vais|vai|ve|voyage|m en vais|serai|sui|suis|dois|partir|voyager|aller|etre) )+"
    r"(?:(?:en|au|o|a|chez) (?:(?:ma|mon|mes|la|le) )?"
    r"(?:voyage|conges?|vacances|deplacement|village|famille|mere|parents) )?(?=jus|pendant? |pour |\d)"
)
"""A pattern of folded text: she travels, before it is said for how long."""
_GREETS = (
    r"(?:(?:bonjour|bonsoir|svp|stp|oui|ok|bon|alors|desolee?|pardon|je (?:t|vous) (?:ai )?(?:deja )?(?:dis|dit)) )*"
)
_SAID_BEFORE = re.compile(
    rf"^{_GREETS}"
    rf"(?:{AWAY} "
    rf"|{_TRAVELS}"
    r"|(?:je |j )?(?:suis|serai) (?:absente|indisponible|occupee|malade|en (?:voyage|conges?|deplacement)) "
    rf"|{_STOPS} "
    r"|(?:(?:je|j|on) )?(?:(?:fais|fait"
    r"|veux|voudrais|aimerais|souhaite|vais|dois|reviens|reviendrai|reprends|reprendrai|ai"
    r"|besoin|demande|faire|prendre|prends|mettre|mets|mettez|donnez?|moi|me|en|d|de|bien|juste|repos"
    r"|repose[rs]?) )*)"
)
"""« Je voudrais une », « mets-moi en », before a pause."""
_SAID_AFTER = re.compile(
    r"(?: (?:svp|stp|merci|madame|oh|hein|seulement|si possible|s il (?:te|vous) plait|de (?:pause|pose|repos)"
    r"|environ|a peu pres|max(?:imum)?"
    r"|(?:en|au|o|a|chez) (?:(?:ma|mon|mes|la|le) )?(?:voyage|village|famille|mere|parents|vacances|deplacement)))+$"
)
_SPAN = re.compile(r"(?P<n>\d{1,4}) ?(?P<unit>[a-z]+)?(?: et (?P<half>demie?))?")
_HOUR_AND = re.compile(r"(\d{1,2}) ?h(?:eures?)? ?(\d{1,2})(?: ?(?:min|mn|minutes?))?")
_LENGTHS = {"minute": timedelta(minutes=1), "hour": timedelta(hours=1), "day": timedelta(1), "week": timedelta(7)}
_DATE = re.compile(
    r"(?:(?P<w>[a-z]{5,8}) )?(?P<d>\d{1,2})(?:er)?"
    r"(?:[/ ](?P<m>\d{1,2}|[a-z]+)(?:[/ ](?P<y>\d{4}))?)?"
)


_STOPS_FOR = re.compile(
    rf"{_GREETS}{_STOPS} "
    r"(?:.*\bjusqu.*|avant .*|(?:pendant? |pour |durant )?(?:\d+|quelques) ?(?:j|jrs?|jours?|semaines?|mois|ans?)\b.*"
    r"|(?:pendant? |pour )?(?:cette semaine|ce mois|ce week ?end|aujourd hui|ces jours).*)"
)


_TRAVELS_FOR = re.compile(rf"{_GREETS}{_TRAVELS}.*")


def stops_for(text: str) -> bool:
    """Whether a text wants no messages for some time, and not for good: « arrête un mois », « je voyage jusqu'à lundi
    »."""
    said = with_digits(folded(text, "/"))
    return _STOPS_FOR.fullmatch(said) is not None or _TRAVELS_FOR.fullmatch(said) is not None


def read_pause(text: str, now: datetime, zone: str) -> datetime | None:
    """When a pause ends, in UTC: "3 jours", "une semaine", "2 heures", "jusqu'à lundi 8h".

    The pause ends when the named day begins on the person's clock. A bare number means days, at most
    `MOST_BARE`. None also for a pause that is over already or longer than a year. What is taken back does not count:
    "jusqu'à mardi, non mercredi".
    """
    mended = slips.mended(text) if len(text) <= LONGEST_TEXT else None
    if mended is not None and read_pause(mended[0], now, zone) is not None:
        return read_pause(_instead(*mended), now, zone)
    plain = _SAID_AFTER.sub("", with_digits(folded(text, "/")))
    plain = _SAID_BEFORE.sub("", plain, count=1)
    while _FOR.match(plain):
        plain = _FOR.sub("", plain, count=1)
    until = _UNTIL.match(plain) is not None
    plain = re.sub(r"^(?:le|la|l) ", "", _UNTIL.sub("", plain, count=1))
    try:
        end = None if until else _after_span(plain, now, zone)
        end = end or _until(plain, until, now, zone) or _after_span(plain, now, zone)
    except (OverflowError, ValueError):  # dates outside the calendar
        return None
    return end if end is not None and now < end <= now + LONGEST_PAUSE else None


def _instead(before: str, after: str) -> str:
    """The pause that is meant, where the text after a slip leaves out what stands before it: the unit, « jusqu'à »."""
    if (bare := with_digits(after).strip(" .!")).isdecimal():
        return re.sub(r"\d+(?!.*\d)", bare, with_digits(before))
    until = re.search(r"\bjus[qk]", before, re.IGNORECASE) and not re.search(r"\bjus[qk]", after, re.IGNORECASE)
    return f"jusqu'à {after}" if until else after


def _after_span(plain: str, now: datetime, zone: str) -> datetime | None:
    """The end of a pause of a certain length: "3 jours", "1 h 30", "1 semaine et demie", "demi heure"."""
    if found := _HOUR_AND.fullmatch(plain):
        return now + timedelta(hours=int(found[1]), minutes=int(found[2]))
    if plain in ("demi heure", "1 demi heure"):
        return now + timedelta(minutes=30)
    found = _SPAN.fullmatch(plain)
    unit = UNITS.get(found["unit"] or "jour") if found else None
    if not found or unit is None:
        return None
    n = int(found["n"])
    if found["unit"] is None and n > MOST_BARE:
        return None
    if unit in _LENGTHS:
        halves = 2 * n + bool(found["half"])
        return now + halves * _LENGTHS[unit] / 2
    return None if found["half"] else _months_on(now, n * (12 if unit == "year" else 1), zone)


def _months_on(now: datetime, months: int, zone: str) -> datetime:
    """The same day and hour `months` months later; the last day of the month if that is shorter."""
    here = days.local(now, zone)
    return days.instant(months_on(here.date(), months), here.time(), zone)


def _until(plain: str, until: bool, now: datetime, zone: str) -> datetime | None:
    """The end of a pause until a day, a day with a time, or (after "jusqu'à") a time."""
    today = days.local_day(now, zone)
    if (found := _DATE.fullmatch(plain)) and found["y"]:
        day = _date(plain, today)
        return None if day is None else days.instant(day, time(), zone)
    tokens = plain.split()
    for cut in range(len(tokens), 0, -1):
        day = _end_day(" ".join(tokens[:cut]), until, today)
        at = read_hour(" ".join(tokens[cut:])) if cut < len(tokens) else time()
        if day is not None and at is not None:
            return days.instant(day, at, zone)
    at = read_hour(plain) if until or plain == "ce soir" else None
    if at is None:
        return None
    end = days.instant(today, at, zone)
    return end if end > now else days.instant(today + timedelta(days=1), at, zone)


_IN_WEEKS = re.compile(r"(?P<day>[a-z]+) en (?P<days>8|15)")
"""« Lundi en huit »: a week after the coming Monday."""


def _end_day(said: str, until: bool, today: date) -> date | None:
    """The first day after the pause."""
    monday = today + timedelta(days=7 - today.weekday())
    if re.fullmatch(r"demain|aujourd hui|(?:toute? )?(?:la |cette )?journee", said):
        return today + timedelta(days=1)
    if said == "apres demain":
        return today + timedelta(days=2)
    if (found := _IN_WEEKS.fullmatch(said)) and (weekday := read_weekday(found["day"])) is not None:
        coming_ = (weekday - today.weekday()) % 7 or 7
        return today + timedelta(days=coming_ + (7 if found["days"] == "8" else 14))
    if re.fullmatch(r"(?:(?:la )?fin de )?(?:cette|la) semaine", said) or (
        until and re.fullmatch(r"(?:la )?semaine prochaine", said)
    ):
        return monday
    if re.fullmatch(r"(?:ce )?week ?ends?", said):
        saturday = today + timedelta(days=(5 - today.weekday()) % 7 or 7)
        return saturday if until and today.weekday() < 5 else monday
    if re.fullmatch(r"(?:(?:la )?fin du|ce) mois", said) or (until and said == "mois prochain"):
        return month_after(today)
    if until and said in MONTHS:
        return _date(f"1 {said}", today)
    weekday = read_weekday(re.sub(r" prochain$", "", said))
    if weekday is not None:
        return today + timedelta(days=(weekday - today.weekday()) % 7 or 7)
    return _date(said, today) if until else None


def _date(said: str, today: date) -> date | None:
    """The next date of this form: "15", "15 mars", "15/03", "1er mars 2026"."""
    found = _DATE.fullmatch(said)
    if not found or (found["w"] and not found["m"]):  # "lundi 8" is a time
        return None
    day, name, year, tomorrow = int(found["d"]), found["m"], found["y"], today + timedelta(days=1)
    if name is not None:
        return coming(day, name, int(year) if year else None, tomorrow)
    this = made(today.year, today.month, day)
    if this is not None and this > today:
        return this
    following = month_after(today)
    return made(following.year, following.month, day)
