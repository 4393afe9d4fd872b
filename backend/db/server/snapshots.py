"""One moment of a database, as `pg_dump` writes it, while others go on working."""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from backend.db.server import programs
from backend.domain.errors import Unavailable

PIECE = 1 << 18
"""Bytes that are read at a time."""
_UNLIMITED = """
    select set_config(name, '0', false) from pg_settings
    where name in ('statement_timeout', 'lock_timeout', 'idle_in_transaction_session_timeout', 'transaction_timeout')
"""
"""A role may have limits that a long copy would exceed."""
OURS = """
    c.relnamespace = 'public'::regnamespace
    and not exists (select from pg_depend d where d.objid = c.oid and d.classid = 'pg_class'::regclass
                                              and d.deptype = 'e')
"""
"""Relations `c` that belong to no extension."""
_TABLES = f"""
    select c.relname, format('%I.%I', 'public', c.relname) as name
    from pg_class c where c.relkind = 'r' and {OURS} order by pg_relation_size(c.oid), 1
"""  # noqa: S608 (constants)


@dataclass(frozen=True, slots=True)
class Snapshot:
    """`server`: the version of PostgreSQL. `revision`: that of the schema. `settings`: the values kept under a name."""

    url: str
    id: str
    server: str
    revision: str
    connection: psycopg.Connection[Any] = field(repr=False)

    def setting(self, name: str) -> Any:
        """The value that is kept under a name; None if there is none."""
        row = self.connection.execute("select value from public.setting where name = %s", (name,)).fetchone()
        return row[0] if row else None

    def count(self, counted: Callable[[str], None]) -> dict[str, int]:
        """The number of rows of each table. `counted` is called with the name of a table before it is counted."""
        rows = {}
        for table, name in self.connection.execute(_TABLES.encode()).fetchall():
            counted(table)
            statement = sql.SQL("select count(*) from public.{}").format(sql.Identifier(table))
            (rows[name],) = self.connection.execute(statement).fetchone() or (0,)
        return rows

    @contextmanager
    def dumped(self) -> Iterator[Iterator[bytes]]:
        """What `pg_dump` writes (its "custom" format), in pieces. Raises `Unavailable` if it fails."""
        server = self.connection.info.server_version // 10_000
        encrypted = bool(self.connection.pgconn.ssl_in_use)
        program = programs.pg_dump(server, encrypted=encrypted)
        conninfo, environment = _address(self.url, encrypted=encrypted)
        with (
            tempfile.TemporaryFile() as errors,
            subprocess.Popen(  # noqa: S603 (our own binary)
                [program.path, "--format=custom", "--compress=1", "--no-owner", "--no-privileges", "--schema=public",
                 f"--snapshot={self.id}", f"--dbname={conninfo}"],
                stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=errors, env=environment, bufsize=0,
            ) as process,
        ):  # fmt: skip
            assert process.stdout is not None
            try:
                yield iter(partial(process.stdout.read, PIECE), b"")
                if process.wait() != 0:
                    raise Unavailable(f"pg_dump failed: {said(errors)}")
            finally:
                process.kill()  # no effect if it has ended


@contextmanager
def taken(url: str) -> Iterator[Snapshot]:
    """The database as it is now, until the end of the `with` statement. Raises `Unavailable` if it cannot be reached,
    and if it has no schema of ours."""
    with connected(url) as connection:
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        connection.read_only = True
        row = connection.execute("select pg_export_snapshot(), current_setting('server_version')").fetchone()
        assert row is not None
        revision = None
        if connection.execute("select to_regclass('public.alembic_version')").fetchone() != (None,):
            revision = connection.execute("select version_num from public.alembic_version").fetchone()
        if revision is None:
            raise Unavailable("the database is empty: there is nothing to save")
        yield Snapshot(url, row[0], row[1].split()[0], revision[0], connection)


@contextmanager
def connected(url: str) -> Iterator[psycopg.Connection[Any]]:
    """A connection whose statements may take any time; the session ends with the `with` statement. Raises
    `Unavailable`, also when the connection is lost."""
    try:
        with psycopg.connect(url, application_name="hiteuses db", autocommit=True) as connection:
            connection.execute(_UNLIMITED)
            connection.autocommit = False
            yield connection
    except (psycopg.OperationalError, psycopg.ProgrammingError) as error:
        if error.sqlstate is not None and not isinstance(error, psycopg.OperationalError):
            raise  # the server refused a statement of ours; without a state, libpq refused the address
        raise Unavailable(f"the database cannot be reached: {' '.join(str(error).split())}") from None


def _address(url: str, *, encrypted: bool) -> tuple[str, dict[str, str]]:
    """The address for a program, and its environment. The password is in the environment: other users see the
    arguments of a process."""
    options: dict[str, Any] = conninfo_to_dict(url)
    environment = dict(os.environ)
    if (password := options.pop("password", None)) is not None:
        environment["PGPASSWORD"] = str(password)
    if encrypted and options.get("sslmode", "prefer") in ("allow", "prefer"):
        options["sslmode"] = "require"  # what was encrypted for us is not sent in plain
    return make_conninfo(**options), environment


def said(errors: Any) -> str:
    """The last line that a program wrote to this file."""
    errors.seek(0)
    lines = errors.read().decode(errors="replace").strip().splitlines()
    return str(lines[-1]) if lines else "it said nothing"
