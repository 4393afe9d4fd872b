"""Figures that are counted ahead, so that a question about a long time reads few rows; see
`backend.db.admin.figures`."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Date, ForeignKey, Index, Integer, Table, Text

from backend.db.models.base import metadata, moment, number

work_day = Table(
    "work_day",  # work counted by the calendars of those who did it, up to the mark in `setting` "figures"
    metadata,
    Column("date", Date, primary_key=True),
    Column("project_id", ForeignKey("project.id"), primary_key=True),
    Column("country", Text, primary_key=True),  # the person's; "": unknown
    Column("channel", Text, primary_key=True),  # where the person wrote last when it was counted; "": nowhere
    number("answers", BigInteger),
    number("active", BigInteger),  # seconds
    number("counted", BigInteger),  # seconds, as in `day`
    number("estimated", BigInteger),
    number("euro_units", BigInteger),  # for answers and for paid tests
    number("franc_units", BigInteger),  # XOF and XAF together: they have the same value
    Index("ix_work_day_project_id_date", "project_id", "date"),
)

first_income = Table(
    "first_income",  # a person's first paid answer to a client's task, or review, counted up to the same mark
    metadata,
    Column("person_id", ForeignKey("person.id"), primary_key=True, autoincrement=False),
    moment("at", required=True),
    Index("ix_first_income_at", "at"),
)

work_share = Table(
    "work_share",  # countries whose work is scarce, and the share that one woman may take in a day
    metadata,
    Column("country", Text, primary_key=True),
    Column("share", Integer, nullable=False),  # seconds of work by the clients' estimates
    Column("first_share", Integer, nullable=False),  # of those who had no paid task before today; in the same unit
    Column("women", Integer, nullable=False),
    moment("measured_at", required=True),
)
