"""Objects of a JSON Lines file or of a JSON array, one at a time, each with its line.

An object may be flat or a Label Studio task, `{"id": …, "data": {…}}`. Numbers are kept as they are
written ("1.10" stays "1.10"): they are content here, not quantities.
"""

from __future__ import annotations

import codecs
import io
import json
import re
from collections.abc import Iterator
from typing import Any, NoReturn

from backend.domain.errors import Fault

Record = tuple[int, dict[str, Any]]

MAX_OBJECT = 2**24
"""Bytes of one object: room for a cell of 10 MB, which is then named."""

_PIECE = 2**18
_HALF = re.compile("[\ud800-\udfff]")
_SPACE = re.compile(r"[ \t\r\n]*")


class _RefusedError(ValueError):
    """Valid for the parser, and still nothing that can be imported."""


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        again = next(name for name in names if names.count(name) > 1)
        raise _RefusedError(f"the key {again!r} is there twice")
    return found


def _constant(name: str) -> NoReturn:
    raise _RefusedError(f"{name} is not JSON")


_DECODER = json.JSONDecoder(object_pairs_hook=_object, parse_float=str, parse_int=str, parse_constant=_constant)


def parse(text: str) -> Any:
    """One JSON value, numbers as their text. Raises `ValueError` with a reason in plain words."""
    try:
        return _DECODER.decode(text)
    except json.JSONDecodeError as e:
        raise ValueError(f"invalid JSON at character {e.pos + 1}: {e.msg}") from None
    except RecursionError:
        raise ValueError("invalid JSON: nested too deeply") from None


def read_lines(source: io.BufferedReader[Any]) -> Iterator[Record | Fault]:
    """One object per line; empty lines are passed over."""
    number = 0
    if source.peek(3)[:3] == codecs.BOM_UTF8:
        source.read(3)
    while line := source.readline(MAX_OBJECT):
        number += 1
        if len(line) == MAX_OBJECT and not line.endswith(b"\n"):
            while (line := source.readline(_PIECE)) and not line.endswith(b"\n"):
                pass
            yield Fault(number, f"the line is longer than {MAX_OBJECT // 2**20} MB")
        elif line.strip():
            yield _line(number, line)


def _line(number: int, line: bytes) -> Record | Fault:
    try:
        return _record(number, parse(line.strip(b" \t\r\n").decode()))
    except UnicodeDecodeError as e:
        return Fault(number, f"not UTF-8 (byte 0x{e.object[e.start]:02X}); save it as UTF-8")
    except ValueError as e:
        return Fault(number, str(e))


def _record(line: int, value: Any) -> Record | Fault:
    """A flat object as it is, a Label Studio task as its data with its id."""
    if not isinstance(value, dict):
        return Fault(line, 'this is no JSON object such as {"id": …, …}')
    if isinstance(data := value.get("data"), dict):
        return line, {**data, "id": value.get("id", data.get("id"))}
    return line, value


def read_array(source: io.BufferedReader[Any]) -> Iterator[Record | Fault]:
    """The objects of one array, whatever its length: no more than one is held at a time.

    Behind a place that is no JSON nothing can be told apart any more; reading ends there.
    """
    window = _Window(source)
    if window.sign() != "[":
        yield Fault(window.line, "a JSON array must begin with [")
        return
    window.skip(1)
    first = True
    while True:
        sign = window.sign()
        if sign == "]":
            break
        if not first:
            if sign != ",":
                yield window.fault("invalid JSON: a comma or ] is missing")
                return
            window.skip(1)
            window.sign()
        first = False
        line = window.line
        try:
            value, text = window.value()
        except _RefusedError as e:
            yield Fault(line, f"{e}; nothing was read behind it")
            return
        except ValueError as e:
            yield window.fault(str(e))
            return
        if half := _HALF.search(text):
            byte = ord(half[0]) & 0xFF
            yield Fault(line, f"not UTF-8 (byte 0x{byte:02X}); save the file as UTF-8")
        else:
            yield _record(line, value)
    window.skip(1)
    if window.sign():
        yield window.fault("something stands behind the end of the array")


class _Window:
    """The part of the file that is being looked at. `line` is where it begins."""

    def __init__(self, source: io.BufferedReader[Any]) -> None:
        self.line = 1
        self._source = source
        # A wrong byte becomes half a surrogate, which valid text never holds; it is found later.
        self._decode = codecs.getincrementaldecoder("utf-8-sig")("surrogateescape").decode
        self._text = ""
        self._at = 0
        self._ended = False

    def _more(self, size: int = _PIECE) -> bool:
        """Takes in more of the file; False at its end."""
        piece = self._source.read(size)
        self._ended = self._ended or not piece
        self._text = self._text[self._at :] + self._decode(piece, final=not piece)
        self._at = 0
        return bool(piece)

    def skip(self, signs: int) -> None:
        self.line += self._text.count("\n", self._at, self._at + signs)
        self._at += signs

    def sign(self) -> str:
        """The next sign that is no space, "" at the end of the file."""
        while True:
            found = _SPACE.match(self._text, self._at)
            assert found is not None
            self.skip(found.end() - self._at)
            if self._at < len(self._text):
                return self._text[self._at]
            if not self._more() and self._at == len(self._text):
                return ""

    def value(self) -> tuple[Any, str]:
        """The JSON value that begins here, and its text. Raises `ValueError`."""
        while True:
            try:
                value, end = _DECODER.raw_decode(self._text, self._at)
            except json.JSONDecodeError as e:
                reason, end = f"invalid JSON: {e.msg}", e.pos
            except RecursionError:
                raise ValueError("invalid JSON: nested too deeply") from None
            else:
                # At the edge of the window a number may go on.
                if end < len(self._text) or self._ended:
                    text = self._text[self._at : end]
                    self.skip(end - self._at)
                    return value, text
                reason = "invalid JSON: the file ends in the middle"
            size = len(self._text) - self._at
            if size > MAX_OBJECT:
                raise ValueError(f"an object is longer than {MAX_OBJECT // 2**20} MB")
            # Doubling keeps the number of attempts small for a long object.
            before = self._at
            if not self._more(max(_PIECE, size)):
                self.skip(max(0, end - before))
                raise ValueError(reason)

    def fault(self, reason: str) -> Fault:
        return Fault(self.line, f"{reason}; nothing was read behind it")
