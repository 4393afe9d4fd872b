"""`corriger`: her last answer, wherever she stands in the conversation."""

from __future__ import annotations

from typing import Any

from tests.fakes.telegram import Person
from tests.integration.telegram.test_interruptions import ONE_RECEIPT, RECEIPTS
from tests.product import COMMENTS, Product, comments


async def _answers(product: Product) -> list[Any]:
    async with product.database.unit() as uow:
        rows = await uow.fetch_all(
            "select a.value from answer a join project p on p.id = a.project_id"
            " where a.status = 1 and not p.practice order by a.answered_at"
        )
    return [row["value"] for row in rows]


async def _answered_all(product: Product, count: int) -> Person:
    await product.project(COMMENTS, comments(count))
    awa = await product.hiteuse()
    await product.taps(awa, "Accepter")
    for _ in range(count):
        await product.taps(awa, "Haine")
    return awa


async def test_the_last_answer_of_a_project_can_be_corrected_though_no_task_follows(product: Product) -> None:
    awa = await _answered_all(product, 1)
    assert "Commentaire numéro 1" in (await product.taps(awa, "↩️ Corriger la dernière")).text
    assert (await product.taps(awa, "Acceptable")).text == "✅ C'est corrigé."
    assert await _answers(product) == ["ok"]
    assert "Tu avais répondu : Acceptable" in (await product.says(awa, "corriger")).text
    assert (await product.taps(awa, "Retour")).text == "D'accord, rien ne change."
    assert await _answers(product) == ["ok"]


async def test_the_word_keeps_the_open_task_open(product: Product) -> None:
    await product.project(COMMENTS, comments(3))
    awa = await product.hiteuse()
    await product.taps(awa, "Accepter")
    await product.taps(awa, "Haine")
    for before in ("menu", "gains", "signaler un souci", "pause", "rappels"):
        await product.says(awa, before)
        assert "Commentaire numéro 1" in (await product.says(awa, "CORRIGER")).text, before
        assert "Commentaire numéro 2" in (await product.taps(awa, "Retour")).text, before
    await product.says(awa, "/corriger")
    corrected = await product.taps(awa, "Publicité")
    assert "C'est corrigé" in corrected.text and "Commentaire numéro 2" in corrected.text
    assert await _answers(product) == ["pub"]


async def test_what_is_accepted_or_was_never_answered_is_not_corrected(product: Product) -> None:
    awa = await product.hiteuse()
    assert "déjà comptée" in (await product.says(awa, "corriger")).text  # practice is never corrected
    await product.project(COMMENTS, comments(1))
    await product.says(awa, "travail")
    await product.taps(awa, "Accepter")
    await product.taps(awa, "Haine")
    await product.forward(hours=25)
    assert "rien à corriger" in (await product.says(awa, "corriger")).text
    assert await _answers(product) == ["haine"]


async def test_no_button_offers_to_correct_what_is_accepted(product: Product) -> None:
    """It was offered to who had just answered something else, days after her last task, and took the offer away."""
    awa = await _answered_all(product, 1)
    await product.project(RECEIPTS, ONE_RECEIPT)
    assert "↩️ Corriger la dernière" in (await product.says(awa, "travail")).labels
    await product.forward(hours=25)
    await product.says(awa, "paiement")
    await product.taps(awa, "Pas maintenant")
    shown = await product.says(awa, "travail")
    assert "Accepter" in shown.labels and "↩️ Corriger la dernière" not in shown.labels, shown.labels


async def test_a_correction_of_the_form_just_sent_is_not_written_into_the_next(product: Product) -> None:
    """« correction : le total c'était 12 700 » became the shop of the next receipt, without a word."""
    await product.project(RECEIPTS, ONE_RECEIPT)
    awa = await product.hiteuse()
    await product.taps(awa, "Accepter")
    for said in ("Chez Awa", "12 500"):
        await product.says(awa, said)
    shown = await product.says(awa, "le total c'est 12 600")
    assert "Total : 12 600 F CFA" in shown.text and "Date (3 sur 3)" in shown.text
    await product.says(awa, "3/3/2026")
    assert "12 700" in (await product.says(awa, "pardon, le total c'est 12 700")).text
    assert "Noté" in (await product.says(awa, "tout est juste")).text
    asked = await product.says(awa, "en fait c'était 12 800")
    assert "tu parles de ta réponse d'avant" in asked.text and "↩️ La corriger" in asked.labels
    assert "Ta dernière réponse" in (await product.says(awa, "correction : le total c'était 12 800")).text
    assert "12 800" in (await product.says(awa, "le total c'était 12 800")).text
    assert "C'est corrigé" in (await product.says(awa, "tout est juste")).text
    assert await _answers(product) == [{"shop": "Chez Awa", "total": "12800", "date": "2026-03-03"}]


async def test_a_figure_of_the_form_is_corrected_where_it_is_checked(product: Product) -> None:
    """« C'est pas 15 000 c'est 1 500 » was not understood, and below « signaler » a yes to it gave the form away."""
    await product.project(RECEIPTS, ONE_RECEIPT)
    awa = await product.hiteuse()
    await product.taps(awa, "Accepter")
    for said in ("Chez Awa", "15 000", "3/3/2026"):
        await product.says(awa, said)
    assert "Total : 1 500 F CFA" in (await product.says(awa, "c'est pas 15000 c'est 1500")).text.replace("\xa0", " ")
    assert "Magasin" in (await product.says(awa, "c'est pas chez awa c'est chez ama")).text
    await product.says(awa, "Chez Ama")
    await product.says(awa, "signaler")
    shown = await product.says(awa, "c'est pas 1500 c'est 1600")
    assert "Vérifie ce que tu as écrit" in shown.text
    await product.says(awa, "c'est pas 1500 c'est 1600")
    await product.says(awa, "tout est juste")
    assert await _answers(product) == [{"shop": "Chez Ama", "total": "1600", "date": "2026-03-03"}]
