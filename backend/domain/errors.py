"""Every error that the product raises on purpose.

HiteusesError                 its docstring is the message when none is given
├── BadInput                  what somebody gave us cannot be used; names the reason
│   └── BadFile               … a file, with one line per fault
├── Misuse                    a caller broke a rule that the dialogues never break
│   └── NotAllowed            the person's role may not do this
├── NotFound                  the thing named does not exist
└── Unavailable               something outside (database, platform) is not there now
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


class HiteusesError(Exception):
    """Something went wrong."""

    def __init__(self, message: str | None = None) -> None:
        super().__init__(message or (self.__doc__ or "").splitlines()[0])


class BadInput(HiteusesError):
    """This input cannot be used."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong in a file: 1-based `line` (0: the file as a whole) and the reason in plain words."""

    line: int
    reason: str


class BadFile(BadInput):
    """This file cannot be used."""

    def __init__(self, file: str, faults: Iterable[Fault]) -> None:
        self.file = file
        self.faults = tuple(faults)
        lines = (f"{file}:{f.line}: {f.reason}" if f.line else f"{file}: {f.reason}" for f in self.faults)
        super().__init__("\n".join(lines))


class Misuse(HiteusesError):
    """This step is not possible here."""


class NotAllowed(Misuse):
    """Your role may not do this."""


class NotFound(HiteusesError):
    """Not found."""


class Unavailable(HiteusesError):
    """A service that is needed cannot be reached."""
