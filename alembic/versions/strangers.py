"""Strangers are found without reading everybody, because their addresses go after a time."""

from alembic import op

revision = "strangers"
down_revision = "estimate_of_reviews"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("create index ix_person_stranger on person (created_at) where role is null and merged_into is null")
