from __future__ import annotations

import asyncio
import errno
import fcntl
import os
import signal
import socket
from contextlib import suppress
from pathlib import Path
from typing import cast

import pytest

from backend.domain.errors import Unavailable
from bot.commands import running
from bot.settings import load


async def test_a_service_runs_until_it_is_told_to_end_and_then_tidies_up() -> None:
    tidied = []

    async def work() -> None:
        asyncio.get_running_loop().call_soon(os.kill, os.getpid(), signal.SIGTERM)
        try:
            await asyncio.Event().wait()
        finally:
            await asyncio.sleep(0)
            tidied.append(True)

    assert await running.until_told(work()) == 0
    assert tidied == [True]


async def test_what_does_not_end_is_cut_off(caplog: pytest.LogCaptureFixture) -> None:
    """A cancellation can get lost: the process ran on as if nothing had been said."""
    left: list[asyncio.Task[None]] = []

    async def work() -> None:
        asyncio.get_running_loop().call_soon(os.kill, os.getpid(), signal.SIGTERM)
        with suppress(asyncio.CancelledError):
            await asyncio.Event().wait()
        left.append(cast("asyncio.Task[None]", asyncio.current_task()))
        await asyncio.Event().wait()

    assert await running.until_told(work(), within=0.05) == 0
    assert "the rest is cut off" in caplog.text
    (task,) = left
    assert not task.done()
    task.cancel()  # as the loop does when it is closed
    await asyncio.wait([task])


async def test_who_was_told_before_is_told_again_once_a_service_has_ended() -> None:
    """Where the database's server was killed, everything starts again: SIGTERM then killed the process, and left the
    new server behind."""
    before = [signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)]
    own = signal.signal(signal.SIGTERM, lambda *_: None)
    try:
        mine = signal.getsignal(signal.SIGTERM)
        await running.until_told(asyncio.sleep(0))
        assert [signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)] == [before[0], mine]
    finally:
        signal.signal(signal.SIGTERM, own)


async def test_a_service_that_fails_says_why() -> None:
    async def work() -> None:
        raise Unavailable("gone")

    with pytest.raises(Unavailable, match="gone"):
        await running.until_told(work())


def test_the_cause_is_found_in_groups_of_groups() -> None:
    error = ExceptionGroup("a", [ExceptionGroup("b", [OSError(errno.EADDRINUSE, "in use")]), ValueError("other")])
    assert [type(each) for each in running.causes(error)] == [OSError, ValueError]


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (Unavailable("the token was refused"), "the token was refused"),
        (OSError(errno.EADDRINUSE, "x"), "PORT 81 on 10.0.0.9 is in use"),
        (OSError(errno.EACCES, "not allowed"), "PORT 81 on 10.0.0.9 may not be opened"),
        (OSError(errno.EADDRNOTAVAIL, "x"), "HOST 10.0.0.9 is no address of this machine"),
        (socket.gaierror(socket.EAI_NONAME, "Name or service not known"), "HOST 10.0.0.9 is no address of this"),
    ],
)
def test_what_happens_to_every_installation_is_told_in_words(error: Exception, words: str) -> None:
    found = load({"PORT": "81", "HOST": "10.0.0.9"})
    assert str(running.plain(ExceptionGroup("parts", [error]), found)).startswith(words)


def test_what_nobody_foresaw_stays_itself() -> None:
    error = ExceptionGroup("parts", [ValueError("odd")])
    assert running.plain(error, load({})) is error.exceptions[0]


def test_a_demo_starts_over_without_what_was_tried_before(tmp_path: Path) -> None:
    folder = tmp_path / "demo"
    running.forget(folder)  # nothing there yet
    (folder / "postgres" / "base").mkdir(parents=True)
    for name in ("server.lock", "erased", "clock", "payouts.toml"):
        (folder / name).touch()
    running.forget(folder)
    assert {path.name for path in folder.iterdir()} == {"server.lock", "payouts.toml"}


def test_a_folder_called_demo_that_no_demo_has_made_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "postgres").mkdir()
    (tmp_path / "notes.txt").write_text("mine")
    running.forget(tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == {"postgres", "notes.txt"}


def test_a_running_demo_keeps_its_data(tmp_path: Path) -> None:
    (tmp_path / "postgres").mkdir()
    with (tmp_path / "server.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(Unavailable, match="a demo is running"):
            running.forget(tmp_path)
    assert (tmp_path / "postgres").exists()
