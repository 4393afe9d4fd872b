"""What finance sees of payments, and trying a failed one again."""

from __future__ import annotations

from datetime import datetime, timedelta

from backend.db.admin import audit
from backend.db.engine.uow import UnitOfWork
from backend.db.payouts import overview as rows
from backend.db.payouts.overview import DuePay, OnePayout, PlacePay
from backend.domain.errors import BadInput, Reason, existing
from backend.domain.money import francs
from backend.domain.payouts.states import PayoutState
from backend.domain.payouts.terms import Terms
from backend.domain.people.commands import Actor
from backend.records import Record
from backend.services import access

SPAN = timedelta(days=30)
"""The time for which paid and failed payments are summed."""
NOTED_CURRENCY = "XOF"
"""What is due is compared with the minimum in this currency."""


class Overview(Record):
    """`due`: accepted pay in no payment, by country. `places`: payments by country and provider."""

    due: tuple[DuePay, ...]
    places: tuple[PlacePay, ...]


async def look(uow: UnitOfWork, by: Actor, terms: Terms, now: datetime) -> Overview:
    """What is due, on its way, paid and failed. Raises `NotAllowed`."""
    access.require(by, "see payouts")
    least = francs(terms.minimum(NOTED_CURRENCY))
    return Overview(tuple(await rows.due(uow, least)), tuple(await rows.places(uow, now - SPAN)))


async def failed(uow: UnitOfWork, by: Actor, most: int) -> list[OnePayout]:
    """Failed payments that were not followed by another one, the newest first. Raises `NotAllowed`."""
    access.require(by, "see payouts")
    return await rows.failed(uow, most)


async def of_run(uow: UnitOfWork, by: Actor, run_id: int, most: int) -> list[OnePayout]:
    """The largest payments of a run. Raises `NotAllowed`."""
    access.require(by, "see payouts")
    return await rows.of_run(uow, run_id, most)


async def one(uow: UnitOfWork, by: Actor, payout_id: int) -> OnePayout:
    """A payment. Raises `NotAllowed`, `NotFound`."""
    access.require(by, "see payouts")
    return existing(await rows.one(uow, payout_id), f"there is no payment {payout_id}")


async def again(uow: UnitOfWork, by: Actor, payout_id: int, now: datetime, channel: str = "") -> OnePayout:
    """Note that a failed payment is tried again. Its money is in the person's balance, and a run for this person alone
    is to be proposed, with another key. Raises `NotAllowed`, `NotFound`, and `BadInput` for one that has not failed."""
    access.require(by, "propose payouts")
    found = await one(uow, by, payout_id)
    if found.state is not PayoutState.FAILED:
        raise BadInput(
            Reason("payment {payout} is {state}: it has not failed", payout=payout_id, state=found.state.value)
        )
    await audit.note(uow, by.id, channel, "retry payout", {"payout": payout_id}, now, subject=found.person_id)
    return found
