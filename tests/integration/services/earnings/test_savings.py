"""The project that she saves for: what stays with it when she says it anew, and what is refused."""

from __future__ import annotations

from datetime import date

import pytest

from backend.db.earnings import goals
from backend.db.engine.uow import Database
from backend.domain.earnings.savings import Instalment, OutcomeKind, Plan, Project
from backend.domain.errors import BadInput
from backend.domain.money import UNITS_PER_WHOLE, Money
from backend.domain.people.commands import Goal, GoalKind, Person
from backend.services.earnings import savings as service
from backend.services.people import service as people_service
from tests.integration.scenes import NOW, after, commit, hiteuse

PARTS = (Instalment(Money(50_000 * UNITS_PER_WHOLE, "XOF"), date(2026, 9, 15)),)


async def says(database: Database, awa: Person, kind: GoalKind, cost: int | None, days: int = 0) -> None:
    amount = Money(cost * UNITS_PER_WHOLE, "XOF") if cost is not None else None
    await commit(database, people_service.set_goal, awa, Goal(kind, "mots", amount), after(days=days))


async def project(database: Database, awa: Person) -> Project:
    found = await commit(database, goals.project, awa.id)
    assert found is not None
    return found


async def test_a_corrected_amount_keeps_dates_and_what_was_paid(database: Database) -> None:
    awa = await hiteuse(database)
    await says(database, awa, "studies", 150_000)
    await commit(database, service.set_instalments, awa, PARTS)
    await commit(database, service.set_due, awa, date(2026, 10, 1))
    await commit(database, service.set_aside, awa, Plan(share=20))
    await commit(database, service.paid, awa, PARTS[0].amount, 0, after(days=1))
    await says(database, awa, "studies", 180_000, days=2)
    found = await project(database, awa)
    assert found.spent == (PARTS[0].amount,) and found.due == date(2026, 10, 1)
    assert [each.paid for each in found.instalments] == [date(2026, 3, 5)]
    await says(database, awa, "business", 90_000, days=3)
    another = await project(database, awa)
    assert (another.spent, another.due, another.instalments) == ((), None, ())
    assert another.plan == Plan(share=20)


async def test_after_she_has_opened_the_next_one_is_new(database: Database) -> None:
    awa = await hiteuse(database)
    await says(database, awa, "business", 150_000)
    await commit(database, service.paid, awa, PARTS[0].amount, None, after(days=1))
    await commit(database, service.opened, awa, "mon salon", after(days=2))
    await says(database, awa, "business", 90_000, days=3)
    assert (await project(database, awa)).spent == ()
    assert set(await commit(database, goals.outcomes, awa.id)) == {OutcomeKind.PAID, OutcomeKind.OPENED}


async def test_instalments_say_what_a_project_costs_if_she_has_not(database: Database) -> None:
    awa = await hiteuse(database)
    await says(database, awa, "studies", None)
    await commit(database, service.set_instalments, awa, PARTS * 3)
    assert (await project(database, awa)).goal.amount == PARTS[0].amount * 3


async def test_what_cannot_be_is_refused(database: Database) -> None:
    awa = await hiteuse(database)
    await says(database, awa, "studies", None)
    nothing = Money(0, "XOF")
    for plan in (Plan(share=0), Plan(share=91), Plan(amount=nothing)):
        with pytest.raises(BadInput):
            await commit(database, service.set_aside, awa, plan)
    with pytest.raises(BadInput):
        await commit(database, service.set_instalments, awa, PARTS * 13)
    with pytest.raises(BadInput):
        await commit(database, service.paid, awa, nothing, None, NOW)
    with pytest.raises(BadInput):
        await commit(database, service.take_out, awa, nothing, NOW)
    assert await commit(database, service.take_out, awa, None, NOW) == ()
