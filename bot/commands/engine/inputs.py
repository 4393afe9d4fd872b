"""Files that commands read."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import click


class InputPath(click.Path):
    """An existing file, or what a shell pipes in (`<(…)`, `… | hiteuses … /dev/stdin`). Named pipes, terminals, sockets
    and devices are wrong usage: reading them could wait, or go on, for ever. `folders`: a folder is taken as well."""

    def __init__(self, *, folders: bool = False) -> None:
        super().__init__(exists=True, dir_okay=folders, path_type=Path)

    def convert(self, value: str | os.PathLike[str], param: click.Parameter | None, ctx: click.Context | None) -> Path:
        """The path. Fails if it does not exist, or is nothing that ends."""
        path = Path(os.fsdecode(super().convert(value, param, ctx)))
        if not _ends(path):
            self.fail(f"{click.format_filename(path)} is a named pipe, a terminal or a device: name a file", param, ctx)
        return path


def _ends(path: Path) -> bool:
    mode = path.stat().st_mode
    # A pipe of the shell has no place in the file system: its link leads to "pipe:[5]", which does not exist.
    return stat.S_ISREG(mode) or stat.S_ISDIR(mode) or (stat.S_ISFIFO(mode) and not path.resolve().exists())


FILE = InputPath()
FILE_OR_FOLDER = InputPath(folders=True)
