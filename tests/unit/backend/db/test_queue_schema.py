"""The task queue's schema is a frozen copy of the package's: a new version of it must not go unnoticed."""

from pathlib import Path

from procrastinate.schema import SchemaManager

ROOT = Path(__file__).parents[4]
FROZEN = ROOT / "alembic" / "versions" / "procrastinate_3_10.sql"
TAKEN_OVER = ROOT / "tests" / "fixtures" / "procrastinate_migrations.txt"
"""The package's migrations that ours hold. When this test fails after an update of the package: make
a migration of ours that runs the new ones, and add their names here."""


def test_our_migrations_hold_every_one_of_the_packages() -> None:
    theirs = sorted(path.name for path in Path(SchemaManager.get_migrations_path()).glob("*.sql"))
    assert theirs == TAKEN_OVER.read_text(encoding="utf-8").split()


def test_the_frozen_copy_is_the_packages_schema() -> None:
    """As long as nothing was migrated after it; from then on only the list above counts."""
    assert FROZEN.read_text(encoding="utf-8") == SchemaManager.get_schema()
