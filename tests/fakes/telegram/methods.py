"""What each method does, once its parameters are known to be right."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import orjson

from tests.fakes.chat import Toast

from . import editing, limits, table
from .errors import ApiError, bad_request
from .requests import Request
from .world import Chat, World

Handler = Callable[[World, Request], Any]

MEDIA = {
    "sendPhoto": "photo",
    "sendAudio": "audio",
    "sendVoice": "voice",
    "sendDocument": "document",
    "sendVideo": "video",
    "sendAnimation": "animation",
    "sendVideoNote": "video_note",
    "sendSticker": "sticker",
}


def handler(method: table.Method) -> Handler:
    """What carries out `method`. Those without their own say True when they return a Boolean, and
    501 when they return anything else: better no answer than a made-up one."""
    if found := _HANDLERS.get(method.name):
        return found
    return _true if method.returns == ("Boolean",) else _not_built


def _true(world: World, request: Request) -> bool:
    if "chat_id" in request.params:
        world.chat(request.params["chat_id"]).open()
    return True


def _not_built(world: World, request: Request) -> Any:
    raise ApiError(501, "Not Implemented: this fake does not carry out the method")


def _get_me(world: World, request: Request) -> dict[str, Any]:
    can = dict.fromkeys(("can_join_groups", "can_read_all_group_messages", "supports_inline_queries"), False)
    return {**world.bot, **can, "can_connect_to_business": False, "has_main_web_app": False}


# Sending


def _send_message(world: World, request: Request) -> dict[str, Any]:
    chat = _recipient(world, request)
    return world.bot_writes(
        chat, "text", request.body, request.params.get("reply_markup"), None, _reply(chat, request)
    ).json


def _send_media(kind: str) -> Handler:
    def send(world: World, request: Request) -> dict[str, Any]:
        chat = _recipient(world, request)
        file = request.file(world, kind, request.params[kind])
        markup = request.params.get("reply_markup")
        return world.bot_writes(chat, kind, request.body, markup, file, _reply(chat, request)).json

    return send


def _send_media_group(world: World, request: Request) -> list[dict[str, Any]]:
    chat = _recipient(world, request)
    media = request.params["media"]
    if not 2 <= len(media) <= 10:
        raise bad_request("an album has 2 to 10 files")
    ready = [(m["type"], limits.caption(m), request.file(world, m["type"], m["media"])) for m in media]
    extra = {
        "media_group_id": str(chat.id * 1000 + len(chat.messages)),
        **(_reply(chat, request) or {}),
    }
    return [world.bot_writes(chat, kind, body, None, file, extra).json for kind, body, file in ready]


def _send_chat_action(world: World, request: Request) -> bool:
    _recipient(world, request).action = request.params["action"]
    return True


def _recipient(world: World, request: Request) -> Chat:
    return world.chat(request.params["chat_id"]).open()


def _reply(chat: Chat, request: Request) -> dict[str, Any] | None:
    reply = request.params.get("reply_parameters")
    if not reply:
        return None
    answered = chat.messages.get(reply["message_id"])
    if answered is None:
        if reply.get("allow_sending_without_reply"):
            return None
        raise bad_request("message to be replied not found")
    return {"reply_to_message": {k: v for k, v in answered.json.items() if k != "reply_to_message"}}


def _answer_callback(world: World, request: Request) -> bool:
    query = world.take_query(request.params["callback_query_id"])
    query.chat.on_answer(Toast(request.params.get("text", ""), request.params.get("show_alert", False)))
    return True


# Files and chats


def _get_file(world: World, request: Request) -> dict[str, Any]:
    file = world.files.get(request.params["file_id"])
    if file.size > limits.DOWNLOAD_BYTES:
        raise bad_request("file is too big")
    return {
        "file_id": file.id,
        "file_unique_id": file.unique_id,
        "file_size": file.size,
        "file_path": file.path,
    }


def _get_chat(world: World, request: Request) -> dict[str, Any]:
    chat = world.chat(request.params["chat_id"])
    kinds = (
        "unlimited_gifts",
        "limited_gifts",
        "unique_gifts",
        "premium_subscription",
        "gifts_from_channels",
    )
    return {
        **chat.json,
        "accent_color_id": 0,
        "max_reaction_count": 11,
        "accepted_gift_types": dict.fromkeys(kinds, False),
    }


# The bot's own settings


def _scope(request: Request) -> tuple[str, str]:
    scope = request.params.get("scope", {"type": "default"})
    return orjson.dumps(scope, option=orjson.OPT_SORT_KEYS).decode(), request.params.get("language_code", "")


def _set_commands(world: World, request: Request) -> bool:
    world.commands[_scope(request)] = request.params["commands"]
    return True


def _get_commands(world: World, request: Request) -> list[dict[str, str]]:
    return world.commands.get(_scope(request), [])


def _delete_commands(world: World, request: Request) -> bool:
    world.commands.pop(_scope(request), None)
    return True


def _set_profile(what: str) -> Handler:
    def keep(world: World, request: Request) -> bool:
        world.profile[what, request.params.get("language_code", "")] = request.params.get(what, "")
        return True

    return keep


def _get_profile(what: str) -> Handler:
    def tell(world: World, request: Request) -> dict[str, str]:
        own = world.profile.get((what, request.params.get("language_code", "")))
        return {what: own or world.profile.get((what, ""), "")}

    return tell


def _menu_button(world: World, request: Request) -> dict[str, str]:
    return {"type": "default"}


_HANDLERS: dict[str, Handler] = {
    "getMe": _get_me,
    "sendMessage": _send_message,
    "sendMediaGroup": _send_media_group,
    "sendChatAction": _send_chat_action,
    **{name: _send_media(kind) for name, kind in MEDIA.items()},
    "editMessageText": editing.edit_text,
    "editMessageCaption": editing.edit_caption,
    "editMessageReplyMarkup": editing.edit_markup,
    "editMessageMedia": editing.edit_media,
    "deleteMessage": editing.delete,
    "answerCallbackQuery": _answer_callback,
    "getFile": _get_file,
    "getChat": _get_chat,
    "setMyCommands": _set_commands,
    "getMyCommands": _get_commands,
    "deleteMyCommands": _delete_commands,
    "getChatMenuButton": _menu_button,
    **{f"setMy{name}": _set_profile(what) for name, what in (("Name", "name"), ("Description", "description"))},
    **{f"getMy{name}": _get_profile(what) for name, what in (("Name", "name"), ("Description", "description"))},
    "setMyShortDescription": _set_profile("short_description"),
    "getMyShortDescription": _get_profile("short_description"),
}
