"""What finance sees as due, beside payments that have not ended."""

from __future__ import annotations

from backend.db.engine.uow import Database
from backend.db.payouts.overview import DuePay
from backend.domain.money import UNITS_PER_WHOLE, Money
from backend.domain.payouts import terms_file
from backend.domain.people.commands import Person
from backend.services.payouts import overview
from tests.integration import payments
from tests.integration.scenes import NOW, commit, hiteuse

FINANCE = Person(1, "admin", "Rose", duty="finance")


async def due(database: Database) -> tuple[DuePay, ...]:
    return (await commit(database, overview.look, FINANCE, terms_file.shipped(), NOW)).due


async def test_what_she_earned_beside_a_payment_that_has_not_ended_is_due_too(database: Database) -> None:
    funds = await payments.funded(database)
    awa = await hiteuse(database)
    await payments.earns(database, funds, awa, Money(10 * UNITS_PER_WHOLE))
    await payments.names(database, awa)
    assert await due(database) == (DuePay("CI", 1, 0, 0, 0, 0, 6_559),)
    await payments.sent(database)
    assert await due(database) == ()
    await payments.earns(database, funds, awa, Money(20 * UNITS_PER_WHOLE))
    assert await due(database) == (DuePay("CI", 1, 0, 0, 1, 0, 13_119),)
