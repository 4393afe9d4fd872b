"""Where commands read and write, and what they say where there is nothing to list."""

from __future__ import annotations

import asyncio
import os
import stat
from pathlib import Path
from types import SimpleNamespace

import pytest

from backend.db.engine.uow import Database
from backend.domain.files import settled
from backend.domain.money import UNITS_PER_WHOLE, Money
from backend.services.work.files import exports
from bot.cli import run
from tests.integration import payments
from tests.integration.payments import earns, funded, names, sent
from tests.integration.scenes import hiteuses
from tests.product import COMMENTS

pytestmark = pytest.mark.usefixtures("own_database")


async def typed(capture: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str, str]:
    """Exit code, output, errors. In a thread, for a command runs an event loop of its own."""
    code = await asyncio.to_thread(run, [str(each) for each in arguments])
    return (code, *capture.readouterr())


def _content(name: str) -> bytes:
    return Path(name).read_bytes()


def _write(name: str, text: str) -> None:
    Path(name).write_text(text, "utf-8")


def _mode(name: str) -> int:
    return stat.S_IMODE(Path(name).stat().st_mode)


def _folder(name: str) -> None:
    Path(name).mkdir()


def _files() -> set[str]:
    return {each.name for each in Path().iterdir()}


async def test_a_hyphen_is_standard_output_and_never_a_file(
    capsys: pytest.CaptureFixture[str], database: Database, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """`audit export -o -` wrote a file of that name, and said 0 also where standard output was full."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HITEUSES_BACKUP_PASSPHRASE", "eine lange Passphrase")
    (awa,) = await hiteuses(database, 1)
    await typed(capsys, "clients", "add", "Essai")
    code, said, told = await typed(capsys, "audit", "export", "-o", "-", "--format", "jsonl")
    assert (code, told) == (0, "") and '"Essai"' in said
    for command in (
        ("people", "export", awa.id, "-o", "-"),
        ("clients", "statement", "Essai", "2026-03", "-o", "-"),
        ("db", "backup", "-"),
    ):
        code, _, told = await typed(capsys, *command)
        assert code == 1 and "- is no file" in told, command
    assert _files() <= {"home"}


async def test_a_file_of_payments_appears_whole_and_only_we_may_read_it(
    capsys: pytest.CaptureFixture[str], database: Database, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """It holds names and numbers; half of one could be given to a bank."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DATA_ENCRYPTION_KEY", payments.RAW_KEYS[0])
    (awa,) = await hiteuses(database, 1)
    await earns(database, await funded(database), awa, Money(50 * UNITS_PER_WHOLE))
    await names(database, awa)
    export = ("payouts", "export", await sent(database), "--format", "csv", "-o")
    assert (await typed(capsys, *export, "out.csv"))[0] == 0
    assert _mode("out.csv") == 0o600
    assert (await typed(capsys, *export, "-"))[1].encode() == _content("out.csv")
    before = _content("out.csv")
    _folder("folder")
    for where in ("folder", "none/out.csv", "/dev/full"):
        code, said, told = await typed(capsys, *export, where)
        assert (code, said) == (1, "") and where in told
    assert _content("out.csv") == before
    assert _files() <= {"home", "out.csv", "folder"}


