"""Credentials that others can check: their keys, their places in the lists of what is revoked, and the
time of tests that a project pays."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("credential", sa.Column("key", sa.Text(), server_default="", nullable=False))
    op.add_column("credential", sa.Column("place", sa.BigInteger(), sa.Identity(always=True), nullable=False))
    op.create_index(
        "uq_credential_person_id_key",
        "credential",
        ["person_id", "key"],
        unique=True,
        postgresql_where=sa.text("revoked_at is null"),
    )
    op.create_index(
        "ix_credential_revoked", "credential", ["place"], postgresql_where=sa.text("revoked_at is not null")
    )
    op.create_table(
        "signing_key",
        sa.Column("kid", sa.Text(), nullable=False),
        sa.Column("public", postgresql.JSONB(), nullable=False),
        sa.Column("private", sa.Text()),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("kid", name="pk_signing_key"),
    )
    op.create_table(
        "assessment",
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("module_id", sa.Text(), nullable=False),
        sa.Column("project_id", sa.BigInteger(), nullable=False),
        sa.Column("seconds", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("units", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("person_id", "module_id", name="pk_assessment"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_assessment_person_id"),
        sa.ForeignKeyConstraint(["module_id"], ["module.id"], name="fk_assessment_module_id"),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name="fk_assessment_project_id"),
        sa.CheckConstraint("units > 0", name="units"),
    )
    op.create_index("ix_assessment_project_id", "assessment", ["project_id"])
