"""Texts within others: several as one part of a message. Parts are separated by a blank line, which takes much space on
a phone."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, time, timedelta

from backend.domain.days import local
from backend.domain.messaging.message import Markdown, Part, Raw, Tr, Value
from backend.domain.money import PEGGED, Money


def lines(*parts: Part) -> Tr:
    """Several texts, one per line."""
    first, *others = map(_inline, parts)
    for then in others:
        first = Tr("{first}\n{then}", {"first": first, "then": then})
    return _tr(first)


def bullets(*parts: Part, head: Tr | None = None) -> Tr:
    """Several texts, one per line with a bullet; `head` is the line above them, without a bullet."""
    texts = [_inline(part) for part in parts]
    found = head if head is not None else Tr("• {first}", {"first": texts.pop(0)})
    for then in texts:
        found = Tr("{first}\n• {then}", {"first": found, "then": then})
    return found


def beside(*parts: Part) -> Tr:
    """Several texts on one line, separated by " · "."""
    first, *others = map(_inline, parts)
    for then in others:
        first = Tr("{first} · {then}", {"first": first, "then": then})
    return _tr(first)


def by_currency(amounts: Iterable[Money]) -> Tr:
    """Sums that were paid, side by side, one for each currency; both F CFA are one."""
    found: dict[str, Money] = {}
    for each in amounts:
        name = "XOF" if each.currency in PEGGED else each.currency
        found[name] = found.get(name, Money(0, name)) + Money(each.units, name)
    return beside(*(Tr("{sum}", {"sum": found[name]}) for name in sorted(found) if found[name].units))


EVENING, NIGHT_ENDS = time(17), time(4)
"""From this time, until that time, the greeting is "Bonsoir"."""


def hello(at: datetime, zone: str, name: str = "") -> Tr:
    """The greeting at this instant on the person's clock."""
    clock = local(at, zone).time()
    evening = clock >= EVENING or clock < NIGHT_ENDS
    if not name:
        return Tr("Bonsoir !") if evening else Tr("Bonjour !")
    named = {"name": Raw(name)}
    return Tr("Bonsoir {name} !", named) if evening else Tr("Bonjour {name} !", named)


def lapse(span: timedelta) -> Value:
    """How long ago something was. Seconds are not mentioned."""
    return Tr("moins d'une minute") if span < timedelta(minutes=1) else span


def _inline(part: Part) -> Tr | Raw:
    assert not isinstance(part, Markdown), "Markdown stands by itself"
    return part


def _tr(text: Tr | Raw) -> Tr:
    return text if isinstance(text, Tr) else Tr("{first}", {"first": text})
