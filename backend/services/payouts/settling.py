"""What a provider says about a payment becomes the payment's state, its transfers, and a message to the person, by the
same rules for return files, callbacks and answers over HTTP."""

from __future__ import annotations

from datetime import datetime

from backend.db.engine.uow import UnitOfWork
from backend.db.messaging import inbox
from backend.db.payouts import claims as claim_rows
from backend.db.payouts import destinations as destination_rows
from backend.db.payouts import payouts as rows
from backend.db.payouts import runs as run_rows
from backend.domain.errors import Reason
from backend.domain.money import Money
from backend.domain.payouts import states
from backend.domain.payouts.claims import ClaimOutcome
from backend.domain.payouts.states import PayoutState, ReturnLine, RunState
from backend.records import Record
from backend.services.earnings import savings

SETTLED = "payout"
"""The event by which a person hears about the result of a payment."""


class Settled(Record):
    """A payment whose state a provider's word changed, and the person whom it concerns."""

    payout_id: int
    run_id: int
    person_id: int
    amount: Money
    paid: bool
    reason: str


THE_FILE = Reason("the file")


async def apply(
    uow: UnitOfWork, line: ReturnLine, now: datetime, who: str | Reason = THE_FILE
) -> Settled | Reason | None:
    """Apply a provider's word about one payment. None if it was known already. The reason if it is impossible; then
    nothing changes. `who`: says it."""
    found = await rows.lock_payout(uow, line.payout_id)
    if found is None:
        return Reason("there is no payment {payout}", payout=line.payout_id)
    if line.key and line.key != found.key.hex:
        return Reason("payment {payout} has another key than {who} says", payout=found.id, who=who)
    if (said := line.disagrees(found.amount)) is not None:
        return other_amount(found.id, found.amount, said, who)
    to = states.after(found.state, line.word)
    if to is None:
        return Reason(
            "payment {payout} is {state}, and {who} says {word}",
            who=who,
            payout=line.payout_id,
            state=found.state.value,
            word=line.word.value,
        )
    if to is found.state:
        return None
    await rows.settle(uow, found, to, now, line.reason)
    paid = to is PayoutState.PAID
    if paid:
        await savings.arrived(uow, found.person_id, found.id, now)
    claim = None if paid else await claim_rows.close(uow, found.id, ClaimOutcome.RETURNED, "", now)
    told = {
        "wake": SETTLED,
        "payout": found.id,
        "paid": paid,
        "amount": [found.units, found.currency],
        "tail": await destination_rows.tail(uow, found.destination_id),
        "reason": line.reason,
        "claim": claim,
    }
    await inbox.post(uow, found.person_id, f"payout:{found.id}:{to.value}", told, now)
    run_id = await rows.run_of(uow, found.id)
    return Settled(found.id, run_id, found.person_id, found.amount, paid, line.reason)


def other_amount(payout_id: int, ours: Money, theirs: Money, who: str | Reason) -> Reason:
    """Why a word about another amount or currency does not count."""
    return Reason(
        "payment {payout} is of {amount} {currency}, and {who} says {said} {other}",
        who=who,
        payout=payout_id,
        amount=str(ours),
        currency=ours.currency,
        said=str(theirs),
        other=theirs.currency,
    )


async def end_run(uow: UnitOfWork, run_id: int, now: datetime) -> None:
    """Mark a run as done if none of its payments is on its way."""
    if not await rows.any_left(uow, run_id):
        await run_rows.set_state(uow, run_id, RunState.DONE, now)
