"""The layout of a message's choices as buttons, on channels that have them."""

from __future__ import annotations

from collections.abc import Sequence

from backend.domain.messaging.message import Message
from backend.records import Struct
from bot.channels.base import Button, button_data
from bot.i18n.render import plain

MAX_LABEL = 256
"""The most characters of a label. Telegram has no limit, and labels of projects
have at most 200; this bounds the rest."""
MOST_BUTTONS = 100
"""The most buttons below a message."""
MAX_SHARED_ROW_LABEL = 24  # characters; a longer label gets a row of its own
ASIDES_PER_ROW = 2  # asides side by side


class _Row(Struct):
    """A row of buttons. `room`: how many more fit."""

    buttons: list[Button]
    room: int
    aside: bool


def rows(message: Message, question: int | None, language: str) -> Sequence[Sequence[Button]]:
    """The buttons below the message. Short ones are side by side if the message allows it; asides
    are in rows of their own."""
    found: list[_Row] = []
    for index, choice in enumerate(message.choices[:MOST_BUTTONS]):
        label = label_of(plain(choice.part, language))
        wide = len(label) > MAX_SHARED_ROW_LABEL
        row = found[-1] if found else None
        if row is None or row.room < 1 or wide or choice.aside != row.aside:
            row = _Row([], ASIDES_PER_ROW if choice.aside else message.columns, choice.aside)
            found.append(row)
        data = "" if choice.url else button_data(question, index, choice.id)
        row.buttons.append(Button(label, data, choice.url))
        row.room = 0 if wide else row.room - 1
    return [row.buttons for row in found]


def label_of(text: str) -> str:
    """A label on one line, never empty."""
    text = " ".join(text.split()) or "…"
    return text if len(text) <= MAX_LABEL else text[: MAX_LABEL - 1].rstrip() + "…"
