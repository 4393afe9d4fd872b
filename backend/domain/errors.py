"""Every error that the product raises on purpose.

HiteusesError                 its docstring is the message when none is given
├── BadInput                  what somebody gave us cannot be used; names the reason
│   └── BadFile               … a file, with one line per fault
├── Misuse                    a caller broke a rule that the dialogues never break
│   ├── NotAllowed            the person's role may not do this
│   └── LastOwner             nobody would be left to give roles
├── NotFound                  the thing named does not exist
└── Unavailable               something outside (database, platform) is not there now
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TypeVar

from backend.records import Record

T = TypeVar("T")


@dataclass(frozen=True, slots=True, init=False)
class Reason:
    """Why something cannot be used. The command line says it in English, chat in the reader's language
    (`bot.i18n.faults`).

    `msgid` is the English text with `{placeholders}`. It must be a literal, so that it can be translated (domain
    "faults" of `locales/`). A text value is inserted as it is; `{name!r}` puts it in quotes. A value called `detail`
    holds a library's own English words, which a translation leaves out. `str()` gives the English text.
    """

    msgid: str
    values: Mapping[str, ReasonValue] = field(hash=False)

    def __init__(self, msgid: str, /, **values: ReasonValue) -> None:
        object.__setattr__(self, "msgid", msgid)
        object.__setattr__(self, "values", values)

    def __str__(self) -> str:
        return self.msgid.format_map({k: f"{v:f}" if isinstance(v, Decimal) else v for k, v in self.values.items()})


ReasonValue = str | int | Decimal | Reason


class HiteusesError(Exception):
    """Something went wrong."""

    def __init__(self, message: str | None = None) -> None:
        super().__init__(message or (self.__doc__ or "").splitlines()[0])


class BadInput(HiteusesError):
    """This input cannot be used."""

    def __init__(self, message: str | Reason | None = None) -> None:
        super().__init__(None if message is None else str(message))
        self.reason = message if isinstance(message, Reason) else Reason("{text}", text=str(self))
        """The message for chat. A plain text is only ever shown on the command line."""


class Fault(Record):
    """One fault in a file: the 1-based `line` (0: the whole file) and the reason in plain words."""

    line: int
    reason: Reason


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


class LastOwner(Misuse):
    """The last owner stays one: name another owner first."""


class NotFound(HiteusesError):
    """Not found."""


def existing(found: T | None, message: str | None = None) -> T:
    """What was found. Raises `NotFound` if it is None."""
    if found is None:
        raise NotFound(message)
    return found


class Unavailable(HiteusesError):
    """A service that is needed cannot be reached."""
