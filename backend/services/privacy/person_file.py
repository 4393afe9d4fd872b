"""The file of a person's data: everything that the register says is theirs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import IO, Any

import orjson

from backend.db.admin import audit
from backend.db.engine.uow import UnitOfWork
from backend.db.messaging import media
from backend.db.people import queries as people_rows
from backend.db.people import roles as role_rows
from backend.db.privacy import erasure as rows
from backend.db.privacy import person_file
from backend.db.privacy.person_file import TABLES, StoredFile
from backend.domain.errors import existing
from backend.domain.messaging import channels
from backend.domain.payouts import destinations
from backend.domain.people.commands import Person
from backend.domain.privacy import retention
from backend.domain.privacy.register import ENTRIES
from backend.encryption import Keys
from backend.records import Record

PAGE, ROWS = "tes-donnees.html", "donnees.json"
"""The names of the page to read and of the rows, in the zip."""
SHOWN = 500
"""Rows of a table for reading. The JSON has all of them."""
MOST_FILES = 20 * 2**20
"""Bytes of a person's own files that go into their file; the rest is named in the JSON."""
OF_OTHERS = frozenset({"inbox", "outbox", "draft", "conversation", "quiet_hours_queue"})
"""What staff wrote and were shown in their role is about other people: their own file leaves it out."""


class Overview(Record):
    """What a file for reading shows. `tables`: by the names of `person_file.TABLES`, each row a tuple of cells.
    `answers`: how many there are in all. `staff`: the person works for the organisation, or did so lately
    (`OF_OTHERS`)."""

    person: Person
    at: datetime
    tables: dict[str, list[tuple[Any, ...]]]
    answers: int
    staff: bool


async def is_staff(uow: UnitOfWork, people: Sequence[int], person: Person, now: datetime) -> bool:
    """Whether what the person (with the numbers `people`) wrote and was shown is about other people: also of who was a
    Huber or an admin not long ago, as long as that is kept."""
    return person.role in ("huber", "admin") or await role_rows.was_staff(uow, people, now - retention.SENT)


async def overview(uow: UnitOfWork, person: Person, keys: Keys, now: datetime) -> Overview:
    """Read what a file for reading shows."""
    people = await rows.numbers_of(uow, person.id)
    staff = await is_staff(uow, people, person, now)
    found = {
        name: await person_file.table(uow, name, people, SHOWN) for name in TABLES if not (staff and name == "messages")
    }
    found["destinations"] = [(*cells[:2], _number(keys, cells[2]), *cells[3:]) for cells in found["destinations"]]
    found["chats"] = [(cells[0], _address(keys, *cells[:2]), *cells[2:]) for cells in found["chats"]]
    return Overview(person, now, found, await person_file.count(uow, people), staff)


def _address(keys: Keys, channel: str, stored: str) -> str:
    """A number as it is written, an address of another kind as it is."""
    return keys.numbers.opened(stored) if channels.of(channel).numbers else stored


def _number(keys: Keys, sealed: bytes) -> str:
    if not sealed:
        return ""
    where = destinations.opened(keys.open(bytes(sealed)))
    return f"{where.value} {where.name}".strip()


async def write_json(file: IO[bytes], uow: UnitOfWork, person: Person, keys: Keys, now: datetime) -> int:
    """Write everything as one JSON object, row by row: `{"person", "made_at", "accounts", "tables": {name: [rows]},
    "paid_at", "chats"}`: the last two hold numbers that are stored sealed. Returns the number of rows."""
    people = await rows.numbers_of(uow, person.id)
    staff = await is_staff(uow, people, person, now)
    head = orjson.dumps({"person": person.id, "made_at": now, "accounts": people})
    file.write(head[:-1] + b',\n"tables": {')
    count, comma = 0, b"\n"
    for entry in ENTRIES:
        if not entry.personal or (entry.name in OF_OTHERS and staff):
            continue
        file.write(comma + orjson.dumps(entry.name) + b": [")
        comma, between = b",\n", b"\n"
        async for row in person_file.whole(uow, entry, people):
            file.write(between + row.encode())
            between = b",\n"
            count += 1
        file.write(b"]")
    paid = await person_file.table(uow, "destinations", people, SHOWN)
    numbers = [_number(keys, cells[2]) for cells in paid]
    chats = await person_file.table(uow, "chats", people, SHOWN)
    addresses = [_address(keys, *cells[:2]) for cells in chats]
    file.write(b'},\n"paid_at": ' + orjson.dumps(numbers) + b',\n"chats": ' + orjson.dumps(addresses) + b"}\n")
    return count


async def files(uow: UnitOfWork, person: Person, now: datetime) -> tuple[list[StoredFile], int]:
    """The person's own files that fit into `MOST_FILES`, and how many do not. Empty for staff, whose files are about
    others."""
    people = await rows.numbers_of(uow, person.id)
    if await is_staff(uow, people, person, now):
        return [], 0
    found = await person_file.files(uow, people)
    taken: list[StoredFile] = []
    size = 0
    for each in found:
        size += each.size
        if size > MOST_FILES:
            break
        taken.append(each)
    return taken, len(found) - len(taken)


async def content(uow: UnitOfWork, file: StoredFile) -> bytes:
    """The bytes of a file. Raises `NotFound`."""
    found = existing(await media.read(uow, file.hash), f"no file {file.hash}")
    return found[1]


async def note(uow: UnitOfWork, by: int | None, channel: str, person_id: int, now: datetime) -> None:
    """Record that the file was made. `by`: None: the command line."""
    await audit.note(uow, by, channel, "export person", {}, now, subject=person_id)


async def known(uow: UnitOfWork, person_id: int) -> Person:
    """The person with this number. Raises `NotFound`."""
    return existing(await people_rows.person(uow, person_id), f"there is no person {person_id}")
