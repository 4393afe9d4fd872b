"""« On m'a volé mon téléphone », written on her other chat: the lost one is closed with one tap."""

from __future__ import annotations

import pytest

from bot.handlers.identity.lost_phone import told
from tests.integration.telegram.linking import linked
from tests.product import Product


@pytest.mark.parametrize("said", ["on ma volé mon portable hier a adjamé", "mon ex a mon telephone"])
async def test_who_tells_of_a_lost_phone_on_her_other_chat_sees_how_to_close_it(on_both: Product, said: str) -> None:
    awa = await on_both.hiteuse()
    await linked(on_both, awa, on_both.whatsapp.person("Awa"))
    assert "📵 Téléphone perdu" in (await on_both.says(awa, said)).labels
    assert "plus rien de toi ne s'affiche" in (await on_both.taps(awa, "📵 Téléphone perdu")).text


async def test_with_one_chat_it_is_for_a_person_and_no_line_to_join_is_shown(product: Product) -> None:
    awa = await product.hiteuse()
    assert "lier " not in (await product.says(awa, "on m'a volé mon téléphone")).text


@pytest.mark.parametrize(
    "said",
    [
        *("je me suis fait voler mon tel", "jai perdu mon telephone", "j'ai perdu ma sim", "telephone volé"),
        *("bloquez mon compte svp", "mon mari a pris mon tel", "mon téléphone a été arraché au marché"),
    ],
)
def test_a_lost_phone_is_known_in_many_words(said: str) -> None:
    assert told(said)


@pytest.mark.parametrize(
    "said",
    ["mon téléphone est cassé", "j'ai perdu mon code", "le client a perdu son téléphone", "où est mon téléphone ?"],
)
def test_other_words_tell_of_no_lost_phone(said: str) -> None:
    assert not told(said)
