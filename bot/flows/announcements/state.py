"""What an announcement in the making is: its state, what it needs to know, what it asks services for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Literal

from backend.domain.announcements import content as announcements_content
from backend.domain.announcements import life as announcements_life
from backend.domain.announcements.content import Announcement, AnnouncementFile, Button, SentFile
from backend.domain.announcements.life import Audience, Estimate
from backend.domain.messaging.message import Choice

Named = tuple[str, str]
"""(key, title)."""

BACK = Choice("back", "⬅️ Retour", aside=True)
CANCEL = Choice("cancel", "Annuler", aside=True)
REWRITE = Choice("text", "✏️ Changer le texte")
NEXT = Choice("next", "Suite ➡️", aside=True)


@dataclass(frozen=True, slots=True)
class Facts:
    """`now`: what the author's own clock shows (naive). `countries`: codes that may be chosen; `projects`
    (by number), `badges`, `modules`, `channels`: what there is to choose from. `estimate` of whom it is for,
    `looks` (channel → what stands there) of the preview, and how many `messages` it takes at most for one person:
    only where they are shown. `fault`: what is
    wrong with it as it stands, in words; "" for nothing. `name`: the author's own first name. `others`: of hers that
    still go out (number, text)."""

    now: datetime
    admin: bool = False
    countries: tuple[str, ...] = ()
    projects: tuple[Named, ...] = ()
    badges: tuple[Named, ...] = ()
    modules: tuple[Named, ...] = ()
    channels: tuple[str, ...] = ()
    stored: SentFile | None = None
    estimate: Estimate | None = None
    looks: tuple[Named, ...] = ()
    messages: int = 1
    fault: str = ""
    name: str = ""
    others: tuple[Named, ...] = ()


@dataclass(frozen=True, slots=True)
class State:
    """`file`: the event that brought it, `buttons` as `announcements.dump` writes them, `question`: of a poll
    that is being written, `audience` as `announced.dump_audience` writes it (none: not touched yet), `local`:
    the hour on everybody's own clock in ISO ("": at once)."""

    at: str = "text"
    text: str = ""
    file: int = 0
    buttons: tuple[Any, ...] = ()
    question: str = ""
    audience: Mapping[str, Any] = field(default_factory=dict)
    local: str = ""

    def content(self, file: AnnouncementFile | None) -> Announcement:
        """What is said, with the file that was sent for it."""
        known = announcements_content.load({"text": self.text, "buttons": self.buttons})
        return replace(known, file=file)

    def with_button(self, button: Button) -> State:
        """With one button more, back at the list of buttons."""
        added = announcements_content.dump(Announcement("", None, (button,)))["buttons"][0]
        return replace(self, buttons=(*self.buttons, tuple(added)), at="buttons", question="")

    def without_file(self, at: str) -> State:
        """Without its file, at this step."""
        return replace(self, at=at, file=0)

    def readers(self, facts: Facts) -> Audience:
        """Whom it is for; a Huber's people at first."""
        if self.audience:
            return announcements_life.load_audience(self.audience)
        return Audience(countries=() if facts.admin else facts.countries)

    def for_readers(self, audience: Audience) -> State:
        """For this audience, back at its step."""
        return replace(self, audience=announcements_life.dump_audience(audience), at="audience")

    @property
    def moment(self) -> datetime | None:
        """The hour on everybody's own clock; None: at once."""
        return datetime.fromisoformat(self.local) if self.local else None


# --- commands, and what came of them ------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class NoteFile:
    """Remember which event brought the file; the outcome is `FileNoted`."""


@dataclass(frozen=True, slots=True)
class FileNoted:
    event: int


@dataclass(frozen=True, slots=True)
class SendTest:
    """The very announcement, to its author alone."""

    content: Announcement


@dataclass(frozen=True, slots=True)
class HandOver:
    """Send it; the outcome is `HandedOver`."""

    content: Announcement
    audience: Audience
    local: datetime | None


@dataclass(frozen=True, slots=True)
class HandedOver:
    """`outcome`: "new", "known" (the same one is there already, by `author`), "asked" (a second person must
    say yes), "alone" (the same, but nobody can be asked), or "refused" with its `fault` in words. `number`
    and `people` of the announcement."""

    outcome: Literal["new", "known", "asked", "alone", "refused"]
    number: int = 0
    people: int = 0
    author: str = ""
    fault: str = ""
