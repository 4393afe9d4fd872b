"""No regular expression of the product takes for ever: `(?:c|est|c est)*` tries 2^n ways through « c est c est … »,
and one short message would stop the service for everybody."""

from __future__ import annotations

import importlib
import pkgutil
import re
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise
from types import FrameType

import backend
import bot

SIGNS = 200
"""The signs of a text: more than 60 repetitions of two short words, so a pattern that tries 2^n ways does not end."""
PATIENCE = 2.0
"""Seconds of the processor for one text. What is merely slow needs some milliseconds."""
MOST_UNITS = 80
"""Words, and pairs of words that stand beside each other, that are taken from one pattern."""
ANY = ("a", "a1", "1", "1 1", "-", ".", "'", " ")
WORD = re.compile(r"[a-zà-ÿ0-9]+")
ESCAPE = re.compile(r"\\[a-zA-Z]|\?P<\w+>")


def patterns() -> dict[re.Pattern[str], str]:
    """Every pattern that a module, or a class in it, holds: in a constant, a sequence or a mapping; with its name."""
    found: dict[re.Pattern[str], str] = {}
    for package in (bot, backend):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            for name, value in vars(importlib.import_module(module.name)).items():
                inside = dict(vars(value)) if isinstance(value, type) else value
                for pattern in held(inside):
                    found.setdefault(pattern, f"{module.name}.{name}")
    return found


def held(value: object, depth: int = 4) -> Iterator[re.Pattern[str]]:
    if isinstance(value, re.Pattern) and isinstance(value.pattern, str):
        yield value
    elif depth and isinstance(value, dict):
        for each in value.items():
            yield from held(each, depth - 1)
    elif depth and isinstance(value, list | tuple | set | frozenset):
        for each in value:
            yield from held(each, depth - 1)


def units(pattern: str) -> list[str]:
    """What is repeated: the pattern's own words, and its neighbouring words together."""
    words = WORD.findall(ESCAPE.sub(" ", pattern))
    return [*ANY, *list(dict.fromkeys((*words, *map(" ".join, pairwise(words)))))[:MOST_UNITS]]


def texts(pattern: str) -> Iterator[str]:
    for unit in units(pattern):
        for separator in (" ", ""):
            repeated = (unit + separator) * (SIGNS // len(unit + separator))
            yield repeated
            yield f"{repeated} x!"


@contextmanager
def limited() -> Iterator[None]:
    def late(_number: int, _frame: FrameType | None) -> None:
        raise TimeoutError

    former = signal.signal(signal.SIGVTALRM, late)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, former)


def endless(pattern: re.Pattern[str], patience: float = PATIENCE) -> str | None:
    """A text that the pattern does not come to an end with."""
    with limited():
        for text in texts(pattern.pattern):
            signal.setitimer(signal.ITIMER_VIRTUAL, patience)
            try:
                pattern.fullmatch(text)
                pattern.search(text)
            except TimeoutError:
                return text
    return None


def test_one_that_tries_every_way_is_found() -> None:
    assert endless(re.compile(r"(?:(?:c|est|c est) )*(\d)"), patience=0.1) is not None
    assert endless(re.compile(r"(?:(?:c|est|c est) )*+(\d)")) is None


def test_every_pattern_ends() -> None:
    found = patterns()
    assert len(found) > 500
    assert {name: text for pattern, name in found.items() if (text := endless(pattern)) is not None} == {}
