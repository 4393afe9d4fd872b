"""The revisions are read off the files as Alembic reads them."""

from __future__ import annotations

import subprocess
import sys

from alembic.script import ScriptDirectory

from backend.db.server import migrate


def test_the_newest_revision_is_alembics_own_and_all_are_known() -> None:
    script = ScriptDirectory.from_config(migrate.config())
    assert migrate.head() == script.get_current_head()
    assert set(migrate.revisions()) == {each.revision for each in script.walk_revisions()}


def test_a_program_that_has_nothing_to_migrate_does_not_import_alembic() -> None:
    code = "import sys, bot.app; print('alembic.config' in sys.modules, 'telegram' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "True"]


def test_a_database_of_a_newer_program_is_never_told_to_be_upgraded() -> None:
    """`check` said to run `db upgrade`, which refused."""
    assert migrate.unknown(None) is None and migrate.unknown(migrate.head()) is None
    assert "update hiteuses" in (migrate.unknown("of_next_year") or "")
    assert "begin with an empty one" in (migrate.unknown("0012") or "")
