"""Who may do what: the only table. Services ask it (`backend.services.access`), the words of the chat are shown by it,
and a test checks it for every role and country.

A Huber's permissions hold in their countries only, an admin's everywhere, by duty.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, get_args

from backend.domain.people.commands import Person

Action = Literal[
    "work",
    "learn",
    "write to the huber",
    "write to the team",
    "invite",
    "invite staff",
    "promote",
    "vouch",
    "see the cohort",
    "encourage",
    "announce",
    "approve announcements",
    "set rules",
    "answer threads",
    "answer hubers",
    "see figures",
    "ask figures",
    "see projects",
    "steer projects",
    "record instructions",
    "export results",
    "import",
    "see people",
    "change people",
    "give roles",
    "see queues",
    "clear queues",
    "see the audit",
    "see the training",
    "see results",
    "revoke credentials",
    "review",
    "decide refusals",
    "decide concerns",
    "see payouts",
    "propose payouts",
    "approve payouts",
]
ACTIONS: tuple[Action, ...] = get_args(Action)

_LEARNERS = frozenset({"hiteuse", "trainee"})
_STAFF = frozenset({"owner", "operations", "finance", "reader"})
_DOING = frozenset({"owner", "operations"})
_PAYING = frozenset({"owner", "finance"})
_FIELD = _DOING | {"huber"}

TABLE: Mapping[Action, frozenset[str]] = {
    "work": frozenset({"hiteuse"}),
    "learn": _LEARNERS,
    "write to the huber": _LEARNERS,
    "write to the team": frozenset({"huber"}),
    "invite": _FIELD,
    "invite staff": frozenset({"owner"}),
    "promote": _FIELD,
    "vouch": _FIELD,
    "see the cohort": _STAFF | {"huber"},
    "encourage": _FIELD,
    "announce": _FIELD,
    "approve announcements": _DOING,
    "set rules": frozenset({"owner"}),
    "answer threads": _FIELD,
    "answer hubers": _DOING,
    "see figures": _STAFF,
    "ask figures": _STAFF | {"huber"},
    "see projects": _STAFF,
    "steer projects": _DOING,
    "record instructions": _FIELD,
    "export results": _DOING,
    "import": _DOING,
    "see people": _STAFF,
    "change people": _DOING,
    "give roles": frozenset({"owner"}),
    "see queues": _STAFF,
    "clear queues": _DOING,
    "see the audit": _STAFF,
    "see the training": _STAFF,
    "see results": _STAFF | {"huber"},
    "revoke credentials": _DOING,
    "review": _DOING | {"hiteuse"},
    "decide refusals": _DOING,
    "decide concerns": _FIELD,
    "see payouts": _STAFF,
    "propose payouts": _PAYING,
    "approve payouts": _PAYING,
}
"""For each action the roles, and for admins the duties, that may do it."""


def title(person: Person) -> str:
    """The key of a person in the table: the role, or an admin's duty; "" for a person without a role."""
    if person.role == "admin":
        return person.duty or "reader"
    return person.role or ""


def may(person: Person, action: Action, country: str | None = None) -> bool:
    """Whether the person may do this. `country`: of the person or thing concerned; None: it concerns no country."""
    if title(person) not in TABLE[action]:
        return False
    return person.role != "huber" or country is None or country in person.looks_after
