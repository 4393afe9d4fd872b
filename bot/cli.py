"""The `hiteuses` command. Errors are reported in plain lines, never as a traceback.

Exit codes: 0 done, 1 failed, 2 wrong usage, 130 ended with Ctrl-C."""

from __future__ import annotations

import gc
import io
import logging
import os
import signal
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Any, NoReturn

import click

from backend.domain.errors import BadFile, HiteusesError
from backend.domain.files import file_names
from bot.commands.engine.loading import uncollected
from bot.logs import redact

log = logging.getLogger(__name__)


COMMANDS = {
    "demo": "running",
    "run": "running",
    "web": "running",
    "worker": "running",
    "relay": "running",
    "check": "checking.checks",
    "db": "database",
    "people": "people",
    "templates": "templates",
    "clients": "clients",
    "projects": "projects",
    "quality": "quality",
    "training": "training",
    "ledger": "ledger",
    "payouts": "payouts",
    "audit": "audit",
}
"""Each command and its module in `bot.commands`, in the order of the help."""


class _Commands(click.Group):
    """Imports a command's module only when it is used: importing all of them takes a second."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names in the order of the help."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of this name, from its module; None if there is none."""
        if cmd_name not in COMMANDS:
            return None
        with uncollected():
            command = getattr(import_module(f"bot.commands.{COMMANDS[cmd_name]}"), cmd_name)
        assert isinstance(command, click.Command)
        return command


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="hiteuses", message="%(prog)s %(version)s")
def cli() -> None:
    """Paid micro-tasks in chat, for women in Francophone Africa."""


def main() -> None:
    """The console script."""
    _open_streams()
    signal.signal(signal.SIGTERM, _end)
    try:
        sys.exit(run(sys.argv[1:]))
    finally:
        gc.freeze()  # what is left ends with the process: Python need not look for what to free in it


def _open_streams() -> None:
    """Open what was closed of input, output and errors (`hiteuses run >&-`): nobody reads it, and no other file may
    take its number. Output is written whole or fails."""
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # the lowest number that is free
    if isinstance(getattr(sys.stdout, "buffer", None), io.RawIOBase):
        # PYTHONUNBUFFERED: of a write that a full disk takes in part, the rest would be lost without an error
        sys.stdout = os.fdopen(1, "w", 1, sys.stdout.encoding, sys.stdout.errors, closefd=False)
    sys.stdin = sys.stdin or os.fdopen(0, closefd=False)
    sys.stdout = sys.stdout or os.fdopen(1, "w", closefd=False)
    sys.stderr = sys.stderr or os.fdopen(2, "w", closefd=False)


def run(arguments: Sequence[str]) -> int:
    """Run one command and return its exit code. Errors go to stderr; each line begins with the program's name."""
    try:
        done = cli.main(list(arguments), prog_name="hiteuses", standalone_mode=False)
        sys.stdout.flush()
    except click.Abort:  # click's word for Ctrl-C
        return 130
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except BrokenPipeError:  # the reader of the output has gone
        _drop_output()
        return 1
    except BadFile as error:
        click.echo(str(error), err=True)  # FILE:LINE: reason, as editors and compilers write it
        return 1
    except HiteusesError as error:
        _drop_output()
        return _failed(str(error))
    except OSError as error:
        _drop_output()
        return _failed(f"{error.filename}: {error.strerror}" if error.filename else str(error.strerror or error))
    except Exception as error:
        log.debug("unexpected", exc_info=True)
        if isinstance(error, UnicodeEncodeError) and error.encoding == "utf-8":
            # an argument that is not UTF-8: Python keeps such bytes as surrogates
            return _failed(f"{file_names.text(error.object)!r} is no text in UTF-8")
        what = " ".join(str(error).split())
        from backend.db.engine.failures import is_away  # with the database's driver, which most commands do not need

        if is_away(error):
            return _failed(
                f"the database has gone away, what was not finished is not done: see `hiteuses check` ({what})"
            )
        return _failed(f"{type(error).__name__}: {what} (LOG_LEVEL=debug shows where)")
    return done if isinstance(done, int) else 0


def _drop_output() -> None:
    """Drop what is left in the buffer if it cannot be written: Python would tell of it again, and exit with 120."""
    try:
        sys.stdout.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _failed(message: str) -> int:
    for line in message.splitlines() or [""]:
        click.echo(f"hiteuses: {redact(line)}", err=True)
    return 1


def _end(_number: int, _frame: Any) -> NoReturn:
    """Handle SIGTERM: leave through the `finally` clauses, including that of an embedded server."""
    sys.exit(143)


if __name__ == "__main__":
    main()
