"""What the service stores for itself, and files that wait for the confirmation of their sender."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, DateTime, ForeignKey, Index, LargeBinary, Table, Text, text
from sqlalchemy.dialects.postgresql import JSONB

from backend.db.models.base import id_column, metadata, moment

tick = Table(
    "tick",  # one row per nominal time: its work is deferred once, on however many nodes it ticks
    metadata,
    Column("name", Text, primary_key=True),
    Column("at", DateTime(timezone=True), primary_key=True),
)

job_failure = Table(
    "job_failure",  # the last error of a job, until the job succeeds
    metadata,
    Column("job_id", BigInteger, primary_key=True, autoincrement=False),  # the task queue's number
    Column("error", Text, nullable=False),  # the class of the error; never what a person wrote
    moment("at", required=True),
)

setting = Table(
    "setting",
    metadata,
    Column("name", Text, primary_key=True),
    Column("value", JSONB, nullable=False),
)

audit = Table(
    "audit",  # who did what to other people's data; triggers keep it append-only (`routines`)
    metadata,
    id_column(),
    moment("at", required=True),
    Column("person_id", ForeignKey("person.id")),  # null: the command line
    Column("channel", Text, nullable=False),  # from where
    Column("action", Text, nullable=False),
    Column("about", JSONB, nullable=False),
    Column("subject_id", BigInteger),  # the person whom it concerns
    Column("before", JSONB),  # the old values of what was changed
    Column("after", JSONB),
    Index("ix_audit_at", "at"),
    Index("ix_audit_person", "person_id", "id", postgresql_where=text("person_id is not null")),
    Index("ix_audit_subject", "subject_id", "id", postgresql_where=text("subject_id is not null")),
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
