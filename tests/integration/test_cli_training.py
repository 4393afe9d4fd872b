"""`hiteuses training`, as it is typed."""

from __future__ import annotations

import asyncio
import json
import logging
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from backend.clock import Clock
from backend.db import learning
from backend.db.uow import Database
from bot import samples
from bot.cli import run
from bot.demo_content import install_training
from tests.integration.scenes import rows

SMARTPHONE = samples.training() / "smartphone"


@pytest.fixture(autouse=True)
def _environment(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, server_url: str, database: Database
) -> Iterator[None]:
    for name in [name for name in os.environ if name.startswith(("HITEUSES_", "TELEGRAM_", "WHATSAPP_", "LOG_"))]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("HITEUSES_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("DATABASE_URL", server_url)
    monkeypatch.chdir(tmp_path)
    root = logging.getLogger()  # each command sets it up
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)


def write(text: str) -> None:
    Path("bank.gift").write_text(text, "utf-8")


async def typed(capture: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str, str]:
    """Exit code, output, errors. In a thread, for a command runs an event loop of its own."""
    code = await asyncio.to_thread(run, ["training", *map(str, arguments)])
    return (code, *capture.readouterr())


async def test_a_module_goes_in_is_listed_and_comes_out(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert await typed(capsys, "import", SMARTPHONE) == (
        0,
        "smartphone: version 1; 4 lessons, 24 questions, 24 in the final test's pool\n",
        "",
    )
    assert await typed(capsys, "list") == (
        0,
        "smartphone  Bien utiliser son smartphone  4 lessons, 24 questions, 24 in the final test's pool\n",
        "",
    )
    code, out, _ = await typed(capsys, "list", "--json")
    assert code == 0
    assert json.loads(out) == [
        {"id": "smartphone", "title": "Bien utiliser son smartphone", "lessons": 4, "questions": 24, "pool": 24}
    ]
    file = tmp_path / "smartphone.gift"
    assert await typed(capsys, "export", "smartphone", "-o", file) == (0, "", f"smartphone in {file}\n")
    assert await typed(capsys, "export", "smartphone") == (0, file.read_text("utf-8"), "")
    assert await typed(capsys, "import", file) == (
        0,
        "smartphone: unchanged; 4 lessons, 24 questions, 24 in the final test's pool\n",
        "",
    )


async def test_a_closed_module_is_offered_to_nobody_until_it_is_opened(
    capsys: pytest.CaptureFixture[str], database: Database
) -> None:
    await typed(capsys, "import", SMARTPHONE)
    assert await typed(capsys, "close", "smartphone") == (0, "smartphone is closed\n", "")
    assert "smartphone" not in await offered(database)
    assert (await typed(capsys, "list"))[1].rstrip().endswith("closed")
    await typed(capsys, "import", SMARTPHONE)  # nothing has changed: it stays as it was put
    assert "smartphone" not in await offered(database)
    assert await typed(capsys, "open", "smartphone") == (0, "smartphone is open\n", "")
    assert "smartphone" in await offered(database)
    code, _, errors = await typed(capsys, "close", "cuisine")
    assert code == 1 and errors.count("\n") == 1 and "cuisine" in errors


async def offered(database: Database) -> list[str]:
    """The modules that somebody sees who has begun none."""
    async with database.unit() as uow:
        return [row["id"] for row in await learning.modules(uow, 0)]


async def test_what_is_left_out_is_told_and_the_rest_imported(capsys: pytest.CaptureFixture[str]) -> None:
    write("::a::Oui ? {T}\n\n::e::Raconte. {}\n\n::b::Non ? {F}\n")
    assert await typed(capsys, "import", "bank.gift") == (
        0,
        "bank: version 1; 1 lesson, 2 questions, 1 note\n",
        "bank.gift:3: left out: an essay can only be marked by a person\n",
    )
    write("::a::Oui ? {T}\n")
    code, out, _ = await typed(capsys, "import", "bank.gift")
    assert (code, out) == (0, "bank: version 2; 1 lesson, 1 question, 1 question retired\n")


async def test_faults_are_told_by_file_and_line_and_nothing_is_imported(capsys: pytest.CaptureFixture[str]) -> None:
    write("::a::Oui ? {T}\n\n::b::Non ? {~x\n\n::c::Si ? {~%50%a ~b}\n")
    assert await typed(capsys, "import", "bank.gift") == (
        1,
        "",
        "bank.gift:3: the brace { is not closed before the end of the question, which is an empty line\n"
        "bank.gift:5: the weights of the right answers sum to 50 %, not to 100 %\n",
    )
    assert await typed(capsys, "list", "--json") == (0, "[]\n", "")
    assert await typed(capsys, "import", "bank.gift", "--skip-bad") == (
        0,
        "bank: version 1; 1 lesson, 1 question, 2 notes\n",
        "bank.gift:3: left out: the brace { is not closed before the end of the question, which is an empty line\n"
        "bank.gift:5: left out: the weights of the right answers sum to 50 %, not to 100 %\n",
    )


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["import", "none"], 2, "does not exist"),
        (["import"], 2, "Missing argument"),
        (["export", "none"], 1, "hiteuses: there is no module 'none'; hiteuses training list names them"),
        (["import", "."], 1, ".:1: there is no module.yaml in this folder or below it"),
    ],
)
async def test_what_is_not_there_is_told_in_plain_words(
    capsys: pytest.CaptureFixture[str], arguments: list[str], code: int, said: str
) -> None:
    found, out, err = await typed(capsys, *arguments)
    assert (found, out) == (code, "")
    assert said in err


async def test_a_demo_has_the_eight_modules_and_renews_them_when_it_starts_again(database: Database) -> None:
    await install_training(database, Clock())
    await install_training(database, Clock())
    found = await rows(database, "select id, version from module order by position")
    assert [row["version"] for row in found] == [1] * 8
    assert found[0]["id"] == "smartphone"
    stored = await rows(database, "select count(*) as count from media")
    pictures = "select count(distinct s -> 'picture' -> 'media') from lesson, jsonb_array_elements(screens) s"
    shown = await rows(database, pictures)
    assert stored == shown
