"""Comparing the ledger with payments, savings and the company's own accounts; see `ledger_check`."""

from __future__ import annotations

from backend.domain.payouts.states import PayoutState

FEW = "key not like 'answer:%%' and key not like 'accept:%%'"
"""A condition: all transfers but those of answers and their acceptance, which are nearly all. `ledger_check`
compares those with the answers, accounts included. It spares the other comparisons the work on millions of rows."""


_PAID_OUT = f"""
    select coalesce(split_part(x.key, ':', 2), p.payout_id) as payout
    from (
        select y.payout_id::text || ':' || y.currency as part, y.payout_id::text as payout_id, y.units, w.step
        from payout_part y join payout z on z.id = y.payout_id,
             lateral (values ('payout', true), ('paid', z.state = '{PayoutState.PAID}' or z.paid_at is not null),
                             ('return', z.state in ('{PayoutState.FAILED}', '{PayoutState.DROPPED}'))) w(step, wanted)
        where w.wanted
    ) p
    full join (
        select t.key, t.units, split_part(t.key, ':', 1) as step,
               split_part(t.key, ':', 2) || ':' || split_part(t.key, ':', 3) as part,
               d.owner = c.owner and t.currency = split_part(t.key, ':', 3)
               and d.kind || ' ' || c.kind = any(case split_part(t.key, ':', 1)
                   when 'payout' then array['accepted transit'] when 'paid' then array['transit paid']
                   else array['transit accepted', 'paid accepted'] end) as right_accounts
        from transfer t join account d on d.id = t.debit join account c on c.id = t.credit
        where {FEW} and split_part(t.key, ':', 1) in ('payout', 'paid', 'return')
    ) x on x.part = p.part and x.step = p.step and x.units = p.units and x.right_accounts
    where p.part is null or x.part is null limit %s
"""  # noqa: S608 (constants)


_SAVED = f"""
    select coalesce(x.key, 'save:' || s.id) as key
    from (select s.*, coalesce(p.merged_into, p.id) as person from saving s join person p on p.id = s.person_id) s
    full join (
        select t.key, t.units, t.currency, d.kind || ' ' || c.kind as way, coalesce(p.merged_into, p.id) as person
        from transfer t join account d on d.id = t.debit join account c on c.id = t.credit and c.owner = d.owner
        join person p on p.id = c.owner
        where {FEW} and split_part(t.key, ':', 1) = 'save'
    ) x on x.key = 'save:' || s.id and x.units = s.units and x.currency = s.currency and x.person = s.person
       and x.way = case when s.kind = 'aside' then 'accepted savings' else 'savings accepted' end
    where s.id is null or x.key is null
    union all
    select 'payment ' || payout_id from saving where payout_id is not null group by payout_id, currency
    having sum(case when kind = 'aside' then units else -units end) < 0
    limit %s
"""  # noqa: S608 (constants)


_COMPANY = f"""
    with own as (  -- what was taken from balances in the payment's own currency
        select p.id, p.currency, p.units + case when p.fee_hers then p.fee else 0 end - coalesce(y.units, 0) as units,
               p.fee, p.paid_at is not null as paid, p.paid_at is not null and p.state = '{PayoutState.FAILED}' as back
        from payout p left join payout_part y on y.payout_id = p.id and y.currency = p.currency
    ),
    wanted as (
        select 'exchange:' || y.payout_id || ':' || y.currency as key, y.units, 'bank exchange' as sides
        from payout_part y join own on own.id = y.payout_id where own.paid and y.currency <> own.currency
        union all
        select 'exchange:' || id || ':' || currency, abs(units),
               case when units > 0 then 'exchange bank' else 'bank exchange' end
        from own where paid and units <> 0
        union all
        select 'fee:' || id, fee, 'bank fees' from own where paid and fee > 0
    ),
    all_wanted as (
        select * from wanted
        union all
        select 'un' || w.key, w.units, split_part(w.sides, ' ', 2) || ' ' || split_part(w.sides, ' ', 1)
        from wanted w join own on own.id = split_part(w.key, ':', 2)::bigint and own.back
        where w.key like 'exchange:%%'
    )
    select coalesce(w.key, x.key) as key from all_wanted w
    full join (
        select t.key, t.units, d.kind || ' ' || c.kind as sides
        from transfer t join account d on d.id = t.debit join account c on c.id = t.credit
        where {FEW} and split_part(t.key, ':', 1) in ('exchange', 'unexchange', 'fee')
    ) x on x.key = w.key and x.units = w.units and x.sides = w.sides
    where w.key is null or x.key is null limit %s
"""  # noqa: S608 (constants)


CHECKS = (
    (_PAID_OUT, "payment {payout}: its state and its transfers do not agree"),
    (_SAVED, "{key}: noted as set aside or booked, not both"),
    (_COMPANY, "{key}: payments and the company's accounts do not agree"),
)
"""Each comparison with the line for one row that it finds."""
