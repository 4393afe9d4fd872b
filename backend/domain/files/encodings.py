"""Decoding an author's file: UTF-8, or for XML the encoding that it declares (XML 1.0, sections 2.8 and 4.3.3)."""

from __future__ import annotations

import codecs
import re

from backend.domain.errors import BadInput, Fault, Reason

_DECLARED = re.compile(rb"\s*<\?xml\s[^>]{0,200}?encoding\s*=\s*[\"']([A-Za-z][A-Za-z0-9._\-]{0,39})[\"']")
_WINDOWS = "cp1252"
_TAKEN = re.compile(r"utf-8|iso8859-\d{1,2}|cp125\d|mac-roman")
"""Codecs with one byte per character. Others that Python knows are no encodings of files, or costly to read."""


def is_wide(start: bytes) -> bool:
    """Whether a file that begins so is UTF-16: what Windows calls Unicode."""
    return start.startswith((b"\xff\xfe", b"\xfe\xff"))


def decode(data: bytes, faults: list[Fault]) -> str | None:
    """The text without a byte order mark. None, with a fault for each bad line, if it cannot be decoded.

    UTF-8 is read as such whatever the file declares, because a file that was saved again often keeps its old
    declaration.
    """
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    try:
        encoding = _declared(data)
    except BadInput as error:
        faults.append(Fault(1, error.reason))
        return None
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        faults += _wrong(data, encoding)
        return None


def _declared(data: bytes) -> str:
    """The codec that a file declares, else UTF-8. Latin-1 and ASCII are read as Windows-1252, which includes them, as
    browsers do. Raises `BadInput` for other encodings."""
    found = _DECLARED.match(data)
    if found is None:
        return "utf-8"
    declared = found[1].decode("ascii")
    try:
        name = codecs.lookup(declared).name
    except LookupError:
        name = ""
    if name in ("iso8859-1", "ascii"):
        return _WINDOWS
    if not _TAKEN.fullmatch(name):
        raise BadInput(Reason("the encoding {name!r} is not read; save it as UTF-8", name=declared))
    return name


def _wrong(data: bytes, encoding: str) -> list[Fault]:
    called = "UTF-8" if encoding == "utf-8" else encoding
    found: list[Fault] = []
    for number, line in enumerate(data.split(b"\n"), 1):
        try:
            line.decode(encoding)
        except UnicodeDecodeError as error:
            byte = f"{line[error.start]:02X}"
            reason = Reason("not {encoding} (byte 0x{byte}); save it as UTF-8", encoding=called, byte=byte)
            found.append(Fault(number, reason))
    return found
