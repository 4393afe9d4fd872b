"""Erasures of people, and whose a stored file is."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, ForeignKey, Index, LargeBinary, Table, text
from sqlalchemy.dialects.postgresql import JSONB

from backend.db.models.base import metadata, moment

erasure = Table(
    "erasure",  # a person who wants to be erased, or was
    metadata,
    Column("person_id", ForeignKey("person.id"), primary_key=True),
    moment("asked_at", required=True),
    moment("due", required=True),  # nothing is erased before
    # the person had said stop before; if they stay, that stands
    Column("stopped_before", Boolean, nullable=False, server_default=text("false")),
    # sha-256 of the code under which what is owed to them is kept; null: they never earned anything
    Column("claim", LargeBinary),
    Column("plan", JSONB),  # of the version before `goal.plan_suspended`; to be dropped
    moment("begun_at"),  # since then there is no way back
    moment("done_at"),
    Index("ix_erasure_due", "due", postgresql_where=text("done_at is null")),
    Index("ix_erasure_claim", "claim", unique=True, postgresql_where=text("claim is not null")),
)

personal_media = Table(
    "personal_media",  # a stored file that a person sent, or that was made for that person alone
    metadata,
    Column("person_id", ForeignKey("person.id"), primary_key=True),
    Column("hash", ForeignKey("media.hash", ondelete="CASCADE"), primary_key=True),
    # made to be sent once: it goes when no message waits to send it
    Column("once", Boolean, nullable=False, server_default=text("false")),
    Index("ix_personal_media_hash", "hash"),
    Index("ix_personal_media_once", "hash", postgresql_where=text("once")),
)
