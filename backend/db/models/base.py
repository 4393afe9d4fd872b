"""What all tables share: the one `metadata`, and the kinds of columns that most have."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, DateTime, Identity, Integer, MetaData, text

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)
"""Contains only the tables of imported modules. Take it from `backend.db.models`, which imports all."""


def id_column() -> Column[int]:
    """The primary key of a table whose rows the database numbers."""
    return Column("id", BigInteger, Identity(always=True), primary_key=True)


def moment(name: str, *, required: bool = False) -> Column[object]:
    """An instant, aware UTC. Unless `required`, it is null until it comes."""
    return Column(name, DateTime(timezone=True), nullable=not required)


def number(name: str, kind: type[Integer] = Integer, default: int = 0) -> Column[int]:
    """An integer that is never null. The database sets `default`."""
    return Column(name, kind, nullable=False, server_default=text(str(default)))
