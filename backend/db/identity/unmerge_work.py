"""Statements that give back work and money when a merge is undone; see `unmerging`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from backend.db.earnings import ledger
from backend.db.engine.uow import UnitOfWork
from backend.db.identity.unmerging import Undoing
from backend.domain.earnings.pay_events import BESIDE_ANSWERS, OF_ANSWERS, PayEvent
from backend.domain.money import Money
from backend.domain.work.commands import GIVEN, AnswerStatus
from backend.records import Record

_HERS = f"""
    names as materialized (
        select id from person where id = %(kept)s or merged_into = %(kept)s or id = any(%(hers)s::bigint[])
    ),
    standing as materialized (select * from answer where person_id = %(kept)s and status in {GIVEN}),
    -- the names under which the ledger may have an answer of the account, and whose it is by that
    named as materialized (
        select a.task_id, n.id as name, coalesce(b.to_id, n.id) as owner from standing a cross join names n
        left join handed_back b on b.person_id = n.id and b.task_id = a.task_id
        where b.to_id is null or b.to_id in (select id from names)
        union
        select a.task_id, b.person_id, b.to_id from standing a
        join handed_back b on b.task_id = a.task_id and b.to_id in (select id from names)
    ),
    -- the one under which it was booked: its own where there are two, for both have done the same practice
    booked as (
        select distinct on (a.task_id) a.task_id, a.answered_at, a.contact_id, n.owner
        from standing a join named n on n.task_id = a.task_id
        join transfer x on x.key = 'answer:' || n.name || ':' || n.task_id
        order by a.task_id, n.name = %(kept)s desc, n.name
    ),
    back as (
        select task_id from booked b where owner = any(%(hers)s::bigint[])
            or (answered_at > %(since)s and contact_id = any(%(chats)s::bigint[]))
    )
"""  # noqa: S608 (constants)
_NAMES = f"""
    with {_HERS}
    insert into handed_back (person_id, task_id, to_id)
    select n.name, n.task_id, %(gone)s from back b join named n on n.task_id = b.task_id
    where n.name <> all(%(hers)s::bigint[]) and exists (
        select from transfer
        where key in ('answer:' || n.name || ':' || n.task_id, 'accept:' || n.name || ':' || n.task_id))
    on conflict (person_id, task_id) do update set to_id = excluded.to_id
"""  # noqa: S608 (constants)
"""Records the other names under which the ledger has her answers: those given since the merge, and those accepted
meanwhile."""
_ANSWERS = f"""
    with {_HERS},
    moved as (
        update answer a set person_id = %(gone)s from back b
        where a.person_id = %(kept)s and a.task_id = b.task_id
        returning a.task_id, a.project_id, a.status, a.leased_at, a.expires_at, a.answered_at, a.control_right
    ),
    counted as (
        select m.project_id, min(m.leased_at) as since,
               count(*) filter (where m.status = {AnswerStatus.ANSWERED}) as answers,
               count(*) filter (where m.status = {AnswerStatus.ANSWERED} and m.control_right is not null) as controls,
               count(*) filter (where t.done_at = m.answered_at) as done
        from moved m join task t on t.id = m.task_id group by 1
    ),
    less as (
        update progress r set answers = r.answers - c.answers, done = greatest(0, r.done - c.done),
                              controls = greatest(0, r.controls - c.controls)
        from counted c where r.person_id = %(kept)s and r.project_id = c.project_id
    ),
    more as (
        insert into progress (person_id, project_id, accepted_at, answers, done, controls)
        select %(gone)s, project_id, since, answers, done, controls from counted
        on conflict (person_id, project_id) do update set
            answers = progress.answers + excluded.answers, done = progress.done + excluded.done,
            controls = progress.controls + excluded.controls
    )
    select task_id from moved
