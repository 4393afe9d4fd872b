"""The project that a person saves for, and what they do about it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from backend.db.earnings import goals as rows
from backend.db.earnings import queries as earning_rows
from backend.db.earnings import savings as saving_rows
from backend.db.engine.uow import UnitOfWork
from backend.db.people import queries as people_rows
from backend.domain import days
from backend.domain.earnings import savings
from backend.domain.earnings.figures import Amounts, add
from backend.domain.earnings.savings import Instalment, OutcomeKind, Plan, Project, SavingKind
from backend.domain.errors import BadInput
from backend.domain.money import Money
from backend.domain.people.commands import Person
from backend.records import Record, replace
from backend.services.reminders import schedule as reminders_schedule

TAKEN_BACK_WITHIN = timedelta(days=7)
MOST_INSTALMENTS = 12


class Standing(Record):
    """A project and where it goes. `earned`: what the work of the last 30 days brought. `payments`: how many payments
    had something set aside in that time. `expected`: as `savings.forecast`."""

    project: Project
    earned: Amounts
    payments: int
    expected: date | None


async def standing(uow: UnitOfWork, person: Person, now: datetime) -> Standing | None:
    """What a person saves for, and about when it is reached at their pace; None if they have not said."""
    project = await rows.project(uow, person.id)
    if project is None:
        return None
    today = days.local_day(now, person.zone)
    since = days.day_bounds(today - savings.MONTH, person.zone)[0]
    earned = add(*(row.money for row in await earning_rows.by_day(uow, person.id, person.zone, since)))
    payments = await rows.payments_with_savings(uow, person.id, since)
    kept = tuple(await rows.kept_since(uow, person.id, since))
    return Standing(project, earned, payments, savings.forecast(project, earned, payments, kept, today))


async def pictured(uow: UnitOfWork, person: Person, project: Project) -> None:
    """Record that the person gets a picture of the project as it is now."""
    await rows.set_pictured(uow, person.id, project.towards)


async def plan(uow: UnitOfWork, person: Person) -> Plan:
    """What is set aside of each payment now."""
    project = await rows.project(uow, person.id)
    return project.plan if project is not None else Plan()


async def set_aside(uow: UnitOfWork, person: Person, plan: Plan) -> None:
    """Set this aside of each payment from now on. Raises `BadInput` for a share or amount that cannot be."""
    if plan.share is not None and not 1 <= plan.share <= savings.MOST_SHARE:
        raise BadInput(f"a share is between 1 and {savings.MOST_SHARE} percent")
    _positive(plan.amount)
    await rows.set_plan(uow, person.id, plan)


async def take_out(uow: UnitOfWork, person: Person, amount: Money | None, now: datetime) -> Amounts:
    """Take money out of savings, no more than there is; with `amount` None all of it. Returns what was taken."""
    _positive(amount)
    held = [each for each in await saving_rows.balances(uow, person.id) if each.units]
    if amount is None:
        await saving_rows.release(uow, person.id, SavingKind.OUT, now)
        return add(*held)
    parts = savings.least(held, amount.francs)
    await saving_rows.take_out(uow, person.id, parts, now)
    return add(*parts)


async def stop(uow: UnitOfWork, person: Person, now: datetime) -> Amounts:
    """Give everything back to a person who does not save here any more, and end the plan. Returns what it was."""
    await rows.set_plan(uow, person.id, Plan())
    return await _given_back(uow, person, now)


async def suspend(uow: UnitOfWork, person: Person, now: datetime) -> Amounts:
    """Give everything back to a person to whom we may not write any more, and set nothing aside until `resume`.
    Returns what it was."""
    await rows.suspend_plan(uow, person.id)
    return await _given_back(uow, person, now)


async def resume(uow: UnitOfWork, person: Person) -> Plan:
    """Set aside what was set aside before `suspend`, from the next payment on. Returns the plan; an empty one if there
    was none, or the person has chosen anew since."""
    return await plan(uow, person) if await rows.resume_plan(uow, person.id) else Plan()


async def _given_back(uow: UnitOfWork, person: Person, now: datetime) -> Amounts:
    held = [each for each in await saving_rows.balances(uow, person.id) if each.units]
    await saving_rows.release(uow, person.id, SavingKind.STOP, now)
    return add(*held)


async def released(uow: UnitOfWork, person: Person, since: datetime) -> Amounts:
    """What `stop` has given back to a person since then."""
    return add(*await saving_rows.released(uow, person.id, since))


async def set_due(uow: UnitOfWork, person: Person, due: date | None) -> None:
    """Set when a person wants to have the amount."""
    await rows.set_due(uow, person.id, due)


async def set_instalments(uow: UnitOfWork, person: Person, instalments: Sequence[Instalment]) -> None:
    """Set the parts of the project's cost. If the cost is not known, it is their sum. Raises `BadInput` for too many,
    or for an amount of zero or less."""
    if len(instalments) > MOST_INSTALMENTS:
        raise BadInput(f"there are at most {MOST_INSTALMENTS} instalments")
    for each in instalments:
        _positive(each.amount)
    await rows.set_instalments(uow, person.id, instalments)
    project = await rows.project(uow, person.id)
    total = add(*(each.amount for each in instalments))
    if project is not None and project.goal.amount is None and len(total) == 1:
        await rows.set_cost(uow, person.id, total[0])


async def paid(uow: UnitOfWork, person: Person, amount: Money, instalment: int | None, now: datetime) -> int:
    """Record that a person has paid a part of the project. `instalment`: which one; with None the first open one of
    just this amount, if there is any. Returns the number of the record. Raises `BadInput` for an amount of zero or
    less."""
    _positive(amount)
    project = await rows.project(uow, person.id)
    if project is not None and instalment is None:
        same = (n for n, each in enumerate(project.instalments) if each.paid is None and each.amount == amount)
        instalment = next(same, None)
    kind = project.goal.kind if project is not None else "other"
    number = await rows.add_outcome(uow, person.id, OutcomeKind.PAID, kind, "", amount, now)
    if project is not None and instalment is not None and 0 <= instalment < len(project.instalments):
        today = days.local_day(now, person.zone)
        changed = list(project.instalments)
        changed[instalment] = replace(changed[instalment], paid=changed[instalment].paid or today)
        await rows.set_instalments(uow, person.id, changed)
    await _look_for_milestone(uow, person, now)
    return number


async def not_paid(uow: UnitOfWork, person: Person, number: int | None, now: datetime) -> Money | None:
    """Take back that a person has paid something: the record with this number, or, with None, the newest of the last
    days (`TAKEN_BACK_WITHIN`). The instalment that it was is open again. Returns the amount; None if there is no such
    record."""
    record = await rows.remove_paid(uow, person.id, number, now - TAKEN_BACK_WITHIN)
    if record is None:
        return None
    amount, day = Money(record.units, record.currency), days.local_day(record.at, person.zone)
    project = await rows.project(uow, person.id)
    instalments = list(project.instalments) if project is not None else []
    closed = [place for place, each in enumerate(instalments) if (each.amount, each.paid) == (amount, day)]
    left = await rows.paid_between(uow, person.id, amount, *days.day_bounds(day, person.zone))
    if len(closed) > left:  # else she said it twice of one instalment
        instalments[closed[-1]] = replace(instalments[closed[-1]], paid=None)
        await rows.set_instalments(uow, person.id, instalments)
    return amount


async def opened(uow: UnitOfWork, person: Person, words: str, now: datetime) -> int:
    """Record that a person has opened what they saved for. `words`: "" for those of the project. Returns the number of
    the record."""
    project = await rows.project(uow, person.id)
    kind = project.goal.kind if project is not None else "other"
    said = words or (project.goal.words if project is not None else "")
    return await rows.add_outcome(uow, person.id, OutcomeKind.OPENED, kind, said, None, now)


async def not_reached(uow: UnitOfWork, person: Person, number: int | None, now: datetime) -> bool:
    """Take back that a person has opened something, or has an account or a registered activity: the record with this
    number, or, with None, the newest of what they have opened in the last days (`TAKEN_BACK_WITHIN`). Return False if
    there is no such record."""
    return await rows.remove_reached(uow, person.id, number, now - TAKEN_BACK_WITHIN)


async def show(uow: UnitOfWork, person: Person, now: datetime, *, shown: bool) -> None:
    """Let the person's Huber see the project, or not any more."""
    await rows.show(uow, person.id, now, shown=shown)


