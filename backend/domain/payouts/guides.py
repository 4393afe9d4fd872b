"""Steps to an identified wallet, a bank account, or a registered activity, by country and operator, each with its
sources and days (`data/guides.toml`)."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import date, timedelta
from functools import cache
from importlib import resources
from typing import Any, Literal, get_args

from backend.domain.earnings.savings import OutcomeKind
from backend.domain.money import UNITS_PER_WHOLE, Money
from backend.records import Record

Topic = Literal["wallet", "bank", "business"]
TOPICS: tuple[Topic, ...] = get_args(Topic)
REACHED: Mapping[Topic, OutcomeKind] = {
    "wallet": OutcomeKind.IDENTIFIED,
    "bank": OutcomeKind.BANKED,
    "business": OutcomeKind.REGISTERED,
}
"""What a person has when they are through the steps."""
LED_AT = 75
"""Percent of the ceiling of a wallet that is not identified: with so much paid in a month, it is soon full."""
MONTH = timedelta(days=30)


class Guide(Record):
    """`operator`: its first word in small letters; "" for all. `ceiling`, `identified`: whole francs that an account
    that is not identified, and one that is, may hold; None: not known. `dated`: the day of the source, `read`: when it
    was read. `steps`: French texts."""

    topic: Topic
    countries: tuple[str, ...]
    sources: tuple[str, ...]
    dated: date
    read: date
    steps: tuple[str, ...]
    operator: str = ""
    ceiling: int | None = None
    identified: int | None = None


class ReachGuide(Record):
    """A command: the person says that they are through the steps of this topic."""

    topic: Topic


def guide(topic: Topic, country: str, operator: str = "") -> Guide | None:
    """The steps for a country, those of the operator first. None if no source was read for it. `operator`: a name like
    "MTN Cameroon"; "" if it is not known."""
    first = operator.casefold().split()[0] if operator.strip() else ""
    found = [each for each in _guides() if each.topic == topic and country in each.countries]
    return next((each for each in found if each.operator == first and first), None) or next(
        (each for each in found if not each.operator), None
    )


def comes_near(ceiling: int, before: Money, paid: Money) -> bool:
    """Whether this payment brings what was paid in a month near the ceiling of a wallet, and those before had not.
    `ceiling`: whole francs."""
    near = ceiling * UNITS_PER_WHOLE * LED_AT // 100
    return before.units < near <= before.units + paid.units


@cache
def _guides() -> tuple[Guide, ...]:
    file = resources.files("backend.domain") / "data" / "guides.toml"
    return tuple(_guide(each) for each in tomllib.loads(file.read_text("utf-8"))["guide"])


def _guide(row: Mapping[str, Any]) -> Guide:
    lists = {name: tuple(row[name]) for name in ("countries", "sources", "steps")}
    return Guide(**{**row, **lists})
