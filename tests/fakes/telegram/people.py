"""People who use the bot, as a test acts them."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable
from html import escape
from typing import Any

from .limits import TEXT
from .markup import Formatted
from .world import Button, ChatMessage, Toast, World, render

PATIENCE = 5.0
"""Seconds that a person waits for an answer unless told otherwise."""


class Person:
    """One person with her private chat. What the bot sends or edits is heard once, in order.

    `on_message`, when set, gets each message of the bot instead of `hears`; `on_answer` each answer to
    a tap of hers.
    """

    def __init__(
        self,
        world: World,
        chat_id: int,
        name: str,
        language: str,
        complaints: Callable[[], list[str]],
    ) -> None:
        self.id = chat_id
        self.name = name
        self.language = language
        self.toasts: list[Toast] = []
        """Answers to her taps that showed a text."""
        self.answers = 0
        """Taps that were answered, with or without a text."""
        self.on_message: Callable[[ChatMessage], None] | None = None
        self.on_answer: Callable[[Toast], None] | None = None
        self._world = world
        self._chat = world.add_chat(chat_id, name, language)
        self._chat.on_message = self._told
        self._chat.on_answer = self._answered
        self._unheard: deque[ChatMessage] = deque()
        self._untoasted: deque[Toast] = deque()
        self._changed = asyncio.Event()
        self._complaints = complaints

    # What she does

    async def says(self, text: str) -> ChatMessage:
        """Writes `text`; a leading `/word` is a command, as her app marks it."""
        return self.write(text)

    def write(self, text: str) -> ChatMessage:
        """`says`, for callers that are no coroutines."""
        if len(text) > TEXT:
            raise ValueError("her app does not let her write more than 4096 characters")
        self._may_write()
        return self._world.person_writes(self._chat, "text", _plain(text))

    async def opens(self, code: str = "") -> ChatMessage:
        """Follows the bot's link `?start=code`."""
        return await self.says(f"/start {code}".strip())

    async def taps(self, what: str | int, message: ChatMessage | None = None) -> str | None:
        """Taps a button: by label, by its callback data, or by position from 0, in the newest
        message that has it, or in `message`. A key of a reply keyboard says its label.

        Returns the callback query's id. Raises `LookupError` where there is no such button.
        """
        return self.tap(what, message)

    def tap(self, what: str | int, message: ChatMessage | None = None) -> str | None:
        """`taps`, for callers that are no coroutines."""
        self._may_write()
        message, button = self.button(what, message)
        if button.data is not None:
            return self._world.tap(self._chat, message, button.data)
        if button.url is not None:
            raise LookupError(f"{button.label!r} is a link to {button.url}")
        self.write(button.label)
        return None

    async def edits(self, message: ChatMessage, text: str) -> ChatMessage:
        """Changes what she wrote."""
        old = self._chat.messages[message.id]
        if not old.mine:
            raise ValueError("she can only edit what she wrote")
        return self._world.change(self._chat, old, render(old, _plain(text), None, old.file))

    async def sends_photo(self, data: bytes, caption: str = "") -> ChatMessage:
        return self._sends_file("photo", data, "photo.jpg", "image/jpeg", caption)

    async def sends_voice(self, data: bytes = b"OggS voice") -> ChatMessage:
        return self._sends_file("voice", data, "", "audio/ogg")

    async def sends_sticker(self, data: bytes = b"RIFF sticker") -> ChatMessage:
        return self._sends_file("sticker", data, "sticker.webp", "image/webp")

    async def sends_document(self, data: bytes, name: str, caption: str = "") -> ChatMessage:
        return self._sends_file("document", data, name, "", caption)

    async def sends(self, kind: str, **content: Any) -> ChatMessage:
        """Any other message: `sends("location", location={"latitude": …})`; fields of Message."""
        self._may_write()
        return self._world.person_writes(self._chat, kind, None, None, content)

    async def blocks_bot(self) -> None:
        self._chat.blocked = True
        self._membership("member", "kicked")

    async def unblocks_bot(self) -> None:
        self._chat.blocked = False
        self._membership("kicked", "member")

    # What she sees

    @property
    def chat(self) -> list[ChatMessage]:
        """The chat as it stands now: edits applied, deleted messages gone."""
        return list(self._chat.messages.values())

    @property
    def transcript(self) -> str:
        """`chat`, to read."""
        return "\n".join(map(str, self.chat))

    @property
    def last(self) -> ChatMessage:
        """The newest message of the bot. Raises `LookupError` when there is none."""
        for message in reversed(self._chat.messages.values()):
            if not message.mine:
                return message
        raise LookupError(f"the bot wrote nothing to {self.name}")

    @property
    def unheard(self) -> list[ChatMessage]:
        """What the bot sent and `hears` has not returned yet."""
        return list(self._unheard)

    @property
    def sees_typing(self) -> bool:
        return self._chat.action != ""

    @property
    def commands(self) -> dict[str, str]:
        """Her command menu: command → description, by the platform's order of scopes."""
        chat = f'{{"chat_id":{self.id},"type":"chat"}}'
        for scope in (chat, '{"type":"all_private_chats"}', '{"type":"default"}'):
            for language in (self.language, ""):
                if found := self._world.commands.get((scope, language)):
                    return {each["command"]: each["description"] for each in found}
        return {}

    def button(self, what: str | int, message: ChatMessage | None = None) -> tuple[ChatMessage, Button]:
        """Finds what `taps` taps."""
        candidates = [message] if message else reversed(self._chat.messages.values())
        for each in candidates:
            buttons = each.buttons
            if isinstance(what, int):
                if what < len(buttons):
                    return each, buttons[what]
                continue
            for button in buttons:
                if what in (button.label, button.data):
                    return each, button
        raise LookupError(f"{self.name} sees no button {what!r} in:\n{self.transcript}")

    async def hears(self, count: int = 1, timeout: float = PATIENCE) -> list[ChatMessage]:
        """The next `count` messages or edits of the bot that were not returned before.

        Raises `TimeoutError` with the chat when they do not come within `timeout` seconds.
        """
        await self._until(lambda: len(self._unheard) >= count, timeout, f"heard {{}} of {count} messages")
        return [self._unheard.popleft() for _ in range(count)]

    async def hears_one(self, timeout: float = PATIENCE) -> ChatMessage:
        return (await self.hears(1, timeout))[0]

    async def sees_toast(self, timeout: float = PATIENCE) -> Toast:
        """The next answer to a tap that showed a text."""
        await self._until(lambda: bool(self._untoasted), timeout, "saw no toast")
        return self._untoasted.popleft()

    async def is_answered(self, taps: int = 1, timeout: float = PATIENCE) -> None:
        """Waits until that many of her taps in all were answered (the button stops spinning)."""
        await self._until(lambda: self.answers >= taps, timeout, f"had not {taps} taps answered")

    async def _until(self, done: Callable[[], bool], timeout: float, complaint: str) -> None:
        try:
            async with asyncio.timeout(timeout):
                while not done():
                    self._changed.clear()
                    await self._changed.wait()
        except TimeoutError:
            lines = [
                f"{self.name} {complaint.format(len(self._unheard))} in {timeout} s; her chat:",
                self.transcript,
            ]
            if complaints := self._complaints():
                lines += ["refused calls:", *complaints]
            raise TimeoutError("\n".join(lines)) from None

    def _told(self, message: ChatMessage) -> None:
        self._chat.action = ""
        if self.on_message is not None:
            self.on_message(message)
            return
        self._unheard.append(message)
        self._changed.set()

    def _answered(self, toast: Toast) -> None:
        self.answers += 1
        if self.on_answer is not None:
            self.on_answer(toast)
        if toast.text and self.on_message is None:
            self.toasts.append(toast)
            self._untoasted.append(toast)
        self._changed.set()

    def _sends_file(self, kind: str, data: bytes, name: str, mime: str, caption: str = "") -> ChatMessage:
        self._may_write()
        file = self._world.files.put(kind, data, name, mime)
        return self._world.person_writes(self._chat, kind, _plain(caption) if caption else None, file)

    def _may_write(self) -> None:
        if self._chat.blocked or self._chat.deactivated:
            raise RuntimeError(f"{self.name} has blocked the bot; she unblocks it first")

    def _membership(self, old: str, new: str) -> None:
        def member(status: str) -> dict[str, Any]:
            more = {"until_date": 0} if status == "kicked" else {}
            return {"user": self._world.bot, "status": status, **more}

        self._world.updates.put(
            "my_chat_member",
            self.id,
            {
                "chat": self._chat.json,
                "from": self._chat.user,
                "date": self._world.now(),
                "old_chat_member": member(old),
                "new_chat_member": member(new),
            },
        )


def _plain(text: str) -> Formatted:
    entities = []
    if text.startswith("/") and len(text) > 1 and not text[1].isspace():
        entities = [{"type": "bot_command", "offset": 0, "length": len(text.split(maxsplit=1)[0])}]
    return Formatted(text, entities, escape(text, quote=False))
