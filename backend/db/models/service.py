"""What the service keeps for itself."""

from __future__ import annotations

from sqlalchemy import Column, DateTime, Table, Text
from sqlalchemy.dialects.postgresql import JSONB

from backend.db.models.base import metadata

tick = Table(
    "tick",  # one row per nominal time: so its work is deferred once, on however many nodes it ticks
    metadata,
    Column("name", Text, primary_key=True),
    Column("at", DateTime(timezone=True), primary_key=True),
)

setting = Table(
    "setting",
    metadata,
    Column("name", Text, primary_key=True),
    Column("value", JSONB, nullable=False),
)
