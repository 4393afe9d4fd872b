"""The day of the next payment: promised only where it will be kept."""

from __future__ import annotations

from datetime import date, timedelta

from backend.db.engine.uow import Database
from backend.db.payouts import holds, rhythms
from backend.domain.money import Money
from backend.domain.payouts import terms_file
from backend.domain.payouts.terms import PaySchedule, Rhythm, Terms
from backend.domain.people.commands import Person
from backend.records import replace
from backend.services.payouts.timing import dates
from backend.services.payouts.timing.dates import PayDates
from tests.integration import payments
from tests.integration.scenes import NOW, commit, execute, hiteuse

FRIDAYS = replace(terms_file.shipped(), schedule=PaySchedule(weekly=4, monthly=15, hour=10))
FRIDAY = date(2026, 3, 6)


async def told(database: Database, person: Person, terms: Terms = FRIDAYS, days: int = 0) -> PayDates:
    now = NOW + timedelta(days=days)
    return await commit(database, dates.of, person, terms, now)


async def earning(database: Database, euros: int = 10) -> Person:
    person = await hiteuse(database)
    await payments.earns(database, await payments.funded(database), person, Money(euros * 10_000))
    return person


async def test_a_day_is_promised_when_she_has_said_where_and_the_schedule_has_one(database: Database) -> None:
    awa = await earning(database)
    assert (await told(database, awa)).day is None
    await payments.names(database, awa)
    assert await told(database, awa) == PayDates((await told(database, awa)).payments, 1_000, FRIDAY)
    without = await told(database, awa, terms_file.shipped())
    assert without.day is None and without.sure
    assert (await told(database, awa, days=3)).day == FRIDAY + timedelta(days=7)
    await commit(database, rhythms.choose, awa.id, Rhythm.MONTHLY, None)
    assert (await told(database, awa)).day == date(2026, 3, 15)
    await commit(database, rhythms.choose, awa.id, Rhythm.DEMAND, None)
    assert (await told(database, awa)).day is None
    await commit(database, rhythms.ask, awa.id, NOW)
    assert (await told(database, awa)).day == FRIDAY


async def test_no_day_is_promised_where_something_else_must_happen_first(database: Database) -> None:
    awa = await earning(database)
    await payments.names(database, awa)
    await execute(database, "update contact set locked_at = %s", (NOW,))
    locked = await told(database, awa)
    assert locked.day is None and locked.checked and not locked.sure
    await execute(database, "update contact set locked_at = null")
    await commit(database, holds.begin, awa.id, "Rose", "à vérifier", NOW)
    assert (await told(database, awa)).checked
    await commit(database, holds.end, awa.id, "Rose", NOW)
    later = NOW + timedelta(days=2)  # a changed number waits
    await execute(database, "update destination set usable_at = %s", (later,))
    waiting = await told(database, awa)
    assert (waiting.day, waiting.sure, waiting.checked) == (None, False, False)
    assert (await told(database, awa, days=3)).day == FRIDAY + timedelta(days=7)
