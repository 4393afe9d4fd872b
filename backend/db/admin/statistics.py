"""The statements behind the figures of the service. By day, so that they read what is counted already and
no single answer or message."""

from __future__ import annotations

from datetime import date

from psycopg.types.json import Jsonb

from backend.db.engine.uow import Row, UnitOfWork


async def worked(uow: UnitOfWork, firsts: list[date]) -> list[Row]:
    """For each of these days, what has been worked since (on the people's own calendars): `people` who
    answered, `answers`, what they earned by it as `euro_units` and `franc_units`. In order."""
    return await uow.fetch_all(
        """
        select count(distinct d.person_id) as people, coalesce(sum(d.answers), 0)::bigint as answers,
               coalesce(sum(d.euro_units), 0)::bigint as euro_units,
               coalesce(sum(d.franc_units), 0)::bigint as franc_units
        from jsonb_array_elements_text(%s) with ordinality as f (first, place)
        left join day d on d.date >= f.first::date and d.answers > 0
        group by f.place order by f.place
        """,
        (Jsonb([first.isoformat() for first in firsts]),),
    )
