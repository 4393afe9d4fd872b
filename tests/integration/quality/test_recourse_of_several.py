"""Several refused answers, an appeal in a hurry, and one that is decided at night, on both platforms."""

from __future__ import annotations

import pytest

from tests.fakes.people import Person
from tests.integration.quality.test_recourse_on_both import another_admin, refused, says_why, scene
from tests.integration.scenes import value
from tests.product import Product

BOTH = pytest.mark.parametrize("channel", ["telegram", "whatsapp"])


async def twice_refused(product: Product, channel: str) -> Person:
    """Awa, two of whose answers the admin refused; she has read of the first and has opened it."""
    awa, admin = await scene(product, channel, tasks=2)
    await product.says(admin, "revues")
    await refuses_next(product, admin)
    assert "refusée" in (await product.answer(awa)).text
    assert "numéro 1" in (await product.says(awa, "recours")).text
    await refuses_next(product, admin)
    await product.forward(hours=23)
    return awa


async def refuses_next(product: Product, admin: Person) -> None:
    await product.taps(admin, "Acceptable")
    await says_why(product, admin)


@BOTH
async def test_the_button_below_a_refusal_opens_that_answer(on_both: Product, channel: str) -> None:
    """It opened the answer that she had read last, and she would have redone that one."""
    product = on_both
    awa = await twice_refused(product, channel)
    if channel == "whatsapp":  # after 24 hours the platform brings her nothing before she writes
        await awa.says("gains")
    told = next(each for each in await product.heard(awa) if "est refusée" in each.text)
    assert "Commentaire numéro 2" in (await product.taps(awa, "⚖️ Voir, refaire ou contester", told)).text
    assert "2 réponses refusées" in (await product.says(awa, "recours")).text


@BOTH
async def test_a_refusal_whose_appeal_is_decided_is_not_told_the_next_morning(on_both: Product, channel: str) -> None:
    """« Une de tes réponses est refusée … Voir, refaire ou contester » came a day after she had lost its appeal."""
    product = on_both
    awa, admin = await scene(product, channel, tasks=2)
    await product.says(admin, "revues")
    await refuses_next(product, admin)
    await product.answer(awa)
    await refuses_next(product, admin)
    listed = await product.says(awa, "recours")
    assert "numéro 2" in (await product.taps(awa, next(each for each in listed.labels if "numéro 2" in each))).text
    await product.says(awa, "je conteste")
    await product.taps(awa, "Sans rien ajouter")
    rose = await another_admin(product)
    await product.says(rose, "revues")
    await product.taps(rose, "Acceptable")
    await product.taps(rose, "❌ Le refus reste")
    await product.taps(rose, "Envoyer", await product.says(rose, "Ce commentaire ne vise personne."))
    assert "le refus de ta réponse" in (await product.answer(awa)).text
    await product.forward(hours=24)
    if channel == "whatsapp":  # after 24 hours the platform brings her nothing before she writes
        await awa.says("gains")
    assert not any("est refusée" in each.text for each in await product.heard(awa))


@BOTH
@pytest.mark.parametrize(
    "said",
    [
        *("attend 2 min", "oublie ça", "jsais pas trop", "donne ça à une autre personne", "montre moi encore la photo"),
        *("finalement je ne conteste pas", "attends je réfléchis un peu"),
    ],
)
async def test_few_words_are_sent_as_her_only_appeal_when_she_says_so(
    on_both: Product, channel: str, said: str
) -> None:
    product = on_both
    awa, _admin = await refused(product, channel)
    await product.says(awa, "recours")
    assert "pourquoi ta réponse est juste" in (await product.says(awa, "jsui pa daccor")).text
    assert "C'est envoyé" not in (await product.says(awa, said)).text
    assert await value(product.database, "select count(*) from review where kind = 3") == 0


@BOTH
async def test_who_would_rather_redo_it_sends_no_appeal(on_both: Product, channel: str) -> None:
    """« Refaire » was sent to the other person as her reason."""
    product = on_both
    awa, _admin = await refused(product, channel)
    await product.says(awa, "recours")
    await product.says(awa, "c pa juste")
    assert "Encore une fois" in (await product.says(awa, "finalement je refais")).text
    assert "compte de nouveau" in (await product.taps(awa, "Acceptable")).text
    assert await value(product.database, "select count(*) from review where kind = 3") == 0


@BOTH
async def test_an_appeal_that_is_decided_at_night_is_told_in_the_morning(on_both: Product, channel: str) -> None:
    product = on_both
    awa, _admin = await refused(product, channel)
    await product.says(awa, "recours")
    await product.says(awa, "je conteste")
    await product.taps(awa, "Sans rien ajouter")
    rose = await another_admin(product)
    await product.forward_to(product.now.replace(hour=23, minute=0))
    await product.heard(awa)
    await product.says(rose, "revues")
    await product.taps(rose, "Haine")
    await product.says(rose, "elle a raison")
    assert await product.heard(awa) == []
    await product.forward(hours=8, minutes=5)
    assert "Tu avais raison" in (await product.answer(awa)).text


@BOTH
@pytest.mark.parametrize(
    "said", ["je veux contester", "contester", "un autre regard", "je la conteste", "je veux faire appel"]
)
async def test_the_answer_that_is_shown_is_contested_in_words(on_both: Product, channel: str, said: str) -> None:
    """« Je veux contester » below one refused answer led back to the list of all."""
    product = on_both
    awa = await twice_refused(product, channel)
    if channel == "whatsapp":
        await awa.says("gains")
    await product.heard(awa)
    await product.says(awa, "recours")
    assert "Refusée parce que" in (await product.says(awa, "2")).text
    assert "pourquoi ta réponse est juste" in (await product.says(awa, said)).text


@BOTH
async def test_her_reason_that_is_asked_about_is_what_she_sends(on_both: Product, channel: str) -> None:
    """« Envoyer » below « c'est ta réponse à la question d'avant ? » was « Sans rien ajouter »: her only appeal
    left without a word."""
    product = on_both
    awa, _admin = await refused(product, channel)
    await product.says(awa, "recours")
    await product.says(awa, "je conteste")
    await product.says(awa, "stop")
    asked = await product.says(awa, "C'est une insulte chez nous")
    assert "C'est ma réponse" in asked.labels
    assert "je l'envoie comme ça ?" in (await product.says(awa, "envoyer")).text
    await product.taps(awa, "Envoyer")
    assert await value(product.database, "select words from review where kind = 3") == "C'est une insulte chez nous"
