"""How a person proves that an account is theirs: by the secret number, or by a referee who knows them. Every function
is part of a turn."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import secrets
from base64 import b64decode, b64encode
from datetime import datetime
from typing import Any

from backend.db import turns
from backend.db.admin import audit
from backend.db.engine.uow import UnitOfWork
from backend.db.identity import chats, proofs, referees
from backend.db.identity import secret_numbers as rows
from backend.db.identity.proofs import ProofSubject
from backend.db.messaging import contact_routing, inbox
from backend.db.messaging.contact_routing import Chat
from backend.db.people import queries
from backend.db.threads import reports as report_rows
from backend.domain.errors import BadInput, NotAllowed
from backend.domain.identity import secret_numbers
from backend.domain.identity.linking import PIN_COUNTS_AFTER, PinSet, PinTried, ProofReason, pause_after, read_pin
from backend.domain.people.commands import Person
from backend.domain.people.roles import LEARNERS
from backend.services import access
from backend.services.identity import linking

COST = (2**14, 8, 1)
"""n, r and p of scrypt for a number that is set: 16 MB and about 50 ms per try."""
SALT, KEY = 16, 32  # bytes
MARK_COUNT = 64
"""One number in this many has the same mark, so most numbers are ruled out without scrypt. The mark reveals nothing new
to a person who has the database: they can try all 10,000 numbers of four digits in minutes."""
CHUNK_ROWS = 1_000
"""Messages of a person that are read at once."""


def hashed(pin: str, salt: bytes | None = None, cost: tuple[int, int, int] | None = None) -> str:
    """A secret number in stored form: `scrypt$N$r$p$salt$key`."""
    salt = secrets.token_bytes(SALT) if salt is None else salt
    n, r, p = cost or COST
    key = hashlib.scrypt(pin.encode(), salt=salt, n=n, r=r, p=p, dklen=KEY)
    return f"scrypt${n}${r}${p}${b64encode(salt).decode()}${b64encode(key).decode()}"


def is_right(pin: str, kept: str) -> bool:
    """Whether the number is right. It is compared in constant time, at the cost with which it was stored."""
    _, n, r, p, salt, _ = kept.split("$")
    return hmac.compare_digest(hashed(pin, b64decode(salt), (int(n), int(r), int(p))), kept)


def mark(pin: str, kept: str) -> int:
    """A few bits of a number, a different selection with each salt."""
    salt = b64decode(kept.split("$")[4])
    return hashlib.blake2s(pin.encode(), key=salt).digest()[0] % MARK_COUNT


async def set_pin(uow: UnitOfWork, person: Person, text: str | None, channel: str, now: datetime) -> PinSet:
    """Set a person's secret number, or remove it (None). Return what was done. Raises `BadInput` for text that is no
    secret number."""
    pin = None
    if text is not None and (pin := read_pin(text)) is None:
        raise BadInput("a secret number has 4 to 6 digits")
    had = await has_pin(uow, person.id)
    if pin is None:
        await rows.set_number(uow, person.id, None, None, None)
    else:
        kept = await asyncio.to_thread(hashed, pin)
        await rows.set_number(uow, person.id, kept, mark(pin, kept), now)
    done = PinSet("removed" if pin is None else "changed" if had else "chosen")
    await audit.note(uow, person.id, channel, "secret", {"what": done.what}, now, subject=person.id)
    return done


async def try_pin(uow: UnitOfWork, person_id: int, text: str, now: datetime) -> PinTried:
    """Check a secret number. During a pause no try is checked, right or wrong. Tries from all of the person's chats
    count together."""
    kept = await rows.lock(uow, person_id)
    if kept.paused_until is not None and kept.paused_until > now:
        return PinTried(False, kept.paused_until - now, early=True)
    pin = read_pin(text)
    if pin is not None and kept.hashed is not None and await asyncio.to_thread(is_right, pin, kept.hashed):
        await rows.count_tries(uow, person_id, 0, None)
        return PinTried(True)
    tries = kept.tries + 1
    pause = pause_after(tries)
    await rows.count_tries(uow, person_id, tries, None if pause is None else now + pause)
    return PinTried(False, pause)


def counts(pin_at: datetime | None, now: datetime) -> bool:
    """Whether a secret number that was chosen then is old enough to prove whose an account is (`PIN_COUNTS_AFTER`)."""
    return pin_at is not None and now - pin_at >= PIN_COUNTS_AFTER


async def forget(uow: UnitOfWork, event_id: int, payload: Any, text: str) -> None:
    """Remove a secret number from the event in which the person wrote it when asked. Only its hash is kept."""
    if (pin := read_pin(text)) is not None:
        await inbox.rewrite(uow, event_id, secret_numbers.without(payload, pin))


async def forget_said(uow: UnitOfWork, event_id: int, payload: Any, number: str) -> None:
    """Remove a secret number from the event whose text tells it, such as that of a mobile-money account."""
    await inbox.rewrite(uow, event_id, secret_numbers.without(payload, number))


async def blot(uow: UnitOfWork, person_id: int, event_id: int | None = None) -> None:
    """Remove a person's secret number where they wrote it unasked: from one event, or from all of their handled events.

    It is not part of a turn: the time that an answer takes would reveal whether a number resembles the secret one.
    """
    kept = await rows.get(uow, person_id)
    if kept is None or kept.hashed is None:
        return
    last: int | None = 0
    while last is not None:
        said = (
            await inbox.said(uow, person_id, last, CHUNK_ROWS) if event_id is None else await inbox.one(uow, event_id)
        )
        for each in said:
            for number in secret_numbers.numbers_in(each.payload):
                if await _is_hers(number, kept.hashed, kept.mark):
                    await inbox.rewrite(uow, each.id, secret_numbers.without(each.payload, number))
        last = said[-1].id if event_id is None and len(said) == CHUNK_ROWS else None


async def _is_hers(number: str, kept: str, marked: int | None) -> bool:
    if marked is not None and mark(number, kept) != marked:
        return False
    return await asyncio.to_thread(is_right, number, kept)


async def has_pin(uow: UnitOfWork, person_id: int) -> bool:
    """Whether a person has a secret number. The row is locked."""
    return (await rows.lock(uow, person_id)).hashed is not None


async def opens(uow: UnitOfWork, person_id: int, contact_id: int | None, now: datetime) -> bool:
    """Whether the person's secret number opens this locked chat of theirs: it is old enough, or older than the lock."""
    number = await rows.lock(uow, person_id)
    chat = await chats.get(uow, contact_id)
    if chat is None or number.chosen_at is None:
        return False
    before = chat.locked_at is not None and number.chosen_at <= chat.locked_at
    return before or counts(number.chosen_at, now)


