"""What people and their Hubers write to each other: commands, what comes of them, and the rules of time.

One thread per person at a time, shared by the Hubers of the country where she is now (so it goes along when
she moves), and answered by the team where her country has none. It stays open until somebody closes it or it
has been silent for `SILENT_AFTER` with nothing of hers unanswered; `THREAD_RETENTION` after that its words are
forgotten.

At night nobody is woken (`quiet_hours`), with one exception for each side, because there somebody is awake
and waits: a Huber's words go at once to who has written within `HERS_LIVE`, and hers to a Huber who has
answered in that thread within `HUBERS_LIVE`. All else waits for the morning.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal, get_args

from backend.domain.messaging import quiet_hours
from backend.domain.messaging.message import Attachment

ESCALATE_AFTER = timedelta(hours=24)
"""Unanswered for so long, the team is told of it, once."""
SILENT_AFTER = timedelta(days=7)
THREAD_RETENTION = timedelta(days=90)
HERS_LIVE = timedelta(hours=24)
HUBERS_LIVE = timedelta(hours=1)
FREE_WINDOW = timedelta(hours=24)
"""After a word of hers a platform lets us write freely for so long; later it may hold a message back."""
REPLY_TIME_SPAN = timedelta(days=28)
"""How long answers take is what they took in so many days …"""
MIN_MEASURED_REPLIES = 5
"""… if there were as many as this; fewer say nothing."""

FileKind = Literal["image", "voice", "audio", "document"]
FILE_KINDS: tuple[str, ...] = get_args(FileKind)
"""What can be passed on. No videos: few of the phones and plans of those who write could bear them."""
PICTURES = frozenset({"image/jpeg", "image/png", "image/webp"})
MOST_PICTURE = 5 * 2**20
"""Bytes of what every channel shows as a picture; a larger one goes as a file."""


def may_tell_at(now: datetime, zone: str, heard_at: datetime | None, live: timedelta) -> datetime:
    """When somebody may be told of a word in a thread. `heard_at`: her own last one there."""
    if heard_at is not None and now - heard_at < live:
        return now
    return quiet_hours.after(now, zone)


def next_look(waiting_since: datetime | None, escalated_at: datetime | None, last_at: datetime) -> datetime | None:
    """When the thread is to be looked at again: to tell the team, or to close it. None: when somebody answers."""
    if waiting_since is None:
        return last_at + SILENT_AFTER
    return waiting_since + ESCALATE_AFTER if escalated_at is None else None


# --- who and what -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Author:
    """Somebody as the other side may know her: a first name, and whether she is of the team and no Huber."""

    name: str = ""
    team: bool = False


@dataclass(frozen=True, slots=True)
class Enclosed:
    """A file of a message. `event`: of the inbox, which brought it; 0: the one that is in hand."""

    kind: str
    name: str
    event: int = 0


@dataclass(frozen=True, slots=True)
class ThreadLine:
    """One message as it is shown again. `author` None: hers whose thread it is. `file`: once it is there."""

    author: Author | None
    words: str
    kind: str | None
    at: datetime
    file: Attachment | None = None


@dataclass(frozen=True, slots=True)
class ThreadMessage:
    """One message as it is kept. `hers`: of whose thread it is, and not of who answers. `kind`, `name`, `hash`,
    `mime`, `size` are its file's: `kind` None where it has none, `hash` None while that is not there. `told_at`: when
    it was passed on."""

    id: int
    thread_id: int
    author_id: int
    author: Author
    hers: bool
    words: str
    at: datetime
    told_at: datetime | None = None
    kind: str | None = None
    name: str = ""
    hash: str | None = None
    mime: str | None = None
    size: int | None = None

    @property
    def awaits_file(self) -> bool:
        """Whether its file is not there yet."""
        return self.kind is not None and self.hash is None

    @property
    def file(self) -> Attachment | None:
        """Its file, once it is there; what is a picture no longer than every channel shows it as one."""
        if self.kind is None or self.hash is None:
            return None
        match self.kind:
            case "image" if self.mime in PICTURES and self.size is not None and self.size <= MOST_PICTURE:
                return Attachment("image", self.hash)
            case "voice" if self.mime == "audio/ogg":
                return Attachment("voice", self.hash, "vocal.ogg")
            case "voice" | "audio":
                return Attachment("audio", self.hash, self.name)
            case _:
                return Attachment("document", self.hash, self.name)

    @property
    def line(self) -> ThreadLine:
        """As it is shown again."""
        return ThreadLine(None if self.hers else self.author, self.words, self.kind, self.at, self.file)


@dataclass(frozen=True, slots=True)
class ThreadState:
    """How a thread stands. `waiting_since`: her first word that nobody has answered; `answered_by`: who answered
    last; `last_at`: when something was said last."""

    id: int
    person_id: int
    waiting_since: datetime | None
    escalated_at: datetime | None
    answered_by: int | None
    answered_at: datetime | None
    last_at: datetime
    closed_at: datetime | None


@dataclass(frozen=True, slots=True)
class Thread:
    """A thread as those see it who answer. `person_id`, `name`, `country`: hers. `lines`: the newest ones, oldest
    first. `seen`: the newest message. `waiting`: her words that nobody has answered. `files`: how many of these are
    files."""

    id: int
    name: str
    country: str
    waiting_since: datetime | None
    escalated: bool
    answered_by: Author | None
    answered_at: datetime | None
    seen: int
    lines: tuple[ThreadLine, ...] = ()
    files: int = 0
    person_id: int = 0
    closed: bool = False

    @property
    def waiting(self) -> tuple[ThreadLine, ...]:
        """The words of the person whose thread it is that nobody has answered."""
        if self.waiting_since is None:
            return ()
        since = self.waiting_since
        return tuple(line for line in self.lines if line.author is None and line.at >= since)


@dataclass(frozen=True, slots=True)
class ListedThread:
    """A thread in the list of those who answer. `mine`: she answered it herself."""

    id: int
    name: str
    country: str
    waiting_since: datetime | None
    escalated: bool
    answered_by: Author | None
    answered_at: datetime | None
    mine: bool
    words: str
    kind: str | None


@dataclass(frozen=True, slots=True)
class Listing:
    """A page of threads, those that wait first; how many there are in all, and how many of them wait."""

    threads: tuple[ListedThread, ...]
    in_all: int
    waiting: int


@dataclass(frozen=True, slots=True)
class HuberStanding:
    """How she stands with her Huber. `to`: who would read her. `huber`: the first name, where it is one.
    `usual`: how long answers take; None: too few to tell. `last`: what was answered last."""

    to: Literal["hubers", "team"]
    huber: str = ""
    usual: timedelta | None = None
    waiting_since: datetime | None = None
    last: ThreadLine | None = None


# --- commands, and what came of them ----------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class WriteToHuber:
    """Her words, with or without a file; the outcome is `WrittenToHuber`."""

    words: str = ""
    file: Enclosed | None = None


@dataclass(frozen=True, slots=True)
class WrittenToHuber:
    """`night`: it is passed on in the morning."""

    standing: HuberStanding
    night: bool = False


@dataclass(frozen=True, slots=True)
class LookAtThread:
    """The outcome is `ThreadLooked`."""

    thread: int


@dataclass(frozen=True, slots=True)
class ThreadLooked:
    """`seen`: the newest message; None: there is no such thread for her."""

    seen: int | None


@dataclass(frozen=True, slots=True)
class AnswerThread:
    """A Huber's words to her whose thread it is; the outcome is `Answered`. `seen`: the newest message that the
    Huber knew. `anyway`: also where somebody else has answered since."""

    thread: int
    words: str = ""
    file: Enclosed | None = None
    seen: int = 0
    anyway: bool = False


Outcome = Literal["sent", "morning", "unsure", "unreachable", "stopped", "twice", "elsewhere", "gone"]


@dataclass(frozen=True, slots=True)
class Answered:
    """What came of it.

    "sent": it goes out now; "unsure": also, but she has not written for so long that the platform may hold it
    until she does; "morning": it is night where she is; "unreachable": she cannot be told now, and finds it
    when she is back; "stopped": she wants nothing more; "twice": not said, `by` has answered since (`words`);
    "elsewhere": not said, she is in another country now; "gone": not said, there is no such thread.
    `waiting`: threads that still wait for an answer of this Huber's country. `event`: of the file.
    """

    outcome: Outcome
    name: str = ""
    by: Author | None = None
    words: str = ""
    at: datetime | None = None
    waiting: int = 0
    event: int = 0


@dataclass(frozen=True, slots=True)
class CloseThread:
    """Nothing more is to be said; the outcome is `Closed`."""

    thread: int


@dataclass(frozen=True, slots=True)
class Closed:
    name: str
    waiting: int


@dataclass(frozen=True, slots=True)
class ShowFiles:
    """The files that wait for an answer, once more."""

    thread: int
