"""The pictures of `gains` (the week, the day, the month's goal, her own project) and of a month that is over.

Made for a 5-inch phone: few words, large figures, strong contrast, a few kilobytes. It does not show what is missing:
an empty week is shown as a beginning."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

from backend.domain.messaging.message import Tr
from bot.i18n import formats
from bot.pictures.canvas import Canvas, Colour, clean, cut, font
from bot.pictures.style import (
    CORAL,
    CREAM,
    DUSK,
    GREEN,
    INK,
    MARGIN,
    MAX_BYTES,
    NIGHT,
    ORANGE,
    PLUM,
    SAND,
    SOFT,
    SUN,
    WIDTH,
    Translate,
)

HEIGHT = 816
"""The height of the picture, in pixels."""
_MONTH_HEIGHT = 722
"""The same of the month's picture, which says nothing of today."""


_GOAL_HEIGHT, _GOAL_PANEL = 398, 230
"""The same of a project's picture, and of its dark panel."""
_PANEL = 410
"""The bottom of the dark panel, in pixels."""
_FLOOR = 338
"""The base of the bars, in pixels."""
_TALLEST = 146
"""The height of the tallest bar, in pixels."""
_STUB = 10
"""The height of the bar of a day without earnings, in pixels."""

# Marked with `Tr`, so that these texts are in the catalogue.
_WEEK = Tr("Ta semaine")
_NEW_WEEK = Tr("Une nouvelle semaine")
_WELCOME = Tr("Bienvenue !")
_FIRST = Tr("Ta première tâche t'attend")
_READY = Tr("Prête quand tu veux")
_LETTERS = Tr("L M M J V S D")
_TODAY = Tr("Aujourd'hui")
_MONTH = Tr("Ce mois-ci")
_WHOLE_MONTH = Tr("Ton mois")
_PROJECT = Tr("Ton projet")
_OF = Tr("{part} sur {whole}")
_UP_TO = Tr("jusqu'à {whole}")
_GOAL = Tr("Objectif : {whole}")
_REACHED = Tr("{part} : objectif atteint, bravo !")
_SAVED = Tr("{part} mis de côté")
_CLOSER = Tr("Mets un peu de côté à chaque paie")


def earnings_png(values: Mapping[str, Any], translate: Translate = str) -> bytes:
    """Draw the values of `backend.domain.earnings.figures.chart`; a PNG of at most `MAX_BYTES`.

    `week`: 7 amounts, Monday to Sunday. `week_total`, `month`, `month_goal`, `saved`, `goal` (0: unknown). All amounts
    are whole F CFA. `today`: the weekday, 0 = Monday. `minutes` of `minutes_limit` worked today. `project`: her text.
    The same values give the same bytes."""
    canvas = Canvas(WIDTH, HEIGHT, CREAM)
    _draw_week(canvas, values, translate)
    _draw_day(canvas, values, translate)
    month, goal = values["month"], values["month_goal"]
    _draw_way(canvas, 562, translate(_MONTH.msgid), month, goal, GREEN, translate)
    words = clean(values["project"]) or translate(_PROJECT.msgid)
    _draw_way(canvas, 706, words, values["saved"], values["goal"], PLUM, translate)
    return canvas.png(MAX_BYTES)


