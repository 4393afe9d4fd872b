"""Invitation codes: the state of each, and making codes for a list of names."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Literal

from backend.domain.messaging.message import Attachment
from backend.domain.people.commands import Duty, Invite, Role
from backend.domain.people.name_lists import Named
from backend.records import Record

SAME_NAME = timedelta(days=1)
"""A name that got a code within this time gets no second one unasked: the list was probably sent again."""

CodeState = Literal["open", "withdrawn", "arrived", "joined", "working"]


class Given(Record):
    """A code and its state. `code`: as stored; `giver`: who made it; "": the command line.

    `arrived_at`: when it was used, by `person_id` and `person`. `joined_at`: when that person agreed to the terms.
    `worked_at`: when they gave the first answer to a client's task.
    """

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
    def state(self) -> CodeState:
        """The state of the code."""
        if self.arrived_at is None:
            return "open" if self.withdrawn_at is None else "withdrawn"
        if self.worked_at is not None:
            return "working"
        return "arrived" if self.joined_at is None else "joined"


class Counts(Record):
    """The numbers of codes by state. `arrived` includes those who joined and those who work."""

    given: int = 0
    open: int = 0
    arrived: int = 0
    joined: int = 0
    working: int = 0
    withdrawn: int = 0


class InviteNames(Record):
    """A command of the flow: make a code for each of these names, for the country in its line if there is one."""

    role: Role
    country: str
    names: tuple[Named, ...]
    duty: Duty | None = None
    countries: tuple[str, ...] = ()


class InviteFile(Record):
    """A command: the same for the names in a file. `file`: the platform's name of it. A job reads it."""

    role: Role
    country: str
    file: str
    name: str
    duty: Duty | None = None
    countries: tuple[str, ...] = ()


class NamesInvited(Record):
    """The outcome. `invites` with their `links` (address by channel), and the phone `numbers` beside the names ("":
    none). `again`: how many names already had a code of today, or occurred twice; after a yes to `draft` they get
    another one."""

    invites: tuple[Invite, ...]
    links: tuple[Mapping[str, str], ...]
    numbers: tuple[str, ...] = ()
    again: int = 0
    draft: int | None = None
    work_for: int | None = None
    """As in `InvitesMade`."""
    sheet: Attachment | None = None
    """All codes as a file, if they are too many for a message."""
