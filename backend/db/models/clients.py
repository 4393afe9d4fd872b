"""The companies that have work done."""

from __future__ import annotations

from sqlalchemy import Column, Table, Text, UniqueConstraint

from backend.db.models.base import id_column, metadata, moment

client = Table(
    "client",
    metadata,
    id_column(),
    Column("name", Text, nullable=False),
    moment("created_at", required=True),
    UniqueConstraint("name"),
)
