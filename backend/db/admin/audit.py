"""The audit: who did what to other people's data. Its rows are never changed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from psycopg.types.json import Jsonb

from backend.db.engine.uow import UnitOfWork
from backend.domain.admin.audit import AuditLine, Filter


async def note(
    uow: UnitOfWork,
    by_id: int | None,
    channel: str,
    action: str,
    about: Mapping[str, Any],
    now: datetime,
    *,
    subject: int | None = None,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
) -> None:
    """Add one line, in the transaction of the change that it records.

    `by_id`: who did it. None: the command line, or, if `channel` is given, the platform, the product's own clock or an
    unknown person. `channel`: from where; "" for the command line or a chat without a channel. `action`: a short
    English name, for which `bot.handlers.admin.audit` has French words. `about`: what it concerns besides the person
    `subject`. `before`, `after`: only what changed, as JSON-safe values under the same names in both. They never hold a
    secret; an amount of money is given as units and currency.
    """
    await uow.execute(
        """
        insert into audit (at, person_id, channel, action, about, subject_id, before, after)
        values (%s, %s, %s, %s, %s, %s, %s, %s)
        """,
        (now, by_id, channel, action, Jsonb(dict(about)), subject, _json(before), _json(after)),
    )


def _json(values: Mapping[str, Any] | None) -> Jsonb | None:
    return None if values is None else Jsonb(dict(values))


_LINES = """
    select a.id, a.at, a.person_id as by, coalesce(w.first_name, '') as by_name, a.channel, a.action, a.about,
           a.subject_id as subject, coalesce(s.first_name, '') as subject_name, a.before, a.after
    from audit a left join person w on w.id = a.person_id left join person s on s.id = a.subject_id
    where (%(people)s::bigint[] is null or a.person_id = any(%(people)s) or a.subject_id = any(%(people)s))
      and (%(action)s::text is null or a.action = %(action)s)
      and (%(first)s::timestamptz is null or a.at >= %(first)s) and (%(end)s::timestamptz is null or a.at < %(end)s)
      and (%(below)s::bigint is null or a.id < %(below)s)
    order by a.id desc limit %(most)s
"""


async def read(uow: UnitOfWork, wanted: Filter, below: int | None, most: int) -> list[AuditLine]:
    """Lines, the newest first. `below`: only lines with a smaller number."""
    values = {
        "people": None if wanted.people is None else list(wanted.people),
        "action": wanted.action,
        "first": wanted.first,
        "end": wanted.end,
        "below": below,
        "most": most,
    }
    return await uow.fetch_all(_LINES, values, row=AuditLine)


async def actions(uow: UnitOfWork, since: datetime, most: int) -> list[str]:
    """Actions done since then, the most frequent first."""
    return await uow.fetch_column(
        "select action from audit where at >= %s group by action order by count(*) desc, action limit %s", (since, most)
    )


async def actors(uow: UnitOfWork, since: datetime, most: int) -> list[tuple[int, str]]:
    """Number and first name of those who did something since then, the most active first."""
    rows = await uow.fetch_all(
        """
        select p.id, p.first_name from audit a join person p on p.id = a.person_id where a.at >= %s
        group by p.id order by count(*) desc, p.id limit %s
        """,
        (since, most),
    )
    return [(row["id"], row["first_name"]) for row in rows]
