"""Comparing the ledger with what was worked, accepted, refused, saved and paid, to the last unit."""

from __future__ import annotations

from backend.db.earnings import closing, payment_check
from backend.db.earnings.closing import SHARED_KINDS
from backend.db.earnings.ledger import BALANCE
from backend.db.earnings.payment_check import FEW
from backend.db.engine.uow import UnitOfWork
from backend.domain.earnings.pay_events import BESIDE_ANSWERS, OF_ANSWERS, PayEvent
from backend.domain.work.commands import GIVEN, AnswerStatus

# After a merge (`merging`) transfers still name the merged account, while answers mostly do not. Both are read as
# belonging to the person who has the account today. The same holds for answers that an unmerge (`unmerging`) gave back.
# A transfer is booked on the accounts of the person in its key.
_GONE = "gone as materialized (select id, merged_into from person where merged_into is not null)"


def _named(kind: str) -> str:
    """Transfers of answers. `whose`: the person of today; `named`: the person in the key."""
    return f"""
        select x.*, coalesce(g.merged_into, x.hers) as whose from (
            select y.*, coalesce(b.to_id, y.named) as hers
            from (select *, split_part(key, ':', 2)::bigint as named, split_part(key, ':', 3)::bigint as task_id
                  from transfer where key like '{kind}:%%') y
            left join handed_back b on b.person_id = y.named and b.task_id = y.task_id) x
        left join gone g on g.id = x.hers
    """  # noqa: S608 (constants)


_MEMORY = "256MB"
"""The memory of one sort or hash of the check. With the server's usual 4 MB, millions of rows go through files."""


_FAR = "30"
"""The planner's cost of a page out of order. With the usual 4 it reads millions of transfers by their keys, which takes
several times as long as reading the table."""


_WORKED = f"""
    with {_GONE}
    select coalesce(a.person_id, t.whose) as person, coalesce(a.task_id, t.task_id) as task,
           a.units as worked, t.units as booked
    from (
        select coalesce(g.merged_into, person_id) as person_id, task_id, units, currency, project_id
        from answer left join gone g on g.id = person_id where status in {GIVEN}
    ) a
    full join (
        select x.whose, x.task_id, x.units, c.currency, d.owner as project_id,
               c.owner = x.named and c.kind = 'pending' and d.kind = 'project' as right_accounts
        from ({_named("answer")}) x join account d on d.id = x.debit join account c on c.id = x.credit
    ) t on t.whose = a.person_id and t.task_id = a.task_id and t.units = a.units and t.currency = a.currency
       and t.project_id = a.project_id and t.right_accounts
    where a.person_id is null or t.whose is null limit %s
"""  # noqa: S608 (constants)


_ACCEPTED = f"""
    with {_GONE}
    select coalesce(a.person_id, t.whose) as person, coalesce(a.task_id, t.task_id) as task
    from (
        select coalesce(g.merged_into, person_id) as person_id, task_id, units, currency
        from answer left join gone g on g.id = person_id
        where status = {AnswerStatus.ANSWERED} and accepted_at is not null
    ) a
    full join (
        select x.whose, x.task_id, x.units, c.currency,
               c.owner = x.named and d.owner = x.named and c.kind = 'accepted' and d.kind = 'pending' as right_accounts
        from ({_named("accept")}) x join account d on d.id = x.debit join account c on c.id = x.credit
    ) t on t.whose = a.person_id and t.task_id = a.task_id and t.units = a.units and t.currency = a.currency
       and t.right_accounts
    where a.person_id is null or t.whose is null limit %s
"""  # noqa: S608 (constants)


_TESTED = f"""
    with {_GONE}
    select coalesce(a.person_id, t.person_id) as person, coalesce(a.module_id, t.module_id) as module
    from (
        select coalesce(g.merged_into, person_id) as person_id, module_id, project_id, units, currency
        from assessment left join gone g on g.id = person_id
    ) a
    full join (
        select coalesce(g.merged_into, x.person_id) as person_id, x.module_id, x.units, c.currency,
               coalesce(h.merged_into, c.owner) as credited, d.owner as project_id, c.kind as to_kind, d.kind as of_kind
        from (select *, split_part(key, ':', 2)::bigint as person_id, split_part(key, ':', 3) as module_id
              from transfer where key like 'assessment:%%') x
        join account d on d.id = x.debit join account c on c.id = x.credit
        left join gone g on g.id = x.person_id left join gone h on h.id = c.owner
    ) t on t.person_id = a.person_id and t.module_id = a.module_id and t.units = a.units and t.currency = a.currency
       and t.project_id = a.project_id and t.credited = a.person_id
       and t.to_kind = 'accepted' and t.of_kind = 'project'
    where a.person_id is null or t.person_id is null limit %s
"""  # noqa: S608 (constants)


