"""Who did what to others' data: lines that nobody changes afterwards."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from psycopg.types.json import Jsonb

from backend.db.uow import UnitOfWork


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

    `by_id`: who did it (None: the command line), `channel`: from where ("": the command line, or a chat of
    no channel). `action`: a short English name that `bot.handlers.audit` has French words for. `about`: what
    it concerns besides the person `subject`. `before`, `after`: only what was changed, as JSON-safe values
    under names that are the same in both; never a secret, and of money its units and currency.
    """
    await uow.do(
        """
        insert into audit (at, person_id, channel, action, about, subject_id, before, after)
        values (%s, %s, %s, %s, %s, %s, %s, %s)
        """,
        (now, by_id, channel, action, Jsonb(dict(about)), subject, _json(before), _json(after)),
    )


def _json(values: Mapping[str, Any] | None) -> Jsonb | None:
    return None if values is None else Jsonb(dict(values))
