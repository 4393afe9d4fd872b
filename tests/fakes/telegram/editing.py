"""What a bot does to messages that stand: edits and deletion."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from tests.fakes.chat import ChatMessage, Content

from . import limits
from .errors import bad_request
from .markup import Formatted
from .requests import Request
from .world import Chat, World, render


def edit_text(world: World, request: Request) -> dict[str, Any]:
    chat, message = _own(world, request, "edit")
    if message.kind != "text":
        raise bad_request("there is no text in the message to edit")
    if request.body is None:
        raise bad_request("message text is empty")
    return _changed(world, chat, message, request.body, request.params.get("reply_markup"), None)


def edit_caption(world: World, request: Request) -> dict[str, Any]:
    chat, message = _own(world, request, "edit")
    if message.kind == "text":
        raise bad_request("there is no caption in the message to edit")
    body = request.body or Formatted("")
    return _changed(world, chat, message, body, request.params.get("reply_markup"), message.file)


def edit_markup(world: World, request: Request) -> dict[str, Any]:
    chat, message = _own(world, request, "edit")
    entities = message.json.get("entities") or message.json.get("caption_entities") or []
    body = Formatted(message.text, entities, message.html)
    return _changed(world, chat, message, body, request.params.get("reply_markup"), message.file)


def edit_media(world: World, request: Request) -> dict[str, Any]:
    chat, message = _own(world, request, "edit")
    media = request.params["media"]
    file = request.file(world, media["type"], media["media"])
    bare = {k: v for k, v in message.json.items() if k not in (message.kind, "text", "entities")}
    message = replace(message, kind=media["type"], json=bare)
    return _changed(world, chat, message, limits.caption(media), request.params.get("reply_markup"), file)


def _changed(
    world: World,
    chat: Chat,
    message: ChatMessage,
    body: Formatted,
    markup: dict[str, Any] | None,
    file: Content | None,
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


def delete(world: World, request: Request) -> bool:
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
