"""What happened to a client's money in one month, from the ledger."""

from __future__ import annotations

from datetime import datetime

from backend.db.engine.uow import UnitOfWork
from backend.domain.work.commands import AnswerStatus
from backend.records import Record


class ProjectMonth(Record):
    """The account of one project in a month, in units of `currency`.

    `opening`: its balance before. `promised`: came from the client; `given_back`: went back to it. `worked`: credited
    to people for their work; `refunded`: came back from refused answers; `fees`; `other`: anything else, in less out.
    `answers`, `accepted`: the number of answers that were accepted then, and all pay that was.
    """

    project_id: int
    name: str
    title: str
    currency: str
    opening: int
    promised: int
    given_back: int
    worked: int
    refunded: int
    fees: int
    other: int
    answers: int
    accepted: int

    @property
    def closing(self) -> int:
        """The balance at the end of the month."""
        return self.opening + self.promised - self.given_back - self.worked + self.refunded - self.fees + self.other


async def projects(uow: UnitOfWork, client_id: int, begins: datetime, ends: datetime) -> list[ProjectMonth]:
    """The client's projects that had money or work in the month from `begins` until before `ends`, by number. Transfers
    of months that were closed before are not read again."""
    return await uow.fetch_all(_PROJECTS, {"client": client_id, "begins": begins, "ends": ends}, row=ProjectMonth)


_PROJECTS = f"""
    with hers as (
        select p.id as project_id, p.name, coalesce(p.config ->> 'title', p.name) as title, a.id as account, a.currency
        from project p join account a on a.kind = 'project' and a.owner = p.id where p.client_id = %(client)s
    ),
    closed as (select month, ends from closed_month where ends <= %(begins)s order by month desc limit 1),
    moves as (
        select h.account, t.at, o.kind, t.units
        from hers h join transfer t on t.credit = h.account join account o on o.id = t.debit
        where t.at < %(ends)s and t.at >= coalesce((select ends from closed), '-infinity')
        union all
        select h.account, t.at, o.kind, -t.units
        from hers h join transfer t on t.debit = h.account join account o on o.id = t.credit
        where t.at < %(ends)s and t.at >= coalesce((select ends from closed), '-infinity')
    ),
    sums as (
        select account, sum(units) filter (where at < %(begins)s) as before,
               sum(units) filter (where at >= %(begins)s and kind = 'client' and units > 0) as promised,
               -sum(units) filter (where at >= %(begins)s and kind = 'client' and units < 0) as given_back,
               -sum(units) filter (where at >= %(begins)s and kind in ('pending', 'accepted') and units < 0) as worked,
               -sum(units) filter (where at >= %(begins)s and kind = 'accepted' and units < 0) as at_once,
               sum(units) filter (where at >= %(begins)s and kind in ('pending', 'accepted') and units > 0) as refunded,
               -sum(units) filter (where at >= %(begins)s and kind = 'fees') as fees,
               sum(units) filter (where at >= %(begins)s
                                    and kind not in ('client', 'pending', 'accepted', 'fees')) as other
        from moves group by account
    ),
    accepted as (
        select project_id, currency, count(*) as answers, sum(units) as units from answer
        where project_id in (select project_id from hers) and status = {AnswerStatus.ANSWERED:d}
          and answered_at < %(ends)s and accepted_at >= %(begins)s and accepted_at < %(ends)s
        group by 1, 2
    ),
    found as (
        select h.project_id, h.name, h.title, h.currency,
               (coalesce(b.units, 0) + coalesce(s.before, 0))::bigint as opening,
               coalesce(s.promised, 0)::bigint as promised, coalesce(s.given_back, 0)::bigint as given_back,
               coalesce(s.worked, 0)::bigint as worked, coalesce(s.refunded, 0)::bigint as refunded,
               coalesce(s.fees, 0)::bigint as fees, coalesce(s.other, 0)::bigint as other,
               coalesce(a.answers, 0)::bigint as answers,
               (coalesce(a.units, 0) + coalesce(s.at_once, 0))::bigint as accepted
        from hers h left join sums s on s.account = h.account
        left join month_balance b on b.account_id = h.account and b.month = (select month from closed)
        left join accepted a on a.project_id = h.project_id and a.currency = h.currency
    )
    select * from found
    where (opening, promised, given_back, worked, refunded, fees, other, accepted) <> (0, 0, 0, 0, 0, 0, 0, 0)
    order by project_id, currency
"""  # noqa: S608 (constants)
