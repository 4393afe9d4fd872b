"""Holding pay back: a person's, until it is released, or one payment, which is taken out of its run.

Nothing is lost by it: the money stays in the person's balance.
"""

from __future__ import annotations

from datetime import datetime

from backend.db.admin import audit
from backend.db.engine.uow import UnitOfWork
from backend.db.payouts import candidates, payouts, shown
from backend.db.payouts import holds as rows
from backend.db.payouts import overview as overview_rows
from backend.db.payouts import runs as run_rows
from backend.db.payouts.holds import Hold
from backend.db.payouts.overview import OnePayout
from backend.db.people import queries as people_rows
from backend.domain.errors import BadInput, Reason, existing
from backend.domain.identity.joining import PROTECTED_FOR
from backend.domain.money import Money
from backend.domain.payouts import eligibility
from backend.domain.payouts.states import HoldReason, PayoutState, RunState
from backend.domain.people.commands import Actor, Person
from backend.records import Record
from backend.services import access
from backend.services.payouts import proposals
from backend.services.people import others

MOST_WORDS = 200
"""The most characters of a reason."""
CHECKED = (HoldReason.SHARED_DESTINATION, HoldReason.CHAT_LOCKED)
"""What a check by the team ends (`destinations.clear`)."""
CHECKED_AT_ONCE = 100
"""People whose accounts are looked at in one statement."""
HELD = "held back by finance"
"""The reason of a payment that was taken out of its run."""


class Unchecked(Record):
    """A person whose pay waits until the team has checked their account, and why."""

    person_id: int
    first_name: str
    why: HoldReason


async def person(
    uow: UnitOfWork, by: Actor, person_id: int, reason: str, now: datetime, channel: str = ""
) -> tuple[Person, bool]:
    """Hold a person's pay back. A payment of theirs that was not sent is taken out of its run. Returns the person, and
    False if their pay is held already. Raises `NotAllowed`, `NotFound`, and `BadInput` without a reason."""
    access.require(by, "approve payouts")
    words = " ".join(reason.split())
    if not words or len(words) > MOST_WORDS:
        raise BadInput(Reason("a reason has 1 to {most} characters", most=MOST_WORDS))
    found = await _person(uow, person_id)
    if not await rows.begin(uow, found.id, by.first_name, words, now):
        return found, False
    for each in await payouts.proposed_of(uow, found.id):
        await take_out(uow, each, now, HELD)
    await audit.note(uow, by.id, channel, "hold pay", {"reason": words}, now, subject=found.id)
    return found, True


async def release(uow: UnitOfWork, by: Actor, person_id: int, now: datetime, channel: str = "") -> bool:
    """Release a person's pay: it is in the next run. False if it is not held. Raises `NotAllowed`, and `BadInput` for
    their own pay."""
    access.require(by, "approve payouts")
    await others.require_of_another(uow, by, person_id)
    done = await rows.end(uow, person_id, by.first_name, now)
    if done:
        await audit.note(uow, by.id, channel, "release pay", {}, now, subject=person_id)
    return done


async def payment(uow: UnitOfWork, by: Actor, payout_id: int, now: datetime, channel: str = "") -> OnePayout:
    """Take a payment that was not sent out of its run: its money is in the person's balance again, and in the next run.
    Raises `NotAllowed`, `NotFound`, and `BadInput` for a payment that was sent."""
    access.require(by, "approve payouts")
    found = existing(await overview_rows.one(uow, payout_id), f"there is no payment {payout_id}")
    if not await take_out(uow, payout_id, now, HELD):
        raise BadInput(Reason("payment {payout} is {state}: it is too late", payout=payout_id, state=found.state.value))
    about = {"payout": payout_id, "run": found.run_id}
    await audit.note(uow, by.id, channel, "hold payout", about, now, subject=found.person_id)
    return found


async def standing(uow: UnitOfWork, by: Actor, most: int) -> list[Hold]:
    """The holds that stand, the oldest first. Raises `NotAllowed`."""
    access.require(by, "see payouts")
    return await rows.standing(uow, most)


async def of(uow: UnitOfWork, by: Actor, person_id: int) -> tuple[Person, Hold | None]:
    """A person, and the hold on their pay; of an account that is merged, the person whose it is now. Raises
    `NotAllowed`, `NotFound`."""
    access.require(by, "see payouts")
    found = await _person(uow, person_id)
    return found, await rows.of(uow, found.id)


async def on_its_way(uow: UnitOfWork, by: Actor, person_id: int) -> Money | None:
    """What was sent to the person and has not ended yet: a hold does not stop it. None if there is nothing. Raises
    `NotAllowed`."""
    access.require(by, "see payouts")
    found = await shown.newest_of(uow, person_id, 1)
    return found[0].amount if found and found[0].state is PayoutState.SENT else None


async def waits_for_a_check(uow: UnitOfWork, by: Actor, person_id: int, now: datetime) -> HoldReason | None:
    """Why the person's pay waits until the team has checked their account, without a hold; None if it does not. Raises
    `NotAllowed`."""
    access.require(by, "see payouts")
    found = await candidates.candidates(uow, [person_id], now, PROTECTED_FOR)
    why = eligibility.held(proposals.account(found[0]), now) if found else None
    return why if why in CHECKED else None


async def unchecked(uow: UnitOfWork, by: Actor, most: int, now: datetime) -> list[Unchecked]:
    """People whose pay waits as `waits_for_a_check` says, by number. Raises `NotAllowed`."""
    access.require(by, "see payouts")
    found: list[Unchecked] = []
    people = await candidates.unchecked(uow)
    while people and len(found) < most:
        some, people = people[:CHECKED_AT_ONCE], people[CHECKED_AT_ONCE:]
        for each in await candidates.candidates(uow, some, now, PROTECTED_FOR):
            why = eligibility.held(proposals.account(each), now)
            if why in CHECKED:
                person = await _person(uow, each.person_id)
                found.append(Unchecked(each.person_id, person.first_name, why))
    return found[:most]


async def take_out(uow: UnitOfWork, payout_id: int, now: datetime, reason: str) -> bool:
    """Take a payment out of its run; its money is in the person's balance again. False if it was sent, or has ended."""
    locked = await payouts.lock_payout(uow, payout_id)
    if locked is None or locked.state is not PayoutState.PROPOSED:
        return False
    await payouts.settle(uow, locked, PayoutState.DROPPED, now, reason)
    run_id = await payouts.run_of(uow, payout_id)
    if not await payouts.any_left(uow, run_id):
        await run_rows.set_state(uow, run_id, RunState.DROPPED, now)
    return True


async def _person(uow: UnitOfWork, person_id: int) -> Person:
    return existing(await people_rows.holder(uow, person_id), f"there is no person {person_id}")
