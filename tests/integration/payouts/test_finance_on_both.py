"""Finance in chat: what is due and where, one payment or one person held back, a failed payment tried again; each with
a preview and an audit line, for owners and finance alone."""

from __future__ import annotations

import pytest

from backend.domain.payouts.states import Word
from tests.fakes.people import Person
from tests.integration.payouts.test_payments_on_both import names, paid_run, scene, told
from tests.integration.scenes import agreement, execute, rows, value
from tests.product import Product

BOTH = pytest.mark.parametrize("channel", ["telegram", "whatsapp"])


async def proposes(product: Product, rose: Person) -> str:
    """Rose prepares a run; what she is told of it."""
    await product.says(rose, "paiements proposer")
    await rose.taps("Oui")
    await product.settled()
    return "\n".join(each.text for each in await product.heard(rose))


async def acts(product: Product) -> list[str]:
    found = await rows(product.database, "select action from audit where action ~ 'hold|release|retry' order by id")
    return [row["action"] for row in found]


@BOTH
async def test_finance_sees_what_is_due_and_holds_one_payment_or_one_person(on_both: Product, channel: str) -> None:
    product = on_both
    awa, _, rose = await scene(product, channel)
    await product.says(awa, "gains")
    assert "À payer : 1 personne, 2 644 F CFA (sans numéro de paie : 1)" in (await product.says(rose, "paiements")).text
    await names(product, awa)
    assert "est prêt : 1 paiement" in await proposes(product, rose)
    shown = await product.says(rose, "paiements")
    assert "En cours : 1 · 2 644 F CFA" in shown.text and "À payer" not in shown.text
    assert "accepté 0 F CFA · en cours 2 644 F CFA · payé 0 F CFA" in (await product.says(rose, "personne Awa")).text
    places = await product.says(rose, "paiements pays")
    assert "Côte d'Ivoire" in places.text and "2 644 F CFA" in places.text
    run_id = await value(product.database, "select max(id) from payout_run")
    listed = await product.says(rose, f"paiements envoi {run_id}")
    assert "Awa" in listed.text and "…0304" in listed.text
    asked = await product.taps(rose, next(b for b in listed.labels if b.startswith("✋ Retenir")))
    assert "Retirer ce paiement" in asked.text and "Awa" in asked.text
    assert "est retiré" in (await product.taps(rose, "Oui")).text
    assert await value(product.database, "select state from payout_run") == "dropped"
    person = await value(product.database, "select id from person where role = 'hiteuse'")
    assert "Pourquoi ?" in (await product.says(rose, f"paiements retenir personne {person}")).text
    await product.says(rose, "numéro à vérifier")
    assert "est retenue" in (await product.taps(rose, "Oui")).text
    assert "1 dont la paie est retenue" in await proposes(product, rose)
    assert "numéro à vérifier" in (await product.says(rose, "paiements retenues")).text
    await product.says(rose, f"paiements liberer {person}")
    assert "C'est libéré" in (await product.taps(rose, "Oui")).text
    assert "est prêt : 1 paiement" in await proposes(product, rose)
    assert await acts(product) == ["hold payout", "hold pay", "release pay"]
    assert await agreement(product.database) == []


@BOTH
async def test_a_failed_payment_is_tried_again_for_her_alone(on_both: Product, channel: str) -> None:
    product = on_both
    awa, owner, rose = await scene(product, channel)
    await product.says(awa, "gains")
    await names(product, awa)
    await paid_run(product, owner, rose)
    await told(product, Word.FAILED, "recipient-limit-exceeded")
    await product.answer(awa)
    first = await value(product.database, "select max(id) from payout")
    listed = await product.says(rose, "paiements revenus")
    assert "recipient-limit-exceeded" in listed.text and "…0304" in listed.text
    assert "pour elle seule" in (await product.taps(rose, f"🔁 Réessayer {first}", listed)).text
    await rose.taps("Oui")
    await product.settled()
    assert any("est prêt : 1 paiement" in each.text for each in await product.heard(rose))
    (keys,) = await rows(product.database, "select count(distinct key) as keys, count(*) as payouts from payout")
    assert keys == {"keys": 2, "payouts": 2}
    assert "Aucun paiement revenu" in (await product.says(rose, "paiements revenus")).text
    assert await acts(product) == ["retry payout"]
    assert await agreement(product.database) == []


