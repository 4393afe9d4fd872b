"""Decoding of authors' files."""

from __future__ import annotations

from backend.domain.errors import Fault, Reason
from backend.domain.files import encodings

MOST_BYTES = 32 * 2**20  # bytes of one file


def text(data: bytes, faults: list[Fault]) -> str | None:
    """The text, with one kind of line end. None, with a fault for each bad line, if it is neither UTF-8, nor UTF-16,
    nor, for XML, in the declared encoding."""
    if len(data) > MOST_BYTES:
        faults.append(Fault(1, Reason("the file is larger than {limit} MB", limit=MOST_BYTES // 2**20)))
        return None
    decoded = None
    if encodings.is_wide(data):
        try:
            decoded = data.decode("utf-16")
        except UnicodeDecodeError:
            faults.append(Fault(1, Reason("not UTF-16; save it as UTF-8")))
    else:
        decoded = encodings.decode(data, faults)
    return decoded.replace("\r\n", "\n").replace("\r", "\n") if decoded is not None else None
