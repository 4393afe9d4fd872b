"""Announcements, whom they go to, and what came of them."""

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
    Column("key", Text, nullable=False),  # of the wish to send it, however often that comes
    Column("fingerprint", Text, nullable=False),  # of what is said to whom
    Column("content", JSONB, nullable=False),  # as `backend.domain.announcements.content.dump`
    Column("audience", JSONB, nullable=False),
    Column("local", DateTime(timezone=False)),  # on each person's own clock; null: at once
    Column("state", Text, nullable=False),  # `backend.domain.announcements.life.State`
    number("people"),  # how many it is for; estimated until it begins
    moment("created_at", required=True),
    moment("begins_at", required=True),  # the first of its people's hours
    moment("begun_at"),  # when its people were written down
    moment("closes_at"),  # answers count until then
    moment("ended_at"),
    Column("approved_by", ForeignKey("person.id")),
    moment("look_at", required=True),  # when its job looks again
    Column("result_id", BigInteger),  # outbox row of the message that shows its author what came of it
    moment("told_at"),  # when that last changed
    Column("told", JSONB),  # what it said
    UniqueConstraint("author_id", "key"),
    Index("ix_announcement_fingerprint", "fingerprint", "created_at"),
    Index("ix_announcement_author", "author_id", "id"),
    Index("ix_announcement_live", "id", postgresql_where=text("state in ('planned', 'running')")),
)

recipient = Table(
    "recipient",  # somebody whom an announcement is for
    metadata,
    Column("announcement_id", ForeignKey("announcement.id"), primary_key=True),
    Column("person_id", ForeignKey("person.id"), primary_key=True),
    moment("due", required=True),  # her hour
    number("state", SmallInteger),  # 0 waiting, 1 her message is in the outbox, 2 left out
    Column("reason", Text),  # why she was left out
    Column("vote", SmallInteger),  # the poll's answer, from 0 on
    moment("noted_at"),  # she tapped that she has read it
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
    "announcement_count",  # what came of it, as of the last look …
    metadata,
    Column("announcement_id", ForeignKey("announcement.id"), primary_key=True),
    Column("what", Text, primary_key=True),
    number("n"),
)

announcement_change = Table(
    "announcement_change",  # … and what has changed since; nobody waits for another to add one
    metadata,
    id_column(),
    Column("announcement_id", BigInteger, nullable=False),
    Column("what", Text, nullable=False),
    number("n"),
    Index("ix_announcement_change_announcement_id", "announcement_id"),
)
