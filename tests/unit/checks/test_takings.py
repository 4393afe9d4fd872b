"""The check that a migration leaves what the former version uses sees what it is there for."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.checks.migrations import takings

REVISION = '''
"""Something."""
{declared}
from alembic import op


def upgrade() -> None:
    {step}
'''


def test_no_migration_takes_away_what_the_former_version_uses() -> None:
    assert takings() == []


@pytest.mark.parametrize(
    "step",
    [
        'op.execute("alter table task drop column slots")',
        'op.execute("drop table if exists task")',
        'op.execute("alter table task rename to item")',
        'op.execute("alter table task rename column slots to room")',
        'op.execute("alter table task alter column slots type bigint")',
        'op.execute("alter table task alter column gold set not null")',
        'op.execute("alter table task add column room int not null")',
        'op.execute("alter table task add column a int not null default 0, add column room int not null")',
        'op.execute("""\nalter table task\n  drop\n  column slots\n""")',
        'op.drop_column("task", "slots")',
        'op.alter_column("task", "slots", new_column_name="room")',
    ],
)
def test_what_takes_something_away_is_named_unless_it_says_why(tmp_path: Path, step: str) -> None:
    (tmp_path / "slots.py").write_text(REVISION.format(step=step, declared=""), "utf-8")
    (found,) = takings(tmp_path)
    assert found.startswith("slots.py:")
    declared = 'CONTRACTS = "no program uses slots since 1.4"'
    (tmp_path / "slots.py").write_text(REVISION.format(step=step, declared=declared), "utf-8")
    assert takings(tmp_path) == []


@pytest.mark.parametrize(
    "step",
    [
        'op.execute("alter table task add column room int")',
        'op.execute("alter table task add column room int not null default 0, add column b text")',
        'op.execute("alter table task add column room bigint default 0 not null")',
        'op.execute("create table item (id bigint not null)")',
        'op.execute("drop index ix_task_open")',
        'op.execute("alter table task alter column gold drop not null")',
    ],
)
def test_what_only_adds_is_let_through(tmp_path: Path, step: str) -> None:
    (tmp_path / "room.py").write_text(REVISION.format(step=step, declared=""), "utf-8")
    assert takings(tmp_path) == []
