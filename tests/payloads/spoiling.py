"""Recorded shapes, spoilt: something missing, null, of another type, huge, deep, unknown, or no text at all."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from random import Random
from typing import Any

_RAW = "@@raw@@"
"""Stands for what JSON's own writer would not write."""

_STRINGS = (
    *("", " ", "\0", "a\0b", "\ud800", "\udc00x", "\u202eabc", "\u200b", "🤷🏾‍♀️" * 50, "'; drop table person; --"),
    *("<script>alert(1)</script>", "{0}", "{name}", "%s", "../../etc/passwd", "/start", "/", "/x" * 2_000),
    *("x" * 70_000, "é" * 10_000, "-1", "1e9", "99999999999999999999", "null", "wamid.", "0:0", "1:99999999"),
    *("2147483648:2147483648", "CI.", "CI.17823301000007919", "٣", "²", "NaN"),
)
_NUMBERS = (0, -1, 1, 2**31, 2**53 + 1, 2**63 - 1, 2**63, -(2**63) - 1, 10**30, 1.5, -0.0, 1e308)
_RAWS = (
    *("[" * 90 + "]" * 90, "[" * 5_000 + "]" * 5_000, '{"a":' * 300 + "1" + "}" * 300, "NaN", "Infinity", "1e999"),
    *("-", "01", "9" * 5_000, '"\\u0000"', '"\\ud83d"', "[" + "1," * 20_000 + "1]", '{"a":1,"a":2}'),
)


def spoilt(text: str, chance: Random) -> bytes:
    """A body, spoilt in one to three places."""
    body = json.loads(text)
    for _ in range(chance.choice((1, 1, 2, 3))):
        _spoil(body, chance)
    written = json.dumps(body, ensure_ascii=chance.random() < 0.5)
    while f'"{_RAW}"' in written:
        written = written.replace(f'"{_RAW}"', chance.choice(_RAWS), 1)
    raw = written.encode("utf-8", "surrogatepass")
    return chance.choice(_BYTES)(raw, chance) if chance.random() < 0.15 else raw


def _spoil(body: Any, chance: Random) -> None:
    places = list(_places(body))
    if not places:
        return
    holder, key = chance.choice(places)
    old = holder[key]
    match chance.randrange(9):
        case 0:
            del holder[key]
        case 1:
            holder[key] = None
        case 2:
            holder[key] = chance.choice(_STRINGS)
        case 3:
            holder[key] = chance.choice(_NUMBERS)
        case 4:
            holder[key] = chance.choice(([], {}, [[]], [None], {"": None}, True, False, [old], {"value": old}))
        case 5:
            holder[key] = _RAW
        case 6 if isinstance(old, list):
            holder[key] = old * chance.choice((2, 50))
        case 7 if isinstance(holder, dict):
            holder[chance.choice(("hologram", "", "__proto__", f"{key}_2"))] = holder.pop(key)
        case _:
            if isinstance(old, str):
                holder[key] = old + chance.choice(_STRINGS)
            elif isinstance(old, int):
                holder[key] = str(old)
            else:
                holder[key] = "hologram"


def _places(value: Any) -> Iterator[tuple[Any, Any]]:
    """Every place in it: what holds it, and where."""
    keys: Iterator[Any] = iter(())
    if isinstance(value, dict):
        keys = iter(list(value))
    elif isinstance(value, list):
        keys = iter(range(len(value)))
    for key in keys:
        yield value, key
        yield from _places(value[key])


def _somewhere(raw: bytes, chance: Random, more: bytes) -> bytes:
    at = chance.randrange(len(raw) + 1)
    return raw[:at] + more + raw[at:]


_BYTES: tuple[Callable[[bytes, Random], bytes], ...] = (
    lambda raw, chance: raw[: chance.randrange(len(raw))],
    lambda raw, chance: _somewhere(raw, chance, b"\xff\xfe"),
    lambda raw, chance: _somewhere(raw, chance, b"\xed\xa0\x80"),
    lambda raw, chance: _somewhere(raw, chance, b"\0"),
    lambda raw, chance: raw + raw,
    lambda raw, chance: b"\xef\xbb\xbf" + raw,
    lambda raw, chance: raw.decode("utf-8", "replace").encode("utf-16"),
    lambda raw, chance: b"\x1f\x8b" + raw,
    lambda raw, chance: b"[" + raw + b"]",
    lambda raw, chance: b"",
)
