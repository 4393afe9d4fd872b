"""Erasing people: in every table, in pieces, so that nobody waits.

What stays is a number without a name: the answers that clients paid for, and the books. `repeat` does an erasure once
more, after a backup from before it was restored.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Awaitable, Callable, Iterable, Mapping
from datetime import datetime
from functools import partial
from pathlib import Path

from backend.db import turns
from backend.db.admin import audit
from backend.db.certificates import credentials
from backend.db.engine.uow import Database, UnitOfWork
from backend.db.payouts import payouts
from backend.db.people import erasures
from backend.db.privacy import erasure as rows
from backend.db.privacy import mentions
from backend.db.quality import reviews
from backend.db.server import privileges
from backend.db.work import leases
from backend.domain.errors import NotFound
from backend.domain.money import Money
from backend.domain.people import codes
from backend.domain.work.commands import AnswerStatus
from backend.encryption import Numbers
from backend.records import Record, replace
from backend.services.payouts import holds
from backend.services.people import owners

log = logging.getLogger(__name__)

FILE = "erased"
"""The file in the data folder with the numbers of everybody who was erased, one per line; behind a space the digest of
the code under which their pay is kept, in hexadecimal. It is no part of a backup, so that a restore can erase them
again, and their codes still count."""
LEFT = "the person was erased"
"""The reason of a payment that was taken out of its run."""


async def erase(database: Database, person_id: int, now: datetime, home: Path, numbers: Numbers) -> bool:
    """Erase a person whose request is due, or go on with an erasure that was interrupted. Commits in pieces. `numbers`:
    how phone numbers are stored, to find them where others wrote them. Raises `LastOwner`, with nothing done. Returns
    False while a payment is on its way: where it goes stays until it has ended, and the erasure goes on then."""
    async with database.unit() as uow:
        found = await erasures.of(uow, person_id)
        if found is None:  # the person stays after all
            return True
        if found.begun_at is None:
            await owners.keep_one(uow, person_id)
        await _close(uow, person_id, now)
        people = await rows.numbers_of(uow, person_id)
        await credentials.keep_revoked(uow, people)
        known = await mentions.known_as(uow, people)
        plain = {numbers.opened(each) for each in known.addresses}
        known = replace(known, addresses=tuple(sorted(plain | set(known.addresses))))
        await uow.commit()
    write_down(home, people, {} if found.claim is None else {person_id: found.claim})
    await _sweep(database, people, known)
    async with database.unit() as uow:
        await turns.lock_person(uow, person_id)
        await rows.finish(uow, people, now)
        done = not await rows.waits(uow, people)
        if done:
            await erasures.end(uow, person_id, now)
        if done and found.done_at is None:
            await audit.note(uow, None, "", "erase person", {}, now, subject=person_id)
        await uow.commit()
    if done:
        log.info("person %s is erased", person_id)
    return done


class AskedNow(Record):
    """`claim`: the code under which her pay is kept, to be handed to her; "" if she has one from chat (`has_one`), or
    never earned anything. `owed`: what she has still to get, one sum per currency."""

    claim: str
    has_one: bool
    owed: tuple[Money, ...]


async def ask_now(uow: UnitOfWork, person_id: int, now: datetime, given: bytes | None = None) -> AskedNow:
    """The operator wants a person to be erased at once. `given`: the digest of the code that they have from an erasure
    that the database does not know (`claims`). Raises `NotFound` for a number that was erased already."""
    found = await erasures.of(uow, person_id)
    if found is not None and found.done_at is not None:
        raise NotFound(f"there is no person {person_id}")
    await turns.lock_person(uow, person_id)
    await _leave_runs(uow, person_id, now)  # what was only prepared is hers again
    owed, _ = await erasures.owed(uow, person_id)
    claim = codes.new() if owed or await erasures.has_earned(uow, person_id) else ""
    digest = given or (codes.digest(claim) if claim else None)
    new = await erasures.ask(uow, person_id, now, now, stopped_before=False, claim=digest) and given is None
    return AskedNow(codes.written(claim) if claim and new else "", bool(claim) and not new, owed)


async def repeat(database: Database, people: Iterable[int], now: datetime, home: Path, numbers: Numbers) -> int:
    """Erase these people again, of whom a restored backup may hold data from before; their codes count again. Those
    whom the database does not know are left out, and repeating is harmless. `numbers`: as for `erase`. Returns the
    number of people erased."""
    done, given = 0, claims(home)
    for person_id in dict.fromkeys(people):
        async with database.unit() as uow:
            known = await rows.numbers_of(uow, person_id)
            if person_id in known:
                await erasures.ask(uow, person_id, now, now, stopped_before=False, claim=given.get(person_id))
                await erasures.begin(uow, person_id, now)  # nobody asks whether an owner is left
            await uow.commit()
        if person_id in known:
            await erase(database, person_id, now, home, numbers)
            done += 1
    return done


def erased(home: Path) -> list[int]:
    """The numbers in the file of the data folder, in order; empty if there is no file. A line that begins with no
    number is left out."""
    return list(dict.fromkeys(number for number, _ in _written(home)))


def claims(home: Path) -> dict[int, bytes]:
    """The digests of the codes in the file of the data folder, by the number under which the pay is kept."""
    return {number: digest for number, digest in _written(home) if digest}


def _written(home: Path) -> list[tuple[int, bytes]]:
    path = home / FILE
    if not path.exists():
        return []
    lines = (line.split() for line in path.read_text(encoding="ascii", errors="replace").splitlines())
    return [(int(line[0]), _digest(line)) for line in lines if line and line[0].isascii() and line[0].isdigit()]


def _digest(line: list[str]) -> bytes:
    try:
        return bytes.fromhex(line[1]) if len(line) == 2 else b""
    except ValueError:
        return b""


def write_down(home: Path, numbers: Iterable[int], given: Mapping[int, bytes] | None = None) -> None:
    """Add numbers to the file that it does not hold yet. `given`: the digests of their codes, by number."""
    held, kept, given = set(erased(home)), claims(home), given or {}
    new = [number for number in numbers if number not in held or given.get(number) not in (None, kept.get(number))]
    if new:
        home.mkdir(parents=True, exist_ok=True)
        # who was here, and the digests of codes for pay: for our user only, whatever the folder permits
        own_only = partial(os.open, mode=0o600)
        with open(home / FILE, "a", encoding="ascii", opener=own_only) as file:
            privileges.hand_over(file.fileno(), home)
            file.writelines(f"{number} {given.get(number, b'').hex()}".strip() + "\n" for number in new)


async def _close(uow: UnitOfWork, person_id: int, now: datetime) -> None:
    """Begin: the open task and a review that was taken go back to the others, a payment that was not sent leaves its
    run, and the account does nothing any more."""
    _, conversation = await turns.lock_person(uow, person_id)
    if conversation.task is not None:
        await leases.leave(uow, person_id, conversation.task.id, AnswerStatus.GIVEN_BACK, now)
    await reviews.leave_all(uow, person_id)
    await erasures.begin(uow, person_id, now)
    await _leave_runs(uow, person_id, now)
    await rows.close(uow, person_id)


async def _leave_runs(uow: UnitOfWork, person_id: int, now: datetime) -> None:
    for payout_id in await payouts.proposed_of(uow, person_id):  # else it is sent while where it goes is emptied
        await holds.take_out(uow, payout_id, now, LEFT)


async def _sweep(database: Database, people: list[int], known: mentions.KnownAs) -> None:
    async def pieces(work: Callable[[UnitOfWork], Awaitable[int]]) -> None:
        while True:
            async with database.unit() as uow:
                touched = await work(uow)
                await uow.commit()
            if touched < rows.CHUNK:
                return

    await _sweep_staff(database, people, known)
    await pieces(partial(mentions.sweep_unknown_receipts, known=known))
    for work in (mentions.sweep_own_answers, rows.sweep_audit, mentions.sweep_jobs):
        await pieces(partial(work, people=people))
    for step in rows.SWEEP:
        if step.table == "personal_media":
            await pieces(partial(rows.sweep_media, people=people))
        await pieces(partial(rows.sweep, people=people, step=step))


async def _sweep_staff(database: Database, people: list[int], known: mentions.KnownAs) -> None:
    """Take the name and the addresses out of what staff were told and what they asked."""
    async with database.unit() as uow:
        await mentions.sweep_signatures(uow, people)
        staff = await mentions.staff(uow, people)
        await uow.commit()
    named = mentions.pattern(known)
    if named is None:
        return
    for each in staff:
        for sweep in (mentions.sweep_messages, mentions.sweep_events):
            after: int | None = 0
            while after is not None:
                async with database.unit() as uow:
                    after = await sweep(uow, each, named, after)
                    await uow.commit()
        async with database.unit() as uow:
            await mentions.sweep_tables(uow, each, named)
            await mentions.sweep_files(uow, each, [*known.names, *known.addresses])
            await uow.commit()
