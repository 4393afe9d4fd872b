"""How long a message is where it is read, on each platform."""

from __future__ import annotations

from backend.domain.messaging.message import Message
from bot.channels.whatsapp import layout
from bot.i18n.render import runs

MOST = 600
"""Characters of a screen of hers: what a phone shows without scrolling. Longer ones are named with their reason."""


def length(message: Message, *, asks: bool = False, zone: str = "Africa/Abidjan") -> int:
    """Of the longer one: the text on Telegram, whose choices are buttons, or on WhatsApp, with what is spelled out
    below it in lines."""
    telegram = sum(len(run.text) for run in runs(message.parts, "fr", zone))
    kind = message.attachment.kind if message.attachment is not None else None
    kind = "image" if kind == "chart" else kind
    question = 1 if asks else None
    whatsapp = sum(len(part.text) for part in layout.parts(message, question, "fr", zone, kind))
    return max(telegram, whatsapp)
