"""The addresses that open a chat with our bot and a code in it, by channel."""

from __future__ import annotations

TELEGRAM_NAME = "telegram.username"
WHATSAPP_NUMBER = "whatsapp.number"
"""The settings in which the running product notes what it was told of its accounts."""


def templates(telegram: str | None, whatsapp: str | None) -> dict[str, str]:
    """With `{code}` where the code goes. `telegram`: the bot's name; `whatsapp`: our number in digits;
    either may be unknown. On WhatsApp she finds the words written and only has to send them."""
    found = {}
    if telegram:
        found["telegram"] = f"https://t.me/{telegram}?start={{code}}"
    if whatsapp:
        found["whatsapp"] = f"https://wa.me/{whatsapp}?text=start%20{{code}}"
    return found
