"""Numbers, money, dates and durations as people read them.

French unless another locale is given. Non-breaking spaces in French are always U+00A0: the narrow one (U+202F) that
CLDR uses in numbers is missing from some older fonts."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from babel.dates import format_date, format_time
from babel.numbers import format_decimal, format_percent
from babel.units import format_unit

from backend.domain import days
from backend.domain.money import PEGGED, UNITS_PER_WHOLE, Money

NBSP = "\u00a0"
FRENCH = "fr"
_SIGNS = {"MGA": "Ar", "CDF": "FC", "GNF": "FG"}
"""Currencies without decimals, as they are written where they are used."""

_MINUTE = timedelta(minutes=1)
_HOUR = timedelta(hours=1)
_DAY = timedelta(days=1)


@lru_cache(maxsize=4_096)  # the same few amounts are in nearly every message
def number(value: int | Decimal, locale: str = FRENCH) -> str:
    """`163 989`, `0,5`; at most 4 decimals."""
    return _plain(format_decimal(value, "#,##0.####", locale=locale))


def francs(amount: int, locale: str = FRENCH) -> str:
    """Whole F CFA: `163 989 F CFA`."""
    return f"{number(amount, locale)}{NBSP}F{NBSP}CFA"


def money(amount: Money, locale: str = FRENCH) -> str:
    """An exact amount: `250,00 €`, `0,05 €`, `0,0125 €`, `32,5 F CFA`, `7 500 Ar`. Never rounded."""
    value = Decimal(amount.units) / UNITS_PER_WHOLE
    if amount.currency in PEGGED:
        return f"{number(value, locale)}{NBSP}F{NBSP}CFA"
    if amount.currency in _SIGNS:
        return f"{number(value, locale)}{NBSP}{_SIGNS[amount.currency]}"
    sign = "€" if amount.currency == "EUR" else amount.currency
    return _plain(format_decimal(value, "#,##0.00##", locale=locale)) + NBSP + sign


def percent(part: Fraction, locale: str = FRENCH) -> str:
    """`42 %`, rounded down, so that only the whole is 100 %. Shares below one percent keep two decimals (`0,02 %`), so
    that a first step shows."""
    hundredths = part * 10_000 // 1
    digits = hundredths if 0 < hundredths < 100 else hundredths // 100 * 100
    return _plain(format_percent(Decimal(digits) / 10_000, f"#,##0.##{NBSP}%", locale=locale))


def day(value: date, locale: str = FRENCH) -> str:
    """`lundi 3 mars`, `samedi 1er mars`; without the year."""
    if not _is_french(locale):
        return _plain(format_date(value, "EEEE d MMMM", locale=locale))
    first = "er" if value.day == 1 else ""
    weekday, month = (format_date(value, part, locale=locale) for part in ("EEEE", "MMMM"))
    return f"{weekday} {value.day}{first}{NBSP}{month}"


def short_day(value: date, locale: str = FRENCH) -> str:
    """`3 mars`, `1er mars`: where a weekday would take too much room."""
    if not _is_french(locale):
        return _plain(format_date(value, "d MMMM", locale=locale))
    first = "er" if value.day == 1 else ""
    return f"{value.day}{first}{NBSP}{format_date(value, 'MMMM', locale=locale)}"


def month(value: date, locale: str = FRENCH, *, year: bool = True) -> str:
    """The month of a day: `novembre 2026`, or without the year."""
    return _plain(format_date(value, "LLLL y" if year else "LLLL", locale=locale)).replace(" ", NBSP)


def full_day(value: date, locale: str = FRENCH) -> str:
    """`3 mars 2026`, `1er mars 2026`, as on a document."""
    if not _is_french(locale):
        return _plain(format_date(value, "long", locale=locale))
    first = "er" if value.day == 1 else ""
    return f"{value.day}{first}{NBSP}{format_date(value, 'MMMM', locale=locale)}{NBSP}{value.year}"


def hour(value: time, locale: str = FRENCH) -> str:
    """`18 h`, `18 h 30`, `7 h 05`."""
    if not _is_french(locale):
        return _plain(format_time(value, "short", locale=locale))
    minutes = f"{NBSP}{value.minute:02}" if value.minute else ""
    return f"{value.hour}{NBSP}h{minutes}"


def moment(at: datetime, zone: str, locale: str = FRENCH) -> str:
    """An instant in the given time zone: `lundi 3 mars à 18 h 30`. Raises `Misuse` if `at` is naive."""
    here = days.local(at, zone)
    between = " à " if _is_french(locale) else ", "
    return day(here.date(), locale) + between + hour(here.time(), locale)


def duration(value: timedelta, locale: str = FRENCH) -> str:
    """`30 s`, `1 min 30 s`, `45 min`, `2 h 05`, `3 jours`, `1 jour 6 h`. Smaller units are cut off, never rounded up.
    Seconds are shown below ten minutes."""
    if value < _MINUTE:
        return f"{max(value, timedelta()) // timedelta(seconds=1)}{NBSP}s"
    if value < _HOUR:
        minutes, rest = divmod(value, _MINUTE)
        seconds = rest // timedelta(seconds=1) if minutes < 10 else 0
        return f"{minutes}{NBSP}min" + (f"{NBSP}{seconds}{NBSP}s" if seconds else "")
    if value < _DAY:
        hours, rest = divmod(value, _HOUR)
        minutes = rest // _MINUTE
        return f"{hours}{NBSP}h" + (f"{NBSP}{minutes:02}" if minutes else "")
    whole, rest = divmod(value, _DAY)
    hours = rest // _HOUR
    shown = _plain(format_unit(whole, "duration-day", "long", locale=locale)).replace(" ", NBSP)
    return shown + (f" {hours}{NBSP}h" if hours else "")


def _is_french(locale: str) -> bool:
    return locale.replace("-", "_").split("_")[0] == FRENCH


def _plain(text: str) -> str:
    return text.replace("\u202f", NBSP).replace("\u2009", NBSP)
