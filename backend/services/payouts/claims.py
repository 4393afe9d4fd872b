"""Claims: she says that a payment has not arrived, finance looks and answers, and she hears.

Each is also in her thread with her Huber. Every function is part of a turn or of a job's unit of work.
"""

from __future__ import annotations

from datetime import datetime

from backend.db.admin import audit
from backend.db.engine.uow import UnitOfWork
from backend.db.messaging import inbox
from backend.db.payouts import claims as rows
from backend.db.payouts import shown
from backend.db.payouts.claims import ClaimCount
from backend.db.payouts.shown import LastPayout
from backend.db.threads import messages as message_rows
from backend.db.threads import queries as thread_rows
from backend.domain.errors import BadInput, Reason, existing
from backend.domain.identity import secret_numbers
from backend.domain.payouts import claims
from backend.domain.payouts.claims import Claim, ClaimOutcome
from backend.domain.payouts.states import ReturnLine, Word
from backend.domain.people.commands import Actor, Person
from backend.domain.threads.commands import WriteToHuber
from backend.records import Record
from backend.services import access
from backend.services.payouts import leavers, runs
from backend.services.people import others
from backend.services.threads import service as threads
from backend.services.threads.service import Passing

ANSWERED = "claim answered"
"""The event by which a person hears of an answer to their claim."""


class Said(Record):
    """What a person said about a payment. `claim`: the open one, if it did not arrive, or the one that ended because it
    did. `new`: the claim was opened now. `again`: the person had closed it, by mistake, and it is open again."""

    payout: LastPayout
    claim: Claim | None = None
    new: bool = False
    again: bool = False


async def said(uow: UnitOfWork, person: Person, payout_id: int, now: datetime, *, arrived: bool) -> Said | None:
    """Store whether the person says that a payment reached them. If it did not, a claim is opened, or the one opened
    again that the person closed within `claims.SAME_FOR`; if it did, an open one ends. None if no payment of theirs
    with this number is paid."""
    await leavers.require(uow, person)
    found = await shown.said(uow, person.id, payout_id, now, arrived=arrived)
    if found is None:
        return None
    if arrived:
        claim = await rows.open_of(uow, payout_id)
        await rows.close(uow, payout_id, ClaimOutcome.ARRIVED, "", now)
        return Said(found, claim)
    again = await rows.reopen(uow, payout_id, now - claims.SAME_FOR, now)
    new = not again and await rows.begin(uow, payout_id, claims.promised(now, person.zone), now)
    return Said(found, await rows.open_of(uow, payout_id), new, again)


async def write_that_it_came(
    uow: UnitOfWork, person: Person, claim: Claim, words: str, event: int, now: datetime
) -> Passing | None:
    """Write to the person's Huber that what they claimed has reached them; what is passed on. If nothing else waited
    in their thread, nothing waits there any more. `event`: of the inbox."""
    before = await thread_rows.begin(uow, person.id, now)
    only_this = await message_rows.last_of_hers(uow, before.id) == claim.opened_at
    _, passing = await threads.write(uow, person, WriteToHuber(words), event, now)
    if before.waiting_since is None or only_this:
        await thread_rows.waits_no_more(uow, before.id)
        await threads.plan(uow, before.id, None, None, now)
    return passing


async def count(uow: UnitOfWork, by: Actor, now: datetime) -> ClaimCount:
    """How many claims are open and late. Raises `NotAllowed`."""
    access.require(by, "see payouts")
    return await rows.count(uow, now)


async def waiting(uow: UnitOfWork, by: Actor, most: int) -> list[Claim]:
    """The open claims, those first that were promised first. Raises `NotAllowed`."""
    access.require(by, "see payouts")
    return await rows.waiting(uow, most)


async def one(uow: UnitOfWork, by: Actor, claim_id: int) -> Claim:
    """A claim with its evidence. Raises `NotAllowed`, `NotFound`."""
    access.require(by, "see payouts")
    return existing(await rows.lock(uow, claim_id), f"there is no claim {claim_id}")


