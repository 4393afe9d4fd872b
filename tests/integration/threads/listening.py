"""Hubers and what they hear, for tests of threads."""

from __future__ import annotations

from backend.domain.people.commands import OPERATOR, MakeInvites
from backend.services.people import service as people_service
from tests.fakes.people import Person
from tests.integration.scenes import commit
from tests.product import AnyPerson, Product


async def huber(product: Product, person: AnyPerson, country: str = "CI", *others: str) -> AnyPerson:
    """She becomes the Huber of these countries."""
    command = MakeInvites("huber", country, countries=(country, *others) if others else ())
    made = await commit(product.database, people_service.make_invites, command, OPERATOR, product.now, {})
    await product.says(person, f"start {made.invites[0].code}")
    return person


async def asks(product: Product, person: Person, words: str) -> str:
    """She writes to her Huber at once; what she is told."""
    return (await product.says(person, f"huber {words}")).text
