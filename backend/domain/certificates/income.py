"""Certificates of income: what somebody has earned in a month or a year, exactly or "at least", as a credential."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from backend.domain.certificates.credentials import Credential
from backend.domain.money import PEGGED, Money, francs
from backend.records import Record

PREFIX = "revenus:"
"""A certificate of income has this before its period as its key. No module's id has a colon."""
ACHIEVEMENT = "revenus"
"""The key of the achievement behind all certificates of income."""
ABOUT = "Revenus du travail à la tâche sur hiteuses, comptés par hiteuses."
CRITERIA = (
    "Avoir rendu des tâches qui ont été acceptées. Un revenu compte le jour où il est accepté ; « versé » compte le "
    "jour du paiement."
)
MONTHS = (
    *("janvier", "février", "mars", "avril", "mai", "juin"),
    *("juillet", "août", "septembre", "octobre", "novembre", "décembre"),
)
MOST_MONTHS = 6
"""The most months that are offered."""


class Period(Record):
    """A month ("2026-10") or a year ("2026") of her calendar. `end`: its last day, or today while it runs."""

    key: str
    first: date
    end: date

    @property
    def whole(self) -> bool:
        """Whether the month or year is over."""
        return (self.end + timedelta(days=1)).day == 1 and (len(self.key) > 4 or self.end.month == 12)

    @property
    def label(self) -> str:
        """`octobre 2026`, `année 2026`, `du 1er au 27 novembre 2026`."""
        month = MONTHS[self.end.month - 1]
        if self.whole:
            return f"année {self.end.year}" if len(self.key) == 4 else f"{month} {self.end.year}"
        begin = "1er" if self.first.month == self.end.month else f"1er {MONTHS[self.first.month - 1]}"
        day = "1er" if self.end.day == 1 else str(self.end.day)
        return f"du {begin} au {day} {month} {self.end.year}"

    @property
    def button(self) -> str:
        """Short enough for a button: `octobre 2026`, `année 2026`, `novembre, en cours`, `2026, en cours`."""
        if self.whole:
            return self.label
        return f"{self.key if len(self.key) == 4 else MONTHS[self.end.month - 1]}, en cours"

    @property
    def title(self) -> str:
        """The title of its certificate: `Revenus d'octobre 2026`."""
        if not self.whole:
            return f"Revenus {self.label}"
        if len(self.key) == 4:
            return f"Revenus de l'{self.label}"
        return f"Revenus d'{self.label}" if self.label[0] in "ao" else f"Revenus de {self.label}"


class Income(Record):
    """What she has earned in a period (accepted then), and what was paid to her then."""

    period: Period
    earned: tuple[Money, ...]
    paid: tuple[Money, ...] = ()

    @property
    def francs(self) -> int:
        """The earned sum in whole F CFA, rounded down once."""
        return francs(*self.earned)


_NAMES = {"MGA": "ariary", "CDF": "francs congolais", "GNF": "francs guinéens"}
"""Currencies in words: whoever reads the document may not know their codes."""


def at_least(amount: int) -> int:
    """A round amount that is not above `amount`."""
    step = 5_000 if amount >= 20_000 else 1_000 if amount >= 1_000 else 100 if amount >= 100 else 1
    return amount // step * step


def incomes(
    earned: Mapping[date, tuple[Money, ...]], paid: Mapping[date, tuple[Money, ...]], today: date
) -> tuple[Income, ...]:
    """The periods with income, the newest first: months, then years with several months. The keys of `earned` and
    `paid` are first days of months."""
    months = sorted((month for month in earned if francs(*earned[month])), reverse=True)
    found = [
        Income(_period(f"{month:%Y-%m}", month, _next(month), today), earned[month], paid.get(month, ()))
        for month in months[:MOST_MONTHS]
    ]
    for year in sorted({month.year for month in months}, reverse=True)[:2]:
        of_year = [month for month in months if month.year == year]
        if len(of_year) < 2:
            continue
        period = _period(str(year), date(year, 1, 1), date(year + 1, 1, 1), today)
        sums = tuple(amount for month in of_year for amount in earned[month])
        found.append(Income(period, sums, tuple(a for month, each in paid.items() if month.year == year for a in each)))
    return tuple(found)


def _period(key: str, first: date, after: date, today: date) -> Period:
    return Period(key, first, min(after - timedelta(days=1), today))


def _next(month: date) -> date:
    return (month.replace(day=28) + timedelta(days=4)).replace(day=1)


def about(income: Income, *, exact: bool) -> str:
    """What the certificate says of the income, in French."""
    earned = _sum(income.earned, exact=exact)
    paid = _sum(income.paid, exact=exact)
    said = f"{earned} gagnés" if exact else f"Au moins {earned} gagnés"
    if paid:
        said += f"{', dont' if _covers(income) else ' ;'} {'' if exact else 'au moins '}{paid} versés"
    return said + "."


def _covers(income: Income) -> bool:
    """Whether what was paid can be a part of what was earned then; else it was also pay of earlier months. What was
    paid in a currency without a fixed rate may have been."""
    paid = _in_francs(income.paid)
    return paid == income.paid and francs(*paid) <= income.francs


def _in_francs(amounts: tuple[Money, ...]) -> tuple[Money, ...]:
    return tuple(each for each in amounts if each.currency == "EUR" or each.currency in PEGGED)


def _sum(amounts: tuple[Money, ...], *, exact: bool) -> str:
    """`163 989 F CFA (250,00 €)`; what was paid in another currency beside it. "" for nothing."""
    pegged = _in_francs(amounts)
    parts = []
    if whole := francs(*pegged):
        if exact:
            cents = int(sum(each.euros for each in pegged) * 100)
            parts.append(f"{_digits(whole)} F CFA ({_digits(cents // 100)},{cents % 100:02} €)")
        else:
            parts.append(f"{_digits(at_least(whole))} F CFA")
    for currency in sorted({each.currency for each in amounts} - {each.currency for each in pegged}):
        other = int(sum(each.value for each in amounts if each.currency == currency))
        parts.append(f"{_digits(other if exact else at_least(other))} {_NAMES.get(currency, currency)}")
    return " et ".join(parts)


def _digits(number: int) -> str:
    return f"{number:,}".replace(",", "\u00a0")


def is_income(credential: Credential) -> bool:
    """Whether this certificate is about income."""
    return credential.key.startswith(PREFIX)


class TakeIncome(Record):
    """A command: take the certificate of income of the period with this key, with the exact sum or "at least", under
    this name, which its public page shows only if `show_name`."""

    period: str
    exact: bool
    name: str
    show_name: bool


class IncomeTaken(Record):
    """The outcome of `TakeIncome`: the certificate and its stored PDF (digest and file name). None: there is no income
    in that period (any more)."""

    credential: Credential | None
    digest: str = ""
    file: str = ""
