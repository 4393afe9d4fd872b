"""What a reviewer is paid, and how a review counts in the reviewer's day."""

from __future__ import annotations

from datetime import datetime

from backend.db.clients.queries import HOUSE_ID
from backend.db.earnings import ledger, pay_events
from backend.db.engine.uow import UnitOfWork
from backend.db.quality import refusals
from backend.db.quality.reviews import Review
from backend.db.work import projects as project_rows
from backend.domain import days
from backend.domain.earnings.pay_events import PayEvent
from backend.domain.money import Money
from backend.domain.people.commands import Person
from backend.domain.quality import review as rules
from backend.domain.work.projects import ProjectConfig
from backend.services.work import tasks


def is_paid(by: Person) -> bool:
    """Whether a person is paid for reviews."""
    return by.role == "hiteuse"


async def pay(uow: UnitOfWork, by: Person, review: Review, config: ProjectConfig, now: datetime) -> bool:
    """Pay a hiteuse for a review as for one answer of its project, and add its time to their day. False for anybody
    else: they are not paid for reviews.

    The project pays (`book`).
    """
    if not is_paid(by):
        return False
    await book(uow, review.project_id, config.pay, f"review:{review.id}", now)
    await ledger.open_earnings(uow, by.id, config.pay.currency)
    begun = review.taken_until - rules.REVIEW_LEASE if review.taken_until is not None else now
    seconds = max(0, int(min(now - begun, days.cap(tasks.estimate(config))).total_seconds()))
    estimated = round(tasks.estimate(config).total_seconds())
    of_task = {"task_id": review.task_id, "seconds": seconds, "estimated": estimated}
    await pay_events.add(uow, PayEvent.REVIEWED, by.id, review.project_id, config.pay, now, **of_task)
    await refusals.add_time(uow, by.id, days.local_day(now, by.zone), seconds, estimated)
    return True


async def book(uow: UnitOfWork, project_id: int, pay: Money, cause: str, now: datetime) -> None:
    """Promise this pay out of a project's money. If that is all promised already, the house gives it the sum first,
    under the key `cause`, which is of this pay alone."""
    if await project_rows.book(uow, project_id, 0, pay.units):
        return
    await ledger.open_account(uow, "client", HOUSE_ID, pay.currency)
    key = f"fund:{project_id}:{cause}"
    if not await ledger.transfer(uow, key, ("client", HOUSE_ID), ("project", project_id), pay, now):
        raise RuntimeError("a pay was to be funded twice")
    await project_rows.book(uow, project_id, pay.units, pay.units)
