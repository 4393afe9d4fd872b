"""Decisions that people hear of in one message a day."""

from alembic import op

revision = "decision_news"
down_revision = "savings"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("""
        create table decision_news (
            id bigint generated always as identity,
            person_id bigint not null,
            at timestamp with time zone not null,
            payload jsonb not null,
            due timestamp with time zone,
            told_at timestamp with time zone,
            constraint pk_decision_news primary key (id),
            constraint fk_decision_news_person_id foreign key (person_id) references person (id)
        )
    """)
    op.execute("create index ix_decision_news_person_id on decision_news (person_id, told_at)")
    op.execute("create index ix_decision_news_due on decision_news (due) where due is not null")
    op.execute("create index ix_decision_news_told on decision_news (told_at) where told_at is not null")
