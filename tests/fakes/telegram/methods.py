"""What each method does, once its parameters are known to be right."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import orjson

from . import limits, table
from .errors import ApiError, bad_request
from .files import File
from .markup import Formatted
from .world import Chat, ChatMessage, Toast, World, render


@dataclass(frozen=True, slots=True)
class Request:
    """One call: checked parameters, uploads by field name, and the parsed text or caption."""

    params: dict[str, Any]
    uploads: Mapping[str, table.Upload]
    body: Formatted | None

    def file(self, world: World, kind: str, value: str | table.Upload) -> File:
        """The file that a parameter or a media object names. Raises `ApiError`."""
        if isinstance(value, str) and value.startswith("attach://"):
            value = self.uploads[value.removeprefix("attach://")]
        return world.files.named(kind, value)


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
    can = dict.fromkeys(
        ("can_join_groups", "can_read_all_group_messages", "supports_inline_queries"), False
    )
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
    ready = [
        (m["type"], limits.caption(m), request.file(world, m["type"], m["media"])) for m in media
    ]
    extra = {
        "media_group_id": str(chat.id * 1000 + len(chat.messages)),
        **(_reply(chat, request) or {}),
    }
    return [
        world.bot_writes(chat, kind, body, None, file, extra).json for kind, body, file in ready
    ]


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


# Editing


def _edit_text(world: World, request: Request) -> dict[str, Any]:
    chat, message = _own(world, request, "edit")
    if message.kind != "text":
        raise bad_request("there is no text in the message to edit")
    if request.body is None:
        raise bad_request("message text is empty")
    return _changed(world, chat, message, request.body, request.params.get("reply_markup"), None)


def _edit_caption(world: World, request: Request) -> dict[str, Any]:
    chat, message = _own(world, request, "edit")
    if message.kind == "text":
        raise bad_request("there is no caption in the message to edit")
    body = request.body or Formatted("")
    return _changed(world, chat, message, body, request.params.get("reply_markup"), message.file)


def _edit_markup(world: World, request: Request) -> dict[str, Any]:
    chat, message = _own(world, request, "edit")
    entities = message.json.get("entities") or message.json.get("caption_entities") or []
    body = Formatted(message.text, entities, message.html)
    return _changed(world, chat, message, body, request.params.get("reply_markup"), message.file)


def _edit_media(world: World, request: Request) -> dict[str, Any]:
    chat, message = _own(world, request, "edit")
    media = request.params["media"]
    file = request.file(world, media["type"], media["media"])
    bare = {k: v for k, v in message.json.items() if k not in (message.kind, "text", "entities")}
    message = replace(message, kind=media["type"], json=bare)
    return _changed(
        world, chat, message, limits.caption(media), request.params.get("reply_markup"), file
    )


def _changed(
    world: World,
    chat: Chat,
    message: ChatMessage,
    body: Formatted,
    markup: dict[str, Any] | None,
    file: File | None,
) -> dict[str, Any]:
    new = render(message, body, markup, file)
    old = chat.messages[message.id]
    compared = (
        "text",
        "caption",
        "entities",
        "caption_entities",
        "reply_markup",
        old.kind,
        new.kind,
    )
    if all(old.json.get(name) == new.json.get(name) for name in compared):
        raise bad_request(
            "message is not modified: specified new message content and reply markup are exactly "
            "the same as a current content and reply markup of the message"
        )
    return world.change(chat, old, new).json


def _delete(world: World, request: Request) -> bool:
    chat, message = _own(world, request, "delete")
    del chat.messages[message.id]
    return True


def _own(world: World, request: Request, verb: str) -> tuple[Chat, ChatMessage]:
    params = request.params
    if "inline_message_id" in params:
        raise bad_request("MESSAGE_ID_INVALID")
    if "chat_id" not in params or "message_id" not in params:
        raise bad_request("message identifier is not specified")
    chat = world.chat(params["chat_id"]).open()
    message = chat.messages.get(params["message_id"])
    if message is None:
        raise bad_request(f"message to {verb} not found")
    # In a private chat a bot may delete what she wrote, but never edit it.
    if message.mine and verb == "edit":
        raise bad_request("message can't be edited")
    return chat, message


def _answer_callback(world: World, request: Request) -> bool:
    query = world.take_query(request.params["callback_query_id"])
    query.chat.on_answer(
        Toast(request.params.get("text", ""), request.params.get("show_alert", False))
    )
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
    return orjson.dumps(scope, option=orjson.OPT_SORT_KEYS).decode(), request.params.get(
        "language_code", ""
    )


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
    "editMessageText": _edit_text,
    "editMessageCaption": _edit_caption,
    "editMessageReplyMarkup": _edit_markup,
    "editMessageMedia": _edit_media,
    "deleteMessage": _delete,
    "answerCallbackQuery": _answer_callback,
    "getFile": _get_file,
    "getChat": _get_chat,
    "setMyCommands": _set_commands,
    "getMyCommands": _get_commands,
    "deleteMyCommands": _delete_commands,
    "getChatMenuButton": _menu_button,
    **{
        f"setMy{name}": _set_profile(what)
        for name, what in (("Name", "name"), ("Description", "description"))
    },
    **{
        f"getMy{name}": _get_profile(what)
        for name, what in (("Name", "name"), ("Description", "description"))
    },
    "setMyShortDescription": _set_profile("short_description"),
    "getMyShortDescription": _get_profile("short_description"),
}
