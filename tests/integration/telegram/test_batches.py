"""A file becomes a batch only after it was looked at and she said yes."""

from __future__ import annotations

import pytest

from tests.fakes.telegram import Person
from tests.integration.scenes import execute, value
from tests.integration.telegram.test_staff import sends_batch
from tests.product import COMMENTS, Product, comments


async def tasks(product: Product) -> int:
    found = await value(
        product.database, "select count(*) from task t join project p on p.id = t.project_id where not p.practice"
    )
    return int(found)


async def looked_at(product: Product, admin: Person, data: str) -> str:
    """Both files, and what is said of them before the yes."""
    await product.says(admin, "lot")
    await admin.sends_document(COMMENTS.encode(), "projet.yaml")
    await product.answer(admin)
    await admin.sends_document(data.encode(), "donnees.csv")
    *_, ready = await product.heard(admin)
    return ready.text


async def test_nothing_is_there_before_she_says_yes_and_nothing_after_she_says_no(product: Product) -> None:
    admin = await product.admin()
    ready = await looked_at(product, admin, comments(2))
    assert "Nouveau projet : Modération de commentaires" in ready and "👉 Acceptable · Haine · Publicité" in ready
    assert await value(product.database, "select count(*) from project where not practice") == 0
    assert await value(product.database, "select count(*) from transfer") == 0
    assert "rien n'a changé" in (await product.taps(admin, "Annuler")).text
    assert await value(product.database, "select count(*) from draft where content is not null") == 0
    assert "Il n'y a rien à importer" in (await product.says(admin, "importer")).text
    assert await tasks(product) == 0


async def test_what_another_has_changed_since_is_not_undone(product: Product) -> None:
    """The question that another admin had corrected meanwhile was that of before again, and nobody was told."""
    await product.project(COMMENTS, comments(1))
    admin = await product.admin()
    assert "1 nouvelle tâche" in await looked_at(product, admin, comments(2))
    await product.project(COMMENTS.replace("est-il acceptable", "est-il à cacher"), comments(1))
    assert "a été changé entre-temps" in (await product.taps(admin, "Importer")).text
    question = "select config ->> 'question' from project where not practice"
    assert await value(product.database, question) == "Ce commentaire est-il à cacher ?" and await tasks(product) == 1
    assert "1 nouvelle tâche" in await looked_at(product, admin, comments(2))
    assert "1 nouvelle tâche" in (await product.taps(admin, "Importer")).text


async def test_a_badge_that_no_module_gives_is_told_with_the_file_and_refuses_nothing(product: Product) -> None:
    admin = await product.admin()
    await product.says(admin, "lot")
    config = COMMENTS.replace("Ce commentaire", "« {comment} », { inconnu }")
    await admin.sends_document(f"{config}\nneeds: [moderation-9]\n".encode(), "projet.yaml")
    await product.answer(admin)
    await admin.sends_document(comments(2).encode(), "donnees.csv")
    *_, ready = await product.heard(admin)
    assert "Aucune formation ne donne encore ce que ce projet demande : moderation-9." in ready.text
    assert "Ceci sera montré tel quel : {comment}, { inconnu }." in ready.text
    assert "2 nouvelles tâches" in (await product.taps(admin, "Importer")).text


async def test_a_fault_of_the_project_is_told_before_the_data_are_sent(product: Product) -> None:
    admin = await product.admin()
    await product.says(admin, "lot")
    for config, why in (("name: [\n", "projet.yaml"), (COMMENTS.replace("0.05", "0.0001"), "salaire minimum")):
        await admin.sends_document(config.encode(), "projet.yaml")
        *_, refused = await product.heard(admin)
        assert "projet.yaml n'est pas importé" in refused.text and why in refused.text
        assert "Envoie la configuration du projet" in refused.text and "Annuler" in refused.labels
    await admin.sends_document(COMMENTS.encode(), "projet.yaml")
    assert "les données" in (await product.answer(admin)).text
    await product.says(admin, "lot")
    assert "Aucun projet ne s'appelle « licornes »" in (await product.says(admin, "licornes")).text
    assert await value(product.database, "select count(*) from project where not practice") == 0


@pytest.mark.parametrize("said", ["Modération de commentaires", "moderation de commentaires", "commentaires"])
async def test_a_project_is_known_by_its_title(product: Product, said: str) -> None:
    """`lot` only knew its technical name, and « lot NAME » was no word."""
    await product.project()
    admin = await product.admin()
    await product.says(admin, "lot")
    assert "📦 Modération de commentaires" in (await product.says(admin, said)).text
    await product.says(admin, "annuler")
    shown = await product.says(admin, f"lot {said}")
    assert "📦 Modération de commentaires" in shown.text and "les données" in shown.text
    await admin.sends_document(comments(2).encode(), "donnees.csv")
    *_, ready = await product.heard(admin)
    assert "Projet : Modération de commentaires" in ready.text
    await product.says(admin, "annuler")
    assert "Aucun projet ne s'appelle « licornes »" in (await product.says(admin, "lot licornes")).text


