"""People, how they are reached, what they agreed to, and when they are to be reminded."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    Index,
    LargeBinary,
    SmallInteger,
    Table,
    Text,
    Time,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from backend.db.models.base import id_column, metadata, moment, number

person = Table(
    "person",
    metadata,
    id_column(),
    Column("role", Text),  # null: somebody who wrote to us without an invitation
    Column("first_name", Text, nullable=False, server_default=""),
    Column("country", Text),  # ISO 3166 alpha-2
    Column("zone", Text),  # IANA time zone, kept per person: the DRC has two
    Column("language", Text, nullable=False, server_default="fr"),
    Column("data_saver", Boolean, nullable=False, server_default=text("false")),  # no pictures of ours
    moment("created_at", required=True),
    moment("joined_at"),  # consent given and profile complete
    moment("paused_until"),
    moment("stopped_at"),  # she said stop: we start no message
    Column("prefers", Text),  # the channel where she wants what we start; null: where she wrote last
    Column("pin", Text),  # scrypt of her secret number, with its salt
    moment("pin_at"),  # when she chose it; null: she has none
    Column("pin_mark", SmallInteger),  # a few bits of it, by which most other numbers are told from it
    number("pin_tries", SmallInteger),  # wrong ones since the last right one
    moment("pin_after"),  # no other try before then
    Column("merged_into", ForeignKey("person.id")),  # she was there twice: all that is hers is there now
    Column("duty", Text),  # of an admin; null: she may only read
    Column("countries", ARRAY(Text)),  # of a Huber; null: the one where she lives
    Column("themes", JSONB, nullable=False, server_default="{}"),  # hard content: theme → whether she wants to see it
    # kept in step by the database itself, so that an audience is counted by one look at this table:
    Column(
        "reached_id", BigInteger
    ),  # the contact where she is reached now (`backend.db.messaging.contact_routing`); null: nowhere
    Column("reached", Text),  # its channel
    Column("active_on", Date),  # the last day on which she worked or learnt
    CheckConstraint("role in ('hiteuse', 'trainee', 'huber', 'admin')", name="role"),
    CheckConstraint("duty in ('owner', 'operations', 'finance', 'reader')", name="duty"),
)

contact = Table(
    "contact",
    metadata,
    id_column(),
    Column("person_id", ForeignKey("person.id"), nullable=False, index=True),
    Column("channel", Text, nullable=False),  # "telegram", "demo", …
    Column("address", Text, nullable=False),  # chat id there
    Column("name", Text, nullable=False, server_default=""),  # the first name that the platform tells
    moment("blocked_at"),  # she blocked us there; undone by her next word
    Column("user_id", Text),  # the platform's own name of her, where it has one beside the address
    moment("heard_at"),  # her last word from there, at most `inbox.HEARD_AGAIN` too early; not of every channel
    moment("locked_at"),  # somebody else may hold this number now: nothing is shown until it is settled
    moment("quiet_until"),  # the platform's word to wait with this chat
    moment("open_until"),  # an admin's: until then she acts from there without her secret number
    moment("joined_at"),  # when it came to her account from elsewhere; null: her account began there
    Column("joined_how", Text),  # "add", "merge", "rescue"; null with `joined_at`
    UniqueConstraint("channel", "address"),
    Index("ix_contact_user", "channel", "user_id", unique=True, postgresql_where=text("user_id is not null")),
)

invite = Table(
    "invite",
    metadata,
    Column("code", Text, primary_key=True),
    Column("role", Text, nullable=False),
    Column("country", Text, nullable=False),
    Column("name", Text, nullable=False, server_default=""),
    moment("created_at", required=True),
    Column("created_by", ForeignKey("person.id")),  # null: the command line
    Column("used_by", ForeignKey("person.id")),
    moment("used_at"),
    Column("duty", Text),  # of an admin
    Column("countries", ARRAY(Text)),  # of a Huber; null: `country`
    moment("withdrawn_at"),  # it lets nobody in any more
    Column("withdrawn_by", ForeignKey("person.id")),
    Index("ix_invite_country_created_at", "country", "created_at"),
    Index("ix_invite_used_by", "used_by", postgresql_where=text("used_by is not null")),
    # what `codes.digest` makes of a code
    Index("ix_invite_digest", text("sha256(decode(translate(code, 'OIL', '011'), 'escape'))")),
)

link = Table(
    "link",  # a code that joins a second chat to a person: short-lived, used once
    metadata,
    Column("digest", LargeBinary, primary_key=True),  # sha-256 of the code, which is kept nowhere
    Column("person_id", ForeignKey("person.id"), nullable=False, index=True),
    moment("created_at", required=True),
    moment("expires_at", required=True),
    moment("used_at"),
    Column("contact_id", ForeignKey("contact.id")),  # her chat where it was made; null: made by who looks after her
)

proof = Table(
    "proof",  # a chat that must show whose it is, and the talk with it, apart from hers
    metadata,
    id_column(),
    Column("contact_id", ForeignKey("contact.id"), nullable=False, unique=True),
    Column("reason", Text, nullable=False),  # "hands", "silent", "lost"; "forgot": her number, and nothing is locked
    Column("stack", JSONB, nullable=False, server_default="[]"),  # as in `conversation`
    number("question"),
    Column("asked", JSONB, nullable=False, server_default="{}"),
    number("answers"),  # of ours since `answers_since`
    moment("answers_since"),
    moment("referee_asked_at"),  # her Huber, or an admin
    moment("at", required=True),
)

consent = Table(
    "consent",
    metadata,
    id_column(),
    Column("person_id", ForeignKey("person.id"), nullable=False, index=True),
    Column("document", Text, nullable=False),  # "terms", "data"
    Column("version", Text, nullable=False),
    moment("given_at", required=True),
)

goal = Table(
    "goal",  # the project that she saves for; `project` is a client's
    metadata,
    Column("person_id", ForeignKey("person.id"), primary_key=True),
    Column("kind", Text, nullable=False),
    Column("words", Text, nullable=False, server_default=""),
    Column("units", BigInteger),
    Column("currency", Text),
    moment("updated_at", required=True),
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
    moment("due", required=True),
    Index("ix_wakeup_due", "due"),
)

outreach = Table(
    "outreach",  # what we decided to write to a person on a day of her own calendar, by ourselves: one message at most
    metadata,
    Column("person_id", ForeignKey("person.id"), primary_key=True),
    Column("date", Date, primary_key=True),
    moment("at", required=True),
    Column("kinds", ARRAY(Text), nullable=False, server_default="{}"),  # what of, the most useful first
    Column("reason", Text),  # why nothing was said; null: her message is `outbox_id`
    Column("left_out", JSONB, nullable=False, server_default="{}"),  # kind → why nothing was said of it
    Column("outbox_id", BigInteger),
    CheckConstraint("(reason is null) = (outbox_id is not null)", name="sent"),
    Index("ix_outreach_date", "date", postgresql_using="brin"),  # to forget old ones; nobody is looked up by it
)
