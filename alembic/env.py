"""Runs migrations on the connection that `backend.db.server.migrate` hands over."""

from alembic import context

from backend.db.models import metadata


def include_object(_object: object, name: str | None, kind: str, _reflected: bool, _other: object) -> bool:
    """False for the task queue's tables: they are a frozen copy of Procrastinate's schema, so Alembic does not compare
    them."""
    return not (kind == "table" and (name or "").startswith("procrastinate_"))


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    include_object=include_object,
    compare_server_default=True,
)
with context.begin_transaction():
    context.run_migrations()
