"""A message that was only forwarded, such as a chain letter, becomes no answer by itself, on either platform."""

from __future__ import annotations

from typing import Any

import pytest

from tests.fakes.telegram import Person as TelegramPerson
from tests.integration.scenes import rows
from tests.integration.telegram.test_interruptions import RECEIPTS
from tests.integration.telegram.test_odd_messages import SCENES, TEXT
from tests.integration.telegram.test_taps import answers
from tests.product import Product

CHAIN = "Partage à 10 amies avant minuit et tu recevras une grande bénédiction"


PLATFORMS = pytest.mark.parametrize("platform", ["telegram", "whatsapp"])


async def forwards(product: Product, her: Any, text: str) -> Any:
    """She forwards a text; what she is told."""
    if isinstance(her, TelegramPerson):
        await her.sends(
            "forwarded", text=text, forward_origin={"type": "hidden_user", "date": 1, "sender_user_name": "Ali"}
        )
    else:
        await her.sends("text", text={"body": text}, context={"forwarded": True})
    return await product.answer(her)


async def her_at(product: Product, platform: str, config: str, data: str) -> Any:
    await product.project(config, data)
    her = await product.joined(getattr(product, platform).person("Awa"))
    await product.taps(her, "Accepter")
    return her


@PLATFORMS
async def test_at_a_task_of_any_words_it_is_asked_back(on_both: Product, platform: str) -> None:
    her = await her_at(on_both, platform, TEXT, SCENES)
    asked = await forwards(on_both, her, CHAIN)
    assert "transféré" in asked.text and "C'est ma réponse" in asked.labels
    assert await answers(on_both) == 0
    shown = await on_both.says(her, "non")
    assert "Une rue" in shown.text and await answers(on_both) == 0
    await forwards(on_both, her, CHAIN)
    assert "✅ Noté" in (await on_both.taps(her, "C'est ma réponse")).text
    assert await answers(on_both) == 1


@PLATFORMS
async def test_at_a_choice_and_at_a_form_it_is_asked_back(on_both: Product, platform: str) -> None:
    her = await her_at(on_both, platform, RECEIPTS, "id,receipt\n1,Reçu 1\n")
    assert "C'est ma réponse" in (await forwards(on_both, her, "Chez Awa")).labels
    await on_both.project()
    other = await on_both.joined(getattr(on_both, platform).person("Bintou"))
    await on_both.taps(other, "Accepter")
    assert "C'est ma réponse" in (await forwards(on_both, other, "Acceptable")).labels
    assert await answers(on_both) == 0


@PLATFORMS
async def test_what_she_writes_herself_or_forwards_to_her_huber_is_taken(on_both: Product, platform: str) -> None:
    her = await her_at(on_both, platform, TEXT, SCENES)
    await on_both.says(her, "huber")
    assert "C'est ma réponse" not in (await forwards(on_both, her, CHAIN)).labels
    (words,) = [row["words"] for row in await rows(on_both.database, "select words from thread_message")]
    assert words == f"↪️ Message transféré :\n{CHAIN}"  # nobody takes it for what she says
    await on_both.says(her, "travail")
    assert "✅ Noté" in (await on_both.says(her, "Une rue calme, deux vélos")).text


@PLATFORMS
@pytest.mark.parametrize("said", ["oui", CHAIN])
async def test_a_yes_or_the_same_in_her_own_hand_says_that_it_is_her_answer(
    on_both: Product, platform: str, said: str
) -> None:
    """« C'est ta réponse ? », « oui » brought the task back, and so did the text that she was told to write herself."""
    her = await her_at(on_both, platform, TEXT, SCENES)
    await forwards(on_both, her, CHAIN)
    assert "C'est ma réponse" in (await forwards(on_both, her, said)).labels  # passed on once more, it is not
    assert await answers(on_both) == 0
    await forwards(on_both, her, CHAIN)
    assert "✅ Noté" in (await on_both.says(her, said)).text
    assert await answers(on_both) == 1
