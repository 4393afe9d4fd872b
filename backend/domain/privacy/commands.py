"""Commands of the dialogues about a person's data."""

from __future__ import annotations

from datetime import date

from backend.domain.money import Money
from backend.records import Record


class MakePersonFile(Record):
    """Make the file of everything that is kept about the person; it is sent when it is ready."""


class AskErasure(Record):
    """Erase the person once their time to change their mind is over. Outcome: `ErasureAsked` or `LastOwnerStays`."""


class ErasureAsked(Record):
    """`due`: the day on which everything is erased. `owed`: what the person has still to get, one sum per currency;
    `tail`: the end of the number to which it is paid, "" if none is known; `claim`: the code under which it is kept,
    with what comes back to them later; "" if they never earned anything."""

    due: date
    owed: tuple[Money, ...] = ()
    tail: str = ""
    claim: str = ""


class LastOwnerStays(Record):
    """Nobody else could give roles, so the person is not erased."""
