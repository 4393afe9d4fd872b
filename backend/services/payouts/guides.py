"""Where a person's money can go next: an identified wallet, a bank account, a registered activity."""

from __future__ import annotations

from datetime import datetime

from backend.db.earnings import goals
from backend.db.engine.uow import UnitOfWork
from backend.db.payouts import shown as rows
from backend.domain.earnings.savings import OutcomeKind
from backend.domain.money import Money
from backend.domain.payouts import guides
from backend.domain.payouts.guides import REACHED, Guide, Topic
from backend.domain.people.commands import Person


async def reached(uow: UnitOfWork, person: Person) -> frozenset[OutcomeKind]:
    """What a person has reached, as they say."""
    return frozenset(await goals.outcomes(uow, person.id))


async def reach(uow: UnitOfWork, person: Person, topic: Topic, now: datetime) -> int:
    """Record that a person is through the steps of a topic; once. Returns the number of the record."""
    kind = REACHED[topic]
    if (number := (await goals.outcomes(uow, person.id)).get(kind)) is not None:
        return number
    project = await goals.project(uow, person.id)
    goal_kind = project.goal.kind if project is not None else "other"
    return await goals.add_outcome(uow, person.id, kind, goal_kind, "", None, now)


async def nearly_full(uow: UnitOfWork, person: Person, payout_id: int, now: datetime) -> Guide | None:
    """The steps to an identified wallet, if this payment brings what the person was paid in a month near the ceiling of
    one that is not identified. None also if they have an identified wallet or a bank account, or if no ceiling is known
    for their country."""
    found = guides.guide("wallet", person.country)
    if found is None or found.ceiling is None:
        return None
    if {OutcomeKind.IDENTIFIED, OutcomeKind.BANKED} & (await goals.outcomes(uow, person.id)).keys():
        return None
    sums = await rows.paid_to_phone(uow, person.id, payout_id, now - guides.MONTH)
    if sums is None or not guides.comes_near(found.ceiling, Money(sums[0], "XOF"), Money(sums[1], "XOF")):
        return None
    return found
