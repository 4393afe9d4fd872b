"""Threads between people and their Hubers, and between Hubers and the team: commands and outcomes. The rules
of time are in `timing`."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Literal, get_args

from backend.domain.messaging.message import Attachment
from backend.records import Record

FileKind = Literal["image", "voice", "audio", "document"]
FILE_KINDS: tuple[str, ...] = get_args(FileKind)
"""Kinds of files that can be passed on. Videos cannot: few of the phones and plans of the people could bear them."""
PICTURES = frozenset({"image/jpeg", "image/png", "image/webp"})
MOST_PICTURE = 5 * 2**20
"""Bytes of a picture that every channel shows. A larger one is sent as a file."""


# --- who and what -----------------------------------------------------------------------------------


class Author(Record):
    """An author as the other side may know them: a first name, and whether they are of the team and no Huber."""

    name: str = ""
    team: bool = False


class Enclosed(Record):
    """A file of a message. `event`: of the inbox, which brought it; 0: the present event."""

    kind: str
    name: str
    event: int = 0


class ThreadLine(Record):
    """One message as shown. `author` None: the person whose thread it is. `file`: once it is there."""

    author: Author | None
    words: str
    kind: str | None
    at: datetime
    file: Attachment | None = None


class ThreadMessage(Record):
    """One stored message. `hers`: the person whose thread it is wrote it. `told_at`: when it was passed on. The other
    fields are those of its file: `kind` None: there is none; `hash` None: it is not there yet."""

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
        """The file, once it is there; None if there is none. A picture that not every channel shows is sent as a
        file."""
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
        """The message as shown."""
        return ThreadLine(None if self.hers else self.author, self.words, self.kind, self.at, self.file)


class ThreadState(Record):
    """The state of a thread. `waiting_since`: the person's first unanswered message; `answered_by`: who answered last;
    `last_at`: the last message of either side."""

    id: int
    person_id: int
    waiting_since: datetime | None
    escalated_at: datetime | None
    answered_by: int | None
    answered_at: datetime | None
    last_at: datetime
    closed_at: datetime | None


class Thread(Record):
    """A thread as Hubers see it. `person_id`, `name`, `country`: of the person whose thread it is. `lines`: the newest
    ones, oldest first. `seen`: the newest message. `waiting`: unanswered messages; `files`: how many of these are
    files. `of_huber`: the thread is a Huber's own, with the team. `alike`: another one with an open thread has this
    name."""

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
    of_huber: bool = False
    alike: bool = False

    @property
    def waiting(self) -> tuple[ThreadLine, ...]:
        """The unanswered messages of the person whose thread it is."""
        if self.waiting_since is None:
            return ()
        since = self.waiting_since
        return tuple(line for line in self.lines if line.author is None and line.at >= since)


class ListedThread(Record):
    """A thread in the list of those who answer. `person_id`: whose it is. `mine`: the reader answered last. `of_huber`:
    see `Thread`."""

    id: int
    person_id: int
    name: str
    country: str
    waiting_since: datetime | None
    escalated: bool
    answered_by: Author | None
    answered_at: datetime | None
    mine: bool
    words: str
    kind: str | None
    of_huber: bool = False


class Listing(Record):
    """A page of threads, waiting ones first; how many there are in all, and how many wait."""

    threads: tuple[ListedThread, ...]
    in_all: int
    waiting: int


class HuberStanding(Record):
    """A person's thread from their side. `to`: who would read a message. `huber`: the Huber's first name, if there is
    only one. `usual`: the usual answer time; None: too few answers to tell. `last`: the last answer. `of_huber`: the
    person is a Huber."""

    to: Literal["hubers", "team"]
    huber: str = ""
    usual: timedelta | None = None
    waiting_since: datetime | None = None
    last: ThreadLine | None = None
    of_huber: bool = False
    hubers: tuple[tuple[int, str], ...] = ()
    """The person and first name of each Huber who would read it."""


# --- commands, and what came of them ----------------------------------------------------------------


class WriteToHuber(Record):
    """A command: the person writes, with or without a file. `to_her`: she has said that it is for her Huber. Outcome:
    `WrittenToHuber`."""

    words: str = ""
    file: Enclosed | None = None
    to_her: bool = False


class WrittenToHuber(Record):
    """`night`: it is passed on in the morning. `hidden`: without the secret number that was in it. `nobody`: there is
    nobody who can be told of it yet. `thanks`: they only say thank you, which waits for no answer."""

    standing: HuberStanding
    night: bool = False
    hidden: bool = False
    nobody: bool = False
    thanks: bool = False


class TellOfHuber(Record):
    """A command: the person tells the team how the Huber `huber` treats her; the Huber does not read it. Outcome:
    `ToldOfHuber`."""

    words: str = ""
    huber: int = 0
    file: Enclosed | None = None


class ToldOfHuber(Record):
    """`read`: somebody of the team is told now; else the next one who comes."""

    read: bool


class LookAtThread(Record):
    """A command. Outcome: `ThreadLooked`."""

    thread: int


class ThreadLooked(Record):
    """`seen`: the newest message; None: there is no such thread for this Huber."""

    seen: int | None


class AnswerThread(Record):
    """A command: a Huber answers. Outcome: `Answered`. `seen`: the newest message that the Huber knew. `anyway`: also
    if somebody else has answered since."""

    thread: int
    words: str = ""
    file: Enclosed | None = None
    seen: int = 0
    anyway: bool = False


Outcome = Literal["sent", "morning", "unsure", "unreachable", "stopped", "twice", "elsewhere", "muted", "gone"]


class Answered(Record):
    """The outcome of an answer.

    - "sent": it is sent now. "unsure": also, but the person has not written for so long that the platform may hold it
      back until they do. "morning": it is night at their place. "unreachable": the person cannot be told now, and finds
      it on return. "stopped": they want no messages.
    - "twice": not sent, because `by` has answered since (`words`). "elsewhere": not sent, because the person is in
      another country now. "muted": not sent, because one of the two has reported a message of the other. "gone": not
      sent, because there is no such thread.

    `waiting`: how many threads still wait for this Huber's countries. `event`: of the file. `of_huber`: see `Thread`.
    """

    outcome: Outcome
    name: str = ""
    by: Author | None = None
    words: str = ""
    at: datetime | None = None
    waiting: int = 0
    event: int = 0
    of_huber: bool = False


class CloseThread(Record):
    """A command: close the thread. Outcome: `Closed`."""

    thread: int


class Closed(Record):
    """The thread is closed. `name`: the name of its person, "" if there is no such thread; `waiting`: threads that
    still wait for the one who closed it. `unanswered`: the number of its person if they waited for an answer.
    `of_huber`: see `Thread`."""

    name: str
    waiting: int
    unanswered: int | None = None
    of_huber: bool = False


class ShowFiles(Record):
    """A command: show the files that wait for an answer again."""

    thread: int
