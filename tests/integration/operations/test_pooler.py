"""PgBouncer in transaction mode: transactions of web and worker go through it; what needs a session does not."""

from __future__ import annotations

import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from psycopg.conninfo import conninfo_to_dict

from backend.db.engine.uow import Database
from backend.db.server import migrate, privileges
from backend.domain.errors import Unavailable
from tests.database import TestServer
from tests.fakes.ports import Port
from tests.integration.operations.at_machines import Work, sited
from tests.program import PATIENCE, installation

pytestmark = [
    pytest.mark.skipif(shutil.which("pgbouncer", path="/usr/sbin:/usr/bin") is None, reason="there is no pgbouncer"),
    # The product forks before it has any thread; here other tests may have left some (Python 3.12 warns).
    pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning"),
]

SETTINGS = """
[databases]
* = host={host}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = {port}
unix_socket_dir =
auth_type = trust
auth_file = {folder}/users.txt
admin_users = hiteuses
pool_mode = transaction
default_pool_size = 4
{more}
"""


class Pooler:
    """`url`: its address for a database. As it is shipped, but for `more`; it opens four connections for all."""

    def __init__(self, folder: Path, server_url: str, more: str) -> None:
        self.more = more
        port = Port().number
        (folder / "users.txt").write_text('"hiteuses" ""\n')
        host = conninfo_to_dict(server_url)["host"]
        (folder / "pgbouncer.ini").write_text(SETTINGS.format(host=host, port=port, folder=folder, more=more))
        self._address = f"postgresql://hiteuses@127.0.0.1:{port}"
        with (folder / "log").open("wb") as log:
            self._process = subprocess.Popen(
                [shutil.which("pgbouncer", path="/usr/sbin:/usr/bin") or "", folder / "pgbouncer.ini"],
                stdin=subprocess.DEVNULL, stdout=log, stderr=log, preexec_fn=privileges.given_up(folder),  # noqa: PLW1509 (no other thread uses what it changes)
            )  # fmt: skip

    def url(self, database: str) -> str:
        return f"{self._address}/{database}"

    def ready(self) -> None:
        deadline = time.monotonic() + PATIENCE
        while True:
            try:
                self.transactions()
                return
            except psycopg.OperationalError:
                assert self._process.poll() is None
                assert time.monotonic() < deadline
                time.sleep(0.05)  # it tells nobody when it is ready

    def transactions(self) -> int:
        """How many it has carried."""
        with psycopg.connect(self.url("pgbouncer"), autocommit=True) as connection:
            cursor = connection.cursor()
            cursor.execute("show stats_totals")
            assert cursor.description is not None
            at = [column.name for column in cursor.description].index("xact_count")
            return sum(int(row[at]) for row in cursor.fetchall())

    def end(self) -> None:
        self._process.kill()
        self._process.wait()


@pytest.fixture(params=["", "ignore_startup_parameters = options"], ids=["as shipped", "ignoring options"])
def pooler(server: TestServer, request: pytest.FixtureRequest) -> Iterator[Pooler]:
    with installation() as folder:
        folder.chmod(0o755)
        pooler = Pooler(folder, server.url, request.param)
        try:
            pooler.ready()
            yield pooler
        finally:
            pooler.end()


async def test_people_work_through_it_with_four_connections(server: TestServer, pooler: Pooler) -> None:
    async with sited(server, "pooled", DATABASE_POOL_URL=pooler.url("pooled")) as site:
        work = Work(site)
        await work.begin()
        before = pooler.transactions()
        for part in ("relay", "worker", "web"):
            await work.add()
            await work.goes_on()
            machine = site.machines.running(part)[0]
            assert (await site.machines.replace(machine))[0] == 0
        assert await work.finish() == []
        assert site.machines.complaints == []
        assert pooler.transactions() - before > 10 * len(work.people)


async def test_each_transaction_has_the_settings_that_a_session_would_keep(server: TestServer, pooler: Pooler) -> None:
    names = ("timezone", "plan_cache_mode", "enable_seqscan", "idle_in_transaction_session_timeout")
    statement = f"select {', '.join(f'current_setting({name!r}) as {name}' for name in names)}"
    direct, through = Database(server.url), Database(server.url, pooler=pooler.url("hiteuses"))
    try:
        for unit in ("turn", "unit"):
            found = []
            for database in (direct, through):
                async with getattr(database, unit)() as uow:
                    found.append([await uow.read(statement), await uow.fetch_all(statement)])
                    await uow.commit()
            assert found[0] == found[1]
            assert found[0][0] == found[0][1]
    finally:
        await direct.close()
        await through.close()


def test_the_server_itself_must_be_named_where_sessions_are_needed(server: TestServer, pooler: Pooler) -> None:
    with pytest.raises(
        Unavailable, match=r"PgBouncer in transaction mode.*name the server itself here, and the pooler"
    ):
        migrate.upgrade(pooler.url("hiteuses"))
