"""Days and hour of reminders in a sentence, on both platforms: they are not asked for again."""

from __future__ import annotations

import pytest

from tests.integration.scenes import value
from tests.integration.test_screens import working
from tests.product import Product

BOTH = pytest.mark.parametrize("channel", ["telegram", "whatsapp"])


@BOTH
@pytest.mark.parametrize("said", ["rappel 20h tt les jours sauf le vendredi", "rappelle moi tlj a 20h sauf vendredi"])
async def test_they_are_taken_at_once(on_both: Product, channel: str, said: str) -> None:
    awa = await on_both.joined(on_both.somebody(channel))
    assert "C'est réglé" in (await on_both.says(awa, said)).text
    assert await value(on_both.database, "select count(*) from reminder") == 1


@BOTH
async def test_what_names_no_such_day_is_asked_about(on_both: Product, channel: str) -> None:
    awa = await on_both.joined(on_both.somebody(channel))
    assert "Choisis, ou écris tes jours et ton heure" in (await on_both.says(awa, "rappelle-moi demain à 20 h")).text
    said = await on_both.says(awa, "tlj le soir genre 20h30 sauf dimanche")
    assert "20 h 30" in said.text.replace("\xa0", " ")


@BOTH
@pytest.mark.parametrize(("said", "told"), [("vers 20h", "tous les jours à 20 h"), ("samedi 9h", "à 9 h ces jours-là")])
async def test_another_time_right_below_them_takes_their_place(
    on_both: Product, channel: str, said: str, told: str
) -> None:
    """« Vers 20h » was an answer that the task does not know."""
    awa = await working(on_both, channel)
    await on_both.says(awa, "rappelle-moi tous les jours à 19 h")
    assert told in (await on_both.says(awa, said)).text.replace("\xa0", " ")
    assert "Choisis une des réponses" in (await on_both.says(awa, "je vois 2 fruits")).text
    assert await value(on_both.database, "select count(*) from reminder") == 1
