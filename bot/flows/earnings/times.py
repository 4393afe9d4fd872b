"""What she has earned at another time than today: « g gagné combien en février », « gains d'hier »."""

from __future__ import annotations

import re
from datetime import date, timedelta

from backend.domain.french.range_patterns import find_together, folded
from backend.domain.french.ranges import BEGINNING, Span
from backend.domain.french.spelling import fold
from backend.domain.messaging import intents

MOST_SIGNS = 120
"""A longer text tells something."""
_GAINS = re.compile(
    r"(?:(?:bonjour|svp|c est|et|le|la|mon|ma|mes|les) )*(?:gains?|argent|salaire|paies?|paye|combien)"
    r"(?: (?:de|du|d|pour|en|le|la|au|c est|combien|svp|stp))*"
)
"""What is left of such a text without its days, folded."""
_PAID = re.compile(
    r"(?:(?:et|bonjour|svp|donc|alors) )*(?:combien )?(?:(?:est ce )?(?:que?|qu) )?"
    r"(?:(?:on|vous|tu) )?(?:m ?avez |m ?as |m ?a |me |m |avez |as |a )++(?:deja )?"
    r"(?:paye|pay|verse|donne|envoye|transfere)[eresz]*(?: combien)?(?: (?:de|du|en|pour|d))*"
)
"""« On m'a payé combien »; what she is asked to pay has no « m' »."""


def named(text: str, today: date) -> Span | None:
    """The days that a text names; None if it names none, or today, or all days ever."""
    found = find_together(folded(text), today) if len(text) <= MOST_SIGNS else None
    if found is None or found.span.first == BEGINNING:
        return None
    return None if found.span == Span(today, today) and _is_one_day(text, today) else found.span


def _is_one_day(text: str, today: date) -> bool:
    """Whether a text names one day, and not a week, a month or a year that begins today."""
    found = find_together(folded(text), today + timedelta(days=1))
    return found is None or found.span.days == 1


def asked(text: str, today: date) -> bool:
    """Whether a text asks what was earned in days that it names, and nothing else."""
    found = find_together(folded(text), today) if named(text, today) is not None else None
    if found is None:
        return False
    if _asks_what_was_paid(found.rest):
        return True
    if intents.read(text) not in (None, "money"):
        return False
    return _GAINS.fullmatch(found.rest) is not None or intents.read(found.rest) == "money"


def of_payments(text: str, today: date) -> bool:
    """Whether a text asks what was paid in days that it names: « on m'a payé combien en février »."""
    found = find_together(folded(text), today) if named(text, today) is not None else None
    return found is not None and _asks_what_was_paid(found.rest)


def _asks_what_was_paid(rest: str) -> bool:
    return "combien" in rest.split() and _PAID.fullmatch(rest) is not None


_OF_WORK = re.compile(
    r"(?!.*\b(?:faut|faudrait|peu[tx]|va[is]?|rest\w*|pour|paie|paye|rapporte|gagner)\b)"
    r"(?:combien (?:de|d) \w+|(?=.*\b(?:j ?ai|g)\b).*\bcombien\b.*)"
)


def of_work(text: str, today: date) -> bool:
    """Whether a text asks how much she has done in days that it names: « combien de tâches j'ai faites ce mois »."""
    span = named(text, today)
    found = find_together(folded(text), today) if span is not None and span.first <= today else None
    return found is not None and _OF_WORK.fullmatch(fold(found.rest)) is not None


_NEXT = re.compile(r"(?:et|mais|alors|ou)(?: (?:pour|en|au|le|la|c est combien))*")


def follows(text: str, today: date, *, surely: bool) -> bool:
    """Whether a text below figures asks for those of other days: « et hier ? », or if `surely` no more than « le mois
    passé »."""
    found = find_together(folded(text), today) if named(text, today) is not None else None
    return found is not None and (_NEXT.fullmatch(found.rest) is not None or (surely and not found.rest))
