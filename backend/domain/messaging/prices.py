"""The approximate cost of a message, by channel, country, category and day, from a dated table.

A channel with costs names its file in the table of channels (`ChannelTraits.prices`). The file says its source and what
it leaves out.
"""

from __future__ import annotations

import tomllib
from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal
from functools import cache
from importlib import resources

from backend.domain.messaging import channels
from backend.domain.money import UNITS_PER_WHOLE
from backend.records import Record

FREE = "free"
"""The category of messages that cost nothing."""
UNKNOWN = "unknown"
"""The category of messages that may cost something, until the platform reports it."""


class _Rates(Record):
    since: date
    units: dict[str, int]  # by category, in units of EUR


@cache
def _table(name: str) -> tuple[dict[str, tuple[_Rates, ...]], tuple[_Rates, ...]]:
    """The rates of each country, newest first, and those of all other countries."""
    file = resources.files("backend.domain") / "data" / name
    table = tomllib.loads(file.read_text("utf-8"))
    euros = Decimal(table["euros_per_dollar"])
    by_country: dict[str, tuple[_Rates, ...]] = {}
    others: tuple[_Rates, ...] = ()
    for group in table["group"]:
        rates = tuple(
            _Rates(row["since"], {name: _units(price, euros) for name, price in row.items() if name != "since"})
            for row in sorted(group["rates"], key=lambda row: row["since"], reverse=True)
        )
        by_country |= dict.fromkeys(group["countries"], rates)
        others = others if group["countries"] else rates
    return by_country, others


def _units(dollars: str, euros: Decimal) -> int:
    return int((Decimal(dollars) * euros * UNITS_PER_WHOLE).quantize(Decimal(1), ROUND_HALF_EVEN))


def price(channel: str, country: str, category: str, on: date) -> int:
    """The cost of one message in units of EUR. `country`: ISO 3166; "" if unknown. It is 0 for a free or unknown
    category, and for a day before the first rates."""
    if not (file := channels.of(channel).prices):
        return 0
    by_country, others = _table(file)
    for rates in by_country.get(country, others):
        if rates.since <= on:
            return rates.units.get(category, 0)
    return 0
