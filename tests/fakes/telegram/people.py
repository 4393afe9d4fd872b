"""People who use the bot, as a test acts them."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from html import escape
from typing import Any

from tests.fakes import people
from tests.fakes.chat import ChatMessage, Toast
from tests.fakes.people import PATIENCE

from .limits import TEXT
from .markup import Formatted
from .world import World, render


class Person(people.Person):
    """One person with her private chat; `id` is the chat's."""

    def __init__(
        self,
        world: World,
        chat_id: int,
        name: str,
        language: str,
        complaints: Callable[[], list[str]],
    ) -> None:
        self._world = world
        self._chat = world.add_chat(chat_id, name, language)
        super().__init__(chat_id, name, self._chat.messages, complaints)
        self.language = language
        self.toasts: list[Toast] = []
        """Answers to her taps that showed a text."""
        self.answers = 0
        """Taps that were answered, with or without a text."""
        self._chat.on_message = self._told
        self._chat.on_answer = self._answered
        self._untoasted: deque[Toast] = deque()

    # What she does

    def write(self, text: str) -> ChatMessage:
        """A leading `/word` is a command, as her app marks it."""
        if len(text) > TEXT:
            raise ValueError("her app does not let her write more than 4096 characters")
        self._may_write()
        return self._world.person_writes(self._chat, "text", _plain(text))

    async def replies(self, message: ChatMessage, text: str) -> ChatMessage:
        """Writes in reply to one message."""
        self._may_write()
        return self._world.person_writes(self._chat, "text", _plain(text), None, _reply_to(message))

    async def replies_with_voice(self, message: ChatMessage, data: bytes = b"OggS voice") -> ChatMessage:
        """Speaks in reply to one message."""
        self._may_write()
        file = self._world.files.put("voice", data, "", "audio/ogg")
        return self._world.person_writes(self._chat, "voice", None, file, _reply_to(message))

    async def opens(self, code: str = "") -> ChatMessage:
        """Follows the bot's link `?start=code`."""
        return await self.says(f"/start {code}".strip())

    def tap(self, what: str | int, message: ChatMessage | None = None) -> str | None:
        """Returns the callback query's id. A key of a reply keyboard says its label."""
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

    async def sees_toast(self, timeout: float = PATIENCE) -> Toast:
        """The next answer to a tap that showed a text."""
        await self._until(lambda: bool(self._untoasted), timeout, "saw no toast")
        return self._untoasted.popleft()

    async def is_answered(self, taps: int = 1, timeout: float = PATIENCE) -> None:
        """Waits until that many of her taps in all were answered (the button stops spinning)."""
        await self._until(lambda: self.answers >= taps, timeout, f"had not {taps} taps answered")

    def _told(self, message: ChatMessage) -> None:
        self._chat.action = ""
        super()._told(message)

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


def _reply_to(message: ChatMessage) -> dict[str, Any]:
    return {"reply_to_message": {k: v for k, v in message.json.items() if k != "reply_to_message"}}


def _plain(text: str) -> Formatted:
    entities = []
    if text.startswith("/") and len(text) > 1 and not text[1].isspace():
        entities = [{"type": "bot_command", "offset": 0, "length": len(text.split(maxsplit=1)[0])}]
    return Formatted(text, entities, escape(text, quote=False))
