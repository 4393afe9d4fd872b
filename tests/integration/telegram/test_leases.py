"""Tasks that several people could have: one has each, and a late answer costs nobody anything."""

from __future__ import annotations

from tests.integration.scenes import execute
from tests.integration.telegram.test_taps import answers, working
from tests.product import Product, comments


async def test_a_task_is_hers_overnight_if_nobody_else_took_it(product: Product) -> None:
    awa = await working(product)
    await product.forward(hours=10)
    said = await product.taps(awa, "Acceptable")
    assert "✅ Noté" in said.text
    assert "Commentaire numéro 2" in said.text
    assert await answers(product) == 1


async def test_a_late_answer_to_a_task_that_another_has_now_is_not_counted_and_the_next_one_is_hers(
    product: Product,
) -> None:
    awa = await working(product)
    await product.forward(hours=1)
    fatou = await product.hiteuse("Fatou")
    assert "Commentaire numéro 1" in (await product.taps(fatou, "Accepter")).text
    await product.taps(fatou, "Haine")
    said = await product.taps(awa, "Acceptable")
    assert "faite par une autre" in said.text
    assert "Commentaire numéro 3" in said.text
    assert await answers(product) == 1


async def test_two_people_never_hold_the_same_task(product: Product) -> None:
    await product.project(data=comments(2))
    awa, fatou, zoe = [await product.hiteuse(name) for name in ("Awa", "Fatou", "Zoé")]
    for person in (awa, fatou):
        await person.taps("Accepter")
    texts = [(await product.answer(person)).text for person in (awa, fatou)]
    assert sorted(n for n in (1, 2) for text in texts if f"Commentaire numéro {n}" in text) == [1, 2]
    assert "viennent d'être prises" in (await product.taps(zoe, "Accepter")).text
    await awa.taps("Acceptable")
    await fatou.taps("Acceptable")
    for person in (awa, fatou):
        assert "Tu as fait toutes les tâches" in (await product.answer(person)).text
    assert await answers(product) == 2


async def test_a_pause_of_days_keeps_what_can_be_kept(product: Product) -> None:
    awa = await working(product)
    await product.taps(awa, "⏸ Pause courte")
    await product.forward(days=2)
    assert "Commentaire numéro 1" in (await product.taps(awa, "Continuer")).text
    assert "✅ Noté" in (await product.taps(awa, "Haine")).text


async def test_a_practice_task_left_for_a_day_is_still_paid(product: Product) -> None:
    awa = await product.newcomer()
    for tap in ("J'accepte", "✨ Autre chose", "Plus tard", "Pas de rappel"):
        await product.taps(awa, tap)
    await product.forward(days=1)
    assert "Tu viens de gagner" in (await product.taps(awa, 0)).text


async def test_the_offer_that_she_accepts_is_the_one_that_she_saw(product: Product) -> None:
    await product.project()
    awa = await product.hiteuse()
    offer = awa.last
    assert "Modération de commentaires" in offer.text
    await execute(product.database, "update project set status = 'paused' where name = 'commentaires'")
    await product.project(
        config="""
name: autre
title: Un autre travail
kind: choice
question: "Oui ?"
show: {text: "{comment}"}
choices: [{id: a, label: Oui}, {id: b, label: Non}]
pay: {amount: "0.02", currency: EUR}
minutes: 0.5
"""
    )
    said = await product.taps(awa, "Accepter", offer)
    assert "viennent d'être prises" in said.text
    assert "Un autre travail" in said.text and "Accepter" in said.labels


async def test_a_reported_task_goes_on_with_others_and_costs_nothing(product: Product) -> None:
    awa = await working(product)
    await product.taps(awa, "⚠️ Signaler un souci")
    said = await product.taps(awa, "La question n'est pas claire")
    assert "Merci" in said.text and "Commentaire numéro 2" in said.text
    fatou = await product.hiteuse("Fatou")
    assert "Commentaire numéro 1" in (await product.taps(fatou, "Accepter")).text


async def test_a_corrected_answer_is_the_one_that_counts_and_is_paid_once(product: Product) -> None:
    awa = await working(product)
    await product.taps(awa, "Acceptable")
    await product.taps(awa, "↩️ Corriger la dernière")
    assert "C'est corrigé" in (await product.taps(awa, "Haine")).text
    async with product.database.unit() as uow:
        row = await uow.fetch_one(
            """select a.value, t.result ->> 'answer' as result from answer a join task t on t.id = a.task_id
            join project p on p.id = t.project_id where a.status = 1 and not p.practice"""
        )
    assert row is not None and (row["value"], row["result"]) == ("haine", "haine")
    assert await answers(product) == 1
