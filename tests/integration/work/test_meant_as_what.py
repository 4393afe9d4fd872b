"""Words and figures that are meant as something else than the answer that they could be: never stored unasked; on both
platforms."""

from __future__ import annotations

import pytest

from tests.integration.test_screens import BOTH, working
from tests.integration.work.test_second_thoughts import SEEN, given
from tests.product import COMMENTS, Product, comments


@pytest.fixture
def product(on_both: Product) -> Product:
    return on_both


@BOTH
async def test_figures_as_long_as_a_code_are_asked_about_before_they_are_several_choices(
    product: Product, channel: str
) -> None:
    """« 4321 », typed where the code was not asked for any more, was sent as four choices, and paid."""
    await product.project(SEEN, comments(4))
    awa = await product.joined(product.somebody(channel))
    await product.taps(awa, "Accepter")
    asked = await product.says(awa, "4321")
    assert "C'est ma réponse" in asked.labels and "4321" not in asked.text
    assert await given(product) == []
    await product.taps(awa, "C'est ma réponse", asked)
    if channel == "telegram":
        await product.says(awa, "valider")
    assert await given(product) == [["ok", "haine", "pub", "tissu"]]


@BOTH
@pytest.mark.parametrize("said", ["je veux retirer mon argent", "verrouille mon code", "👍👍"])
async def test_figures_below_a_question_about_what_she_means_are_asked_about(
    product: Product, channel: str, said: str
) -> None:
    """« 100 », which she wanted to have back, was stored as the answer below « tu parles de ton argent ? »."""
    awa = await working(product, channel, "text")
    assert "C'est ma réponse" in (await product.says(awa, said)).labels
    assert "tels quels" in (await product.says(awa, "7 100")).text
    assert await given(product) == []


@BOTH
async def test_one_word_of_a_title_below_the_question_about_other_work_is_no_answer(
    product: Product, channel: str
) -> None:
    """« Panneaux », below « tu veux un autre travail ? », was stored as her answer."""
    awa = await working(product, channel, "text")
    named = COMMENTS.replace("title: Modération de commentaires", "title: Recopier des panneaux")
    await product.project(named.replace("name: commentaires", "name: panneaux"), comments(3))
    assert "Tu veux un autre travail" in (await product.says(awa, "un autre travail")).text
    assert "Recopier des panneaux" in (await product.says(awa, "panneaux")).text
    assert await given(product) == []
