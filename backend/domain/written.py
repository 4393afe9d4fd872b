"""Numbers and dates as people write them in French, read without guessing.

Everything here takes one line that `line` has made plain.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date

_DASHES = dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2212\ufe63\uff0d"), "-")
_SIGNS = {ord("\u066b"): ",", ord("\u066c"): " ", ord("\uff0c"): ",", ord("\uff0e"): "."} | {
    ord(sign): "'" for sign in "\u2018\u2019\u02bc"
}
_INVISIBLE = frozenset({"Cc", "Cf", "Cs"})


def line(text: str) -> str:
    """The text on one line: digits of any script and dashes of any kind made ASCII, every kind of
    space a plain one and single, invisible characters gone."""
    signs = []
    for sign in text.translate(_DASHES).translate(_SIGNS):
        if sign.isspace():
            signs.append(" ")
        elif (digit := unicodedata.decimal(sign, None)) is not None:
            signs.append(str(digit))
        elif unicodedata.category(sign) not in _INVISIBLE:
            signs.append(sign)
    return " ".join("".join(signs).split())


_GROUPED = re.compile(r"\d{1,3}([ '.,])\d{3}(?:\1\d{3})*")


def number(text: str, decimals: int | None = None) -> str | None:
    """A plain decimal such as "-1234.5" (no exponent, no zero too many), None if it is no number.

    A space or an apostrophe separates thousands, the last of comma and point is the decimal sign
    when both are there. A sign that occurs once is the decimal sign, unless three digits follow and
    at most two `decimals` are possible: "1.500" is 1.5 as a number, 1500 as an amount in euros.
    """
    minus = text.startswith("-")
    body = text[1:].lstrip() if text[:1] in ("-", "+") else text
    found = re.fullmatch(r"([\d '.,]*?)(?:([.,])(\d+))?", body, re.ASCII)
    if not found:
        return None
    whole, sign, rest = found.groups()
    thousands = decimals is not None and decimals < 3 and rest is not None and len(rest) == 3
    plain = bool(whole) and not re.search(r"[ ']", whole)
    if sign and (sign in whole or (plain and thousands and re.fullmatch(r"[1-9]\d{0,2}", whole))):
        whole, rest = f"{whole}{sign}{rest}", ""
    if not (whole.isdigit() or _GROUPED.fullmatch(whole) or (not whole and rest)):
        return None
    digits = re.sub(r"\D", "", whole).lstrip("0") or "0"
    rest = (rest or "").rstrip("0")
    value = f"{digits}.{rest}" if rest else digits
    return f"-{value}" if minus and value != "0" else value


_MONTHS = {
    name: month
    for month, names in enumerate(
        (
            "janvier janv jan january",
            "fevrier fevr fev february feb",
            "mars mar march",
            "avril avr april apr",
            "mai may",
            "juin june jun",
            "juillet juil july jul",
            "aout aou august aug",
            "septembre sept sep september",
            "octobre oct october",
            "novembre nov november",
            "decembre dec december",
        ),
        start=1,
    )
    for name in names.split()
}
_WEEKDAY = re.compile(r"^(?:le )?(?:(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche),? )?")
_DAY_FIRST = re.compile(r"(\d{1,2}) ?([/.-]| ) ?(\d{1,2}) ?\2 ?(\d{4}|\d{2})")
_YEAR_FIRST = re.compile(r"(\d{4})([/.-])(\d{1,2})\2(\d{1,2})")
_NAMED = re.compile(r"(\d{1,2})(?:er)?[ .-]{0,2}([a-z]+)\.?[ -]?(\d{4}|\d{2})")

FIRST_YEAR, LAST_YEAR = 1800, 2199
"""Years outside are taken for a slip of the finger."""


class NoSuchDayError(ValueError):
    """It has the form of a date, but the calendar has no such day; the text is the date as read."""


def day(text: str) -> date | None:
    """A date, None if it does not look like one. The day comes before the month, always.

    Two digits of a year mean 1969 to 2068 (the rule of POSIX). English month names are read too:
    half of Cameroon's invoices carry them. Raises `NoSuchDayError` for 31/02/2025.
    """
    plain = unicodedata.normalize("NFKD", text.lower())
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    plain = _WEEKDAY.sub("", plain)
    if found := _YEAR_FIRST.fullmatch(plain):
        y, _, m, d = found.groups()
        month = int(m)
    elif found := _DAY_FIRST.fullmatch(plain):
        d, _, m, y = found.groups()
        month = int(m)
    elif (found := _NAMED.fullmatch(plain)) and found[2] in _MONTHS:
        d, m, y = found.groups()
        month = _MONTHS[m]
    else:
        return None
    year = int(y) if len(y) == 4 else int(y) + (2000 if int(y) < 69 else 1900)
    try:
        value = date(year, month, int(d))
    except ValueError:
        value = None
    if value is None or not FIRST_YEAR <= year <= LAST_YEAR:
        raise NoSuchDayError(f"{int(d):02}/{month:02}/{year:04}")
    return value
