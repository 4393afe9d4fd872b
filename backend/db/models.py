"""The tables. Alembic's migrations are held in step with this file by a check.

What every turn touches is narrow and indexed for one look-up by key; see `turn_sql.py` for the
statements. Times are aware UTC, money is `units` of `backend.domain.money`.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    ForeignKey,
    ForeignKeyConstraint,
    Identity,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    SmallInteger,
    Table,
    Text,
    Time,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _id() -> Column[int]:
    return Column("id", BigInteger, Identity(always=True), primary_key=True)


def _moment(name: str, *, required: bool = False) -> Column[object]:
    return Column(name, DateTime(timezone=True), nullable=not required)


def _number(name: str, kind: type[Integer] = Integer, default: int = 0) -> Column[int]:
    return Column(name, kind, nullable=False, server_default=text(str(default)))


# --- people ---------------------------------------------------------------------------------------

person = Table(
    "person",
    metadata,
    _id(),
    Column("role", Text),  # null: somebody who wrote to us without an invitation
    Column("first_name", Text, nullable=False, server_default=""),
    Column("country", Text),  # ISO 3166 alpha-2
    Column("zone", Text),  # IANA time zone, kept per person: the DRC has two
    Column("language", Text, nullable=False, server_default="fr"),
    Column("data_saver", Boolean, nullable=False, server_default=text("false")),  # no pictures of ours
    _moment("created_at", required=True),
    _moment("joined_at"),  # consent given and profile complete
    _moment("paused_until"),
    _moment("stopped_at"),  # she said stop: we start no message
    CheckConstraint("role in ('hiteuse', 'trainee', 'huber', 'admin')", name="role"),
)

contact = Table(
    "contact",
    metadata,
    _id(),
    Column("person_id", ForeignKey("person.id"), nullable=False, index=True),
    Column("channel", Text, nullable=False),  # "telegram", "demo", …
    Column("address", Text, nullable=False),  # chat id there
    Column("name", Text, nullable=False, server_default=""),  # the first name that the platform tells
    _moment("blocked_at"),  # she blocked us there; undone by her next word
    UniqueConstraint("channel", "address"),
)

invite = Table(
    "invite",
    metadata,
    Column("code", Text, primary_key=True),
    Column("role", Text, nullable=False),
    Column("country", Text, nullable=False),
    Column("name", Text, nullable=False, server_default=""),
    _moment("created_at", required=True),
    Column("created_by", ForeignKey("person.id")),  # null: the command line
    Column("used_by", ForeignKey("person.id")),
    _moment("used_at"),
)

consent = Table(
    "consent",
    metadata,
    _id(),
    Column("person_id", ForeignKey("person.id"), nullable=False, index=True),
    Column("document", Text, nullable=False),  # "terms", "data"
    Column("version", Text, nullable=False),
    _moment("given_at", required=True),
)

goal = Table(
    "goal",  # the project that she saves for; `project` is a client's
    metadata,
    Column("person_id", ForeignKey("person.id"), primary_key=True),
    Column("kind", Text, nullable=False),
    Column("words", Text, nullable=False, server_default=""),
    Column("units", BigInteger),
    Column("currency", Text),
    _moment("updated_at", required=True),
)

reminder = Table(
    "reminder",
    metadata,
    Column("person_id", ForeignKey("person.id"), primary_key=True),
    Column("days", ARRAY(SmallInteger), nullable=False),  # 0 = Monday; empty: none
    Column("at", Time, nullable=False),  # in her zone
)

wakeup = Table(
    "wakeup",  # due times of people; never jobs of the scheduler
    metadata,
    Column("person_id", ForeignKey("person.id"), primary_key=True),
    Column("name", Text, primary_key=True),
    _moment("due", required=True),
    Index("ix_wakeup_due", "due"),
)

# --- the conversation -----------------------------------------------------------------------------

conversation = Table(
    "conversation",
    metadata,
    Column("person_id", ForeignKey("person.id"), primary_key=True),
    Column("stack", JSONB, nullable=False, server_default="[]"),  # flows, the running one last
    _number("question"),  # number of the question that is open now
    Column("asked", JSONB, nullable=False, server_default="{}"),  # its choices, as in its message
    Column("shown", BigInteger),  # outbox id of its message
    _moment("answered_at"),  # when she last answered a question
    Column("contact_id", ForeignKey("contact.id")),  # the channel that she used last
    _number("refused"),  # wrong codes and words of a stranger since `refused_at`
    _moment("refused_at"),
)

inbox = Table(
    "inbox",
    metadata,
    _id(),
    Column("person_id", ForeignKey("person.id"), nullable=False),
    Column("contact_id", ForeignKey("contact.id")),  # null: our own clock
    Column("channel", Text, nullable=False),
    Column("event_key", Text, nullable=False),  # the platform's own id of the event
    Column("payload", JSONB, nullable=False),
    _moment("received_at", required=True),
    _moment("due", required=True),
    _number("status", SmallInteger),  # 0 waiting, 1 done, 2 dead
    _number("attempts", SmallInteger),
    Column("error", Text),
    UniqueConstraint("channel", "event_key"),
    Index("ix_inbox_person_waiting", "person_id", "id", postgresql_where=text("status = 0")),
    Index("ix_inbox_dead", "id", postgresql_where=text("status = 2")),
)

outbox = Table(
    "outbox",
    metadata,
    _id(),
    Column("person_id", ForeignKey("person.id"), nullable=False),
    Column("contact_id", ForeignKey("contact.id"), nullable=False),
    Column("channel", Text, nullable=False),
    _number("lane", SmallInteger),  # 0 her own turn, 1 reminders, 2 announcements
    Column("purpose", Text, nullable=False),
    Column("message", JSONB),  # null: only `answers` a tap
    Column("question", Integer),  # the question that its choices belong to
    Column("edits", BigInteger),  # the outbox row whose choices this one's replace
    Column("answers", JSONB),  # {"tap": platform's id, "toast": part}
    _moment("created_at", required=True),
    _moment("due", required=True),
    _number("status", SmallInteger),  # 0 waiting, 1 sent, 2 failed
    _number("attempts", SmallInteger),
    Column("provider_id", Text),
    _moment("sent_at"),
    Column("error", Text),
    Index("ix_outbox_waiting", "channel", "lane", "id", postgresql_where=text("status = 0")),
)

media = Table(
    "media",
    metadata,
    Column("hash", Text, primary_key=True),  # sha-256 of the bytes
    Column("mime", Text, nullable=False),
    Column("content", LargeBinary, nullable=False),
)

media_handle = Table(
    "media_handle",  # what a platform calls a file that it has already
    metadata,
    Column("channel", Text, primary_key=True),
    Column("hash", Text, primary_key=True),
    Column("handle", Text, nullable=False),
)

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

# --- work -----------------------------------------------------------------------------------------

project = Table(
    "project",
    metadata,
    _id(),
    Column("name", Text, nullable=False, unique=True),
    Column("config", JSONB, nullable=False),
    Column("status", Text, nullable=False, server_default="open"),
    Column("practice", Boolean, nullable=False, server_default=text("false")),
    Column("currency", Text, nullable=False),
    _number("funded", BigInteger),  # units that the client has booked
    _number("promised", BigInteger),  # units that all answers of its tasks can cost
    Column("salt", Text, nullable=False, server_default=text("gen_random_uuid()::text")),  # of pseudonyms
    _number("revision"),  # grows when the configuration changes
    Column("median_seconds", Integer),  # measured pace per answer; null until there are enough
    _moment("created_at", required=True),
    CheckConstraint("promised <= funded", name="budget"),
    CheckConstraint("status in ('open', 'paused', 'closed')", name="status"),
)

batch = Table(
    "batch",
    metadata,
    _id(),
    Column("project_id", ForeignKey("project.id"), nullable=False, index=True),
    Column("file", Text, nullable=False),
    Column("created_by", ForeignKey("person.id")),
    _moment("created_at", required=True),
    _number("tasks"),
)

task = Table(
    "task",
    metadata,
    _id(),
    Column("project_id", ForeignKey("project.id"), nullable=False),
    Column("batch_id", ForeignKey("batch.id"), nullable=False),
    Column("client_id", Text, nullable=False),
    Column("content", JSONB, nullable=False),  # {"text": …, "image": …, "audio": …}
    Column("gold", JSONB),
    Column("explanation", Text),
    _number("wanted"),
    _number("slots"),  # wanted − answers − live leases; 0 while the task is held for a second look
    _number("answers"),
    _moment("held_at"),  # reported as flawed
    _moment("done_at"),
    Column("result", JSONB),  # {"answer", "confidence", "method"} once done
    UniqueConstraint("project_id", "client_id"),
    Index("ix_task_open", "project_id", "batch_id", "id", postgresql_where=text("slots > 0")),
    CheckConstraint("slots >= 0", name="slots"),
    CheckConstraint("answers <= wanted", name="answers"),
)

answer = Table(
    "answer",  # a lease becomes an answer: one row per person and task, so never twice
    metadata,
    Column("person_id", ForeignKey("person.id"), primary_key=True),
    Column("task_id", ForeignKey("task.id"), primary_key=True),
    Column("project_id", ForeignKey("project.id"), nullable=False),
    _number("status", SmallInteger),  # 0 leased, 1 answered, 2 given back, 3 skipped, 4 reported
    _moment("leased_at", required=True),
    _moment("expires_at", required=True),
    Column("value", JSONB),
    _moment("answered_at"),
    _number("seconds"),  # shown → answered
    _number("active"),  # of these, counted as work
    _number("units", BigInteger),
    Column("currency", Text),
    _moment("accept_at"),  # when it counts as accepted by itself
    _moment("accepted_at"),
    _number("revised", SmallInteger),
    Index("ix_answer_task", "task_id", postgresql_where=text("status = 1")),
    Index("ix_answer_lease", "expires_at", postgresql_where=text("status = 0")),
    Index("ix_answer_open", "person_id", postgresql_where=text("status = 0"), unique=True),
    Index("ix_answer_given", "person_id", "answered_at", postgresql_where=text("status = 1")),
    Index("ix_answer_accept", "accept_at", postgresql_where=text("status = 1 and accepted_at is null")),
    Index("ix_answer_project", "project_id", "answered_at", postgresql_where=text("status = 1")),
)

report = Table(
    "report",  # a flawed task, in her words
    metadata,
    Column("person_id", ForeignKey("person.id"), primary_key=True),
    Column("task_id", ForeignKey("task.id"), primary_key=True),
    Column("reason", Text, nullable=False),
    _moment("at", required=True),
)

progress = Table(
    "progress",  # where she stands in a project: its queue is read from here on
    metadata,
    Column("person_id", ForeignKey("person.id"), primary_key=True),
    Column("project_id", ForeignKey("project.id"), primary_key=True),
    _number("batch_id", BigInteger),
    _number("task_id", BigInteger),
    _moment("accepted_at", required=True),
)

day = Table(
    "day",  # her own day, over all work
    metadata,
    Column("person_id", ForeignKey("person.id"), primary_key=True),
    Column("date", Date, primary_key=True),
    _number("active"),  # seconds
    _number("answers"),
    _number("euro_units", BigInteger),
    _number("franc_units", BigInteger),  # XOF and XAF: the same value
)

# --- ledger: append-only, kept so by triggers (see the migration) ----------------------------------

account = Table(
    "account",
    metadata,
    _id(),
    Column("kind", Text, nullable=False),  # client, project, pending, accepted, paid
    Column("owner", BigInteger, nullable=False),  # project or person; 0: the company's clients
    Column("currency", Text, nullable=False),
    UniqueConstraint("kind", "owner", "currency"),
    UniqueConstraint("id", "currency"),
    CheckConstraint("kind in ('client', 'project', 'pending', 'accepted', 'paid')", name="kind"),
)

transfer = Table(
    "transfer",  # both sides of an entry in one row, so that every entry balances
    metadata,
    _id(),
    Column("key", Text, nullable=False, unique=True),  # names the cause: the same one is booked once
    Column("debit", BigInteger, nullable=False, index=True),  # units leave here
    Column("credit", BigInteger, nullable=False, index=True),  # … and arrive here
    Column("units", BigInteger, nullable=False),
    Column("currency", Text, nullable=False),
    # both accounts are of this currency: money changes hands, never its kind
    ForeignKeyConstraint(["debit", "currency"], ["account.id", "account.currency"], name="fk_transfer_debit"),
    ForeignKeyConstraint(["credit", "currency"], ["account.id", "account.currency"], name="fk_transfer_credit"),
    _moment("at", required=True),
    CheckConstraint("units > 0", name="units"),
    CheckConstraint("debit <> credit", name="sides"),
)
