"""« 🔁 Autre travail » while a task is hers, on both platforms."""

from __future__ import annotations

from typing import Any

import pytest

from tests.fakes.chat import ChatMessage
from tests.fakes.people import Person
from tests.integration.scenes import execute, rows, value
from tests.integration.telegram.test_interruptions import ONE_RECEIPT, RECEIPTS
from tests.integration.telegram.test_taps import answers
from tests.integration.test_screens import BOTH, KINDS, working
from tests.product import COMMENTS, Product, comments


async def begun(product: Product, channel: str, others: int = 5) -> Person:
    """Somebody in the middle of a receipt, with comments to be looked at as well."""
    await product.project(RECEIPTS, ONE_RECEIPT)
    await product.project(COMMENTS, comments(others))
    awa = await product.joined(product.somebody(channel))
    await product.taps(awa, "Accepter")
    assert "(2 sur 3)" in (await product.says(awa, "Chez Awa")).text
    return awa


async def takes_the_other(product: Product, awa: Person) -> ChatMessage:
    """She takes work of another project."""
    await product.says(awa, "travail")
    return await product.taps(awa, "Accepter", await product.taps(awa, "🔁 Autre travail"))


async def leases(product: Product) -> list[dict[str, Any]]:
    """Projects of the tasks that are hers now."""
    return await rows(
        product.database,
        "select p.name from answer a join task t on t.id = a.task_id join project p on p.id = t.project_id"
        " where a.status = 0",
    )


@BOTH
async def test_she_goes_to_another_project_and_finds_her_half_typed_answer_again(
    on_both: Product, channel: str
) -> None:
    product = on_both
    awa = await begun(product, channel)
    await product.taps(awa, "⏸ Pause courte")
    shown = await product.taps(awa, "🔁 Autre travail")
    assert "Modération de commentaires" in shown.text and "par tâche" in shown.text and "de l'heure" in shown.text
    assert await leases(product) == [{"name": "recus"}]  # until she accepts
    task = await product.taps(awa, "Accepter", shown)
    assert "Commentaire numéro 1" in task.text and "Lis chaque commentaire" in task.text
    assert await leases(product) == [{"name": "commentaires"}]
    assert (
        await value(
            product.database,
            "select sum(slots)::int from task t join project p on p.id = t.project_id where p.name = 'recus'",
        )
        == 2
    )
    assert "✅ Noté" in (await product.says(awa, "haine")).text
    found = await takes_the_other(product, awa)
    assert "Tu retrouves ce que tu avais commencé" in found.text and "(2 sur 3)" in found.text
    await product.says(awa, "12 500")
    assert "Chez Awa" in (await product.says(awa, "3/3/2026")).text
    await product.says(awa, "oui")
    assert await answers(product) == 2


@BOTH
async def test_after_the_time_of_its_lease_she_begins_anew(on_both: Product, channel: str) -> None:
    product = on_both
    awa = await begun(product, channel)
    await product.taps(awa, "⏸ Pause courte")
    await product.taps(awa, "🔁 Autre travail")
    await product.taps(awa, "Accepter")
    await product.forward(minutes=25)
    found = await takes_the_other(product, awa)
    assert "Tu retrouves" not in found.text and "(1 sur 3)" in found.text


@BOTH
async def test_a_task_that_somebody_else_has_taken_meanwhile_is_not_hers_again(on_both: Product, channel: str) -> None:
    product = on_both
    awa = await begun(product, channel)
    await product.taps(awa, "⏸ Pause courte")
    await product.taps(awa, "🔁 Autre travail")
    await product.taps(awa, "Accepter")
    binta = await product.joined(product.somebody(channel, "Binta"))
    await product.taps(binta, "Accepter")
    assert [row["name"] for row in await leases(product)].count("recus") == 1
    found = await takes_the_other(product, awa)
    assert "Tu retrouves" not in found.text and "Fatou" in found.text and "(1 sur 3)" in found.text


@BOTH
async def test_with_no_other_project_she_is_told_so_and_keeps_hers(on_both: Product, channel: str) -> None:
    product = on_both
    awa = await working(product, channel)
    await product.taps(awa, "⏸ Pause courte")
    told = await product.taps(awa, "🔁 Autre travail")
    assert "pas d'autre travail pour toi" in told.text and told.labels == ["↩️ Ma tâche"]
    assert "Commentaire numéro 1" in (await product.taps(awa, "↩️ Ma tâche", told)).text
    assert "✅ Noté" in (await product.says(awa, "1")).text


@BOTH
async def test_when_her_day_is_full_she_is_told_so_and_keeps_her_task(on_both: Product, channel: str) -> None:
    product = on_both
    awa = await begun(product, channel)
    await execute(product.database, "update day set active = 3 * 3600")
    await product.taps(awa, "⏸ Pause courte")
    told = await product.taps(awa, "🔁 Autre travail")
    assert "demain" in told.text and told.labels == ["↩️ Ma tâche"]
    assert await leases(product) == [{"name": "recus"}]
    assert "(2 sur 3)" in (await product.says(awa, "retour")).text


