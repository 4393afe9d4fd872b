"""The content of announcements. `backend.domain.announcements.life` has audience, time and results.

An announcement is checked against the tighter limit of the two platforms before it may be sent, so that nobody gets
half of it (`check`). Its choices are words of the chat, so they always work: `/annonce-vote 12 3`, `/annonce-lu 12`,
`/annonce-oui 12` (the announcement's number, then the answer's place from 1). Its text and its poll's question may
contain the recipient's first name (`backend.domain.announcements.placeholders`).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal
from urllib.parse import urlsplit

from backend.domain.announcements import placeholders
from backend.domain.errors import BadInput, Reason
from backend.domain.messaging.message import MOST_URL, Attachment, Choice, Message, Raw, Tr
from backend.records import Record

VOTE, READ, INTERESTED, WHOLE = "/annonce-vote", "/annonce-lu", "/annonce-oui", "/annonce-voir"
"""The words of the chat that an announcement's buttons send."""

MOST_TEXT = 4_096
"""Characters (UTF-16 units) of a text without a file or buttons."""
MOST_WITH = 1_024
"""Characters of a text with a file or buttons: the limit of WhatsApp's body and of both platforms' captions."""
MOST_BUTTONS = 3
"""Buttons of one announcement."""
MOST_ANSWERS = 5
"""Answers of one poll."""
MOST_LABEL = 20
"""Characters of a button's label: WhatsApp's limit."""
MOST_ANSWER = 24
"""Characters of a poll's answer: a row of a list on WhatsApp."""
MOST_QUESTION = 300
"""Characters of a poll's question."""
IMAGES = ("image/jpeg", "image/png")
"""MIME types that both platforms show as a picture."""
MOST_IMAGE = 5 * 2**20
"""Bytes of a picture."""
_OFFICE = "application/vnd.openxmlformats-officedocument"
DOCUMENTS = frozenset(
    (
        *("application/pdf", "text/plain", "application/msword", "application/vnd.ms-excel"),
        *("application/vnd.ms-powerpoint", f"{_OFFICE}.wordprocessingml.document"),
        *(f"{_OFFICE}.spreadsheetml.sheet", f"{_OFFICE}.presentationml.presentation"),
        *("image/jpeg", "image/png", "image/webp", "video/mp4", "video/3gpp"),
        *("audio/aac", "audio/amr", "audio/mp4", "audio/mpeg", "audio/ogg"),
    )
)
"""MIME types that WhatsApp takes as a file. Telegram takes all."""
MOST_DOCUMENT = 20 * 2**20
"""Bytes of a file."""

# --- what is said ---------------------------------------------------------------------------------------


class Link(Record):
    """A button that opens an https address."""

    label: str
    url: str


class ReadIt(Record):
    """The button « J'ai lu »."""


class Poll(Record):
    """A question with buttons for its answers."""

    question: str
    answers: tuple[str, ...]
    """Two to five answers."""


class Interest(Record):
    """The button « Je suis intéressée »: it opens the person's work, or a module (`module_id`)."""

    opens: Literal["work", "module"] = "work"
    module_id: str = ""


Button = Link | ReadIt | Poll | Interest


class AnnouncementFile(Record):
    """A stored file (`media`: its digest) that is sent with the text. `size` in bytes."""

    kind: Literal["image", "document"]
    media: str
    mime: str
    size: int
    name: str = ""


class SentFile(Record):
    """The file of an event: "here" (`file`), still "coming", or "lost" (`why`: a
    `backend.domain.files.file_types.Why`)."""

    state: Literal["here", "coming", "lost"]
    file: AnnouncementFile | None = None
    why: str = ""


class Announcement(Record):
    """What is sent. Links may occur several times, each other kind of button once. A poll counts as one button."""

    text: str
    file: AnnouncementFile | None = None
    buttons: tuple[Button, ...] = ()

    @property
    def poll(self) -> Poll | None:
        """The poll of the announcement; None if it has none."""
        return next((b for b in self.buttons if isinstance(b, Poll)), None)

    @property
    def named(self) -> bool:
        """Whether each recipient's first name is in it."""
        return placeholders.named(_text(self))

    @property
    def unfilled(self) -> tuple[str, ...]:
        """What looks like a placeholder but is sent as it is."""
        others: list[str] = []
        for button in self.buttons:
            match button:
                case Link(label, url):
                    others += (label, url)
                case Poll(_, answers):
                    others += answers
        return placeholders.unfilled((_text(self),), others)


def length(text: str) -> int:
    """The length in UTF-16 units, as Telegram counts. No other way of counting characters gives more."""
    return len(text.encode("utf-16-le")) // 2


