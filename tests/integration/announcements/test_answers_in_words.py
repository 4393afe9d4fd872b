"""What women write below an announcement that asks them something, on both platforms."""

from __future__ import annotations

import pytest

from tests.fakes.people import Person
from tests.integration.announcements.announcing import huber, sent, written
from tests.integration.scenes import value
from tests.integration.telegram.test_taps import answers
from tests.integration.test_screens import BOTH, working
from tests.product import Product

POLL = "Quel jour ?\nSamedi\nDimanche\nJamais\nLe soir"


async def asked(product: Product, awa: Person) -> None:
    """A poll is what Awa saw last."""
    mariam = await huber(product)
    await written(product, mariam, "Atelier au centre", "📊 Un sondage", POLL)
    await sent(product, mariam)
    await product.heard(awa)


@BOTH
@pytest.mark.parametrize("text", ["oui je viens", "moi je viens samedi", "samedi c bon pour moi", "non je peux pas"])
@pytest.mark.parametrize("works", [True, False])
async def test_words_that_name_no_answer_of_a_poll_show_its_answers_again(
    on_both: Product, channel: str, text: str, *, works: bool
) -> None:
    somebody = on_both.somebody(channel)
    awa = await (working(on_both, channel) if works else on_both.joined(somebody))
    await asked(on_both, awa)
    told = await on_both.says(awa, text)
    assert told.text.startswith("Pour répondre à cette annonce") and told.labels[:2] == ["Samedi", "Dimanche"]
    assert "C'est noté" in (await on_both.says(awa, "samedi")).text
    assert await value(on_both.database, "select vote from recipient") == 0
    assert await answers(on_both) == 0


@BOTH
@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("moi dimanche je préfère", "tu réponds à cette annonce"),
        ("lundi", "tu réponds à cette annonce"),
        ("je préfère dimanche", "tu parles de « Dimanche », dans le dernier message"),
    ],
)
async def test_words_of_a_poll_are_not_stored_as_the_answer_to_a_task_further_up(
    on_both: Product, channel: str, text: str, said: str
) -> None:
    awa = await working(on_both, channel, "text")
    await asked(on_both, awa)
    told = await on_both.says(awa, text)
    assert said in told.text and told.labels[-1] == "C'est ma réponse"
    await on_both.taps(awa, "Dimanche")
    assert await value(on_both.database, "select vote from recipient") == 1
    assert await answers(on_both) == 0


@BOTH
async def test_an_answer_to_the_task_above_a_poll_counts_at_once(on_both: Product, channel: str) -> None:
    awa = await working(on_both, channel)
    await asked(on_both, awa)
    assert "✅ Noté" in (await on_both.says(awa, "haine")).text
    assert await answers(on_both) == 1
