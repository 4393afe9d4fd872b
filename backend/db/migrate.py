"""Bring a database to the schema of this version."""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.exc import OperationalError

from alembic import command
from backend.domain.errors import Unavailable

LOCK = 7_310_001  # advisory lock: two processes that start together migrate one after the other


def _folder() -> Path:
    """`alembic/` of the checkout, or its copy inside the installed package."""
    installed = Path(__file__).parent / "alembic"
    return installed if installed.exists() else Path(__file__).parents[2] / "alembic"


def config() -> Config:
    found = Config()
    found.set_main_option("script_location", str(_folder()).replace("%", "%%"))
    found.set_main_option("path_separator", "os")
    return found


def head() -> str:
    revision = ScriptDirectory.from_config(config()).get_current_head()
    assert revision is not None
    return revision


def sync_engine(url: str) -> sa.Engine:
    """For migrations and start-up checks only; `url` is a libpq URL."""
    return sa.create_engine(sqlalchemy_url(url), poolclass=sa.NullPool)


def sqlalchemy_url(url: str) -> str:
    """`postgres://` or `postgresql://` → SQLAlchemy's name for psycopg 3."""
    for scheme in ("postgresql+psycopg://", "postgresql://", "postgres://"):
        if url.startswith(scheme):
            return "postgresql+psycopg://" + url.removeprefix(scheme)
    raise Unavailable("DATABASE_URL must start with postgresql://")


def upgrade(url: str) -> None:
    """Apply what is missing. Raises `Unavailable` when the server cannot be reached or is too old."""
    engine = sync_engine(url)
    try:
        with engine.connect() as connection:
            version = connection.dialect.server_version_info or (0,)
            if version < (15,):
                raise Unavailable(f"PostgreSQL {'.'.join(map(str, version))} is too old; 15 or newer is needed")
            connection.execute(sa.text("select pg_advisory_lock(:lock)"), {"lock": LOCK})
            connection.commit()
            current = MigrationContext.configure(connection).get_current_revision()
            script = ScriptDirectory.from_config(config())
            if current is not None and current not in {r.revision for r in script.walk_revisions()}:
                raise Unavailable(f"the database is at revision {current}, newer than this program: update hiteuses")
            connection.commit()
            if current != head():
                settings = config()
                settings.attributes["connection"] = connection
                command.upgrade(settings, "head")
                connection.commit()
    except OperationalError as error:
        raise Unavailable(f"the database cannot be reached: {_reason(error)}") from None
    finally:
        engine.dispose()


def _reason(error: OperationalError) -> str:
    return " ".join(str(error.orig).split()) or "no answer"
