"""People, how they are reached, what they consented to, when they are reminded, and what staff notes about them."""

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
from backend.domain.earnings.savings import OutcomeKind

person = Table(
    "person",
    metadata,
    id_column(),
    Column("role", Text),  # null: a stranger, who wrote to us without an invitation
    Column("first_name", Text, nullable=False, server_default=""),
    Column("country", Text),  # ISO 3166 alpha-2
    Column("zone", Text),  # IANA time zone, kept per person: the DRC has two
    Column("language", Text, nullable=False, server_default="fr"),
    Column("data_saver", Boolean, nullable=False, server_default=text("false")),  # true: send no pictures of ours
    # true: no amounts and names in what a locked phone shows of messages that we start
    Column("discreet", Boolean, nullable=False, server_default=text("false")),
    moment("created_at", required=True),
    moment("joined_at"),  # consent given and profile complete
    moment("paused_until"),
    moment("stopped_at"),  # the person said stop: we start no messages
    Column("prefers", Text),  # the channel on which the person wants what we start; null: where they wrote last
    Column("pin", Text),  # scrypt hash of the secret number, with its salt
    moment("pin_at"),  # when it was chosen; null: there is none
    Column("pin_mark", SmallInteger),  # a few bits of it, which rule out most other numbers
    number("pin_tries", SmallInteger),  # wrong tries since the last right one
    moment("pin_after"),  # no try is allowed before then
    Column("merged_into", ForeignKey("person.id")),  # the person who has this account since a merge
    Column("duty", Text),  # of an admin; null: may only read
    Column("countries", ARRAY(Text)),  # of a Huber; null: only their own country
    # hard content: theme → whether the person wants to see it
    Column("themes", JSONB, nullable=False, server_default="{}"),
    # kept up to date by triggers, so that an audience is counted from this table alone:
    Column(
        "reached_id", BigInteger
    ),  # the contact where the person is reached (`backend.db.messaging.contact_routing`); null: nowhere
    Column("reached", Text),  # its channel
    Column("terms", Text),  # the version of the conditions that they agreed to or were asked about last
    Column("active_on", Date),  # the last day on which she worked or learnt
    Index("ix_person_stranger", "created_at", postgresql_where=text("role is null and merged_into is null")),
    Index("ix_person_merged_into", "merged_into", postgresql_where=text("merged_into is not null")),
    CheckConstraint("role in ('hiteuse', 'trainee', 'huber', 'admin')", name="role"),
    CheckConstraint("duty in ('owner', 'operations', 'finance', 'reader')", name="duty"),
)

contact = Table(
    "contact",
    metadata,
    id_column(),
    Column("person_id", ForeignKey("person.id"), nullable=False, index=True),
    Column("channel", Text, nullable=False),  # "telegram", "demo", …
    Column("address", Text, nullable=False),  # the chat's id on the channel
    Column("name", Text, nullable=False, server_default=""),  # the first name that the platform gives
    moment("blocked_at"),  # the person blocked us there; cleared by their next message
    Column("user_id", Text),  # the platform's id of the person, if it has one besides the address
    moment("heard_at"),  # the last message from there, at most `inbox.HEARD_AGAIN` too early; not on every channel
    moment("locked_at"),  # another person may hold this number now: nothing is shown until the owner is proved
    moment("quiet_until"),  # until when the platform asked us to wait with this chat
    moment("open_until"),  # of an admin: until then no secret number is needed there
    moment("joined_at"),  # when it came to this account; null: the account began there
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
    Column("created_by", ForeignKey("person.id")),  # null: by the command line
    Column("used_by", ForeignKey("person.id")),
    moment("used_at"),
    Column("duty", Text),  # of an admin
    Column("countries", ARRAY(Text)),  # of a Huber; null: `country`
    moment("withdrawn_at"),  # the code is no longer valid
    Column("withdrawn_by", ForeignKey("person.id")),
    Index("ix_invite_country_created_at", "country", "created_at"),
    Index("ix_invite_used_by", "used_by", postgresql_where=text("used_by is not null")),
    Index("ix_invite_used_at", "used_at", postgresql_where=text("used_at is not null")),
    Index("ix_invite_withdrawn_at", "withdrawn_at", postgresql_where=text("withdrawn_at is not null")),
    # the digest of a code, as in `codes.digest`
    Index("ix_invite_digest", text("sha256(decode(translate(code, 'OIL', '011'), 'escape'))")),
)

