"""What the platform knows: the bot, chats and their messages, files, open callback queries."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from tests.fakes.chat import Button, ChatMessage, Content, Toast

from .errors import ApiError, bad_request
from .files import Files
from .markup import Formatted
from .updates import UpdateQueue

CALLBACK_SECONDS = 15.0
"""How long a callback query may be answered (the platform's documents: "about 15 s")."""


def _nothing(_: Any) -> None:
    pass


@dataclass(slots=True)
class Chat:
    """A private chat with the bot. `known`: she has written, so the bot may write."""

    id: int
    user: dict[str, Any]
    json: dict[str, Any]
    known: bool = False
    blocked: bool = False
    deactivated: bool = False
    messages: dict[int, ChatMessage] = field(default_factory=dict)
    action: str = ""
    """The last chat action that the bot showed (`typing`)."""
    on_message: Callable[[ChatMessage], None] = _nothing
    on_answer: Callable[[Toast], None] = _nothing

    def open(self) -> Chat:
        """Itself, when the bot may write here. Raises `ApiError`."""
        if self.blocked:
            raise ApiError(403, "Forbidden: bot was blocked by the user")
        if self.deactivated:
            raise ApiError(403, "Forbidden: user is deactivated")
        return self


@dataclass(frozen=True, slots=True)
class Query:
    """A tap that waits for its answer. `at`: on the world's clock."""

    id: str
    chat: Chat
    message_id: int
    at: float


class World:
    """The state. `history`: the newest messages kept per chat (None: all); `clock` in seconds."""

    def __init__(self, token: str, *, history: int | None, clock: Callable[[], float]) -> None:
        self.bot = {
            "id": int(token.partition(":")[0]),
            "is_bot": True,
            "first_name": "Hiteuses",
            "username": "hiteuses_test_bot",
        }
        self.chats: dict[int, Chat] = {}
        self.files = Files()
        self.queries: dict[str, Query] = {}
        self.commands: dict[tuple[str, str], list[dict[str, str]]] = {}
        """By (scope as JSON, language code)."""
        self.profile: dict[tuple[str, str], str] = {}
        """Name and descriptions by (what, language code)."""
        self.updates = UpdateQueue(clock)
        self.clock = clock
        self.history = history
        self._message_id = 0
        self._query_id = 10**15

    @staticmethod
    def now() -> int:
        """Unix time, as messages carry it."""
        return int(time.time())

    def add_chat(self, chat_id: int, name: str, language: str) -> Chat:
        if chat_id in self.chats:
            raise ValueError(f"there is a chat {chat_id} already")
        user = {"id": chat_id, "is_bot": False, "first_name": name, "language_code": language}
        chat = Chat(chat_id, user, {"id": chat_id, "type": "private", "first_name": name})
        self.chats[chat_id] = chat
        return chat

    def chat(self, chat_id: int | str) -> Chat:
        """Raises `ApiError` for a chat that the bot never met."""
        chat = self.chats.get(chat_id) if isinstance(chat_id, int) else None
        if chat is None or not chat.known:
            raise bad_request("chat not found")
        return chat

    def bot_writes(
        self,
        chat: Chat,
        kind: str,
        body: Formatted | None,
        markup: dict[str, Any] | None,
        file: Content | None = None,
        extra: dict[str, Any] | None = None,
    ) -> ChatMessage:
        """A new message of the bot, told to the person."""
        message = self._compose(chat, self.bot, kind, body, markup, file, extra)
        chat.on_message(message)
        return message

    def person_writes(
        self,
        chat: Chat,
        kind: str,
        body: Formatted | None,
        file: Content | None = None,
        extra: dict[str, Any] | None = None,
    ) -> ChatMessage:
        chat.known = True
        message = self._compose(chat, chat.user, kind, body, None, file, extra)
        self.updates.put("message", chat.id, message.json)
        return message

    def change(self, chat: Chat, old: ChatMessage, new: ChatMessage) -> ChatMessage:
        """Puts `new` in the place of `old`, and tells its reader."""
        new.json["edit_date"] = self.now()
        new = replace(new, edited=True)
        chat.messages[old.id] = new
        if new.mine:
            self.updates.put("edited_message", chat.id, new.json)
        else:
            chat.on_message(new)
        return new

    def tap(self, chat: Chat, message: ChatMessage, data: str) -> str:
        """Queues a callback query; returns its id."""
        self._query_id += 1
        query = Query(str(self._query_id), chat, message.id, self.clock())
        self.queries[query.id] = query
        self.updates.put(
            "callback_query",
            chat.id,
            {
                "id": query.id,
                "from": chat.user,
                "message": message.json,
                "chat_instance": str(chat.id * 7919),
                "data": data,
            },
        )
        return query.id

    def take_query(self, query_id: str) -> Query:
        """The open callback query, now answered. Raises `ApiError`: unknown, answered, too old."""
        query = self.queries.pop(query_id, None)
        if query is None or self.clock() - query.at > CALLBACK_SECONDS:
            raise bad_request("query is too old and response timeout expired or query ID is invalid")
        return query

    def _compose(
        self,
        chat: Chat,
        sender: dict[str, Any],
        kind: str,
        body: Formatted | None,
        markup: dict[str, Any] | None,
        file: Content | None,
        extra: dict[str, Any] | None,
    ) -> ChatMessage:
        self._message_id += 1
        json: dict[str, Any] = {
            "message_id": self._message_id,
            "from": sender,
            "chat": chat.json,
            "date": self.now(),
        }
        if extra:
            json.update(extra)
        message = render(
            ChatMessage(self._message_id, chat.id, sender is chat.user, kind, json),
            body,
            markup,
            file,
        )
        chat.messages[message.id] = message
        if self.history is not None and len(chat.messages) > self.history:
            del chat.messages[next(iter(chat.messages))]
        return message


def render(
    message: ChatMessage, body: Formatted | None, markup: dict[str, Any] | None, file: Content | None
) -> ChatMessage:
    """`message` with this content instead of its own; its `json` is a new one."""
    text = "text" if message.kind == "text" else "caption"
    entities = "entities" if message.kind == "text" else "caption_entities"
    json = {k: v for k, v in message.json.items() if k not in (text, entities, "reply_markup")}
    if file is not None:
        json[message.kind] = file.json
    if body is not None and (body.text or message.kind == "text"):
        json[text] = body.text
        if body.entities:
            json[entities] = body.entities
    if markup and markup.get("inline_keyboard"):
        json["reply_markup"] = markup
    return replace(
        message,
        json=json,
        text=body.text if body else "",
        html=body.html if body else "",
        rows=_rows(markup) if markup else (),
        file=file,
    )


def _rows(markup: dict[str, Any]) -> tuple[tuple[Button, ...], ...]:
    if inline := markup.get("inline_keyboard"):
        return tuple(tuple(Button(b["text"], b.get("callback_data"), b.get("url")) for b in row) for row in inline)
    return tuple(
        tuple(Button(b if isinstance(b, str) else b["text"]) for b in row) for row in markup.get("keyboard", ())
    )
