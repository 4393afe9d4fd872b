"""Client companies, their projects and tasks, the answers to them, and each person's days of work."""

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
    SmallInteger,
    Table,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB

from backend.db.models.base import id_column, metadata, moment, number
from backend.domain.work.commands import GIVEN, AnswerStatus
from backend.domain.work.projects import ProjectStatus
from backend.domain.work.rating import Aspect

project = Table(
    "project",
    metadata,
    id_column(),
    Column("name", Text, nullable=False, unique=True),
    Column("config", JSONB, nullable=False),
    Column("status", Text, nullable=False, server_default=ProjectStatus.OPEN.value),
    Column("practice", Boolean, nullable=False, server_default=text("false")),
    Column(
        "client_id", ForeignKey("client.id"), nullable=False, server_default=text("'0'::bigint"), index=True
    ),  # 0: the company itself
    Column("currency", Text, nullable=False),
    number("funded", BigInteger),  # units booked from the client's account
    number("promised", BigInteger),  # units that all answers of its tasks can cost
    # salt of the pseudonyms in exports
    Column("salt", Text, nullable=False, server_default=text("gen_random_uuid()::text")),
    number("revision"),  # grows when the configuration changes
    Column("median_seconds", Integer),  # measured, per answer; null until enough people have answered
    number("priority", SmallInteger),  # order of its offers: 1 before, −1 after the others
    moment("underpaid_at"),  # when admins were told that its measured pace is below a minimum wage
    moment("created_at", required=True),
    CheckConstraint("promised <= funded", name="budget"),
    CheckConstraint("status in ('" + "', '".join(ProjectStatus) + "')", name="status"),
    CheckConstraint("priority between -1 and 1", name="priority"),
)

batch = Table(
    "batch",
    metadata,
    id_column(),
    Column("project_id", ForeignKey("project.id"), nullable=False, index=True),
    Column("file", Text, nullable=False),
    Column("created_by", ForeignKey("person.id")),
    moment("created_at", required=True),
    number("tasks"),
    number("unfunded"),  # how many of these wait for money
)

task = Table(
    "task",
    metadata,
    id_column(),
    Column("project_id", ForeignKey("project.id"), nullable=False),
    Column("batch_id", ForeignKey("batch.id"), nullable=False),
    Column("client_id", Text, nullable=False),
    Column("content", JSONB, nullable=False),  # {"text": …, "image": …, "audio": …}
    Column("gold", JSONB),
    Column("explanation", Text),
    number("wanted"),
    number("slots"),  # wanted − answers − refused − live leases; 0 while the task is held for a review or unfunded
    number("answers"),
    number("refused"),  # refused answers that may still be redone or restored: their slots are kept
    moment("held_at"),  # reported as flawed
    moment("done_at"),
    Column("result", JSONB),  # {"answer", "confidence", "method"} once done; answer null: a tie
    Column("reopened", Boolean, nullable=False, server_default=text("false")),  # wants more answers than at first
    number("spare"),  # answers that were promised and are not needed, until the project's sum is reduced by them
    # a control task: answers are compared with its `gold`; it has no result
    Column("control", Boolean, nullable=False, server_default=text("false")),
    Column("chain", JSONB),  # project name → {"content", "then"} of a child in that project (domain.work.chains)
    Column("parent_id", ForeignKey("task.id", name="fk_task_parent_id")),  # the task that was sent on here
    Column("opinion", Boolean, nullable=False, server_default=text("false")),  # the result becomes the parent's result
    Column("unfunded", Boolean, nullable=False, server_default=text("false")),  # waits for its project's budget
    UniqueConstraint("project_id", "client_id"),
    # A task is sent on to a project at most once.
    Index("uq_task_child", "parent_id", "project_id", unique=True, postgresql_where=text("parent_id is not null")),
    Index("ix_task_opinion", "project_id", "id", postgresql_where=text("opinion and done_at is null")),
    Index("ix_task_unfunded", "project_id", "id", postgresql_where=text("unfunded")),
    Index("ix_task_open", "project_id", "batch_id", "id", postgresql_where=text("slots > 0 and not control")),
    Index("ix_task_control", "project_id", text("slots desc"), "id", postgresql_where=text("control")),
    Index("ix_task_reopened", "project_id", "id", postgresql_where=text("slots > 0 and reopened")),
    Index("ix_task_spare", "id", postgresql_where=text("spare > 0")),
    CheckConstraint("slots >= 0", name="slots"),
    CheckConstraint("answers <= wanted", name="answers"),
)

_LEASED = text(f"status = {AnswerStatus.LEASED:d}")
_STANDING = text(f"status = {AnswerStatus.ANSWERED:d}")
_GIVEN = text(f"status in {GIVEN}")
_GIVEN_BACK = text(f"status = {AnswerStatus.GIVEN_BACK:d}")

