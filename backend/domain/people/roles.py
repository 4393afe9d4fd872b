"""A person's role, an admin's duty, a Huber's countries."""

from __future__ import annotations

from typing import Any

from backend.domain.errors import BadInput
from backend.domain.people import places
from backend.domain.people.commands import DUTIES, ROLES, Duty, Person, Role
from backend.records import Record

LEARNERS = frozenset({"hiteuse", "trainee"})
CHANGED = "role"
"""The event by which a person hears of a new role."""


class RoleAssignment(Record):
    """A role with its details. `duty`: of an admin only. `countries`: of a Huber only, ISO 3166 alpha-2, sorted; empty:
    where the Huber lives."""

    role: Role | None
    duty: Duty | None = None
    countries: tuple[str, ...] = ()

    @property
    def is_owner(self) -> bool:
        """Whether the person may do everything, including changing other admins' roles."""
        return self.role == "admin" and self.duty == "owner"

    def to_json(self) -> dict[str, Any]:
        """The role as stored in the audit: only what it has."""
        return {
            "role": self.role,
            **({"duty": self.duty} if self.duty else {}),
            **({"countries": list(self.countries)} if self.countries else {}),
        }


class Changed(Record):
    """A changed role. `person`: as they are now. `stopped`: their announcements that were cancelled, because they may
    no longer write to those people."""

    person: Person
    before: RoleAssignment
    after: RoleAssignment
    stopped: tuple[int, ...] = ()

    @property
    def of_huber(self) -> bool:
        """Whether the person was a Huber, whose letters others answer now."""
        return self.before.role == "huber"


def of(person: Person) -> RoleAssignment:
    """A person's present role."""
    match person.role:
        case "admin":
            return RoleAssignment("admin", person.duty or "reader")
        case "huber":
            return RoleAssignment("huber", countries=tuple(sorted(person.looks_after)))
        case role:
            return RoleAssignment(role)


def read(role: str, duty: str = "", countries: tuple[str, ...] = (), *, lives: str = "") -> RoleAssignment:
    """The role that is asked for, with defaults: an admin without a duty may only read, a Huber without countries looks
    after the one where they live (`lives`).

    Raises `BadInput` for an unknown role, duty or country, a duty without admin, countries without Huber, and a Huber
    of no country.
    """
    if role not in ROLES:
        raise BadInput(f"unknown role {role!r}; known: {', '.join(ROLES)}")
    if duty and duty not in DUTIES:
        raise BadInput(f"unknown duty {duty!r}; known: {', '.join(DUTIES)}")
    if duty and role != "admin":
        raise BadInput("only an admin has a duty")
    if countries and role != "huber":
        raise BadInput("only a Huber has countries")
    known = tuple(sorted({places.country(code).code for code in countries}))
    if role == "huber" and not known:
        if not lives:
            raise BadInput("a Huber looks after at least one country")
        known = (lives,)
    return RoleAssignment(
        role,  # type: ignore[arg-type]  # one of `ROLES`, as was just seen
        (duty or "reader") if role == "admin" else None,  # type: ignore[arg-type]  # one of `DUTIES`
        known,
    )
