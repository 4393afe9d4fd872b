"""Credentials: what others can check of what she has learnt, and what she agreed to show of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from backend.domain.certificates.badges import ModuleSet

REPLACED = "replaced"
"""The reason of a credential that gave way to a newer one of hers; any other is in words."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What whoever checks her credential sees beside its title. Her name stands on the certificate in any
    case: that she hands over herself."""

    name: bool = True
    modules: bool = True
    date: bool = True

    def to_json(self) -> dict[str, bool]:
        """As JSON-safe data; `Shown(**data)` is the inverse."""
        return {"name": self.name, "modules": self.modules, "date": self.date}


@dataclass(frozen=True, slots=True)
class Credential:
    """One certificate or badge as it was issued.

    `name`: hers as she wants it. `contents`: the titles of what she has passed for it, modules or, of a
    single module, its lessons; `awarded`: when she passed the last one. `address`: where it is checked.
    `token`: the signed credential. `reason`: of its end, or "". `badges`: the numbers of those that it certifies.
    """

    id: UUID
    person_id: int
    key: str
    title: str
    about: str
    name: str
    contents: tuple[str, ...]
    awarded: datetime
    shown: Shown
    address: str
    token: str
    issued_at: datetime
    revoked_at: datetime | None = None
    reason: str = ""
    badges: frozenset[int] = frozenset()

    @property
    def replaced(self) -> bool:
        """Whether it gave way to a newer one of hers."""
        return self.revoked_at is not None and self.reason == REPLACED


# --- commands -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class TakeCertificate:
    """A certificate of this key under this name, showing this. One that she has of it already gives way,
    unless it is the same."""

    key: str
    name: str
    shown: Shown = Shown()


# --- what came of them, and what is found ----------------------------------------------------------


@dataclass(frozen=True, slots=True)
class CertificateTaken:
    """None: she has not earned it (any more)."""

    credential: Credential | None


Status = Literal["valid", "revoked", "replaced", "altered", "forged", "elsewhere", "unknown", "unreadable"]
"""valid: as we issued it · revoked: taken back · replaced: she has a newer one · altered: it is ours but
says something else than we signed · forged: not ours · elsewhere: a link to another site, whatever it shows ·
unknown: no such one · unreadable: no credential."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a check found. `credential`: as we have it, where the check may speak of it."""

    status: Status
    credential: Credential | None = None


@dataclass(frozen=True, slots=True)
class Wallet:
    """What she can take and what she has taken: `sets`, and of each the one that stands now. `withdrawn`:
    what was taken back from her, with the reason. `name`: the one that she used last, "" before the
    first."""

    sets: tuple[ModuleSet, ...] = ()
    taken: tuple[Credential, ...] = ()
    withdrawn: tuple[Credential, ...] = ()
    name: str = ""
    shown: Shown = Shown()

    def set_of(self, key: str) -> ModuleSet | None:
        """What she may take under this key."""
        return next((s for s in self.sets if s.key == key), None)

    def credential_of(self, key: str) -> Credential | None:
        """The standing one that she has taken under this key."""
        return next((c for c in self.taken if c.key == key), None)


def dump(credential: Credential) -> dict[str, Any]:
    """What is kept of it as JSON beside its columns."""
    return {
        "jwt": credential.token,
        "address": credential.address,
        "title": credential.title,
        "about": credential.about,
        "contents": list(credential.contents),
        "awarded": credential.awarded.isoformat(),
    }
