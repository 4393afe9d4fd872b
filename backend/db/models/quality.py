"""Reviews of answers and tasks, and changes of a person's pay other than by answers."""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, CheckConstraint, Column, ForeignKey, Index, SmallInteger, Table, Text, text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from backend.db.models.base import id_column, metadata, moment, number
from backend.domain.earnings.pay_events import PayEvent

review = Table(
    "review",
    metadata,
    id_column(),
    Column("kind", SmallInteger, nullable=False),  # `ReviewKind`
    Column("project_id", ForeignKey("project.id"), nullable=False),
    Column("task_id", ForeignKey("task.id"), nullable=False),
    Column("person_id", ForeignKey("person.id"), index=True),  # who gave the answer; null: it is about the task
    Column("first_id", ForeignKey("review.id")),  # of an appeal: the refusal
    moment("opened_at", required=True),
    moment("due_at"),  # decided by silence then
    Column("taken_by", ForeignKey("person.id")),  # of a refusal that waited: the admin who decided about it
    moment("taken_until"),
    # reviewers who left it to others
    Column("left_by", ARRAY(BigInteger), nullable=False, server_default=text("'{}'")),
    Column("judged", JSONB),  # what the reviewer would have answered
    moment("decided_at"),
    Column("decided_by", ForeignKey("person.id")),  # null: silence
    Column("verdict", SmallInteger),  # `Verdict`
    Column("reason", Text, nullable=False, server_default=""),
    Column("words", Text, nullable=False, server_default=""),  # of the reviewer, or of the person who appeals
    Column("held", Boolean, nullable=False, server_default=text("false")),  # a refusal that waits for an admin
    Index("ix_review_open", "kind", "due_at", postgresql_where=text("decided_at is null")),
    Index("ix_review_task", "task_id", "kind"),
    Index("ix_review_decided", "project_id", "decided_at", postgresql_where=text("decided_at is not null")),
    Index("ix_review_held", "project_id", postgresql_where=text("held")),
)

pay_event = Table(
    "pay_event",  # each has one transfer, with the key "KIND:ID"
    metadata,
    id_column(),
    Column("kind", Text, nullable=False),  # `PayEvent`
    Column("person_id", ForeignKey("person.id"), nullable=False, index=True),
    Column("project_id", ForeignKey("project.id"), nullable=False, index=True),
    Column("task_id", ForeignKey("task.id")),
    Column("units", BigInteger, nullable=False),  # more than 0; the kind gives the direction
    Column("currency", Text, nullable=False),
    number("seconds"),  # that a review took
    number("estimated"),  # seconds of a review by the client's estimate of an answer
    moment("at", required=True),
    CheckConstraint("units > 0", name="units"),
    CheckConstraint("kind in ('" + "', '".join(PayEvent) + "')", name="kind"),
    Index("ix_pay_event_at", "at"),
)

decision_news = Table(
    "decision_news",  # decisions that a person hears of in one message a day
    metadata,
    id_column(),
    Column("person_id", ForeignKey("person.id"), nullable=False),
    moment("at", required=True),
    Column("payload", JSONB, nullable=False),  # of the decision's event
    moment("due"),  # when the person is told; null: told, or woken to be told
    moment("told_at"),
    Index("ix_decision_news_person_id", "person_id", "told_at"),
    Index("ix_decision_news_due", "due", postgresql_where=text("due is not null")),
    Index("ix_decision_news_told", "told_at", postgresql_where=text("told_at is not null")),
)

skill_family = Table(
    "skill_family",  # a kind of task, with the same choices; one project or several
    metadata,
    Column("key", Text, primary_key=True),  # `backend.domain.work.skilled.Family`
    Column("prior", JSONB, nullable=False),  # how frequent each label is
    Column("pooled", JSONB, nullable=False),  # the confusion matrix of all people together; a row per right label
    Column("useful", Boolean, nullable=False),  # whether matrices per person predict better
    moment("fitted_at", required=True),
)

skill = Table(
    "skill",  # a person's own confusion matrix; no row: the pooled one applies
    metadata,
    Column("person_id", ForeignKey("person.id"), primary_key=True),
    Column("family", ForeignKey("skill_family.key"), primary_key=True, index=True),
    Column("matrix", JSONB, nullable=False),
)

concern = Table(
    "concern",  # what was noticed about a person's answers in a project, and what is done about it
    metadata,
    id_column(),
    Column("person_id", ForeignKey("person.id"), nullable=False),
    Column("project_id", ForeignKey("project.id"), nullable=False),
    Column("signal", Text, nullable=False),  # conduct.Signal
    Column("evidence", JSONB, nullable=False),  # conduct.Evidence of the newest step
    number("step", SmallInteger),  # conduct.Step
    moment("opened_at", required=True),
    moment("step_at", required=True),
    moment("closed_at"),
    Column("decision", Text),  # conduct.Decision
    Column("decided_by", ForeignKey("person.id")),  # null: nobody, because the answers became better
    CheckConstraint("decision in ('better', 'well', 'easy', 'stopped')", name="decision"),
    Index("uq_concern_open", "person_id", "project_id", unique=True, postgresql_where=text("closed_at is null")),
    Index("ix_concern_person_id_project_id", "person_id", "project_id", "id"),
    Index("ix_concern_waiting", "step_at", postgresql_where=text("closed_at is null and step = 3")),
)
