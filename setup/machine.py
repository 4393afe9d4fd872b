"""What this machine has, and Debian's packages where they may be installed."""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path

BROWSERS = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)


class SetupError(Exception):
    """The set-up cannot go on; the message is one plain line that says what to do."""


def say(line: str) -> None:
    print(f"setup: {line}", file=sys.stderr, flush=True)


class Machine:
    """Looks only when asked: asking sudo, for one, is noted in the system's log."""

    def __init__(self, environ: Mapping[str, str], keep_open: Sequence[int] = ()) -> None:
        """Every command gets `environ` and inherits the file descriptors `keep_open`."""
        self.environ = environ
        self.keep_open = keep_open

    def run(self, *command: str | Path) -> bool:
        """Run it, its output shown; whether it went well."""
        return self._call(command, None) == 0

    def works(self, *command: str | Path) -> bool:
        """Run it in silence; whether it went well. A name on PATH may be a mere stub."""
        return self._call(command, subprocess.DEVNULL) == 0

    def _call(self, command: Sequence[str | Path], output: int | None) -> int:
        try:
            return subprocess.run(  # noqa: S603  (the commands are this package's own)
                command,
                env=self.environ,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                pass_fds=self.keep_open,
                check=False,
            ).returncode
        except OSError:
            return 127

    @cached_property
    def has_ensurepip(self) -> bool:
        """Debian keeps it apart from python3, in python3-venv."""
        return importlib.util.find_spec("ensurepip") is not None

    @cached_property
    def has_uv(self) -> bool:
        return self.works("uv", "--version")

    @cached_property
    def has_virtualenv(self) -> bool:
        return self.works("virtualenv", "--version")

    @cached_property
    def is_debian_python(self) -> bool:
        """Whether this interpreter is one that a Debian package can complete."""
        return Path(sys.base_prefix) == Path("/usr") and shutil.which("apt-get") is not None

    @cached_property
    def root(self) -> tuple[str, ...] | None:
        """What to put before a command of root's: nothing, sudo, or None where neither will do."""
        if os.geteuid() == 0:
            return ()
        return ("sudo", "-n") if self.works("sudo", "-n", "true") else None

    @cached_property
    def has_apt(self) -> bool:
        """Whether Debian's packages can be installed here, without a question."""
        return shutil.which("apt-get") is not None and self.root is not None

    def install(self, package: str) -> bool:
        """Install Debian's package, without what it merely recommends; whether it went well."""
        say(f"installing Debian's {package}")
        apt = (*(self.root or ()), "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-q")
        install = (
            *apt,
            "-y",
            "--no-install-recommends",
            "-oDPkg::Lock::Timeout=300",
            "install",
            package,
        )
        known = any(Path("/var/lib/apt/lists").glob("*_Packages*"))
        # Without lists, or with old ones that name files which are gone: fetch them first.
        return (known and self.run(*install)) or (self.run(*apt, "update") and self.run(*install))


def find_browser(machine: Machine) -> str | None:
    """The path of a Chromium or Chrome that starts, for the browser tests."""
    found = (shutil.which(name, path=machine.environ.get("PATH")) for name in BROWSERS)
    return next((path for path in found if path and machine.works(path, "--version")), None)