answer = Table(
    "answer",  # a lease becomes an answer: one row per person and task, so nothing is answered twice
    metadata,
    Column("person_id", ForeignKey("person.id"), primary_key=True),
    Column("task_id", ForeignKey("task.id"), primary_key=True),
    Column("project_id", ForeignKey("project.id"), nullable=False),
    number("status", SmallInteger),  # `AnswerStatus`
    moment("leased_at", required=True),
    moment("expires_at", required=True),
    Column("value", JSONB),
    moment("answered_at"),
    number("seconds"),  # from shown to answered
    number("active"),  # seconds of these that count as work
    number("reading"),  # seconds that the task takes to read
    number("estimated"),  # seconds per answer, by the client's estimate
    number("units", BigInteger),
    Column("currency", Text),
    moment("accept_at"),  # when it is accepted by itself
    moment("accepted_at"),
    number("revised", SmallInteger),
    Column("contact_id", BigInteger),  # the chat in which it was given
    moment("refused_at"),
    Column("redone", Boolean, nullable=False, server_default=text("false")),  # once, after a refusal
    Column("begun", JSONB),  # the part of an answer that was given when the task was left for another project
    moment("begun_until"),  # until when `begun` is kept
    Column("topup_id", ForeignKey("pay_event.id")),  # the supplement to the minimum wage for which it counted
    Column("control_right", Boolean),  # of a control task: whether the first answer was the known one
    Index("ix_answer_topup", "topup_id", postgresql_where=text("topup_id is not null")),
    Index("ix_answer_task", "task_id", postgresql_where=_STANDING),
    Index("ix_answer_lease", "expires_at", postgresql_where=_LEASED),
    Index("ix_answer_open", "person_id", postgresql_where=_LEASED, unique=True),
    Index("ix_answer_given", "person_id", "answered_at", postgresql_where=_GIVEN),
    Index("ix_answer_refused", "refused_at", postgresql_where=text(f"status = {AnswerStatus.REFUSED:d}")),
    Index(
        "ix_answer_accept",
        "accept_at",
        postgresql_where=text(f"status = {AnswerStatus.ANSWERED:d} and accepted_at is null"),
    ),
    Index("ix_answer_project", "project_id", "answered_at", postgresql_where=_GIVEN),
    Index(
        "ix_answer_control",
        "person_id",
        "project_id",
        "answered_at",
        postgresql_where=text("control_right is not null"),
    ),
    Index("ix_answer_expired", "person_id", "expires_at", postgresql_where=_GIVEN_BACK),
)

report = Table(
    "report",  # a task that a person reported as flawed, in their words
    metadata,
    Column("person_id", ForeignKey("person.id"), primary_key=True),
    Column("task_id", ForeignKey("task.id"), primary_key=True),
    Column("reason", Text, nullable=False),
    moment("at", required=True),
)

progress = Table(
    "progress",  # a person's position in a project: the queue is read from here on
    metadata,
    Column("person_id", ForeignKey("person.id"), primary_key=True),
    Column("project_id", ForeignKey("project.id"), primary_key=True),
    number("batch_id", BigInteger),
    number("task_id", BigInteger),
    moment("accepted_at", required=True),
    # The person's share of the project, so that a project is counted by its people and not by its tasks. Only the
    # person's own turns write this row, so nobody waits for it.
    number("answers"),
    number("done"),  # tasks whose last answer this person gave
    # whether the person gets tasks that want more answers
    Column("gets_reopened", Boolean, nullable=False, server_default=text("true")),
    number("controls"),  # of the answers, how many were to control tasks
    number("control_from"),  # answers before the stretch that contains the next control task
    number("control_streak"),  # known answers in a row to control tasks
    moment("barred_at"),  # since when a person's decision bars this person from the project
    Index("ix_progress_project_id_person_id", "project_id", "person_id"),
)

rating = Table(
    "rating",  # what a person thinks of a project: their last rating of each aspect
    metadata,
    Column("person_id", ForeignKey("person.id"), primary_key=True),
    Column("project_id", ForeignKey("project.id"), primary_key=True),
    Column("aspect", Text, primary_key=True),
    Column("value", SmallInteger, nullable=False),  # 1 no, 2 partly, 3 yes
    moment("at", required=True),
    Index("ix_rating_project_id", "project_id"),
    CheckConstraint("aspect in ('" + "', '".join(Aspect) + "')", name="aspect"),
    CheckConstraint("value between 1 and 3", name="value"),
)

day = Table(
    "day",  # a day of a person's calendar, over all work
    metadata,
    Column("person_id", ForeignKey("person.id"), primary_key=True),
    Column("date", Date, primary_key=True),
    number("active"),  # seconds
    number("counted"),  # seconds with no answer shorter than its task takes to read; only for figures per hour
    number("estimated"),  # seconds by the clients' estimates
    number("answers"),
    number("euro_units", BigInteger),
    number("franc_units", BigInteger),  # XOF and XAF together: they have the same value
    Index("ix_day_date_person_id", "date", "person_id"),
)

instruction_voice = Table(
    "instruction_voice",  # a project's instructions, said by a Huber for the women of a country and a language
    metadata,
    Column("project_id", ForeignKey("project.id"), primary_key=True),
    Column("country", Text, primary_key=True),
    Column("language", Text, primary_key=True),
    Column("hash", ForeignKey("media.hash", ondelete="CASCADE"), nullable=False, index=True),
    Column("by_id", ForeignKey("person.id"), nullable=False, index=True),
    moment("at", required=True),
)

client = Table(
    "client",
    metadata,
    id_column(),
    Column("name", Text, nullable=False),
    moment("created_at", required=True),
    UniqueConstraint("name"),
)
