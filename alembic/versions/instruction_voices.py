"""Voice notes in which Hubers say the instructions of projects."""

from alembic import op

revision = "instruction_voices"
down_revision = "goal_pictures"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("""
        create table instruction_voice (
            project_id bigint not null,
            country text not null,
            language text not null,
            hash text not null,
            by_id bigint not null,
            at timestamp with time zone not null,
            constraint pk_instruction_voice primary key (project_id, country, language),
            constraint fk_instruction_voice_project_id foreign key (project_id) references project (id),
            constraint fk_instruction_voice_hash foreign key (hash) references media (hash) on delete cascade,
            constraint fk_instruction_voice_by_id foreign key (by_id) references person (id)
        )
    """)
    op.execute("create index ix_instruction_voice_hash on instruction_voice (hash)")
    op.execute("create index ix_instruction_voice_by_id on instruction_voice (by_id)")
