"""Final tests: their pools of questions, what each try asks, and how often somebody has failed."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("module", sa.Column("ask", sa.SmallInteger()))
    op.add_column("module", sa.Column("asks", sa.SmallInteger(), server_default=sa.text("8"), nullable=False))
    op.alter_column("question", "lesson_id", nullable=True)
    op.add_column("question", sa.Column("about_id", sa.BigInteger()))
    op.create_foreign_key("fk_question_about_id", "question", "lesson", ["about_id"], ["id"])
    op.create_index(
        "ix_question_pool",
        "question",
        ["module_id", "position"],
        postgresql_where=sa.text("lesson_id is null and retired_at is null"),
    )
    op.add_column("enrolment", sa.Column("failures", sa.SmallInteger(), server_default=sa.text("0"), nullable=False))
    op.add_column("enrolment", sa.Column("failed_at", sa.DateTime(timezone=True)))
    op.add_column("enrolment", sa.Column("alerted_at", sa.DateTime(timezone=True)))
    # what they counted so far were runs of lessons
    op.execute("update enrolment set tries = 0, score = case when passed_at is null then null else score end")
    op.create_table(
        "final_try",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("module_id", sa.Text(), nullable=False),
        sa.Column("asked", postgresql.ARRAY(sa.BigInteger()), nullable=False),
        sa.Column("marks", postgresql.ARRAY(sa.Boolean()), server_default="{}", nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True)),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_final_try_person_id"),
        sa.ForeignKeyConstraint(["module_id"], ["module.id"], name="fk_final_try_module_id"),
        sa.PrimaryKeyConstraint("id", name="pk_final_try"),
    )
    op.create_index(
        "uq_final_try_person_id_module_id",
        "final_try",
        ["person_id", "module_id"],
        unique=True,
        postgresql_where=sa.text("finished_at is null"),
    )
    op.create_index("ix_final_try_person", "final_try", ["person_id", "module_id"])
    op.create_index("ix_final_try_module", "final_try", ["module_id"])
    op.add_column("attempt", sa.Column("final_id", sa.BigInteger()))
    op.create_foreign_key("fk_attempt_final_id", "attempt", "final_try", ["final_id"], ["id"])
