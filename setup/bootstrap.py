"""Makes a fresh clone ready: `.venv` with the locked packages and, for the tests, a browser.

    python3 -m setup.bootstrap run     what the program needs
    python3 -m setup.bootstrap test    the development tools and a Chromium as well

`make` calls it before everything else, so it is quick when there is nothing to do. Exit codes: 0
ready, 1 with one plain line, 2 wrong usage, 130 interrupted.

A stamp in `.venv` tells what was finished there. It is removed before anything is changed, written
last, and an environment without one is built anew: an interrupted run needs no other repair.
"""

from __future__ import annotations

import configparser
import fcntl
import hashlib
import json
import os
import platform
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

from setup.machine import Machine, SetupError, find_browser, say
from setup.network import child_environment, pip_files, pip_settings

Level = Literal["run", "test"]
Way = Literal["venv", "uv", "virtualenv", "apt"]

ROOT = Path(__file__).resolve().parent.parent
LOCKS: dict[Level, str] = {"run": "requirements.lock", "test": "requirements-dev.lock"}
SETUP_LOCK = "requirements-setup.lock"  # uv and what builds the checkout; uv then reads the others

AGAIN = "see above; once that is put right, the same command goes on"
NO_BROWSER = (
    "the browser tests need Chromium or Chrome, and none starts here. "
    "Debian: as root, apt-get install chromium. Elsewhere: install Google Chrome"
)


@dataclass(frozen=True)
class Stamp:
    """What an environment holds. `place`: its scripts name their interpreter by its full path."""

    python: str
    place: str
    level: Level
    packages: str
    """SHA-256 over the locks of that level and pyproject.toml, in hexadecimal."""


def wanted_stamp(root: Path, asked: Level, found: Stamp | None) -> Stamp:
    """What `root`'s environment should hold when `asked` for a level.

    The tools stay once they are there, or `make demo` would take them from a running `make test`.
    """
    level = found.level if found and found.level == "test" else asked
    digest = hashlib.sha256()
    for name in ("pyproject.toml", SETUP_LOCK, LOCKS[level]):
        digest.update((root / name).read_bytes())
    return Stamp(platform.python_version(), str(root), level, digest.hexdigest())


def next_step(found: Stamp | None, wanted: Stamp) -> Literal["build", "sync", "nothing"]:
    """Build the environment, bring its packages in step, or nothing."""
    if found is None or (found.python, found.place) != (wanted.python, wanted.place):
        return "build"
    return "nothing" if found == wanted else "sync"


def read_stamp(venv: Path) -> Stamp | None:
    """None where nothing was finished, or its interpreter is gone."""
    try:
        stamp = Stamp(**json.loads((venv / "stamp.json").read_text("utf-8")))
    except (OSError, ValueError, TypeError):
        return None
    return stamp if (venv / "bin/python").exists() else None


def write_stamp(venv: Path, stamp: Stamp) -> None:
    draft = venv / "stamp.json.new"
    draft.write_text(json.dumps(asdict(stamp)), "utf-8")
    draft.replace(venv / "stamp.json")


def choose_way(machine: Machine) -> Way:
    """How to get an environment with an installer in it. Raises `SetupError` when there is none."""
    if machine.has_ensurepip:
        return "venv"
    if machine.has_uv:
        return "uv"
    if machine.has_virtualenv:
        return "virtualenv"
    if machine.is_debian_python and machine.has_apt:
        return "apt"
    remedy = (
        f"As root: apt-get install {venv_package()}"
        if machine.is_debian_python
        else "Install the package of your system that holds it, or uv"
    )
    raise SetupError(f"this Python cannot make environments: its ensurepip is not installed. {remedy}")


def venv_package() -> str:
    """Debian's package that completes this Python; `python3-venv` does so for the default one."""
    return f"python3.{sys.version_info.minor}-venv"


