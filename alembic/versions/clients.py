"""Clients, each with an account of its own. Projects that exist already belong to the house client."""

from alembic import op

revision = "clients"
down_revision = "baseline"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        """
        create table client (
            id bigint generated always as identity,
            name text not null,
            created_at timestamp with time zone not null,
            constraint pk_client primary key (id),
            constraint uq_client_name unique (name)
        )
        """
    )
    # The client that owns the account from which all money came so far.
    op.execute("insert into client (id, name, created_at) overriding system value values (0, 'Maison', now())")
    op.execute("alter table project add column client_id bigint not null default '0'::bigint")
    op.execute("alter table project add constraint fk_project_client_id foreign key (client_id) references client (id)")
    op.execute("create index ix_project_client_id on project (client_id)")
