"""Puts a saved database into an empty one, in one transaction.

A mark stays until everything that belongs to a restore is done. As long as it is there no program starts on the
database, and only another restore may replace what is in it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from time import monotonic, sleep
from typing import Any

import psycopg
from psycopg import sql
from psycopg.types.json import Jsonb

from backend.db.server import migrate
from backend.db.server.scripts import Rows, Statements
from backend.db.server.snapshots import OURS, connected
from backend.domain.errors import BadInput, Unavailable

_USED = """
    select count(*) from pg_stat_activity
    where datname = current_database() and pid <> pg_backend_pid() and backend_type = 'client backend'
"""
_OBJECTS = f"""
    select format('drop table public.%I cascade', c.relname) from pg_class c
    where c.relkind in ('r', 'p') and not c.relispartition and {OURS}
    union all
    select format('drop view public.%I cascade', c.relname) from pg_class c where c.relkind = 'v' and {OURS}
"""  # noqa: S608 (constants)
_ANY = f"select c.relname from pg_class c where c.relkind in ('r', 'p', 'v', 'm') and {OURS} limit 1"  # noqa: S608
_ROUTINES = """
    select format('drop routine if exists %s cascade', p.oid::regprocedure) from pg_proc p
    where p.pronamespace = 'public'::regnamespace
      and not exists (select from pg_depend d where d.objid = p.oid and d.classid = 'pg_proc'::regclass
                                                and d.deptype = 'e')
"""
_LEFT = f"""
    select format('drop sequence public.%I cascade', c.relname) from pg_class c where c.relkind = 'S' and {OURS}
    union all
    select format('drop type %s cascade', t.oid::regtype) from pg_type t
    where t.typnamespace = 'public'::regnamespace and t.typtype in ('e', 'd', 'c')
      and (t.typrelid = 0 or (select relkind from pg_class where oid = t.typrelid) = 'c')
      and not exists (select from pg_depend d where d.objid = t.oid and d.classid = 'pg_type'::regclass
                                                and d.deptype = 'e')
"""  # noqa: S608 (constants)


NEVER_TWICE = ("person", "payout")
"""Tables whose numbers are known outside of the database: in the file of people erased, and in orders of payment."""
GAP = 100_000
"""More of these numbers than were given between a backup and its restore. They are left out, for they belong to what is
lost."""
_GO_ON = """
    select setval(s, coalesce(pg_sequence_last_value(s), 0) + %(gap)s)
    from (select pg_get_serial_sequence(%(table)s, 'id')::regclass as s) of
"""


class Target:
    """A database that may be replaced, held against other programs."""

    def __init__(self, connection: psycopg.Connection[Any]) -> None:
        self._connection = connection

    def fill(
        self,
        parts: Iterable[Statements | Rows],
        wanted: Mapping[str, int],
        settings: Mapping[str, Any],
        progress: Callable[[str, int], None],
    ) -> None:
        """Replace what is there. `wanted`: how many rows each table must get. `settings`: values that are kept beside
        them. `progress` is called with what is made and the number of rows so far. Nothing is kept before `keep`.
        Raises `BadInput` if rows are missing."""
        self._clear()
        found: dict[str, int] = {}
        done = 0
        for part in parts:
            if isinstance(part, Statements):
                progress(part.about, done)
                self._connection.execute(part.text)
                continue
            with self._connection.cursor().copy(part.copy) as copy:
                for piece in part.pieces:
                    copy.write(piece)
                    progress(f"table {part.table}", done + part.count)
            found[part.table] = part.count
            done += part.count
        compare(found, wanted)
        for table in NEVER_TWICE:
            self._connection.execute(_GO_ON, {"table": f"public.{table}", "gap": GAP})
        for name, value in {**settings, migrate.RESTORING: True}.items():
            self._connection.execute(
                "insert into public.setting (name, value) values (%s, %s) on conflict (name) do update "
                "set value = excluded.value",
                (name, Jsonb(value)),
            )

    def keep(self) -> None:
        """Keep what was filled in."""
        self._connection.commit()

    def _clear(self) -> None:
        for statement in (_OBJECTS, _ROUTINES, _LEFT):
            for (drop,) in self._connection.execute(statement.encode()).fetchall():
                self._connection.execute(drop)


def compare(found: Mapping[str, int], wanted: Mapping[str, int]) -> None:
    """Raises `BadInput` if a table has not as many rows as it must have."""
    for table in sorted(found.keys() | wanted.keys()):
        if found.get(table, 0) != wanted.get(table, 0):
            raise BadInput(f"{found.get(table, 0)} rows of {table} in the backup, not {wanted.get(table, 0)}")


_LOCKED = f"select pg_try_advisory_lock({migrate.MIGRATION_LOCK})"
CLOSING_SECONDS = 2.0
"""How long a program that has just ended may take to close its connections."""


@contextmanager
def empty(url: str) -> Iterator[Target]:
    """A database in which nobody has joined, or in which a restore did not end. Nobody else uses it until the end of
    the `with` statement. Raises `Unavailable` if somebody does, `BadInput` if it is not empty."""
    with connected(url) as connection:
        patience = monotonic() + CLOSING_SECONDS
        for statement, wanted, refusal in (
            (_LOCKED, True, "another program starts or restores on this database: end it first"),
            (_USED, 0, "another program uses this database: end it first, then restore"),
        ):
            while connection.execute(statement.encode()).fetchone() != (wanted,):
                connection.commit()
                if monotonic() > patience:
                    raise Unavailable(refusal)
                sleep(0.05)
            connection.commit()
        if why := _in_use(connection):
            raise BadInput(f"the database is not empty: {why}; restore into an empty one")
        yield Target(connection)


def _in_use(connection: psycopg.Connection[Any]) -> str | None:
    """What the database holds that a restore would destroy; None: nothing."""
    if not _has(connection, "alembic_version"):
        found = connection.execute(_ANY.encode()).fetchone()
        return f"it has a table {found[0]}, which is none of hiteuses" if found else None
    if _any(connection, "setting", sql.SQL("name = {}").format(migrate.RESTORING)):
        return None
    for table, what in (("person", "people have joined"), ("transfer", "its ledger has transfers")):
        if _any(connection, table, sql.SQL("true")):
            return what
    return None


def _any(connection: psycopg.Connection[Any], table: str, where: sql.Composable) -> bool:
    """Whether there is such a table with such a row."""
    if not _has(connection, table):
        return False
    statement = sql.SQL("select exists (select from public.{} where {})").format(sql.Identifier(table), where)
    return connection.execute(statement).fetchone() == (True,)


def _has(connection: psycopg.Connection[Any], table: str) -> bool:
    return connection.execute("select to_regclass(%s)", (f"public.{table}",)).fetchone() != (None,)


def analyzed(url: str) -> None:
    """Let the planner know the restored tables, which autovacuum would do later. Without it the ledger's check takes a
    plan for empty tables, and many minutes."""
    with connected(url) as connection:
        connection.execute("analyze")
        connection.commit()


def finished(url: str) -> None:
    """Remove the mark: the restore is done."""
    with connected(url) as connection:
        connection.execute("delete from public.setting where name = %s", (migrate.RESTORING,))
        connection.commit()