def check(announcement: Announcement) -> None:
    """Raises `BadInput` with the first fault if one of the channels cannot show the announcement completely."""
    if not placeholders.filled(announcement.text, "").strip():
        raise BadInput(Reason("an announcement needs a text"))
    for button in announcement.buttons:
        _check_button(button)
    kinds = [type(button) for button in announcement.buttons if not isinstance(button, Link)]
    if len(kinds) != len(set(kinds)):
        raise BadInput(Reason("a poll and each answer button can be there once"))
    if len(announcement.buttons) > MOST_BUTTONS:
        raise BadInput(Reason("at most {n} buttons", n=MOST_BUTTONS))
    if announcement.file is not None:
        _check_file(announcement.file)
    shown = length(_text(announcement, placeholders.LONGEST_NAME)) + sum(
        length(b.label) + length(b.url) + 10 for b in announcement.buttons if isinstance(b, Link)
    )
    most = MOST_WITH if announcement.file is not None or announcement.buttons else MOST_TEXT
    if shown > most:
        raise BadInput(
            Reason(
                "the text is too long for WhatsApp: {there} characters with its buttons, at most {most}",
                there=shown,
                most=most,
            )
            if most == MOST_WITH
            else Reason("the text is too long: {there} characters, at most {most}", there=shown, most=most)
        )


def _check_button(button: Button) -> None:
    match button:
        case Link(label, url):
            if not label.strip() or length(label) > MOST_LABEL:
                raise BadInput(Reason("a button's name has 1 to {n} characters", n=MOST_LABEL))
            try:
                host = urlsplit(url).hostname
            except ValueError:
                host = None
            if not url.startswith("https://") or not host or any(c.isspace() for c in url) or len(url) > MOST_URL:
                raise BadInput(Reason("{text!r} is no address that begins with https://", text=url[:100]))
        case Poll(question, answers):
            if not placeholders.filled(question, "").strip() or length(question) > MOST_QUESTION:
                raise BadInput(Reason("a poll's question has 1 to {n} characters", n=MOST_QUESTION))
            if not 2 <= len(answers) <= MOST_ANSWERS:
                raise BadInput(Reason("a poll has 2 to {n} answers", n=MOST_ANSWERS))
            if any(not a.strip() or length(a) > MOST_ANSWER for a in answers):
                raise BadInput(Reason("a poll's answer has 1 to {n} characters", n=MOST_ANSWER))
            if len({a.strip().casefold() for a in answers}) != len(answers):
                raise BadInput(Reason("two answers of the poll are the same"))
        case Interest("module", ""):
            raise BadInput(Reason("this button needs a module that it opens"))


def _check_file(file: AnnouncementFile) -> None:
    if file.kind == "image" and file.mime not in IMAGES:
        raise BadInput(Reason("a picture must be JPEG or PNG, not {mime}", mime=file.mime or "?"))
    if file.kind == "document" and file.mime not in DOCUMENTS:
        raise BadInput(Reason("WhatsApp takes no file of this type: {mime}; send a PDF", mime=file.mime or "?"))
    most = MOST_IMAGE if file.kind == "image" else MOST_DOCUMENT
    if file.size > most:
        raise BadInput(Reason("the file {name!r} is larger than {limit} MB", name=file.name, limit=most // 2**20))


def message(announcement: Announcement, number: int, name: str) -> Message:
    """The message for a recipient with this first name (""; none given). `number`: the announcement's."""
    choices: list[Choice] = []
    for button in announcement.buttons:
        match button:
            case Link(label, url):
                choices.append(Choice("lien", Raw(label), url=url))
            case ReadIt():
                choices.append(Choice(f"{READ} {number}", "✅ J'ai lu"))
            case Poll(_, answers):
                choices += [Choice(f"{VOTE} {number} {n}", Raw(a)) for n, a in enumerate(answers, 1)]
            case Interest():
                choices.append(Choice(f"{INTERESTED} {number}", Tr("Je suis intéressée")))
    file = announcement.file
    attachment = None if file is None else Attachment(file.kind, file.media, file.name)
    return Message((Raw(_text(announcement, name)),), tuple(choices), attachment)


def _text(announcement: Announcement, name: str | None = None) -> str:
    """The text. `name` None: as it was written."""
    said = [announcement.text.strip()]
    if (poll := announcement.poll) is not None:
        said.append(f"📊 {poll.question.strip()}")
    return "\n\n".join(said if name is None else [placeholders.filled(each, name).strip() for each in said])


# --- as kept --------------------------------------------------------------------------------------------


def dump(announcement: Announcement) -> dict[str, Any]:
    """The announcement as JSON-ready data."""
    data: dict[str, Any] = {"text": announcement.text, "buttons": [_dump_button(b) for b in announcement.buttons]}
    if (file := announcement.file) is not None:
        data["file"] = [file.kind, file.media, file.mime, file.size, file.name]
    return data


def load(data: Mapping[str, Any]) -> Announcement:
    """The inverse of `dump`."""
    file = AnnouncementFile(*data["file"]) if "file" in data else None
    return Announcement(data["text"], file, tuple(_load_button(*b) for b in data["buttons"]))


def _dump_button(button: Button) -> list[Any]:
    match button:
        case Link(label, url):
            return ["link", label, url]
        case ReadIt():
            return ["read"]
        case Poll(question, answers):
            return ["poll", question, list(answers)]
        case Interest(opens, module_id):
            return ["interest", opens, module_id]


def _load_button(kind: str, *values: Any) -> Button:
    match kind:
        case "link":
            return Link(*values)
        case "poll":
            return Poll(values[0], tuple(values[1]))
        case "interest":
            return Interest(*values)
        case _:
            return ReadIt()
