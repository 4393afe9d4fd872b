"""Imports into the real database, for tests of what they leave there."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from backend.db.earnings import ledger
from backend.db.engine.uow import Database
from backend.domain.errors import Fault
from backend.domain.money import Money
from backend.domain.people.commands import OPERATOR
from backend.domain.work.formats.data_rows import TaskRow
from backend.domain.work.forms.form import Option
from backend.domain.work.projects import ProjectConfig
from backend.services.work.files import imports
from backend.services.work.files.imports import Imported
from tests.integration.scenes import commit, look

NOW = datetime(2026, 3, 2, 8, tzinfo=UTC)
CONFIG = ProjectConfig(
    name="comments",
    title="Commentaires",
    kind="choice",
    question="Acceptable ?",
    show={"text": "{text}"},
    pay=Money.parse("0.05", "EUR"),
    choices=(Option("ok", "Acceptable"), Option("hate", "Haine")),
    answers_min=2,
    answers_max=5,
    minutes=Decimal("0.5"),
)
COST = 5 * 500  # units that one task of CONFIG can cost


def tasks(count: int, first: int = 1) -> list[TaskRow | Fault]:
    return [TaskRow(n + 1, f"c{n}", {"text": f"comment {n}"}) for n in range(first, first + count)]


async def run(
    database: Database,
    rows: Iterable[TaskRow | Fault],
    config: ProjectConfig = CONFIG,
    *,
    base: Path | None = None,
    skip_bad: bool = False,
    progress: Any = lambda _: None,
) -> Imported:
    return await commit(
        database,
        imports.import_project,
        config,
        iter(rows),
        file="data.csv",
        base=base,
        by=OPERATOR,
        now=NOW,
        skip_bad=skip_bad,
        progress=progress,
    )


async def every(database: Database, statement: str) -> list[dict[str, Any]]:
    async with database.unit() as uow:
        return await uow.fetch_all(statement)


async def count(database: Database, table: str) -> int:
    (row,) = await every(database, f"select count(*) as count from {table}")
    return int(row["count"])


async def sums(database: Database) -> tuple[int, int, int]:
    """A single project's funds and promise as kept with it, and its account in the ledger."""
    (project,) = await every(database, "select id, funded, promised from project")
    (balance,) = await look(database, ledger.balances, "project", project["id"])
    return project["funded"], project["promised"], balance.units
