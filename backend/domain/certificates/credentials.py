"""Credentials: what others can verify of a person's skills, and what the person agreed to show."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from backend.domain.certificates.badges import ModuleSet
from backend.records import Record

REPLACED = "replaced"
"""The reason of a credential that was replaced by a newer one of the same person. Other reasons are in words."""


class Shown(Record):
    """What a verifier sees besides the title. The name is always on the certificate itself, which the person hands
    over."""

    name: bool = True
    modules: bool = True
    date: bool = True

    def to_json(self) -> dict[str, bool]:
        """The choices as JSON-safe data. `Shown(**data)` is the inverse."""
        return {"name": self.name, "modules": self.modules, "date": self.date}


class Credential(Record):
    """One certificate or badge as issued.

    `name`: as the person wants it. `contents`: titles of what was passed for it: modules, or for a single module its
    lessons. `awarded`: when the last one was passed. `address`: where it can be verified. `token`: the signed
    credential. `reason`: why it ended, or "". `badges`: the numbers of those that it certifies.
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
        """Whether a newer one of the same person replaced it."""
        return self.revoked_at is not None and self.reason == REPLACED


# --- commands -------------------------------------------------------------------------------------


class TakeCertificate(Record):
    """A command: take the certificate with this key under this name, showing this. It replaces an earlier one, unless
    that is the same."""

    key: str
    name: str
    shown: Shown = Shown()


# --- what came of them, and what is found ----------------------------------------------------------


class CertificateTaken(Record):
    """The outcome of `TakeCertificate`. None: she has not earned it (any more)."""

    credential: Credential | None


Status = Literal["valid", "revoked", "replaced", "altered", "forged", "elsewhere", "unknown", "unreadable"]
"""The result of a check.

- valid: as we issued it. revoked. replaced: there is a newer one.
- altered: it is ours, but differs from what we signed. forged: it is not ours.
- elsewhere: a link to another site, whatever that shows. unknown: there is no such credential. unreadable: no
  credential.
"""


class Verdict(Record):
    """The result of a check. `credential`: as stored, if the check may show it."""

    status: Status
    credential: Credential | None = None


class Wallet(Record):
    """What a person can take and has taken: `sets`, and the present credential of each. `withdrawn`: revoked ones, with
    their reasons. `name`: the name used last; "" before the first."""

    sets: tuple[ModuleSet, ...] = ()
    taken: tuple[Credential, ...] = ()
    withdrawn: tuple[Credential, ...] = ()
    name: str = ""
    shown: Shown = Shown()

    def set_of(self, key: str) -> ModuleSet | None:
        """What the person may take under this key; None: nothing."""
        return next((s for s in self.sets if s.key == key), None)

    def credential_of(self, key: str) -> Credential | None:
        """The valid credential that the person has taken under this key; None: there is none."""
        return next((c for c in self.taken if c.key == key), None)


def dump(credential: Credential) -> dict[str, Any]:
    """What is stored as JSON besides the columns."""
    return {
        "jwt": credential.token,
        "address": credential.address,
        "title": credential.title,
        "about": credential.about,
        "contents": list(credential.contents),
        "awarded": credential.awarded.isoformat(),
    }