async def referee(uow: UnitOfWork, person_id: int) -> Chat | None:
    """The chat of a referee who can vouch for the person; None if there is none."""
    found = await referees.first(uow, person_id)
    return await contact_routing.of(uow, found.id) if found is not None else None


async def in_question(uow: UnitOfWork, by: Person, proof_id: int) -> ProofSubject | None:
    """The chat that `by` is asked to vouch for, with its owner locked, because a turn of the owner may be running.
    None: it is settled. Raises `NotAllowed` if `by` may not vouch for this person."""
    row = await proofs.subject(uow, proof_id)
    if row is None:
        return None
    await _knows(uow, by, row.person_id, row.role, row.country)
    await turns.lock_person(uow, row.person_id)
    return await proofs.subject(uow, proof_id)


async def close_lost(uow: UnitOfWork, by: Person, person_id: int, channel: str, now: datetime) -> str | None:
    """Close every chat of a person whose phone is lost, as `by`, who knows them, says: nothing of the person is shown
    there until it is proved whose it is. Returns the first name; None: nobody has this number (any more). Raises
    `NotAllowed`."""
    row = next(iter(await queries.named(uow, "", None, person_id)), None)
    if row is None:
        return None
    await _knows(uow, by, row.id, row.role, row.country)
    await turns.lock_person(uow, row.id)
    for chat in await chats.of_person(uow, row.id):
        if chat.locked_at is None:
            await linking.lock(uow, row.id, chat.id, ProofReason.LOST, linking.Hand(by.id, channel), now)
    return row.first_name or "?"


async def _knows(uow: UnitOfWork, by: Person, person_id: int, role: str | None, country: str) -> None:
    """Raises `NotAllowed` if `by` may not say whose the chats of this person are."""
    access.require(by, "vouch", country)
    if person_id == by.id or (by.role == "huber" and role not in LEARNERS):
        raise NotAllowed
    if by.id in await report_rows.apart(uow, person_id):  # she was reported since she was asked
        raise NotAllowed
    if role == "admin":  # else the referee could let somebody into an account that may do more than their own
        access.require(by, "give roles")
