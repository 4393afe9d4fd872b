"""Tables of payments and of where people are paid."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    Numeric,
    PrimaryKeyConstraint,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
    text,
)

from backend.db.models.base import id_column, metadata, moment, number
from backend.domain.payouts.states import ENDED, UNDER_WAY, PayoutState, RunState

destination = Table(
    "destination",
    metadata,
    id_column(),
    Column("person_id", ForeignKey("person.id"), nullable=False, index=True),
    Column("kind", Text, nullable=False),  # DestinationKind
    Column("sealed", LargeBinary, nullable=False),  # number and name, encrypted
    Column("mark", LargeBinary, nullable=False, index=True),  # keyed hash of the number: equal for equal numbers
    Column("tail", Text, nullable=False),  # the last four digits
    Column("operator", Text, nullable=False, server_default=""),  # of a number, as far as it tells
    moment("named_at", required=True),
    moment("usable_at", required=True),  # no money is sent there before
    # when the person (by their secret number) or the team last confirmed that their account is safe
    moment("cleared_at"),
    moment("ended_at"),  # when another destination replaced it
    CheckConstraint("kind in ('phone', 'account')", name="kind"),
    Index("ix_destination_current", "person_id", unique=True, postgresql_where=text("ended_at is null")),
)

payout_run = Table(
    "payout_run",
    metadata,
    id_column(),
    Column("state", Text, nullable=False),
    Column("minimum", BigInteger, nullable=False),  # units; smaller sums are not paid
    Column("proposed_by", Text, nullable=False),
    Column("proposer_id", ForeignKey("person.id")),  # null: the command line, or the schedule
    Column("scheduled", Boolean, nullable=False, server_default=text("false")),
    moment("proposed_at", required=True),
    Column("approved_by", Text),
    Column("approver_id", ForeignKey("person.id")),
    moment("approved_at"),
    moment("ended_at"),
    CheckConstraint("state in ('" + "', '".join(RunState) + "')", name="state"),
)

payout = Table(
    "payout",
    metadata,
    id_column(),
    # The provider's idempotency key: it exists before the first call and never changes.
    Column("key", Uuid, nullable=False, server_default=text("gen_random_uuid()")),
    Column("run_id", ForeignKey("payout_run.id"), nullable=False, index=True),
    Column("person_id", ForeignKey("person.id"), nullable=False, index=True),
    Column("destination_id", ForeignKey("destination.id"), nullable=False),
    Column("units", BigInteger, nullable=False),
    Column("currency", Text, nullable=False),
    # what the parts are worth beyond the amount, in 1/amounts.carry_denominator of a unit
    Column("carried", BigInteger, nullable=False),
    number("fee", BigInteger),  # units of the payment's currency that it costs
    Column("fee_hers", Boolean, nullable=False, server_default=text("false")),  # the person bears it
    Column("capped", Boolean, nullable=False, server_default=text("false")),  # a limit made it smaller
    # the rate at which balances in other currencies were taken
    Column("per_euro", Numeric, nullable=False, server_default=text("655.957")),
    Column("state", Text, nullable=False),
    Column("reason", Text, nullable=False, server_default=""),  # why it failed or was dropped
    moment("proposed_at", required=True),
    moment("sent_at"),
    moment("paid_at"),
    Column("arrived", Boolean),  # whether the person says that it arrived; null: they have not said
    moment("arrived_at"),  # when they said it
    # when it reached its last state: paid, failed (also if it came back after it was paid) or dropped
    moment("settled_at"),
    Column("provider", Text, nullable=False, server_default="files"),  # ProviderName
    Column("operator", Text, nullable=False, server_default=""),  # the mobile operator as the provider names it
    Column("reference", Text, nullable=False, server_default=""),  # the provider's own id
    moment("called_at"),  # when the provider was first called; null: it surely has not heard of the payment
    moment("ask_at"),  # when the provider is called next; null: by a file, or a person has to look
    Column("asked", Integer, nullable=False, server_default=text("0")),  # calls about it
    UniqueConstraint("key"),
    CheckConstraint("units > 0", name="units"),
    CheckConstraint("state in ('" + "', '".join(PayoutState) + "')", name="state"),
    CheckConstraint("provider in ('files', 'wave', 'pawapay', 'demonstration')", name="provider"),
    Index(
        "ix_payout_due",
        "provider",
        "ask_at",
        postgresql_where=text(f"state = '{PayoutState.SENT}' and ask_at is not null"),
    ),
    Index("ix_payout_left", "run_id", postgresql_where=text(f"state in {UNDER_WAY}")),
    Index("ix_payout_settled_at", "settled_at", postgresql_where=text(f"state in {ENDED}")),
    Index(
        "ix_payout_open",
        "person_id",
        postgresql_where=text(f"state in {UNDER_WAY}"),
    ),
)

payout_part = Table(
    "payout_part",  # what is taken from each balance for a payment; its transfers have the keys "KIND:PAYOUT:CURRENCY"
    metadata,
    Column("payout_id", ForeignKey("payout.id"), primary_key=True),
    Column("currency", Text, primary_key=True),
    Column("units", BigInteger, nullable=False),
    CheckConstraint("units > 0", name="units"),
)

payout_claim = Table(
    "payout_claim",  # a payment that counts as paid and has not arrived, as its person says
    metadata,
    id_column(),
    Column("payout_id", ForeignKey("payout.id"), nullable=False, index=True),
    moment("opened_at", required=True),
    Column("promised", Date, nullable=False),  # the day of the person's calendar by which it is answered
    moment("reminded_at"),  # when finance was reminded that this day is over
    moment("closed_at"),
    Column("outcome", Text),  # ClaimOutcome
    Column("answered_by", Text, nullable=False, server_default=""),  # the first name of who closed it
    CheckConstraint("outcome in ('arrived', 'confirmed', 'returned')", name="outcome"),
    CheckConstraint("(closed_at is null) = (outcome is null)", name="closed"),
    Index("ix_payout_claim_open", "payout_id", unique=True, postgresql_where=text("closed_at is null")),
)

payout_notice = Table(
    "payout_notice",  # what a provider said that fits no payment, or contradicts one: set aside for a person
    metadata,
    id_column(),
    Column("provider", Text, nullable=False),  # ProviderName
    Column("digest", LargeBinary, nullable=False),  # of what it said, so that the same is kept once
    Column("payout_id", ForeignKey("payout.id"), index=True),  # null: it names no payment of ours
    Column("line", Text, nullable=False),  # one sentence, without names or numbers of people
    moment("at", required=True),
    Column("times", Integer, nullable=False, server_default=text("1")),
    UniqueConstraint("digest"),
)

pay_rhythm = Table(
    "pay_rhythm",  # when a person wants to be paid; nobody has a row who has not chosen or asked
    metadata,
    Column("person_id", ForeignKey("person.id"), primary_key=True),
    Column("rhythm", Text, nullable=False),  # Rhythm
    Column("units", BigInteger),  # from which sum, for Rhythm.AMOUNT
    Column("currency", Text),
    moment("asked_at"),  # when they asked to be paid in the next run
    CheckConstraint("rhythm in ('weekly', 'monthly', 'amount', 'demand')", name="rhythm"),
    CheckConstraint("units > 0", name="units"),
)

pay_day = Table(
    "pay_day",  # days of payment for which a run was proposed, on the calendar of the country
    metadata,
    Column("country", Text),
    Column("day", Date),
    Column("run_id", ForeignKey("payout_run.id"), nullable=False),
    moment("done_at"),  # null: the proposal was interrupted
    PrimaryKeyConstraint("country", "day"),
)

pay_hold = Table(
    "pay_hold",  # a person whose pay finance holds back
    metadata,
    id_column(),
    Column("person_id", ForeignKey("person.id"), nullable=False, index=True),
    moment("held_at", required=True),
    Column("held_by", Text, nullable=False),
    Column("reason", Text, nullable=False),
    moment("ended_at"),
    Column("ended_by", Text, nullable=False, server_default=""),
    Index("ix_pay_hold_standing", "person_id", unique=True, postgresql_where=text("ended_at is null")),
)
