"""Payments of accepted pay, for tests of what follows from them."""

from __future__ import annotations

from datetime import datetime

from backend.db.earnings import ledger, pay_events
from backend.db.engine.uow import Database, UnitOfWork
from backend.domain.earnings.pay_events import PayEvent
from backend.domain.money import UNITS_PER_WHOLE, Money
from backend.domain.payouts import destinations
from backend.domain.payouts.destinations import NameDestination
from backend.domain.payouts.states import ReturnLine, Word
from backend.domain.people.commands import OPERATOR, Person
from backend.encryption import Keys, new_key
from backend.services.payouts import destinations as destination_service
from backend.services.payouts import runs
from tests.integration.scenes import NOW, commit, look, project, value

RAW_KEYS = [new_key()]
KEYS = Keys(RAW_KEYS)
FRANC = UNITS_PER_WHOLE


async def names(database: Database, person: Person, number: str = "0701020304", now: datetime = NOW) -> None:
    """She says where she is paid, on her only chat."""
    where = destinations.read(number, person.country)
    command = NameDestination(where.kind, where.value, "Awa Koné")
    here = await value(database, "select min(id) from contact where person_id = %s", (person.id,))
    await commit(database, destination_service.name, person, command, here, "demo", KEYS, now)


async def funded(database: Database, currency: str = "EUR") -> int:
    """A project with money for everybody."""
    return await project(database, 1, pay=Money(10**12, currency), name=f"p-{currency}")


async def earns(database: Database, project_id: int, person: Person, amount: Money) -> None:
    """Accepted pay, with what caused it."""

    async def act(uow: UnitOfWork) -> None:
        await ledger.open_earnings(uow, person.id, amount.currency)
        await pay_events.add(uow, PayEvent.REPORTED, person.id, project_id, amount, NOW)

    await commit(database, act)


async def sent(database: Database, now: datetime = NOW, minimum: int = FRANC) -> int:
    """A run that was proposed, approved and handed over."""
    run_id = (await runs.propose(database, OPERATOR, "a", now, minimum=minimum)).run_id
    await commit(database, runs.approve, OPERATOR, "b", run_id, now)
    await commit(database, runs.run, OPERATOR, run_id, now)
    return run_id


async def payouts(database: Database, run_id: int) -> list[runs.Line]:
    """The payments of a run."""
    return await look(database, runs.lines, OPERATOR, run_id, KEYS)


async def told(database: Database, *lines: ReturnLine, now: datetime = NOW) -> runs.Reconciled:
    """The provider's word."""
    return await commit(database, runs.reconcile, OPERATOR, lines, now)


async def paid_out(database: Database, person: Person, now: datetime = NOW) -> Money:
    """All that she has, in whole francs, is paid; what was taken for it in euros."""
    await names(database, person, now=now)
    run_id = await sent(database, now)
    await told(
        database, *(ReturnLine(2, line.order.payout_id, Word.PAID) for line in await payouts(database, run_id)), now=now
    )
    units = await value(
        database,
        "select sum(x.units)::bigint from payout_part x join payout p on p.id = payout_id where p.person_id = %s",
        (person.id,),
    )
    return Money(int(units))