_UNCAUSED = f"""
    select x.key, c.kind, c.owner from transfer x
    join account d on d.id = x.debit join account c on c.id = x.credit
    where {FEW} and case
               when x.key like 'merge:%%'
               then c.kind not in ('pending', 'accepted', 'transit', 'paid') or c.kind <> d.kind or not exists (
                   select from merge m where m.gone_id = d.owner and m.kept_id = c.owner)
               when x.key like 'unmerge:%%'
               then c.kind not in ('pending', 'accepted', 'transit', 'paid') or c.kind <> d.kind or not exists (
                   select from merge m where x.key like 'unmerge:' || m.id || ':%%' and m.undone_at is not null and (
                          m.gone_id = c.owner and m.undone_from = d.owner
                          -- a payment came back that was made of her money
                          or x.key like '%%:returned:paid:%%' and m.gone_id = d.owner and m.undone_from = c.owner))
               else (c.kind = 'pending' and split_part(x.key, ':', 1) not in ('answer', 'redo', 'restore'))
                    or (c.kind = 'accepted' and split_part(x.key, ':', 1) not in
                        ('accept', 'assessment', 'review', 'report', 'topup', 'return', 'save'))
                    or (c.kind = 'savings' and split_part(x.key, ':', 1) <> 'save')
                    or (c.kind = 'transit' and split_part(x.key, ':', 1) <> 'payout')
                    or (c.kind = 'paid' and split_part(x.key, ':', 1) <> 'paid')
                    or (c.kind in ('bank', 'exchange') and split_part(x.key, ':', 1) not in ('exchange', 'unexchange'))
                    or (c.kind = 'fees' and split_part(x.key, ':', 1) <> 'fee') end
    limit %s
"""  # noqa: S608 (constants)


_STANDING = f"""
    with {_GONE},
    earned as (
        select person, currency, sum(units) filter (where not accepted) as pending,
               sum(units) filter (where accepted) as accepted
        from (select coalesce(g.merged_into, person_id) as person, currency, units, accepted_at is not null as accepted
              from answer left join gone g on g.id = person_id where status = {AnswerStatus.ANSWERED}
              union all
              select coalesce(g.merged_into, person_id), currency, units, true
              from assessment left join gone g on g.id = person_id
              union all
              select coalesce(g.merged_into, person_id), currency, units, true
              from pay_event left join gone g on g.id = person_id
              where kind in {BESIDE_ANSWERS}) each
        group by 1, 2
    ),
    stands as (
        select coalesce(g.merged_into, a.owner) as person, a.currency,
               sum(b.units) filter (where a.kind = 'pending') as pending,
               sum(b.units) filter (where a.kind <> 'pending') as accepted
        from account a left join gone g on g.id = a.owner
        cross join lateral (
            select {BALANCE} as units) b
        where a.kind in ('pending', 'accepted', 'savings', 'transit', 'paid') group by 1, 2
    )
    select coalesce(e.person, s.person) as person, coalesce(e.currency, s.currency) as currency,
           coalesce(e.pending, 0) + coalesce(e.accepted, 0) as earned,
           coalesce(s.pending, 0) + coalesce(s.accepted, 0) as stands
    from earned e full join stands s on s.person = e.person and s.currency = e.currency
    where coalesce(e.pending, 0) <> coalesce(s.pending, 0) or coalesce(e.accepted, 0) <> coalesce(s.accepted, 0)
    limit %s
"""  # noqa: S608 (constants)


_EVENTS = f"""
    select coalesce(x.key, e.kind || ':' || e.id) as key
    from pay_event e
    full join (
        select t.key, t.units, t.currency, d.kind as of_kind, c.kind as to_kind,
               case when d.kind = 'project' then d.owner else c.owner end as project_id
        from transfer t join account d on d.id = t.debit join account c on c.id = t.credit
        where {FEW} and split_part(t.key, ':', 1) in ('refuse', 'redo', 'restore', 'review', 'report', 'topup')
    ) x on x.key = e.kind || ':' || e.id and x.units = e.units and x.currency = e.currency
       and x.project_id = e.project_id
       and x.of_kind || ' ' || x.to_kind = case when e.kind = '{PayEvent.REFUSED}' then 'pending project'
                                               when e.kind in ('redo', 'restore') then 'project pending'
                                               else 'project accepted' end
    where e.id is null or x.key is null limit %s
"""  # noqa: S608 (constants)


_TOPPED = f"""
    select e.id from pay_event e
    where e.kind = '{PayEvent.TOPPED_UP}' and not exists (select from answer a where a.topup_id = e.id)
    union all
    select e.id from answer a join pay_event e on e.id = a.topup_id
    where e.kind <> '{PayEvent.TOPPED_UP}' or e.project_id <> a.project_id
    limit %s
"""  # noqa: S608 (constants)


