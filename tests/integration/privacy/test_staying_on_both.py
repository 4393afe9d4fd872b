"""While an erasure waits: what wants it stopped stops it, or is asked about, and every screen of hers says the day."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.integration.privacy.test_erasure_on_both import working
from tests.integration.scenes import value
from tests.integration.test_screens import KINDS
from tests.product import Product


@pytest.fixture(params=["telegram", "whatsapp"])
def person(request: pytest.FixtureRequest, on_both: Product) -> Callable[[str], Any]:
    made: Callable[[str], Any] = getattr(on_both, request.param).person
    return made


SURELY_STAYS = ["annule leffacement", "non g pas voulu effacer", "je veu garder mon compte", "c une erreur jveu rester"]


@pytest.mark.parametrize("how", SURELY_STAYS)
async def test_a_sentence_that_wants_to_stay_is_no_answer_to_anything_else(
    on_both: Product, person: Callable[[str], Any], how: str
) -> None:
    """« Annule leffacement » became the correction of a client's answer."""
    await on_both.project(*KINDS["text"])
    awa = await on_both.joined(person("Zélinda"))
    await on_both.taps(awa, "Accepter")
    await on_both.says(awa, "Une rue animée")
    await on_both.says(awa, "supprimer")
    await on_both.says(awa, "oui")
    await on_both.says(awa, "corriger")  # takes any words
    assert "Tu restes" in (await on_both.says(awa, how)).text
    assert await value(on_both.database, "select count(*) from erasure") == 0
    assert await value(on_both.database, "select count(*) from answer where value::text like '%%eff%%'") == 0


@pytest.mark.parametrize(
    "said", ["non je me suis trompé annule", "c'est une erreur", "c pas moi ki a fait ça", "mon compte svp"]
)
async def test_who_seems_to_have_been_wrong_is_asked_whether_she_stays(
    on_both: Product, person: Callable[[str], Any], said: str
) -> None:
    awa = await working(on_both, person)
    await on_both.says(awa, "supprimer")
    await on_both.says(awa, "oui")
    asked = await on_both.says(awa, said)
    assert "Tu veux rester ?" in asked.text and list(asked.labels) == ["Je reste", "Non, efface"]
    assert "effacé le" in (await on_both.says(awa, "non")).text
    assert await value(on_both.database, "select count(*) from erasure") == 1
    await on_both.says(awa, said)
    assert "Tu restes" in (await on_both.says(awa, "oui")).text
    assert await value(on_both.database, "select count(*) from erasure") == 0


@pytest.mark.parametrize("how", ["finalement oui je continue", "je veux revenir"])
async def test_who_comes_back_below_it_stays(on_both: Product, person: Callable[[str], Any], how: str) -> None:
    awa = await working(on_both, person)
    await on_both.says(awa, "supprimer")
    await on_both.says(awa, "oui")
    assert "Tu restes" in (await on_both.says(awa, how)).text


async def test_gains_says_when_the_account_is_erased(on_both: Product, person: Callable[[str], Any]) -> None:
    awa = await working(on_both, person)
    await on_both.says(awa, "supprimer")
    await on_both.says(awa, "oui")
    shown = await on_both.says(awa, "gains")
    assert "effacé le" in shown.text and "Tes gains" in shown.text
    assert "Je reste" in shown.labels and "💼 Travailler" not in shown.labels
