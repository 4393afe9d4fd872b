"""Those whom tests prepare (`Product.joined`) are as those who join in chat."""

from __future__ import annotations

from typing import Any, LiteralString

import psycopg
import pytest
from psycopg.rows import dict_row

from bot.handlers.engine.turn import WORDS
from tests.fakes.people import Person
from tests.product import Product

OWN: dict[str, LiteralString] = {
    "person": "id = %(person)s",
    "contact": "person_id = %(person)s",
    "conversation": "person_id = %(person)s",
    "consent": "person_id = %(person)s",
    "goal": "person_id = %(person)s",
    "reminder": "person_id = %(person)s",
    "progress": "person_id = %(person)s",
    "answer": "person_id = %(person)s",
    "day": "person_id = %(person)s",
    "invite": "used_by = %(person)s",
}
"""What the product keeps of one person, but for messages and events."""
NUMBERED = frozenset(
    {
        *("id", "person_id", "contact_id", "reached_id", "used_by", "shown", "question", "code", "digest"),
        "task_id",  # practice tasks differ
        *("answered", "seconds", "reading", "active", "counted"),  # and each takes its time
    }
)
"""Columns in which two people differ."""


def kept(product: Product, person: Person) -> dict[str, list[dict[str, Any]]]:
    with psycopg.connect(product.database.url, row_factory=dict_row) as connection:
        (row,) = connection.execute(
            "select person_id as person from contact where address = %s", (product.stored(person),)
        ).fetchall()
        found = {
            table: connection.execute(f"select * from {table} where {which}", row).fetchall()
            for table, which in OWN.items()
        }
    assert all(found.values())
    return {table: [_plain(each) for each in rows] for table, rows in found.items()}


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    """Without numbers, addresses and instants: whether there is one counts."""
    plain = {name: value for name, value in row.items() if name not in NUMBERED}
    if "asked" in plain:  # whom we prepare wrote her practice answer, and did not tap it
        plain["asked"] = {key: value for key, value in plain["asked"].items() if key != WORDS}
    for name in plain:
        if name == "address" or name == "user_id" or name.endswith("_at") or name == "expires_at":
            plain[name] = plain[name] is not None
    return plain


@pytest.mark.parametrize("country", ["CI", "CD"])
@pytest.mark.parametrize("reminder", ["Pas de rappel", "Tous les jours, 19 h", "mardi 20 h"])
async def test_as_in_chat(on_both: Product, country: str, reminder: str) -> None:
    for platform in (on_both.telegram, on_both.whatsapp):
        in_chat = await on_both.joined_in_chat(platform.person("Awa"), country, reminder)
        prepared = await on_both.joined(platform.person("Awa"), country, reminder)
        assert kept(on_both, prepared) == kept(on_both, in_chat)
        assert (await on_both.says(prepared, "menu")).text == (await on_both.says(in_chat, "menu")).text