"""  # noqa: S608 (constants)


async def move_work(uow: UnitOfWork, undoing: Undoing) -> int:
    """Give answers back to the person who gave them. Return how many.

    The account that they leave keeps a closed row for each of these tasks, so that it is not given them again: a key of
    the ledger would be used twice. Days are counted again for both.
    """
    await uow.execute(_NAMES, undoing.values)
    moved = await uow.fetch_all(_ANSWERS, undoing.values)
    await uow.execute(
        """
        insert into answer (person_id, task_id, project_id, status, leased_at, expires_at)
        select %s, t.id, t.project_id, 3, a.leased_at, a.expires_at from answer a join task t on t.id = a.task_id
        where a.person_id = %s and a.task_id = any(%s)
        """,
        (undoing.holder, undoing.gone, [row["task_id"] for row in moved]),
    )
    await uow.pipeline(*((statement, undoing.values) for statement in (*_REVIEWS, *_DAYS)))
    return len(moved)


_REVIEWS = (
    """
    update review set person_id = %(gone)s from answer a
    where a.person_id = %(gone)s and a.task_id = review.task_id and review.person_id = %(kept)s
    """,
    f"""
    update pay_event set person_id = %(gone)s from answer a
    where a.person_id = %(gone)s and a.task_id = pay_event.task_id and pay_event.person_id = %(kept)s
          and pay_event.kind in {OF_ANSWERS}
    """,  # noqa: S608 (constants)
)
"""Reviews and refusals of an answer go where the answer goes."""
_DAYS = tuple(
    statement
    for person in ("gone", "kept")
    for statement in (
        f"delete from day where person_id = %({person})s",  # noqa: S608 (one of two names)
        f"""
        insert into day (person_id, date, active, counted, estimated, answers, euro_units, franc_units)
        select p.id, (w.at at time zone coalesce(p.zone, 'UTC'))::date, sum(w.active), sum(w.counted),
               sum(w.estimated), sum(w.answers), coalesce(sum(w.units) filter (where w.currency = 'EUR'), 0),
               coalesce(sum(w.units) filter (where w.currency <> 'EUR'), 0)
        from person p cross join lateral (
            select answered_at as at, 1 as answers, active, greatest(active, reading) as counted, estimated, units,
                   currency
            from answer where person_id in (select id from person where id = p.id or merged_into = p.id)
                              and status in {GIVEN}
            union all
            select at, 0, 0, 0, 0, units, currency from assessment
            where person_id in (select id from person where id = p.id or merged_into = p.id)
            union all
            select at, 0, seconds, seconds, estimated, 0, currency from pay_event
            where person_id in (select id from person where id = p.id or merged_into = p.id)
                  and kind = '{PayEvent.REVIEWED}'
        ) w
        where p.id = %({person})s group by 1, 2
        """,  # noqa: S608
        f"delete from first_income where person_id = %({person})s",  # noqa: S608
        f"""
        insert into first_income (person_id, at)
        select %({person})s, min(at) from (
            select a.answered_at as at from answer a join project r on r.id = a.project_id
            where a.person_id = %({person})s and a.status in {GIVEN} and not r.practice
            union all
            select at from pay_event where person_id = %({person})s and kind = '{PayEvent.REVIEWED}') w
        having min(at) is not null
        """,  # noqa: S608
    )
)


class Owed(Record):
    """What belongs to her in one currency: not yet accepted, accepted, and `paid` out by her own payments, those that
    were proposed before the merge. `paid_since`: the part of the accepted pay that was paid out by others while the two
    accounts were one."""

    currency: str
    pending: int
    accepted: int
    paid: int
    paid_since: int = 0


async def owed(uow: UnitOfWork, undoing: Undoing) -> list[Owed]:
    """What belongs to her, by currency. Call it after `move_work`. Accepted pay that is no longer there counts as
    `paid_since`."""
    rows = await uow.fetch_all(
        f"""
        with earned as (
            select currency, units, accepted_at is not null as accepted from answer
            where person_id = any(%(hers)s::bigint[]) and status = {AnswerStatus.ANSWERED:d}
            union all
            select currency, units, true from assessment where person_id = any(%(hers)s::bigint[])
            union all
            select currency, units, true from pay_event
            where person_id = any(%(hers)s::bigint[]) and kind in {BESIDE_ANSWERS}
        ),
        before as (
            select x.currency, x.units from transfer x join account a on a.id = x.debit
            where x.key like 'merge:' || %(gone)s::bigint || ':paid:%%:' || %(merge)s::bigint
        ),
        since as (  -- of her own payments what arrived, or came back, while the two were one
            select x.currency, case when d.kind = 'paid' then -x.units else x.units end as units
            from merge m cross join lateral jsonb_array_elements(m.before -> 'payout') p (id)
            join payout_part y on y.payout_id = (p.id #>> '{{}}')::bigint
            join transfer x on x.key in ('paid:' || y.payout_id || ':' || y.currency,
                                         'return:' || y.payout_id || ':' || y.currency)
            join account d on d.id = x.debit
            where m.id = %(merge)s and d.owner <> all(%(hers)s::bigint[]) and x.at >= %(since)s
              and (d.kind = 'paid' or x.key like 'paid:%%')
        )
        select e.currency, coalesce(sum(units) filter (where not accepted), 0)::bigint as pending,
               coalesce(sum(units) filter (where accepted), 0)::bigint as accepted,
               (coalesce((select sum(b.units) from before b where b.currency = e.currency), 0)
                + coalesce((select sum(s.units) from since s where s.currency = e.currency), 0))::bigint as paid
        from earned e group by e.currency order by e.currency
        """,  # noqa: S608 (constants)
        undoing.values,
    )
    found = []
    accepted = {money.currency: money.units for money in await ledger.balances(uow, "accepted", undoing.holder)}
    for row in rows:
        there = accepted.get(row["currency"], 0)
        left = row["accepted"] - row["paid"]
        found.append(
            Owed(row["currency"], row["pending"], min(left, there), row["paid"], paid_since=max(0, left - there))
        )
    return found


async def move_money(uow: UnitOfWork, undoing: Undoing, sums: Sequence[Owed], now: datetime) -> None:
    """Move the money back, with one transfer per kind and currency. The ledger's check knows these by their keys.
    Raises `RuntimeError` if it was done before."""
    for each in sums:
        await ledger.open_earnings(uow, undoing.gone, each.currency)
        paid = each.paid + each.paid_since
        for kind, units in zip(ledger.OPENED, (each.pending, each.accepted, paid), strict=True):
            if units:
                key = f"unmerge:{undoing.merge.id}:{kind}:{each.currency}"
                amount = Money(units, each.currency)
                if not await ledger.transfer(uow, key, (kind, undoing.holder), (kind, undoing.gone), amount, now):
                    raise RuntimeError("the money of a merge was handed back before")


def total(sums: Sequence[Owed]) -> tuple[Money, ...]:
    """All money that goes back, by currency."""
    return tuple(Money(s.pending + s.accepted + s.paid + s.paid_since, s.currency) for s in sums)
