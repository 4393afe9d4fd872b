"""What a tap counts on WhatsApp: once, on a question that is still open."""

from __future__ import annotations

from tests.integration.telegram.test_taps import answers
from tests.integration.whatsapp.test_joining import working
from tests.product import Product


async def test_two_taps_at_once_count_once(product: Product) -> None:
    awa = await working(product)
    task = awa.last
    await awa.taps("Acceptable", task)
    await awa.taps("Acceptable", task)
    heard = await product.heard(awa)
    assert sum("Commentaire numéro 2" in message.text for message in heard) == 1
    assert len(heard) <= 2
    assert await answers(product) == 1


async def test_a_button_of_an_old_question_counts_nothing_and_shows_what_is_open(product: Product) -> None:
    awa = await working(product)
    first = awa.last
    await product.taps(awa, "Acceptable")
    await product.taps(awa, "Acceptable")
    await product.forward(minutes=1)
    said = await product.taps(awa, "Haine", first)
    assert said.text.startswith("Cette question est déjà passée.")
    assert "Commentaire numéro 3" in said.text
    assert await answers(product) == 2


async def test_the_same_request_twice_is_one_answer(product: Product) -> None:
    awa = await working(product)
    product.whatsapp.repeat_next()
    assert "Commentaire numéro 2" in (await product.taps(awa, "Acceptable")).text
    assert await answers(product) == 1
    assert product.whatsapp.webhook.repeated == 1


async def test_a_word_button_stays_good(product: Product) -> None:
    awa = await working(product)
    menu = await product.says(awa, "menu")
    await product.taps(awa, "Acceptable", next(m for m in awa.chat if "Acceptable" in m.labels))
    await product.forward(hours=1)
    assert "Tes gains" in (await product.taps(awa, "💰 Mes gains", menu)).text


async def test_the_tasks_buttons_stay_good_while_another_question_is_open(product: Product) -> None:
    awa = await working(product)
    task = awa.last
    await product.says(awa, "rappels")
    said = await product.taps(awa, "Acceptable", task)
    assert "✅ Noté" in said.text and "Commentaire numéro 2" in said.text
