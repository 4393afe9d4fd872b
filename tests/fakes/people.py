"""People who use the bot, as a test acts them: what they see, whatever the platform. What they do is
each platform's own `Person`."""

from __future__ import annotations

import asyncio
from abc import ABC, abstractmethod
from collections import deque
from collections.abc import Callable, Mapping
from typing import Any

from .chat import Button, ChatMessage, Toast

PATIENCE = 30.0
"""Seconds that a person waits for an answer unless told otherwise."""


class Person(ABC):
    """One person with her chat. What the bot sends or edits is heard once, in order.

    `id` is a number that nobody else has on her platform. `on_message`, when set, gets each message of
    the bot instead of `hears`; `on_answer` each answer to a tap of hers, where taps have answers.
    """

    def __init__(
        self, number: int, name: str, messages: Mapping[int, ChatMessage], complaints: Callable[[], list[str]]
    ) -> None:
        self.id = number
        self.name = name
        self.on_message: Callable[[ChatMessage], None] | None = None
        self.on_answer: Callable[[Toast], None] | None = None
        self._messages = messages
        self._unheard: deque[ChatMessage] = deque()
        self._changed = asyncio.Event()
        self._complaints = complaints

    @property
    def address(self) -> str:
        """What the bot knows her by."""
        return str(self.id)

    # What she does

    @abstractmethod
    def write(self, text: str) -> ChatMessage:
        """`says`, for callers that are no coroutines."""

    @abstractmethod
    def tap(self, what: str | int, message: ChatMessage | None = None) -> str | None:
        """`taps`, for callers that are no coroutines."""

    async def says(self, text: str) -> ChatMessage:
        """Writes `text`."""
        return self.write(text)

    async def taps(self, what: str | int, message: ChatMessage | None = None) -> str | None:
        """Taps a button: by label, by its data, or by position from 0, in the newest message that has it,
        or in `message`.

        Returns the platform's id of the tap, if it has one. Raises `LookupError` where there is no such
        button.
        """
        return self.tap(what, message)

    @abstractmethod
    async def opens(self, code: str = "") -> ChatMessage:
        """Follows the bot's link with a code in it."""

    @abstractmethod
    async def edits(self, message: ChatMessage, text: str) -> ChatMessage:
        """Changes what she wrote."""

    @abstractmethod
    async def sends_photo(self, data: bytes, caption: str = "") -> ChatMessage: ...

    @abstractmethod
    async def sends_voice(self, data: bytes = ...) -> ChatMessage: ...

    @abstractmethod
    async def sends_sticker(self, data: bytes = ...) -> ChatMessage: ...

    @abstractmethod
    async def sends_document(self, data: bytes, name: str, caption: str = "") -> ChatMessage: ...

    @abstractmethod
    async def sends(self, kind: str, **content: Any) -> ChatMessage:
        """Any other message, with the platform's own fields."""

    @abstractmethod
    async def blocks_bot(self) -> None: ...

    @abstractmethod
    async def unblocks_bot(self) -> None: ...

    # What she sees

    @property
    def chat(self) -> list[ChatMessage]:
        """The chat as it stands now: edits applied, deleted messages gone."""
        return list(self._messages.values())

    @property
    def transcript(self) -> str:
        """`chat`, to read."""
        return "\n".join(map(str, self.chat))

    @property
    def last(self) -> ChatMessage:
        """The newest message of the bot. Raises `LookupError` when there is none."""
        for message in reversed(self.chat):
            if not message.mine:
                return message
        raise LookupError(f"the bot wrote nothing to {self.name}")

    @property
    def unheard(self) -> list[ChatMessage]:
        """What the bot sent and `hears` has not returned yet."""
        return list(self._unheard)

    def button(self, what: str | int, message: ChatMessage | None = None) -> tuple[ChatMessage, Button]:
        """Finds what `taps` taps."""
        candidates = [message] if message else reversed(self.chat)
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
        if self.on_message is not None:
            self.on_message(message)
            return
        self._unheard.append(message)
        self._changed.set()
