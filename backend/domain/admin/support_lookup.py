"""One person as an admin sees her: everything that helps to help her, on one screen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from backend.domain.earnings.figures import Earned
from backend.domain.messaging import channels
from backend.domain.people.commands import Person

PAUSE_LENGTH = timedelta(days=7)
"""What a pause is that an admin gives."""
READ_AGAIN = timedelta(hours=1)
"""So long reading the same file is written down once."""
MOST_NOTE = 500
"""Characters of a note."""


@dataclass(frozen=True, slots=True)
class Hit:
    """One of those who may be meant."""

    person: int
    name: str
    role: str
    country: str


@dataclass(frozen=True, slots=True)
class Contact:
    """A chat of hers. `ending`: the last digits of a number; "" where the address is none."""

    channel: str
    ending: str = ""
    blocked: bool = False
    locked: bool = False
    heard_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """A message to her. `status` as `backend.domain.messaging.states.OutboxStatus`; `error`: the platform's word."""

    at: datetime
    purpose: str
    channel: str
    status: int
    sent_at: datetime | None = None
    delivered_at: datetime | None = None
    read_at: datetime | None = None
    error: str = ""


@dataclass(frozen=True, slots=True)
class Note:
    at: datetime
    by: str
    text: str


@dataclass(frozen=True, slots=True)
class PersonWork:
    """How somebody works and learns. `answers`, `active`: of the last 7 days, `answers_ever`: all, of clients'
    projects; `practised`: she has done the practice task; `open_task`: the title of its project, and since when she
    has it. `passed`: titles of modules; `learning`: the module in which she is."""

    answers: int = 0
    active: timedelta = timedelta()
    answers_ever: int = 0
    practised: bool = False
    open_task: str = ""
    open_since: datetime | None = None
    passed: tuple[str, ...] = ()
    learning: str = ""


@dataclass(frozen=True, slots=True)
class PersonFile:
    """`told`: the last message, `failed`: how many of hers were given up. `unsent`: the reason why our own clock last
    said nothing, and when (`backend.domain.reminders.reminder_policy.SkipReason`)."""

    person: Person
    contacts: tuple[Contact, ...] = ()
    work: PersonWork = field(default_factory=PersonWork)
    earned: Earned = field(default_factory=Earned)
    told: Told | None = None
    failed: int = 0
    unsent: tuple[str, datetime] | None = None
    notes: tuple[Note, ...] = ()
    notes_in_all: int = 0


@dataclass(frozen=True, slots=True)
class FindPerson:
    """A command: who is meant by this name, code or number?"""

    text: str


@dataclass(frozen=True, slots=True)
class PersonShown:
    """Its outcome: what is said."""

    message: Any


def masked(channel: str, address: str) -> str:
    """The end of a number, enough to tell it from others; "" where the address is none."""
    return address[-4:] if channels.is_number(channel, address) and len(address) > 6 else ""


def pause_of(person: Person, now: datetime) -> Mapping[str, Any]:
    """Her pause, for the audit."""
    until = person.paused_until
    return {"paused_until": until.isoformat() if until is not None and until > now else None}