async def test_of_two_projects_with_one_title_it_is_told_which(product: Product) -> None:
    admin = await product.admin()
    await product.project()
    await product.project(COMMENTS.replace("name: commentaires", "name: commentaires-paris"))
    shown = await product.says(admin, "lot")
    title = "Modération de commentaires"
    assert shown.labels[:2] == [f"{title} (commentaires-paris)", f"{title} (commentaires)"]
    asked = await product.taps(admin, f"{title} (commentaires)")
    assert "les données" in asked.text
    await admin.sends_document(comments(1).encode(), "donnees.csv")
    *_, ready = await product.heard(admin)
    assert f"Projet : {title} (commentaires)" in ready.text


async def test_a_second_yes_and_a_late_no_do_nothing(product: Product) -> None:
    admin = await product.admin()
    await looked_at(product, admin, comments(2))
    ready = admin.last
    await product.taps(admin, "Importer")
    await product.forward(seconds=5)
    assert "n'attend plus ta réponse" in (await product.taps(admin, "Importer", ready)).text
    assert "n'attend plus ta réponse" in (await product.taps(admin, "Annuler", ready)).text
    assert await tasks(product) == 2
    assert await value(product.database, "select count(*) from audit where action = 'import'") == 1


@pytest.mark.parametrize("words", ["attends", "non attends", "oups", "non c'est le client Danone"])
async def test_who_thinks_again_below_the_preview_is_asked_what_is_meant(product: Product, words: str) -> None:
    """« Ce qui est fait reste » was said, as if the file had been imported."""
    admin = await product.admin()
    await looked_at(product, admin, comments(1))
    asked = await product.says(admin, words)
    assert "« Importer » ou « Annuler »" in asked.text
    assert await tasks(product) == 0
    assert "rien n'a changé" in (await product.says(admin, "non")).text


@pytest.mark.parametrize("words", ["pas ça", "c'est pas le bon fichier", "mauvais fichier"])
async def test_a_file_that_was_the_wrong_one_is_given_up(product: Product, words: str) -> None:
    admin = await product.admin()
    await looked_at(product, admin, comments(1))
    assert "rien n'a changé" in (await product.says(admin, words)).text
    assert "Il n'y a rien à importer" in (await product.says(admin, "importer")).text


async def test_the_yes_may_be_typed_and_is_good_for_what_was_looked_at(product: Product) -> None:
    admin = await product.admin()
    await looked_at(product, admin, comments(3))
    await product.restart()
    assert "3 nouvelles tâches" in (await product.says(admin, "importer")).text
    assert await tasks(product) == 3


async def test_a_data_file_out_of_the_blue_is_offered_as_a_batch(product: Product) -> None:
    admin = await product.admin()
    await sends_batch(product, admin, COMMENTS, comments(2))
    await admin.sends_document(comments(3, first=10).encode(), "suite.csv")
    asked = await product.answer(admin)
    assert "suite.csv : pour quel projet ?" in asked.text
    assert asked.labels == ["Modération de commentaires", "👭 Ce sont des noms à inviter", "Annuler"]
    await admin.taps("Modération de commentaires")
    *_, ready = await product.heard(admin)
    assert "Projet : Modération de commentaires" in ready.text and "3 nouvelles tâches" in ready.text
    await product.taps(admin, "Importer")
    assert await tasks(product) == 5


async def test_a_project_that_is_misspelled_keeps_the_file(product: Product) -> None:
    """« Aucun projet ne s'appelle « oui » » came after the check, and the file had to be sent again."""
    admin = await product.admin()
    await product.project()
    await admin.sends_document(b"id,comment\nn1," + b"Bonjour " * 1_100, "donnees.csv")
    await product.answer(admin)
    for said in ("oui", "licornes"):
        told = await product.says(admin, said)
        assert f"Aucun projet ne s'appelle « {said} »" in told.text and "donnees.csv : pour quel projet" in told.text
    await admin.says("commentaires")
    *_, ready = await product.heard(admin)
    assert "donnees.csv est prêt" in ready.text and "caractères : plusieurs messages" in ready.text
    assert "1 nouvelle tâche" in (await product.taps(admin, "Importer")).text


async def test_a_no_to_the_project_gives_the_file_up(product: Product) -> None:
    """« Aucun projet ne s'appelle « non » »."""
    admin = await product.admin()
    await admin.sends_document(comments(3).encode(), "suite.csv")
    assert "pour quel projet ?" in (await product.answer(admin)).text
    assert "C'est annulé" in (await product.says(admin, "non")).text


async def test_a_file_of_who_may_not_import_is_offered_as_nothing(product: Product) -> None:
    admin = await product.admin()
    await execute(product.database, "update person set duty = 'reader' where role = 'admin'")
    await admin.sends_document(comments(3).encode(), "suite.csv")
    assert "pour quel projet" not in (await product.answer(admin)).text


async def test_a_project_that_was_closed_meanwhile_takes_nothing(product: Product) -> None:
    admin = await product.admin()
    await product.project()
    await looked_at(product, admin, comments(3, first=20))
    await execute(product.database, "update project set status = 'closed' where not practice")
    said = await product.taps(admin, "Importer")
    assert "n'est pas importé, rien n'a changé" in said.text and "fermé" in said.text
    assert await value(product.database, "select count(*) from draft where content is not null") == 0
