"""How the addresses of chats are stored: phone numbers are encrypted (`backend.encryption.Numbers`)."""

from __future__ import annotations

from typing import Any

import psycopg
from psycopg.rows import tuple_row

from backend.db.payouts.destinations import FINDING_KEY_SETTING, KEY_SETTING
from backend.encryption import Keys
from tests.fakes.people import Person
from tests.fakes.whatsapp.people import Person as WhatsAppPerson


def stored(connection: psycopg.Connection[Any], person: Person) -> str:
    """Her address as a database holds it whose keys are in itself."""
    if not isinstance(person, WhatsAppPerson):
        return person.address
    with connection.cursor(row_factory=tuple_row) as cursor:
        found: dict[str, str] = dict(
            cursor.execute(
                "select name, value #>> '{}' from setting where name = any(%s)", ([KEY_SETTING, FINDING_KEY_SETTING],)
            ).fetchall()
        )
    known = found[KEY_SETTING].split(",")
    return Keys(known, Keys(known).open(found[FINDING_KEY_SETTING].encode())).numbers.sealed(person.address)
