"""Refusals that wait in chat: who gave them does not confirm them while another admin may."""

from __future__ import annotations

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
    await product.taps(admin, "🔍 Revoir d'abord")
    await product.taps(admin, "Acceptable")
    await product.taps(admin, "❌ Refuser")
    await product.taps(admin, "La consigne n'est pas suivie")
    await product.says(admin, "Relis la consigne.")
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
