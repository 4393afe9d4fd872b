"""A person's second phone, for tests of what joins and parts her chats."""

from __future__ import annotations

import re

from tests.fakes.people import Person
from tests.product import AnyPerson, Product


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


async def linked(product: Product, first: Person, second: AnyPerson) -> AnyPerson:
    """Both are phones of one person now, and all is heard that was said about it."""
    said = await product.says(second, await line(product, first))
    assert "C'est relié" in said.text
    told = await product.answer(first)
    assert "est maintenant relié à ton compte" in told.text
    return second


async def people(product: Product) -> int:
    """How many have a role."""
    async with product.database.unit() as uow:
        row = await uow.one("select count(*) as count from person where role is not null")
    assert row is not None
    return int(row["count"])
