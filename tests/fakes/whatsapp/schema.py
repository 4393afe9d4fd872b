"""How parameters must look: small checks, put together into objects.

A check gets a value and the way to it ("interactive.body.text"), and raises `ViolationError`. Graph
itself is laxer in places (it ignores some unknown fields); here each of these is a fault of the bot.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from .errors import missing, unexpected, wrong

Check = Callable[[Any, str], None]


def text(most: int, least: int = 1) -> Check:
    """A text of so many characters, not only of blanks."""

    def check(value: Any, way: str) -> None:
        if not isinstance(value, str):
            raise wrong(way, f"{value!r:.60} is not a string")
        if len(value) > most:
            raise wrong(way, f"has {len(value)} characters, at most {most} are allowed")
        if len(value) < least or (least and not value.strip()):
            raise wrong(way, "is empty")

    return check


def one_of(*values: str) -> Check:
    def check(value: Any, way: str) -> None:
        if value not in values:
            raise wrong(way, f"{value!r:.60} is none of {', '.join(values)}")

    return check


def matching(pattern: str, what: str) -> Check:

    compiled = re.compile(pattern)

    def check(value: Any, way: str) -> None:
        if not isinstance(value, str) or not compiled.fullmatch(value):
            raise wrong(way, f"{value!r:.60} is not {what}")

    return check


def boolean(value: Any, way: str) -> None:
    if not isinstance(value, bool):
        raise wrong(way, f"{value!r:.60} is not a boolean")


def number(value: Any, way: str) -> None:
    if not isinstance(value, int | float) or isinstance(value, bool):
        raise wrong(way, f"{value!r:.60} is not a number")


def array(item: Check, least: int, most: int) -> Check:
    def check(value: Any, way: str) -> None:
        if not isinstance(value, list):
            raise wrong(way, f"{value!r:.60} is not an array")
        if not least <= len(value) <= most:
            raise wrong(way, f"has {len(value)} elements, {least} to {most} are allowed")
        for place, each in enumerate(value):
            item(each, f"{way}[{place}]")

    return check


def obj(required: Mapping[str, Check], optional: Mapping[str, Check] | None = None) -> Check:
    known = {**required, **(optional or {})}

    def check(value: Any, way: str) -> None:
        if not isinstance(value, dict):
            raise wrong(way or "the body", f"{value!r:.60} is not an object")
        prefix = f"{way}." if way else ""
        for name in required:
            if name not in value:
                raise missing(f"{prefix}{name}")
        for name, each in value.items():
            if name not in known:
                raise unexpected(f"{prefix}{name}")
            known[name](each, f"{prefix}{name}")

    return check


def by_type(kinds: Mapping[str, Check], name: str = "type") -> Check:
    """An object whose field `name` says which check is for it."""

    def check(value: Any, way: str) -> None:
        if not isinstance(value, dict):
            raise wrong(way or "the body", f"{value!r:.60} is not an object")
        if name not in value:
            raise missing(f"{way}.{name}" if way else name)
        kind = value[name]
        if not isinstance(kind, str) or kind not in kinds:
            raise wrong(f"{way}.{name}" if way else name, f"{kind!r:.60} is none of {', '.join(kinds)}")
        kinds[kind](value, way)

    return check
