"""Decisions on her answers, on both platforms: one message a day for all of them, and none is lost."""

from __future__ import annotations

import pytest

from backend.db.messaging import inbox
from backend.services.quality import verdicts
from tests.integration.scenes import commit, value
from tests.product import Product

BOTH = pytest.mark.parametrize("channel", ["telegram", "whatsapp"])


async def looked_at(product: Product, *decisions: tuple[str, bool]) -> None:
    """What became of tasks that she had reported: (project, whether she was right)."""
    person = await value(product.database, "select id from person where role = 'hiteuse'")
    async with product.database.unit() as uow:
        for number, (project, right) in enumerate(decisions):
            told = {"wake": verdicts.LOOKED, "project": project, "right": right, "paid": False}
            await inbox.post(uow, person, f"reported:{product.now.isoformat()}:{number}", told, product.now)
        await uow.commit()
    product.app.signals.tell("turn")


@BOTH
async def test_she_hears_of_all_decisions_of_a_day_in_one_message(on_both: Product, channel: str) -> None:
    product = on_both
    awa = product.somebody(channel, "Awa")
    await product.joined(awa)
    await looked_at(product, ("Tri", True))
    assert "Tu avais raison de signaler une tâche de Tri" in (await product.answer(awa)).text
    await looked_at(product, ("Tri", True), ("Tri", True), ("Photos", False))
    assert await product.heard(awa) == []
    await product.forward(hours=23, minutes=10)
    said = await product.answer(awa)
    assert "Des nouvelles de tes réponses" in said.text
    assert "Tri : 2 tâches signalées, tu avais raison" in said.text
    assert "Photos : 1 tâche que tu as signalée est bonne" in said.text
    await looked_at(product, ("Tri", True))
    assert await product.heard(awa) == []  # today's message was that one
    await awa.says("gains")
    await product.heard(awa)
    await product.forward(hours=23, minutes=55)
    assert "Tu avais raison de signaler" in (await product.answer(awa)).text
    assert await value(product.database, "select count(*) from decision_news where told_at is null") == 0


async def test_she_is_not_told_that_somebody_found_her_right_where_nobody_looked(product: Product) -> None:
    awa = await product.hiteuse()
    person = await value(product.database, "select id from person where role = 'hiteuse'")
    told = {"wake": verdicts.LOOKED, "project": "Tri", "right": True, "paid": True, "seen": False}
    await commit(product.database, inbox.post, person, "reported:unseen", told, product.now)
    product.app.signals.tell("turn")
    said = (await product.answer(awa)).text
    assert "est retirée" in said and "raison" not in said


async def test_at_night_nobody_is_woken_by_a_decision(product: Product) -> None:
    awa = await product.hiteuse()
    await product.forward_to(product.now.replace(hour=23))
    await product.heard(awa)
    await looked_at(product, ("Tri", True))
    assert await product.heard(awa) == []
    await product.forward(hours=9)
    assert "Tu avais raison" in (await product.answer(awa)).text
