"""Refusals that wait in chat: who gave them does not confirm them while another admin may."""

from __future__ import annotations

import pytest

from backend.db.people import erasures
from backend.domain.work.commands import AnswerStatus
from backend.services.privacy import erasure
from tests.fakes.people import Person
from tests.integration.announcements.announcing import owner
from tests.integration.quality.test_recourse_on_both import refuses, scene
from tests.integration.scenes import agreement, commit, execute, value
from tests.product import Product

CONFIRM, PAY = "❌ Ils restent", "✅ Payer ces réponses"


async def waiting(product: Product) -> tuple[Person, Person]:
    """Awa, whose answer an admin refused, and that admin; the refusal waits."""
    awa, admin = await scene(product, "telegram")
    await refuses(product, admin)
    told = await product.answer(awa)
    await product.taps(awa, "⚖️ Voir, refaire ou contester", told)
    await product.says(awa, "je refais")
    await product.taps(awa, "Haine")
    await execute(product.database, "update review set held = true")  # as if it was one of many
    await product.says(admin, "revues")
    await product.taps(admin, "⏭ Les autres revues")
    await product.taps(admin, "Acceptable")
    await product.taps(admin, "❌ Refuser")
    await product.taps(admin, "La consigne n'est pas suivie")
    await product.taps(admin, "Envoyer", await product.says(admin, "Relis la consigne."))
    await execute(product.database, "update review set held = false where id = (select min(id) from review)")
    return awa, admin


async def test_who_refused_is_told_that_another_one_confirms(product: Product) -> None:
    """It said « 1 refus attend ta décision », and one tap settled what the same person had decided."""
    _, admin = await waiting(product)
    other = await owner(product, "Nadia")
    shown = await product.says(admin, "revues")
    assert "une autre personne de l'équipe doit les confirmer" in shown.text
    assert CONFIRM not in shown.labels and PAY in shown.labels
    number = await value(product.database, "select min(project_id) from review")
    typed = await product.says(admin, f"revues refuser {number}")
    assert "une autre personne de l'équipe" in typed.text and CONFIRM not in typed.labels
    assert await value(product.database, "select held from review order by id desc limit 1")
    assert CONFIRM in (await product.says(other, "revues")).labels


async def test_who_runs_the_service_alone_confirms(product: Product) -> None:
    _, admin = await waiting(product)
    shown = await product.says(admin, "revues")
    assert "une autre personne" not in shown.text and CONFIRM in shown.labels


async def test_a_button_that_is_too_old_confirms_nothing(product: Product) -> None:
    _, admin = await waiting(product)
    await product.says(admin, "revues")
    asked = await product.taps(admin, CONFIRM)
    assert "Refuser 1 réponse" in asked.text
    await owner(product, "Nadia")
    told = await product.says(admin, "oui")
    assert "réponse refusée" not in told.text
    assert await value(product.database, "select held from review order by id desc limit 1")


async def test_a_yes_is_for_the_refusals_that_were_asked_about(product: Product) -> None:
    """Others in equal number had taken their place between the question and the yes, and were confirmed unseen."""
    await waiting(product)
    other = await owner(product, "Nadia")
    await product.says(other, "revues")
    asked = await product.taps(other, CONFIRM)
    assert "Refuser 1 réponse" in asked.text
    newest = "(select max(id) from review)"
    columns = "kind, project_id, task_id, person_id, opened_at, judged, decided_at, decided_by, verdict, reason, held"
    exchange = f"with it as (delete from review where id = {newest} returning *)"
    await execute(product.database, f"{exchange} insert into review ({columns}) select {columns} from it")
    told = await product.says(other, "oui")
    assert "Entre-temps, ça a changé. Je n'ai rien fait" in told.text
    assert await value(product.database, f"select held from review where id = {newest}")
    assert "1 réponse refusée" in (await product.says(other, "oui")).text


