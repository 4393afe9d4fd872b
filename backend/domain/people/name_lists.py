"""Names of people to invite, typed or in a file, as people and spreadsheets write them.

A file has one name per line, or is a CSV whose header names the columns: the name ("nom", "prénom", …; first and last
name may be two columns), and optionally the country ("pays") and the phone number ("téléphone", "numéro", …). Any
encoding that a spreadsheet writes is read. A bad line does not spoil the others: if the corrected list is sent again,
only the new names get codes.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

import phonenumbers

from backend.domain.errors import BadInput, Reason
from backend.domain.files import file_types
from backend.domain.french.spelling import fold
from backend.domain.messaging import channels
from backend.domain.people import place_names
from backend.records import Record, replace

MOST_NAMES = 5_000
"""Names in one list."""
MOST_BYTES = 2 * 2**20
"""Bytes of a file."""
MAX_NAME_LENGTH = 100
"""Characters of a name."""

_FIRST = frozenset({"prenom", "prenoms", "first name", "firstname", "given name"})
_LAST = frozenset({"nom de famille", "last name", "lastname", "surname", "family name"})
_WHOLE = frozenset(
    (
        *("nom", "noms", "name", "names", "nom complet", "full name", "nom et prenom", "nom et prenoms"),
        *("noms et prenoms", "nom prenom", "nom prenoms", "noms prenoms", "prenom nom", "prenoms nom"),
        *("prenom et nom", "prenoms et nom", "prenoms et noms"),
    )
)
_ONE_WORD = frozenset({"nom", "noms", "name", "names"})
"""Those that mean the last name where there is a column of first names."""
_COUNTRY = frozenset({"pays", "country", "code pays", "pays de residence"})
_PHONE = frozenset(
    {
        *("telephone", "tel", "numero", "numeros", "numero de telephone", "numero telephone", "portable", "mobile"),
        *("contact", "gsm", "phone", "phone number", "number"),
        *(each for name in channels.numbers() for each in (name, f"numero {name}")),
    }
)
_DELIMITERS = ",;\t|"
MOST_ABOVE = 5
"""Rows among which the header of a table is looked for: a title may stand above it."""
_UNSEEN = re.compile("[\u0000-\u001f\u007f-\u009f\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
"""Invisible characters, and those that turn the direction of writing."""
_COUNTED = re.compile(r"^(?:\d{1,4} ?[.)°:–-]|[-–•*·]) ?(?=[^\W\d_])")
_SUM = re.compile(
    r"(?:sous |nombre )?total(?: general)?(?: des? \w+)?(?: \d+)?|(?:nombre|effectif|somme)(?: des? \w+)? \d+"
)
"""The last line of a table: « Total : 2 », « Nombre de filles : 12 »."""
_BETWEEN = re.compile(r"[,;\n]|\s+et\s+")


class Named(Record):
    """A person to invite. `country`: from the line (ISO 3166); "" if it has none. `number`: the phone number from the
    line, as `+2250700112233`."""

    name: str
    country: str = ""
    number: str = ""


class Unread(Record):
    """A line that was refused. `why`: "empty", "long", "no name", "country" (unknown), "not yours" (a country for which
    the sender may not invite), "number"."""

    line: int
    why: str


class NameList(Record):
    """`names` in the order of the file; repeated names are repeated."""

    names: tuple[Named, ...]
    unread: tuple[Unread, ...] = ()


def read_file(content: bytes, country: str = "", allowed: Collection[str] = ()) -> NameList:
    """Read a list of names. Raises `BadInput` if it is no text, too large, or has no name.

    `country`: the default for lines without a country, also for numbers without a country code. `allowed`: the
    countries for which the sender may invite; empty: all.
    """
    if len(content) > MOST_BYTES:
        raise BadInput(Reason("a list of names has at most {limit} MB", limit=MOST_BYTES // 2**20))
    if content and file_types.identify(content) is not file_types.TEXT:
        raise BadInput(Reason("this is no CSV file; save the table as CSV and send it again"))
    names: list[Named] = []
    unread: list[Unread] = []
    for line, row in _without_counting(list(_lines(_decoded(content)))):
        read = _named(row, country, allowed)
        if isinstance(read, Named):
            names.append(read)
        else:
            unread.append(Unread(line, read))
        if len(names) > MOST_NAMES:
            raise BadInput(Reason("a list has at most {limit} names; send it in parts", limit=MOST_NAMES))
    if not names and not unread:
        raise BadInput(Reason("there is no name in the file"))
    return NameList(tuple(names), tuple(unread))


class _NameRow(Record):
    """The cells of a line; "" if it has none, or if there is no such column."""

    name: str
    country: str = ""
    number: str = ""


def _named(row: _NameRow, country: str, allowed: Collection[str]) -> Named | str:
    """The person in a row, or why the row is refused."""
    name = clean(row.name)
    if why := wrong(name):
        return why
    code = ""
    if row.country.strip():
        found = place_names.find(row.country)
        if found is None:
            return "country"
        if allowed and found.code not in allowed:
            return "not yours"
        code = found.code
    number = _number(row.number, code or country)
    return "number" if number is None else Named(name, code, number)


def _number(text: str, country: str) -> str | None:
    """A phone number with its country code; "" for no text; None if it is no number. Spreadsheets drop a leading plus
    or zero."""
    text = clean(text)
    if not text:
        return ""
    region = country if country in phonenumbers.SUPPORTED_REGIONS else None
    for written in (text, f"+{text}", f"0{text}"):
        try:
            number = phonenumbers.parse(written, region)
        except phonenumbers.NumberParseException:
            continue
        if phonenumbers.is_valid_number(number):
            return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    return None


def read_typed(text: str) -> NameList:
    """Names on separate lines, or separated by commas, semicolons or "et"."""
    parts = [clean(part) for part in _BETWEEN.split(text)]
    good = tuple(Named(part) for part in parts if part and not wrong(part))
    return NameList(good, tuple(Unread(n, wrong(p)) for n, p in enumerate(parts, 1) if p and wrong(p)))


def clean(name: str) -> str:
    """The name as stored: without invisible characters and the number of its line ("1. Awa"), with single spaces. Any
    script, and emojis, stay."""
    return _COUNTED.sub("", " ".join(_UNSEEN.sub(" ", unicodedata.normalize("NFC", name)).split()))


def wrong(name: str) -> str:
    """Why this is no name; "" if it is one."""
    if not name:
        return "empty"
    if len(name) > MAX_NAME_LENGTH:
        return "long"
    is_name = any(sign.isalpha() for sign in name) and not _SUM.fullmatch(fold(name))
    return "" if is_name else "no name"


def key(name: str) -> str:
    """A key that is equal for names that differ only in capitals and accents, in any script."""
    plain = unicodedata.normalize("NFKD", name.casefold())
    return " ".join("".join(sign for sign in plain if not unicodedata.combining(sign)).split())


def part(names: Sequence[Named], known: Collection[str]) -> tuple[list[Named], list[Named]]:
    """The new names, once each; and the others, which are in `known` (keys) or earlier in the list. The same name with
    two numbers is two people."""
    fresh: list[Named] = []
    again: list[Named] = []
    seen: set[tuple[str, str]] = set()
    for named in names:
        same = (key(named.name), named.number)
        (again if same in seen or same[0] in known else fresh).append(named)
        seen.add(same)
    return fresh, again


def _decoded(content: bytes) -> str:
    """The text: UTF-8, UTF-16 with a byte order mark, else the encoding of French spreadsheets on Windows."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", "replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")


