"""The state of an announcement that is being written, the facts that it needs, and its commands."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Literal

from backend.domain.announcements import content as announcements_content
from backend.domain.announcements import life as announcements_life
from backend.domain.announcements.content import Announcement, AnnouncementFile, Button, SentFile
from backend.domain.announcements.life import Audience, Estimate
from backend.domain.messaging.message import Choice
from backend.records import Record, field, replace

Named = tuple[str, str]
"""(key, title)"""

BACK = Choice("back", "⬅️ Retour", aside=True)
CANCEL = Choice("cancel", "Annuler", aside=True)
REWRITE = Choice("text", "✏️ Changer le texte")
NEXT = Choice("next", "Suite ➡️", aside=True, also=("continuer", "continue", "on continue", "je continue", "suivant"))


class Facts(Record):
    """What the flow needs to know.

    - `now`: the author's local time (naive).
    - `countries` (codes), `projects` (by id), `badges`, `modules`, `channels`: what can be chosen.
    - `stored`: the file that was sent, as far as it is fetched.
    - `estimate`, `looks` (channel → preview text), `messages` (most messages for one person):
      only where they are shown.
    - `fault`: what is wrong with the announcement; "" for nothing.
    - `name`: the author's first name. `others`: the author's other announcements still under way (id, text)."""

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


class State(Record):
    """`rewrites`: she changes the text, and « retour » keeps it.
    `file`: the id of the event that brought the file. `buttons`: as `dump` in
    `backend.domain.announcements.content` writes them. `question`: of the poll that is being written. `audience`: as
    `dump_audience` in `backend.domain.announcements.life` writes it (empty: not changed yet). `unread`: the last filter
    in words that was not taken, or what else was written below the last question, until the audience changes or it is
    told. `local`: the readers' local time in
    ISO format ("": at once). `lead`: a time before the text, while it is asked whether it is that of sending."""

    at: str = "text"
    text: str = ""
    rewrites: bool = False
    file: int = 0
    buttons: tuple[Any, ...] = ()
    question: str = ""
    audience: Mapping[str, Any] = field(default_factory=dict)
    unread: str = ""
    local: str = ""
    lead: str = ""

    def content(self, file: AnnouncementFile | None) -> Announcement:
        """The announcement with this file."""
        known = announcements_content.load({"text": self.text, "buttons": self.buttons})
        return replace(known, file=file)

    def with_button(self, button: Button) -> State:
        """Add a button and go back to the list of buttons."""
        added = announcements_content.dump(Announcement("", None, (button,)))["buttons"][0]
        return replace(self, buttons=(*self.buttons, tuple(added)), at="buttons", question="")

    def without_file(self, at: str) -> State:
        """Remove the file and go to this step."""
        return replace(self, at=at, file=0)

    def readers(self, facts: Facts) -> Audience:
        """The audience; a Huber's countries if nothing was chosen."""
        if self.audience:
            return announcements_life.load_audience(self.audience)
        return Audience(countries=() if facts.admin else facts.countries)

    def for_readers(self, audience: Audience) -> State:
        """Set the audience and go back to its step."""
        return replace(self, audience=announcements_life.dump_audience(audience), at="audience", unread="")

    @property
    def moment(self) -> datetime | None:
        """The readers' local time; None: at once."""
        return datetime.fromisoformat(self.local) if self.local else None


# --- commands and their outcomes ----------------------------------------------------------------------


class NoteFile(Record):
    """Fetch the file that this event brought; the outcome is `FileNoted`."""


class FileNoted(Record):
    event: int


class SendTest(Record):
    """Send the announcement to its author alone."""

    content: Announcement


class HandOver(Record):
    """Hand the announcement over for sending; the outcome is `HandedOver`."""

    content: Announcement
    audience: Audience
    local: datetime | None


class HandedOver(Record):
    """`outcome`: "new"; "known" (the same announcement exists, by `author`); "asked" (a second person must approve it);
    "alone" (the same, but nobody can be asked); "refused" (with its `fault`). `number`, `people`: id and audience size.
    `days`: over how many days it goes out.
    """

    outcome: Literal["new", "known", "asked", "alone", "refused"]
    number: int = 0
    people: int = 0
    author: str = ""
    fault: str = ""
    days: int = 1
