"""The sums that `gains` shows: over a person's own answers, paid tests and other pay."""

from __future__ import annotations

from datetime import date, datetime

from backend.db.earnings.ledger import BALANCE
from backend.db.engine.uow import UnitOfWork
from backend.domain.earnings.pay_events import BESIDE_ANSWERS, PayEvent
from backend.domain.money import Money
from backend.domain.payouts.states import STANDING
from backend.domain.work.commands import AnswerStatus
from backend.records import Record


class DayPay(Record):
    """A person's pay of one day (of their calendar) in one currency. `accepted` False: it can still be refused."""

    day: date
    currency: str
    accepted: bool
    units: int
    counted: int
    """Seconds. An answer counts at least as long as its task takes to read."""
    estimated: int
    """Seconds, by the client's estimate."""
    supplement: int
    """The part of `units` that raised the pay to the minimum wage."""
    until: datetime | None = None
    """Of pay that is not accepted: when the last of it is accepted without a refusal."""

    @property
    def money(self) -> Money:
        """The sum with its currency."""
        return Money(self.units, self.currency)


class Balance(Record):
    """The balance of one of a person's accounts. `kind`: one of `ledger.HERS`; "carried": what payments took beyond
    what they brought (`payouts.amounts`), in 1/`carry_denominator` of a unit."""

    kind: str
    currency: str
    units: int

    @property
    def money(self) -> Money:
        """The balance with its currency."""
        return Money(self.units, self.currency)


class WorkedDay(Record):
    """A day on which a person worked: `active` seconds and the number of answers."""

    day: date
    active: int
    answers: int


NAMES = "person_id = any(array(select id from person where id = %(person)s or merged_into = %(person)s))"
"""A condition: the row is of the person, or of an account that was joined to theirs and kept it: reviews, supplements,
and practice that both have done."""


async def by_day(uow: UnitOfWork, person_id: int, zone: str, since: datetime) -> list[DayPay]:
    """Answers, paid tests and other pay since then, by day, currency and state. Practice is included, because it is
    paid."""
    return await uow.fetch_all(
        f"""
        select (at at time zone %(zone)s)::date as day, currency, accepted, sum(units)::bigint as units,
               sum(counted)::bigint as counted, sum(estimated)::bigint as estimated,
               sum(supplement)::bigint as supplement, max(accept_at) as until
        from (
            select answered_at as at, case when accepted_at is null then accept_at end as accept_at,
                   currency, accepted_at is not null as accepted, units,
                   greatest(active, reading) as counted, estimated, 0 as supplement
            from answer where {NAMES} and status = {AnswerStatus.ANSWERED:d} and answered_at >= %(since)s
            union all
            select at, null, currency, true, units, seconds, seconds, 0 from assessment
            where {NAMES} and at >= %(since)s
            union all
            select at, null, currency, true, units, 0, 0, case when kind = '{PayEvent.TOPPED_UP}' then units else 0 end
            from pay_event
            where {NAMES} and at >= %(since)s and kind in {BESIDE_ANSWERS}
        ) paid
        group by 1, 2, 3
        """,  # noqa: S608 (constants)
        {"zone": zone, "person": person_id, "since": since},
        row=DayPay,
    )


async def ever(uow: UnitOfWork, person_id: int) -> list[Balance]:
    """The balances of a person's accounts, and what payments in F CFA carried to the next one."""
    return await uow.fetch_all(
        f"""
        select a.kind, a.currency, ({BALANCE})::bigint as units
        from account a
        where a.owner = %(person)s and a.kind in ('pending', 'accepted', 'savings', 'transit', 'paid')
        union all
        select 'carried', 'XOF', sum(carried)::bigint from payout
        where person_id = %(person)s and state in {STANDING} and currency in ('XOF', 'XAF') having count(*) > 0
        """,  # noqa: S608 (constants)
        {"person": person_id},
        row=Balance,
    )


async def days(uow: UnitOfWork, person_id: int, since: date) -> list[WorkedDay]:
    """The days since then on which the person worked."""
    return await uow.fetch_all(
        "select date as day, active, answers from day where person_id = %s and date >= %s",
        (person_id, since),
        row=WorkedDay,
    )
