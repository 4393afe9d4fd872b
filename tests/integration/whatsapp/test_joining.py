"""From the code to the first paid task and `gains`, on WhatsApp."""

from __future__ import annotations

from tests.fakes.whatsapp import Person
from tests.integration.telegram.test_taps import answers
from tests.product import Product, comments


async def working(product: Product, name: str = "Awa") -> Person:
    """Somebody with the first comment before her."""
    await product.project()
    awa = await product.joined(product.whatsapp.person(name))
    await product.taps(awa, "Accepter")
    return awa


async def test_from_the_code_to_her_first_paid_task_and_what_she_earned(product: Product) -> None:
    awa = await working(product)
    told = [message for message in awa.chat if not message.mine]
    assert len(told) <= 8
    assert "Commentaire numéro 1" in told[-1].text
    noted = await product.taps(awa, "Acceptable")
    assert "✅ Noté" in noted.text and "Commentaire numéro 2" in noted.text
    assert await answers(product) == 1
    gains = await product.says(awa, "gains")
    assert "2 tâches" in gains.text
    assert "53 F CFA" in gains.text  # 0.05 € and the practice task's 0.032 €
    assert gains.kind == "image" and gains.data is not None


async def test_a_task_costs_one_message(product: Product) -> None:
    awa = await working(product)
    before = product.whatsapp.api.calls.counts["messages"]
    for _ in range(5):
        await product.taps(awa, "Haine")
    assert product.whatsapp.api.calls.counts["messages"] - before == 5


async def test_what_she_writes_gets_its_ticks_and_shows_that_we_answer(product: Product) -> None:
    awa = await working(product)
    said = await awa.says("haine")
    await product.answer(awa)
    assert awa.is_read(said)


async def test_a_link_with_her_code_and_a_bare_code_let_her_in(product: Product) -> None:
    awa, binta = product.whatsapp.person("Awa"), product.whatsapp.person("Binta")
    await awa.opens(await product.code())
    assert "Bienvenue" in (await product.answer(awa)).text
    assert "Bienvenue" in (await product.says(binta, await product.code())).text


async def test_who_shares_no_number_joins_and_works_all_the_same(product: Product) -> None:
    await product.project(data=comments(3))
    fatou = await product.joined(product.whatsapp.person("Fatou", shares_number=False))
    await product.taps(fatou, "Accepter")
    assert "✅ Noté" in (await product.taps(fatou, "Publicité")).text
    assert await answers(product) == 1
    assert all(call.params.get("to") is None for call in product.whatsapp.calls if call.method == "messages")


async def test_who_begins_to_share_her_number_stays_the_same_person(product: Product) -> None:
    await product.project(data=comments(3))
    fatou = await product.joined(product.whatsapp.person("Fatou", shares_number=False))
    await product.taps(fatou, "Accepter")
    fatou.shares_number()
    assert "✅ Noté" in (await product.says(fatou, "haine")).text
    assert await answers(product) == 1


async def test_a_new_number_keeps_her_account(product: Product) -> None:
    awa = await working(product)
    await product.taps(awa, "Acceptable")
    await awa.changes_number("2250799999999")
    await product.heard(awa)
    assert "2 tâches" in (await product.says(awa, "gains")).text
    assert "✅ Noté" in (await product.says(awa, "haine")).text
    assert await answers(product) == 2


async def test_all_words_are_answered_within_the_platforms_limits(product: Product) -> None:
    awa = await working(product)
    for word in ("menu", "aide", "profil", "gains", "projet", "rappels", "travail", "pays", "economie", "pause"):
        assert (await product.says(awa, word)).text, word
    assert "Togo" in (await product.says(awa, "pays")).text
    assert (await product.taps(awa, "🇹🇬 Togo")).text


async def test_a_stranger_is_told_how_to_get_in(product: Product) -> None:
    zoe = product.whatsapp.person("Zoé")
    assert "start CODE" in (await product.says(zoe, "bonjour")).text
