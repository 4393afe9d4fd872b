"""Who has left keeps her pay, on both platforms: it is paid where she has said, kept where she has not, and claimed by
her whatever her role is now."""

from __future__ import annotations

import pytest

from backend.domain.payouts.states import Word
from backend.domain.people.commands import OPERATOR
from backend.services.payouts import runs
from tests.integration.announcements.announcing import huber
from tests.integration.payouts.test_payments_on_both import names, paid_run, scene, told
from tests.integration.scenes import agreement, execute, value
from tests.product import Product

BOTH = pytest.mark.parametrize("channel", ["telegram", "whatsapp"])


async def changed(product: Product, statement: str) -> None:
    await execute(product.database, statement)


@BOTH
async def test_stop_does_not_stop_pay(on_both: Product, channel: str) -> None:
    product = on_both
    awa, _, rose = await scene(product, channel)
    await product.says(awa, "gains")
    await names(product, awa)
    await product.says(awa, "stop")
    shown = (await product.says(rose, "paiements")).text
    assert "Gardé pour 1 personne qui est partie : 2 644 F CFA" in shown and "elle a dit stop : 1" in shown
    assert "sans numéro" not in shown and "À payer : 1 personne, 2 644 F CFA (parties : 1)" in shown  # the same money
    assert (await runs.propose(product.database, OPERATOR, "a", product.now)).payouts == 1
    assert "Gardé pour" not in (await product.says(rose, "paiements")).text
    assert "en préparation" in (await product.says(awa, "paiement")).text  # and she follows it without coming back
    assert await agreement(product.database) == []


async def test_pay_of_who_was_erased_is_kept_and_not_due(product: Product) -> None:
    """It was « à payer » and « gardé » at once, and no run takes it: only who has its code can claim it."""
    awa, _, rose = await scene(product, "telegram")
    await product.says(awa, "supprimer")
    await product.says(awa, "oui")
    await product.forward(days=15)
    await product.ticks("erase_people")
    shown = (await product.says(rose, "paiements")).text
    assert "compte effacé : 1 · 2 644 F CFA" in shown and "À payer" not in shown
    assert "2 644" not in (await product.says(rose, "paiements pays")).text
    assert (await runs.propose(product.database, OPERATOR, "a", product.now)).payouts == 0


@BOTH
async def test_who_works_no_more_says_where_her_pay_goes_and_follows_it(on_both: Product, channel: str) -> None:
    product = on_both
    awa, _, rose = await scene(product, channel)
    await product.says(awa, "gains")
    await changed(product, "update person set role = 'trainee' where role = 'hiteuse'")
    assert "autre rôle : 1 · 2 644 F CFA" in (await product.says(rose, "paiements")).text
    assert "sans numéro de paie : 1" in (await product.says(rose, "paiements")).text
    assert "✅ Accepté : 2 644 F CFA" in (await product.says(awa, "gains")).text
    await product.says(awa, "paiement")
    assert "Le travail payé s'ouvre" in (await product.says(awa, "projet")).text  # « Je ne lis pas de numéro »
    await names(product, awa)
    assert (await runs.propose(product.database, OPERATOR, "a", product.now)).payouts == 1
    assert await agreement(product.database) == []


async def test_who_cannot_be_reached_keeps_her_pay(product: Product) -> None:
    awa, _, rose = await scene(product, "telegram")
    await names(product, awa)
    await changed(
        product,
        "update contact set blocked_at = now() where person_id = (select id from person where role = 'hiteuse')",
    )
    assert await value(product.database, "select reached_id from person where role = 'hiteuse'") is None
    assert "aucun chat où la joindre : 1" in (await product.says(rose, "paiements")).text
    assert (await runs.propose(product.database, OPERATOR, "a", product.now)).payouts == 1


async def test_who_never_earned_is_told_that_the_word_is_not_hers(product: Product) -> None:
    owner, rose = await product.admin(), await huber(product)
    for word in ("gains", "paiement"):
        assert "pas pour toi" in (await product.says(rose, word)).text
    assert "pas pour toi" in (await product.says(owner, "gains")).text
    assert "💵 Paiements" in (await product.says(owner, "paiement")).text  # one letter from her own word


@BOTH
async def test_who_has_become_a_huber_claims_what_has_not_arrived(on_both: Product, channel: str) -> None:
    product = on_both
    awa, owner, rose = await scene(product, channel)
    await names(product, awa)
    await paid_run(product, owner, rose)
    await changed(product, "update person set role = 'huber' where role = 'hiteuse'")
    await told(product, Word.PAID)
    heard = await product.answer(awa)
    assert "réclamation n°" in (await product.taps(awa, "❌ Pas reçu", heard)).text
    await product.heard(owner)
    assert "1 réclamation attend" in (await product.says(owner, "paiements")).text
    assert "💵 Payé : 2 644 F CFA" in (await product.says(awa, "gains")).text