@BOTH
async def test_what_others_have_taken_meanwhile_leaves_her_task_hers(on_both: Product, channel: str) -> None:
    product = on_both
    awa = await begun(product, channel)
    await product.taps(awa, "⏸ Pause courte")
    shown = await product.taps(awa, "🔁 Autre travail")
    await execute(product.database, "update project set status = 'paused' where name = 'commentaires'")
    told = await product.taps(awa, "Accepter", shown)
    assert "ne sont plus disponibles" in told.text
    assert await leases(product) == [{"name": "recus"}]
    assert "(2 sur 3)" in (await product.taps(awa, "↩️ Ma tâche", told)).text


@BOTH
@pytest.mark.parametrize("said", ["autre travail", "je veux changer de travail", "j'aime pas ce travail"])
async def test_it_is_asked_for_in_words_as_well(on_both: Product, channel: str, said: str) -> None:
    product = on_both
    awa = await working(product, channel)
    await product.project(*KINDS["text"])
    shown = await product.says(awa, said)
    assert shown.text.startswith("🔁 Autre travail") and "Décrire des photos" in shown.text
    assert "Commentaire numéro 1" in (await product.says(awa, "non")).text
    assert await answers(product) == 0


@BOTH
async def test_in_words_of_hers_it_is_asked_back(on_both: Product, channel: str) -> None:
    product = on_both
    awa = await working(product, channel, "text")
    assert (await product.says(awa, "je veux un autre travail")).labels == ["🔁 Autre travail", "C'est ma réponse"]
    assert "pas d'autre travail" in (await product.says(awa, "oui")).text


@BOTH
async def test_in_front_of_offers_it_leads_to_the_others_and_a_no_leaves_them(on_both: Product, channel: str) -> None:
    product = on_both
    await product.project()
    await product.project(*KINDS["text"])
    awa = await product.joined(product.somebody(channel))
    both = await product.says(awa, "un autre travail")
    assert both.text.startswith("Choisis celui que tu veux") and "Accepter" in both.labels
    assert "Le travail reste là" in (await product.says(awa, "non")).text
    assert "Voir les autres" in (await product.says(awa, "travail")).labels
    assert "Quel travail veux-tu faire" in (await product.says(awa, "un autre travail")).text


@BOTH
async def test_in_front_of_the_only_offer_there_is_no_other(on_both: Product, channel: str) -> None:
    product = on_both
    await product.project()
    awa = await product.joined(product.somebody(channel))
    only = await product.says(awa, "un autre travail")
    assert only.text.startswith("Il n'y a pas d'autre travail") and "Accepter" in only.labels


@BOTH
async def test_beside_the_practice_task_it_comes_after_it(on_both: Product, channel: str) -> None:
    """« Saisie de reçus » of who had read of it heard that there is no other work for her."""
    product = on_both
    await product.project()
    awa = await product.welcomed(product.somebody(channel))
    for tapped in ("J'accepte", "💼 Mon activité", "Plus tard", "Pas de rappel"):
        await product.taps(awa, tapped)
    assert "Après, tu choisis ton travail" in (await product.says(awa, "je veux un autre travail")).text


@BOTH
async def test_where_there_is_no_work_nobody_says_that_it_waits(on_both: Product, channel: str) -> None:
    product = on_both
    awa = await product.joined(product.somebody(channel))
    said = await product.says(awa, "je veux travailler")
    assert "pas de travail" in said.text and "t'attend" not in said.text


@BOTH
async def test_she_finds_it_again_after_the_last_task_of_the_other_project(on_both: Product, channel: str) -> None:
    product = on_both
    awa = await begun(product, channel, others=1)
    await takes_the_other(product, awa)
    offered = await product.says(awa, "haine")  # the last one: the receipt is offered again
    assert "Tu as fait toutes les tâches" in offered.text
    found = await product.taps(awa, "Accepter", offered)
    assert "Tu retrouves ce que tu avais commencé" in found.text and "(2 sur 3)" in found.text


async def test_ticked_choices_are_found_again(product: Product) -> None:
    await product.project(*KINDS["choices"])
    await product.project(COMMENTS, comments(3))
    awa = await product.joined(product.telegram.person("Awa"))
    task = await product.taps(awa, "Accepter")
    ticked = await product.taps(awa, task.labels[0])
    assert ticked.labels[0] == f"☑ {task.labels[0]}"
    await product.taps(awa, "⏸ Pause courte")
    await product.taps(awa, "🔁 Autre travail")
    await product.taps(awa, "Accepter")
    found = await takes_the_other(product, awa)
    assert "Tu retrouves ce que tu avais commencé" in found.text
    assert found.labels[:2] == ticked.labels[:2]


@BOTH
@pytest.mark.parametrize("word", ["travail", "gains", "formation", "profil", "rappels", "huber"])
async def test_words_beside_a_half_typed_sheet_leave_it_as_it_is(on_both: Product, channel: str, word: str) -> None:
    product = on_both
    awa = await begun(product, channel)
    await product.says(awa, word)
    assert "(2 sur 3)" in (await product.says(awa, "travail")).text
    await product.says(awa, "12 500")
    assert "Chez Awa" in (await product.says(awa, "3/3/2026")).text


