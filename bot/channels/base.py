"""What a channel is: it hears what people do, and says what we want to tell them.

Both sides are neutral: nothing of a platform's types leaves its module.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Protocol

from backend.domain.messaging.message import Message, Part
from bot.channels.errors import SendError

# --- what people do -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Text:
    """`replies_to`: the platform's id of the message of ours that she answers with it, where she used its
    reply function. `forwarded`: she only passes it on, says the platform."""

    text: str
    replies_to: str | None = None
    forwarded: bool = False


@dataclass(frozen=True, slots=True)
class Tap:
    """A button. `id` is the platform's name of the tap, for answering it; "" where that is not
    needed. `data` is what `Button.data` was."""

    data: str
    id: str = ""


@dataclass(frozen=True, slots=True)
class File:
    """`kind`: "document", "image", "voice", "audio" or "video". `ref` fetches its bytes with
    `Channel.fetch`. `replies_to`: as of a `Text`."""

    kind: str
    name: str
    ref: str
    mime: str = ""
    size: int = 0
    caption: str = ""
    replies_to: str | None = None


@dataclass(frozen=True, slots=True)
class Oddity:
    """Anything else: "sticker", "voice", "edited", "location", … or the platform's own name."""

    kind: str


@dataclass(frozen=True, slots=True)
class Reachability:
    """She blocked us (False), or took it back (True)."""

    reachable: bool


@dataclass(frozen=True, slots=True)
class Moved:
    """Her number is another one now, says the platform: she keeps her account. `user_id`: what the
    platform calls her from now on, where it tells."""

    address: str
    user_id: str = ""


@dataclass(frozen=True, slots=True)
class OtherHands:
    """Somebody else may hold this number now, says the platform."""


Heard = Text | Tap | File | Oddity | Reachability | Moved | OtherHands


# --- what we say ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Button:
    """`url`: it opens this address, and nothing comes back; `data` is "" then."""

    label: str
    data: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One row of the outbox, ready to be rendered.

    `question` numbers the question that its choices belong to. `edits` is the platform's id of the
    message whose choices this one's replace, its text being the same unless the message is `fresh`
    (where that message is gone, it is said anew). `answers` names the tap that it answers, `toast` a short notice
    to show with that; `message` None: nothing but that. `purpose`: why it is said, which chooses the
    template where the platform takes nothing else. `heard_at`: her last word from there, where the
    platform makes anything of it (None: never, or unknown). `arrived`: of the messages of the platform's that it
    takes, so many of the first ones are there from an earlier try, as receipts told.
    """

    id: int
    address: str
    message: Message | None
    language: str = "fr"
    zone: str = "UTC"
    question: int | None = None
    edits: str | None = None
    answers: str | None = None
    toast: Part | None = None
    lane: int = 0
    at: datetime | None = None
    purpose: str = "reply"
    first_name: str = ""
    heard_at: datetime | None = None
    arrived: int = 0


@dataclass(frozen=True, slots=True)
class Said:
    """How a message went out. `id`: the platform's of it, of the last one where it took several; `template`: the
    one that said it, where the platform took nothing else."""

    id: str
    template: str | None = None


@dataclass(frozen=True, slots=True)
class Pace:
    """How fast a platform may be called: `overall` messages a second, and to one chat `per_chat` a
    second after a burst of `burst`."""

    overall: float
    per_chat: float
    burst: int


class Files(Protocol):
    """Where a channel finds the files that messages name, and keeps the platform's names for them."""

    async def content(self, digest: str) -> tuple[str, bytes]:
        """(mime, bytes) of a stored file. Raises `NotFound`."""

    async def handle(self, channel: str, digest: str) -> str | None: ...

    async def remember(self, channel: str, digest: str, handle: str | None) -> None: ...


@dataclass(slots=True)
class Received:
    """A raw event on its way to the inbox; see `backend.db.messaging.inbox.Arrival`. `user_id`: the platform's
    own name of her beside the address, in an event about its change the old one; `at`: when she said it,
    where the platform tells and makes anything of her last word."""

    address: str
    key: str
    payload: Any
    name: str = ""
    user_id: str = ""
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a platform tells of a message later. `status`: "sent", "delivered", "read" or "failed";
    `outbox_id`: our row, where the platform says it back; `failure`: what its sending would have raised;
    `category`: as it is billed; `part`: it is about one of the messages before the last that a row took."""

    key: str
    provider_id: str
    status: str
    at: datetime
    payload: Any
    outbox_id: int | None = None
    failure: SendError | None = None
    category: str | None = None
    part: bool = False


class Store(Protocol):
    """Puts events and receipts in the database, durably, each once, all or none of them; raises
    `Unavailable` when it could not."""

    async def __call__(self, received: Sequence[Received], receipts: Sequence[Receipt] = (), /) -> None: ...


@dataclass(frozen=True, slots=True)
class Menu:
    """The words that a person may use, for the platform's own command list: (word, description)."""

    address: str
    language: str
    words: Sequence[tuple[str, str]] = field(default_factory=tuple)


class Channel(Protocol):
    """One account on one platform."""

    name: str
    pace: Pace
    edits: bool
    """Whether a message's choices can change in place. Where they cannot, she writes several in one
    answer, and what is beside the matter has a number after the answers."""
    tells_later: timedelta | None
    """Within what time a receipt tells what became of a message whose answer was lost; None: never."""

    def hear(self, payload: Any) -> Heard:
        """What a stored event means. Never raises: what it does not know is an `Oddity`."""

    async def send(self, outgoing: Outgoing) -> Said | None:
        """Say it; None where nothing was said but the answer to a tap. Raises one of `errors`."""

    def pieces(self, outgoing: Outgoing) -> int:
        """How many messages of the platform's it takes, each of which counts for its pace."""

    def reaches(self, purpose: str, language: str, at: datetime, heard_at: datetime | None) -> bool:
        """Whether what we start at that time reaches somebody whose last word was then (None: never, or unknown),
        as far as is known now."""

    async def fetch(self, ref: str, most: int) -> bytes:
        """The bytes of a file that somebody sent, at most `most`. Raises `BadInput`, `errors`."""

    async def show_menu(self, menu: Menu) -> None:
        """Show the words that she may use in the platform's own list, where it has one."""

    async def open(self) -> None:
        """Connect; must succeed while the platform is away."""

    async def close(self) -> None: ...


def button_data(question: int | None, index: int, choice_id: str) -> str:
    """A word of the chat ("/travail") works for ever; anything else names its question and place,
    so that ids of any length fit a platform's 64 bytes."""
    return choice_id if choice_id.startswith("/") else f"{question or 0}:{index}"


def read_button(data: str) -> tuple[int, int] | None:
    """The inverse for a question's choices: (question, index); None for anything else."""
    question, colon, index = data.partition(":")
    if colon and question.isascii() and question.isdigit() and index.isascii() and index.isdigit():
        return int(question[:9]), int(index[:4])
    return None
