"""What finance asks of payments that cannot be done is refused with its reason, and changes nothing."""

from __future__ import annotations

import pytest

from backend.services.payouts import stopping
from tests.integration.payouts.test_payments_on_both import names, paid_run, scene
from tests.integration.scenes import agreement, rows, value
from tests.product import Product

NONE = {
    "paiements envoi 99": "Il n'y a pas d'envoi n° 99",
    "paiements approuver 99": "Il n'y a pas d'envoi n° 99",
    "paiements lancer 99": "Il n'y a pas d'envoi n° 99",
    "paiements abandonner 99": "Il n'y a pas d'envoi n° 99",
    "paiements retenir 99": "Il n'y a pas de paiement n° 99",
    "paiements reessayer 99": "Il n'y a pas de paiement n° 99",
    "paiements retenir personne 999 pas là": "Il n'y a personne sous le n° 999",
    "paiements liberer 999": "Il n'y a personne sous le n° 999",
    "paiements libérer la personne n° 998": "Il n'y a personne sous le n° 998",
    "paiements retenir le paiement n° 98": "Il n'y a pas de paiement n° 98",
    "paiements réclamation n° 98": "Il n'y a pas de réclamation n° 98",
    "paiements lancer l'envoi n° 98": "Il n'y a pas d'envoi n° 98",
    "paiements l'envoi 98": "Il n'y a pas d'envoi n° 98",
    "paiements reclamation 99": "Il n'y a pas de réclamation n° 99",
    "paiements reclamation 99 versee": "Il n'y a pas de réclamation n° 99",
    "paiements reclamation 99 revenue": "Il n'y a pas de réclamation n° 99",
    "paiements reclamation 99 dire on cherche": "Il n'y a pas de réclamation n° 99",
    "paiements reprendre": "ne sont pas arrêtés",
    "paiements retenir awa": "Je ne connais personne du nom de « awa »",
    "paiements approuver": "Aucun envoi n'attend d'accord.",
}


async def test_a_number_that_is_none_is_named(product: Product) -> None:
    owner = await product.admin()
    for said, answer in NONE.items():
        heard = await product.says(owner, said)
        assert answer in heard.text and "Oui" not in heard.labels, said


async def test_what_is_too_late_says_how_it_stands(product: Product) -> None:
    awa, owner, rose = await scene(product, "telegram")
    await names(product, awa)
    number = await value(product.database, "select id from person where first_name = 'Awa'")
    assert "n'est pas retenue" in (await product.says(owner, f"paiements liberer {number}")).text
    await paid_run(product, owner, rose)
    (run,) = await rows(product.database, "select id from payout_run")
    (payout,) = await rows(product.database, "select id from payout")
    for act in ("approuver", "lancer", "abandonner"):
        assert "· en route" in (await product.says(owner, f"paiements {act} {run['id']}")).text, act
    for act in ("retenir", "reessayer"):
        assert "ce paiement est en route" in (await product.says(owner, f"paiements {act} {payout['id']}")).text, act
    await product.says(owner, f"paiements retenir personne {number} à vérifier")
    await product.taps(owner, "Oui")
    assert "déjà retenue" in (await product.says(owner, f"paiements retenir personne {number} encore")).text
    assert await agreement(product.database) == []


async def test_finance_stops_all_payouts_by_hand_and_goes_on(product: Product) -> None:
    _, owner, rose = await scene(product, "telegram")
    assert "Arrêter tous les paiements ?" in (await product.says(rose, "paiements stop")).text
    assert "sont arrêtés" in (await product.taps(rose, "Oui")).text
    assert "une personne de l'équipe" in (await product.says(owner, "virements")).text
    assert "Arrêtés depuis" in (await product.says(owner, "paiements arrêter")).text
    async with product.database.unit() as uow:
        found = await stopping.standing(uow)
        assert found is not None and found.line == "Rose stopped them"
    await product.says(owner, "paiements reprendre")
    assert "reprennent" in (await product.taps(owner, "Oui")).text
    acts = await rows(product.database, "select action from audit where action like '%%payouts%%' order by id")
    assert [row["action"] for row in acts] == ["stop payouts by hand", "resume payouts"]
    assert "paiements arrêtés" in (await product.says(owner, "audit")).text


@pytest.mark.parametrize("word", ["paiement", "paie", "paie Awa maintenant"])
async def test_the_word_of_hiteuses_leads_staff_to_all_payments(product: Product, word: str) -> None:
    owner = await product.admin()
    assert "💵 Paiements" in (await product.says(owner, word)).text


async def test_what_is_not_sent_yet_is_with_nobody(product: Product) -> None:
    awa, owner, rose = await scene(product, "telegram")
    await names(product, awa)
    await product.says(rose, "paiements proposer")
    await rose.taps("Oui")
    await product.settled()
    run = await value(product.database, "select id from payout_run")
    for said in ("paiements pays", f"paiements envoi {run}"):
        shown = (await product.says(owner, said)).text
        assert "pas encore lancé" in shown and "fichier" not in shown


async def test_a_run_is_named_and_acted_upon_in_plain_words(product: Product) -> None:
    """« envoi 4 »: « Je ne lis pas « 4 » après « paiements » »; « approuve l'envoi 4 » was counted as figures."""
    awa, owner, rose = await scene(product, "telegram")
    await names(product, awa)
    await product.says(rose, "paiements proposer")
    await rose.taps("Oui")
    await product.settled()
    run = await value(product.database, "select id from payout_run")
    for said in (f"envoi {run}", f"l'envoi n° {run}"):
        assert "Je ne lis pas" not in (shown := await product.says(owner, said)).text and "Awa" in shown.text, said
    for said in ("envoi", "les envois"):
        assert f"Envoi {run}" in (await product.says(owner, said)).text, said
    for said in (f"approuve l'envoi {run}", "validez l'envoi", "approuver la paie stp"):
        assert "Approuver cet envoi" in (await product.says(owner, said)).text, said
        await product.taps(owner, "Non")
    both = await product.says(owner, f"approuve l'envoi {run} et lance le direct")
    assert "💵 Paiements" in both.labels and "c'est dans « paiements »" in both.text
    assert "Aucun envoi approuvé" in (await product.says(owner, "lance")).text
