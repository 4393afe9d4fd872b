"""Statements about when people want to be paid, and the days of payment for which a run was proposed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from backend.db.engine.uow import UnitOfWork
from backend.domain.money import Money
from backend.domain.payouts.states import STANDING
from backend.domain.payouts.terms import DEFAULT_RHYTHM, Rhythm
from backend.records import Record


class KeptRhythm(Record):
    """When a person wants to be paid. `units`, `currency`: from which sum, for `Rhythm.AMOUNT`. `asked_at`: when they
    asked to be paid in the next run; None if no payment was asked for, or it was proposed since."""

    rhythm: Rhythm = DEFAULT_RHYTHM
    units: int | None = None
    currency: str | None = None
    asked_at: datetime | None = None

    @property
    def reach(self) -> Money | None:
        """The sum of `Rhythm.AMOUNT`."""
        return None if self.units is None or self.currency is None else Money(self.units, self.currency)


async def of(uow: UnitOfWork, person_id: int) -> KeptRhythm:
    """When the person wants to be paid; the default if they have not chosen."""
    found = await uow.fetch_one(
        f"""
        select rhythm, units, currency,
               case when not exists (
                   select from payout o where o.person_id = r.person_id and o.proposed_at >= r.asked_at
                      and o.state in {STANDING}) then asked_at end as asked_at
        from pay_rhythm r where person_id = %s
        """,  # noqa: S608 (constants)
        (person_id,),
        row=KeptRhythm,
    )
    return found or KeptRhythm()


async def choose(uow: UnitOfWork, person_id: int, rhythm: Rhythm, reach: Money | None) -> None:
    """Store when the person wants to be paid. `reach`: for `Rhythm.AMOUNT`."""
    await uow.execute(
        """
        insert into pay_rhythm (person_id, rhythm, units, currency) values (%s, %s, %s, %s)
        on conflict (person_id) do update set rhythm = excluded.rhythm, units = excluded.units,
                                              currency = excluded.currency
        """,
        (person_id, rhythm.value, None if reach is None else reach.units, None if reach is None else reach.currency),
    )


async def ask(uow: UnitOfWork, person_id: int, now: datetime) -> None:
    """Store that the person wants to be paid in the next run."""
    await uow.execute(
        """
        insert into pay_rhythm (person_id, rhythm, asked_at) values (%s, %s, %s)
        on conflict (person_id) do update set asked_at = excluded.asked_at
        """,
        (person_id, DEFAULT_RHYTHM.value, now),
    )


async def forget(uow: UnitOfWork, person_id: int) -> None:
    """Forget that the person has asked to be paid in the next run."""
    await uow.execute("update pay_rhythm set asked_at = null where person_id = %s", (person_id,))


# --- days of payment ----------------------------------------------------------------------------------------


async def alone(uow: UnitOfWork) -> None:
    """Let only this transaction look for days of payment until it ends."""
    await uow.execute("select pg_advisory_xact_lock(7310411)")


async def newest_days(uow: UnitOfWork) -> dict[str, date]:
    """The newest day of payment of each country for which a run was proposed."""
    rows = await uow.fetch_all("select country, max(day) as day from pay_day where done_at is not null group by 1")
    return {row["country"]: row["day"] for row in rows}


async def begin_days(uow: UnitOfWork, run_id: int, days: Mapping[str, date]) -> None:
    """Note that a run is proposed for these days: country → day. One whose proposal was interrupted is taken over."""
    await uow.execute(
        """
        insert into pay_day (country, day, run_id)
        select country, day, %s from unnest(%s::text[], %s::date[]) as t(country, day)
        on conflict (country, day) do update set run_id = excluded.run_id
        """,
        (run_id, list(days), list(days.values())),
    )


async def end_days(uow: UnitOfWork, run_id: int, now: datetime) -> None:
    """Note that the proposal for the days of this run is complete."""
    await uow.execute("update pay_day set done_at = %s where run_id = %s", (now, run_id))
