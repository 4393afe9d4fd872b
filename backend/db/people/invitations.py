"""Statements about invitation codes. `countries`: those of the codes; empty: all. `roles`: the roles that they give."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from backend.db.engine.uow import UnitOfWork
from backend.domain.people.invitations import Counts, Given
from backend.domain.work.commands import AnswerStatus

_GIVEN = f"""
    select i.code, i.role, i.country, i.name, coalesce(g.first_name, '') as giver, i.created_at, i.withdrawn_at,
           i.used_at as arrived_at, i.used_by as person_id, coalesce(p.first_name, '') as person, p.joined_at,
           w.at as worked_at
    from invite i left join person g on g.id = i.created_by left join person p on p.id = i.used_by
    left join lateral (
        select a.answered_at as at from answer a join project j on j.id = a.project_id
        where a.person_id = i.used_by and a.status = {AnswerStatus.ANSWERED:d} and not j.practice
        order by a.answered_at limit 1
    ) w on true
"""  # noqa: S608 (constants)
_OURS = "i.role = any(%(roles)s) and (cardinality(%(countries)s::text[]) = 0 or i.country = any(%(countries)s))"


async def given(
    uow: UnitOfWork, countries: Sequence[str], roles: Sequence[str], most: int | None, skip: int = 0
) -> list[Given]:
    """A page of codes, the newest first."""
    return await uow.fetch_all(
        f"{_GIVEN} where {_OURS} order by i.created_at desc, i.code limit %(most)s offset %(skip)s",
        {"countries": list(countries), "roles": list(roles), "most": most, "skip": skip},
        row=Given,
    )


async def counts(uow: UnitOfWork, countries: Sequence[str], roles: Sequence[str]) -> Counts:
    """How many codes there are, by state."""
    return await uow.fetch_only(
        f"""
        select count(*) as given,
               count(*) filter (where i.used_at is null and i.withdrawn_at is null) as open,
               count(*) filter (where i.used_at is not null) as arrived,
               count(*) filter (where p.joined_at is not null) as joined,
               count(*) filter (where exists (
                   select from progress g join project j on j.id = g.project_id
                   where g.person_id = p.id and g.answers > 0 and not j.practice)) as working,
               count(*) filter (where i.withdrawn_at is not null and i.used_at is null) as withdrawn
        from invite i left join person p on p.id = i.used_by where {_OURS}
        """,  # noqa: S608 (constants)
        {"countries": list(countries), "roles": list(roles)},
        row=Counts,
    )


async def one(uow: UnitOfWork, code: str) -> Given | None:
    """One code, locked until the end of the transaction; None if there is none."""
    return await uow.fetch_one(f"{_GIVEN} where i.code = %s for no key update of i", (code,), row=Given)


async def withdraw(uow: UnitOfWork, code: str, by: int | None, now: datetime) -> bool:
    """Withdraw a code. False if it was used or withdrawn before."""
    done = await uow.execute(
        """
        update invite set withdrawn_at = %s, withdrawn_by = %s
        where code = %s and used_by is null and withdrawn_at is null
        """,
        (now, by, code),
    )
    return done == 1


async def names_since(uow: UnitOfWork, country: str, role: str, since: datetime) -> list[str]:
    """Names for which a code for this country and role was made since then, without withdrawn ones."""
    return await uow.fetch_column(
        """
        select name from invite
        where country = %s and created_at >= %s and role = %s and name <> '' and withdrawn_at is null
        """,
        (country, since, role),
    )


async def forget(uow: UnitOfWork, before: datetime, most: int) -> int:
    """Delete at most `most` invitations that were used or withdrawn before then. Return how many."""
    return await uow.execute(
        """
        delete from invite where code in (
            (select code from invite where used_at < %(before)s order by used_at limit %(most)s)
            union all
            (select code from invite where withdrawn_at < %(before)s order by withdrawn_at limit %(most)s)
            limit %(most)s)
        """,
        {"before": before, "most": most},
    )