def _lines(text: str) -> Iterator[tuple[int, _NameRow]]:
    """The rows with their line numbers. Empty rows are skipped. Raises `BadInput` for several columns without a header:
    which of them is the name, and which the country, would be a guess."""
    top = [line for line in text.splitlines() if line.strip()][:MOST_ABOVE]
    delimiter = max(
        _DELIMITERS, key=lambda sign: (_heads(top, sign), max((line.count(sign) for line in top), default=0))
    )
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    rows = [(reader.line_num, cells) for cells in _rows(reader) if any(map(str.strip, cells))]
    begin, columns = 0, _Columns((0,))
    for place, (_, cells) in enumerate(rows[:MOST_ABOVE]):
        if (found := _columns(cells)) is not None and (place == 0 or _filled(cells) > 1):
            begin, columns = place + 1, found
            break
    else:
        if any(_filled(cells) > 1 for _, cells in rows):
            raise BadInput(Reason("a table needs a first line that names its columns, for example: nom;pays;téléphone"))
    for line, cells in rows[begin:]:
        yield line, _NameRow(*(_joined(cells, places) for places in columns))


def _heads(lines: Sequence[str], sign: str) -> bool:
    """Whether this sign parts a header into several cells: below it, a comma may stand in a note or a number."""
    return any(_columns(cells) is not None for cells in (line.split(sign) for line in lines) if len(cells) > 1)


def _filled(cells: Sequence[str]) -> int:
    return sum(1 for cell in cells if cell.strip())


def _without_counting(lines: Sequence[tuple[int, _NameRow]]) -> Sequence[tuple[int, _NameRow]]:
    """Ignore a column "numéro" that only counts the lines (1, 2, 3, …)."""
    if all(row.number.strip() == str(n) for n, (_, row) in enumerate(lines, 1)):
        return [(line, replace(row, number="")) for line, row in lines]
    return lines


def _joined(cells: Sequence[str], places: Sequence[int]) -> str:
    return " ".join(cells[n] for n in places if n < len(cells))


def _rows(reader: Iterator[list[str]]) -> Iterator[list[str]]:
    try:
        yield from reader
    except csv.Error:
        raise BadInput(Reason("this is no CSV file; save the table as CSV and send it again")) from None


class _Columns(NamedTuple):
    """The indices of the columns; that of the first name before that of the last."""

    name: Sequence[int]
    country: Sequence[int] = ()
    number: Sequence[int] = ()


def _columns(header: Sequence[str]) -> _Columns | None:
    """The columns of a header; None if it is no header."""
    folded = [fold(cell) for cell in header]

    def named(known: frozenset[str]) -> list[int]:
        return [n for n, cell in enumerate(folded) if cell in known][:1]

    first, last, whole = named(_FIRST), named(_LAST), named(_WHOLE)
    if complete := named(_WHOLE - _ONE_WORD):  # beside it, the first name would be there twice
        return _Columns(complete, named(_COUNTRY), named(_PHONE))
    name = [*first, *(last or whole)] if first else whole or last
    return _Columns(name, named(_COUNTRY), named(_PHONE)) if name else None
