"""Patterns of ranges of days in French: "hier", "la semaine dernière", "du 3 au 10 novembre", "ce trimestre".

A reader returns None for what it does not understand, and never raises. Nothing is in the future.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import lru_cache

from backend.domain.french import dates, ranges, spelling
from backend.domain.french.dates import BARE, COUNTED, DATE, DAY, FULL, LAST, MONTH, NUMBER, SAID, YEAR
from backend.domain.french.lexicon import MONTH_NAMES, MONTHS, NUMBERS, ORDINALS, SHORT_MONTHS, WEEKDAYS
from backend.domain.french.ranges import Span
from backend.records import Record

WORDS = frozenset(
    (
        *MONTHS,
        *WEEKDAYS,
        *(name for name in NUMBERS if len(name) > 3),
        *("aujourd", "aujourdhui", "hier", "avant", "cette", "semaine", "semaines", "mois", "annee", "annees"),
        *("dernier", "derniere", "derniers", "dernieres", "passe", "passee", "jour", "jours", "depuis", "debut"),
        *("entre", "jusqu", "toujours", "ouverture", "lancement", "cours", "journee", "maintenant", "moment"),
        *("actuellement", "trimestre", "semestre", "weekend", "week", "precedent", "precedente", "apres"),
        *(name for name in (*ORDINALS, *SHORT_MONTHS) if len(name) > 3),
    )
)
"""Words that occur in ranges, for the correction of typing errors."""


class Found(Record):
    """A span, and the rest of the text with `mark` in its place."""

    span: Span
    rest: str


_SPAN_OF_DATES = re.compile(
    r"(?<![\w/-])(?:du )?(\d{1,2}/\d{1,2}(?:/\d{2,4})?) ?- ?(\d{1,2}/\d{1,2}(?:/\d{2,4})?)(?![\w/-])"
)
_SPAN_OF_DAYS = re.compile(
    r"(?<![\w/-])(?<!top )(?<!flop )(?<!bottom )(?:du )?(1er|\d{1,2}) ?- ?(\d{1,2})"
    rf"(?= (?:{'|'.join(MONTH_NAMES)})\b)"
)
_DAYS = r"(?:du|de|entre le) (?:1er|\d{1,2}) (?:au|a|et le) \d{1,2}"
_MONTH_AFTER_BOTH = re.compile(
    rf"\b({_DAYS})(?= (?:et|ou|puis|contre|vs|que|par rapport a|compare a)"
    rf" {_DAYS} ((?:{'|'.join(MONTH_NAMES)})(?: {YEAR})?)\b)"
)
_MONTH_OF_YEAR = re.compile(rf"(?<![\w/-])(?:(0?[1-9]|1[0-2])[/-]({YEAR})|({YEAR})[/-](0[1-9]|1[0-2]))(?![\w/-])")


@lru_cache(4_096)  # for each question, the names of all people and projects
def folded(text: str) -> str:
    """The text in the form for `find`: "Avant-hier, du 3/11 au 2025-11-10" → "avant hier du 3/11 au 2025-11-10",
    "10/2026" → "octobre 2026", "1-15 novembre" → "du 1 au 15 novembre"."""
    plain = spelling.fold(dates.slashed(text), "/-")
    plain = _SPAN_OF_DAYS.sub(_from_to, _SPAN_OF_DATES.sub(r"du \1 au \2", plain))
    plain = with_months(plain)
    plain = _MONTH_OF_YEAR.sub(lambda found: f"{MONTHS[int(found[1] or found[4]) - 1]} {found[2] or found[3]}", plain)
    plain = re.sub(r"(?<!\d)-|-(?!\d)|(?<!\d)/(?!h\b)", " ", plain)
    return " ".join(plain.split())


def with_months(text: str) -> str:
    """The month behind the first of two spans as well: "du 1er au 15 et du 16 au 31 mars"."""
    return _MONTH_AFTER_BOTH.sub(r"\1 \2", text)


def _from_to(found: re.Match[str]) -> str:
    first, last = found[1], found[2]
    return f"du {first} au {last}" if int(first.removesuffix("er")) < int(last) else found[0]


def find(text: str, today: date, mark: str = "|") -> Found | None:
    """The first span in a folded text, with `mark` in its place. None if there is none, or only a future one."""
    for pattern, read in READERS:
        for place in pattern.finditer(text):
            span = read(place, today)
            if span is not None and span.first <= min(span.last, today):
                cut = f"{text[: place.start()]} {mark} {text[place.end() :]}"
                return Found(Span(span.first, min(span.last, today)), " ".join(cut.split()))
    return None


_AND = re.compile(r"(?:^| )(?:et|ou|puis)$|(?<= )(?:et|ou|puis) (?=et |ou |puis )")


def find_together(text: str, today: date) -> Found | None:
    """What `find` finds, with each other span of the text that follows without a gap: « samedi et dimanche », « hier et
    aujourd'hui ». None if there is a gap, « lundi et vendredi »: one of the two would be told for both."""
    found = find(text, today, "")
    while found is not None and (other := find(found.rest, today, "")) is not None:
        one, two = sorted((found.span, other.span), key=lambda span: span.first)
        if two.first > one.last + timedelta(days=1):
            return None
        found = Found(Span(one.first, max(one.last, two.last)), _AND.sub("", other.rest).strip())
    return found


