"""The documented limits on values, checked after the types.

Sources: the Bot API's pages on each method; where they say "after entities parsing", so is counted
here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from .errors import bad_request, violation
from .markup import Formatted, formatted

TEXT = 4096
CAPTION = 1024
CALLBACK_DATA_BYTES = 64
BUTTONS = 100
BUTTONS_IN_A_ROW = 8
CALLBACK_ANSWER = 200
PHOTO_BYTES = 10 * 2**20
UPLOAD_BYTES = 50 * 2**20
DOWNLOAD_BYTES = 20 * 2**20

_COMMAND = re.compile(r"[a-z0-9_]{1,32}\Z")
_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}\Z")
_ADDRESS = re.compile(r"(https?|tg)://\S+\Z")
_BUTTON_ACTIONS = frozenset(
    {
        "url",
        "callback_data",
        "web_app",
        "login_url",
        "switch_inline_query",
        "switch_inline_query_current_chat",
        "switch_inline_query_chosen_chat",
        "copy_text",
        "callback_game",
        "pay",
    }
)
_CHAT_ACTIONS = frozenset(
    {"typing", "choose_sticker", "find_location"}
    | {f"upload_{kind}" for kind in ("photo", "video", "voice", "document", "video_note")}
    | {f"record_{kind}" for kind in ("video", "voice", "video_note")}
)


def check(method: str, params: Mapping[str, Any]) -> Formatted | None:
    """Raises `ViolationError` where a value is out of bounds. Returns the message's body (text or
    caption), parsed, where the method has one."""
    for name, value in params.items():
        if limit := _LIMITS.get(name):
            limit(value)
    if limit := _METHOD_LIMITS.get(method):
        limit(params)
    if "caption" in params:
        return caption(params)
    if "text" in params and method in ("sendMessage", "editMessageText"):
        return _body(params, "text", "entities")
    return None


def caption(media: Mapping[str, Any]) -> Formatted:
    """The caption of a call or of an InputMedia object."""
    return _body(media, "caption", "caption_entities")


def _body(params: Mapping[str, Any], name: str, entities: str) -> Formatted:
    body = formatted(params.get(name, ""), params.get("parse_mode"), params.get(entities))
    if name == "caption":
        if len(body.text) > CAPTION:
            raise violation(f"message caption is too long ({len(body.text)} of {CAPTION})")
    elif not body.text.strip():
        raise violation("message text is empty")
    elif len(body.text) > TEXT:
        raise violation(f"message is too long ({len(body.text)} of {TEXT})")
    return body


def _reply_markup(markup: dict[str, Any]) -> None:
    rows = markup.get("inline_keyboard")
    if rows is None:
        rows = [[b for b in row if isinstance(b, dict)] for row in markup.get("keyboard", ())]
    elif any(not row for row in rows):
        raise violation("an inline keyboard holds an empty row")
    if sum(map(len, rows)) > BUTTONS:
        raise violation(f"reply markup has more than {BUTTONS} buttons")
    for row in rows:
        if len(row) > BUTTONS_IN_A_ROW:
            raise violation(f"a row has more than {BUTTONS_IN_A_ROW} buttons")
        for button in row:
            if not button["text"].strip():
                raise violation("a button has no text")
    for row in markup.get("inline_keyboard", ()):
        for button in row:
            _inline_button(button)


def _inline_button(button: dict[str, Any]) -> None:
    if len(_BUTTON_ACTIONS & button.keys()) != 1:
        raise violation(f"the button {button['text']!r} has not exactly one action")
    data = button.get("callback_data")
    if data is not None and not 1 <= len(data.encode()) <= CALLBACK_DATA_BYTES:
        raise violation(f"BUTTON_DATA_INVALID: {data!r:.80} has not 1 to {CALLBACK_DATA_BYTES} bytes")
    if "url" in button and not _ADDRESS.match(button["url"]):
        raise violation(f"BUTTON_URL_INVALID: {button['url']!r:.80}")


def _commands(commands: list[dict[str, Any]]) -> None:
    if len(commands) > 100:
        raise violation("more than 100 commands")
    for each in commands:
        if not _COMMAND.match(each["command"]):
            raise violation(f"BOT_COMMAND_INVALID: {each['command']!r}")
        if not 1 <= len(each["description"]) <= 256:
            raise violation(f"BOT_COMMAND_DESCRIPTION_INVALID: {each['command']!r}")


def _callback_answer(params: Mapping[str, Any]) -> None:
    if len(params.get("text", "")) > CALLBACK_ANSWER:
        raise violation(f"MESSAGE_TOO_LONG: a callback query's answer has up to {CALLBACK_ANSWER} characters")


def _get_updates(params: Mapping[str, Any]) -> None:
    if not 1 <= params.get("limit", 100) <= 100:
        raise violation("limit must be from 1 to 100")
    if params.get("timeout", 0) < 0:
        raise violation("timeout must not be negative")


def _webhook(params: Mapping[str, Any]) -> None:
    if not 1 <= params.get("max_connections", 40) <= 100:
        raise violation("max_connections must be from 1 to 100")
    # The platform asks for https; on loopback there are no certificates.
    if params["url"] and not re.match(r"https?://", params["url"]):
        raise violation("bad webhook: an HTTPS URL must be provided for webhook")


def _secret(value: str) -> None:
    if not _SECRET.match(value):
        raise violation("secret token contains unallowed characters")


def _chat_action(value: str) -> None:
    if value not in _CHAT_ACTIONS:
        raise bad_request("wrong parameter action in request")


def _at_most(limit: int, name: str) -> Callable[[str], None]:
    def check(value: str) -> None:
        if len(value) > limit:
            raise violation(f"{name} is longer than {limit} characters")

    return check


_LIMITS: dict[str, Callable[[Any], None]] = {
    "reply_markup": _reply_markup,
    "commands": _commands,
    "secret_token": _secret,
    "action": _chat_action,
    "short_description": _at_most(120, "short_description"),
}

_METHOD_LIMITS: dict[str, Callable[[Mapping[str, Any]], None]] = {
    "answerCallbackQuery": _callback_answer,
    "getUpdates": _get_updates,
    "setWebhook": _webhook,
    "setMyDescription": lambda p: _at_most(512, "description")(p.get("description", "")),
    "setMyName": lambda p: _at_most(64, "name")(p.get("name", "")),
}
