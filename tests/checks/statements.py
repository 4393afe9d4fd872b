"""Whether every SQL statement is made of our own words alone. `python -m tests.checks.statements`

Values go to the database as parameters. A statement that is put together (an f-string, `format`, `+`,
`%`) may hold only constants of its module, numbers and what `REVIEWED` lists with its reason. And only
`backend/db` holds SQL at all: an import contract cannot see a statement in a string. And only the ledger writes
transfers.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from backend.records import Record

ROOT = Path(__file__).parents[2]
FOLDERS = ("backend", "bot")
DATABASE = "backend/db/"
LEDGER = "backend/db/earnings/ledger.py"

REVIEWED = {
    (
        "backend/db/models/routines.py",
        "statement.replace('%', '%%')",
    ): "constants, for a driver that reads % as a place",
    (
        "backend/db/announcements/queries.py",
        "sets",
    ): "columns by the names of keyword arguments, each with its place for a value",
    (
        "backend/db/announcements/audience.py",
        "fits",
    ): "what `_fits` puts together of conditions that are all written there",
    ("backend/db/work/files/exports.py", "statement.encode()"): "a constant, for a cursor of the server",
    ("backend/db/earnings/book_exports.py", "statement.encode()"): "a constant, with one of two separators",
    ("backend/db/announcements/recipients.py", "column"): "one of `AnswerColumn`",
    ("backend/db/admin/cohort.py", "which"): "a condition of `_WHICH`, all written there",
    ("backend/db/admin/cohort.py", "order"): "an order of `_WHICH`, all written there",
    ("backend/db/admin/figures.py", "key"): "an expression of `person_keys`, all written there",
    ("backend/db/admin/figures.py", "columns(by)"): "expressions of `DAY_KEYS`, all written there",
    ("backend/db/admin/figures.py", "places(by)"): "numbers of columns",
    ("backend/db/admin/figures.py", "bucket"): "a key of time of `time_key`, or a constant",
    ("backend/db/admin/figures.py", "of_tests"): "what `_tests` makes of such a key",
    ("backend/db/admin/figures.py", "of_reviews"): "what `_other_pay` makes of such a key",
    ("backend/db/admin/figures.py", "which"): "an argument of `_other_pay`, which is called with two constants only",
    ("backend/db/admin/women_figures.py", "columns((by,))"): "an expression of `DAY_KEYS`, all written there",
    **{
        ("backend/db/admin/women_figures.py", part): "an argument of `_count`, which is called for constants only"
        for part in ("source", "at", "which")
    },
    **{
        ("backend/db/admin/women_figures.py", part): "an expression of `person_keys` or `HER_DATE`, all written there"
        for part in ("key", "on")
    },
    ("backend/db/admin/message_figures.py", "columns(by)"): "expressions of `DAY_KEYS`, all written there",
    ("backend/db/admin/message_figures.py", "each"): "numbers of columns",
    ("backend/db/admin/message_figures.py", "key"): "an expression of `time_key`, or a constant",
    ("backend/db/admin/message_figures.py", "which"): "a condition of `_RECEIPTS`, all written there",
    ("backend/db/admin/message_figures.py", "at"): "a column of `_RECEIPTS`",
    ("backend/db/threads/messages.py", "where"): "an argument of `_message`, which is called for constants only",
    ("backend/db/work/leases.py", "skip"): "`_claim_sql` is called for two constants only",
    (
        "backend/db/identity/proofs.py",
        "sets",
    ): "columns by the names of keyword arguments, each with its place for a value",
    (
        "backend/db/identity/joinings.py",
        "sets",
    ): "columns by the names of keyword arguments, each with its place for a value",
    ("backend/db/engine/uow.py", "statement"): "an argument of the methods in `_RUNS`, whose calls are looked at",
    ("backend/db/earnings/ledger_check.py", "check"): "one of `_CHECKS`, all written there",
    ("backend/db/earnings/ledger_check.py", "kind"): "an argument of `_named`, which is called for two constants only",
    **{
        ("backend/db/earnings/ledger.py", part): "an argument of `entries`, whose calls are looked at"
        for part in ("key", "debit[0]", "debit[1]", "credit[0]", "credit[1]", "units", "currency", "at", "rows")
    },
    ("backend/db/identity/merge_memory.py", "pairs"): "put together of names that are all written there",
    **{
        ("backend/db/identity/unmerging.py", part): "names of tables and columns that are written in `merge_memory`"
        for part in (
            *("person", "table", "key", "_before(name)", "_before(f'own.{table}')", "_rows('consent')"),
            *("_before('open_thread')", "_before('said')"),
        )
    },
    ("backend/db/identity/unmerge_work.py", "person"): "one of two names, both written there",
    ("backend/db/messaging/outbox.py", "held"): "a string of constants; the name has another sense elsewhere",
    (
        "backend/db/people/queries.py",
        "sets",
    ): "columns by the names of keyword arguments, each with its place for a value",
    **{("backend/db/work/offers.py", part): "one of two conditions, both written there" for part in ("needs", "hard")},
    **{
        ("backend/db/work/offers.py", part): "an argument of `gives`, whose calls are looked at"
        for part in ("config", "answers", "day")
    },
    **{
        ("backend/db/people/themes.py", part): "an argument of `agreed`, whose calls are looked at"
        for part in ("config", "themes", "unasked")
    },
    **{
        ("backend/db/privacy/erasure.py", part): "made of names of tables and columns that the register has"
        for part in ("entry.name", "sets", "step.statement", "about", "before", "after")
    },
    **{
        ("backend/db/privacy/person_file.py", part): "made of names of tables and columns that the register has"
        for part in ("entry.name", "which")
    },
    ("backend/db/models/base.py", "str(default)"): "the default of a column of our models",
    ("backend/db/messaging/contact_routing.py", "person"): "an argument of `reach`, whose calls are looked at",
    ("backend/db/messaging/contact_routing.py", "when"): "an argument of `reach`, whose calls are looked at",
    ("backend/db/messaging/contact_routing.py", "last"): "an argument of `reach`, whose calls are looked at",
    **{
        ("backend/db/server/filling.py", part): "what `pg_dump` wrote, in a file that only the passphrase makes"
        for part in ("part.text", "part.copy")
    },
    ("backend/db/server/filling.py", "statement.encode()"): "one of three constants",
    ("backend/db/server/filling.py", "drop"): "names that the server itself put into quotes",
    ("backend/db/server/filling.py", "statement"): "constants, and names in quotes",
    ("backend/db/server/snapshots.py", "statement"): "a constant, and a name in quotes",
}
"""Parts of statements, by module and source, that are no constants, and why each is our own words."""

MAKERS = frozenset({"reach", "reachable", "title", "looks_after", "kept_apart", "entries", "gives", "agreed"})
"""Functions that make a part of a statement of their arguments: constants only."""

_SQL = re.compile(
    r"""\s*(
        select\s[\s\S]*\bfrom\s+[a-z_{(] | select\s+[a-z_.]+\( | insert\s+into\s+\w | delete\s+from\s+[\w{]
        | update\s+[\w{}]+\s+(\w+\s+)?set\s | truncate\s+\w | copy\s+\w+\s
        | with\s+(recursive\s+)?\w+\s+(\([\w,\s]+\)\s+)?as\s+(not\s+)?(materialized\s+)?\(
        | create\s+(temp\s+)?table\s | (drop|alter)\s+table\s
    )""",
    re.IGNORECASE | re.VERBOSE,
)
_BOOKS = re.compile(r"\binsert\s+into\s+transfer\b", re.IGNORECASE)
_CONSTANT = re.compile(r"_*[A-Z][A-Z0-9_]*")
_RUNS = frozenset(
    {
        "execute",
        "fetch_one",
        "fetch_all",
        "fetch_only",
        "fetch_value",
        "fetch_int",
        "fetch_bool",
        "find_value",
        "fetch_column",
        "read",
        "on_commit",
        "executemany",
        "exec_driver_sql",
        "copy",
        "text",
    }
)
"""Methods whose first argument is a statement. Pairs of a statement and its values are no matter: the
string in such a pair is looked at where it stands."""


class Fault(Record, order=True):
    """`part`: the source of what is at fault, as `REVIEWED` would name it."""

    path: str
    line: int
    reason: str
    part: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.reason}: {self.part}"


def faults(path: str, source: str) -> list[Fault]:
    """All in one module. `path`: from the root of the project."""
    tree = ast.parse(source)
    nodes = list(ast.walk(tree))
    passed = {  # docstrings, and what stands between the places of an f-string
        id(part)
        for node in nodes
        for part in (node.values if isinstance(node, ast.JoinedStr) else [getattr(node, "value", None)])
        if isinstance(node, ast.Expr | ast.JoinedStr) and isinstance(part, ast.Constant)
    }
    strings = _named_strings(nodes) if path.startswith(DATABASE) else frozenset()
    found: set[Fault] = set()
    for node in nodes:
        if id(node) in passed:
            continue
        line: int = getattr(node, "lineno", 0)
        if not path.startswith(DATABASE):
            if _SQL.match(_words(node)):
                found.add(Fault(path, line, "SQL outside of backend/db", _short(node)))
            continue
        if path != LEDGER and _BOOKS.search(_words(node)):
            found.add(Fault(path, line, "a transfer outside of the ledger", _short(node)))
        for part in _parts(node):
            if not _is_ours(part, strings) and (path, ast.unparse(part)) not in REVIEWED:
                found.add(Fault(path, part.lineno, "part of a statement", ast.unparse(part)))
    return sorted(found)


def _words(node: ast.AST) -> str:
    """The text of a string, with `{}` for what is put in; "" for anything else."""
    match node:
        case ast.Constant(value=str(text)):
            return text
        case ast.JoinedStr(values=values):
            return "".join(v.value if isinstance(v, ast.Constant) else "{}" for v in values)  # type: ignore[misc]
    return ""


def _parts(node: ast.AST) -> Iterator[ast.expr]:
    """What is put into a statement here, or is one that stands elsewhere."""
    match node:
        case ast.JoinedStr(values=values) if _SQL.match(_words(node)):
            yield from (value.value for value in values if isinstance(value, ast.FormattedValue))
        case ast.BinOp(left=left, op=ast.Add() | ast.Mod(), right=right) if _SQL.match(_words(left)):
            yield right
        case ast.Call(func=ast.Attribute(value=of, attr="format"), args=args, keywords=named) if _SQL.match(
            _words(of)
        ) or _is_constant(of):
            yield from [*args, *(keyword.value for keyword in named)]
        case ast.Call(func=ast.Attribute(attr=name), args=[first, *_]) if name in _RUNS:
            if not isinstance(first, ast.Starred):
                yield first
        case ast.Call(func=ast.Attribute(attr=name) | ast.Name(id=name), args=args, keywords=named) if name in MAKERS:
            yield from [*args, *(keyword.value for keyword in named)]


def _is_constant(node: ast.AST) -> bool:
    match node:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return bool(_CONSTANT.fullmatch(name))
    return False


def _named_strings(nodes: Sequence[ast.AST]) -> frozenset[str]:
    """Names that stand for a string written in this module, wherever they are given a value."""
    strings = {
        id(node.targets[0])
        for node in nodes
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant | ast.JoinedStr)
    }
    given: dict[str, bool] = {}
    for node in nodes:
        match node:
            case ast.arg(arg=name) | ast.Name(id=name, ctx=ast.Store()):
                given[name] = given.get(name, True) and id(node) in strings
    return frozenset(name for name, written in given.items() if written)


def _is_ours(node: ast.expr, strings: frozenset[str]) -> bool:
    match node:
        case ast.Constant() | ast.JoinedStr():  # what is put into that one is looked at by itself
            return True
        case ast.Name(id=name) if name in strings:
            return True
        case ast.Call(func=ast.Attribute(value=of, attr="format")):  # its arguments are looked at by themselves
            return _is_constant(of) or bool(_words(of))
        case ast.Call(func=ast.Attribute(attr=name) | ast.Name(id=name)) if name in MAKERS or name in _RUNS:
            return True  # looked at by itself
        case ast.Call(func=ast.Attribute(value=of, attr="encode")):
            return _is_ours(of, strings)
        case ast.Subscript(value=of):  # one of several constants
            return _is_constant(of)
        case ast.Tuple(elts=parts):
            return all(_is_ours(part, strings) for part in parts)
        case ast.IfExp(body=one, orelse=other):
            return _is_ours(one, strings) and _is_ours(other, strings)
    return _is_constant(node)


def _short(node: ast.AST) -> str:
    return " ".join(ast.unparse(node).split())[:60]


def all_faults(root: Path = ROOT) -> list[Fault]:
    return [
        fault
        for folder in FOLDERS
        for file in sorted((root / folder).rglob("*.py"))
        for fault in faults(file.relative_to(root).as_posix(), file.read_text(encoding="utf-8"))
    ]


def main(_arguments: Sequence[str]) -> int:
    found = all_faults()
    for fault in found:
        print(fault, file=sys.stderr)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
