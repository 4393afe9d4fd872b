"""The change of `DATA_ENCRYPTION_KEY`: what was encrypted under an older key is encrypted anew under the first one, so
that the older one can be removed. Marks and stored numbers depend on the finding key, which stays and is only sealed
anew (`backend.encryption`)."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence

from backend.db.engine.uow import Database, UnitOfWork
from backend.db.messaging import contacts
from backend.db.payouts import destinations as rows
from backend.db.payouts.destinations import SealedRow
from backend.domain.messaging import channels
from backend.domain.payouts import destinations
from backend.encryption import Keys, Sealed
from backend.records import Record
from backend.services.payouts import keys as key_service
from backend.services.payouts.keys import KeySource

log = logging.getLogger(__name__)

CHUNK_ROWS = 500


class Rotation(Record):
    """`anew`: destinations that were sealed anew. `lost`: those that no key opens."""

    anew: int
    lost: int


async def rotate(database: Database, source: KeySource) -> Rotation:
    """Encrypt under the first key whatever is under another one. It may be repeated, and run beside turns."""
    async with database.unit() as uow:
        keys = await key_service.keys(uow, source)
        await key_service.seal_finding_anew(uow, keys)
        await uow.commit()
    anew = lost = after = 0
    while True:
        async with database.unit() as uow:
            found = await rows.page(uow, after, CHUNK_ROWS)
            changes, unread = await asyncio.to_thread(_changes, keys, found)
            for before, sealed, mark in changes:
                anew += await rows.seal_anew(uow, before, sealed, mark)
            await uow.commit()
        lost += unread
        if len(found) < CHUNK_ROWS:
            break
        after = found[-1].id
    if lost:
        log.error("no key of DATA_ENCRYPTION_KEY opens %s payment destinations", lost)
    return Rotation(anew, lost)


def _changes(keys: Keys, found: Sequence[SealedRow]) -> tuple[list[tuple[SealedRow, bytes, bytes]], int]:
    changes, lost = [], 0
    for row in found:
        try:
            text = keys.open(row.sealed)
        except Sealed:
            lost += 1
            continue
        mark = keys.mark(destinations.opened(text).value)
        if mark != row.mark or not keys.is_new(row.sealed):
            changes.append((row, keys.seal(text), mark))
    return changes, lost


async def seal_numbers(uow: UnitOfWork, keys: Keys) -> int:
    """Encrypt the phone numbers of chats that were stored in clear by an older version. Return how many."""
    plain = await contacts.plain_numbers(uow, channels.numbers())
    for contact_id, address in plain.items():
        await contacts.readdress(uow, contact_id, address, keys.numbers.sealed(address))
    return len(plain)