async def arrived(uow: UnitOfWork, person_id: int, payout_id: int, now: datetime) -> None:
    """A payment of which something was set aside has arrived: plan the celebration of a milestone that was reached."""
    if not await rows.keeps_from(uow, payout_id):
        return
    person = await people_rows.person(uow, person_id)
    if person is not None:
        await _look_for_milestone(uow, person, now)


async def of_payment(uow: UnitOfWork, person: Person, payout_id: int) -> tuple[Money, ...]:
    """What is still set aside of a payment, one sum per currency: no more than all that is set aside."""
    kept, held = tuple(await saving_rows.of_payment(uow, payout_id)), await saving_rows.balances(uow, person.id)
    return kept if savings.worth(kept) <= savings.worth(held) else held


async def milestone(uow: UnitOfWork, person: Person) -> tuple[int, Project] | None:
    """The milestone to celebrate now, with the project. None if there is none (any more): she took the money out."""
    project = await rows.project(uow, person.id)
    percent = savings.milestone(project) if project is not None else None
    if project is None or percent is None:
        await rows.set_milestone_due(uow, person.id, None)
        return None
    return percent, project


async def celebrated(uow: UnitOfWork, person: Person, percent: int) -> None:
    """Record that a person was told of a milestone."""
    await rows.celebrated(uow, person.id, percent)


async def _look_for_milestone(uow: UnitOfWork, person: Person, now: datetime) -> None:
    project = await rows.project(uow, person.id)
    percent = savings.milestone(project) if project is not None else None
    if percent is not None:
        await rows.set_milestone_due(uow, person.id, percent)
        await reminders_schedule.plan(uow, person, now)


def _positive(amount: Money | None) -> None:
    if amount is not None and amount.units <= 0:
        raise BadInput("an amount is more than nothing")