link = Table(
    "link",  # a code that joins a second chat to a person: short-lived, used once
    metadata,
    Column("digest", LargeBinary, primary_key=True),  # sha-256 of the code, which is not stored
    Column("person_id", ForeignKey("person.id"), nullable=False, index=True),
    moment("created_at", required=True),
    moment("expires_at", required=True),
    moment("used_at"),
    Column("contact_id", ForeignKey("contact.id")),  # the chat where it was made; null: made by staff
)

proof = Table(
    "proof",  # a chat that must prove whose it is, and the dialogue with it, apart from the owner's
    metadata,
    id_column(),
    Column("contact_id", ForeignKey("contact.id"), nullable=False, unique=True),
    Column("reason", Text, nullable=False),  # `ProofReason`
    Column("stack", JSONB, nullable=False, server_default="[]"),  # as in `conversation`
    number("question"),
    Column("asked", JSONB, nullable=False, server_default="{}"),
    number("answers"),  # number of answers since `answers_since`
    moment("answers_since"),
    moment("referee_asked_at"),  # when a Huber or an admin was asked
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
    "goal",  # the project for which she saves; `project` is a client's
    metadata,
    Column("person_id", ForeignKey("person.id"), primary_key=True),
    Column("kind", Text, nullable=False),
    Column("words", Text, nullable=False, server_default=""),
    Column("units", BigInteger),
    Column("currency", Text),
    moment("updated_at", required=True),
    moment("started_at", required=True),  # since when she saves for this project, and not for an earlier one
    Column("due", Date),  # when she wants to have the amount
    # [{"units", "currency", "due", "paid"}], by day; `paid`: the day on which she paid it, or null
    Column("instalments", JSONB, nullable=False, server_default="[]"),
    Column("share", SmallInteger),  # percent of each payment that is set aside
    Column("aside_units", BigInteger),  # … or an amount of each payment
    Column("aside_currency", Text),
    # since `stop` or a wish to be erased; who comes back saves again
    Column("plan_suspended", Boolean, nullable=False, server_default=text("false")),
    moment("shown_at"),  # since when her Huber may see it; null: not at all
    number("milestone", SmallInteger),  # the last percentage that was celebrated
    Column("milestone_due", SmallInteger),  # a percentage that is to be celebrated; null: none
    number("pictured", BigInteger),  # whole F CFA towards it that its last picture showed
    CheckConstraint("share between 1 and 90", name="share"),
    CheckConstraint("num_nonnulls(share, aside_units) <= 1", name="plan"),
    CheckConstraint("(aside_units is null) = (aside_currency is null)", name="aside"),
)

outcome = Table(
    "outcome",  # what she did with her money, as she says: the impact of the work
    metadata,
    id_column(),
    Column("person_id", ForeignKey("person.id"), nullable=False, index=True),
    Column("kind", Text, nullable=False),  # OutcomeKind
    Column("goal_kind", Text, nullable=False),  # GoalKind of the project that she saved for
    Column("words", Text, nullable=False, server_default=""),
    Column("units", BigInteger),  # of "paid"
    Column("currency", Text),
    moment("at", required=True),
    CheckConstraint("kind in ('" + "', '".join(OutcomeKind) + "')", name="kind"),
    CheckConstraint(f"(kind = '{OutcomeKind.PAID}') = (units is not null)", name="units"),
    Index("ix_outcome_kind_at", "kind", "at"),
)

reminder = Table(
    "reminder",
    metadata,
    Column("person_id", ForeignKey("person.id"), primary_key=True),
    Column("days", ARRAY(SmallInteger), nullable=False),  # 0 = Monday; empty: none
    Column("at", Time, nullable=False),  # in the person's zone
)

wakeup = Table(
    "wakeup",  # due times of people, instead of jobs of the scheduler
    metadata,
    Column("person_id", ForeignKey("person.id"), primary_key=True),
    Column("name", Text, primary_key=True),
    moment("due", required=True),
    Index("ix_wakeup_due", "due"),
)

outreach = Table(
    "outreach",  # the one message that we may start on a day of the person's calendar, or why there was none
    metadata,
    Column("person_id", ForeignKey("person.id"), primary_key=True),
    Column("date", Date, primary_key=True),
    moment("at", required=True),
    Column("kinds", ARRAY(Text), nullable=False, server_default="{}"),  # its subjects, the most useful first
    Column("reason", Text),  # why nothing was sent; null: `outbox_id` was sent
    Column("left_out", JSONB, nullable=False, server_default="{}"),  # kind → why it was left out
    Column("outbox_id", BigInteger),
    CheckConstraint("(reason is null) = (outbox_id is not null)", name="sent"),
    Index("ix_outreach_date", "date", postgresql_using="brin"),  # to delete old rows; nobody is looked up by it
)

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
