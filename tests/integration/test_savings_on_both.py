"""The project that she saves for, on both platforms: set aside, kept back, taken out, paid, opened."""

from __future__ import annotations

import pytest

from backend.domain.payouts.states import Word
from backend.domain.people.commands import OPERATOR
from backend.services.payouts import runs
from tests.integration.scenes import agreement, rows, value
from tests.integration.test_payments_on_both import BOTH, names, scene, told
from tests.product import Product


async def proposed(product: Product) -> None:
    """A run, as the command line proposes it, started."""
    found = await runs.propose(product.database, OPERATOR, "a", product.now)
    async with product.database.unit() as uow:
        await runs.approve(uow, OPERATOR, "b", found.run_id, product.now)
        await runs.run(uow, OPERATOR, found.run_id, product.now)
        await uow.commit()


@BOTH
async def test_she_sets_a_share_aside_and_takes_it_out_at_once(on_both: Product, channel: str) -> None:
    product = on_both
    awa, *_ = await scene(product, channel)
    await names(product, awa)
    await product.taps(awa, "✏️ Changer", await product.says(awa, "projet"))
    await product.taps(awa, "💼 Mon activité")
    kept = await product.says(awa, "un salon de couture, 10 000 F CFA")
    await product.taps(awa, "🌱 Mettre de côté", kept)
    assert "20 % de chaque paie" in (await product.taps(awa, "20 %")).text
    shown = (await product.says(awa, "projet")).text
    assert "0 %" in shown and "De côté : 0 F CFA" in shown and "il manque 10 000 F CFA" in shown
    await proposed(product)
    # 4 € are 2,623 F, and the practice task's pay beside them
    due = await value(product.database, "select units / 10000 from payout")
    saved = await value(product.database, "select sum(units) from saving where kind = 'aside'")
    assert saved and due
    shown = (await product.says(awa, "projet")).text
    assert "⬜" in shown and "De côté : 0 F CFA" not in shown
    assert "📈 À ton rythme (20 % des" in shown
    await told(product, Word.PAID)
    await product.answer(awa)
    assert "🌱 De côté :" in (await product.says(awa, "gains")).text
    await product.taps(awa, "↩️ Reprendre", await product.says(awa, "projet"))
    assert "de nouveau dans ton solde" in (await product.taps(awa, "Tout reprendre")).text
    assert await value(product.database, "select units from account where kind = 'savings'") == 0
    assert await agreement(product.database) == []


@BOTH
async def test_school_fees_in_three_parts_are_paid_and_recorded(on_both: Product, channel: str) -> None:
    product = on_both
    awa, *_ = await scene(product, channel)
    await product.taps(awa, "📅 Versements", await product.says(awa, "projet"))
    read = await product.says(awa, "50 000 le 15 septembre\n30 mille le 10 janvier\n30k le 30 avril")
    assert "110 000 F CFA" in read.text
    await product.taps(awa, "✅ C'est juste")
    assert "50 000 F CFA à payer le 15 septembre" in (await product.says(awa, "projet")).text
    asked = await product.says(awa, "j'ai payé")
    await product.taps(awa, next(label for label in asked.labels if label.startswith("50 000")))
    assert "50 000 F CFA à payer" not in (await product.says(awa, "projet")).text
    assert "payés pour ton projet" in (await product.says(awa, "J'ai payé 30 mille")).text
    assert "Félicitations" in (await product.says(awa, "j'ai ouvert mon salon à Bouaké")).text
    found = await rows(product.database, "select kind, words, units from outcome order by id")
    assert [each["kind"] for each in found] == ["paid", "paid", "opened"]
    assert found[2]["words"] == "mon salon à Bouaké"
    assert [each["units"] for each in found[:2]] == [500_000_000, 300_000_000]


@BOTH
async def test_stop_gives_back_what_is_set_aside_and_keeps_nothing_back(on_both: Product, channel: str) -> None:
    product = on_both
    awa, *_ = await scene(product, channel)
    await names(product, awa)
    assert "50 % de chaque paie" in (await product.says(awa, "épargne 50 %")).text
    await proposed(product)
    assert await value(product.database, "select units from account where kind = 'savings'") > 0
    assert "de nouveau dans ton solde" in (await product.says(awa, "stop")).text
    assert await value(product.database, "select units from account where kind = 'savings'") == 0
    assert await value(product.database, "select share from goal") is None
    assert await agreement(product.database) == []


@pytest.mark.parametrize("said", ["montrer", "cacher"])
async def test_only_she_decides_what_her_huber_sees(product: Product, said: str) -> None:
    awa, *_ = await scene(product, "telegram")
    await product.taps(awa, "👀 Montrer à ma Huber", await product.says(awa, "projet"))
    assert await value(product.database, "select shown_at is not null from goal") is True
    if said == "cacher":
        await product.taps(awa, "🙈 Ne plus montrer", await product.says(awa, "projet"))
        assert await value(product.database, "select shown_at is not null from goal") is False