_REFUSED = f"""
    with {_GONE},
    net as (
        select coalesce(g.merged_into, person_id) as person_id, task_id,
               sum(case when kind = '{PayEvent.REFUSED}' then units else -units end) as units
        from pay_event left join gone g on g.id = person_id where kind in {OF_ANSWERS} group by 1, 2
    )
    select a.person_id as person, a.task_id as task
    from (select coalesce(g.merged_into, person_id) as person_id, task_id,
                 case when status = {AnswerStatus.ANSWERED} then 0 else units end as units
          from answer left join gone g on g.id = person_id where status in {GIVEN}) a
    left join net n on n.person_id = a.person_id and n.task_id = a.task_id
    where a.units <> coalesce(n.units, 0) limit %s
"""  # noqa: S608 (constants)


_LEFT = f"""
    select a.kind, a.owner, a.currency, b.units from account a join person p on p.id = a.owner, lateral (
        select {BALANCE} as units) b
    where a.kind in ('pending', 'accepted', 'savings', 'transit', 'paid') and p.merged_into is not null and b.units > 0
    limit %s
"""  # noqa: S608 (constants)


_FUNDED = """
    select p.name, p.funded, b.units from project p, lateral (
        select coalesce(sum(x.units), 0)::bigint as units from account a join transfer x on x.credit = a.id
        join account c on c.id = x.debit and c.kind = 'client'
        where a.kind = 'project' and a.owner = p.id and a.currency = p.currency) b
    where p.funded <> b.units limit %s
"""


_BALANCES = f"""
    with summed as materialized (
        select id, sum(units)::bigint as units from (
            select credit as id, units from transfer union all select debit, -units from transfer) side
        group by id
    ),
    each as (
        select a.id, a.kind, a.owner, a.currency, a.units as kept, coalesce(s.units, 0) as summed
        from account a left join summed s on s.id = a.id
    )
    select 'kept' as what, kind, owner, currency, kept, summed from each
    where kept <> case when kind in {SHARED_KINDS} then 0 else summed end
    union all
    select 'negative', kind, owner, currency, kept, summed from each
    where kind not in ('client', 'bank', 'exchange') and summed < 0
    union all
    select 'sum', null, null, currency, null, sum(summed)::bigint from each group by currency having sum(summed) <> 0
    limit %s
"""  # noqa: S608 (constants)


_CHECKS = (
    (_WORKED, "person {person}, task {task}: worked {worked}, booked {booked}"),
    (_ACCEPTED, "person {person}, task {task}: accepted in work or ledger only"),
    (_TESTED, "person {person}, tests of {module}: paid in training or ledger only"),
    (_EVENTS, "{key}: noted as pay or booked, not both the same"),
    (_TOPPED, "topup:{id}: counts no work, or another's"),
    *payment_check.CHECKS,
    (_REFUSED, "person {person}, task {task}: refused in work or ledger only"),
    (_UNCAUSED, "{key} credits the {kind} account of {owner} without work"),
    (_STANDING, "person {person} has earned {earned} {currency} units, and her accounts stand at {stands}"),
    (_LEFT, "{units} {currency} are left on the {kind} account of {owner}, who is somebody else now"),
    (_FUNDED, "project {name} says {funded} units of funds, the ledger {units}"),
)

_BALANCE_LINES = {
    "kept": "{kind} account of {owner} is kept at {kept} {currency}, and its transfers sum to {summed}",
    "negative": "{kind} account of {owner} stands at {summed} {currency}",
    "sum": "all accounts of {currency} together stand at {summed}, not at 0",
}


async def disagreements(uow: UnitOfWork, most: int = 100) -> list[str]:
    """Contradictions between ledger and work, one line each; empty if all is right.

    Every answer is credited once, with its exact pay, to the right person from the right project. The pay of a refused
    answer is back with its project. Acceptance moved exactly that pay to the person's accepted account. Every paid test
    and all other pay (`pay_events`) is credited to the accepted account at once. A supplement counts answers of its
    project. What is set aside is noted (`saving`). Nothing else reaches a person's accounts, except the balance of an
    account that was merged into theirs, which goes back when the merge is undone. So the balance is what the person
    earned. The company's accounts have the exchange and the fee of every payment that was paid, and the exchange back
    of each that came back. A project has the funds that its row says. The kept balances are the sums of the transfers,
    and zero together in each currency; no account but a client's, the bank and the exchange is below zero. Closed
    months are as they were.
    """
    settings = "select set_config('work_mem', %s, true), set_config('random_page_cost', %s, true)"
    await uow.execute(settings, (_MEMORY, _FAR))
    found = [said.format_map(row) for check, said in _CHECKS for row in await uow.fetch_all(check, (most,))]
    found += [_BALANCE_LINES[row["what"]].format_map(row) for row in await uow.fetch_all(_BALANCES, (most,))]
    found += await closing.disagreements(uow, most)
    return found[:most]


async def totals(uow: UnitOfWork) -> dict[str, int]:
    """The numbers of transfers and accounts, for the report of a check."""
    return (
        await uow.fetch_all(
            "select (select count(*) from transfer) as transfers, (select count(*) from account) as accounts"
        )
    )[0]
