"""Drafts of modules as admins read them in chat, on both platforms, until they are published."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from backend.services.training import versions
from tests.fakes.people import Person
from tests.integration.scenes import NOW, commit, value
from tests.integration.training.lessons import KEYS, answer, enrolled, lesson, module, read
from tests.product import Product

REVISED = "Les capitales, revues"
POOL = "::p1::Le Togo a une capitale. {T}\n\n::p2::Le Mali aussi. {T}\n\n::p3::Et le Bénin. {T}\n"


@pytest.fixture(params=["telegram", "whatsapp"])
def person(request: pytest.FixtureRequest, on_both: Product) -> Callable[[str], Person]:
    """Makes people on one of the platforms."""
    made: Callable[[str], Person] = getattr(on_both, request.param).person
    return made


async def test_an_admin_reads_a_draft_and_a_learner_does_not(on_both: Product, person: Callable[[str], Person]) -> None:
    product = on_both
    await module(product.database, [lesson(1, KEYS[:2])])
    two = [lesson(1, KEYS[:2]), lesson(2, KEYS[2:4])]
    await module(product.database, two, title=REVISED, test=POOL, more="sources: [un atlas]\n", draft=True)
    paul = await product.appointed(person("Paul"))
    awa = await enrolled(product, person("Awa"))

    hers = await product.says(awa, "formation")
    assert "brouillon" not in hers.text and "revues" not in hers.text
    assert "Leçon 2" not in (await product.says(awa, "formation capitales@2")).text

    assert "📝 Les capitales, revues (brouillon, version 2) : 2 leçons" in (await product.says(paul, "formation")).text
    assert "Je ne trouve pas ce module." in (await product.says(paul, "/formation caisse")).text
    assert "1. Leçon 1" in (await product.says(paul, "formation Les Capitales")).text
    shown = await product.says(paul, "/formation capitales@2")
    assert "seules les admins le voient" in shown.text
    first = await product.taps(paul, "2. Leçon 2", shown)
    question = await read(product, paul, first)
    assert "Question 1 sur 2" in question.text
    assert "rien n'a été compté" in (await answer(product, paul, question, True, True)).text
    tested = await product.says(paul, "/formation final capitales@2")
    assert "Test final : question 1 sur 3" in tested.text and "Le Togo a une capitale." in tested.text
    assert "un atlas" in (await product.says(paul, "/formation sources capitales@2")).text
    assert await value(product.database, "select count(*) from attempt") == 0
    assert await value(product.database, "select count(*) from enrolment") == 0

    await commit(product.database, versions.publish, "capitales", NOW)
    assert "brouillon" not in (await product.says(paul, "formation")).text
    assert "Les capitales, revues : 2 leçons" in (await product.says(awa, "formation")).text


async def test_a_draft_that_is_published_while_it_is_read_can_be_read_to_its_end(
    on_both: Product, person: Callable[[str], Person]
) -> None:
    product = on_both
    await module(product.database, [lesson(1, KEYS[:2], screens=1)], draft=True)
    paul = await product.appointed(person("Paul"))
    question = await read(
        product, paul, await product.taps(paul, "1. Leçon 1", await product.says(paul, "/formation capitales@1"))
    )
    await commit(product.database, versions.publish, "capitales", NOW)
    assert "rien n'a été compté" in (await answer(product, paul, question, True, True)).text