def month_png(values: Mapping[str, Any], translate: Translate = str) -> bytes:
    """Draw the values of `backend.domain.earnings.figures.month_chart`; a PNG of at most `MAX_BYTES`.

    `month`: its first day, as ISO 8601. `weeks`: 5 amounts. `total`, `month_goal`, `saved`, `goal` (0: unknown). All
    amounts are whole F CFA. `project`: her text. The same values give the same bytes."""
    canvas = Canvas(WIDTH, _MONTH_HEIGHT, CREAM)
    canvas.rectangle((0, 0, WIDTH, _PANEL), NIGHT)
    first = date.fromisoformat(values["month"])
    canvas.text((MARGIN, 62), formats.month(first).capitalize(), 34, SUN)
    canvas.text((MARGIN, 128), formats.francs(values["total"]), 68, CREAM, weight="Bold", width=WIDTH - 2 * MARGIN)
    last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    spans = [(n * 7 + 1, min(n * 7 + 7 if n < 4 else 31, last.day)) for n in range(5)]
    bars = [(f"{a}–{b}", amount) for (a, b), amount in zip(spans, values["weeks"], strict=True) if a <= b]
    step, most = (WIDTH - 2 * MARGIN) // len(bars), max(1, *values["weeks"])
    for i, (label, amount) in enumerate(bars):
        middle = MARGIN + step * i + step // 2
        tall = max(_STUB, _TALLEST * amount // most) if amount > 0 else _STUB
        canvas.rounded((middle - 44, _FLOOR - tall, middle + 44, _FLOOR), CORAL if amount > 0 else DUSK, 12)
        if amount > 0:
            canvas.text((middle, _FLOOR - tall - 9), _short(amount), 27, CREAM, anchor="ms", width=step - 6)
        canvas.text((middle, _FLOOR + 43), label, 30, CREAM, weight="Bold", anchor="ms")
    _draw_way(canvas, 468, translate(_WHOLE_MONTH.msgid), values["total"], values["month_goal"], GREEN, translate)
    words = clean(values["project"]) or translate(_PROJECT.msgid)
    _draw_way(canvas, 612, words, values["saved"], values["goal"], PLUM, translate)
    return canvas.png(MAX_BYTES)


def goal_png(values: Mapping[str, Any], translate: Translate = str) -> bytes:
    """Draw how far a project is; a PNG of at most `MAX_BYTES`.

    `towards`: what is set aside or paid, `goal` (0: unknown), in whole F CFA. `project`: her text. The same values give
    the same bytes."""
    canvas = Canvas(WIDTH, _GOAL_HEIGHT, CREAM)
    canvas.rectangle((0, 0, WIDTH, _GOAL_PANEL), NIGHT)
    canvas.half_disc((WIDTH - 150, _GOAL_PANEL), 116, DUSK)
    canvas.half_disc((WIDTH - 150, _GOAL_PANEL), 82, SUN)
    canvas.text((MARGIN, 62), translate(_PROJECT.msgid), 34, SUN)
    large = formats.francs(values["towards"])
    canvas.text((MARGIN, 138), large, 68, CREAM, weight="Bold", width=WIDTH - 2 * MARGIN)
    words = clean(values["project"]) or translate(_PROJECT.msgid)
    _draw_way(canvas, 288, words, values["towards"], values["goal"], PLUM, translate)
    return canvas.png(MAX_BYTES)


def _draw_week(canvas: Canvas, values: Mapping[str, Any], translate: Translate) -> None:
    canvas.rectangle((0, 0, WIDTH, _PANEL), NIGHT)
    total, width = values["week_total"], WIDTH - 2 * MARGIN
    if total:
        above, large = _WEEK.msgid, formats.francs(total)
    elif values["saved"]:
        above, large = _NEW_WEEK.msgid, translate(_READY.msgid)
    else:
        above, large = _WELCOME.msgid, translate(_FIRST.msgid)
    canvas.text((MARGIN, 62), translate(above), 34, SUN)
    if not total:  # a rising sun above a week without earnings so far
        canvas.half_disc((WIDTH // 2, _FLOOR - 26), 116, DUSK)
        canvas.half_disc((WIDTH // 2, _FLOOR - 26), 82, SUN)
    size = 68 if total else 50
    canvas.text((MARGIN, 128), large, size, CREAM, weight="Bold", width=width)
    week, today = values["week"], values["today"]
    most = max(1, *week)
    step = width // 7
    letters = translate(_LETTERS.msgid).split()
    for i, amount in enumerate(week):
        middle = MARGIN + step * i + step // 2
        tall = max(_STUB, _TALLEST * amount // most) if amount > 0 else _STUB
        colour = DUSK if amount <= 0 else SUN if i == today else CORAL
        canvas.rounded((middle - 32, _FLOOR - tall, middle + 32, _FLOOR), colour, 12)
        if amount > 0:
            at = (middle, _FLOOR - tall - 9)
            canvas.text(at, _short(amount), 27, CREAM, anchor="ms", width=step - 6)
        if i == today:
            canvas.rounded((middle - 26, _FLOOR + 12, middle + 26, _FLOOR + 54), SUN, 21)
        ink = NIGHT if i == today else CREAM
        canvas.text((middle, _FLOOR + 43), letters[i], 30, ink, weight="Bold", anchor="ms")


def _draw_day(canvas: Canvas, values: Mapping[str, Any], translate: Translate) -> None:
    minutes, limit = values["minutes"], values["minutes_limit"]
    whole = formats.duration(timedelta(minutes=limit))
    part = formats.duration(timedelta(minutes=minutes))
    said = translate((_OF if minutes else _UP_TO).msgid).format(part=part, whole=whole)
    canvas.text((MARGIN, 460), translate(_TODAY.msgid), 34, INK, weight="Bold")
    canvas.text((WIDTH - MARGIN, 460), said, 32, SOFT, anchor="rs")
    _draw_bar(canvas, 476, Fraction(minutes, limit), ORANGE)


def _draw_way(
    canvas: Canvas,
    baseline: int,
    label: str,
    part: int,
    whole: int,
    colour: Colour,
    translate: Translate,
) -> None:
    """One goal: its name, a bar and the two amounts; no bar while its cost is unknown."""
    share = Fraction(part, whole) if whole else Fraction()
    # Below one percent the figure would be discouraging; the bar shows a start.
    percent = formats.percent(share) if share >= Fraction(1, 100) else ""
    room = WIDTH - 2 * MARGIN - (int(font(34, "Bold").getlength(percent)) + 24 if percent else 0)
    canvas.text((MARGIN, baseline), cut(label, room, 34, "Bold"), 34, INK, weight="Bold")
    canvas.text((WIDTH - MARGIN, baseline), percent, 34, colour, weight="Bold", anchor="rs")
    if whole:
        _draw_bar(canvas, baseline + 16, share, colour)
    said = _GOAL if whole else _CLOSER
    if part > 0:
        said = _SAVED if not whole else _REACHED if share >= 1 else _OF
    amounts = {"part": formats.francs(part), "whole": formats.francs(whole)}
    if said is _OF:
        amounts["part"] = formats.number(part)
    text = translate(said.msgid).format(**amounts)
    below = baseline + (80 if whole else 44)
    canvas.text((MARGIN, below), text, 30, SOFT, width=WIDTH - 2 * MARGIN)


def _draw_bar(canvas: Canvas, top: int, share: Fraction, colour: Colour) -> None:
    left, right, height = MARGIN, WIDTH - MARGIN, 28
    canvas.rounded((left, top, right, top + height), SAND, height // 2)
    if share > 0:  # the first step is visible, and only a reached goal fills the bar
        filled = max(height, min(right - left, int((right - left) * share)))
        canvas.rounded((left, top, left + filled, top + height), colour, height // 2)


def _short(amount: int) -> str:
    """An amount that fits above a bar: `1 822`, `12 450`, `1,2 M`."""
    if amount < 1_000_000:
        return formats.number(amount)
    return f"{formats.number(Decimal(amount // 100_000) / 10)}{formats.NBSP}M"
