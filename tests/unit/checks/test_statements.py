from __future__ import annotations

import ast

import pytest

from tests.checks import statements
from tests.checks.statements import faults

DB = "backend/db/somewhere.py"


def test_every_statement_of_the_project_is_made_of_our_own_words() -> None:
    assert [str(fault) for fault in statements.all_faults()] == []


def test_every_reviewed_part_is_still_there() -> None:
    for path, part in statements.REVIEWED:
        tree = ast.parse((statements.ROOT / path).read_text(encoding="utf-8"))
        assert any(ast.unparse(node) == part for node in ast.walk(tree) if isinstance(node, ast.expr)), (path, part)


@pytest.mark.parametrize(
    "source",
    [
        'f"select id from person where name = {name}"',
        'f"select id from {table}"',
        'f"update person set {column} = %s"',
        "\"select id from person where name = '%s'\" % name",
        '"select id from person where name = " + name',
        '"delete from person where name = {}".format(name)',
        "f\"insert into person (name) values ('{row[0]}')\"",
        'f"with a as (select 1) select * from a where b = {b()}"',
        "def f(uow, name): return uow.fetch_one(name)",
        "def f(uow, name): return uow.fetch_all(build(name), ())",
        "uow.execute(str(name))",
        'name = "x"\ndef f(name): return f"delete from person where name = {name}"',
        "_TEXT.format(name)",
        "reach(name)",
    ],
)
def test_a_value_inside_of_a_statement_is_found(source: str) -> None:
    assert len(faults(DB, source)) >= 1


@pytest.mark.parametrize(
    "source",
    [
        'uow.fetch_one("select id from person where name = %s", (name,))',
        '_NAMES = "a, b"\nuow.all(f"select {_NAMES} from person where id = %s", (number,))',
        'uow.execute(_STATEMENT, {"name": name})',
        '_PART = "{0}"\nf"delete from person where {_PART.format(\'id\')}"',
        'def f(uow):\n    held = "delete from person"\n    uow.execute(held)',
        'log.warning(f"select somebody: {name}")',
        'reach("%s")',
    ],
)
def test_parameters_and_constants_are_no_fault(source: str) -> None:
    assert faults(DB, source) == []


def test_sql_outside_of_the_database_package_is_found_and_prose_is_not() -> None:
    assert len(faults("backend/services/x.py", 'x = "select id from person"')) == 1
    assert len(faults("bot/x.py", 'x = f"update person set name = {name}"')) == 1
    assert faults("bot/x.py", '"""select one from many"""\nx = "Select a file"\ny = "with love"') == []


def test_only_the_ledger_writes_transfers() -> None:
    source = 'uow.execute("with a as (select 1 as n) insert into transfer (key) select n from a")'
    (fault,) = faults(DB, source)
    assert "outside of the ledger" in str(fault)
    assert faults(statements.LEDGER, source) == []
