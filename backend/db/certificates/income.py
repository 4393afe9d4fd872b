"""What a person has earned and was paid, by month of their calendar."""

from __future__ import annotations

from datetime import date, datetime

from backend.db.earnings.queries import NAMES
from backend.db.engine.uow import UnitOfWork
from backend.domain.earnings.pay_events import BESIDE_ANSWERS
from backend.domain.money import Money
from backend.domain.payouts.states import PayoutState
from backend.domain.work.commands import AnswerStatus
from backend.records import Record


class MonthIncome(Record):
    """A sum of one month in one currency: `paid` to them, or else earned, that is accepted. `month`: its first day."""

    month: date
    currency: str
    paid: bool
    units: int

    @property
    def money(self) -> Money:
        """The sum with its currency."""
        return Money(self.units, self.currency)


async def by_month(uow: UnitOfWork, person_id: int, zone: str, since: datetime) -> list[MonthIncome]:
    """All income since then. An answer counts when it was accepted. What the person did on an account that was joined
    to theirs is included, because it is theirs."""
    return await uow.fetch_all(
        f"""
        select date_trunc('month', at at time zone %(zone)s)::date as month, currency, paid, sum(units)::bigint as units
        from (
            select accepted_at as at, currency, false as paid, units from answer
            where {NAMES} and status = {AnswerStatus.ANSWERED:d} and accepted_at >= %(since)s
            union all
            select at, currency, false, units from assessment where {NAMES} and at >= %(since)s
            union all
            select at, currency, false, units from pay_event
            where {NAMES} and at >= %(since)s and kind in {BESIDE_ANSWERS}
            union all
            select paid_at, currency, true, units from payout
            where person_id = %(person)s and paid_at >= %(since)s and state = '{PayoutState.PAID}'
        ) each
        group by 1, 2, 3 order by 1, 2, 3
        """,  # noqa: S608 (constants)
        {"zone": zone, "person": person_id, "since": since},
        row=MonthIncome,
    )
