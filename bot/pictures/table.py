"""The picture of a client's table: column names on top, a band for every second row, words wrapped inside a cell. The
same cells are in the text that can be asked for."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any

from backend.domain.errors import Misuse
from bot.pictures.canvas import Canvas, Weight, clean, cut, font
from bot.pictures.style import CREAM, INK, NIGHT, SAND, WIDTH, Translate

MOST_BYTES = 30_000
"""The most bytes, as for a client's own picture; people pay for data."""
_EDGE, _GAP, _PAD = 20, 24, 16
"""Pixels left of the first column, between two columns, and above and below the lines of a cell."""
_SIZES = (30, 24, 20)
"""Sizes of letters in pixels; smaller ones are used if the picture has too many bytes."""
_MIN_COLUMN_WIDTH = 60
"""The width of the narrowest column in pixels."""
_NUMBER = re.compile(r"[-+]?\d[\d .,\u00a0\u202f]*(?: ?(?:%|€|F|F CFA))?")
_NOTHING = "–"


def table_png(values: Mapping[str, Any], _translate: Translate = str) -> bytes:
    """A PNG of at most `MOST_BYTES`. `columns`: their names. `rows`: a cell for each column. The same values give the
    same bytes. Raises `Misuse` for more than `backend.domain.work.forms.tables` allows."""
    columns = [clean(name) for name in values["columns"]]
    rows = [[clean(cell) for cell in row] for row in values["rows"]]
    for size in _SIZES[:-1]:
        with suppress(Misuse):
            return _drawn(columns, rows, size).png(MOST_BYTES)
    return _drawn(columns, rows, _SIZES[-1]).png(MOST_BYTES)


def _drawn(columns: Sequence[str], rows: Sequence[Sequence[str]], size: int) -> Canvas:
    line = size + 8
    widths = _widths([columns, *rows], size)
    right = [all(_NUMBER.fullmatch(row[i]) for row in rows if row[i]) for i in range(len(columns))]
    head = [_broken(name, width, size, "Bold") for name, width in zip(columns, widths, strict=True)]
    body = [[_broken(cell or _NOTHING, width, size) for cell, width in zip(row, widths, strict=True)] for row in rows]
    heights = [2 * _PAD + line * max(map(len, row)) for row in (head, *body)]
    canvas = Canvas(WIDTH, sum(heights), CREAM)
    top = 0
    for number, (row, height) in enumerate(zip((head, *body), heights, strict=True)):
        if number % 2 == 0:
            canvas.rectangle((0, top, WIDTH, top + height), SAND if number else NIGHT)
        _draw(canvas, top, row, widths, right, size, first=number == 0)
        top += height
    return canvas


def _draw(
    canvas: Canvas,
    top: int,
    row: Sequence[Sequence[str]],
    widths: Sequence[int],
    right: Sequence[bool],
    size: int,
    *,
    first: bool,
) -> None:
    left = _EDGE
    for cell, width, to_right in zip(row, widths, right, strict=True):
        for place, line in enumerate(cell):
            baseline = top + _PAD + (size + 8) * place + size - 3
            at = (left + width, baseline) if to_right else (left, baseline)
            weight: Weight = "Bold" if first else "Semibold"
            canvas.text(at, line, size, CREAM if first else INK, weight=weight, anchor="rs" if to_right else "ls")
        left += width + _GAP


def _widths(rows: Sequence[Sequence[str]], size: int) -> list[int]:
    """The width of each column: what its longest cell takes; the widest ones shrink until all fit,
    and spare room is shared."""
    face = font(size, "Bold")
    room = WIDTH - 2 * _EDGE - _GAP * (len(rows[0]) - 1)
    widths = [max(_MIN_COLUMN_WIDTH, *(int(face.getlength(row[i])) + 1 for row in rows)) for i in range(len(rows[0]))]
    while sum(widths) > room:
        widest = max(range(len(widths)), key=widths.__getitem__)
        widths[widest] -= min(10, sum(widths) - room)
    spare = (room - sum(widths)) // len(widths)
    return [width + spare for width in widths]


def _broken(words: str, width: int, size: int, weight: Weight = "Semibold") -> list[str]:
    """The words in lines of this width; a single word that is longer is cut."""
    face = font(size, weight)
    lines: list[str] = []
    for word in words.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and face.getlength(longer) <= width:
            lines[-1] = longer
        else:
            lines.append(cut(word, width, size, weight))
    return lines
