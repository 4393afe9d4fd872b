"""The meaning of a raw update from Telegram.

It is read straight from the JSON that the inbox stores: building python-telegram-bot's objects for it took a fifteenth
of a whole turn, for three fields. The shape of an update is never trusted."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.channels.base import File, Heard, Oddity, Reachability, Received, Tap, Text
from bot.channels.used import Leaf, Shape, used

UPDATES = ["message", "edited_message", "callback_query", "my_chat_member"]
GONE = frozenset({"left", "kicked"})
ODD = ("sticker", "location", "contact", "poll", "dice")
BY_ITSELF = (
    *("pinned_message", "message_auto_delete_timer_changed", "chat_background_set", "write_access_allowed"),
    *("connected_website", "boost_added"),
)
"""Notes of Telegram about changes to the chat; they are no messages to the bot."""
PLAYED = {"voice": "voice", "audio": "audio", "video": "video", "video_note": "video"}
"""Telegram's kind of a playable file → the product's kind."""

_FILE: Shape = dict.fromkeys(("file_id", "file_name", "mime_type", "file_size"), Leaf.VALUE)
_USED: Shape = {
    "callback_query": {"id": Leaf.VALUE, "data": Leaf.VALUE},
    "edited_message": Leaf.PRESENT,
    "my_chat_member": {"new_chat_member": {"status": Leaf.VALUE}},
    "message": {
        "text": Leaf.VALUE,
        "caption": Leaf.VALUE,
        "reply_to_message": {"message_id": Leaf.VALUE, "from": {"is_bot": Leaf.VALUE}},
        "forward_origin": Leaf.PRESENT,
        **dict.fromkeys(("document", *PLAYED), _FILE),
        **dict.fromkeys((*ODD, *BY_ITSELF), Leaf.PRESENT),
    },
}
"""What `hear` reads of an update, without the photos of a message."""


def receive(update: Mapping[str, Any]) -> Received | None:
    """The sender of a raw update; None for updates from other than private chats, which are ignored. Raises `KeyError`,
    `TypeError` or `AttributeError` if it is no update."""
    for kind in ("message", "edited_message"):
        if (message := update.get(kind)) and message.get("chat", {}).get("type") == "private":
            return _received(update, message["chat"]["id"], message.get("from") or message["chat"])
    if query := update.get("callback_query"):
        return _received(update, query["from"]["id"], query["from"])
    if (member := update.get("my_chat_member")) and member.get("chat", {}).get("type") == "private":
        return _received(update, member["chat"]["id"], member.get("from") or {})
    return None


def _received(update: Mapping[str, Any], chat_id: Any, user: Mapping[str, Any]) -> Received:
    if not isinstance(chat_id, int) or isinstance(chat_id, bool):
        raise TypeError("a chat has a number")  # anything else could be stored, but never be answered
    return Received(str(chat_id), str(update["update_id"]), _used(update), str(user.get("first_name", ""))[:100])


def _used(update: Mapping[str, Any]) -> Any:
    kept = used(update, _USED)
    if isinstance(message := update.get("message"), Mapping) and (photos := message.get("photo")):
        last = photos[-1] if isinstance(photos, list) else None  # the largest; anything else is no photo
        kept["message"]["photo"] = [used(last, _FILE)]
    return kept


def hear(update: Any) -> Heard:
    """The meaning of a stored update. Never raises: an unknown one is an `Oddity`."""
    try:
        return _hear(update)
    except (KeyError, TypeError, AttributeError, ValueError, IndexError):
        return Oddity("unknown")


def _hear(update: Mapping[str, Any]) -> Heard:
    if query := update.get("callback_query"):
        return Tap(str(query.get("data") or ""), str(query["id"]))
    if update.get("edited_message"):
        return Oddity("edited")
    if member := update.get("my_chat_member"):
        return Reachability(member["new_chat_member"]["status"] not in GONE)
    message = update["message"]
    if isinstance(text := message.get("text"), str):
        return Text(text, _answered(message), "forward_origin" in message, _of_hers(message))
    if document := message.get("document"):
        return _file(message, "document", document, "fichier")
    if photos := message.get("photo"):
        return _file(message, "image", {"mime_type": "image/jpeg", **photos[-1]}, "photo.jpg")
    for kind, ours in PLAYED.items():
        if file := message.get(kind):
            return _file(message, ours, file, kind)
    if any(kind in message for kind in BY_ITSELF):
        return Oddity("system")
    return Oddity(next((kind for kind in ODD if kind in message), "unknown"))


def _of_hers(message: Mapping[str, Any]) -> bool:
    """Whether this one replies to a message of the person."""
    match message.get("reply_to_message"):
        case {"from": {"is_bot": False}}:
            return True
        case _:
            return False


def _file(message: Mapping[str, Any], kind: str, file: Mapping[str, Any], name: str) -> File:
    """A file of a message. `name`: used if the platform gives none."""
    return File(
        kind,
        str(file.get("file_name") or name),
        str(file["file_id"]),
        str(file.get("mime_type") or ""),
        int(file.get("file_size") or 0),
        str(message.get("caption") or ""),
        _answered(message),
    )


def _answered(message: Mapping[str, Any]) -> str | None:
    """The id of the message that this one replies to; None if it is no reply."""
    match message.get("reply_to_message"):
        case {"message_id": int(number)}:
            return str(number)
        case _:
            return None
