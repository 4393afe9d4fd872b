"""What people and their Hubers write to each other."""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, ForeignKey, Index, Integer, Table, Text, text
from sqlalchemy.dialects.postgresql import JSONB

from backend.db.models.base import id_column, metadata, moment

thread = Table(
    "thread",  # at most one open per person; the Hubers of the person's country share it
    metadata,
    id_column(),
    Column("person_id", ForeignKey("person.id"), nullable=False, index=True),
    moment("opened_at", required=True),
    moment("last_at", required=True),  # the last message of either side
    moment("waiting_since"),  # the person's first unanswered message; null: all is answered
    moment("escalated_at"),  # when the team was told of the wait
    Column("answered_by", BigInteger),  # who answered last
    moment("answered_at"),
    moment("closed_at"),
    Column("closed_by", BigInteger),  # null: it closed by itself
    moment("look_at"),  # when it is looked at again, to tell the team or to close it
    moment("reported_at"),  # since when a report waits for a look
    Column("reported_by", BigInteger),  # who made the last report
    Column("reported_id", BigInteger),  # of which message
    Column("muted_id", BigInteger),  # who wrote it, while the report waits and once it was upheld
    Index("ix_thread_reported", "reported_at", postgresql_where=text("reported_at is not null")),
    Index("ix_thread_muted", "muted_id", postgresql_where=text("muted_id is not null")),
    Index("uq_thread_open", "person_id", unique=True, postgresql_where=text("closed_at is null")),
    Index("ix_thread_waiting", "waiting_since", postgresql_where=text("closed_at is null")),
    Index("ix_thread_look", "look_at", postgresql_where=text("look_at is not null")),
    Index("ix_thread_closed", "closed_at", postgresql_where=text("closed_at is not null")),
)

thread_message = Table(
    "thread_message",
    metadata,
    id_column(),
    Column("thread_id", ForeignKey("thread.id"), nullable=False, index=True),
    Column("author_id", BigInteger, nullable=False),
    Column("hers", Boolean, nullable=False),  # written by the person whose thread it is; else by a Huber or the team
    Column("words", Text, nullable=False, server_default=""),
    Column("kind", Text),  # of the file: "image", "voice", "audio", "document"
    Column("name", Text, nullable=False, server_default=""),  # of the file
    Column("hash", ForeignKey("media.hash")),  # the file, once it is fetched
    Column("inbox_id", BigInteger, unique=True),  # the event that brought the file
    moment("at", required=True),
    moment("told_at"),  # when it was passed on; null: the file is not there yet, or it is night
    Column("waited", Integer),  # seconds that the message which it answers had waited
    Index("ix_thread_message_hash", "hash", postgresql_where=text("hash is not null")),
    Index("ix_thread_message_staff", "author_id", postgresql_where=text("not hers")),
    Index("ix_thread_message_waited", "at", postgresql_where=text("waited is not null")),
    Index("ix_thread_message_untold", "thread_id", "id", postgresql_where=text("told_at is null")),
)

quiet_hours_queue = Table(
    "quiet_hours_queue",  # people who could not be told at night, and when their morning comes
    metadata,
    Column("person_id", ForeignKey("person.id"), primary_key=True),
    moment("due", required=True),
    Column("events", JSONB),  # events of our own clock that wait for it, in order; null: only threads wait
    Index("ix_quiet_hours_queue_due", "due"),
)
