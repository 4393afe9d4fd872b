"""Paying for the time of tests that are needed for work.

The rule is Fairwork's: no unpaid qualification. When a hiteuse passes a module, and an open project with tasks left in
her country needs a badge that the module gives, the time of the module's tests is paid, once per person and module.

The time is that of her answers in the module's lessons and in every try at its final test, each counted as at least
five seconds and at most two minutes, in all no more than the author says that the module takes (`badges.test_time`). It
is paid at the project's own rate (`badges.test_pay`). Of several projects the one with the best rate pays.

The pay comes out of that project's budget. If the client has named a budget, it comes out of what is not promised to
answers; else it is booked as additional funds. Once tests have cost a project half of what its answers can cost
(`badges.TEST_SHARE`), it has found enough people, and another project pays, or none. A trainee does not work yet: what
she has passed is looked at when she becomes a hiteuse. The pay counts as accepted at once; nobody can refuse it.
"""

from __future__ import annotations

from datetime import datetime

from backend.db.certificates import badges as badge_rows
from backend.db.certificates import paid_tests as rows
from backend.db.certificates.paid_tests import PayingProject
from backend.db.clients.queries import HOUSE_ID
from backend.db.earnings import ledger
from backend.db.engine.uow import UnitOfWork
from backend.db.work import projects
from backend.domain import days
from backend.domain.certificates import badges
from backend.domain.certificates.badges import Course
from backend.domain.money import Money
from backend.domain.people.commands import Person
from backend.domain.work.commands import usual_minutes


async def pay(uow: UnitOfWork, person: Person, course: Course, now: datetime) -> Money | None:
    """Pay for the tests of a module that she has passed. None if there is nothing to pay (any more)."""
    if person.role != "hiteuse" or await rows.paid(uow, person.id, course.id):
        return None
    time = badges.test_time(await badge_rows.test_seconds(uow, person.id, course.id), course.minutes)
    if not time:
        return None
    payers = []
    day = days.local_day(now, person.zone)
    for project in await rows.payers(uow, course.keys, person.country, day):
        config = await projects.config(uow, project.id, project.revision)
        amount = badges.test_pay(config.pay, usual_minutes(config, project.median_seconds), time)
        if _covers(project, amount, named=config.budget is not None):
            payers.append((amount, project, config.budget is None))
    if not payers:
        return None
    amount, project, book = max(payers, key=lambda payer: payer[0].francs)
    await _book(uow, person, course.id, project.id, amount, book=book, now=now)
    await rows.add(uow, person.id, course.id, project.id, int(time.total_seconds()), amount, day, now)
    return amount


def _covers(project: PayingProject, amount: Money, *, named: bool) -> bool:
    """Whether a project can pay this amount. `named`: its client has named a budget."""
    answers = project.promised - project.tests
    looks_for_people = project.tests < answers * badges.TEST_SHARE
    return looks_for_people and not (named and project.promised + amount.units > project.funded)


async def _book(
    uow: UnitOfWork, person: Person, module_id: str, project_id: int, amount: Money, *, book: bool, now: datetime
) -> None:
    cause = f"{person.id}:{module_id}"
    if book:
        key = f"fund:{project_id}:assessment:{cause}"
        if not await ledger.transfer(uow, key, ("client", HOUSE_ID), ("project", project_id), amount, now):
            raise RuntimeError("a test's funds are booked but the test is not paid")
    if not await projects.book(uow, project_id, amount.units if book else 0, amount.units):
        raise RuntimeError("a project's funds do not cover what it promises")
    await ledger.open_earnings(uow, person.id, amount.currency)
    key = f"assessment:{cause}"
    if not await ledger.transfer(uow, key, ("project", project_id), ("accepted", person.id), amount, now):
        raise RuntimeError("a test is paid in the ledger but not noted")
