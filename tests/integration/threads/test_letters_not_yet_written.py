"""What a woman writes where her letter to her Huber is asked for, and is no part of it."""

from __future__ import annotations

import pytest

from tests.integration.scenes import value
from tests.integration.test_screens import BOTH, working
from tests.integration.threads.listening import huber
from tests.product import Product

LETTERS = "select count(*)::int from thread_message"


@BOTH
@pytest.mark.parametrize("begun", ["", "bonjour"])
@pytest.mark.parametrize("said", ["attends je cherche mes mots", "je sais pas comment dire", "j'ai pas fini"])
async def test_what_comes_before_the_letter_is_not_sent(on_both: Product, channel: str, begun: str, said: str) -> None:
    """Each went to her Huber as the letter, or at its end."""
    awa = await working(on_both, channel)
    mariam = await huber(on_both, on_both.telegram.person("Mariam"))
    for line in filter(None, ("huber", begun)):
        await on_both.says(awa, line)
    asked = await on_both.says(awa, said)
    assert said not in asked.text and "Mariam" in asked.text
    await on_both.says(awa, "mon téléphone est cassé depuis lundi")
    (letter,) = await on_both.heard(mariam)
    assert "mon téléphone est cassé" in letter.text and said not in letter.text


@BOTH
@pytest.mark.parametrize("said", ["retour à la tâche", "je continue le travail", "en fait je veux travailler"])
async def test_who_goes_back_to_her_work_sends_nothing(on_both: Product, channel: str, said: str) -> None:
    awa = await working(on_both, channel)
    await huber(on_both, on_both.telegram.person("Mariam"))
    await on_both.says(awa, "huber")
    await on_both.says(awa, "bonjour")
    assert "Commentaire numéro 1" in (await on_both.says(awa, said)).text
    assert await value(on_both.database, LETTERS) == 0


@BOTH
@pytest.mark.parametrize("said", ["c'est pas ça que je voulais dire", "change", "1"])
async def test_a_letter_that_is_written_anew_is_not_sent_before(on_both: Product, channel: str, said: str) -> None:
    awa = await working(on_both, channel)
    await huber(on_both, on_both.telegram.person("Mariam"))
    await on_both.says(awa, "huber")
    await on_both.says(awa, "bonjour")
    await on_both.says(awa, said)
    assert await value(on_both.database, LETTERS) == 0


@BOTH
@pytest.mark.parametrize("said", ["c'est pas pour elle", "je veux pas parler à elle", "je veux pas qu'elle le lise"])
async def test_what_her_huber_shall_not_read_is_not_sent_to_her(on_both: Product, channel: str, said: str) -> None:
    """« Je veux pas parler à elle » was sent to her."""
    awa = await working(on_both, channel)
    mariam = await huber(on_both, on_both.telegram.person("Mariam"))
    await on_both.says(awa, "huber")
    await on_both.says(awa, "bonjour")
    asked = await on_both.says(awa, said)
    assert "l'équipe qui le lit" in asked.text.replace("*", "") and "bonjour" in asked.text
    assert await on_both.heard(mariam) == []
