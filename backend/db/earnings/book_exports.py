"""The ledger as files, written by the server and passed on piece by piece: memory does not grow with the transfers.

Statements of one export see one state of the ledger (`begin`)."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from datetime import datetime
from typing import Any

from backend.db.engine.uow import UnitOfWork
from backend.domain.earnings import fec
from backend.domain.money import FRANCS_PER_EURO, PEGGED, UNITS_PER_WHOLE, decimal

Write = Callable[[bytes], object]


async def begin(uow: UnitOfWork) -> None:
    """Let all statements of this unit see the same state. Call it before any other."""
    await uow.execute("set transaction isolation level repeatable read")


async def count(uow: UnitOfWork, begins: datetime | None, ends: datetime) -> int:
    """How many transfers are dated from `begins` (None: ever) until before `ends`."""
    return await uow.fetch_int(
        "select count(*) from transfer where at >= coalesce(%s::timestamptz, '-infinity') and at < %s",
        (begins, ends),
    )


async def unrated(uow: UnitOfWork, ends: datetime) -> Collection[str]:
    """Currencies in which something is booked before `ends` whose worth in euros is not known: neither a fixed rate nor
    that of a payment says it."""
    others = await uow.fetch_all(
        "select distinct currency from account where currency <> 'EUR' and currency <> all(%s)", (sorted(PEGGED),)
    )
    if not others:
        return []
    return await uow.fetch_column(
        """
        select distinct t.currency from transfer t
        where t.at < %(ends)s and t.currency = any(%(others)s) and not (
            t.key ~ '^(exchange|unexchange|fee):[0-9]{1,18}(:|$)'
            and exists (select from payout p
                        where p.id = split_part(t.key, ':', 2)::bigint and p.currency = t.currency and p.per_euro > 0))
        order by 1
        """,
        {"ends": ends, "others": [row["currency"] for row in others]},
    )


async def kinds(uow: UnitOfWork) -> Collection[str]:
    """The kinds of all accounts."""
    return [row["kind"] for row in await uow.fetch_all("select distinct kind from account order by kind")]


async def csv(uow: UnitOfWork, begins: datetime, ends: datetime, write: Write) -> None:
    """All transfers of a period, by date: number, date, cause, from, to, amount in the currency."""
    await _copy(uow, _CSV, {"begins": begins, "ends": ends, "whole": UNITS_PER_WHOLE}, write)


async def fec_opening(uow: UnitOfWork, begins: datetime, separator: str, write: Write) -> None:
    """The balances brought forward at `begins`, as one entry with the number 1."""
    await _copy(uow, _OPENING.replace("{separator}", _SEPARATORS[separator]), {**_PLAN, "begins": begins}, write)


async def fec_entries(
    uow: UnitOfWork, begins: datetime, ends: datetime, after: int, separator: str, write: Write
) -> None:
    """The transfers of a period, by date, as entries of two lines, numbered after `after`."""
    values = {**_PLAN, "begins": begins, "ends": ends, "after": after}
    await _copy(uow, _ENTRIES.replace("{separator}", _SEPARATORS[separator]), values, write)


async def _copy(uow: UnitOfWork, statement: str, values: Mapping[str, Any], write: Write) -> None:
    connection = await uow.begun()
    async with connection.cursor() as cursor, cursor.copy(statement.encode(), values) as pieces:
        async for piece in pieces:
            write(bytes(piece))


_CSV = """
    copy (
        select t.id, to_char(t.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as at, t.key as cause,
               d.kind as from_kind, d.owner as from_owner, c.kind as to_kind, c.owner as to_owner,
               trim_scale(t.units::numeric / %(whole)s) as amount, t.currency
        from transfer t join account d on d.id = t.debit join account c on c.id = t.credit
        where t.at >= %(begins)s and t.at < %(ends)s
        order by t.at, t.id
    ) to stdout (format csv, header)
"""

_SEPARATORS = {"tab": r"E'\t'", "pipe": "'|'"}
_PLAN: dict[str, Any] = {
    "kinds": list(fec.PLAN),
    "numbers": [account.number for account in fec.PLAN.values()],
    "labels": [account.label for account in fec.PLAN.values()],
    "prefixes": [account.prefix for account in fec.PLAN.values()],
    "causes": list(fec.CAUSES),
    "codes": list(fec.CAUSES.values()),
    "journals": list(fec.JOURNALS),
    "journal_labels": [label for label, _ in fec.JOURNALS.values()],
    "texts": [text for _, text in fec.JOURNALS.values()],
    "opening_code": fec.OPENING[0],
    "opening_label": fec.OPENING[1],
    "opening_text": fec.OPENING[2],
    "pegged": sorted(PEGGED),
    "francs": decimal(FRANCS_PER_EURO),
    "whole": UNITS_PER_WHOLE,
}
# Labels in the letters of ISO 8859-15, without separators. A person is named by her number only.
_ACCOUNTS = r"""
    plan as (
        select * from unnest(%(kinds)s::text[], %(numbers)s::text[], %(labels)s::text[], %(prefixes)s::text[])
                      as p(kind, num, lib, prefix)
    ),
    named as materialized (
        select a.id, a.currency, p.num, p.lib, nullif(p.prefix, '') || a.owner as aux,
               case when p.prefix <> '' then regexp_replace(
                   replace(replace(replace(normalize(coalesce(c.name, r.name, 'Hiteuse ' || a.owner)),
                                           'œ', 'oe'), 'Œ', 'OE'), '’', ''''),
                   '[^ -\[\]-{}~«»°À-ÿ]', '_', 'g') end as aux_lib
        from account a join plan p on p.kind = a.kind
        left join client c on a.kind = 'client' and c.id = a.owner
        left join project r on a.kind = 'project' and r.id = a.owner
    )
"""
# In euros: exact where the work was paid in them, else rounded once per transfer, on both sides alike. A currency
# without a fixed rate is only booked for payments, each at a rate of its own (`unrated`).
_EUROS = """case when t.currency = 'EUR' then round(t.units::numeric / %(whole)s, 4)
                 when t.currency = any(%(pegged)s::text[])
                 then round(t.units::numeric / %(whole)s / %(francs)s::numeric, 4)
                 else (select round(t.units::numeric / %(whole)s / p.per_euro, 4) from payout p
                       where p.id = split_part(t.key, ':', 2)::bigint) end"""
_FORM = "(format text, delimiter {separator}, null '', encoding 'LATIN9')"
_OPENING = f"""
    copy (
        with {_ACCOUNTS},
        moved as (
            select side.id, sum(euros) as euros, sum(units) as units from (
                select t.credit as id, {_EUROS} as euros, t.units from transfer t where t.at < %(begins)s
                union all
                select t.debit, -{_EUROS}, -t.units from transfer t where t.at < %(begins)s) side
            group by side.id having sum(units) <> 0 or sum(euros) <> 0
        )
        select %(opening_code)s, %(opening_label)s, 1, day, a.num, a.lib, a.aux, a.aux_lib, 'AN', day, %(opening_text)s,
               replace(greatest(-m.euros, 0.0000)::text, '.', ','), replace(greatest(m.euros, 0.0000)::text, '.', ','),
               '', '', day,
               case when a.currency <> 'EUR'
                    then replace((abs(m.units) / %(whole)s)::numeric(30, 4)::text, '.', ',') end,
               case when a.currency <> 'EUR' then a.currency end
        from moved m join named a on a.id = m.id,
             to_char(%(begins)s::timestamptz at time zone 'UTC', 'YYYYMMDD') as day
        order by a.num, a.id
    ) to stdout {_FORM}
"""  # noqa: S608 (constants)
_ENTRIES = f"""
    copy (
        with {_ACCOUNTS},
        cause as (select * from unnest(%(causes)s::text[], %(codes)s::text[]) as c(name, code)),
        journal as (
            select * from unnest(%(journals)s::text[], %(journal_labels)s::text[], %(texts)s::text[])
                          as j(code, lib, words)
        ),
        booked as (
            select %(after)s + row_number() over (order by t.at, t.id) as n, t.*, {_EUROS} as euros,
                   to_char(t.at at time zone 'UTC', 'YYYYMMDD') as day
            from transfer t where t.at >= %(begins)s and t.at < %(ends)s
        )
        select j.code, j.lib, b.n, b.day, a.num, a.lib, a.aux, a.aux_lib, translate(b.key, E'|\\t\\n\\r\\\\', '_____'),
               b.day, j.words,
               case when side.debit then replace(b.euros::text, '.', ',') else '0,0000' end,
               case when side.debit then '0,0000' else replace(b.euros::text, '.', ',') end,
               '', '', b.day,
               case when b.currency <> 'EUR'
                    then replace((b.units::numeric / %(whole)s)::numeric(30, 4)::text, '.', ',') end,
               case when b.currency <> 'EUR' then b.currency end
        from booked b
        left join cause k on k.name = split_part(b.key, ':', 1)
        join journal j on j.code = coalesce(k.code, 'OD')
        cross join lateral (values (b.debit, true), (b.credit, false)) side(account, debit)
        join named a on a.id = side.account
        order by b.n, side.debit desc
    ) to stdout {_FORM}
"""  # noqa: S608 (constants)
