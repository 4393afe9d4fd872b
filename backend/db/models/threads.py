"""What people and their Hubers write to each other."""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, ForeignKey, Index, Integer, Table, Text, text
from sqlalchemy.dialects.postgresql import JSONB

from backend.db.models.base import id_column, metadata, moment

thread = Table(
    "thread",  # one at a time per person; her country's Hubers share it
    metadata,
    id_column(),
    Column("person_id", ForeignKey("person.id"), nullable=False, index=True),
    moment("opened_at", required=True),
    moment("last_at", required=True),  # the last word of either side
    moment("waiting_since"),  # the first word of hers that nobody has answered; null: all is answered
    moment("escalated_at"),  # the team was told of what waits
    Column("answered_by", BigInteger),  # who answered last
    moment("answered_at"),
    moment("closed_at"),
    Column("closed_by", BigInteger),  # null: it closed by itself
    moment("look_at"),  # when it is looked at again: to tell the team, or to close it
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
    Column("hers", Boolean, nullable=False),  # of the person whose thread it is; else a Huber's or the team's
    Column("words", Text, nullable=False, server_default=""),
    Column("kind", Text),  # of its file: "image", "voice", "audio", "document"
    Column("name", Text, nullable=False, server_default=""),  # of its file
    Column("hash", ForeignKey("media.hash")),  # its file, once it is fetched
    Column("inbox_id", BigInteger, unique=True),  # the event that brought its file
    moment("at", required=True),
    moment("told_at"),  # passed on to the other side; null: its file is not there yet, or it is night
    Column("waited", Integer),  # seconds that what it answers had waited
    Index("ix_thread_message_waited", "at", postgresql_where=text("waited is not null")),
    Index("ix_thread_message_untold", "thread_id", "id", postgresql_where=text("told_at is null")),
)

quiet_hours_queue = Table(
    "quiet_hours_queue",  # who could not be told at night, and when that person's morning comes
    metadata,
    Column("person_id", ForeignKey("person.id"), primary_key=True),
    moment("due", required=True),
    Column("events", JSONB),  # payloads of our own clock that wait for it, in order; null: only threads do
    Index("ix_quiet_hours_queue_due", "due"),
)
