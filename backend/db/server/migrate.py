"""Brings a database to the schema of this version.

Alembic is imported only if there is something to migrate: its import takes a seventh of the program's start.
"""

from __future__ import annotations

import re
import time
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError, OperationalError, SQLAlchemyError

from backend.domain.errors import Unavailable

if TYPE_CHECKING:
    from alembic.config import Config

OLDEST = (15,)
"""The oldest supported version of PostgreSQL."""
MIGRATION_LOCK = 7_310_001  # key of the advisory lock: processes that start together migrate one after the other


LOCK_WAIT = "1s"
"""How long a migration waits for a table, with everybody else behind it."""
PAUSE = 1.0
"""Seconds in which the others go on before the next try."""
TIMEOUT_SECONDS = 600.0
"""Seconds after which an upgrade gives up."""
HELD = (psycopg.errors.LockNotAvailable, psycopg.errors.DeadlockDetected)

_SESSION = "hiteuses.session"
"""A setting of ours, by which we see whether a session keeps its settings."""
NOT_THE_SERVER = (
    "this is a pooler that keeps no sessions (PgBouncer in transaction mode): name the server itself here, and the "
    "pooler in DATABASE_POOL_URL"
)
_THERE_ALREADY = (psycopg.errors.DuplicateTable, psycopg.errors.DuplicateObject, psycopg.errors.DuplicateFunction)
RESTORING = "restoring"
"""The setting that marks a database into which a backup is being restored."""

BEFORE_RELEASE = re.compile(r"00\d\d")
"""Names of revisions from before the first release."""


def _folder() -> Path:
    """The folder `alembic/` of the checkout, or its copy inside the installed package."""
    installed = Path(__file__).parents[1] / "alembic"
    return installed if installed.exists() else Path(__file__).parents[3] / "alembic"


def config() -> Config:
    """Alembic's settings, with the package's own revisions."""
    from alembic.config import Config

    found = Config()
    found.set_main_option("script_location", str(_folder()).replace("%", "%%"))
    found.set_main_option("path_separator", "os")
    return found


_REVISION = re.compile(r'^(down_)?revision = "([^"]+)"$', re.MULTILINE)


def revisions() -> dict[str, bool]:
    """The revisions that this program knows, read from their files. True: the newest one."""
    found: set[str] = set()
    before: set[str] = set()
    for file in sorted((_folder() / "versions").glob("*.py")):
        for down, name in _REVISION.findall(file.read_text("utf-8")):
            (before if down else found).add(name)
    return {name: name not in before for name in sorted(found)}


def head() -> str:
    """The newest revision. Raises `ValueError` when there are several."""
    (newest,) = (name for name, is_newest in revisions().items() if is_newest)
    return newest


def sync_engine(url: str) -> sa.Engine:
    """An engine for migrations and start-up checks only. `url` is a libpq URL."""
    # a database without an encoding would answer in bytes, even for its version
    arguments = {"client_encoding": "utf8", "options": f"-c {_SESSION}=kept"}
    return sa.create_engine(sqlalchemy_url(url), poolclass=sa.NullPool, connect_args=arguments)


def unfit(connection: sa.Connection) -> str | None:
    """Why the program cannot work on this database, whatever its schema; None: it can."""
    version = connection.dialect.server_version_info or (0,)
    if version < OLDEST:
        return f"PostgreSQL {'.'.join(map(str, version))} is too old; {OLDEST[0]} or newer is needed"
    if connection.execute(sa.text("select current_setting(:name, true)"), {"name": _SESSION}).scalar() != "kept":
        return NOT_THE_SERVER
    encoding = connection.execute(sa.text("show server_encoding")).scalar()
    if encoding != "UTF8":
        return f"the database's encoding is {encoding}, not UTF8; create it with encoding 'UTF8' template template0"
    return None


