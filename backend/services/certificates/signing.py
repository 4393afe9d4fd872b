"""The key that signs credentials. It is the same on every node.

It is `BADGE_SIGNING_KEY` if that is set. Else a key is created when it is first needed, and stored in the database:
every node has it, and it is backed up together with what it signed. But whoever can read the database can sign, so a
production installation sets the variable. The public part of every key ever used is kept, so that a credential can be
verified after the key was changed.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from datetime import datetime

from backend import jose
from backend.db.certificates import credentials as rows
from backend.db.engine.uow import UnitOfWork
from backend.domain.certificates.open_badges import Addresses


@dataclass(slots=True)
class Issuer:
    """Who signs, and where it can be verified. `site`: the product's public address; if none is set, the one where the
    web part listens. `pem`: the key from the environment."""

    site: str
    pem: str | None = field(default=None, repr=False)

    @property
    def at(self) -> Addresses:
        """The addresses of what it signs."""
        return Addresses(self.site)


async def key(uow: UnitOfWork, issuer: Issuer, now: datetime) -> jose.Key:
    """The key that signs now. Raises `BadInput` for a key that cannot be used."""
    pem = issuer.pem if issuer.pem is not None else await rows.own_key(uow)
    if pem is None:
        await rows.alone_for_first_key(uow)
        pem = await rows.own_key(uow)  # another node may have been faster
    if pem is None:
        made = await asyncio.to_thread(jose.new)
        await rows.add_key(uow, made.kid, made.public, made.pem, now)
        return made
    remembered = ("signing key", pem)  # reading a key takes longer than signing
    found: jose.Key | None = uow.kept.get(remembered)
    if found is None:
        found = uow.kept[remembered] = await asyncio.to_thread(jose.Key.load, pem)
    if issuer.pem is not None:
        await rows.add_key(uow, found.kid, found.public, None, now)
    return found
