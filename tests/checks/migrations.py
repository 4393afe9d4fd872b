"""Whether the migrations make what `backend.db.models` says, and leave what the former version uses.
`python -m tests.checks.migrations`

Two looks: Alembic's own comparison, and the definitions of the database itself, where a second
database is made straight from the models. The latter sees what Alembic does not compare: defaults
that are calls, check constraints, the conditions of partial indexes, the rules of foreign keys, functions and triggers.
"""

from __future__ import annotations

import ast
import re
import sys
from pathlib import Path

import psycopg
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from backend.db.models import metadata
from backend.db.server import migrate
from tests.database import TestServer, running

_DEFINITIONS = """
select 'column ' || c.relname || '.' || a.attname as name,
       concat_ws(' ', format_type(a.atttypid, a.atttypmod), case when a.attnotnull then 'not null' end,
                 'default ' || pg_get_expr(d.adbin, d.adrelid), 'identity ' || nullif(a.attidentity::text, '')) as made
from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
left join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum
where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace and {ours}
union all
select 'constraint ' || c.relname || '.' || x.conname, pg_get_constraintdef(x.oid)
from pg_constraint x join pg_class c on c.oid = x.conrelid
where c.relnamespace = 'public'::regnamespace and x.contype <> 'n' and {ours}
union all
select 'index ' || i.relname, pg_get_indexdef(i.oid)
from pg_index x join pg_class c on c.oid = x.indrelid join pg_class i on i.oid = x.indexrelid
where c.relnamespace = 'public'::regnamespace and {ours}
union all
select 'function ' || p.proname, pg_get_functiondef(p.oid)
from pg_proc p where p.pronamespace = 'public'::regnamespace and p.proname not like 'procrastinate%'
union all
select 'trigger ' || c.relname || '.' || t.tgname, pg_get_triggerdef(t.oid)
from pg_trigger t join pg_class c on c.oid = t.tgrelid where not t.tgisinternal and {ours}
""".replace("{ours}", "c.relname not like 'procrastinate%' and c.relname <> 'alembic_version'")


def differences(server: TestServer, migrated: str) -> list[str]:
    """What is not the same in a migrated database and in the models, in plain words; empty when all is."""
    engine = migrate.sync_engine(migrated)
    try:
        with engine.connect() as connection:
            # Its comparison of defaults asks the server whether they are equal: a random one never is.
            options = {"compare_type": True, "compare_server_default": False, "include_object": _ours}
            context = MigrationContext.configure(connection, opts=options)
            found = [f"alembic: {step}" for step in compare_metadata(context, metadata)]
    finally:
        engine.dispose()
    with server.another("models") as url:
        engine = migrate.sync_engine(url)
        try:
            metadata.create_all(engine)
        finally:
            engine.dispose()
        wanted = _definitions(url)
    made = _definitions(migrated)
    for name in sorted(wanted.keys() | made.keys()):
        if wanted.get(name) != made.get(name):
            found.append(f"{name}: models: {wanted.get(name, '-')}; migrations: {made.get(name, '-')}")
    return found


def _ours(_object: sa.schema.SchemaItem, name: str | None, kind: str, _reflected: bool, _other: object) -> bool:
    return not (kind == "table" and (name or "").startswith("procrastinate_"))


def _definitions(url: str) -> dict[str, str]:
    with psycopg.connect(url) as connection:
        return dict(connection.execute(_DEFINITIONS.encode()).fetchall())


REVISIONS = Path(__file__).parents[2] / "alembic/versions"
BEFORE_RELEASE = frozenset({"pay_terms", "quiet_hours_queue", "savings"})
"""Revisions that take something away, from before anybody had the program."""
CONTRACTS = "CONTRACTS"
"""A revision that takes away what no program uses since an earlier release says so under this name, and why."""
_TAKES = re.compile(
    r"""\b(?:
        drop\s+(?:table|column|view|sequence) | rename\s+(?:to|column)
        | alter\s+column\s+\w+\s+(?:set\s+data\s+)?type | set\s+not\s+null | drop\s+default | truncate
        | add\s+column\s+(?:(?!\bdefault\b|,)[\s\S])*?not\s+null(?![^,]*\bdefault\b)
        | drop_table | drop_column | rename_table | new_column_name
    )""",
    re.IGNORECASE | re.VERBOSE,
)


def takings(folder: Path = REVISIONS) -> list[str]:
    """What revisions take away that the former version may still use while it runs beside this one, in plain words:
    tables and columns that go, change their name or type, or must be filled. Indexes and constraints are not looked
    at."""
    found = []
    for file in sorted(folder.glob("*.py")):
        tree = ast.parse(file.read_text("utf-8"))
        names = {target.id for node in tree.body if isinstance(node, ast.Assign) for target in node.targets
                 if isinstance(target, ast.Name)}  # fmt: skip
        if file.stem in BEFORE_RELEASE or CONTRACTS in names:
            continue
        for node in (each for part in tree.body if isinstance(part, ast.FunctionDef) for each in ast.walk(part)):
            words = _words(node)
            if words and (taken := _TAKES.search(words)):
                found.append(f"{file.name}:{node.lineno}: {' '.join(taken[0].split())}")  # type: ignore[attr-defined]
    return found


def _words(node: ast.AST) -> str:
    """A text in the source, or the name of a called function and of its arguments."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        return " ".join([node.func.attr, *(each.arg or "" for each in node.keywords)])
    return ""


def main() -> int:
    with running() as url:
        server = TestServer(url)
        found = [*takings(), *differences(server, url)]
        server.close()
    for line in found:
        print(line)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