async def test_nobody_refuses_the_answer_of_who_was_erased(product: Product) -> None:
    """She could neither read why, nor redo it, nor contest it; a yes refused it, and she lost its pay."""
    await waiting(product)
    other = await owner(product, "Nadia")
    await product.says(other, "revues")
    await product.taps(other, CONFIRM)
    her = await value(product.database, "select id from person where first_name = 'Awa'")
    await commit(product.database, erasure.ask_now, her, product.now)
    await commit(product.database, erasures.begin, her, product.now)
    told = await product.says(other, "oui")
    assert "Plus aucun refus n'attend" in told.text
    assert await value(product.database, "select status from answer where redone") == AnswerStatus.ANSWERED
    assert await agreement(product.database) == []


async def test_each_refusal_is_looked_at_before_it_is_decided(product: Product) -> None:
    """« 🔍 Revoir d'abord » opened another review: the refusals were confirmed without being seen."""
    await waiting(product)
    other = await owner(product, "Nadia")
    await product.says(other, "revues")
    shown = await product.taps(other, "🔍 Les regarder")
    for told in ("Refus 1 sur 1", "Sa réponse : Haine", "revue : Acceptable", "La consigne", "Relis la consigne."):
        assert told in shown.text, shown.text
    assert "➡️ La suivante" not in shown.labels
    asked = await product.taps(other, "✅ Payer celle-ci")
    assert "Payer cette réponse" in asked.text and "Relis la consigne." in asked.text
    assert "1 réponse acceptée et payée" in (await product.says(other, "oui")).text
    assert await value(product.database, "select status from answer where redone") == AnswerStatus.ANSWERED
    assert await value(product.database, "select accepted_at is not null from answer where redone")


async def test_only_the_refusal_that_is_looked_at_is_paid(product: Product) -> None:
    await waiting(product)
    other = await owner(product, "Nadia")
    columns = ", ".join(
        f"r.{each}"
        for each in ("kind", "opened_at", "judged", "decided_at", "decided_by", "verdict", "reason", "words")
    )
    await execute(
        product.database,
        f"insert into review (project_id, task_id, person_id, held, {columns.replace('r.', '')}) "
        f"select a.project_id, a.task_id, a.person_id, true, {columns} from review r "
        f"join answer a on a.task_id = r.task_id and a.person_id <> r.person_id and a.status = {AnswerStatus.ANSWERED} "
        "where r.held and a.accepted_at is null order by a.person_id limit 1",
    )
    await product.says(other, "revues")
    first = await product.taps(other, "🔍 Les regarder")
    assert "Refus 1 sur 2" in first.text
    second = await product.taps(other, "➡️ La suivante")
    assert "Refus 2 sur 2" in second.text and "➡️ La suivante" not in second.labels
    await product.taps(other, "✅ Payer celle-ci")
    await product.says(other, "oui")
    assert await value(product.database, "select held from review where id = (select max(id) from review)") is False
    assert await value(product.database, "select count(*) from review where held") == 1
    assert "Refus 1 sur 1" in (await product.taps(other, "🔍 Les regarder", await product.says(other, "revues"))).text


async def test_who_may_not_decide_sees_no_refusal(product: Product) -> None:
    awa, _ = await waiting(product)
    number = await value(product.database, "select min(project_id) from review")
    assert "Relis la consigne." not in (await product.says(awa, f"revues voir {number}")).text


@pytest.mark.parametrize("said", ["paye la", "paie cette réponse", "elle a raison", "payer"])
async def test_the_answer_that_is_looked_at_is_paid_in_words(product: Product, said: str) -> None:
    """« Paye la » was read as `paiements`: « Je ne lis pas « la » »."""
    await waiting(product)
    other = await owner(product, "Nadia")
    await product.says(other, "revues")
    looked = await product.says(other, "les regarder")
    asked = await product.says(other, said)
    assert "Payer cette réponse" in asked.text, asked.text
    content = await value(
        product.database, "select content ->> 'text' from task t join review r on r.task_id = t.id where r.held"
    )
    assert content in looked.text and content in asked.text


@pytest.mark.parametrize(("said", "asked"), [("refuse les", "Refuser 1 réponse"), ("paye les", "Payer 1 réponse")])
async def test_waiting_refusals_are_decided_in_words(product: Product, said: str, asked: str) -> None:
    """« Refuse les » below « ❌ Ils restent »: « Ça ne se fait pas d'un mot »."""
    await waiting(product)
    other = await owner(product, "Nadia")
    await product.says(other, "revues")
    assert asked in (await product.says(other, said)).text
