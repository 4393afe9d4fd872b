"""Backups as they happen: while people work, and when the program is killed in the middle of them."""

from __future__ import annotations

import asyncio
import io
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

import psutil
import psycopg
import pytest

from backend import age
from backend.db.server import embedded
from tests.fakes.telegram import FakeTelegram
from tests.hiteuse import PLENTY, project, tasks
from tests.processes import Commands, Process, environment
from tests.program import PATIENCE, Program, installation
from tests.working import Crowd

PEOPLE = 8
ITEMS = 120
ANSWERS = 3
"""Wanted per task."""
PASSPHRASE = {"HITEUSES_BACKUP_PASSPHRASE": "cinq mots que personne ne devine"}


class Installation(Commands):
    """Commands on the data of a folder."""

    def __init__(self, home: Path, name: str) -> None:
        self.data = home / name
        self.settings: Mapping[str, str] = environment(HITEUSES_HOME=str(self.data), **PASSPHRASE)
        super().__init__(home, lambda: self.settings)

    async def killed(self, step: str, *arguments: str | Path, server: bool) -> None:
        """Carry a command out until it says this step, and kill it then; with `server`, its database server too."""
        said: list[str] = []
        reached = asyncio.Event()

        def hears(line: str) -> None:
            said.append(line)
            if line.startswith(step):
                reached.set()

        process = Process(*arguments, environment=self.settings, heard=hears)
        async with asyncio.timeout(PATIENCE):
            waiting = asyncio.create_task(reached.wait())
            await asyncio.wait({waiting, process.ended}, return_when=asyncio.FIRST_COMPLETED)
        waiting.cancel()
        assert reached.is_set(), said
        children = psutil.Process(process.pid).children(recursive=True) if server and process.running else []
        for child in children:
            with suppress(psutil.NoSuchProcess):
                child.kill()
        await process.kill()

    async def outcome(self, *arguments: str | Path) -> tuple[int, list[str]]:
        """Exit code and lines of a command."""
        said: list[str] = []
        return await Process(*arguments, environment=self.settings, heard=said.append).ended, said

    @contextmanager
    def database(self) -> Iterator[psycopg.Connection[tuple[object, ...]]]:
        server = embedded.start(self.data, service=False)
        try:
            with psycopg.connect(server.url, autocommit=True) as connection:
                yield connection
        finally:
            server.stop()


GIVEN = """
    select k.address, t.client_id, a.value #>> '{}' from answer a
    join task t on t.id = a.task_id join contact k on k.person_id = a.person_id where a.answered_at is not null
"""


async def test_a_backup_taken_while_people_work_holds_every_answer_that_was_acknowledged_before() -> None:
    with installation() as home:
        async with FakeTelegram() as telegram:
            program = Program(home, telegram)
            try:
                program.start()
                await program.ready()
                await program.add_work(PLENTY, tasks([f"q{n}" for n in range(4 * PEOPLE)]))
                await program.add_work(project("phrases", ANSWERS), tasks([f"p{n}" for n in range(ITEMS)], 30))
                codes = await program.invite(PEOPLE)
                people = [(telegram.person(f"Awa {number}"), code) for number, code in enumerate(codes)]
                crowd = Crowd(people, ITEMS * ANSWERS, 11, program.until)
                crowd.begin()
                await crowd.a_moment(4)
                before = {(str(h.person.id), item): answer for h in crowd.people for item, answer in h.answered.items()}
                here, elsewhere = Installation(home, "data"), Installation(home, "elsewhere")
                file = home / "monday.backup"
                assert "read back and complete" in await here.command("db", "backup", file)
                assert sum(len(h.answered) for h in crowd.people) > len(before) > 0  # they went on meanwhile
                assert "Ledger and work agree" in (await elsewhere.command("db", "restore", file)).splitlines()[-1]
                with elsewhere.database() as connection:
                    found = {(address, item): answer for address, item, answer in connection.execute(GIVEN).fetchall()}
                assert {key: found.get(key) for key in before} == before
                assert (await program.ledger())["ok"] is True
                assert program.complaints == []
            finally:
                await program.close()
            (home / "again").mkdir()
            elsewhere.data.rename(home / "again" / "data")
            again = Program(home / "again", telegram)
            try:
                again.start()
                await again.ready()
                assert (await again.ledger())["ok"] is True
                assert again.complaints == []
            finally:
                await again.close()


@pytest.fixture(scope="module")
def full() -> Iterator[tuple[Path, Path]]:
    """A folder with an installation that has work, and a backup of it."""
    with installation() as home:

        async def fill() -> None:
            full = Installation(home, "full")
            await full.add_work(project("phrases", ANSWERS), tasks([f"p{n}" for n in range(3_000)]))
            await full.command("db", "backup", home / "full.backup")

        asyncio.run(fill())
        yield home, home / "full.backup"


def is_whole(content: bytes | None) -> bool:
    """Whether this is all of a backup. Raises `Damaged`."""
    return content is not None and age.decrypted(io.BytesIO(content), *PASSPHRASE.values()).read() != b""


def names_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.mark.parametrize("step", ["counting", "writing", "reading back"])
async def test_a_backup_that_is_killed_leaves_no_half_file(full: tuple[Path, Path], step: str, tmp_path: Path) -> None:
    home, whole = full
    here = Installation(home, "full")
    for former in (None, whole.read_bytes()):
        file = tmp_path / "x.backup"
        if former is not None:
            file.write_bytes(former)
        await here.killed(step, "db", "backup", file, server=former is not None)
        found = file.read_bytes() if file.exists() else None
        assert found == former or (step == "reading back" and is_whole(found))  # it may have ended before the kill
    await here.command("db", "backup", file)
    assert names_in(tmp_path) == [file.name]  # what the killed one left is gone


NOTHING_OR_REFUSED = re.compile(r"hiteuses: a backup was not restored to its end; run again: hiteuses db restore FILE")


@pytest.mark.parametrize("server", [False, True], ids=["alone", "with its server"])
@pytest.mark.parametrize("step", ["reading the backup", "restoring", "committing", "checking the ledger"])
async def test_a_restore_that_is_killed_leaves_nothing_half_done(
    full: tuple[Path, Path], step: str, server: bool
) -> None:
    home, file = full
    there = Installation(home, f"killed-{step.replace(' ', '-')}-{server}")
    await there.killed(step, "db", "restore", file, server=server)
    code, said = await there.outcome("projects", "list")
    if code == 0:
        assert said == ["no project yet"]  # nothing of it is there
    else:
        (line,) = said
        assert NOTHING_OR_REFUSED.fullmatch(line)
        assert step in ("committing", "checking the ledger")
    said = (await there.command("db", "restore", file)).splitlines()
    assert "Ledger and work agree" in said[-1]
    assert "3,000 tasks" in (listed := await there.command("projects", "list")) or "3000 tasks" in listed


async def test_a_running_program_is_not_restored_under(full: tuple[Path, Path]) -> None:
    home, file = full
    async with FakeTelegram() as telegram:
        (home / "running").mkdir()
        program = Program(home / "running", telegram)
        try:
            program.start()
            await program.ready()
            there = Installation(home / "running", "data")
            code, said = await there.outcome("db", "restore", file)
            assert (code, said[-1]) == (
                1,
                f"hiteuses: hiteuses is running on {there.data}: end it first, then restore",
            )
            await program.ready()
        finally:
            await program.close()
