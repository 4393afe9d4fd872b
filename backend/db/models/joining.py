"""Chats and accounts that join an account, who was told of it, and the state of two accounts before a merge."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import BigInteger, Boolean, CheckConstraint, Column, ForeignKey, Index, Table, Text, text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from backend.db.models.base import id_column, metadata, moment
from backend.domain.identity.joining import OPEN, JoiningState


def _quoted(states: Iterable[JoiningState]) -> str:
    return ", ".join(f"'{state}'" for state in states)


joining = Table(
    "joining",  # a request of a chat to join an account, and its result
    metadata,
    id_column(),
    Column("kind", Text, nullable=False),  # "add" a chat, "merge" two accounts, "open" a locked chat of the account
    Column("giver_id", ForeignKey("person.id"), nullable=False),  # the owner of the account
    Column("from_id", ForeignKey("contact.id")),  # the owner's chat that agrees; null: a referee agrees
    Column("taker_id", ForeignKey("person.id"), nullable=False),  # who asks: a stranger, another account, or the owner
    Column("contact_id", ForeignKey("contact.id"), nullable=False),  # the chat that asks
    Column("state", Text, nullable=False),  # `JoiningState`
    Column("waits", Boolean, nullable=False),  # whether 24 hours pass before it is done
    moment("asked_at", required=True),
    moment("told_at"),  # when every chat had the message: the 24 hours begin
    moment("due"),  # when the 24 hours end
    moment("again_at"),  # when the message was repeated
    moment("ended_at"),
    moment("disputed_at"),  # somebody said after the end that they had not asked for it
    CheckConstraint("kind in ('add', 'merge', 'open')", name="kind"),
    CheckConstraint(f"state in ({_quoted(JoiningState)})", name="state"),
    CheckConstraint(f"(state in ({_quoted(OPEN)})) = (ended_at is null)", name="ended"),
    Index("ix_joining_open", "id", postgresql_where=text("ended_at is null")),
    Index("ix_joining_giver", "giver_id", "id"),
    Index("ix_joining_taker", "taker_id", "id"),
)

joining_word = Table(
    "joining_word",  # a message about a joining: who was told where, to know whether it arrived
    metadata,
    Column("outbox_id", BigInteger, primary_key=True, autoincrement=False),
    Column("joining_id", ForeignKey("joining.id"), nullable=False, index=True),
    Column("person_id", ForeignKey("person.id"), nullable=False, index=True),  # who was told
    Column("contact_id", ForeignKey("contact.id"), nullable=False),  # where
    Column("why", Text, nullable=False),  # "ask", "again", "done", "huber"; "for": to a referee, in place of
    Column("in_place_of", ARRAY(BigInteger)),  # … these chats of the owner, which could not be told
)

merge = Table(
    "merge",  # two accounts that became one
    metadata,
    id_column(),
    Column("gone_id", ForeignKey("person.id"), nullable=False, index=True),
    Column("kept_id", ForeignKey("person.id"), nullable=False, index=True),
    moment("at", required=True),
    Column("before", JSONB, nullable=False),  # who owned what (`backend.db.identity.merge_memory`)
    moment("undone_at"),  # when the operator undid it …
    Column("undone_from", ForeignKey("person.id")),  # … and the person who had the account of `kept_id` by then
)

handed_back = Table(
    "handed_back",  # an answer that the ledger has under one person and that an unmerge gave to another
    metadata,
    Column("person_id", ForeignKey("person.id"), primary_key=True),  # the person in the keys of its transfers
    Column("task_id", ForeignKey("task.id"), primary_key=True),
    Column("to_id", ForeignKey("person.id"), nullable=False),
)
