"""Pairs and orders answered in words, on both platforms."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.fakes.people import Person
from tests.integration.scenes import value
from tests.integration.training.lessons import enrolled, module
from tests.product import Product

PAIRS = """# Les capitales

Un pays, une capitale.

```gift
::paires::Relie chaque pays à sa capitale. {
=Cameroun -> Yaoundé
=Togo -> Lomé
=Bénin -> Porto-Novo
= -> Abidjan
}

::ordre::Du plus à l'ouest au plus à l'est ? {>
Dakar
Bamako
Niamey
}
```
"""


@pytest.fixture(params=["telegram", "whatsapp"])
def person(request: pytest.FixtureRequest, on_both: Product) -> Callable[[str], Person]:
    made: Callable[[str], Person] = getattr(on_both, request.param).person
    return made


@pytest.mark.parametrize(
    "said",
    [
        ["Cameroun Yaoundé", "togo=lome", "Porto-Novo"],
        ["1 Yaoundé", "2 -> Lomé\n3 porto novo"],
        ["cameroun yaounde, togo lome et benin porto novo"],
    ],
)
async def test_words_are_read_as_pairs(on_both: Product, person: Callable[[str], Person], said: list[str]) -> None:
    product = on_both
    await module(product.database, [PAIRS])
    awa = await enrolled(product, person("Awa"))
    await product.taps(awa, "▶️ Commencer")
    asked = await product.taps(awa, "❓ Les questions")
    assert any("Yaoundé" in label for label in asked.labels)
    for words in said:
        asked = await product.says(awa, words)
    assert "C'est ça !" in asked.text
    assert "Du plus à l'ouest" in asked.text
    assert any("Bamako" in label for label in asked.labels)
    assert "2 sur 2 du premier coup" in (await product.says(awa, "dakar, bamako puis niamey")).text
    assert await value(product.database, "select sum(share)::int from attempt") == 2


async def test_words_that_are_no_pair_are_said_to_be_none(on_both: Product, person: Callable[[str], Person]) -> None:
    product = on_both
    await module(product.database, [PAIRS])
    awa = await enrolled(product, person("Awa"))
    await product.taps(awa, "▶️ Commencer")
    await product.taps(awa, "❓ Les questions")
    assert "Écris chaque numéro avec sa lettre ou ses mots" in (await product.says(awa, "Cameroun Paris")).text
    assert await value(product.database, "select count(*) from attempt") == 0
