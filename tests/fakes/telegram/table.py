"""The Bot API's method table, compiled once into checks.

`METHODS[name].check(params, uploads)` returns the parameters as Python values (JSON text decoded,
digits as int), or raises `ViolationError`. Objects are checked through all their levels: unknown
field, missing field, wrong type, wrong constant.

The real server is laxer in places (it ignores unknown fields, and reads a number where text is
asked); here each of these is a fault of the bot.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson

from .errors import ViolationError, violation
from .values import CHECKS, DECODERS, Check, Decode, WrongValueError, file

TABLE = Path(__file__).parent / "bot_api.json"


_HOLD_FILES = frozenset({"media", "sticker", "stickers", "photo", "content", "options"})
"""Parameters whose objects name files; the table has no types for that."""


@dataclass(frozen=True, slots=True)
class Upload:
    """One file part of a multipart call."""

    field: str
    filename: str
    content_type: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Method:
    """One method: its `name` as documented, how to read each parameter, and what it `returns`."""

    name: str
    decoders: Mapping[str, Decode]
    required: tuple[str, ...]
    returns: tuple[str, ...]
    files: tuple[str, ...]
    """Parameters that may ask for uploaded files."""

    def check(self, params: Mapping[str, Any], uploads: Mapping[str, Upload]) -> dict[str, Any]:
        """The parameters as Python values; an uploaded file stands under its parameter's name.

        Raises `ViolationError`.
        """
        decoders = self.decoders
        clean: dict[str, Any] = {}
        for name, value in params.items():
            decode = decoders.get(name)
            if decode is None:
                raise violation(f"{self.name} has no parameter {name!r}")
            if value is None:
                continue
            try:
                clean[name] = decode(value)
            except WrongValueError as wrong:
                raise violation(f"{self.name}: {wrong.within(name)}") from None
        if self.files or uploads:
            self._take(uploads, clean)
        for name in self.required:
            if name not in clean:
                raise violation(f"{self.name}: parameter {name!r} is required")
        return clean

    def _take(self, uploads: Mapping[str, Upload], clean: dict[str, Any]) -> None:
        asked = attachments([clean[name] for name in self.files if name in clean])
        for field, upload in uploads.items():
            if field in asked:
                continue
            decode = self.decoders.get(field)
            if decode is not file:
                raise violation(
                    f"{self.name}: the uploaded file {field!r} is no parameter, and no attach:// asks for it"
                )
            clean[field] = upload
        for name in asked - uploads.keys():
            raise violation(f"{self.name}: attach://{name} names no uploaded file")


def attachments(value: Any) -> set[str]:
    """The names that `attach://…` strings inside `value` ask for."""
    if isinstance(value, str):
        return {value[9:]} if value.startswith("attach://") else set()
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        return set().union(*map(attachments, value))
    return set()


class Types:
    """Checks of the table's types, each compiled at its first use (types refer to each other)."""

    def __init__(self, types: Mapping[str, Any]) -> None:
        self._types = types
        self._checks = dict(CHECKS)

    def check(self, name: str, value: Any) -> None:
        """Raises `WrongValueError` when `value` (decoded JSON) is not of the type `name`."""
        self._named(name)(value)

    def decoder(self, names: Sequence[str]) -> Decode:
        """How a parameter of one of these types is read."""
        if scalar := DECODERS.get(tuple(names)):
            return scalar
        check = self._union(names)

        def decode(value: Any) -> Any:
            if isinstance(value, str):
                try:
                    value = orjson.loads(value)
                except orjson.JSONDecodeError:
                    raise WrongValueError("is not JSON") from None
            check(value)
            return value

        return decode

    def _named(self, name: str) -> Check:
        check = self._checks.get(name)
        if check is None:
            # Put in before it is built: a type may hold itself.
            self._checks[name] = self._later([name])
            self._checks[name] = check = self._build(name)
        return check

    def _build(self, name: str) -> Check:
        if name.startswith("Array of "):
            return self._array(name.removeprefix("Array of "))
        if subtypes := self._types[name].get("subtypes"):
            return self._union(subtypes)
        return self._object(name)

    def _array(self, item: str) -> Check:
        check = self._named(item)

        def array(value: Any) -> None:
            if not isinstance(value, list):
                raise WrongValueError(f"{value!r:.60} is not an array")
            for i, each in enumerate(value):
                try:
                    check(each)
                except WrongValueError as wrong:
                    raise wrong.within(str(i)) from None

        return array

    def _object(self, name: str) -> Check:
        fields: dict[str, Check] = {}
        required: list[str] = []
        for field, types, needed, *constant in self._types[name]["fields"]:
            fields[field] = _constant(constant[0]) if constant else self._later(types)
            if needed:
                required.append(field)

        def check(value: Any) -> None:
            if not isinstance(value, dict):
                raise WrongValueError(f"{value!r:.60} is not a {name}")
            for field in required:
                if field not in value:
                    raise WrongValueError(f"{name} needs {field!r}")
            for field, each in value.items():
                field_check = fields.get(field)
                if field_check is None:
                    raise WrongValueError(f"{name} has no field {field!r}")
                try:
                    field_check(each)
                except WrongValueError as wrong:
                    raise wrong.within(field) from None

        return check

    def _later(self, types: Sequence[str]) -> Check:
        """A check that is compiled when first asked: most types are never sent."""
        compiled: Check | None = None

        def check(value: Any) -> None:
            nonlocal compiled
            if compiled is None:
                compiled = self._union(types)
            compiled(value)

        return check

    def _union(self, names: Sequence[str]) -> Check:
        if len(names) == 1:
            return self._named(names[0])

        def check(value: Any) -> None:
            reasons: dict[str, WrongValueError] = {}
            for name in names:
                try:
                    self._named(name)(value)
                except WrongValueError as wrong:
                    reasons[name] = wrong
                else:
                    return
            raise reasons[max(names, key=lambda name: self._likeness(name, value))]

        return check

    def _likeness(self, name: str, value: Any) -> int:
        """How much `value` looks as if meant to be a `name`: the error then tells why not."""
        if not isinstance(value, dict) or name not in self._types:
            return int(isinstance(value, list) and name.startswith("Array of"))
        score = 0
        for field, _, _, *constant in self._types[name]["fields"]:
            if field in value:
                score += 1 + (100 if constant and value[field] == constant[0] else 0)
        return score


def _constant(only: Any) -> Check:
    def check(value: Any) -> None:
        if value != only:
            raise WrongValueError(f"{value!r:.60} is not {only!r}")

    return check


def _load() -> tuple[dict[str, Method], Types]:
    table = orjson.loads(TABLE.read_bytes())
    types = Types(table["types"])
    methods = {
        name: Method(
            name,
            {field: types.decoder(kinds) for field, kinds, _ in entry["fields"]},
            tuple(field for field, _, needed in entry["fields"] if needed),
            tuple(entry["returns"]),
            tuple(f for f, kinds, _ in entry["fields"] if "InputFile" in kinds or f in _HOLD_FILES),
        )
        for name, entry in table["methods"].items()
    }
    return methods, types


METHODS, TYPES = _load()
_BY_LOWER_CASE = {name.lower(): method for name, method in METHODS.items()}


def method(name: str) -> Method:
    """By name, in any case as the platform has it. Raises `ViolationError` (404)."""
    found = METHODS.get(name) or _BY_LOWER_CASE.get(name.lower())
    if found is None:
        raise ViolationError(404, "Not Found: method not found")
    return found
