"""An author's file as text."""

from __future__ import annotations

from backend.domain.errors import Fault, Reason

MOST_BYTES = 32 * 2**20  # of one file
_WIDE = (b"\xff\xfe", b"\xfe\xff")  # UTF-16: what Windows calls Unicode


def text(data: bytes, faults: list[Fault]) -> str | None:
    """The text, one line end for all; None where it is no UTF-8 or UTF-16, with a fault for each such line."""
    if len(data) > MOST_BYTES:
        faults.append(Fault(1, Reason("the file is larger than {limit} MB", limit=MOST_BYTES // 2**20)))
        return None
    try:
        return (
            data.decode("utf-16" if data.startswith(_WIDE) else "utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
        )
    except UnicodeDecodeError:
        faults += _faults(data)
        return None


def _faults(data: bytes) -> list[Fault]:
    found: list[Fault] = []
    for number, line in enumerate(data.split(b"\n"), 1):
        try:
            line.decode()
        except UnicodeDecodeError as error:
            byte = f"{line[error.start]:02X}"
            found.append(Fault(number, Reason("not UTF-8 (byte 0x{byte}); save it as UTF-8", byte=byte)))
    return found
