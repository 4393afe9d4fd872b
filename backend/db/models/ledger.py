"""The ledger of money. Triggers keep it append-only (`routines`)."""

from __future__ import annotations

from sqlalchemy import BigInteger, CheckConstraint, Column, ForeignKeyConstraint, Table, Text, UniqueConstraint

from backend.db.models.base import id_column, metadata, moment

account = Table(
    "account",
    metadata,
    id_column(),
    Column("kind", Text, nullable=False),  # one of the check below
    Column("owner", BigInteger, nullable=False),  # id of a client, a project or a person
    Column("currency", Text, nullable=False),
    UniqueConstraint("id", "currency"),
    UniqueConstraint("kind", "owner", "currency"),
    CheckConstraint("kind in ('client', 'project', 'pending', 'accepted', 'transit', 'paid')", name="kind"),
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
    # both accounts have the transfer's currency: there is no exchange
    ForeignKeyConstraint(["debit", "currency"], ["account.id", "account.currency"], name="fk_transfer_debit"),
    ForeignKeyConstraint(["credit", "currency"], ["account.id", "account.currency"], name="fk_transfer_credit"),
    moment("at", required=True),
    CheckConstraint("units > 0", name="units"),
    CheckConstraint("debit <> credit", name="sides"),
)
