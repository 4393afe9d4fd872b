"""An admin reads in French what is wrong with the files that she sent."""

from __future__ import annotations

from tests.fakes.telegram import Person
from tests.product import COMMENTS, Product, comments


async def told(product: Product, admin: Person, config: str, data: str) -> list[str]:
    """`lot` with both files, the data first; the lines of what comes of them."""
    await product.says(admin, "lot")
    await admin.sends_document(data.encode(), "donnees.csv")
    await product.heard(admin)
    await admin.sends_document(config.encode(), "projet.yaml")
    return [line for message in await product.heard(admin) for line in message.text.splitlines()]


async def test_the_faults_of_a_data_file_are_named_in_french_by_their_lines(product: Product) -> None:
    admin = await product.admin()
    lines = await told(product, admin, COMMENTS, "id,comment\n1,Un\n,Deux\n1,Trois\n4\n")
    assert lines[-3:] == [
        "ligne 3 : « id » est vide",
        "ligne 4 : l'identifiant (id) « 1 » est déjà à la ligne 2",
        "ligne 5 : il manque des cellules : 1 ici, 2 dans la première ligne",
    ]
    assert "❌ donnees.csv n'est pas importé, rien n'a changé :" in lines


async def test_a_column_that_is_missing_is_named_with_those_that_are_there(product: Product) -> None:
    admin = await product.admin()
    lines = await told(product, admin, COMMENTS, "id,texte\n1,Un\n")
    assert lines[-1] == "ligne 1 : la colonne « comment » manque ; il y a : id, texte"


async def test_the_faults_of_a_configuration_are_named_in_french_with_their_file(product: Product) -> None:
    admin = await product.admin()
    wrong = COMMENTS.replace("kind: choice", "kind: poem").replace("title:", "titel:")
    lines = await told(product, admin, wrong, comments(1))
    assert any(
        line.startswith("projet.yaml, ligne ") and line.endswith(" est inconnue ; voulais-tu dire « title » ?")
        for line in lines
    )
    assert any("« kind » : « poem » est inconnu ; au choix : choice, choices, text, entry" in line for line in lines)


async def test_what_is_no_yaml_at_all_is_said_without_the_parsers_words(product: Product) -> None:
    admin = await product.admin()
    lines = await told(product, admin, 'name: "x\n', comments(1))
    assert lines[-1] == (
        "projet.yaml, ligne 2 : le YAML est mal écrit ici, ou juste avant ; "
        "vérifie les espaces en début de ligne, les deux-points et les guillemets"
    )


async def test_a_project_that_is_not_there_and_one_of_other_choices_are_said_in_french(product: Product) -> None:
    admin = await product.admin()
    await product.project()
    changed = COMMENTS.replace("0.05", "0.06")
    assert changed != COMMENTS
    lines = await told(product, admin, changed, comments(1))
    assert lines[-1] == (
        "le projet « commentaires » existe déjà, et ceci y est différent : « pay ». "
        "Choisis un autre nom, ou garde ce avec quoi on travaille déjà"
    )
    await product.says(admin, "lot")
    assert "Aucun projet ne s'appelle « inconnu »" in (await product.says(admin, "inconnu")).text
    await admin.sends_document(comments(1).encode(), "d.csv")
    await product.answer(admin)
    again = await product.says(admin, "inconnu")
    assert "Aucun projet ne s'appelle « inconnu »" in again.text and "d.csv : pour quel projet" in again.text