async def answer(uow: UnitOfWork, by: Actor, claim_id: int, words: str, now: datetime, channel: str = "") -> Claim:
    """Write to the person about their claim, which stays open. `words`: as they are read. Raises `NotAllowed`,
    `NotFound`, and `BadInput` for a closed claim, their own, or too many words."""
    found = await _open(uow, by, claim_id)
    text = secret_numbers.blotted(words.strip())
    if not text or len(text) > claims.MOST_WORDS:
        raise BadInput(Reason("an answer has 1 to {most} characters", most=claims.MOST_WORDS))
    await _tell(uow, by, found, text, None, now)
    await _note(uow, by, found, "answer", now, channel)
    return found


async def confirm(uow: UnitOfWork, by: Actor, claim_id: int, now: datetime, channel: str = "") -> Claim:
    """Close a claim because the provider confirms the payment. The person is told, with the evidence. Raises
    `NotAllowed`, `NotFound`, and `BadInput` for a closed claim or their own."""
    found = await _open(uow, by, claim_id)
    await rows.close(uow, found.payout_id, ClaimOutcome.CONFIRMED, by.first_name, now)
    await _tell(uow, by, found, "", ClaimOutcome.CONFIRMED, now)
    await _note(uow, by, found, ClaimOutcome.CONFIRMED, now, channel)
    return found


async def give_back(uow: UnitOfWork, by: Actor, claim_id: int, now: datetime, channel: str = "") -> Claim:
    """Close a claim because the payment came back to the provider: its money is the person's again, and they are told.
    Raises `NotAllowed`, `NotFound`, and `BadInput` for a closed claim, their own, or a payment that is not paid."""
    found = await _open(uow, by, claim_id)
    line = ReturnLine(0, found.payout_id, Word.CAME_BACK, "not received")
    done = await runs.reconcile(uow, by, [line], now, seen=True)  # closes the claim
    if done.wrong:
        raise BadInput(done.wrong[0][1])
    await _note(uow, by, found, ClaimOutcome.RETURNED, now, channel)
    return found


async def _open(uow: UnitOfWork, by: Actor, claim_id: int) -> Claim:
    access.require(by, "approve payouts")
    found = await one(uow, by, claim_id)
    if found.closed_at is not None:
        raise BadInput(Reason("claim {claim} is closed already", claim=claim_id))
    await others.require_of_another(uow, by, found.person_id)
    return found


async def _tell(
    uow: UnitOfWork, by: Actor, found: Claim, words: str, outcome: ClaimOutcome | None, now: datetime
) -> None:
    """Tell the person, and write an answer in words into their thread, where their Huber reads it too; neither to
    somebody who was erased."""
    told = {
        "wake": ANSWERED,
        "claim": found.id,
        "payout": found.payout_id,
        "words": words,
        "outcome": outcome.value if outcome else None,
        "amount": [found.units, found.currency],
        "tail": found.tail,
        "key": found.reference or str(found.key),
        "paid_at": found.paid_at.isoformat() if found.paid_at else None,
        "promised": found.promised.isoformat(),
    }
    heard = await inbox.post(uow, found.person_id, f"claim:{found.id}:{now.isoformat()}", told, now)
    if heard and words and isinstance(by, Person):
        thread = await thread_rows.begin(uow, found.person_id, now)
        waited_only_for_this = await message_rows.last_of_hers(uow, thread.id) == found.opened_at
        message = await message_rows.add(uow, thread.id, by.id, now, hers=False, words=words)
        assert message is not None  # it brings no file
        await message_rows.told(uow, [message.id], now)  # she is told by `ANSWERED`, once
        if waited_only_for_this:
            await thread_rows.answered(uow, thread.id, by.id, now)
            await threads.plan(uow, thread.id, None, None, now)


async def _note(uow: UnitOfWork, by: Actor, found: Claim, what: str, now: datetime, channel: str) -> None:
    about = {"claim": found.id, "what": str(what)}
    await audit.note(uow, by.id, channel, "answer claim", about, now, subject=found.person_id)
