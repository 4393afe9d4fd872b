"""Reads the state of a database without changing it."""

from __future__ import annotations

from alembic.runtime.migration import MigrationContext
from sqlalchemy.exc import SQLAlchemyError

from backend.db.server import migrate
from backend.domain.errors import Unavailable
from backend.records import Record


class State(Record):
    """`server`: the version of PostgreSQL. `unfit`: why the program cannot work on it; None: it can. `revision`: that
    of the schema; None: there is no schema yet. `head`: the revision that this program needs."""

    server: tuple[int, ...]
    unfit: str | None
    revision: str | None
    head: str


def state(url: str) -> State:
    """The state of the database at this address. Raises `Unavailable`."""
    engine = migrate.sync_engine(url)
    try:
        with engine.connect() as connection:
            version = connection.dialect.server_version_info or (0,)
            why = migrate.unfit(connection)
            revision = MigrationContext.configure(connection).get_current_revision()
    except SQLAlchemyError as error:
        raise Unavailable(f"the database cannot be reached: {migrate.reason(error)}") from None
    finally:
        engine.dispose()
    return State(tuple(map(int, version)), why or migrate.unknown(revision), revision, migrate.head())
