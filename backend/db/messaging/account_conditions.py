"""What platforms last said of our accounts, and how much of a day's limit is used."""

from __future__ import annotations

from datetime import datetime

from backend.db.engine import ticks
from backend.db.engine.uow import UnitOfWork
from backend.domain.messaging.accounts import AccountCondition
from backend.records import Record, asdict

_PREFIX = "account condition."


class KeptCondition(Record):
    """The condition of a channel's account."""

    channel: str
    condition: AccountCondition


async def keep(uow: UnitOfWork, channel: str, condition: AccountCondition, now: datetime) -> None:
    """Store what the platform says now."""
    await ticks.set_setting(uow, f"{_PREFIX}{channel}", {**asdict(condition), "at": now.isoformat()})


async def find(uow: UnitOfWork, channel: str) -> KeptCondition | None:
    """What the platform said last; None: nothing yet."""
    kept = await ticks.setting(uow, f"{_PREFIX}{channel}")
    return None if kept is None else _kept(channel, kept)


async def every(uow: UnitOfWork) -> list[KeptCondition]:
    """What each platform said last."""
    rows = await uow.fetch_all(
        "select substr(name, %s) as channel, value from setting where starts_with(name, %s) order by 1",
        (len(_PREFIX) + 1, _PREFIX),
    )
    return [_kept(row["channel"], row["value"]) for row in rows]


def _kept(channel: str, value: dict[str, str]) -> KeptCondition:
    return KeptCondition(channel, AccountCondition(value["quality"], value["status"], value["tier"]))
