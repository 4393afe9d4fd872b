"""Who takes part, and what they do about themselves: commands and what came of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, get_args

from backend.domain.money import Money
from backend.domain.people.reminder_preferences import Preference

Role = Literal["hiteuse", "trainee", "huber", "admin"]
ROLES: tuple[str, ...] = get_args(Role)

Duty = Literal["owner", "operations", "finance", "reader"]
DUTIES: tuple[str, ...] = get_args(Duty)
"""What an admin is there for; see `backend.domain.people.permissions`."""

GoalKind = Literal["business", "studies", "housing", "health", "family", "other"]
GOAL_KINDS: tuple[str, ...] = get_args(GoalKind)
"""KIMSO's criteria in the words of a project that somebody saves for."""

TERMS_VERSION = "2026-12c"
DATA_VERSION = "2026-12"
"""Versions of the texts that she agrees to (`bot.flows.people.onboarding_views`): a new text gets a new version, which
is kept with the consent."""


@dataclass(frozen=True, slots=True)
class Person:
    """A person as every turn needs her. `role` None: she has no invitation yet."""

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
    """Of an admin; None: she may only read."""
    countries: tuple[str, ...] = ()
    """Of a Huber who looks after others than the one where she lives."""
    pin_at: datetime | None = None
    """When she chose her secret number; None: she has none."""

    @property
    def looks_after(self) -> tuple[str, ...]:
        """A Huber's countries."""
        return self.countries or ((self.country,) if self.country else ())


@dataclass(frozen=True, slots=True)
class Operator:
    """Whoever has a shell on the server: the command line acts for no person and may do everything."""

    id: None = None


OPERATOR = Operator()
Actor = Person | Operator
"""Whom a service acts for; `id` is that of the person, or None."""


@dataclass(frozen=True, slots=True)
class Goal:
    """The project that she wants to fund; `amount` None: she does not know yet."""

    kind: GoalKind
    words: str = ""
    amount: Money | None = None


@dataclass(frozen=True, slots=True)
class Invite:
    """A single-use code. `country` is ISO 3166 alpha-2."""

    code: str
    role: Role
    country: str
    name: str = ""
    duty: Duty | None = None
    """Of an admin."""
    countries: tuple[str, ...] = ()
    """Of a Huber; none: that country."""


# --- commands -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class GiveConsent:
    """She agrees to the terms and to the data kept, in their present versions."""


@dataclass(frozen=True, slots=True)
class SetPlace:
    """`zone` None: her country has several, and she will be asked."""

    country: str
    zone: str | None


@dataclass(frozen=True, slots=True)
class SetGoal:
    goal: Goal


@dataclass(frozen=True, slots=True)
class SetReminder:
    """None: she wants no reminders."""

    preference: Preference | None


@dataclass(frozen=True, slots=True)
class Pause:
    """She wants no message that we start until then. None: no pause."""

    until: datetime | None


@dataclass(frozen=True, slots=True)
class Join:
    """Her profile is complete: she may work."""


@dataclass(frozen=True, slots=True)
class DeclineWork:
    """A trainee who may work from now on does not want to: she goes on learning."""


@dataclass(frozen=True, slots=True)
class MakeInvites:
    role: Role
    country: str
    count: int = 1
    name: str = ""
    duty: Duty | None = None
    countries: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    """One code for each; `count` and `name` are ignored then."""


# --- what came of them ----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class InvitesMade:
    invites: tuple[Invite, ...]
    links: tuple[Mapping[str, str], ...]
    """For each, the address that opens a chat with the code in it, by channel."""
    work_for: int | None = None
    """Of codes for hiteuses: so many the open work pays 250 EUR a month, where with these they may be more."""
