"""The interface of a channel: it reads what people do, and sends messages to them.

Both directions are neutral: the types of a platform stay in its own module."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Protocol

from backend.domain.messaging.accounts import AccountCondition
from backend.domain.messaging.message import Message, Part
from backend.records import Record, Struct, field
from bot.channels.errors import SendError

# --- events: what people do -----------------------------------------------------------------------


class Text(Record):
    """A text message. `replies_to`: the platform's id of the message that it replies to, if the platform's reply
    function was used; `of_hers`: that message is the person's own. `forwarded`: the platform marks it as forwarded."""

    text: str
    replies_to: str | None = None
    forwarded: bool = False
    of_hers: bool = False


class Tap(Record):
    """A tap on a button. `id`: the platform's id of the tap, needed to answer it; "" if no answer is needed. `data`:
    the button's `Button.data`."""

    data: str
    id: str = ""


class File(Record):
    """A file. `kind`: "document", "image", "voice", "audio" or "video". `ref` fetches its bytes with `Channel.fetch`.
    `size` is in bytes, 0 if unknown. `replies_to`: as in `Text`."""

    kind: str
    name: str
    ref: str
    mime: str = ""
    size: int = 0
    caption: str = ""
    replies_to: str | None = None


class Oddity(Record):
    """Any other message: "sticker", "voice", "edited", "location", … or the platform's own name for it."""

    kind: str


class Reachability(Record):
    """The person blocked the account (False), or unblocked it (True)."""

    reachable: bool


class Moved(Record):
    """The person has another number now; the account stays theirs. `user_id`: the platform's new id of the person,
    "" if it is not reported."""

    address: str
    user_id: str = ""


class OtherHands(Record):
    """The platform reports that somebody else may hold this number now."""


Heard = Text | Tap | File | Oddity | Reachability | Moved | OtherHands


# --- messages: what the product says ----------------------------------------------------------------


class Button(Record):
    """A button below a message. `url`: the address that it opens; nothing comes back then, and `data` is ""."""

    label: str
    data: str
    url: str = ""


class Outgoing(Record):
    """One row of the outbox, ready to be rendered.

    - `question`: the number of the question that the choices belong to.
    - `edits`: the platform's id of the message whose choices are replaced; its text stays the same unless the message
      is `fresh`. If that message is gone, a new one is sent.
    - `answers`: the id of the tap that is answered; `toast`: a short notice with it. `message`
      None: only answer the tap.
    - `purpose`: why it is sent; it decides which template carries it where the platform takes nothing else.
    - `heard_at`: when the person last wrote in this chat, on platforms where that matters (None: never, or unknown).
    - `discreet`: the first part of the message says nothing, and a locked phone is to show no more than that.
    - `arrived`: how many of the platform's messages for this row have arrived already, by receipts of an earlier try.
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
    discreet: bool = False
    arrived: int = 0


class Said(Record):
    """A message was sent. `id`: the platform's id of it, of the last one if it took several; `before`: those of the
    others, as far as they are known. `template`: the name of the template that carried it, if the platform took nothing
    else. `unread`: it only calls the person, and what it is about is still to be sent."""

    id: str
    template: str | None = None
    unread: bool = False
    before: tuple[str, ...] = ()


class Pace(Record):
    """The rate limits of a platform, in messages a second: `overall`, and
    `per_chat` after a burst of `burst` messages."""

    overall: float
    per_chat: float
    burst: int


class Files(Protocol):
    """Stored files, and the handles under which platforms know them. `handle`: the platform's handle of a file, None if
    it has none; `remember`: store it, or forget it (None)."""

    async def content(self, digest: str) -> tuple[str, bytes]:
        """(MIME type, bytes) of a stored file. Raises `NotFound`."""

    async def handle(self, channel: str, digest: str) -> str | None:
        """The handle under which a channel knows a stored file; None if it has none."""

    async def remember(self, channel: str, digest: str, handle: str | None) -> None:
        """Store the handle of a file, or forget it (None)."""


class Received(Struct):
    """A raw event on its way to the inbox; see `backend.db.messaging.inbox.Arrival`.

    `user_id`: the platform's own id of the person, beside the address; in an event about its change, the old one. `at`:
    when the person wrote, on platforms where that matters."""

    address: str
    key: str
    payload: Any
    name: str = ""
    user_id: str = ""
    at: datetime | None = None


class Receipt(Record):
    """What a platform reports about a message later.

    `status`: "sent", "delivered", "read" or "failed". `outbox_id`: the outbox row, if the platform returns it.
    `failure`: what sending would have raised. `category`: how it is billed. `part`: it is about a message
    before the row's last one."""

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
    """Store events and receipts durably, each of them once, all or none. Raises `Unavailable` if that fails."""

    async def __call__(self, received: Sequence[Received], receipts: Sequence[Receipt] = (), /) -> None: ...


class Menu(Record):
    """The words that a person may use, for the platform's command list: (word, description)."""

    address: str
    language: str
    words: Sequence[tuple[str, str]] = field(default_factory=tuple)


class Channel(Protocol):
    """One account on one platform."""

    name: str
    pace: Pace
    edits: bool
    """Whether a message's choices can be edited in place. If not, several choices are typed in one answer, and asides
    get numbers after the answers."""
    tells_later: timedelta | None
    """How long after sending a receipt can still report a message whose answer
    was lost; None: there are no receipts."""
    keeps_events: bool
    """Whether an event stays as it came when its turn is over (the demo's pages show it). If not, only its key stays,
    so that a repeated event is recognised."""

    def hear(self, payload: Any) -> Heard:
        """The meaning of a stored event. Never raises: an unknown event is an `Oddity`."""

    async def send(self, outgoing: Outgoing) -> Said | None:
        """Send a message. Returns None if only a tap was answered. Raises one of `errors`."""

    def pieces(self, outgoing: Outgoing) -> int:
        """How many of the platform's messages it takes; each counts for the rate limit."""

    def reaches(self, purpose: str, language: str, at: datetime, heard_at: datetime | None) -> bool:
        """Whether a message that the product starts at that time reaches a person who last wrote at `heard_at` (None:
        never, or unknown), as far as is known now."""

    async def fetch(self, ref: str, most: int) -> bytes:
        """The bytes of a file that somebody sent, at most `most` bytes. Raises `BadInput`, `errors`."""

    async def condition(self) -> AccountCondition | None:
        """What the platform says of our account; None: it does not tell. Raises `errors`."""

    async def show_menu(self, menu: Menu) -> None:
        """Show a person's words in the platform's command list, if it has one."""

    async def open(self) -> None:
        """Connect. It must succeed while the platform is away."""

    async def close(self) -> None:
        """Close the connections to the platform."""


def button_data(question: int | None, index: int, choice_id: str) -> str:
    """The data of a button. A word of the chat ("/travail") stays valid forever; other choices are named by question
    and place, so that ids of any length fit the 64 bytes of a platform."""
    return choice_id if choice_id.startswith("/") else f"{question or 0}:{index}"


def read_button(data: str) -> tuple[int, int] | None:
    """The inverse for a question's choices: (question, index); None for anything else."""
    question, colon, index = data.partition(":")
    if colon and question.isascii() and question.isdigit() and index.isascii() and index.isdigit():
        return int(question[:9]), int(index[:4])
    return None
