"""What a person is among us: her role, an admin's duty, a Huber's countries."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from backend.domain.errors import BadInput
from backend.domain.people import places
from backend.domain.people.commands import DUTIES, ROLES, Duty, Person, Role

LEARNERS = frozenset({"hiteuse", "trainee"})
CHANGED = "role"
"""The event by which she hears that she is something else now."""


@dataclass(frozen=True, slots=True)
class RoleAssignment:
    """`duty`: of an admin only. `countries`: of a Huber only, ISO 3166 alpha-2, sorted; none: where she lives."""

    role: Role | None
    duty: Duty | None = None
    countries: tuple[str, ...] = ()

    @property
    def is_owner(self) -> bool:
        """Whether they may do everything, other admins' roles included."""
        return self.role == "admin" and self.duty == "owner"

    def to_json(self) -> dict[str, Any]:
        """As the audit keeps it: only what this role has."""
        return {
            "role": self.role,
            **({"duty": self.duty} if self.duty else {}),
            **({"countries": list(self.countries)} if self.countries else {}),
        }


@dataclass(frozen=True, slots=True)
class Changed:
    """`person`: as she is now. `stopped`: announcements of hers that go no further, for she may not write to those
    people any more."""

    person: Person
    before: RoleAssignment
    after: RoleAssignment
    stopped: tuple[int, ...] = ()


def of(person: Person) -> RoleAssignment:
    """What she is now."""
    match person.role:
        case "admin":
            return RoleAssignment("admin", person.duty or "reader")
        case "huber":
            return RoleAssignment("huber", countries=tuple(sorted(person.looks_after)))
        case role:
            return RoleAssignment(role)


def read(role: str, duty: str = "", countries: tuple[str, ...] = (), *, lives: str = "") -> RoleAssignment:
    """What somebody asks for, made whole: an admin without a duty may read, a Huber without countries looks
    after the one where she `lives`. Raises `BadInput` for an unknown role, duty or country, a duty of who is
    no admin, countries of who is no Huber, and a Huber of no country."""
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