async def test_a_run_leaves_out_who_was_held_after_it_was_proposed(product: Product) -> None:
    awa, owner, rose = await scene(product, "telegram")
    await names(product, awa)
    await proposes(product, rose)
    person = await value(product.database, "select id from person where role = 'hiteuse'")
    await product.says(owner, f"paiements retenir personne {person} à vérifier")
    await product.taps(owner, "Oui")
    assert await value(product.database, "select state from payout") == "dropped"
    assert "Envoi" in (await product.says(rose, "paiements")).text
    assert "✅ Accepté : 2 644 F CFA" in (await product.says(awa, "gains")).text


async def test_whose_payment_is_on_its_way_is_held_from_the_next_one_on(product: Product) -> None:
    """Finance heard that her pay was in no run, and she that what is accepted next goes with the next one."""
    awa, owner, rose = await scene(product, "telegram")
    await names(product, awa)
    await paid_run(product, owner, rose)
    person = await value(product.database, "select id from person where role = 'hiteuse'")
    asked = await product.says(owner, f"paiements retenir personne {person} à vérifier")
    assert "2 644 F CFA sont déjà en route : ce paiement-là ne s'arrête plus" in asked.text
    await product.taps(owner, "Oui")
    hers = (await product.says(awa, "paiement")).text
    assert "en route" in hers and "L'équipe garde ta paie" in hers and "partent avec l'envoi suivant" not in hers


async def test_the_only_run_needs_no_number_and_who_is_left_out_is_told_with_the_reason(product: Product) -> None:
    awa, owner, rose = await scene(product, "telegram")
    await names(product, awa)
    await proposes(product, rose)
    assert "Aucun envoi approuvé n'attend" in (await product.says(rose, "paiements lancer")).text
    assert "Approuver cet envoi ?" in (await product.says(owner, "paiements approuver l'envoi")).text
    await product.taps(owner, "Oui")
    await product.says(awa, "paiement")
    await product.taps(awa, "✏️ Changer")
    await product.says(awa, "05 05 06 07 08")
    await product.says(awa, "Awa Koné")
    await product.says(awa, "oui")
    await product.says(awa, "4071")
    assert "Lancer cet envoi ?" in (await product.says(rose, "paiements lancer")).text
    said = (await product.taps(rose, "Oui")).text
    assert "0 paiement" in said and "1 avec un nouveau numéro, 24 h d'attente" in said and "à vérifier" not in said
    assert await agreement(product.database) == []


async def test_a_run_that_waits_is_shown_however_many_came_after_it(product: Product) -> None:
    awa, owner, rose = await scene(product, "telegram")
    await names(product, awa)
    await proposes(product, rose)
    first = await value(product.database, "select max(id) from payout_run")
    await _others(product, 4, state="done")
    shown = await product.says(owner, "paiements")
    assert f"Envoi {first} · attend l'accord" in shown.text and shown.text.count("Envoi ") == 3
    assert f"✅ Approuver l'envoi {first}" in shown.labels
    assert "Approuver cet envoi ?" in (await product.says(owner, "paiements approuver")).text
    await product.taps(owner, "Non")
    await _others(product, 6, state="proposed")
    shown = await product.says(owner, "paiements")
    assert (
        shown.text.count("attend l'accord") == 5
        and f"Attendent aussi une décision : les envois {first + 5}, " in shown.text
    )
    assert sum(label.startswith("✅ Approuver") for label in shown.labels) == 5
    assert "Un envoi à la fois : lequel ?" in (await product.says(owner, "paiements approuver")).text


async def _others(product: Product, count: int, state: str) -> None:
    """Runs of somebody else with a payment each, in that state."""
    for _ in range(count):
        await execute(
            product.database,
            """
            with run as (
                insert into payout_run (state, minimum, proposed_by, proposed_at)
                select %(state)s, minimum, 'Fatou', proposed_at from payout_run order by id limit 1 returning id
            )
            insert into payout (run_id, person_id, destination_id, currency, units, carried, state, proposed_at)
            select run.id, p.person_id, p.destination_id, p.currency, p.units, 0, 'dropped', p.proposed_at
            from run, (select * from payout order by id limit 1) p
            """,
            {"state": state},
        )


