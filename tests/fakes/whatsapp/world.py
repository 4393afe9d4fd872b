"""What the platform knows: people, their chats with the bot, and when each last wrote."""

from __future__ import annotations

import base64
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.fakes.chat import Button, ChatMessage, Content

from . import limits, messages
from .account import Account
from .clock import Clock
from .errors import GraphError, ViolationError
from .events import Event
from .markup import shown
from .media import Media, Store
from .messages import Sending
from .receipts import Receipts
from .templates import Templates
from .webhook import Webhook

FIRST_NUMBER = 2_250_701_000_001


def _nothing(_: Any) -> None:
    pass


@dataclass(slots=True)
class Chat:
    """One person's chat with the bot. `number`: hers, digits only; `user_id`: what the platform calls her
    for this business. Without `shares_number` the bot learns the latter only."""

    id: int
    name: str
    number: str
    user_id: str
    shares_number: bool = True
    username: str = ""
    present: bool = True
    """She is on WhatsApp at all."""
    blocked: bool = False
    """She blocked the bot: nothing comes through, and nobody is told."""
    away: bool = False
    """Her phone is off: messages are sent, not delivered."""
    waiting: list[Callable[[], None]] = field(default_factory=list, repr=False)
    """What happens when it is on again."""
    heard_at: float | None = None
    """When she last wrote."""
    typing: bool = False
    read: set[str] = field(default_factory=set)
    """Her messages with two blue ticks."""
    messages: dict[int, ChatMessage] = field(default_factory=dict)
    on_message: Callable[[ChatMessage], None] = _nothing

    @property
    def contact(self) -> dict[str, Any]:
        """As webhooks carry her."""
        profile = {"name": self.name, **({"username": self.username} if self.username else {})}
        known = {"wa_id": self.number} if self.shares_number else {}
        return {"profile": profile, **known, "user_id": self.user_id}

    @property
    def sender(self) -> dict[str, Any]:
        known = {"from": self.number} if self.shares_number else {}
        return {**known, "from_user_id": self.user_id}


