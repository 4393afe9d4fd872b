"""People who use the bot on WhatsApp, as a test acts them."""

from __future__ import annotations

import mimetypes
import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from tests.fakes import people
from tests.fakes.chat import Button, ChatMessage, Content

from .errors import reported
from .limits import TYPED
from .markup import shown
from .world import Chat, World

_NUMBERED = re.compile(r"^(\d{1,3})\. (.+)$", re.MULTILINE)
VOICE = b"OggS voice"
STICKER = b"RIFF\x00\x00\x00\x00WEBPVP8 sticker"


class Person(people.Person):
    """One person with her chat. `id` is her number, as a number; `address` what the bot can know her by:
    her number, or her user id where she does not share it."""

    def __init__(self, world: World, chat: Chat, complaints: Callable[[], list[str]]) -> None:
        super().__init__(chat.id, chat.name, chat.messages, complaints)
        self._world = world
        self._chat = chat
        chat.on_message = self._told

    @property
    def number(self) -> str:
        return self._chat.number

    @property
    def user_id(self) -> str:
        return self._chat.user_id

    @property
    def address(self) -> str:
        return self._chat.number if self._chat.shares_number else self._chat.user_id

    # What she does

    def write(self, text: str) -> ChatMessage:
        if not 0 < len(text) <= TYPED:
            raise ValueError(f"her app lets her write 1 to {TYPED} characters")
        return self._world.person_writes(self._chat, "text", {"text": {"body": text}}, text=text)

    async def opens(self, code: str = "") -> ChatMessage:
        """Follows the link `https://wa.me/NUMBER?text=start%20CODE`, and sends what it wrote for her."""
        return await self.says(f"start {code}".strip())

    def tap(self, what: str | int, message: ChatMessage | None = None) -> str | None:
        """Returns the id of what that says. A choice that stands in a numbered line of the bot's newest
        message is written by its number."""
        try:
            message, button = self.button(what, message)
        except LookupError:
            number = self._numbered(what, message)
            if number is None:
                raise
            return self._world.wamid(self.write(number))
        if button.url is not None:
            raise LookupError(f"{button.label!r} is a link to {button.url}")
        context = {"from": self._world.account.number, "id": self._world.wamid(message)}
        if message.json["type"] == "template":
            fields: dict[str, Any] = {"button": {"payload": button.data, "text": button.label}}
            said = self._world.person_writes(self._chat, "button", {"context": context, **fields}, text=button.label)
            return self._world.wamid(said)
        reply: dict[str, Any] = {"id": button.data, "title": button.label}
        kind = "button_reply"
        if message.json["interactive"]["type"] == "list":
            kind = "list_reply"
            if button.note:
                reply["description"] = button.note
        interactive = {"type": kind, kind: reply}
        said = self._world.person_writes(
            self._chat, "interactive", {"context": context, "interactive": interactive}, text=button.label
        )
        return self._world.wamid(said)

    def button(self, what: str | int, message: ChatMessage | None = None) -> tuple[ChatMessage, Button]:
        """Finds what `taps` taps; a label that had to be shortened is found by the whole of it."""
        try:
            return super().button(what, message)
        except LookupError:
            for each in [message] if message else reversed(self.chat):
                for button in each.buttons:
                    if isinstance(what, str) and _shortens(button, what):
                        return each, button
            raise

    def _numbered(self, what: str | int, message: ChatMessage | None) -> str | None:
        """The number before a line of the newest message."""
        last = self.last
        if isinstance(what, int) or (message is not None and message.id != last.id):
            return None
        found = next((line for line in _NUMBERED.finditer(last.text) if line[2] == what), None)
        return found[1] if found else None

    async def edits(self, message: ChatMessage, text: str) -> ChatMessage:
        """Changes what she wrote."""
        old = self._mine(message)
        new = replace(old, text=text, edited=True)
        changed = {"context": {"id": self._world.wamid(old)}, "type": "text", "text": {"body": text}}
        edit = {"original_message_id": self._world.wamid(old), "message": changed}
        self._world.person_writes(self._chat, "edit", {"edit": edit}, text=text, opens_window=False)
        self._chat.messages[old.id] = new
        return new

    async def deletes(self, message: ChatMessage) -> None:
        """Takes back what she wrote, for everybody."""
        old = self._mine(message)
        revoke = {"original_message_id": self._world.wamid(old)}
        said = self._world.person_writes(self._chat, "revoke", {"revoke": revoke}, opens_window=False)
        del self._chat.messages[old.id], self._chat.messages[said.id]

    async def reacts(self, message: ChatMessage, emoji: str = "👍") -> ChatMessage:
        """With no emoji: takes it back."""
        reaction = {"message_id": self._world.wamid(message), **({"emoji": emoji} if emoji else {})}
        return self._world.person_writes(self._chat, "reaction", {"reaction": reaction}, text=emoji, opens_window=False)

    async def answers(self, message: ChatMessage, text: str) -> ChatMessage:
        """Writes in reply to one message."""
        author = (self.number or self.user_id) if message.mine else self._world.account.number
        context = {"from": author, "id": self._world.wamid(message)}
        return self._world.person_writes(self._chat, "text", {"context": context, "text": {"body": text}}, text=text)

    async def sends_photo(self, data: bytes, caption: str = "") -> ChatMessage:
        return self._sends_file("image", data, "image/jpeg", "", caption)

    async def sends_voice(self, data: bytes = VOICE) -> ChatMessage:
        return self._sends_file("audio", data, "audio/ogg; codecs=opus", voice=True)

    async def sends_audio(self, data: bytes = VOICE) -> ChatMessage:
        return self._sends_file("audio", data, "audio/mpeg")

    async def sends_video(self, data: bytes = b"\x00\x00\x00\x18ftypmp42", caption: str = "") -> ChatMessage:
        return self._sends_file("video", data, "video/mp4", "", caption)

    async def sends_sticker(self, data: bytes = STICKER) -> ChatMessage:
        return self._sends_file("sticker", data, "image/webp")

    async def sends_document(self, data: bytes, name: str, caption: str = "") -> ChatMessage:
        mime = mimetypes.guess_type(name)[0] or "application/octet-stream"
        return self._sends_file("document", data, mime, name, caption)

    async def sends_location(self, latitude: float = 5.3364, longitude: float = -4.0267) -> ChatMessage:
        return await self.sends("location", location={"latitude": latitude, "longitude": longitude})

    async def sends_contact(self, name: str, number: str) -> ChatMessage:
        phone = {"phone": f"+{number}", "wa_id": number, "type": "CELL"}
        contact = {"name": {"first_name": name, "formatted_name": name}, "phones": [phone]}
        return await self.sends("contacts", contacts=[contact])

    async def sends_unsupported(self, what: str = "poll_creation") -> ChatMessage:
        """Something that the platform does not hand on."""
        error = reported(131051, "Message type is currently not supported.")
        return await self.sends("unsupported", errors=[error], unsupported={"type": what})

    async def sends(self, kind: str, **content: Any) -> ChatMessage:
        """Any other message: `sends("location", location={"latitude": …})`; the fields of Meta's message."""
        return self._world.person_writes(self._chat, kind, content)

    async def changes_number(self, number: str) -> None:
        """She keeps her account on WhatsApp, and her chat, under a new number (digits only)."""
        sender = self._chat.sender
        old, old_user = self._world.change_number(self._chat, number)
        system = {
            "body": f"User {self.name} changed from {old} to {number}",
            "wa_id": number,
            "user_id": self._chat.user_id,
            "previous_user_id": old_user,
            "type": "user_changed_number",
        }
        self._world.person_writes(self._chat, "system", {**sender, "system": system}, opens_window=False, contact=False)

    def shares_number(self, on: bool = True) -> None:
        """From now on the bot sees her number, or not any more."""
        self._chat.shares_number = on

    async def blocks_bot(self) -> None:
        self._chat.blocked = True

    async def unblocks_bot(self) -> None:
        self._chat.blocked = False

    # What she sees

    @property
    def sees_typing(self) -> bool:
        return self._chat.typing

    def is_read(self, message: ChatMessage) -> bool:
        """Whether a message of hers has its blue ticks."""
        return self._world.wamid(message) in self._chat.read

    def statuses(self, message: ChatMessage) -> list[str]:
        """What the bot is told of a message of its own, in order."""
        return list(self._world.receipts.told[self._world.wamid(message)])

    def _mine(self, message: ChatMessage) -> ChatMessage:
        old = self._chat.messages[message.id]
        if not old.mine:
            raise ValueError("she can only change what she wrote")
        return old

    def _sends_file(
        self, kind: str, data: bytes, mime: str, name: str = "", caption: str = "", *, voice: bool = False
    ) -> ChatMessage:
        file: Content = self._world.media.receive(kind, data, mime, name, caption, voice=voice)
        label = "voice" if voice else None
        return self._world.person_writes(
            self._chat, kind, {kind: file.json}, text=shown(caption).text, label=label, file=file
        )


def _shortens(button: Button, whole: str) -> bool:
    """Whether a button stands for a label that is too long for it."""
    start = button.label.rstrip("…").rstrip()
    return (start != button.label and whole.startswith(start)) or (bool(button.note) and whole == button.note)
