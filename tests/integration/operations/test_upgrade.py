"""An upgrade without downtime: former and new version side by side on one database, and people at work."""

from __future__ import annotations

import asyncio
import shutil
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from backend.db.server import migrate
from backend.domain.errors import Unavailable
from tests.database import TestServer
from tests.integration.operations.at_machines import Site, Work, sited
from tests.processes import ENDS_WITHIN
from tests.program import PATIENCE

ROOT = Path(__file__).parents[3]
PACKAGES = ("bot", "backend", "alembic", "locales")
REVISION = '''
"""What a release may do while the former version runs: columns, tables, indexes; nothing goes."""

from alembic import op

revision = "later"
down_revision = "{head}"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for table in {tables}:
        op.execute(f"alter table {{table}} add column later_text text, add column later_count int not null default 0")
    op.execute("create index ix_answer_later on answer (later_text) where later_text is not null")
    op.execute("create table later (id bigint generated always as identity primary key, person_id bigint "
               "references person (id))")
'''
EVERY = """
    select c.relname from pg_class c where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace
      and c.relname <> 'alembic_version' and c.relname not like 'procrastinate%' and c.relname <> 'deferred' order by 1
"""


def new_version(folder: Path, tables: list[str], head: str) -> Path:
    """The program with one more migration, which changes all these tables."""
    for package in PACKAGES:
        shutil.copytree(ROOT / package, folder / package, ignore=shutil.ignore_patterns("__pycache__"))
    add_revision(folder / "alembic", tables, head)
    return folder


def add_revision(alembic: Path, tables: list[str], head: str) -> None:
    (alembic / "versions/later.py").write_text(REVISION.format(head=head, tables=repr(tuple(tables))), "utf-8")


async def test_people_notice_nothing_of_an_upgrade(server: TestServer, tmp_path: Path) -> None:
    async with sited(server, "upgraded") as site:
        machines, former = site.machines, site.machines.running()
        tables = [row["relname"] for row in site.connection.execute(EVERY)]
        code = await asyncio.to_thread(new_version, tmp_path / "new", tables, migrate.head())
        work = Work(site)
        await work.begin()
        await work.goes_on(4 * len(work.people))  # what is asked often is prepared by now
        # the first new program brings the schema up, and all former ones go on with what they have prepared
        await work.add()
        newcomer = machines.start("worker", code)
        await machines.ready(newcomer)
        assert site.connection.execute("select version_num from alembic_version").fetchone() == {"version_num": "later"}
        assert former == [machine for machine in former if machine.process.running]
        await work.add()
        await work.goes_on(4 * len(work.people))
        for machine in former:
            await work.add()
            await work.goes_on()
            ended, seconds = await machines.replace(machine, code)
            assert (ended, seconds < ENDS_WITHIN) == (0, True), machine.name
        assert await work.finish() == []
        assert machines.complaints == []
        await _refused(site)


async def _refused(site: Site) -> None:
    """A former program that starts now says in one line that it is too old."""
    late = site.machines.start("worker")
    async with asyncio.timeout(PATIENCE):
        assert await late.process.ended == 1
    (line,) = late.lines
    assert line.endswith("the database is at revision later, newer than this program: update hiteuses")


@pytest.fixture
def outdated(server: TestServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A database to which the newest revision, which changes tables, is still to come."""
    monkeypatch.setattr(migrate, "LOCK_WAIT", "100ms")
    monkeypatch.setattr(migrate, "PAUSE", 0.3)
    with server.another("held") as url:
        migrate.upgrade(url)
        shutil.copytree(ROOT / "alembic", tmp_path / "alembic")
        add_revision(tmp_path / "alembic", ["answer", "person"], migrate.head())
        monkeypatch.setattr(migrate, "_folder", lambda: tmp_path / "alembic")
        yield url


def test_an_upgrade_that_must_wait_for_a_table_lets_others_use_it(outdated: str) -> None:
    """As when a backup is under way, which reads every table to its end."""
    patient = "-c statement_timeout=20s"
    with psycopg.connect(outdated) as backup, psycopg.connect(outdated, autocommit=True, options=patient) as person:
        backup.execute("select count(*) from answer")  # holds it until its transaction ends
        upgrading = threading.Thread(target=migrate.upgrade, args=(outdated,))
        upgrading.start()
        longest, began = 0.0, time.monotonic()
        while (asked := time.monotonic()) < began + 2:
            person.execute("select count(*) from answer")
            longest = max(longest, time.monotonic() - asked)
        assert upgrading.is_alive()
        assert longest < 1.5
        backup.commit()
        upgrading.join(PATIENCE)
        assert person.execute("select version_num from alembic_version").fetchone() == ("later",)


def test_an_upgrade_that_waits_too_long_is_told_in_one_line(outdated: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(migrate, "TIMEOUT_SECONDS", 0.1)
    with psycopg.connect(outdated) as backup:
        backup.execute("select count(*) from answer")
        with pytest.raises(Unavailable, match="a long statement or a backup uses a table; try again"):
            migrate.upgrade(outdated)
        backup.commit()
    migrate.upgrade(outdated)
