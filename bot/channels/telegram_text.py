"""Runs of text as Telegram's HTML, inside its limits."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from backend.domain.message import Message
from bot.channels import layout
from bot.channels.html_text import html as html
from bot.i18n.render import Run

TEXT = 4_096
CAPTION = 1_024


def length(runs: Sequence[Run]) -> int:
    """As Telegram counts: UTF-16 units, after parsing."""
    return sum(_units(run.text) for run in runs)


def _units(text: str) -> int:
    return len(text) + sum(c > "\uffff" for c in text)


def pieces(runs: Sequence[Run], most: int = TEXT) -> Iterator[list[Run]]:
    """Cut a long text into messages: at a paragraph, else a line, else a space, else anywhere."""
    rest = [run for run in runs if run.text]
    while length(rest) > most:
        flat = "".join(run.text for run in rest)
        room = _prefix(flat, most)
        cut = next((at for mark in ("\n\n", "\n", " ") if (at := flat.rfind(mark, room // 2, room)) > 0), room)
        head, rest = _split(rest, cut)
        rest = _lstrip(rest)
        if any(run.text.strip() for run in head):
            yield head
    if any(run.text.strip() for run in rest):
        yield rest


def _prefix(text: str, units: int) -> int:
    """How many characters fit into so many UTF-16 units."""
    if len(text) == _units(text):
        return min(len(text), units)
    used = 0
    for place, char in enumerate(text):
        used += 2 if char > "\uffff" else 1
        if used > units:
            return place
    return len(text)


def _split(runs: Sequence[Run], at: int) -> tuple[list[Run], list[Run]]:
    head: list[Run] = []
    for place, run in enumerate(runs):
        if at < len(run.text):
            if at:
                head.append(replace(run, text=run.text[:at]))
            return head, [replace(run, text=run.text[at:]), *runs[place + 1 :]]
        at -= len(run.text)
        head.append(run)
    return head, []


def _lstrip(runs: list[Run]) -> list[Run]:
    while runs and not runs[0].text.strip():
        runs = runs[1:]
    return [replace(runs[0], text=runs[0].text.lstrip()), *runs[1:]] if runs else []


def keyboard(message: Message, question: int | None, language: str) -> dict[str, Any] | None:
    """The message's choices as buttons below it."""
    rows = layout.rows(message, question, language)
    if not rows:
        return None
    return {"inline_keyboard": [[{"text": b.label, "callback_data": b.data} for b in row] for row in rows]}
