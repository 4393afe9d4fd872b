"""Training: the library of modules, how far people are in it, and what they have shown that they can do."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def _id() -> sa.Column:
    return sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False)


def _text(name: str, default: str | None = None) -> sa.Column:
    return sa.Column(name, sa.Text(), server_default=default, nullable=False)


def _words(name: str) -> sa.Column:
    return sa.Column(name, postgresql.ARRAY(sa.Text()), server_default="{}", nullable=False)


def _json(name: str, default: str | None = None) -> sa.Column:
    return sa.Column(name, postgresql.JSONB(), server_default=default, nullable=False)


def _moment(name: str, nullable: bool = True) -> sa.Column:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _number(name: str, kind: type[sa.Integer] = sa.Integer, default: int = 0) -> sa.Column:
    return sa.Column(name, kind(), server_default=sa.text(str(default)), nullable=False)


def _share(name: str, nullable: bool = True) -> sa.Column:
    return sa.Column(name, sa.Numeric(5, 4), nullable=nullable)


def _of(table: str, nullable: bool = False) -> sa.Column:
    kind = sa.Text() if table == "module" else sa.BigInteger()
    return sa.Column(f"{table}_id", kind, nullable=nullable)


def _key(table: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([f"{other}_id"], [f"{other}.id"], name=f"fk_{table}_{other}_id")


def upgrade() -> None:
    op.create_table(
        "module",
        sa.Column("id", sa.Text(), nullable=False),
        _text("title"),
        _text("about", ""),
        _number("minutes"),
        _number("position"),
        _words("needs"),
        _words("unlocks"),
        _number("pass_mark", sa.SmallInteger, 80),
        sa.Column("checked", sa.Date(), nullable=True),
        _words("sources"),
        _number("version", default=1),
        _text("digest", ""),
        _moment("imported_at", nullable=False),
        _moment("closed_at"),
        sa.CheckConstraint("pass_mark between 1 and 100", name="pass_mark"),
        sa.PrimaryKeyConstraint("id", name="pk_module"),
    )
    op.create_table(
        "lesson",
        _id(),
        _of("module"),
        _text("key"),
        _number("position"),
        _text("title"),
        _json("screens", "[]"),
        _moment("retired_at"),
        _key("lesson", "module"),
        sa.PrimaryKeyConstraint("id", name="pk_lesson"),
        sa.UniqueConstraint("module_id", "key", name="uq_lesson_module_id_key"),
    )
    op.create_table(
        "question",
        _id(),
        _of("module"),
        _of("lesson"),
        _text("key"),
        _number("position"),
        _json("content"),
        _moment("retired_at"),
        _key("question", "module"),
        _key("question", "lesson"),
        sa.PrimaryKeyConstraint("id", name="pk_question"),
        sa.UniqueConstraint("module_id", "key", name="uq_question_module_id_key"),
    )
    op.create_index(
        "ix_question_lesson", "question", ["lesson_id", "position"], postgresql_where=sa.text("retired_at is null")
    )
    _progress()
    _shown()


def _progress() -> None:
    op.create_table(
        "enrolment",
        _of("person"),
        _of("module"),
        _moment("started_at", nullable=False),
        _moment("active_at", nullable=False),
        _moment("passed_at"),
        _share("score"),
        _number("tries"),
        _number("nudged", sa.SmallInteger),
        _moment("nudged_at"),
        _key("enrolment", "person"),
        _key("enrolment", "module"),
        sa.PrimaryKeyConstraint("person_id", "module_id", name="pk_enrolment"),
    )
    op.create_index("ix_enrolment_module", "enrolment", ["module_id"])
    op.create_index("ix_enrolment_silent", "enrolment", ["active_at"], postgresql_where=sa.text("passed_at is null"))
    op.create_table(
        "lesson_progress",
        _of("person"),
        _of("lesson"),
        _json("state", "{}"),
        _moment("started_at", nullable=False),
        _moment("finished_at"),
        _share("score"),
        _number("tries"),
        _number("failures"),
        _moment("alerted_at"),
        _key("lesson_progress", "person"),
        _key("lesson_progress", "lesson"),
        sa.PrimaryKeyConstraint("person_id", "lesson_id", name="pk_lesson_progress"),
    )
    op.create_index("ix_lesson_progress_lesson", "lesson_progress", ["lesson_id"])
    op.create_table(
        "attempt",
        _id(),
        _of("person"),
        _of("question"),
        _of("lesson", nullable=True),
        _moment("at", nullable=False),
        _share("share", nullable=False),
        sa.Column("first", sa.Boolean(), nullable=False),
        _number("seconds"),
        _key("attempt", "person"),
        _key("attempt", "question"),
        _key("attempt", "lesson"),
        sa.PrimaryKeyConstraint("id", name="pk_attempt"),
    )
    op.create_index("ix_attempt_person", "attempt", ["person_id", "question_id"])
    op.create_index("ix_attempt_question", "attempt", ["question_id", "first"])
    op.create_table(
        "card",
        _of("person"),
        _of("question"),
        _moment("due", nullable=False),
        sa.Column("stability", sa.Double(), nullable=True),
        sa.Column("difficulty", sa.Double(), nullable=True),
        _number("state", sa.SmallInteger, 1),
        sa.Column("step", sa.SmallInteger(), nullable=True),
        _moment("last_review"),
        _key("card", "person"),
        _key("card", "question"),
        sa.PrimaryKeyConstraint("person_id", "question_id", name="pk_card"),
    )
    op.create_index("ix_card_due", "card", ["person_id", "due"])
    op.create_index("ix_card_question", "card", ["question_id"])


def _shown() -> None:
    op.create_table(
        "badge",
        _id(),
        _of("person"),
        _text("key"),
        _text("title"),
        _of("module", nullable=True),
        _moment("at", nullable=False),
        _moment("revoked_at"),
        sa.Column("reason", sa.Text(), nullable=True),
        _key("badge", "person"),
        _key("badge", "module"),
        sa.PrimaryKeyConstraint("id", name="pk_badge"),
    )
    op.create_index(
        "uq_badge_person_id_key",
        "badge",
        ["person_id", "key"],
        unique=True,
        postgresql_where=sa.text("revoked_at is null"),
    )
    op.create_index("ix_badge_module", "badge", ["module_id"])
    op.create_table(
        "credential",
        sa.Column("id", sa.Uuid(), nullable=False),
        _of("person"),
        _text("kind"),
        _text("name"),
        sa.Column("badges", postgresql.ARRAY(sa.BigInteger()), nullable=False),
        _moment("issued_at", nullable=False),
        _moment("revoked_at"),
        sa.Column("reason", sa.Text(), nullable=True),
        _json("shown", "{}"),
        _json("document"),
        _key("credential", "person"),
        sa.PrimaryKeyConstraint("id", name="pk_credential"),
    )
    op.create_index("ix_credential_person_id", "credential", ["person_id"])
