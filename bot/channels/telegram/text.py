"""Runs of text as Telegram's HTML, within its limits."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from backend.domain.messaging.message import Message
from bot.channels import cutting, layout
from bot.channels.base import Button
from bot.channels.cutting import length as length
from bot.channels.html_text import html as html
from bot.i18n.render import Run

MAX_TEXT = 4_096
"""The most characters of a message (UTF-16 units)."""
MAX_CAPTION = 1_024
"""The most characters of a caption (UTF-16 units)."""


def pieces(runs: Sequence[Run], most: int = MAX_TEXT) -> Iterator[list[Run]]:
    """A long text as several messages."""
    return cutting.pieces(runs, most)


def keyboard(message: Message, question: int | None, language: str) -> dict[str, Any] | None:
    """The message's choices as buttons below it; None if it has none."""
    rows = layout.rows(message, question, language)
    if not rows:
        return None
    return {"inline_keyboard": [[_button(b) for b in row] for row in rows]}


def _button(button: Button) -> dict[str, str]:
    return {"text": button.label, **({"url": button.url} if button.url else {"callback_data": button.data})}
