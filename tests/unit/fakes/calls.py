"""What the tests of the fake Telegram send to it."""

import io
from typing import Any

import aiohttp
from PIL import Image
from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from tests.fakes.telegram import FakeTelegram

YES_NO = InlineKeyboardMarkup(
    [[InlineKeyboardButton("Oui", callback_data="1:yes"), InlineKeyboardButton("Non", callback_data="1:no")]]
)


async def call(http: aiohttp.ClientSession, telegram: FakeTelegram, method: str, **params: Any) -> Any:
    """The whole answer to a call with a JSON body."""
    async with http.post(f"{telegram.url}/bot{telegram.token}/{method}", json=params) as response:
        answer = await response.json()
        assert answer["ok"] == (response.status == 200)
        assert answer["ok"] or answer["error_code"] == response.status
        return answer


def png(width: int = 300, height: int = 200) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (width, height), "orange").save(out, "PNG")
    return out.getvalue()


def keyboard(*buttons: dict[str, Any]) -> dict[str, Any]:
    return {"inline_keyboard": [[button] for button in buttons]}
