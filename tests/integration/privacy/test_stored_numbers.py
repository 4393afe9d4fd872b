"""No phone number stands in clear in the database, and the key that hides them can be changed."""

from __future__ import annotations

from collections.abc import Iterator

import psycopg
import pytest

from backend.db.engine.uow import Database
from backend.domain.errors import BadInput
from backend.domain.payouts import destinations as destination_domain
from backend.domain.payouts.destinations import NameDestination
from backend.encryption import Keys, new_key
from backend.services.payouts import destinations, key_rotation
from backend.services.payouts import keys as key_service
from backend.services.payouts.keys import KeySource
from tests.integration.scenes import NOW, commit, execute, hiteuses, rows, value
from tests.product import Product

TABLES = "select tablename from pg_tables where schemaname = 'public'"


def everywhere(database: Database, words: str) -> Iterator[str]:
    """The tables in which these words stand."""
    with psycopg.connect(database.url) as connection:
        for (table,) in connection.execute(TABLES).fetchall():
            found = connection.execute(f"select 1 from {table} t where t::text like %s limit 1", (f"%{words}%",))
            if found.fetchone() is not None:
                yield table


async def test_a_number_on_whatsapp_stands_nowhere_in_clear_and_she_is_answered(on_both: Product) -> None:
    awa = await on_both.joined(on_both.whatsapp.person("Awa"))
    assert "Tes gains" in (await on_both.says(awa, "gains")).text
    await on_both.settled()
    assert list(everywhere(on_both.database, str(awa.id))) == []
    assert await value(on_both.database, "select count(*) from contact where channel = 'whatsapp'") == 1


async def test_a_number_that_an_older_version_stored_is_hers_after_the_start(on_both: Product) -> None:
    awa = await on_both.joined(on_both.whatsapp.person("Awa"))
    await on_both.stop()
    await execute(on_both.database, "update contact set address = %s", (str(awa.id),))
    await on_both.start()
    assert "Tes gains" in (await on_both.says(awa, "gains")).text
    assert list(everywhere(on_both.database, str(awa.id))) == []
    assert await value(on_both.database, "select count(*) from person where role = 'hiteuse'") == 1


async def test_the_key_is_changed_while_people_are_paid(database: Database) -> None:
    old, new = new_key(), new_key()
    before = await commit(database, key_service.keys, KeySource((old,)))
    people = await hiteuses(database, 3)
    named = NameDestination(destination_domain.DestinationKind.PHONE, "+2250701020304", "Awa")
    for person in people[:2]:
        await commit(
            database,
            lambda uow, p=person: destinations.name(uow, p, named, 1, "demo", before, NOW),  # type: ignore[misc]
        )
    number = before.numbers.sealed("2250701020304")
    source = KeySource((new, old))
    assert (await key_rotation.rotate(database, source)) == key_rotation.Rotation(2, 0)
    assert (await key_rotation.rotate(database, source)) == key_rotation.Rotation(0, 0)
    marks = {row["mark"] for row in await rows(database, "select mark from destination")}
    database.kept.clear()
    after = await commit(database, key_service.keys, KeySource((new,)))
    assert after.numbers.sealed("2250701020304") == number and marks == {before.mark("+2250701020304")}
    for row in await rows(database, "select sealed from destination"):
        assert "0701020304" in after.open(row["sealed"])
    assert (await commit(database, key_service.look, KeySource((new,)))).older == 0


async def test_a_key_that_is_removed_too_early_is_told_at_once(database: Database) -> None:
    old, new = new_key(), new_key()
    await commit(database, key_service.keys, KeySource((old,)))
    database.kept.clear()
    with pytest.raises(BadInput, match="put the key of before back"):
        await commit(database, key_service.keys, KeySource((new,)))


def test_keys_without_a_finding_key_still_mark() -> None:
    old = new_key()
    assert Keys([new_key(), old]).mark("x") == Keys([old]).mark("x")
