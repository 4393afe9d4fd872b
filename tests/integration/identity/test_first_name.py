"""How she is called, changed by herself, on both platforms."""

from __future__ import annotations

import pytest

from tests.integration.scenes import value
from tests.integration.test_screens import BOTH, working
from tests.product import Product


@BOTH
@pytest.mark.parametrize("said", ["prenom Rose", "mon prenom c pas awa c rose", "Prénom rose"])
async def test_a_wrong_first_name_is_corrected_after_a_yes(on_both: Product, channel: str, said: str) -> None:
    """There was no way to do it: « le prénom que j'écris ici reste celui de ton inscription »."""
    awa = await working(on_both, channel)
    asked = await on_both.says(awa, said)
    assert "Rose" in asked.text and "Tu confirmes ?" in asked.text
    assert "C'est noté, Rose" in (await on_both.taps(awa, "Oui", asked)).text
    assert "Rose" in (await on_both.says(awa, "profil")).text
    assert await value(on_both.database, "select count(*)::int from person where first_name = 'Rose'") == 1


@BOTH
async def test_a_no_or_what_is_no_name_changes_nothing(on_both: Product, channel: str) -> None:
    awa = await on_both.joined(on_both.somebody(channel))
    assert "Par exemple : prenom Awa" in (await on_both.says(awa, "prenom")).text
    assert "écris « prenom »" in (await on_both.says(awa, "je veux changer mon prénom")).text
    assert "Écris seulement ton prénom" in (await on_both.says(awa, "prenom 0701020304")).text
    await on_both.says(awa, "prenom Rose")
    assert "rien ne change" in (await on_both.says(awa, "non")).text
    assert await value(on_both.database, "select count(*)::int from person where first_name = 'Rose'") == 0


@BOTH
async def test_a_name_alone_below_the_screen_of_her_name_is_no_answer_to_the_task(
    on_both: Product, channel: str
) -> None:
    """« Rose » was stored as what the photo shows, and paid."""
    awa = await working(on_both, channel, "text")
    await on_both.says(awa, "prenom")
    asked = await on_both.says(awa, "Rose")
    assert "Ton prénom ici" in asked.text and "Rose" in asked.text
    assert "C'est noté, Rose" in (await on_both.taps(awa, "Oui", asked)).text
    await on_both.says(awa, "prenom")
    assert "Tes gains" in (await on_both.says(awa, "gains")).text
    assert await value(on_both.database, "select count(*) from answer where value is not null") == 1  # for practice


@BOTH
async def test_nobody_is_called_like_the_team(on_both: Product, channel: str) -> None:
    """« Isahit Support veut relier vos comptes » would be believed."""
    thief = await on_both.joined(on_both.somebody(channel, "Isahit Support"))
    for name in ("prenom L'équipe", "prenom Isahit support"):
        assert "Écris seulement ton prénom" in (await on_both.says(thief, name)).text
    assert await value(on_both.database, "select first_name from person where role = 'hiteuse'") == ""
