"""The ledger as files for accountants: CSV, and the French FEC."""

from __future__ import annotations

from typing import Literal, get_args

from backend.db.earnings import book_exports as rows
from backend.db.earnings.book_exports import Write
from backend.db.engine.uow import UnitOfWork
from backend.domain.earnings import fec
from backend.domain.earnings.fec import Period
from backend.domain.errors import BadInput
from backend.domain.people.commands import Actor
from backend.records import Record
from backend.services import access

Separator = Literal["tab", "pipe"]
SEPARATORS: tuple[Separator, ...] = get_args(Separator)
_SIGNS: dict[Separator, str] = {"tab": "\t", "pipe": "|"}


class Written(Record):
    """How many transfers were written, and whether balances were brought forward before them."""

    transfers: int
    opening: bool = False


async def csv(uow: UnitOfWork, by: Actor, period: Period, write: Write) -> Written:
    """Write the transfers of a period as CSV in UTF-8. The unit must be new. Raises `NotAllowed`."""
    access.require(by, "see payouts")
    await rows.begin(uow)
    await rows.csv(uow, period.begins, period.ends, write)
    return Written(await rows.count(uow, period.begins, period.ends))


async def fec_file(uow: UnitOfWork, by: Actor, period: Period, separator: Separator, write: Write) -> Written:
    """Write the FEC of a period (`backend.domain.earnings.fec`). That of a year, or of its first month, begins with the
    balances brought forward. Entries are numbered over the year. The unit must be new. Raises `NotAllowed`, and
    `BadInput` before anything is written for an amount whose worth in euros is not known."""
    access.require(by, "see payouts")
    await rows.begin(uow)
    unrated = await rows.unrated(uow, period.ends)
    if unrated:
        raise BadInput(f"a FEC is kept in euros, and something is booked in {', '.join(unrated)} without a rate")
    strange = sorted(set(await rows.kinds(uow)) - set(fec.PLAN))
    if strange:
        raise BadInput(f"no account of the plan comptable for {', '.join(strange)}")
    write((_SIGNS[separator].join(fec.COLUMNS) + "\n").encode(fec.ENCODING))
    opening = await rows.count(uow, None, period.year_begins) > 0
    first = opening and period.begins == period.year_begins
    if first:
        await rows.fec_opening(uow, period.begins, separator, write)
    before = await rows.count(uow, period.year_begins, period.begins) + opening
    await rows.fec_entries(uow, period.begins, period.ends, before, separator, write)
    return Written(await rows.count(uow, period.begins, period.ends), first)
