"""`hiteuses` commands as people run them: processes of their own, with nothing of this machine's settings."""

from __future__ import annotations

import asyncio
import atexit
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from time import monotonic
from typing import Any

from tests.forking import Forked

COMMAND = Path(sys.executable).parent / "hiteuses"
ENDS_WITHIN = 10.0
"""Seconds from SIGTERM to the end."""
ADMIN_CODE = "PATRON99"

_FOREIGN = (
    "DATABASE_URL",
    "HITEUSES_",
    "HOST",
    "PORT",
    "PUBLIC_URL",
    "TELEGRAM_",
    "WHATSAPP_",
    "WAVE_",
    "PAWAPAY_",
    "ADMIN_",
    "LOG_",
    "PG",
)
_TROUBLE = (" ERROR ", " CRITICAL ", "Traceback ", "hiteuses: ")


def environment(**ours: str) -> dict[str, str]:
    """That of an installation with these settings."""
    kept = {name: text for name, text in os.environ.items() if not name.startswith(_FOREIGN)}
    if kept.pop("PYTHONDONTWRITEBYTECODE", ""):
        # An installation starts from compiled modules; compiling them at each start would take longer
        # than all the rest.
        kept["PYTHONPYCACHEPREFIX"] = _compiled()
    return {**kept, "ADMIN_INVITE_CODE": ADMIN_CODE, **ours}


def is_trouble(line: str) -> bool:
    """Whether a line of a log is of an error."""
    return any(sign in line for sign in _TROUBLE)


class Process:
    """One life of `hiteuses ARGUMENTS`, from now on. `heard` gets each line that it says."""

    def __init__(
        self, *arguments: str | Path, environment: Mapping[str, str], heard: Callable[[str], None], most: int = 2**16
    ) -> None:
        # Not asyncio's own way: its threads would stay, and later tests start servers by forking.
        output, written = os.pipe()
        self._output = os.fdopen(output, "rb", buffering=0)
        self._process: subprocess.Popen[bytes] | Forked
        if "PYTHONPATH" in environment:  # another version of the program
            self._process = subprocess.Popen(
                [COMMAND, *arguments],
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=written,
                stderr=subprocess.STDOUT,
            )
        else:
            self._process = Forked([str(each) for each in arguments], environment, written)
        os.close(written)
        self.pid = self._process.pid
        self.ended = asyncio.create_task(self._listen(heard, most))
        """Its exit code; done when it has ended."""

    @property
    def running(self) -> bool:
        return self._process.poll() is None

    async def kill(self) -> None:
        """kill -9, of it alone."""
        self._process.kill()
        await asyncio.shield(self.ended)

    async def stop(self, number: int = signal.SIGTERM) -> tuple[int, float]:
        """Tell it to end: the exit code and the seconds until it ended. Raises `TimeoutError`."""
        began = monotonic()
        self._process.send_signal(number)
        async with asyncio.timeout(2 * ENDS_WITHIN):
            code = await asyncio.shield(self.ended)
        return code, monotonic() - began

    async def _listen(self, heard: Callable[[str], None], most: int) -> int:
        reader = asyncio.StreamReader(limit=most)
        loop = asyncio.get_running_loop()
        transport, _ = await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), self._output)
        try:
            while line := await reader.readline():
                heard(line.decode().rstrip())
        finally:
            transport.close()
        return self._process.wait()  # the end of its output is its end


class Commands:
    """Short commands on the data that `settings()` name. `home`: a folder for files that they read."""

    def __init__(self, home: Path, settings: Callable[[], Mapping[str, str]]) -> None:
        self._home = home
        self._settings = settings

    async def command(self, *arguments: str | Path) -> str:
        """Carry one out; its output. Raises `AssertionError`."""
        said: list[str] = []
        process = Process(*arguments, environment=self._settings(), heard=said.append, most=2**24)
        code = await process.ended
        output = "\n".join(said)
        assert code == 0, f"hiteuses {' '.join(map(str, arguments))}: {output}"
        return output

    async def invite(self, count: int, country: str = "CI") -> list[str]:
        """Codes for so many hiteuses."""
        made = await self.command(
            "people", "invite", "--role", "hiteuse", "--country", country, "--count", str(count), "--json"
        )
        return [row["code"] for row in json.loads(made[made.index("[") :])]  # behind what is warned of

    async def add_work(self, config: str, data: str) -> str:
        """Import a project from the text of its two files; what the command says."""
        config_file, data_file = self._home / "project.yaml", self._home / "data.csv"
        config_file.write_text(config, "utf-8")
        data_file.write_text(data, "utf-8")
        return await self.command("projects", "import", config_file, data_file)

    async def ledger(self) -> Mapping[str, Any]:
        """What `hiteuses ledger check` finds."""
        report: Mapping[str, Any] = json.loads(await self.command("ledger", "check", "--json"))
        return report


@cache
def _compiled() -> str:
    """A folder for compiled modules, for as long as the tests run."""
    folder = tempfile.mkdtemp(prefix="hiteuses-compiled-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder
