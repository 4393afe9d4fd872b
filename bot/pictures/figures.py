"""The pictures of `stats` and `projets`: days as bars, countries and channels side by side, one project.

Made for a phone, like the picture of `gains`: few words, large figures. Each shows the same facts as its text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

from backend.domain.messaging.message import Tr
from bot.i18n import formats
from bot.pictures.canvas import Canvas, Colour, clean, cut
from bot.pictures.style import (
    CORAL,
    CREAM,
    DUSK,
    GREEN,
    INK,
    MARGIN,
    MAX_BYTES,
    NIGHT,
    PLUM,
    SAND,
    SOFT,
    SUN,
    WIDTH,
    Translate,
)

MOST_ROWS = 8
"""The most rows of the picture of shares."""


SMALLEST = 22
"""The size of the smallest letters of a title, in pixels."""
_PANEL = 400
"""The bottom of the dark panel, in pixels."""
_FLOOR = 352
"""The base of the bars, in pixels."""
_TALLEST = 166
"""The height of the tallest bar, in pixels."""

_TASKS = Tr("Tâches : {n}")
_LAST_DAYS = Tr("{n} derniers jours")
_COLUMNS = (Tr("Aujourd'hui"), Tr("7 jours"), Tr("30 jours"))
_WEEKS = (Tr("Semaine"), Tr("D'avant"))
_LETTERS = Tr("L M M J V S D")
_ROWS = (Tr("Personnes"), Tr("Tâches"), Tr("Heures"), Tr("F CFA/h"))
_BY_COUNTRY = Tr("Tâches par pays")
_BY_CHANNEL = Tr("Tâches par messagerie")
_DONE = Tr("{done} sur {tasks} tâches")
_PER_DAY = Tr("Réponses par jour")


def stats_png(values: Mapping[str, Any], translate: Translate = str) -> bytes:
    """`days`: tasks of each of the last days, today last. `people`, `tasks`, `seconds`, `pace` (F CFA per hour, null if
    unknown): three values each, for today, 7 and 30 days. `place`: what the figures cover, "" for everything."""
    canvas = Canvas(WIDTH, _PANEL + 340, CREAM)
    canvas.rectangle((0, 0, WIDTH, _PANEL), NIGHT)
    days: Sequence[int] = values["days"]
    above = translate(_LAST_DAYS.msgid).format(n=len(days))
    place = clean(values["place"])
    _head(canvas, f"{above} · {place}" if place else above)
    total = translate(_TASKS.msgid).format(n=formats.number(sum(days)))
    canvas.text((MARGIN, 128), total, 60, CREAM, weight="Bold", width=WIDTH - 2 * MARGIN)
    _bars(canvas, days, _FLOOR, _TALLEST, CORAL, SUN, DUSK)
    _table(canvas, values, translate, _COLUMNS)
    return canvas.png(MAX_BYTES)


def week_png(values: Mapping[str, Any], translate: Translate = str) -> bytes:
    """The Monday sheet. `days`: tasks of each day, Monday to Sunday. `people`, `tasks`, `seconds`, `pace`: two values
    each, of this week and the one before (see `stats_png`). `title`: the days and what the figures cover."""
    canvas = Canvas(WIDTH, _PANEL + 340, CREAM)
    canvas.rectangle((0, 0, WIDTH, _PANEL), NIGHT)
    days: Sequence[int] = values["days"]
    _head(canvas, clean(values["title"]))
    total = translate(_TASKS.msgid).format(n=formats.number(sum(days)))
    canvas.text((MARGIN, 128), total, 60, CREAM, weight="Bold", width=WIDTH - 2 * MARGIN)
    _bars(canvas, days, _FLOOR, _TALLEST, CORAL, CORAL, DUSK)
    step = (WIDTH - 2 * MARGIN) / len(days)
    letters = translate(_LETTERS.msgid).split()
    for i, letter in enumerate(letters[: len(days)]):
        canvas.text((MARGIN + int(step * i + step / 2), _FLOOR + 36), letter, 26, CREAM, anchor="ms")
    _table(canvas, values, translate, _WEEKS)
    return canvas.png(MAX_BYTES)


def _head(canvas: Canvas, title: str) -> None:
    """What the picture is about: in smaller letters, before it is cut."""
    canvas.text((MARGIN, 62), cut(title, WIDTH - 2 * MARGIN, SMALLEST), 34, SUN, width=WIDTH - 2 * MARGIN)


def _bars(
    canvas: Canvas, days: Sequence[int], floor: int, tallest: int, colour: Colour, last: Colour, empty: Colour
) -> None:
    """One bar for each day, the last one in another colour; the tallest has its figure."""
    most = max(1, *days)
    step = (WIDTH - 2 * MARGIN) / len(days)
    wide = max(4, int(step * 0.72))
    for i, count in enumerate(days):
        left = MARGIN + int(step * i + (step - wide) / 2)
        tall = max(8, tallest * count // most) if count else 4
        ink = empty if not count else last if i == len(days) - 1 else colour
        canvas.rounded((left, floor - tall, left + wide, floor), ink, 8)
    top = max(range(len(days)), key=lambda i: (days[i], i))
    if days[top]:
        middle = MARGIN + int(step * top + step / 2)
        at = (min(max(middle, MARGIN + 40), WIDTH - MARGIN - 40), floor - tallest - 10)
        canvas.text(at, _short(days[top]), 26, last, anchor="ms")


def _table(canvas: Canvas, values: Mapping[str, Any], translate: Translate, columns: Sequence[Tr]) -> None:
    rights = (380, 530, WIDTH - MARGIN)[-len(columns) :]
    for right, column in zip(rights, columns, strict=True):
        canvas.text((right, _PANEL + 56), translate(column.msgid), 28, SOFT, anchor="rs", width=150)
    shown = (
        [formats.number(n) for n in values["people"]],
        [_short(n) for n in values["tasks"]],
        [_hours(seconds) for seconds in values["seconds"]],
        ["–" if pace is None else formats.number(pace) for pace in values["pace"]],
    )
    for row, (label, cells) in enumerate(zip(_ROWS, shown, strict=True)):
        baseline = _PANEL + 120 + 62 * row
        canvas.text((MARGIN, baseline), translate(label.msgid), 30, INK)
        for right, cell in zip(rights, cells, strict=True):
            canvas.text((right, baseline), cell, 34, PLUM, weight="Bold", anchor="rs", width=140)
        if row:
            canvas.rectangle((MARGIN, baseline - 46, WIDTH - MARGIN, baseline - 44), SAND)


def shares_png(values: Mapping[str, Any], translate: Translate = str) -> bytes:
    """`by`: "country" or "channel". `days`: how many days. `rows`: (label, tasks), most tasks first."""
    rows: Sequence[Sequence[Any]] = values["rows"][:MOST_ROWS]
    canvas = Canvas(WIDTH, 150 + 84 * max(1, len(rows)), CREAM)
    canvas.rectangle((0, 0, WIDTH, 116), NIGHT)
    title = _BY_COUNTRY if values["by"] == "country" else _BY_CHANNEL
    canvas.text((MARGIN, 50), translate(_LAST_DAYS.msgid).format(n=values["days"]), 28, SUN)
    canvas.text((MARGIN, 96), translate(title.msgid), 42, CREAM, weight="Bold")
    most = max([1, *(count for _, count in rows)])
    for i, (label, count) in enumerate(rows):
        top = 140 + 84 * i
        canvas.text((MARGIN, top + 28), cut(clean(label), 430, 30, "Bold"), 30, INK, weight="Bold")
        canvas.text((WIDTH - MARGIN, top + 28), formats.number(count), 30, PLUM, weight="Bold", anchor="rs")
        _bar(canvas, top + 38, Fraction(count, most), PLUM, 24)
    return canvas.png(MAX_BYTES)


def project_png(values: Mapping[str, Any], translate: Translate = str) -> bytes:
    """`title`; `done` of `tasks`; `days`: answers of each of the last days, today last."""
    canvas = Canvas(WIDTH, 560, CREAM)
    done, tasks, days = values["done"], values["tasks"], values["days"]
    share = Fraction(done, tasks) if tasks else Fraction()
    canvas.rectangle((0, 0, WIDTH, 220), NIGHT)
    title = cut(clean(values["title"]), 632, SMALLEST, "Bold")
    canvas.text((MARGIN, 64), title, 40, CREAM, weight="Bold", width=632)
    counts = {"done": formats.number(done), "tasks": formats.number(tasks)}
    canvas.text((MARGIN, 124), translate(_DONE.msgid).format(**counts), 32, SUN, width=470)
    canvas.text((WIDTH - MARGIN, 124), formats.percent(share), 44, SUN, weight="Bold", anchor="rs")
    _bar(canvas, 154, share, SUN, 34)
    canvas.text((MARGIN, 276), translate(_PER_DAY.msgid), 30, INK, weight="Bold")
    above = translate(_LAST_DAYS.msgid).format(n=len(days))
    canvas.text((WIDTH - MARGIN, 276), above, 28, SOFT, anchor="rs")
    _bars(canvas, days, 520, 190, PLUM, GREEN, SAND)
    return canvas.png(MAX_BYTES)


def _bar(canvas: Canvas, top: int, share: Fraction, colour: Colour, height: int) -> None:
    left, right = MARGIN, WIDTH - MARGIN
    canvas.rounded((left, top, right, top + height), SAND, height // 2)
    if share > 0:  # the first step is visible, and only a complete project fills the bar
        filled = max(height, min(right - left, int((right - left) * share)))
        canvas.rounded((left, top, left + filled, top + height), colour, height // 2)


def _hours(seconds: int) -> str:
    """`45 min`, `3 h 20`, `1 234 h`."""
    if seconds < 10 * 3600:
        return formats.duration(timedelta(seconds=seconds // 60 * 60)) if seconds >= 60 else "0"
    return f"{formats.number(seconds // 3600)}{formats.NBSP}h"


def _short(count: int) -> str:
    """`12 450`, `1,2 M`."""
    if count < 1_000_000:
        return formats.number(count)
    return f"{formats.number(Decimal(count // 100_000) / 10)}{formats.NBSP}M"
