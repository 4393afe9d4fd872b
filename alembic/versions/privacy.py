"""Erasures of people, whose a stored file is, and indexes by which an erasure finds rows."""

from alembic import op

revision = "privacy"
down_revision = "retention"
branch_labels = None
depends_on = None

_INDEXES = (
    "ix_inbox_person_id_id on inbox (person_id, id)",
    "ix_outbox_sender_id on outbox (sender_id) where sender_id is not null",
    "ix_outbox_thread_id on outbox (thread_id) where thread_id is not null",
    "ix_thread_message_staff on thread_message (author_id) where not hers",
    "ix_person_merged_into on person (merged_into) where merged_into is not null",
    "ix_attempt_final_id on attempt (final_id) where final_id is not null",
    "ix_badge_person_id on badge (person_id)",
    "ix_joining_word_person_id on joining_word (person_id)",
)


def upgrade() -> None:
    op.execute("""
        create table erasure (
            person_id bigint not null,
            asked_at timestamp with time zone not null,
            due timestamp with time zone not null,
            stopped_before boolean not null default false,
            claim bytea,
            begun_at timestamp with time zone,
            done_at timestamp with time zone,
            constraint pk_erasure primary key (person_id),
            constraint fk_erasure_person_id foreign key (person_id) references person (id)
        )
    """)
    op.execute("create index ix_erasure_due on erasure (due) where done_at is null")
    op.execute("create unique index ix_erasure_claim on erasure (claim) where claim is not null")
    op.execute("""
        create table personal_media (
            person_id bigint not null,
            hash text not null,
            constraint pk_personal_media primary key (person_id, hash),
            constraint fk_personal_media_person_id foreign key (person_id) references person (id),
            constraint fk_personal_media_hash foreign key (hash) references media (hash) on delete cascade
        )
    """)
    op.execute("create index ix_personal_media_hash on personal_media (hash)")
    for index in _INDEXES:
        op.execute(f"create index {index}")
    op.execute("""
create function keep_audit() returns trigger language plpgsql as $$
begin
    if tg_op = 'UPDATE' then
        if (new.id, new.at, new.channel, new.action) = (old.id, old.at, old.channel, old.action)
           and new.person_id is not distinct from old.person_id and new.subject_id is not distinct from old.subject_id
           and new.about <@ old.about and coalesce(new.before <@ old.before, new.before is null)
           and coalesce(new.after <@ old.after, new.after is null)
        then
            return new;
        end if;
    end if;
    raise exception '% is append-only', tg_table_name using errcode = 'integrity_constraint_violation';
end $$
""")
    op.execute("drop trigger audit_rows on audit")
    op.execute("""
create trigger audit_rows before delete or update on audit
    for each row
    execute function keep_audit()
""")
