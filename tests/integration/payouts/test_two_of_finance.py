"""Two of the team at one thing of the payments: whoever comes second is told what the other one has done."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from backend.domain.people.commands import OPERATOR, Duty
from backend.domain.people.roles import RoleAssignment
from backend.services.admin import roles
from backend.services.payouts import runs
from tests.fakes.people import Person
from tests.integration.payouts.test_payments_on_both import names, scene
from tests.integration.scenes import commit, execute, rows, value
from tests.product import Product


async def _another(product: Product, name: str, duty: str) -> Person:
    person = product.telegram.person(name)
    await product.says(person, f"start {await product.code('admin')}")
    await execute(product.database, "update person set duty = %s where id = (select max(id) from person)", (duty,))
    return person


async def _both_say_yes(product: Product, first: Person, second: Person, words: str) -> list[str]:
    """Both are asked, then both say yes; what each hears, the one who did it first."""
    for person in (first, second):
        assert "Tu confirmes ?" in (await product.says(person, words)).text
    await asyncio.gather(first.taps("Oui"), second.taps("Oui"))
    await product.settled()
    said = ["\n".join(each.text for each in await product.heard(person)) for person in (first, second)]
    return said if said[0].startswith(("✅", "🚚", "⏹", "▶", "✋ La")) else said[::-1]


async def test_whoever_says_yes_second_is_told_what_the_other_has_done(product: Product) -> None:
    awa, paul, rose = await scene(product, "telegram")
    fanta, olga = await _another(product, "Fanta", "finance"), await _another(product, "Olga", "owner")
    await names(product, awa)
    for each in (rose, fanta):
        await product.says(each, "paiements proposer")
    await asyncio.gather(rose.taps("Oui"), fanta.taps("Oui"))
    await product.settled()
    heard = ["\n".join(each.text for each in await product.heard(person)) for person in (rose, fanta)]
    run = await value(product.database, "select id from payout_run")
    assert sorted(f"L'envoi {run} est prêt : 1 paiement" in each for each in heard) == [False, True]
    assert sum(f"Personne d'autre à payer pour le moment : l'envoi {run} attend déjà." in each for each in heard) == 1
    _, late = await _both_say_yes(product, paul, olga, f"paiements approuver {run}")
    assert "Ce n'est pas possible dans l'état de cet envoi" in late and "approuvé par" in late
    _, late = await _both_say_yes(product, rose, fanta, "paiements arreter")
    assert late.startswith("⚠️ Arrêtés depuis")  # not that it cannot be done
    _, late = await _both_say_yes(product, rose, fanta, "paiements reprendre")
    assert late == "Les paiements ne sont pas arrêtés."
    person = await value(product.database, "select id from person where role = 'hiteuse'")
    _, late = await _both_say_yes(product, rose, fanta, f"paiements retenir personne {person} à vérifier")
    assert "est déjà retenue" in late
    acts = await rows(product.database, "select action, count(*) from audit where action ~ 'pay' group by action")
    assert {each["count"] for each in acts} == {1}


async def test_who_is_late_by_a_moment_reads_how_the_run_stands_in_french(
    product: Product, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both had seen that it waits; the state stood there as the program calls it, « approved »."""
    awa, paul, rose = await scene(product, "telegram")
    await names(product, awa)
    await product.says(rose, "paiements proposer")
    await rose.taps("Oui")
    await product.heard(rose)
    run = await value(product.database, "select id from payout_run")
    first = runs.approve

    async def overtaken(uow: Any, *given: Any) -> Any:
        await uow.execute("update payout_run set state = 'approved', approved_by = 'Olga' where id = %s", (run,))
        return await first(uow, *given)

    monkeypatch.setattr(runs, "approve", overtaken)
    await product.says(paul, f"paiements approuver {run}")
    said = (await product.taps(paul, "Oui")).text
    assert "Ce n'est pas possible dans l'état de cet envoi" in said and "approuvé par Olga" in said
    assert "approved" not in said


async def test_who_approved_and_may_no_longer_approve_has_approved_nothing(product: Product) -> None:
    """The one who had prepared the run could still start it, although nobody who may approve stood behind it."""
    awa, paul, rose = await scene(product, "telegram")
    olga = await _another(product, "Olga", "owner")
    await names(product, awa)
    await product.says(rose, "paiements proposer")
    await rose.taps("Oui")
    await product.heard(rose)
    run = await value(product.database, "select id from payout_run")
    await product.says(paul, f"paiements approuver {run}")
    assert "est approuvé" in (await product.taps(paul, "Oui")).text
    await product.says(rose, f"paiements lancer {run}")
    taken = "update person set duty = 'reader' where id = (select approver_id from payout_run)"
    await execute(product.database, taken)
    said = await product.taps(rose, "Oui")
    assert "Ce n'est pas possible" in said.text and "attend l'accord d'une deuxième personne" in said.text
    assert await value(product.database, "select state from payout") == "proposed"
    own = await product.says(rose, f"paiements approuver {run}")
    assert "une deuxième personne l'approuve" in own.text
    await product.says(olga, f"paiements approuver {run}")
    await product.taps(olga, "Oui")
    await product.says(rose, f"paiements lancer {run}")
    assert "1 paiement est en route" in (await product.taps(rose, "Oui")).text


async def test_an_approval_that_was_void_stays_void(product: Product) -> None:
    """When its approver had the role again, the approval of before counted again."""
    awa, paul, rose = await scene(product, "telegram")
    await _another(product, "Olga", "owner")
    await names(product, awa)
    await product.says(rose, "paiements proposer")
    await rose.taps("Oui")
    await product.heard(rose)
    run = await value(product.database, "select id from payout_run")
    await product.says(paul, f"paiements approuver {run}")
    assert "est approuvé" in (await product.taps(paul, "Oui")).text
    number = await value(product.database, "select approver_id from payout_run")
    duties: tuple[Duty, ...] = ("reader", "finance")
    for duty in duties:
        wanted = RoleAssignment("admin", duty)
        await commit(product.database, roles.change, OPERATOR, number, wanted, "", product.now)
    said = await product.says(rose, f"paiements lancer {run}")
    assert "attend l'accord d'une deuxième personne" in said.text
    assert await value(product.database, "select state from payout") == "proposed"
