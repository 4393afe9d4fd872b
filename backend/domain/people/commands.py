"""People and what they do about themselves: commands and their outcomes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Literal, get_args

from backend.domain.money import Money
from backend.domain.people.reminder_preferences import Preference
from backend.records import Record

Role = Literal["hiteuse", "trainee", "huber", "admin"]
ROLES: tuple[str, ...] = get_args(Role)

Duty = Literal["owner", "operations", "finance", "reader"]
DUTIES: tuple[str, ...] = get_args(Duty)
"""The duties of admins; see `backend.domain.people.permissions`."""

GoalKind = Literal["business", "studies", "housing", "health", "family", "other"]
GOAL_KINDS: tuple[str, ...] = get_args(GoalKind)
"""KIMSO's criteria, as kinds of projects for which somebody saves."""

TERMS_VERSION = "2026-12f"
DATA_VERSION = "2026-12d"
"""Versions of the texts to which people consent (`bot.flows.people.onboarding_views`). A changed text gets a new
version, which is stored with the consent."""


class Person(Record):
    """A person as every turn needs them. `role` None: they have no invitation yet."""

    id: int
    role: Role | None = None
    first_name: str = ""
    country: str = ""
    zone: str = "UTC"
    language: str = "fr"
    data_saver: bool = False
    joined_at: datetime | None = None
    paused_until: datetime | None = None
    stopped_at: datetime | None = None
    duty: Duty | None = None
    """Of an admin; None: may only read."""
    countries: tuple[str, ...] = ()
    """Of a Huber who looks after other countries than their own."""
    pin_at: datetime | None = None
    """When the secret number was chosen; None: there is none."""
    discreet: bool = False
    """No amounts and names in what a locked phone shows of messages that we start."""
    terms: str | None = None
    """The version of the conditions that they agreed to or were asked about last; None: they never agreed to any."""

    @property
    def looks_after(self) -> tuple[str, ...]:
        """A Huber's countries."""
        return self.countries or ((self.country,) if self.country else ())


class Operator(Record):
    """Somebody with a shell on the server. The command line acts for no person and may do everything."""

    id: None = None
    first_name: str = "operator"


OPERATOR = Operator()
Actor = Person | Operator
"""For whom a service acts. `id` is the person's, or None."""


class Goal(Record):
    """The project for which a person saves. `amount` None: they do not know the cost yet."""

    kind: GoalKind
    words: str = ""
    amount: Money | None = None


class Invite(Record):
    """A single-use code. `country` is ISO 3166 alpha-2."""

    code: str
    role: Role
    country: str
    name: str = ""
    duty: Duty | None = None
    """Of an admin."""
    countries: tuple[str, ...] = ()
    """Of a Huber; empty: `country`."""


# --- commands -------------------------------------------------------------------------------------


class GiveConsent(Record):
    """A command: the person agrees to the present versions of the terms and of the data policy."""


class SetPlace(Record):
    """A command. `zone` None: the country has several, and the person will be asked."""

    country: str
    zone: str | None


class SetGoal(Record):
    """A command: set the person's goal."""

    goal: Goal


class SetReminder(Record):
    """A command. None: no reminders."""

    preference: Preference | None


class Pause(Record):
    """A command: start no messages until then. None: no pause."""

    until: datetime | None


class Join(Record):
    """A command: the profile is complete, so the person may work."""


class DeclineWork(Record):
    """A command: a promoted trainee prefers to go on learning."""


class MakeInvites(Record):
    """A command: create invitations. Outcome: `InvitesMade`."""

    role: Role
    country: str
    count: int = 1
    name: str = ""
    duty: Duty | None = None
    countries: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    """One code for each name; `count` and `name` are ignored then."""


# --- what came of them ----------------------------------------------------------------------------


class InvitesMade(Record):
    invites: tuple[Invite, ...]
    links: tuple[Mapping[str, str], ...]
    """For each code, the addresses that open a chat with it, by channel."""
    work_for: int | None = None
    """For codes for hiteuses: how many people the open work pays 250 EUR a month, if with these there may be more
    people."""
