"""The tables, by area. Alembic's migrations are held in step with these by a check.

What every turn touches is narrow and indexed for one look-up by key; see `backend.db.turns` for the
statements. Times are aware UTC, money is `units` of `backend.domain.money`. A foreign key names its
table as a text, so that no area imports another.
"""

from backend.db.models import (
    announcements,
    clients,
    conversation,
    figures,
    joining,
    ledger,
    people,
    persons,
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
    "clients",
    "conversation",
    "figures",
    "joining",
    "ledger",
    "metadata",
    "people",
    "persons",
    "quality",
    "routines",
    "service",
    "threads",
    "training",
    "work",
]