def build(machine: Machine, venv: Path) -> None:
    """A new environment in place of what is at `venv`, with uv and the build tools in it."""
    way = choose_way(machine)
    if way == "apt":
        if not machine.install(venv_package()):
            raise SetupError(f"{venv_package()} could not be installed: {AGAIN}")
        way = "venv"
    say(f"making {venv.name} with Python {platform.python_version()}")
    python = venv / "bin/python"
    make: dict[Way, tuple[str | Path, ...]] = {
        "venv": (sys.executable, "-m", "venv", "--clear", venv),
        "uv": (sys.executable, "-m", "venv", "--clear", "--without-pip", venv),
        "virtualenv": ("virtualenv", "--quiet", "--clear", "--python", sys.executable, venv),
    }
    if not machine.run(*make[way]):
        raise SetupError(f"{venv} could not be made: {AGAIN}")
    pip = ("uv", "pip", "install", "--python", python) if way == "uv" else (python, "-m", "pip", "install")
    if not machine.run(*pip, "--quiet", "--require-hashes", "-r", ROOT / SETUP_LOCK):
        raise SetupError(f"uv could not be installed: {AGAIN}")


def sync(machine: Machine, venv: Path, level: Level) -> None:
    """Exactly the locked packages, and the checkout itself, editable."""
    uv, target = venv / "bin/uv", ("--python", venv / "bin/python")
    locks = (ROOT / LOCKS[level], ROOT / SETUP_LOCK)
    say("installing the locked packages")
    # Somebody who watches sees how far the download is; a log needs no list of a hundred names.
    quiet = () if sys.stderr.isatty() else ("--quiet",)
    if not machine.run(uv, "pip", "sync", *quiet, *target, "--require-hashes", "--compile-bytecode", *locks):
        raise SetupError(f"the locked packages could not be installed: {AGAIN}")
    # Built with the locked hatchling: build isolation would fetch one that nothing pins.
    own = ("--quiet", "--no-deps", "--no-build-isolation", "--editable", ROOT)
    if not machine.run(uv, "pip", "install", *target, *own):
        raise SetupError(f"the checkout could not be installed into {venv}: {AGAIN}")


def prepare(machine: Machine, venv: Path, asked: Level) -> None:
    """Bring `venv` to what is `asked`. Raises `SetupError`, `OSError`."""
    found = read_stamp(venv)
    wanted = wanted_stamp(ROOT, asked, found)
    step = next_step(found, wanted)
    if step == "nothing":
        return
    (venv / "stamp.json").unlink(missing_ok=True)
    if step == "build":
        build(machine, venv)
    sync(machine, venv, wanted.level)
    write_stamp(venv, wanted)


def prepare_alone(machine: Machine, venv: Path, asked: Level) -> None:
    """`prepare`, while no other set-up works in this clone; does not even lock when all is done."""
    found = read_stamp(venv)
    if next_step(found, wanted_stamp(ROOT, asked, found)) == "nothing":
        return
    # This file serves as the lock: it is there before anything else is. The commands inherit it, so
    # one that outlives us (kill -9) still keeps others out.
    with Path(__file__).open("rb+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("another set-up is at work here, waiting for it")
            fcntl.flock(lock, fcntl.LOCK_EX)
        prepare(Machine(machine.environ, [lock.fileno()]), venv, asked)


def ensure_browser(machine: Machine) -> None:
    """A Chromium or Chrome that starts, installed where that can be done. Raises `SetupError`."""
    if find_browser(machine):
        return
    if not (machine.has_apt and machine.install("chromium") and find_browser(machine)):
        raise SetupError(NO_BROWSER)


def main(arguments: Sequence[str]) -> int:
    match arguments:
        case ["run" | "test" as asked]:
            pass
        case _:
            print("usage: python3 -m setup.bootstrap run|test", file=sys.stderr)
            return 2
    try:
        pip = pip_settings(os.environ, pip_files(os.environ, Path.home()))
        machine = Machine(child_environment(os.environ, pip))
        prepare_alone(machine, ROOT / ".venv", asked)
        if asked == "test":
            ensure_browser(machine)
    except configparser.Error as error:
        say(f"pip's configuration cannot be read: {' '.join(str(error).split())}")
        return 1
    except OSError as error:
        say(f"{error.filename}: {error.strerror}" if error.filename else str(error))
        return 1
    except SetupError as error:
        say(str(error))
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
