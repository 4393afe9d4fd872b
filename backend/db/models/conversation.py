"""Conversations, events that come in, messages that go out, and the files in them."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    SmallInteger,
    Table,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from backend.db.models.base import id_column, metadata, moment, number
from backend.domain.messaging.states import InboxStatus, Lane, OutboxStatus

_DUE = text(f"status = {OutboxStatus.WAITING:d}")

conversation = Table(
    "conversation",
    metadata,
    Column("person_id", ForeignKey("person.id"), primary_key=True),
    Column("stack", JSONB, nullable=False, server_default="[]"),  # running flows, the top one last
    number("question"),  # number of the open question
    Column("asked", JSONB, nullable=False, server_default="{}"),  # its choices, as in its message
    Column("shown", BigInteger),  # outbox id of that message
    moment("answered_at"),  # when the person last answered a question
    Column("answered", JSONB, nullable=False, server_default="{}"),  # … which one, and how
    Column("contact_id", ForeignKey("contact.id")),  # the chat where the person wrote last
    number("refused"),  # number of a stranger's wrong codes and words since `refused_at`
    moment("refused_at"),
)

inbox = Table(
    "inbox",
    metadata,
    id_column(),
    Column("person_id", ForeignKey("person.id"), nullable=False),
    Column("contact_id", ForeignKey("contact.id")),  # null: our own clock
    Column("channel", Text, nullable=False),
    Column("event_key", Text, nullable=False),  # the platform's own id of the event
    Column("payload", JSONB, nullable=False),
    moment("received_at", required=True),
    moment("said_at"),  # when the person wrote it, if the platform tells; null: when it came
    moment("due", required=True),
    number("status", SmallInteger),  # `InboxStatus`
    number("attempts", SmallInteger),
    Column("error", Text),
    UniqueConstraint("channel", "event_key"),
    Index("ix_inbox_person_waiting", "person_id", "id", postgresql_where=text(f"status = {InboxStatus.WAITING:d}")),
    Index("ix_inbox_person_id_id", "person_id", "id"),
    Index("ix_inbox_dead", "id", postgresql_where=text(f"status = {InboxStatus.DEAD:d}")),
)

outbox = Table(
    "outbox",
    metadata,
    id_column(),
    Column("person_id", ForeignKey("person.id"), nullable=False),
    Column("contact_id", ForeignKey("contact.id"), nullable=False),
    Column("channel", Text, nullable=False),
    number("lane", SmallInteger),  # `Lane`
    Column("purpose", Text, nullable=False),
    Column("message", JSONB),  # null: only `answers` a tap
    Column("question", Integer),  # number of the question to which its choices belong
    Column("edits", BigInteger),  # the outbox row whose choices it replaces
    Column("answers", JSONB),  # {"tap": the platform's id, "toast": part}
    moment("created_at", required=True),
    moment("due", required=True),
    number("status", SmallInteger),  # `OutboxStatus`
    number("attempts", SmallInteger),
    Column("provider_id", Text),  # of the last one, if it took several of the platform's messages …
    Column("earlier", ARRAY(Text)),  # … and of those before it
    moment("sent_at"),
    moment("delivered_at"),
    moment("read_at"),
    Column("error", Text),
    Column("project_id", BigInteger),  # the client's project that it is about
    Column("sender_id", BigInteger),  # who sent it to the person, and hears of its result
    Column("template", Text),  # the platform's template with which it was sent
    Column("category", Text),  # as the platform bills it
    Column("moved_to", BigInteger),  # the outbox row that replaced it in another chat
    moment("unsure_at"),  # since when it is unknown whether the last try arrived
    number("repeats", SmallInteger),  # how often it was sent again although it may have arrived
    moment("told_at"),  # when its sender was told that it has not arrived
    Column("announcement_id", BigInteger),  # the announcement of which it is a copy
    Column("thread_id", BigInteger),  # the thread whose message it passes on; a reply to it goes there
    Column("event_id", BigInteger),  # the event of the inbox that caused it, for the log
    Index("ix_outbox_waiting", "channel", "lane", "id", postgresql_where=_DUE),  # of the version before
    # what may be sent next, and which rows of the same contact go before it
    Index("ix_outbox_ready", "channel", "lane", "due", "id", postgresql_where=_DUE),
    Index("ix_outbox_order", "contact_id", "lane", "id", postgresql_where=_DUE),
    Index("ix_outbox_person_id_id", "person_id", "id"),  # a person's messages, the newest first
    Index("ix_outbox_sent", "channel", "sent_at", postgresql_where=text(f"status = {OutboxStatus.SENT:d}")),
    Index("ix_outbox_held", "contact_id", "id", postgresql_where=text(f"status = {OutboxStatus.HELD:d}")),
    Index("ix_outbox_dead", "id", postgresql_where=text(f"status = {OutboxStatus.FAILED:d}")),
    Index("ix_outbox_announced", "person_id", "created_at", postgresql_where=text(f"lane = {Lane.ANNOUNCEMENT:d}")),
    Index(
        "ix_outbox_announcement",
        "announcement_id",
        "person_id",
        postgresql_where=text("announcement_id is not null and moved_to is null"),
    ),
    Index(
        "ix_outbox_untold",
        "sender_id",
        postgresql_where=text(f"sender_id is not null and told_at is null and status <> {OutboxStatus.SENT:d}"),
    ),
    Index("ix_outbox_sender_id", "sender_id", postgresql_where=text("sender_id is not null")),
    Index("ix_outbox_thread_id", "thread_id", postgresql_where=text("thread_id is not null")),
    Index("ix_outbox_thread", "contact_id", "provider_id", postgresql_where=text("thread_id is not null")),
)

receipt = Table(
    "receipt",  # what a platform reported later about a message: sent, delivered, read, failed
    metadata,
    Column("channel", Text, primary_key=True),
    Column("event_key", Text, primary_key=True),
    Column("outbox_id", BigInteger, index=True),  # null: about no known message
    Column("provider_id", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("error", Text),
    Column("payload", JSONB, nullable=False),
    moment("at", required=True),
    Index("ix_receipt_at", "at"),  # the oldest are deleted first
)

traffic = Table(
    "traffic",  # messages sent, counted per day (UTC)
    metadata,
    Column("date", Date, primary_key=True),
    Column("channel", Text, primary_key=True),
    Column("category", Text, primary_key=True),  # what the platform bills it as; "free" if it does not
    Column("country", Text, primary_key=True),  # the person's; "": unknown
    Column("project_id", BigInteger, primary_key=True, autoincrement=False),  # 0: no project
    number("messages", BigInteger),
    number("units", BigInteger),  # cost in units of EUR
)

tally = Table(
    "tally",  # results of sending, counted since the beginning, for the metrics
    metadata,
    Column("channel", Text, primary_key=True),
    Column("what", Text, primary_key=True),
    number("count", BigInteger),
)

account_pause = Table(
    "account_pause",  # until when a platform asked us to wait
    metadata,
    Column("channel", Text, primary_key=True),
    moment("until", required=True),
)

media = Table(
    "media",
    metadata,
    Column("hash", Text, primary_key=True),  # sha-256 of the bytes
    Column("mime", Text, nullable=False),
    Column("content", LargeBinary, nullable=False),
    moment("passing_since"),  # when it was last stored, if it is only kept for a time after that
    Index("ix_media_passing", "passing_since", postgresql_where=text("passing_since is not null")),
)

received_media = Table(
    "received_media",  # the result for a file that a person sent: stored, or why not
    metadata,
    Column("inbox_id", ForeignKey("inbox.id"), primary_key=True),
    Column("hash", ForeignKey("media.hash")),
    Column("kind", Text, nullable=False),
    Column("name", Text, nullable=False, server_default=""),
    Column("error", Text),
    moment("at", required=True),
    Index("ix_received_media_hash", "hash", postgresql_where=text("hash is not null")),
)

file_quota = Table(
    "file_quota",  # how many files of a person were fetched on a day of their calendar
    metadata,
    Column("person_id", ForeignKey("person.id"), primary_key=True),
    Column("day", Date, primary_key=True),
    number("files", BigInteger),
    number("bytes", BigInteger),
)

media_handle = Table(
    "media_handle",  # the platform's id of a file that it has already
    metadata,
    Column("channel", Text, primary_key=True),
    Column("hash", Text, primary_key=True),
    Column("handle", Text, nullable=False),
)
