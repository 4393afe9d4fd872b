"""What stands in somebody's chat, on whatever platform."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Protocol


@dataclass(frozen=True, slots=True)
class Button:
    """`data`: what the bot gets back when it is tapped; `url` for a link; neither: a key which says its
    label. `note`: smaller words below the label."""

    label: str
    data: str | None = None
    url: str | None = None
    note: str = ""


class Content(Protocol):
    """A photo, a file, a sound. `data` is None for an address that a bot named; `json`: as the platform
    writes it into a message."""

    @property
    def data(self) -> bytes | None: ...

    @property
    def name(self) -> str: ...

    @property
    def mime(self) -> str: ...

    @property
    def size(self) -> int: ...

    @property
    def json(self) -> Any: ...


@dataclass(frozen=True, slots=True)
class ChatMessage:
    """One message as it stands in a chat; an edit puts a new one with the same id in its place."""

    id: int
    chat_id: int
    mine: bool
    """Written by the person, not by the bot."""
    kind: str
    """`text`, `photo`, `voice`, …"""
    json: dict[str, Any] = field(repr=False)
    """The platform's own object for it."""
    text: str = ""
    """Plain text or caption, as she reads it."""
    html: str = field(default="", repr=False)
    """The same with its styles."""
    rows: tuple[tuple[Button, ...], ...] = ()
    file: Content | None = field(default=None, repr=False)
    edited: bool = False

    @property
    def buttons(self) -> tuple[Button, ...]:
        return tuple(button for row in self.rows for button in row)

    @property
    def labels(self) -> list[str]:
        return [button.label for row in self.rows for button in row]

    @property
    def data(self) -> bytes | None:
        """The bytes of its photo or file."""
        return self.file.data if self.file else None

    def __str__(self) -> str:
        who = ">" if self.mine else "<"
        shown = self.text if self.kind == "text" else f"({self.kind}) {self.text}"
        rows = "".join("\n    " + " ".join(f"[{b.label}]" for b in row) for row in self.rows)
        return f"{who} {'(edited) ' if self.edited else ''}{shown}{rows}"


@dataclass(frozen=True, slots=True)
class Toast:
    """A short notice over the chat; `alert`: she must close it."""

    text: str
    alert: bool = False
