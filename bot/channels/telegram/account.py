"""The bot's account at Telegram, for checks and links; separate from the channel."""

from __future__ import annotations

from datetime import datetime

from telegram.error import InvalidToken, RetryAfter, TelegramError

from backend.records import Record
from bot.channels.errors import AccountDown, Later
from bot.channels.telegram.request import AiohttpRequest, QuietBot, Revoked

TIMEOUT_SECONDS = 5.0  # seconds; somebody waits for the command


class Account(Record):
    """`webhook`: its address, "" if updates are polled. `pending`: updates that wait at Telegram. `last_error`: of the
    last failed call of the webhook, None if there was none."""

    username: str
    webhook: str
    pending: int
    last_error: str | None
    last_error_at: datetime | None


async def look(token: str, api_url: str) -> Account:
    """Ask the Bot API at `api_url`. Raises `AccountDown` for an unknown token,
    `Later` if Telegram cannot be reached."""
    request = AiohttpRequest(connections=1, timeout=TIMEOUT_SECONDS)
    bot = QuietBot(token, base_url=f"{api_url.rstrip('/')}/bot", request=request, get_updates_request=request)
    await request.initialize()
    try:
        me = await bot.get_me()
        hook = await bot.get_webhook_info()
    except Revoked:
        raise AccountDown("Telegram refuses the bot's token (401): set a valid TELEGRAM_BOT_TOKEN") from None
    except InvalidToken:
        reason = "no bot has this token, or TELEGRAM_API_URL is no Bot API (404)"
        raise AccountDown(f"{reason}: set a valid TELEGRAM_BOT_TOKEN") from None
    except RetryAfter:
        raise Later(1, "Telegram asks to wait before it is asked again") from None
    except TelegramError as error:
        raise Later(1, error.message or type(error).__name__) from None
    finally:
        await request.shutdown()
    return Account(
        me.username or "", hook.url, hook.pending_update_count, hook.last_error_message or None, hook.last_error_date
    )
