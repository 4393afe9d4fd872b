"""A project may have an end date, limit the answers of one person, and name the themes of its hard content."""

from alembic import op

revision = "conditions"
down_revision = "reviews"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("""
        update project set config = config || jsonb_build_object(
            'ends', null, 'most_per_person', null,
            'sensitive', case when config -> 'sensitive' = 'true' then '["haine", "violence", "sexe", "mort"]'::jsonb
                              else '[]'::jsonb end)
    """)
