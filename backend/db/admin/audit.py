"""Who did what to others' data: lines that nobody changes afterwards."""

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
    """One line, in the transaction of what it tells of.

    `by_id`: who did it (None: the command line; with a channel: the platform, our own clock, or somebody unknown),
    `channel`: from where ("": the command line, or a chat of no channel). `action`: a short English name that
    `bot.handlers.admin.audit` has French words for. `about`: what it concerns besides the person `subject`. `before`,
    `after`: only what was changed, as JSON-safe values
    under names that are the same in both; never a secret, and of money its units and currency.
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
    """The last lines first. `below`: only those before this one."""
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
    """What was done since then, the most frequent first."""
    rows = await uow.fetch_all(
        "select action from audit where at >= %s group by action order by count(*) desc, action limit %s", (since, most)
    )
    return [row["action"] for row in rows]


async def actors(uow: UnitOfWork, since: datetime, most: int) -> list[tuple[int, str]]:
    """Who has done something since then, who did most first: number and first name."""
    rows = await uow.fetch_all(
        """
        select p.id, p.first_name from audit a join person p on p.id = a.person_id where a.at >= %s
        group by p.id order by count(*) desc, p.id limit %s
        """,
        (since, most),
    )
    return [(row["id"], row["first_name"]) for row in rows]
