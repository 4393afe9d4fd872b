"""The picture of a poll: a bar for each answer, with the number of votes. The same facts are in its text.

Made for a 5-inch phone like the other pictures: few words, large figures, a few kilobytes."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from backend.domain.messaging.message import Tr
from bot.i18n import formats
from bot.pictures.canvas import Canvas, clean, cut, font
from bot.pictures.style import CORAL, CREAM, INK, MARGIN, MAX_BYTES, NIGHT, PLUM, SAND, SOFT, SUN, WIDTH, Translate

MOST_ANSWERS = 5
"""The most answers that are drawn."""


_HEAD = 150
"""The height of the dark head, in pixels."""
_ROW = 112
"""The height of an answer's row, in pixels."""
_BAR = 40
"""The height of a bar, in pixels."""

# Marked with `Tr`, so that these texts are in the catalogue.
_POLL = Tr("Sondage")
_NOBODY = Tr("Personne n'a encore répondu")
_SMALLEST = 26
"""The size of the smallest letters of a question, in pixels; a longer one is cut."""
_ONE = Tr("1 réponse")
_MANY = Tr("{count} réponses")


def poll_png(values: Mapping[str, Any], translate: Translate = str) -> bytes:
    """A PNG of at most `MAX_BYTES`. `question`: the author's text. `answers`: up to five of [label, votes], in the
    author's order. The same values give the same bytes."""
    answers = values["answers"][:MOST_ANSWERS]
    votes = sum(count for _, count in answers)
    most = max([count for _, count in answers], default=0)
    canvas = Canvas(WIDTH, _HEAD + 40 + _ROW * len(answers), CREAM)
    canvas.rectangle((0, 0, WIDTH, _HEAD), NIGHT)
    question = clean(values["question"]) or translate(_POLL.msgid)
    room = WIDTH - 2 * MARGIN
    canvas.text((MARGIN, 70), cut(question, room, _SMALLEST, "Bold"), 40, CREAM, weight="Bold", width=room)
    canvas.text((MARGIN, 120), _said(votes, translate), 32, SUN)
    for place, (label, count) in enumerate(answers):
        leads = count == most and count > 0
        _draw_answer(canvas, _HEAD + 56 + place * _ROW, (clean(label) or f"{place + 1}.", count), votes, leads)
    return canvas.png(MAX_BYTES)


def _said(votes: int, translate: Translate) -> str:
    if not votes:
        return translate(_NOBODY.msgid)
    return translate((_ONE if votes == 1 else _MANY).msgid).format(count=formats.number(votes))


def _draw_answer(canvas: Canvas, baseline: int, answer: tuple[str, int], votes: int, leads: bool) -> None:
    label, count = answer
    share = Fraction(count, votes) if votes else Fraction()
    figure = f"{formats.number(count)} · {formats.percent(share)}" if votes else formats.number(count)
    left, right, top = MARGIN, WIDTH - MARGIN, baseline + 14
    room = right - left - int(font(32, "Bold").getlength(figure)) - 24
    canvas.text((left, baseline), cut(label, room, 32), 32, INK)
    canvas.text((right, baseline), figure, 32, PLUM if leads else SOFT, weight="Bold", anchor="rs")
    canvas.rounded((left, top, right, top + _BAR), SAND, _BAR // 2)
    if count > 0:  # a single vote among many is visible
        wide = max(_BAR, int((right - left) * share))
        canvas.rounded((left, top, left + wide, top + _BAR), PLUM if leads else CORAL, _BAR // 2)
