"""Announcements, their recipients, and their results."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Column,
    DateTime,
    ForeignKey,
    Index,
    SmallInteger,
    Table,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB

from backend.db.models.base import id_column, metadata, moment, number
from backend.domain.announcements.sending import RecipientState

announcement = Table(
    "announcement",
    metadata,
    id_column(),
    Column("author_id", ForeignKey("person.id"), nullable=False),
    Column("key", Text, nullable=False),  # names the request to send it; a repeated request has the same key
    Column("fingerprint", Text, nullable=False),  # of its content and audience
    Column("content", JSONB, nullable=False),  # as `backend.domain.announcements.content.dump`
    Column("audience", JSONB, nullable=False),
    Column("local", DateTime(timezone=False)),  # the time on each person's own clock; null: at once
    Column("state", Text, nullable=False),  # `backend.domain.announcements.life.AnnouncementState`
    number("people"),  # how many recipients; an estimate until it begins
    moment("created_at", required=True),
    moment("begins_at", required=True),  # the earliest hour of its recipients
    moment("begun_at"),  # when its recipients were stored
    moment("closes_at"),  # answers count until then
    moment("ended_at"),
    Column("approved_by", ForeignKey("person.id")),
    moment("look_at", required=True),  # when its job looks again
    Column("result_id", BigInteger),  # outbox row of the message that shows its author what came of it
    moment("told_at"),  # when that message last changed
    Column("told", JSONB),  # the figures in that message
    UniqueConstraint("author_id", "key"),
    Index("ix_announcement_fingerprint", "fingerprint", "created_at"),
    Index("ix_announcement_author", "author_id", "id"),
    Index("ix_announcement_live", "id", postgresql_where=text("state in ('planned', 'running')")),
)

recipient = Table(
    "recipient",  # a person to whom an announcement goes
    metadata,
    Column("announcement_id", ForeignKey("announcement.id"), primary_key=True),
    Column("person_id", ForeignKey("person.id"), primary_key=True),
    moment("due", required=True),  # the hour for that person
    number("state", SmallInteger),  # `RecipientState`: 0 waiting, 1 the copy is in the outbox, 2 left out
    Column("reason", Text),  # why the person was left out
    Column("vote", SmallInteger),  # the poll's answer, from 0 on
    moment("noted_at"),  # when she tapped that she has read it
    moment("interested_at"),
    Index(
        "ix_recipient_waiting",
        "announcement_id",
        "due",
        "person_id",
        postgresql_where=text(f"state = {RecipientState.WAITING:d}"),
    ),
    Index("ix_recipient_person_id", "person_id"),
)

announcement_count = Table(
    "announcement_count",  # its results, as of the last look …
    metadata,
    Column("announcement_id", ForeignKey("announcement.id"), primary_key=True),
    Column("what", Text, primary_key=True),
    number("n"),
)

announcement_change = Table(
    "announcement_change",  # … and the changes since; adding one waits for no lock
    metadata,
    id_column(),
    Column("announcement_id", BigInteger, nullable=False),
    Column("what", Text, nullable=False),
    number("n"),
    Index("ix_announcement_change_announcement_id", "announcement_id"),
)
