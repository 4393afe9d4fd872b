"""Statements of sharing scarce work: the active women of each country with what they did today, and the stored shares
that turns read (`TAKEN_UP`)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from backend.db.engine.uow import UnitOfWork
from backend.db.work.counting import look
from backend.domain.work.sharing import ACTIVE, Shares
from backend.records import Record

UNPAID = "not exists (select from first_income i where i.person_id = {person} and i.at < {midnight})"
TAKEN_UP = f"""
    exists (select from work_share s where s.country = %(country)s::text
            and coalesce((select estimated from day where person_id = %(person)s and date = %(date)s::date), 0) >=
                case when {UNPAID.format(person="%(person)s", midnight="%(midnight)s::timestamptz")}
                then s.first_share else s.share end)
"""  # noqa: S608 (constants)
"""SQL: whether the person has used up their share of a country's scarce work today. It reads at most three rows by key,
and one if work is not scarce."""


class ActiveWomen(Record):
    """The active women of a country. `unpaid`: how many had no paid answer before today. `done`: seconds of work by the
    clients' estimates that they did today; `took`: the same as measured."""

    country: str
    women: int
    unpaid: int
    done: int
    took: int


class PersonShare(Record):
    """Seconds of work by the clients' estimates: the person's share of today, and how much of it they have had."""

    share: int
    had: int


async def active_women(uow: UnitOfWork, now: datetime) -> list[ActiveWomen]:
    """By country, the hiteuses who may work now and have written to us or joined within `ACTIVE`. Today is that of each
    person's own calendar."""
    return await look(
        uow,
        f"""
        select p.country, count(*) as women,
               count(*) filter (where {UNPAID.format(person="p.id", midnight="z.midnight")}) as unpaid,
               coalesce(sum(d.estimated), 0)::bigint as done,
               coalesce(sum(greatest(d.active, d.counted)), 0)::bigint as took
        from person p
        cross join lateral (
            select (%(now)s at time zone coalesce(p.zone, 'UTC'))::date as today,
                   (%(now)s at time zone coalesce(p.zone, 'UTC'))::date::timestamp
                       at time zone coalesce(p.zone, 'UTC') as midnight) z
        left join day d on d.person_id = p.id and d.date = z.today
        where p.role = 'hiteuse' and p.joined_at is not null and p.merged_into is null and p.stopped_at is null
          and (p.paused_until is null or p.paused_until <= %(now)s)
          and (p.joined_at > %(now)s - %(active)s::interval or exists (
              select from contact c where c.person_id = p.id and c.heard_at > %(now)s - %(active)s::interval))
        group by p.country order by p.country
        """,  # noqa: S608 (constants)
        {"now": now, "active": ACTIVE},
        row=ActiveWomen,
    )


async def keep(uow: UnitOfWork, found: Mapping[str, tuple[Shares, int]], now: datetime) -> None:
    """Store the shares of these countries, each with its number of women. All other countries have enough work."""
    await uow.execute("delete from work_share where country <> all(%s)", (list(found),))
    for country, (shares, women) in found.items():
        await uow.execute(
            """
            insert into work_share (country, share, first_share, women, measured_at) values (%s, %s, %s, %s, %s)
            on conflict (country) do update set share = excluded.share, first_share = excluded.first_share,
                women = excluded.women, measured_at = excluded.measured_at
            """,
            (country, shares.others, shares.first, women, now),
        )


class KeptShare(Record):
    """The stored share of a country, in seconds a day; `women`: how many share."""

    country: str
    share: int
    first_share: int
    women: int


async def kept(uow: UnitOfWork) -> list[KeptShare]:
    """The countries whose work is scarce."""
    return await uow.fetch_all(
        "select country, share, first_share, women from work_share order by country", row=KeptShare
    )


async def of(uow: UnitOfWork, person_id: int, country: str, day: date, midnight: datetime) -> PersonShare | None:
    """The person's share on that day of their calendar, which began at `midnight`. None if work is not scarce."""
    return await uow.fetch_one(
        f"""
        select case when {UNPAID.format(person="%(person)s", midnight="%(midnight)s")} then s.first_share else s.share
               end as share,
               coalesce((select estimated from day where person_id = %(person)s and date = %(date)s), 0) as had
        from work_share s where s.country = %(country)s
        """,  # noqa: S608 (constants)
        {"person": person_id, "country": country, "date": day, "midnight": midnight},
        row=PersonShare,
    )