def sqlalchemy_url(url: str) -> str:
    """`postgres://` or `postgresql://` → SQLAlchemy's name for psycopg 3."""
    for scheme in ("postgresql+psycopg://", "postgresql://", "postgres://"):
        if url.startswith(scheme):
            return "postgresql+psycopg://" + url.removeprefix(scheme)
    raise Unavailable("DATABASE_URL must start with postgresql://")


def unknown(revision: str | None) -> str | None:
    """Why a database at this revision cannot be upgraded; None: it can. `revision` None: it has no schema yet."""
    if revision is None or revision in revisions():
        return None
    if BEFORE_RELEASE.fullmatch(revision):
        return (
            "the database was made by a version before the first release, and cannot be taken over: "
            "begin with an empty one (another HITEUSES_HOME or DATABASE_URL)"
        )
    return f"the database is at revision {revision}, newer than this program: update hiteuses"


def upgrade(url: str, *, restoring: bool = False) -> None:
    """Apply the missing revisions. Raises `Unavailable` if the server cannot be reached, is too old or not in UTF-8, if
    the database is of an unknown revision or of another program, or if a backup was not restored to its end
    (`restoring`: it is being restored by the caller)."""
    engine = sync_engine(url)
    try:
        with engine.connect() as connection:
            if why := unfit(connection):
                raise Unavailable(why)
            connection.execute(sa.text("select pg_advisory_lock(:lock)"), {"lock": MIGRATION_LOCK})
            connection.commit()
            current = _current(connection)
            if why := unknown(current):
                raise Unavailable(why)
            if current is not None and not restoring and _is_marked(connection):
                raise Unavailable("a backup was not restored to its end; run again: hiteuses db restore FILE")
            connection.commit()
            if current != head():
                _to_head(connection)
    except DBAPIError as error:
        if not isinstance(error, OperationalError) and getattr(error.orig, "sqlstate", None) is not None:
            raise  # the server refused a statement of ours; without a state, libpq refused the address
        raise Unavailable(f"the database cannot be reached: {reason(error)}") from None
    finally:
        engine.dispose()


def _to_head(connection: sa.Connection) -> None:
    """Apply the revisions, in one transaction, while other programs use the tables.

    Whoever wants a table while we wait for it waits behind us. So we wait a second at most, let the others go on, and
    try again: a long report or a backup then holds up the upgrade, not the people."""
    from alembic import command

    settings = config()
    settings.attributes["connection"] = connection
    connection.execute(sa.text("select set_config('lock_timeout', :wait, false)"), {"wait": LOCK_WAIT})
    connection.commit()
    deadline = time.monotonic() + TIMEOUT_SECONDS
    while True:
        try:
            command.upgrade(settings, "head")
            connection.commit()
            return
        except (DBAPIError, psycopg.Error) as error:
            connection.rollback()
            found = getattr(error, "orig", error)
            if isinstance(found, _THERE_ALREADY) and _current(connection) is None:
                raise Unavailable(
                    f"the database is not empty, and not ours ({reason(found)}): name an empty one"
                ) from None
            if not isinstance(found, HELD):
                raise
        if time.monotonic() > deadline:
            raise Unavailable(
                f"the schema could not be changed for {TIMEOUT_SECONDS / 60:.0f} minutes: a long statement or a backup "
                "uses a table; try again when it has ended"
            )
        time.sleep(PAUSE)


def _current(connection: sa.Connection) -> str | None:
    """The revision that a database is at; None: an empty one."""
    if connection.execute(sa.text("select to_regclass('alembic_version')")).scalar() is None:
        return None
    found: str | None = connection.execute(sa.text("select version_num from alembic_version")).scalar()
    return found


def _is_marked(connection: sa.Connection) -> bool:
    found = connection.execute(
        sa.text("select exists (select from setting where name = :name)"), {"name": RESTORING}
    ).scalar()
    return bool(found)


def reason(error: SQLAlchemyError | psycopg.Error) -> str:
    """Why the database cannot be reached, in one line."""
    said = " ".join(str(getattr(error, "orig", None) or error).split()) or "no answer"
    return NOT_THE_SERVER if "unsupported startup parameter" in said else said
