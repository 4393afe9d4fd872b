"""The ledger of money. Triggers keep it append-only (`routines`)."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Table,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB

from backend.db.models.base import id_column, metadata, moment, number
from backend.domain.earnings.savings import SavingKind

account = Table(
    "account",
    metadata,
    id_column(),
    Column("kind", Text, nullable=False),  # one of the check below
    Column("owner", BigInteger, nullable=False),  # id of a client, a project or a person; 0: the company
    Column("currency", Text, nullable=False),
    # The balance, kept by a trigger. Always 0 on the accounts of clients, projects and the company, whose balances are
    # summed: many people's answers are charged to one project at once, and would wait for each other.
    number("units", BigInteger),
    UniqueConstraint("id", "currency"),
    UniqueConstraint("kind", "owner", "currency"),
    CheckConstraint(
        """
        kind in ('client', 'project', 'pending', 'accepted', 'savings', 'transit', 'paid', 'bank', 'exchange', 'fees')
        """,
        name="kind",
    ),
)

transfer = Table(
    "transfer",  # both sides of an entry in one row, so that every entry balances
    metadata,
    id_column(),
    Column("key", Text, nullable=False, unique=True),  # names the cause, which is booked only once
    Column("debit", BigInteger, nullable=False, index=True),  # units leave here
    Column("credit", BigInteger, nullable=False, index=True),  # … and arrive here
    Column("units", BigInteger, nullable=False),
    Column("currency", Text, nullable=False),
    # both accounts have the transfer's currency: an exchange is two transfers
    ForeignKeyConstraint(["debit", "currency"], ["account.id", "account.currency"], name="fk_transfer_debit"),
    ForeignKeyConstraint(["credit", "currency"], ["account.id", "account.currency"], name="fk_transfer_credit"),
    moment("at", required=True),
    CheckConstraint("units > 0", name="units"),
    CheckConstraint("debit <> credit", name="sides"),
    Index("ix_transfer_at", "at", postgresql_using="brin"),  # for exports and closings of a period
)

closed_month = Table(
    "closed_month",
    metadata,
    Column("month", Date, primary_key=True),  # its first day, in UTC
    moment("ends", required=True),  # when the next month begins; a trigger dates no transfer before the newest of these
    moment("closed_at", required=True),
    Column("closed_by", Text, nullable=False),
    Column("totals", JSONB, nullable=False),  # {currency: [number of transfers, sum of their units]}
)

month_balance = Table(
    "month_balance",  # the balances of clients and projects when a month was closed
    metadata,
    Column("account_id", BigInteger, ForeignKey("account.id"), primary_key=True),
    Column("month", Date, ForeignKey("closed_month.month"), primary_key=True),
    Column("units", BigInteger, nullable=False),
)

saving = Table(
    "saving",  # money that moved between a person's accepted pay and savings; its transfer has the key "save:ID"
    metadata,
    id_column(),
    Column("person_id", ForeignKey("person.id"), nullable=False, index=True),
    Column("kind", Text, nullable=False),  # SavingKind
    Column("payout_id", ForeignKey("payout.id")),  # of "aside" and "return": the payment from which it was kept back
    Column("units", BigInteger, nullable=False),
    Column("currency", Text, nullable=False),
    moment("at", required=True),
    CheckConstraint("units > 0", name="units"),
    CheckConstraint("kind in ('" + "', '".join(SavingKind) + "')", name="kind"),
    CheckConstraint(
        f"(payout_id is not null) = (kind in ('{SavingKind.ASIDE}', '{SavingKind.RETURN}'))", name="payout"
    ),
    Index("ix_saving_payout_id", "payout_id", postgresql_where=text("payout_id is not null")),
)
