"""Reading instalments as women write them: each with its date, or so many times the same sum."""

from __future__ import annotations

import re
from datetime import date, timedelta

from backend.domain.earnings.savings import Instalment
from backend.domain.french.dates import months_on
from backend.domain.french.datetimes import read_day
from backend.domain.french.numbers import line as one_line
from backend.domain.french.spelling import unaccented
from backend.domain.messaging.message import Message, tr
from backend.domain.money import PEGGED, UNITS_PER_WHOLE, Money
from backend.records import Record, replace
from bot.flows.earnings import sums
from bot.flows.earnings.sums import read_sum

MOST_INSTALMENTS = 12
MOST_WORDS = 24
"""Words of one instalment, all written out; a longer text is none, and reading it would take seconds, in which nobody
else is answered."""
_LEAD = re.compile(r"(?:et |puis |[-•*·]|\d{1,2}[.)] )\s*")
_SPELT = ("deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze", "douze")
_WORDS = {word: n for n, word in enumerate(_SPELT, 2)}
_PARTS = "fois|x|versements?|tranches?|parts?|mensualites?"
_N = rf"(?P<n>\d{{1,2}}|{'|'.join(_WORDS)})"
_TIMES = (
    re.compile(rf"\b(?P<split>en) {_N} ?(?:{_PARTS}|(?P<week>semaines)|mois)\b"),
    re.compile(rf"\b(?:pendant|sur|durant) {_N} (?:(?P<week>semaines)|mois|fois)\b"),
    re.compile(rf"(?:^|(?<=\D)) ?{_N} ?(?:{_PARTS}|\*|×)(?: de | d'| a |\b|(?=\d))"),
    re.compile(rf"(?: ?[x*×] ?|fois ){_N}(?: fois)?\b"),
)
_EVERY = re.compile(
    r"\b(?:(?:par|chaque|toutes les) (?P<week>semaines?)|(?:par|chaque|tous les) (?:mois|fin du mois)|mensuel\w*"
    r"|tous les (?P<n>\d|deux|trois|quatre|six) mois|(?:par|chaque|tous les) (?P<quarter>trimestres?))\b"
)
_FROM = re.compile(r"\b(?:(?:a|en) (?:partir|commencant|commencer) (?:du|de|le|en|des)?|des|(?:le |la )?premiere?\b)")
_AROUND = " ,:=→."


class Series(Record):
    """So many instalments of the same sum. `step`: months between them; 0: a week. `first`: the day of the first one;
    None: it was not said. `rest`: what the last one is more than the others."""

    times: int
    amount: Money
    step: int = 1
    first: date | None = None
    rest: int = 0

    def instalments(self, first: date) -> tuple[Instalment, ...]:
        """Each with its day. Raises `OverflowError` behind the end of the calendar."""
        days = [
            first + timedelta(weeks=n) if self.step == 0 else months_on(first, n * self.step) for n in range(self.times)
        ]
        found = [Instalment(self.amount, day) for day in days]
        last = Money(self.amount.units + self.rest, self.amount.currency)
        return (*found[:-1], replace(found[-1], amount=last))


def read_series(text: str, currency: str, today: date) -> Series | None:
    """« 3 fois 50 000 à partir du 15 septembre », « 150 000 en 3 fois », « 50 000 par mois pendant 3 mois ».
    None if it is none."""
    said = unaccented(one_line(text))
    found = next((match for pattern in _TIMES if (match := pattern.search(said)) is not None), None)
    if found is None:
        return None
    times = _WORDS.get(found["n"]) or int(found["n"])
    if not 1 < times <= MOST_INSTALMENTS:
        return None
    groups = found.groupdict()
    left = f"{said[: found.start()]} {said[found.end() :]}"
    every = _EVERY.search(left)
    if every is not None:
        left = f"{left[: every.start()]} {left[every.end() :]}"
    sum_, first = _sum_and_day(left, currency, today)
    if sum_ is None:
        return None
    step = 0 if groups.get("week") or (every and every["week"]) else _months(every)
    if not groups.get("split"):
        return Series(times, sum_, step, first)
    whole = sum_.units // UNITS_PER_WHOLE // times * UNITS_PER_WHOLE
    if whole == 0:
        return None
    return Series(times, Money(whole, sum_.currency), step, first, sum_.units - whole * times)


def _months(every: re.Match[str] | None) -> int:
    if every is None:
        return 1
    if every["quarter"]:
        return 3
    return _WORDS.get(every["n"]) or int(every["n"]) if every["n"] else 1


def _sum_and_day(text: str, currency: str, today: date) -> tuple[Money | None, date | None]:
    """The sum, and the day of the first instalment if the text names one."""
    plain = " ".join(text.split()).strip(_AROUND)
    plain = re.sub(r"^(?:de|d'|a|je paie|payer) ", "", plain)
    if (amount := read_sum(plain, currency)) is not None:
        return amount, None
    begins = _FROM.search(plain)
    if begins is not None:
        before, after = plain[: begins.start()].strip(_AROUND), plain[begins.end() :].strip(_AROUND)
        return read_sum(before, currency), read_day(after, today)
    one = _instalment(plain, currency, today)
    return (one.amount, one.due) if one is not None else (None, None)


def read_instalments(text: str, currency: str, today: date) -> tuple[Instalment, ...] | Message:
    """Amounts with their days, one a line (or between ";", commas, « et »), in the order of their days. A message names
    the first line that cannot be read."""
    found = []
    lines = [each.strip() for each in re.split(r"[\n;]+", text) if each.strip()]
    written = [part for line in lines[: MOST_INSTALMENTS + 1] for part in _parts(line, currency, today)]
    if len(written) > MOST_INSTALMENTS:
        return tr("Écris au plus {n} versements.", n=MOST_INSTALMENTS)
    for number, line in enumerate(written, 1):
        read = _instalment(_LEAD.sub("", line, count=1) if _LEAD.match(line) else line, currency, today)
        if read is None:
            asked = tr("Ligne {n} : je ne lis pas la somme et la date. Écris comme : 50 000 le 15 septembre", n=number)
            if currency not in PEGGED:
                asked = tr("Ligne {n} : écris la somme en F CFA et la date : 50 000 F CFA le 15 septembre", n=number)
            return sums.asked_in_francs(asked, line, currency)
        if read.due < today:
            return tr("Ligne {n} : cette date est passée.", n=number)
        found.append(read)
    return tuple(sorted(found, key=lambda each: each.due))


_BETWEEN = re.compile(r"\s*,\s+|\s+(?:et|puis)\s+(?:de\s+)?(?=\d)")


def _parts(line: str, currency: str, today: date) -> list[str]:
    """The instalments of a line that holds several; else the line."""
    parts = [part for part in _BETWEEN.split(line) if part]
    if len(parts) > 1 and all(_instalment(part, currency, today) is not None for part in parts[: MOST_INSTALMENTS + 1]):
        return parts
    return [line]


def _instalment(line: str, currency: str, today: date) -> Instalment | None:
    """The amount before the day, or after it."""
    tokens = re.sub(r"[,:=→]+(?=\s)", " ", line).split()
    for cut in range(1, len(tokens) if len(tokens) <= MOST_WORDS else 0):
        one, two = " ".join(tokens[:cut]), " ".join(tokens[cut:])
        for amount_text, day_text in ((one, two), (two, one)):
            amount, due = read_sum(amount_text, currency), read_day(day_text, today)
            if amount is not None and due is not None:
                return Instalment(amount, due)
    return None
