"""What all papers share: their size, and how amounts and dates are written on them."""

from __future__ import annotations

from datetime import date
from random import Random
from zlib import crc32

from tools.drawing.receipts import Receipt
from tools.drawing.text import Style, width

WIDE, HIGH, LOW = 560, 900, 620
"""Pixels: every picture is `WIDE` wide and between `LOW` and `HIGH` high."""

INK = "#26262b"

_MONTHS = (
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
)


def amount(francs: int) -> str:
    """`12500` → "12 500"."""
    return f"{francs:,}".replace(",", " ")


def day(on: date, form: str) -> str:
    """A date as papers write it: "/", "-" (short year), "." or "long"."""
    if form == "long":
        return f"{'1er' if on.day == 1 else on.day} {_MONTHS[on.month - 1]} {on.year}"
    year = f"{on.year % 100:02}" if form == "-" else f"{on.year}"
    return form.join((f"{on.day:02}", f"{on.month:02}", year))


def dice(receipt: Receipt) -> Random:
    """The same chance at every run, another for each receipt."""
    return Random(crc32(receipt.id.encode()))  # noqa: S311 - decoration, no secret


def fitting(words: str, size: float, room: float, fill: str) -> Style:
    """Bold, `size` pixels high or as much smaller as `room` asks for."""
    wanted = width(words, Style(size, bold=True))
    return Style(size * min(1, room / wanted), fill, bold=True)


def darker(colour: str) -> str:
    return "#" + "".join(f"{int(colour[i : i + 2], 16) * 3 // 4:02x}" for i in (1, 3, 5))
