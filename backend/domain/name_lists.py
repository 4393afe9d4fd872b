"""Names of people to invite, typed or in a file, as spreadsheets and people write them.

A file is one name a line, or a CSV whose header names the column ("nom", "prénom", …; first and last
name may stand in two). Any encoding that a spreadsheet writes is read. One bad line does not spoil the
others: who sends the list again with it put right gets codes for the new names only.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from backend.domain import file_types
from backend.domain.errors import BadInput, Reason
from backend.domain.words import fold

MOST_NAMES = 5_000
MOST_BYTES = 2 * 2**20
LONGEST = 100
"""Characters of a name."""

_FIRST = frozenset({"prenom", "prenoms", "first name", "firstname", "given name"})
_LAST = frozenset({"nom de famille", "last name", "lastname", "surname", "family name"})
_WHOLE = frozenset({"nom", "noms", "name", "names", "nom complet", "nom et prenom", "nom et prenoms", "full name"})
_DELIMITERS = ",;\t"
_UNSEEN = re.compile("[\u0000-\u001f\u007f-\u009f\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
"""Signs that show nothing, and those that turn the direction of what follows."""
_BETWEEN = re.compile(r"[,;\n]|\s+et\s+")


@dataclass(frozen=True, slots=True)
class Unread:
    """A line that is no name. `why`: "empty", "long", "no name"."""

    line: int
    why: str


@dataclass(frozen=True, slots=True)
class NameList:
    """`names` in the order of the file, those that come twice as often as they stand there."""

    names: tuple[str, ...]
    unread: tuple[Unread, ...] = ()


def read_file(content: bytes) -> NameList:
    """Raises `BadInput` for what is no text, is too large, or holds no name."""
    if len(content) > MOST_BYTES:
        raise BadInput(Reason("a list of names has at most {limit} MB", limit=MOST_BYTES // 2**20))
    if content and file_types.identify(content) is not file_types.TEXT:
        raise BadInput(Reason("this is no CSV file; save the table as CSV and send it again"))
    names: list[str] = []
    unread: list[Unread] = []
    for line, cells in _lines(_decoded(content)):
        name = clean(" ".join(cells))
        if why := wrong(name):
            unread.append(Unread(line, why))
        else:
            names.append(name)
        if len(names) > MOST_NAMES:
            raise BadInput(Reason("a list has at most {limit} names; send it in parts", limit=MOST_NAMES))
    if not names and not unread:
        raise BadInput(Reason("there is no name in the file"))
    return NameList(tuple(names), tuple(unread))


def read_typed(text: str) -> NameList:
    """Names one below the other, or with commas, semicolons or "et" between them."""
    parts = [clean(part) for part in _BETWEEN.split(text)]
    good = tuple(part for part in parts if part and not wrong(part))
    return NameList(good, tuple(Unread(n, wrong(p)) for n, p in enumerate(parts, 1) if p and wrong(p)))


def clean(name: str) -> str:
    """As it is kept: without signs that show nothing, with single spaces. Any script, and emojis, stay."""
    return " ".join(_UNSEEN.sub(" ", unicodedata.normalize("NFC", name)).split())


def wrong(name: str) -> str:
    """Why this is no name; "" when it is one."""
    if not name:
        return "empty"
    if len(name) > LONGEST:
        return "long"
    return "" if any(sign.isalpha() for sign in name) else "no name"


def key(name: str) -> str:
    """Two names with the same key are the same: capitals and accents do not part them, in any script."""
    plain = unicodedata.normalize("NFKD", name.casefold())
    return " ".join("".join(sign for sign in plain if not unicodedata.combining(sign)).split())


def part(names: Sequence[str], known: set[str]) -> tuple[list[str], list[str]]:
    """Those that are new, once each, and the others: in `known` (keys), or earlier in the list."""
    fresh: list[str] = []
    again: list[str] = []
    seen = set(known)
    for name in names:
        (again if key(name) in seen else fresh).append(name)
        seen.add(key(name))
    return fresh, again


def _decoded(content: bytes) -> str:
    """UTF-8, UTF-16 where it says so, else what a spreadsheet of Windows writes in French."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", "replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")


def _lines(text: str) -> Iterator[tuple[int, list[str]]]:
    """The cells of a name, by line. A row without any cell is passed over."""
    if not text.strip():
        return
    head = next(line for line in text.splitlines() if line.strip())
    delimiter = max(_DELIMITERS, key=head.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    columns: list[int] | None = None
    for cells in _rows(reader):
        if not any(map(str.strip, cells)):
            continue
        if columns is None:
            columns = _columns(cells)
            if columns:
                continue
            columns = [0]
        yield reader.line_num, [cells[n] for n in columns if n < len(cells)]


def _rows(reader: Iterator[list[str]]) -> Iterator[list[str]]:
    try:
        yield from reader
    except csv.Error:
        raise BadInput(Reason("this is no CSV file; save the table as CSV and send it again")) from None


def _columns(header: Sequence[str]) -> list[int]:
    """Where the name stands, the first name before the last; empty: this is no header."""
    folded = [fold(cell) for cell in header]
    first = [n for n, cell in enumerate(folded) if cell in _FIRST]
    last = [n for n, cell in enumerate(folded) if cell in _LAST]
    whole = [n for n, cell in enumerate(folded) if cell in _WHOLE]
    if first:
        return [first[0], *(last or whole)[:1]]
    return whole[:1] or last[:1]