async def test_a_reader_may_look_and_hold_nothing(product: Product) -> None:
    awa, _, rose = await scene(product, "telegram")
    await names(product, awa)
    await proposes(product, rose)
    zoe = product.telegram.person("Zoé")
    await product.says(zoe, f"start {await product.code('admin')}")
    run_id = await value(product.database, "select max(id) from payout_run")
    assert (await product.says(zoe, "paiements")).labels == [f"🔎 Envoi {run_id}", "🌍 Par pays", "Menu"]
    listed = await product.taps(zoe, f"🔎 Envoi {run_id}")
    assert "Awa" in listed.text and not any("Retenir" in label for label in listed.labels)
    payout = await value(product.database, "select max(id) from payout")
    for words in (f"retenir {payout}", "retenir personne 1 pour rien", "liberer 1", f"reessayer {payout}"):
        assert "pas pour toi" in (await product.says(zoe, f"paiements {words}")).text, words
    assert await acts(product) == []


@BOTH
async def test_while_all_are_stopped_no_run_is_asked_about_and_no_day_is_promised(
    on_both: Product, channel: str
) -> None:
    """The run was confirmed first, then refused without its way on; she was told that the next payment goes."""
    product = on_both
    awa, owner, rose = await scene(product, channel)
    await names(product, awa)
    await proposes(product, rose)
    await product.says(owner, "approuver")
    await product.says(owner, "oui")
    await product.says(rose, "arrête tout les paiements")
    await product.says(rose, "oui")
    stopped = await product.says(rose, "lancer")
    assert "Rien ne part avant la reprise" in stopped.text and "Tu confirmes" not in stopped.text
    assert "▶️ Reprendre" in stopped.labels
    hers = (await product.says(awa, "paiement")).text
    assert "aucune paie ne part" in hers and "partent avec l'envoi suivant" not in hers
    await product.taps(rose, "▶️ Reprendre", stopped)
    await product.says(rose, "oui")
    assert "Lancer cet envoi ?" in (await product.says(rose, "lancer")).text
    assert "en route" in (await product.says(rose, "oui")).text
    assert "aucune paie ne part" not in (await product.says(awa, "paiement")).text
    assert await agreement(product.database) == []


async def test_who_waits_for_a_check_is_let_through_in_chat(on_both: Product) -> None:
    """« 1 avec le numéro d'une autre », and « la paie d'Awa n'est pas retenue » to who wanted to release it."""
    product = on_both
    awa, _, rose = await scene(product, "telegram")
    await names(product, awa)
    await product.hiteuse("Binta")
    await execute(product.database, "update destination set cleared_at = null")
    await execute(
        product.database,
        "insert into destination (person_id, kind, sealed, mark, tail, operator, named_at, usable_at)"
        " select p.id, kind, sealed, mark, tail, operator, named_at, usable_at from destination, person p"
        " where p.first_name = 'Binta'",
    )
    assert "1 avec le numéro d'une autre" in await proposes(product, rose)
    assert "✋ Retenues : 1" in (await product.says(rose, "paiements")).text  # « aucune paie n'est retenue », it said
    listed = await product.says(rose, "paiements retenues")
    assert "Awa" in listed.text and "payée sur le même numéro" in listed.text
    assert any(label.startswith("▶️ Libérer") for label in listed.labels)
    asked = await product.says(rose, "libère awa")
    assert "attend : une autre personne est payée sur le même numéro" in asked.text
    assert "rien ne change" in (await product.says(rose, "non")).text
    await product.says(rose, "retiens Awa : numéro à vérifier")
    await product.says(rose, "oui")
    await product.says(rose, "libère awa")
    assert "sa paie attend encore" in (await product.says(rose, "oui")).text
    await product.taps(rose, "▶️ Libérer")
    assert "C'est libéré : sa paie est dans le prochain envoi" in (await product.says(rose, "oui")).text
    assert "est prêt : 1 paiement" in await proposes(product, rose)
    assert await value(product.database, "select count(*) from audit where action = 'clear payouts'") == 1
    assert await agreement(product.database) == []
