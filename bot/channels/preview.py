"""How a message would look on a channel, as text: its buttons, and how many messages it takes.

It uses the layouts by which the channels send, so that authors of an announcement see what people get on a platform
that they do not have themselves."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from backend.domain.messaging import channels
from backend.domain.messaging.message import Message, Tr
from backend.records import replace
from bot.channels import layout
from bot.channels.base import Button
from bot.channels.whatsapp import layout as list_layout
from bot.i18n.render import plain

NOTHING = Tr("Le texte, sans bouton.")
IN_ALL = Tr("(en {n} messages)")
_KINDS = {"image": "image", "chart": "image", "audio": "audio", "document": "document"}


def look(channel: str, message: Message, language: str) -> str:
    """The buttons as text, a line for each row."""
    lines = _LINES[channels.of(channel).look](message, language)
    return "\n".join(lines) or plain(NOTHING, language)


def _buttons(message: Message, language: str) -> Iterator[str]:
    for row in layout.rows(message, None, language):
        yield " ".join(_button(button) for button in row)


def _button(button: Button) -> str:
    return f"[{button.label} ↗]" if button.url else f"[{button.label}]"


def _lists(message: Message, language: str) -> Iterator[str]:
    kind = _KINDS[message.attachment.kind] if message.attachment is not None else None
    parts = list(list_layout.parts(message, None, language, "UTC", kind))
    if len(parts) > 1:
        yield plain(replace(IN_ALL, values={"n": len(parts)}), language)
    for choice in message.choices:
        if choice.url and not any(part.type == list_layout.LINK for part in parts):
            yield f"🔗 {plain(choice.part, language)} : {choice.url}"
    for part in parts:
        if part.action is not None:
            yield from _action(part.action)


_LINES: Mapping[channels.Look, Callable[[Message, str], Iterator[str]]] = {"buttons": _buttons, "lists": _lists}


def _action(action: Mapping[str, Any]) -> Iterator[str]:
    if "buttons" in action:
        yield " ".join(f"[{button['reply']['title']}]" for button in action["buttons"])
    elif "sections" in action:
        rows = [row["title"] for section in action["sections"] for row in section["rows"]]
        yield f"[☰ {action['button']}] " + " · ".join(rows)
    else:
        yield f"[{action['parameters']['display_text']} ↗]"


def messages(channel: str, message: Message, language: str) -> int:
    """How many messages it takes on this channel."""
    if channels.of(channel).look == "buttons":
        return 1
    kind = _KINDS[message.attachment.kind] if message.attachment is not None else None
    return len(list(list_layout.parts(message, None, language, "UTC", kind)))
