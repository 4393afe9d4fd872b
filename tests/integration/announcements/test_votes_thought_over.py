"""Who votes, and thinks again, in words: her vote changes, and her next task gets nothing of it; on both platforms."""

from __future__ import annotations

import pytest

from tests.fakes.people import Person
from tests.integration.announcements.announcing import owner, sent, written
from tests.integration.scenes import value
from tests.integration.telegram.test_taps import answers
from tests.integration.test_screens import BOTH, working
from tests.product import Product

VOTE = "select vote from recipient"
OUI, NON, MAYBE = range(3)


async def voted(product: Product, channel: str) -> Person:
    """Awa, on a task, who has written « non » below a poll."""
    awa = await working(product, channel)
    paul = await owner(product)
    await written(product, paul, "Réunion demain", "📊 Un sondage", "Tu viens ?\nOui\nNon\nPeut-être")
    await sent(product, paul)
    await product.heard(awa)
    await product.says(awa, "non")
    return awa


@BOTH
@pytest.mark.parametrize(("said", "vote"), [("oui", OUI), ("peut-être", MAYBE)])
async def test_a_vote_is_changed_in_words(on_both: Product, channel: str, said: str, vote: int) -> None:
    """« Oui », right after « non », was the answer to the task further up: a client's data."""
    product = on_both
    awa = await voted(product, channel)
    assert await value(product.database, VOTE) == NON
    assert "C'est changé" in (await product.says(awa, said)).text
    assert await value(product.database, VOTE) == vote and await answers(product) == 0


@BOTH
async def test_words_that_name_no_answer_show_the_poll_again(on_both: Product, channel: str) -> None:
    product = on_both
    awa = await voted(product, channel)
    for said in ("finalement oui", "oui finalement je viens"):
        shown = await product.says(awa, said)
        assert "choisis ici" in shown.text
    assert "Oui" in shown.labels and await answers(product) == 0
    assert "C'est changé" in (await product.taps(awa, "Oui", shown)).text or await value(product.database, VOTE) == OUI
    assert "✅ Noté" in (await product.says(awa, "haine")).text  # of the task alone
    assert await value(product.database, VOTE) == OUI and await answers(product) == 1