class World:
    """The state. `history`: the newest messages kept per chat (None: all)."""

    def __init__(
        self, account: Account, clock: Clock, webhook: Webhook, root: Callable[[], str], history: int | None
    ) -> None:
        self.account = account
        self.clock = clock
        self.webhook = webhook
        self.media = Store(clock, root)
        self.templates = Templates()
        self.receipts = Receipts(self)
        self.chats: dict[int, Chat] = {}
        self.history = history
        self.quality = "GREEN"
        self.status = "CONNECTED"
        self.tier = "TIER_UNLIMITED"
        """How many people a day the account may write to first; see `limits.TIERS`."""
        self.over_tier = 0
        """How often it wanted to write to more."""
        self._begun: dict[int, float] = {}
        """When each person was last written to outside her 24 hours."""
        self._by_number: dict[str, Chat] = {}
        self._by_user: dict[str, Chat] = {}
        self._message_id = 0
        self._ids: dict[str, tuple[Chat | None, int]] = {}
        """Every message's platform id → its chat and number."""

    # People

    def add_chat(self, name: str, number: str | None, shares_number: bool) -> Chat:
        given = int(number) if number is not None else FIRST_NUMBER + len(self.chats)
        if given in self.chats:
            raise ValueError(f"there is a person with the number {given} already")
        user_id = f"CI.{given * 7919}"
        chat = Chat(given, name, str(given), user_id, shares_number, "" if shares_number else f"@{name.lower()}.225")
        self.chats[given] = chat
        self._by_number[chat.number] = self._by_user[user_id] = chat
        return chat

    def change_number(self, chat: Chat, number: str) -> tuple[str, str]:
        """Her number and user id until now; both are others afterwards."""
        old = chat.number, chat.user_id
        del self._by_number[chat.number], self._by_user[chat.user_id]
        chat.number, chat.user_id = number, f"CI.{int(number) * 7919}"
        self._by_number[number] = self._by_user[chat.user_id] = chat
        return old

    def recipient(self, sending: Sending) -> Chat | None:
        """None: nobody has this number."""
        return self._by_number.get(sending.to) if sending.to else self._by_user.get(sending.user_id)

    # What people do

    def person_writes(
        self,
        chat: Chat,
        kind: str,
        fields: dict[str, Any],
        *,
        text: str = "",
        label: str | None = None,
        file: Content | None = None,
        opens_window: bool = True,
        contact: bool = True,
    ) -> ChatMessage:
        """A message of hers; `fields`: all but its sender, id, time and `type` (which is `kind`). `label`:
        what the chat calls its kind."""
        number, wamid = self._number(chat)
        json = {
            **chat.sender,
            "id": wamid,
            "timestamp": str(int(self.clock())),
            "type": kind,
            **fields,
        }
        message = ChatMessage(number, chat.id, True, label or kind, json, text, file=file)
        self._keep(chat, message)
        if opens_window:
            chat.heard_at = self.clock()
        self.webhook.put(
            Event(
                ("chat", chat.id),
                chat.id,
                "messages",
                json,
                chat.contact if contact else None,
                self.moment(),
            )
        )
        return message

    def wamid(self, message: ChatMessage) -> str:
        found: str = message.json["id"]
        return found

    def by_wamid(self, wamid: str) -> tuple[Chat | None, int]:
        """Raises `ViolationError` for an id that was never given out."""
        found = self._ids.get(wamid)
        if found is None:
            raise ViolationError(131009, f"no message {wamid}")
        return found

    # What the bot does

    def bot_writes(self, sending: Sending) -> dict[str, Any]:
        """Accepts a message whose parameters are right; what comes of it is told by statuses. Returns the
        answer of the call. Raises `GraphError`."""
        text, rows, file, category = self._content(sending)
        if sending.answers is not None:
            self.by_wamid(sending.answers)
        chat = self.recipient(sending)
        if chat is not None and not self.is_open(chat):
            self._begin(chat)
        number, wamid = self._number(chat)
        failure = self.receipts.failure(sending, chat)
        if chat is not None and failure is None and not chat.blocked:
            seen = shown(text)
            json = {"id": wamid, "type": sending.kind, sending.kind: sending.payload}
            kind = sending.kind
            if kind in ("interactive", "template"):
                kind = file.kind if isinstance(file, Media) else "text"
            self._arrives(chat, ChatMessage(number, chat.id, False, kind, json, seen.text, seen.html, rows, file))
        self.receipts.begin(wamid, sending, chat, category, failure)
        contact: dict[str, str] = {"input": sending.recipient}
        contact |= {"wa_id": sending.to} if sending.to else {"user_id": sending.user_id}
        return {"messaging_product": "whatsapp", "contacts": [contact], "messages": [{"id": wamid}]}

    def _begin(self, chat: Chat) -> None:
        """Counts a person who is written to first. Raises `GraphError` beyond the tier."""
        now, most = self.clock(), limits.TIERS[self.tier]
        self._begun = {number: at for number, at in self._begun.items() if at > now - limits.WINDOW.total_seconds()}
        if most is not None and chat.id not in self._begun and len(self._begun) >= most:
            self.over_tier += 1
            raise GraphError(131048, "Message failed to send: the messaging limit of this account is reached.")
        self._begun[chat.id] = now

    def comes_back(self, chat: Chat) -> None:
        """Her phone is on again: what was sent meanwhile is there at once."""
        chat.away = False
        waiting, chat.waiting = chat.waiting, []
        for arrives in waiting:
            arrives()

    def _arrives(self, chat: Chat, message: ChatMessage) -> None:
        if chat.away:
            chat.waiting.append(lambda: self._arrives(chat, message))
            return
        chat.typing = False
        self._keep(chat, message)
        chat.on_message(message)

    def is_open(self, chat: Chat) -> bool:
        """Whether anything but a template may be sent to her now."""
        return chat.heard_at is not None and self.clock() - chat.heard_at < limits.WINDOW.total_seconds()

    def bot_reads(self, message_id: str, typing: bool) -> None:
        """Hers up to this one are read. Raises `ViolationError` for one that is not hers."""
        chat, number = self.by_wamid(message_id)
        if chat is None or (number in chat.messages and not chat.messages[number].mine):
            raise ViolationError(131009, f"{message_id} is no message of a person")
        for each in chat.messages.values():
            if each.mine and each.id <= number:
                chat.read.add(self.wamid(each))
        chat.typing = typing

    def _content(self, sending: Sending) -> tuple[str, tuple[tuple[Button, ...], ...], Content | None, str]:
        payload = sending.payload
        match sending.kind:
            case "text":
                return payload["body"], (), None, "service"
            case "interactive":
                text, rows = messages.seen(payload)
                header = payload.get("header", {})
                kind = header.get("type", "text")
                file = self.media.named(kind, header[kind]) if kind != "text" else None
                return text, rows, file, "service"
            case "template":
                filled = self.templates.fill(payload)
                return filled.text, filled.rows, None, filled.category
            case "image" | "video" | "audio" | "document" | "sticker":
                file = self.media.named(sending.kind, payload)
                return payload.get("caption", ""), (), file, "service"
            case "reaction":
                self.by_wamid(payload["message_id"])
                return payload["emoji"], (), None, "service"
            case _:
                return "", (), None, "service"

    # Both

    @staticmethod
    def moment() -> float:
        """What waiting times are measured on."""
        return time.perf_counter()

    def _number(self, chat: Chat | None) -> tuple[int, str]:
        self._message_id += 1
        whom = chat.number if chat is not None else "0"
        mark = base64.b64encode(f"\x1d\x18{whom}\x15\x02{self._message_id:020X}".encode()).decode()
        wamid = f"wamid.{mark}"
        self._ids[wamid] = chat, self._message_id
        return self._message_id, wamid

    def _keep(self, chat: Chat, message: ChatMessage) -> None:
        chat.messages[message.id] = message
        if self.history is not None and len(chat.messages) > self.history:
            gone = chat.messages.pop(next(iter(chat.messages)))
            self._ids.pop(self.wamid(gone), None)
