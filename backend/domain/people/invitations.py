"""Codes that were given out: what became of each, and asking for codes by a list of names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from backend.domain.messaging.message import Attachment
from backend.domain.people.commands import Duty, Invite, Role
from backend.domain.people.name_lists import Named

SAME_NAME = timedelta(days=1)
"""A name that got a code so short a time ago gets no second one unasked: the list was sent again."""

Fate = Literal["open", "withdrawn", "arrived", "joined", "working"]


@dataclass(frozen=True, slots=True)
class Given:
    """A code and its fate. `code` as it is stored; `giver`: who made it ("": the command line). `arrived_at`:
    when it was used, by whom in `person_id` and `person`; `joined_at`: she agreed to the terms;
    `worked_at`: her first task of a client's project."""

    code: str
    role: Role
    country: str
    name: str
    giver: str
    created_at: datetime
    withdrawn_at: datetime | None = None
    arrived_at: datetime | None = None
    person_id: int | None = None
    person: str = ""
    joined_at: datetime | None = None
    worked_at: datetime | None = None

    @property
    def fate(self) -> Fate:
        """How far the code has come."""
        if self.arrived_at is None:
            return "open" if self.withdrawn_at is None else "withdrawn"
        if self.worked_at is not None:
            return "working"
        return "arrived" if self.joined_at is None else "joined"


@dataclass(frozen=True, slots=True)
class Counts:
    """How many codes there are, and where they stand; `arrived` holds those who joined and work too."""

    given: int = 0
    open: int = 0
    arrived: int = 0
    joined: int = 0
    working: int = 0
    withdrawn: int = 0


@dataclass(frozen=True, slots=True)
class InviteNames:
    """One code for each of these names, for her own country where her line says so; a command of the flow."""

    role: Role
    country: str
    names: tuple[Named, ...]
    duty: Duty | None = None
    countries: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class InviteFile:
    """The same for the names in a file: `file` is the platform's name of it. A job reads it."""

    role: Role
    country: str
    file: str
    name: str
    duty: Duty | None = None
    countries: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NamesInvited:
    """`invites` with their `links` (address by channel) and the `numbers` that stood beside the names ("": none).
    `again`: how many names had a code of today already
    or stood there twice; with a yes to `draft` they get one more."""

    invites: tuple[Invite, ...]
    links: tuple[Mapping[str, str], ...]
    numbers: tuple[str, ...] = ()
    again: int = 0
    draft: int | None = None
    work_for: int | None = None
    """As of `InvitesMade`."""
    sheet: Attachment | None = None
    """All of them as a file, where they are too many for one message."""
