"""A person's second phone, for tests of what joins and parts her chats."""

from __future__ import annotations

import re
from datetime import timedelta

from backend.db.people import queries as people_rows
from backend.domain.identity.linking import RESCUE_LIFE
from backend.services.identity import linking
from backend.services.identity.identity_verification import hashed, mark
from tests.fakes.people import Person
from tests.integration.scenes import commit, rows, value
from tests.product import AnyPerson, Product

NUMBER = "8350"
"""A secret number that somebody has for long."""


async def line(product: Product, person: Person) -> str:
    """What `lier` tells her to write on her other phone, or on one more."""
    said = await product.says(person, "lier")
    if "➕ Relier un autre" in said.labels:
        said = await product.taps(person, "➕ Relier un autre")
    return line_in(said.text)


def line_in(text: str) -> str:
    found = re.search(r"^lier [0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){3}$", text, re.MULTILINE)
    assert found is not None, text
    return found.group()


async def person_of(product: Product, person: AnyPerson) -> int:
    """Her number in the database."""
    return int(
        await value(product.database, "select person_id from contact where address = %s", (product.stored(person),))
    )


async def has_number(product: Product, person: AnyPerson, secret: str = NUMBER, *, days: float = 2) -> None:
    """Her account has a secret number for so long."""
    kept = hashed(secret)
    at = product.now - timedelta(days=days)
    number = await person_of(product, person)
    profile = {"pin": kept, "pin_mark": mark(secret, kept), "pin_at": at, "pin_tries": 0, "pin_after": None}
    await commit(product.database, people_rows.set_profile, number, **profile)


async def linked(product: Product, first: Person, second: AnyPerson, *, works: bool = False) -> AnyPerson:
    """Both are phones of one person now, and all is heard that was said about it. She shows that it is she by a secret
    number that she has for this moment only. `works`: a line from who looks after her joins it instead, and the open
    question is shown there at once."""
    if works:
        assert "C'est relié" in (await product.says(second, await line_of_huber(product, first))).text
        assert "est maintenant relié à ton compte" in (await product.answer(first)).text
        return second
    number = await person_of(product, first)
    (before,) = await rows(product.database, "select pin, pin_mark, pin_at from person where id = %s", (number,))
    await has_number(product, first)
    assert "Écris-le sur l'autre téléphone" in (await product.says(second, await line(product, first))).text
    assert "Écris ton code secret" in (await product.answer(first)).text
    assert "est relié à ton compte" in (await product.says(first, NUMBER)).text
    assert "C'est relié" in (await product.answer(second)).text
    await commit(product.database, people_rows.set_profile, number, **before)
    return second


async def line_of_huber(product: Product, person: Person) -> str:
    """The line that whoever looks after her hands her when she has lost her phones."""
    number = await person_of(product, person)
    made = await commit(product.database, linking.make, number, product.now, {}, life=RESCUE_LIFE, contact_id=None)
    return f"lier {made.code}"


async def merged(product: Product, first: Person, second: Person) -> None:
    """Both have an account, and these are one now, by the secret numbers that both have for long; all is heard."""
    await has_number(product, first)
    await has_number(product, second)
    await product.says(second, await line(product, first))
    assert "écris le code secret de celui d'ici" in (await product.taps(second, "Oui, réunir")).text
    assert "Écris-le sur l'autre téléphone" in (await product.says(second, NUMBER)).text
    await product.heard(first)
    assert "n'en font plus qu'un" in (await product.says(first, NUMBER)).text
    assert "n'en font plus qu'un" in (await product.answer(second)).text


async def people(product: Product) -> int:
    """How many have a role."""
    async with product.database.unit() as uow:
        row = await uow.fetch_one("select count(*) as count from person where role is not null")
    assert row is not None
    return int(row["count"])
