"""What staff writes about people or uploads: notes, encouragements, files that wait for a confirmation."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, LargeBinary, Table, Text
from sqlalchemy.dialects.postgresql import JSONB

from backend.db.models.base import id_column, metadata, moment

person_note = Table(
    "person_note",  # an admin's note about a person
    metadata,
    id_column(),
    Column("person_id", ForeignKey("person.id"), nullable=False),
    Column("by_id", ForeignKey("person.id"), nullable=False),
    moment("at", required=True),
    Column("text", Text, nullable=False),
    Index("ix_person_note_person_id_id", "person_id", "id"),
)

encouragement = Table(
    "encouragement",  # the last encouragement that staff sent her
    metadata,
    Column("person_id", ForeignKey("person.id"), primary_key=True),
    Column("by_id", ForeignKey("person.id"), nullable=False),
    moment("at", required=True),
)

draft = Table(
    "draft",  # a file that was read and waits for its sender's confirmation
    metadata,
    id_column(),
    Column("person_id", ForeignKey("person.id"), nullable=False),
    Column("kind", Text, nullable=False),  # "batch", "names"
    Column("about", JSONB, nullable=False),  # what was found in the file
    Column("content", LargeBinary),  # the bytes of the file; null once it is settled
    moment("created_at", required=True),
    moment("settled_at"),  # when the sender said yes or no
    Index("ix_draft_person_id_id", "person_id", "id"),
    Index("ix_draft_created_at", "created_at"),
)
