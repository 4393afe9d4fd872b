"""Single values: how each is read, and what makes it wrong.

`CHECKS` are for values inside JSON, which have exactly their JSON type. `DECODERS` are for whole
parameters: form fields are all text, and in JSON bodies of some libraries they are too.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

Check = Callable[[Any], None]
Decode = Callable[[Any], Any]


class WrongValueError(Exception):
    """A value that does not fit its type; `path` leads to it from the parameter."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason
        self.path: list[str] = []

    def within(self, name: str) -> WrongValueError:
        self.path.insert(0, name)
        return self

    def __str__(self) -> str:
        return f"{'.'.join(self.path)}: {self.reason}" if self.path else self.reason


def _string(value: Any) -> None:
    if not isinstance(value, str):
        raise WrongValueError(f"{value!r:.60} is not a String")


def _integer(value: Any) -> None:
    if not isinstance(value, int) or isinstance(value, bool):
        raise WrongValueError(f"{value!r:.60} is not an Integer")


def _float(value: Any) -> None:
    if not isinstance(value, int | float) or isinstance(value, bool):
        raise WrongValueError(f"{value!r:.60} is not a Float")


def _boolean(value: Any) -> None:
    if not isinstance(value, bool):
        raise WrongValueError(f"{value!r:.60} is not a Boolean")


_INTEGER = re.compile(r"-?\d{1,19}\Z", re.ASCII)
_TRUE_FALSE = {"true": True, "True": True, "1": True, "false": False, "False": False, "0": False}


def _text(value: Any) -> str:
    _string(value)
    return value  # type: ignore[no-any-return]


def _number(value: Any) -> int:
    if isinstance(value, str) and _INTEGER.match(value):
        return int(value)
    _integer(value)
    return value  # type: ignore[no-any-return]


def _decimal(value: Any) -> float:
    if isinstance(value, str):
        try:
            return float(value)
        except ValueError:
            raise WrongValueError(f"{value!r:.60} is not a Float") from None
    _float(value)
    return float(value)


def _flag(value: Any) -> bool:
    if isinstance(value, str) and value in _TRUE_FALSE:
        return _TRUE_FALSE[value]
    _boolean(value)
    return value  # type: ignore[no-any-return]


def _number_or_text(value: Any) -> int | str:
    return value if isinstance(value, str) and not _INTEGER.match(value) else _number(value)


def file(value: Any) -> str:
    """A file id, an address or attach://; uploads under the parameter's own name come apart."""
    return _text(value)


DECODERS: dict[tuple[str, ...], Decode] = {
    ("String",): _text,
    ("Integer",): _number,
    ("Float",): _decimal,
    ("Boolean",): _flag,
    ("Integer", "String"): _number_or_text,
    ("InputFile", "String"): file,
    ("InputFile",): file,
}

CHECKS: dict[str, Check] = {
    "String": _string,
    "Integer": _integer,
    "Float": _float,
    "Boolean": _boolean,
    "InputFile": _string,
}