@BOTH
async def test_who_leaves_the_offers_finds_it_again(on_both: Product, channel: str) -> None:
    product = on_both
    awa = await begun(product, channel, others=1)
    await takes_the_other(product, awa)
    await product.says(awa, "haine")
    await product.says(awa, "plus tard")
    found = await product.taps(awa, "Accepter", await product.says(awa, "travail"))
    assert "Tu retrouves ce que tu avais commencé" in found.text and "(2 sur 3)" in found.text


@BOTH
async def test_another_project_is_named_where_a_number_is_asked_for(on_both: Product, channel: str) -> None:
    """« J'attends un montant » was all that was said to the title of another project."""
    awa = await begun(on_both, channel)
    shown = await on_both.says(awa, "modération de commentaires")
    assert "🔁 Autre travail" in shown.text.replace("*", "") or "ta tâche ouverte est rendue" in shown.text


TABLES = COMMENTS.replace("Modération de commentaires", "Lecture de petits tableaux").replace(
    "commentaires", "tableaux"
)


@BOTH
@pytest.mark.parametrize("said", ["lecture de petits tableaux", "je ve faire les tablo", "je veux faire les tableaux"])
async def test_the_project_that_she_names_is_offered_first(on_both: Product, channel: str, said: str) -> None:
    """The title with « lecture » was taken for a fault of the task. With other words another project stood first, so
    that « ok » accepted what she had not asked for."""
    awa = await begun(on_both, channel)
    await on_both.project(TABLES, comments(5))
    shown = (await on_both.says(awa, said)).text
    assert "Lecture de petits tableaux" in shown and "Modération de commentaires" not in shown
    await on_both.says(awa, "ok")
    assert await leases(on_both) == [{"name": "tableaux"}]


@BOTH
async def test_a_title_that_begins_with_a_word_of_the_chat_is_the_title(on_both: Product, channel: str) -> None:
    """« Avis de clientes » told her when she is asked for her opinion."""
    product = on_both
    await product.project()
    named = COMMENTS.replace("title: Modération de commentaires", "title: Avis de clientes")
    named = named.replace("name: commentaires", "name: avis-clientes")
    awa = await product.joined(product.somebody(channel))
    await product.taps(awa, "Accepter")
    await product.project(named)
    for below in ("travail", "menu"):
        await product.says(awa, below)
        told = await product.says(awa, "avis de clientes")
        assert "🔁 Autre travail" in told.text and "Avis de clientes" in told.text, told.text
        await product.taps(awa, "↩️ Ma tâche")
    assert "je te demande ton avis" in (await product.says(awa, "avis")).text


@BOTH
async def test_work_is_shown_to_who_names_it_in_the_middle_of_a_task(on_both: Product, channel: str) -> None:
    """« Saisie de reçu » was met with « Choisis une des réponses ci-dessous »."""
    product = on_both
    await product.project(COMMENTS, comments(3))
    await product.project(RECEIPTS, ONE_RECEIPT)
    awa = await product.joined(product.somebody(channel))
    await product.taps(awa, "Accepter")
    shown = await product.says(awa, "saisie de recu")
    assert "Autre travail" in shown.text and "Saisie de reçus" in shown.text
    assert await leases(product) == [{"name": "commentaires"}]


@BOTH
async def test_the_name_of_work_is_asked_about_where_words_are_data(on_both: Product, channel: str) -> None:
    """« Saisie de recu », typed to begin it, stood as the shop of the first receipt."""
    product = on_both
    await product.project(RECEIPTS, ONE_RECEIPT)
    awa = await product.joined(product.somebody(channel))
    await product.taps(awa, "Accepter")
    asked = await product.says(awa, "saisie de recu")
    assert asked.labels == ["🔁 Autre travail", "C'est ma réponse"]


@BOTH
async def test_work_is_shown_in_a_pause_in_which_the_task_went_to_others(on_both: Product, channel: str) -> None:
    """Its name showed the pause again, and nothing else."""
    product = on_both
    awa = await begun(product, channel)
    await product.taps(awa, "⏸ Pause courte")
    await product.forward(days=3)
    await product.heard(awa)
    assert "par tâche" in (await product.says(awa, "moderation de commentaires")).text


@BOTH
@pytest.mark.parametrize(
    "said", ["modération de commentaires", "je veux faire la modération de commentaires", "modération"]
)
async def test_work_that_is_named_at_the_menu_is_offered(on_both: Product, channel: str, said: str) -> None:
    """Who had left the offers wrote the name of one, and was not understood."""
    product = on_both
    await product.project(RECEIPTS, ONE_RECEIPT)
    await product.project(COMMENTS, comments(5))
    awa = await product.joined(product.somebody(channel))
    await product.says(awa, "passe")
    shown = await product.says(awa, said)
    assert "Modération de commentaires" in shown.text and "par tâche" in shown.text and "Accepter" in shown.labels
    assert await leases(product) == []
