"""What is written below a photo that nobody asked for."""

from __future__ import annotations

import pytest

from tests.fakes.people import Person
from tests.integration.scenes import value
from tests.integration.telegram.test_odd_messages import PHOTO
from tests.integration.telegram.test_taps import answers
from tests.integration.test_screens import BOTH, working
from tests.integration.threads.listening import huber
from tests.product import Product


@pytest.fixture
def product(on_both: Product) -> Product:
    return on_both


async def _below(product: Product, awa: Person, caption: str) -> str:
    await awa.sends_photo(PHOTO, caption)
    return (await product.answer(awa)).text


@BOTH
@pytest.mark.parametrize("kind", ["choice", "text", "entry"])
async def test_who_is_hurt_is_heard_below_a_photo_too(product: Product, channel: str, kind: str) -> None:
    """« Je n'ai pas besoin de photo ici » was the answer, and to the second photo none."""
    mariam = await huber(product, product.telegram.person("Mariam"))
    awa = await working(product, channel, kind)
    assert "pas besoin de photo" in await _below(product, awa, "")
    told = await _below(product, awa, "mon mari m'a encore frappée, regarde")
    assert "passe avant tout" in told and "J'envoie ces mots à Mariam" in told
    assert "n'est pas encore parti" in told
    await product.taps(awa, "✅ L'envoyer")
    assert "mon mari m'a encore frappée, regarde" in (await product.answer(mariam)).text
    assert await answers(product) == 0


@BOTH
@pytest.mark.parametrize(
    ("caption", "said"),
    [
        ("je n'ai rien reçu sur mon wave", "En attente"),
        ("je n'ai pas reçu mon argent", "En attente"),
        ("quand est-ce que je suis payée", "pas encore fixés"),
        ("ma huber me demande 5000 F", "l'équipe qui le lit"),
        ("on m'a volé mon téléphone", "J'envoie ces mots à Mariam"),
    ],
)
async def test_a_caption_about_her_pay_or_for_a_person_is_answered(
    product: Product, channel: str, caption: str, said: str
) -> None:
    await huber(product, product.telegram.person("Mariam"))
    awa = await working(product, channel)
    assert said in await _below(product, awa, caption)
    assert await answers(product) == 0


@BOTH
@pytest.mark.parametrize("caption", ["supprimer", "stop", "oui", "haine", "1", "c'est ma fille", "lier", "secret"])
async def test_a_caption_orders_confirms_and_answers_nothing(product: Product, channel: str, caption: str) -> None:
    """A photo may be passed on with the words of others below it."""
    awa = await working(product, channel)
    assert "pas besoin de photo" in await _below(product, awa, caption)
    assert await answers(product) == 0
    assert await value(product.database, "select count(*) from person where stopped_at is not null") == 0