async def test_data_are_read_from_a_pipe(
    capsys: pytest.CaptureFixture[str], database: Database, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """`projects import CONFIG <(zcat data.csv.gz)` was « Illegal seek »."""
    monkeypatch.chdir(tmp_path)
    _write("project.yaml", COMMENTS)
    reading, writing = os.pipe()
    os.write(writing, b"id,comment\n1,Bonjour\n")
    os.close(writing)
    code, said, _ = await typed(capsys, "projects", "import", "project.yaml", f"/dev/fd/{reading}")
    os.close(reading)
    assert code == 0 and "1 new task" in said


@pytest.mark.parametrize(
    ("command", "told"),
    [
        (("payouts", "list"), "no run of payments yet"),
        (("payouts", "reconcile"), "nothing is on its way"),
        (("ledger", "months"), "no month is closed yet"),
        (("projects", "list"), "no project yet"),
        (("training", "list"), "no module yet"),
    ],
)
async def test_where_there_is_nothing_it_is_said_beside_the_output(
    capsys: pytest.CaptureFixture[str], database: Database, command: tuple[str, ...], told: str
) -> None:
    code, said, errors = await typed(capsys, *command)
    assert (code, said) == (0, "") and errors.startswith(told)
    code, said, errors = await typed(capsys, *command, "--json")
    assert (code, errors) == (0, "") and said.startswith(("[]", "{"))


PROJECT = """
name: essai
title: Essai
kind: choice
question: Ok ?
show: {text: "{t}"}
choices: [{id: ok, label: Oui}, {id: no, label: Non}]
pay: {amount: "0.05", currency: EUR}
"""


async def test_what_never_ends_is_not_read_and_a_pipe_of_the_shell_is(
    capsys: pytest.CaptureFixture[str], database: Database, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A named pipe without a writer was waited for, for ever."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HITEUSES_BACKUP_PASSPHRASE", "eine lange Passphrase")
    os.mkfifo("pipe")
    _write("essai.yaml", PROJECT)
    for file in ("pipe", "/dev/zero"):
        for command in (
            ("projects", "import", file),
            ("projects", "import", "essai.yaml", file),
            ("training", "import", file),
            ("payouts", "reconcile", file),
            ("quality", "aggregate", file, "--method", "majority", "-o", "out.csv"),
        ):
            code, said, told = await typed(capsys, *command)
            assert (code, said) == (2, "") and "is a named pipe, a terminal or a device" in told, command
        code, said, told = await typed(capsys, "db", "restore", file)
        assert (code, said) == (1, "") and f"{file} is no file" in told
    reading, writing = os.pipe()
    os.write(writing, b"id,t\na1,x\n")
    os.close(writing)
    code, said, told = await typed(capsys, "projects", "import", "essai.yaml", f"/dev/fd/{reading}")
    assert code == 0 and "1 new task" in said, told


async def test_a_file_that_grows_is_refused(
    capsys: pytest.CaptureFixture[str], database: Database, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """What was appended while it was read was read as well, without end where the other program was faster."""
    monkeypatch.chdir(tmp_path)
    _write("essai.yaml", PROJECT)
    _write("data.csv", "id,t\na1,x\n")
    _write("labels.csv", "task,worker,label\na1,w,x\n")
    _write("bank.gift", "::a1:: Oui ? {T}\n\n")
    monkeypatch.setattr(settled, "os", SimpleNamespace(fstat=_and_appends))
    for command in (
        ("projects", "import", "essai.yaml", "data.csv"),
        ("quality", "aggregate", "labels.csv", "--method", "majority", "-o", "out.csv"),
        ("training", "import", "bank.gift"),
    ):
        code, said, told = await typed(capsys, *command)
        assert (code, said) == (1, "") and "the file grows while it is read" in told, command
    assert "out.csv" not in _files()
    assert "essai" not in (await typed(capsys, "projects", "list"))[1]


def _and_appends(number: int) -> os.stat_result:
    """How large a file is, and then another program writes on."""
    found = os.fstat(number)
    with Path(f"/proc/self/fd/{number}").open("a") as file:
        file.write("a2,w,x\n")
    return found


async def test_a_pipe_that_nobody_reads_is_not_waited_for(
    capsys: pytest.CaptureFixture[str], database: Database, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(exports, "_PIPE_SECONDS", 0.1)
    os.mkfifo("pipe")
    for command in (("audit", "export", "-o", "pipe"), ("ledger", "export", "2026", "--format", "csv", "-o", "pipe")):
        code, said, told = await typed(capsys, *command)
        assert (code, said) == (1, "") and "pipe is a pipe that nobody reads" in told, command
