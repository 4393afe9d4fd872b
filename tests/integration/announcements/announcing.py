"""People and moves that tests of announcements share."""

from __future__ import annotations

from backend.domain.people.commands import OPERATOR, MakeInvites
from backend.services.people import service as people_service
from tests.fakes import people
from tests.fakes.chat import ChatMessage
from tests.fakes.telegram import Person
from tests.integration.scenes import value
from tests.product import Product


async def huber(product: Product, country: str = "CI", name: str = "Mariam") -> Person:
    """On Telegram."""
    person = product.telegram.person(name)
    await product.says(person, f"start {await product.code('huber', country)}")
    return person


async def owner(product: Product, name: str = "Paul") -> Person:
    """An admin who may do everything, on Telegram."""
    person = product.telegram.person(name)
    async with product.database.unit() as uow:
        wanted = MakeInvites("admin", "CI", duty="owner")
        made = await people_service.make_invites(uow, wanted, OPERATOR, product.now, {})
        await uow.commit()
    await product.says(person, f"start {made.invites[0].code}")
    return person


async def written(product: Product, author: people.Person, text: str, *steps: str) -> ChatMessage:
    """An announcement up to the number of people: its text, no file, and what else is tapped or written."""
    await product.says(author, f"annonce {text}")
    shown = await product.taps(author, "Sans fichier")
    for step in steps:
        shown = await (product.taps if step in shown.labels else product.says)(author, step)
    return await product.taps(author, "Suite ➡️")


async def sent(product: Product, author: people.Person, when: str = "Maintenant") -> list[ChatMessage]:
    """From the number of people to the end; what comes of the yes."""
    await product.taps(author, "Suite ➡️")
    await product.taps(author, "Choisir quand ➡️")
    await (product.taps if when == "Maintenant" else product.says)(author, when)
    await author.taps("✅ Envoyer")
    return await product.heard(author)


async def number(product: Product) -> int:
    """Of the newest announcement."""
    found: int = await value(product.database, "select max(id) from announcement")
    return found


async def look(product: Product) -> None:
    """What its job does a while later: go on, and show the author where it stands."""
    await product.forward(seconds=4)
    async with product.database.unit() as uow:
        await product.app.jobs.defer(uow, "announcement", announcement=await number(product))
        await uow.commit()
    await product.settled()