# --- patterns ---------------------------------------------------------------------------------------

_ORDINAL = "|".join(ORDINALS)
_UNITS = "jours?|semaines?|mois|ans?|annees?"
_NOT_NEXT = "(?! prochaine?| suivante?| a venir)"
_NOT_EACH = "".join(f"(?<!{word} )" for word in ("par", "chaque", "selon le", "quel", "meilleur", "pire"))
_THIS = "(?:depuis le debut (?:du|de ce) |(?:(?:ce|le|du|de|au|sur|dans|pour|pendant|depuis|cours) )*)"

READERS: tuple[tuple[re.Pattern[str], ranges.Reader], ...] = tuple(
    (re.compile(rf"\b(?:{pattern})\b"), read)
    for pattern, read in (
        (rf"week ?end du ({DATE})|we du ({DATE})", lambda found, today: ranges.weekend_of(found[1] or found[2], today)),
        (rf"(?:(?:de|pour|sur) )?(?<!par )(?:la )?(?<!par )semaine du (?:(?:{DAY}) )?({DATE})"
         rf"(?! (?:au|a) (?:(?:{DAY}) )?(?:{DATE}))",
         ranges.week_of),
        (rf"(?:(?<!par )(?:la )?(?<!par )semaine )?(?:du|de|entre|entre le|depuis|depuis le) ({DATE}) "
         rf"(?:au|a|et|et le|jusqu au|jusqu a) ({DATE})",
         ranges.begun(ranges.dates_range)),
        (rf"({DAY}) (?:de )?(?:la semaine ({LAST})|cette semaine)", ranges.day_of_week),
        (rf"(?:du|de|depuis) ({SAID}) (?:au|a|jusqu a|jusqu au) ({SAID})", ranges.days_range),
        (rf"entre ({SAID}) et ({SAID})", ranges.days_range),
        (rf"(?:de|d|entre|depuis) ({MONTH})(?: ({YEAR}))? (?:a|et|jusqu a|jusqu en|jusqu au mois de) ({MONTH})"
         rf"(?: ({YEAR}))?", ranges.begun(ranges.months_range)),
        (rf"(?:il )?y a ({NUMBER}) ({_UNITS})", ranges.ago),
        (rf"(jusqu|avant|apres) (?:au |a |en |le |la fin de )*(?:mois de )?(?!hier)"
         rf"({FULL}|{MONTH}|(?<=[alu][eu] ){BARE}|{SAID})", ranges.up_to),
        (rf"depuis (?:le )?debut (?:du mois )?(?:de |d )?({MONTH})(?: ({YEAR}))?",
         ranges.until_now(ranges.named_month)),
        (rf"(?:(?:au|en) )?debut (?:du mois )?(?:de |d )?({MONTH})(?: ({YEAR}))?", ranges.first_days),
        (rf"depuis (?:le )?({DATE})", ranges.since),
        (rf"depuis (?:le mois (?:de |d ))?({MONTH})(?: (\d{{4}}))?", ranges.until_now(ranges.named_month)),
        (rf"depuis (?:l annee )?({YEAR})", ranges.until_now(ranges.year)),
        (rf"depuis (?:la )?semaine {LAST}", ranges.until_now(ranges.week)),
        (rf"depuis (?:le )?mois {LAST}", ranges.until_now(ranges.month_before)),
        (rf"depuis (?:l )?an(?:nee)? {LAST}", ranges.until_now(ranges.year_before)),
        (rf"depuis (?:le )?({DAY})( {LAST})", ranges.until_now(ranges.that_day)),
        (rf"depuis (hier|avant hier|{DAY})", ranges.since_day),
        (r"depuis (?:le )?debut de l annee", ranges.this_year),
        (r"depuis (?:le )?(?:(?:tout )?debut(?! d)|toujours|l ouverture|lancement)", ranges.ever),
        (rf"(?:du|de|entre le) ({_ORDINAL}) (?:au|et le) ({_ORDINAL}) trimestre(?: (?:de )?({YEAR}))?",
         ranges.quarters_range),
        (rf"(?:de|du) [tq]([1-4]) (?:a|au) [tq]([1-4])(?: (?:de )?({YEAR}))?", ranges.quarters_range),
        (rf"({_ORDINAL}) trimestre(?: (?:de )?({YEAR}))?", ranges.part_of_year(4, 3)),
        (rf"(?:(?:le|du|au|de) )*trimestre ([1-4])(?! (?:jours?|semaines?|mois))(?: (?:de )?({YEAR}))?",
         ranges.part_of_year(4, 3)),
        (rf"(dernier) trimestre (?:de )?({YEAR})", ranges.part_of_year(4, 3)),
        (rf"(dernier) semestre (?:de )?({YEAR})", ranges.part_of_year(2, 6)),
        (rf"[tq]([1-4])(?: (?:de )?({YEAR}))?", ranges.part_of_year(4, 3)),
        (rf"({_ORDINAL}) semestre(?: (?:de )?({YEAR}))?", ranges.part_of_year(2, 6)),
        (rf"(?:le |du |au |dernier )*trimestre {LAST}|(?:le |du |au )?dernier trimestre", ranges.this_part(3, 1)),
        (rf"(?:le |du |au )?semestre {LAST}|(?:le |du |au )?dernier semestre", ranges.this_part(6, 1)),
        (rf"(?<!selon ){_THIS}{_NOT_EACH}trimestre(?: en cours| ci)?(?! par trimestre| avec| ou| qui)"
         rf"{_NOT_NEXT}", ranges.this_part(3, 0)),
        (rf"{_THIS}semestre(?: en cours| ci)?{_NOT_NEXT}", ranges.this_part(6, 0)),
        (rf"(?:ce |le |du |au )?(?:week ?end|(?<=ce )we|(?<=le )we|(?<=du )we|we(?= {LAST}))( {LAST})?{_NOT_NEXT}",
         ranges.weekend),
        (rf"(?:(?:de|en) )?(?:la )?semaine (?:n |no |numero )?(\d{{1,2}})(?: (?:de )?({YEAR}))?", ranges.numbered_week),
        (rf"s([1-5]\d|0?[3-9])(?: (?:de )?({YEAR}))?", ranges.numbered_week),
        (rf"(?:depuis |pendant |sur |en )?(?:ces |les )?(?<!top )(?<!flop )(?<!bottom )"
         rf"(?<!dans )(?<!tous les )(?<!toutes les )({NUMBER}) "
         rf"(?:derniere?s? )?({_UNITS})"
         r"(?: derniere?s?| passee?s?)?", ranges.some),
        (r"(?:ces |les )derniere?s ()(jours|semaines)", lambda _found, today: Span.up_to(today, 7)),
        (rf"(?:(?:depuis )?cette|depuis le debut de la) semaine(?: ci)?|(?:la )?semaine {LAST}|la derniere semaine",
         ranges.week),
        (rf"(?:le )?mois {LAST}|le dernier mois", ranges.month_before),
        (r"(?:(?:depuis )?ce|depuis le debut du) mois(?: ci)?", ranges.this_month),
        (rf"(?:l )?an(?:nee)? {LAST}", ranges.year_before),
        (r"(?:depuis )?cette annee", ranges.this_year),
        (r"avant hier", ranges.at(2)),
        (r"hier", ranges.at(1)),
        (r"aujourd ?hui|ce jour", ranges.at(0)),
        (rf"(?:le )?({FULL})", ranges.single),
        (rf"(?:le |(?:du |ce )?(?=(?:{DAY}) ))({BARE})", ranges.single),
        (rf"(?:(?:en|au|du) )?(?:mois (?:de |d )?)?(?<!\b\d )(?<!\d\d )(?<!1er )({MONTH})(?: (\d{{4}}))?(?: {LAST})?",
         ranges.named_month),
        (rf"(?:le |ce )?({DAY})( {LAST})?{_NOT_NEXT}", ranges.that_day),
        # « quel jour de la semaine » asks for one of the seven
        (rf"(?<!quel jour )(?<!quels jours )(?:de |sur |dans |pour )?(?<!quel jour de )(?<!quels jours de )la semaine"
         rf"(?: en cours)?{_NOT_NEXT}", ranges.this_week),
        (rf"(?:du|dans le|sur le|pour le) mois(?: en cours)?(?! de| d){_NOT_NEXT}", ranges.this_month),
        (rf"(?:de|sur|dans|pour) l annee(?: en cours)?(?! 20){_NOT_NEXT}", ranges.this_year),
        (r"du jour|de la journee|maintenant|actuellement|en ce moment|depuis ce matin", ranges.at(0)),
        (rf"(?:en )?(?:l )?(?:annee )?(?<!plus de )(?<!moins de )({YEAR})(?! (?:{COUNTED})s?\b)", ranges.year),
    )
)  # fmt: skip
"""The patterns of a folded text, more specific ones first, with the reader of each."""
