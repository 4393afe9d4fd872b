"""One person as an admin sees them: what is needed to help, on one screen."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from backend.domain.earnings.figures import Earned
from backend.domain.messaging import channels
from backend.domain.people.commands import Person
from backend.records import Record, field

PAUSE_LENGTH = timedelta(days=7)
"""The length of a pause that an admin sets."""
READ_AGAIN = timedelta(hours=1)
"""Reading the same file again within this time is not recorded again."""
MOST_NOTE = 500
"""Characters of a note."""


class Hit(Record):
    """A person who may be meant."""

    person: int
    name: str
    role: str
    country: str


class Contact(Record):
    """A chat of the person. `ending`: the last digits of a phone number; "" if the address is none."""

    channel: str
    ending: str = ""
    blocked: bool = False
    locked: bool = False
    heard_at: datetime | None = None


class Told(Record):
    """A message to the person. `status`: a `backend.domain.messaging.states.OutboxStatus`; `error`: in the platform's
    words."""

    at: datetime
    purpose: str
    channel: str
    status: int
    sent_at: datetime | None = None
    delivered_at: datetime | None = None
    read_at: datetime | None = None
    error: str = ""


class Note(Record):
    """A staff note about a person. `by`: the author's first name."""

    at: datetime
    by: str
    text: str


class PersonWork(Record):
    """How a person works and learns. `answers`, `active`: of the last 7 days, `answers_ever`: in all, for clients'
    projects. `practised`: the practice task is done. `open_task`: the title of its project, leased since `open_since`.
    `passed`: titles of modules; `learning`: the module that the person is in."""

    answers: int = 0
    active: timedelta = timedelta()
    answers_ever: int = 0
    practised: bool = False
    open_task: str = ""
    open_since: datetime | None = None
    passed: tuple[str, ...] = ()
    learning: str = ""


class PersonFile(Record):
    """Everything about a person. `told`: the last message; `failed`: how many messages to them were given up. `unsent`:
    why, and when, our own clock last sent nothing (`backend.domain.reminders.reminder_policy.SkipReason`). `erased_on`:
    when the person is erased, because they asked for it."""

    person: Person
    contacts: tuple[Contact, ...] = ()
    work: PersonWork = field(default_factory=PersonWork)
    earned: Earned = field(default_factory=Earned)
    told: Told | None = None
    failed: int = 0
    unsent: tuple[str, datetime] | None = None
    notes: tuple[Note, ...] = ()
    notes_in_all: int = 0
    erased_on: datetime | None = None


class FindPerson(Record):
    """A command: find the person with this name, code or number."""

    text: str


class PersonShown(Record):
    """The outcome of `FindPerson`: a message."""

    message: Any


def masked(channel: str, address: str) -> str:
    """The last digits of a phone number, enough to tell it from others; "" if the address is none."""
    return channels.ending(channel, address)


def pause_of(person: Person, now: datetime) -> Mapping[str, Any]:
    """The person's pause, for the audit."""
    until = person.paused_until
    return {"paused_until": until.isoformat() if until is not None and until > now else None}
