"""Objects of a JSON Lines file or a JSON array, one at a time, each with its line.

An object may be flat, or a Label Studio task, `{"id": …, "data": {…}}`. Numbers are kept as written ("1.10" stays
"1.10"): they are content here, not quantities.
"""

from __future__ import annotations

import codecs
import io
import json
import math
import re
from collections.abc import Iterator
from typing import Any, NoReturn

from backend.domain.errors import BadInput, Fault, Reason

Record = tuple[int, dict[str, Any]]

CLIENT_ID = "client_id"
"""Where the client's own id stands in the data of a task that is exported for Label Studio."""
MAX_OBJECT = 2**24
"""Bytes of one object. A cell of 10 MB still fits and can be named in a fault."""

MOST_SHOWN = 40
"""The most characters of a number that a fault shows."""
_PIECE_BYTES = 2**18
"""Bytes that are read at once."""
_HALF = re.compile("[\ud800-\udfff]")
_SPACE = re.compile(r"[ \t\r\n]*")
_TOO_DEEP = Reason("invalid JSON: nested too deeply")


class _RefusedError(BadInput):
    """Valid for the parser, and still nothing that can be imported."""


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        again = next(name for name in names if names.count(name) > 1)
        raise _RefusedError(Reason("the key {key!r} is there twice", key=again))
    return found


def _constant(name: str) -> NoReturn:
    raise _RefusedError(Reason("{word} is not JSON", word=name))


def _number(written: str) -> str:
    """As written. What is beyond every float is infinite to other programs, so that two of them would be one."""
    if math.isinf(float(written)):
        raise _RefusedError(Reason("{number} is too large for a number of JSON", number=written[:MOST_SHOWN]))
    return written


_DECODER = json.JSONDecoder(object_pairs_hook=_object, parse_float=_number, parse_int=str, parse_constant=_constant)


def parse(text: str) -> Any:
    """One JSON value, with numbers as text. Raises `BadInput`."""
    try:
        return _DECODER.decode(text)
    except json.JSONDecodeError as e:
        raise BadInput(Reason("invalid JSON at character {at}: {detail}", at=e.pos + 1, detail=e.msg)) from None
    except RecursionError:
        raise BadInput(_TOO_DEEP) from None


def read_lines(source: io.BufferedReader[Any]) -> Iterator[Record | Fault]:
    """One object per line. Empty lines are skipped."""
    number = 0
    if source.peek(3)[:3] == codecs.BOM_UTF8:
        source.read(3)
    while line := source.readline(MAX_OBJECT):
        number += 1
        if len(line) == MAX_OBJECT and not line.endswith(b"\n"):
            while (line := source.readline(_PIECE_BYTES)) and not line.endswith(b"\n"):
                pass
            yield Fault(number, Reason("the line is longer than {limit} MB", limit=MAX_OBJECT // 2**20))
        elif line.strip():
            yield _line(number, line)


def _line(number: int, line: bytes) -> Record | Fault:
    try:
        return _record(number, parse(line.strip(b" \t\r\n").decode()))
    except UnicodeDecodeError as e:
        byte = f"{e.object[e.start]:02X}"
        return Fault(number, Reason("not UTF-8 (byte 0x{byte}); save it as UTF-8", byte=byte))
    except BadInput as e:
        return Fault(number, e.reason)


def _record(line: int, value: Any) -> Record | Fault:
    """A flat object as it is; a Label Studio task as its data with its id. In a task that was exported from here,
    Label Studio's own id stands beside the client's."""
    if not isinstance(value, dict):
        return Fault(line, Reason('this is no JSON object such as {{"id": …, …}}'))
    if isinstance(data := value.get("data"), dict):
        return line, {**data, "id": data.get(CLIENT_ID) or value.get("id", data.get("id"))}
    return line, value


def read_array(source: io.BufferedReader[Any]) -> Iterator[Record | Fault]:
    """The objects of one array of any length. At most one is held at a time.

    After a place that is no JSON, nothing more can be read, so reading ends there.
    """
    window = _Window(source)
    if window.sign() != "[":
        yield Fault(window.line, Reason("a JSON array must begin with ["))
        return
    window.skip(1)
    first = True
    while True:
        sign = window.sign()
        if sign == "]":
            break
        if not first:
            if sign != ",":
                yield window.fault(Reason("invalid JSON: a comma or ] is missing"))
                return
            window.skip(1)
            window.sign()
        first = False
        line = window.line
        try:
            value, text = window.value()
        except _RefusedError as e:
            yield Fault(line, _last(e.reason))
            return
        except BadInput as e:
            yield window.fault(e.reason)
            return
        if half := _HALF.search(text):
            byte = f"{ord(half[0]) & 0xFF:02X}"
            yield Fault(line, Reason("not UTF-8 (byte 0x{byte}); save the file as UTF-8", byte=byte))
        else:
            yield _record(line, value)
    window.skip(1)
    if window.sign():
        yield window.fault(Reason("something stands behind the end of the array"))


class _Window:
    """The part of the file that is being looked at. `line` is where it begins."""

    def __init__(self, source: io.BufferedReader[Any]) -> None:
        self.line = 1
        self._source = source
        # a wrong byte becomes a surrogate, which valid text never contains; it is found later
        self._decode = codecs.getincrementaldecoder("utf-8-sig")("surrogateescape").decode
        self._text = ""
        self._at = 0
        self._ended = False

    def _more(self, size: int = _PIECE_BYTES) -> bool:
        """Read more of the file. False at its end."""
        piece = self._source.read(size)
        self._ended = self._ended or not piece
        self._text = self._text[self._at :] + self._decode(piece, final=not piece)
        self._at = 0
        return bool(piece)

    def skip(self, signs: int) -> None:
        """Move on by this many characters, and count lines."""
        self.line += self._text.count("\n", self._at, self._at + signs)
        self._at += signs

    def sign(self) -> str:
        """The next character that is no space; "" at the end of the file."""
        while True:
            found = _SPACE.match(self._text, self._at)
            assert found is not None
            self.skip(found.end() - self._at)
            if self._at < len(self._text):
                return self._text[self._at]
            if not self._more() and self._at == len(self._text):
                return ""

    def value(self) -> tuple[Any, str]:
        """The JSON value that begins here, and its text. Raises `BadInput`."""
        while True:
            try:
                value, end = _DECODER.raw_decode(self._text, self._at)
            except json.JSONDecodeError as e:
                reason, end = Reason("invalid JSON: {detail}", detail=e.msg), e.pos
            except RecursionError:
                raise BadInput(_TOO_DEEP) from None
            else:
                # at the edge of the window a number may go on
                if end < len(self._text) or self._ended:
                    text = self._text[self._at : end]
                    self.skip(end - self._at)
                    return value, text
                reason = Reason("invalid JSON: the file ends in the middle")
            size = len(self._text) - self._at
            if size > MAX_OBJECT:
                raise BadInput(Reason("an object is longer than {limit} MB", limit=MAX_OBJECT // 2**20))
            # doubling keeps the number of attempts small for a long object
            before = self._at
            if not self._more(max(_PIECE_BYTES, size)):
                self.skip(max(0, end - before))
                raise BadInput(reason)

    def fault(self, reason: Reason) -> Fault:
        """A fault at the current line, after which nothing more is read."""
        return Fault(self.line, _last(reason))


def _last(reason: Reason) -> Reason:
    return Reason("{reason}; nothing was read behind it", reason=reason)
