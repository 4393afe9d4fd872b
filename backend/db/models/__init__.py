"""The tables, by area. A check compares Alembic's migrations with them.

Tables that every turn uses are narrow and indexed for one look-up by key; `backend.db.turns` has the statements. Times
are aware UTC, money is in `units` of `backend.domain.money`. A foreign key names its table as text, so that no area
imports another.
"""

from backend.db.models import (
    announcements,
    conversation,
    figures,
    joining,
    ledger,
    payouts,
    people,
    privacy,
    quality,
    routines,
    service,
    threads,
    training,
    work,
)
from backend.db.models.base import metadata

__all__ = [
    "announcements",
    "conversation",
    "figures",
    "joining",
    "ledger",
    "metadata",
    "payouts",
    "people",
    "privacy",
    "quality",
    "routines",
    "service",
    "threads",
    "training",
    "work",
]
