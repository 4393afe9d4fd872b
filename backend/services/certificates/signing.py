"""The key that signs credentials, the same on every node.

`BADGE_SIGNING_KEY` where it is set. Else one is made the first time that it is needed, and kept in the
database: every node knows it, and it is backed up with what it signed; but whoever can read the
database can sign, so a real installation sets the variable. The public part of every key that was ever
used is kept: a credential is checked with the key that signed it, after that was changed too.
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
    """Who signs, and where it is checked. `site`: the product's public address; where none is set, the
    one where the web part listens. `pem`: the key of the environment."""

    site: str
    pem: str | None = field(default=None, repr=False)

    @property
    def at(self) -> Addresses:
        """Where what it signs is found."""
        return Addresses(self.site)


async def key(uow: UnitOfWork, issuer: Issuer, now: datetime) -> jose.Key:
    """The key that signs now. Raises `BadInput` for one that cannot be used."""
    pem = issuer.pem if issuer.pem is not None else await rows.own_key(uow)
    if pem is None:
        await rows.alone_for_first_key(uow)
        pem = await rows.own_key(uow)  # of another node, which was faster
    if pem is None:
        made = await asyncio.to_thread(jose.new)
        await rows.add_key(uow, made.kid, made.public, made.pem, now)
        return made
    remembered = ("signing key", pem)  # reading it takes longer than signing
    found: jose.Key | None = uow.kept.get(remembered)
    if found is None:
        found = uow.kept[remembered] = await asyncio.to_thread(jose.Key.load, pem)
    if issuer.pem is not None:
        await rows.add_key(uow, found.kid, found.public, None, now)
    return found
