"""Texts that stand in others. Several as one part of a message: its own parts stand a blank line apart, which on a
phone is far."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from backend.domain.days import local
from backend.domain.messaging.message import Markdown, Part, Raw, Tr, Value


def lines(*parts: Part) -> Tr:
    """One below the other."""
    first, *others = map(_inline, parts)
    for then in others:
        first = Tr("{first}\n{then}", {"first": first, "then": then})
    return _tr(first)


def bullets(*parts: Part, head: Tr | None = None) -> Tr:
    """One below the other with a bullet each; `head` stands above them without one."""
    texts = [_inline(part) for part in parts]
    found = head if head is not None else Tr("• {first}", {"first": texts.pop(0)})
    for then in texts:
        found = Tr("{first}\n• {then}", {"first": found, "then": then})
    return found


def beside(*parts: Part) -> Tr:
    """In one line, between them " · "."""
    first, *others = map(_inline, parts)
    for then in others:
        first = Tr("{first} · {then}", {"first": first, "then": then})
    return _tr(first)


EVENING, NIGHT_ENDS = time(17), time(4)
"""From when to when one says "Bonsoir"."""


def hello(at: datetime, zone: str, name: str = "") -> Tr:
    """How she is greeted at this instant on her clock."""
    clock = local(at, zone).time()
    evening = clock >= EVENING or clock < NIGHT_ENDS
    if not name:
        return Tr("Bonsoir !") if evening else Tr("Bonjour !")
    named = {"name": Raw(name)}
    return Tr("Bonsoir {name} !", named) if evening else Tr("Bonjour {name} !", named)


def lapse(span: timedelta) -> Value:
    """How long ago, or since when: nothing is said of seconds."""
    return Tr("moins d'une minute") if span < timedelta(minutes=1) else span


def _inline(part: Part) -> Tr | Raw:
    assert not isinstance(part, Markdown), "Markdown stands by itself"
    return part


def _tr(text: Tr | Raw) -> Tr:
    return text if isinstance(text, Tr) else Tr("{first}", {"first": text})
