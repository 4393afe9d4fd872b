"""Statements about promoting trainees to hiteuses: the candidates, and the promotion itself."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from backend.db.engine.uow import UnitOfWork
from backend.domain.people.promotion import PromotionCandidate

_CANDIDATE = """
    select p.id as person_id, p.first_name as name, coalesce(p.country, '') as country, p.role, b.passed
    from person p, lateral (
        select coalesce(array_agg(title order by id) filter (where key = module_id), '{}') as passed, max(at) as last
        from badge where person_id = p.id and revoked_at is null) b
"""


async def candidates(uow: UnitOfWork, countries: Sequence[str], most: int, skip: int) -> list[PromotionCandidate]:
    """Trainees of these countries (none given: of all) who have passed a module, those who passed most first."""
    return await uow.fetch_all(
        f"""
        {_CANDIDATE}
        where p.role = 'trainee' and p.joined_at is not null and cardinality(b.passed) > 0
          and (%(countries)s::text[] = '{{}}' or p.country = any(%(countries)s))
        order by cardinality(b.passed) desc, b.last, p.id limit %(most)s offset %(skip)s
        """,
        {"countries": list(countries), "most": most, "skip": skip},
        row=PromotionCandidate,
    )


async def by_id(uow: UnitOfWork, person_id: int) -> PromotionCandidate | None:
    """A person, whatever their role; None if there is none."""
    return await uow.fetch_one(
        f"{_CANDIDATE} where p.id = %s and p.merged_into is null", (person_id,), row=PromotionCandidate
    )


async def by_name(
    uow: UnitOfWork, role: str, name: str, countries: Sequence[str], most: int
) -> list[PromotionCandidate]:
    """People of a role with this first name, regardless of case. Trainees are included only once they have joined."""
    return await uow.fetch_all(
        f"""
        {_CANDIDATE}
        where p.role = %(role)s and (p.role <> 'trainee' or p.joined_at is not null)
          and lower(p.first_name) = lower(%(name)s)
          and (%(countries)s::text[] = '{{}}' or p.country = any(%(countries)s))
        order by p.id limit %(most)s
        """,
        {"role": role, "name": name, "countries": list(countries), "most": most},
        row=PromotionCandidate,
    )


async def promote(uow: UnitOfWork, person_id: int) -> bool:
    """Make a trainee a hiteuse, who has yet to agree to the terms. False if she is no trainee (any more)."""
    changed = await uow.execute(
        "update person set role = 'hiteuse', joined_at = null where id = %s and role = 'trainee'", (person_id,)
    )
    return changed == 1


async def take_back(uow: UnitOfWork, person_id: int, now: datetime) -> bool:
    """Make her a trainee again, who joined when she first agreed to learn. False if she has already agreed to the terms
    of work, or is no hiteuse."""
    changed = await uow.execute(
        """
        update person set role = 'trainee',
               joined_at = coalesce((select min(given_at) from consent where person_id = %(person)s), %(now)s)
        where id = %(person)s and role = 'hiteuse' and joined_at is null
        """,
        {"now": now, "person": person_id},
    )
    return changed == 1


async def promoted_by(uow: UnitOfWork, person_id: int) -> int | None:
    """Who promoted her last; None: nobody did, or the command line."""
    found: int | None = await uow.fetch_value(
        "select person_id from audit where subject_id = %s and action = 'promote' order by id desc limit 1",
        (person_id,),
    )
    return found
