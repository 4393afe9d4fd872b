"""A review, a correction and an answer that is redone have no « Signaler un souci »: its name is no answer there."""

from __future__ import annotations

from typing import Any

import pytest

from tests.fakes.people import Person
from tests.integration.quality.test_reviews_of_kinds import BOARDS, HEAD, KINDS, works
from tests.integration.scenes import value
from tests.product import Product

BOTH = pytest.mark.parametrize("channel", ["telegram", "whatsapp"])
BOARD = KINDS["transcription"]
NAME = "signaler un souci"
BUTTON = "« Signaler un souci »"


async def board(product: Product, *who: str) -> list[Person]:
    """Each of them has copied a board, the second otherwise."""
    await product.project(HEAD + BOARD.config, BOARD.data, base=BOARDS)
    there: list[Any] = []
    for name in who:
        person: Any = await product.joined(product.telegram.person(name))
        assert "Noté" in await works(product, person, BOARD.odd if len(there) == 1 else BOARD.most)
        there.append(person)
    return there


@BOTH
async def test_the_name_of_the_button_is_no_answer_of_a_reviewer(on_both: Product, channel: str) -> None:
    """« Tu lis trop peu ? Touche « Signaler un souci » » : it was her answer, and one more tap the client's result."""
    product = on_both
    await board(product, "Awa", "Binta", "Coumba")
    boss: Any = getattr(product, channel).person("Paul")
    await product.appointed(boss)
    assert "D'abord, ta propre réponse" in (await product.says(boss, "revues")).text
    for said in ("je lis mal", NAME):
        told = await product.says(boss, said)
        assert "Écris « retour »" in told.text and BUTTON not in told.text, told.text
    assert await value(product.database, "select judged is null from review")


@BOTH
async def test_the_name_of_the_button_replaces_no_answer(on_both: Product, channel: str) -> None:
    product = on_both
    await product.project(HEAD + BOARD.config, BOARD.data, base=BOARDS)
    awa: Any = await product.joined(product.somebody(channel, "Awa"))
    await works(product, awa, BOARD.most)
    await product.says(awa, "corriger")
    told = await product.says(awa, NAME)
    assert "Écris « retour »" in told.text, told.text
    assert await value(product.database, "select value #>> '{}' from answer where status = 1 and revised = 0 limit 1")
    assert await value(product.database, f"select count(*) from answer where value #>> '{{}}' = '{NAME}'") == 0
