"""`clients`: what an admin sees of the companies that have work done, and how she adds one."""

from __future__ import annotations

from tests.product import COMMENTS, Product


async def test_a_client_is_added_in_chat_and_its_project_is_shown_as_its_own(product: Product) -> None:
    admin = await product.admin()
    assert "clients ajouter Banque" in (await product.says(admin, "clients ajouter")).text
    assert "*" not in (await product.says(admin, "Clients ajouter Banque de développement du Sahel")).text
    assert "est ajouté" in admin.last.text
    assert "déjà un client" in (await product.says(admin, "clients ajouter banque de Développement du sahel")).text
    await product.project(f"client: Banque de développement du Sahel\n{COMMENTS}")
    said = await product.says(admin, "clients")
    assert "2 clients" in said.text and "Banque de développement du Sahel" in said.text
    assert "1 projet · 0 sur 10 tâches finies" in said.text
    assert "Budget 0,50 € : 0,00 € dépensés, 0,50 € réservés" in said.text
    assert "Client : Banque de développement du Sahel" in (await product.says(admin, "projets modération")).text


async def test_what_clients_does_not_do_it_says(product: Product) -> None:
    """ "clients supprimer Maison" listed all of them without a word, "combien de clients" told of a project."""
    admin = await product.admin()
    await product.project(COMMENTS.replace("Modération de commentaires", "Noter des réponses à des clientes"))
    assert "Je ne connais pas ce client" in (await product.says(admin, "clients supprimer Maison")).text
    assert "1 client" in (await product.says(admin, "combien de clients")).text
    assert "1 client" in (await product.says(admin, "les clients ?")).text
    assert "pas compris « clients »" in (await product.says(admin, "combien de clients avons nous")).text
    assert "Moov est ajouté" in (await product.says(admin, "clients nouveau client Moov")).text
    alone = await product.says(admin, "clients moov")
    assert "Moov" in alone.text and "Maison" not in alone.text


async def test_clients_are_for_admins(product: Product) -> None:
    awa = await product.hiteuse()
    assert "Maison" not in (await product.says(awa, "clients")).text


async def test_a_clients_statement_of_a_month_comes_as_a_file(product: Product) -> None:
    admin = await product.admin()
    await product.says(admin, "clients ajouter Société d'Eau")
    await product.project(f"client: Société d'Eau\n{COMMENTS}")
    asked = await product.says(admin, "clients société d'eau")
    empty = await product.taps(admin, "📄 Relevé du mois", asked)
    assert (
        "Relevé de février 2026 : Société d'Eau" in empty.text.replace("\u00a0", " ")
        and "Aucun mouvement" in empty.text
    )
    said = await product.says(admin, "clients relevé Société d'Eau mars")
    assert said.file is not None and said.file.name == "releve-2026-03.pdf"
    assert said.data is not None and said.data.startswith(b"%PDF-")
    assert "peut encore changer" in said.text
    assert "pas de client « Moov »" in (await product.says(admin, "clients relevé Moov 2026-02")).text
    assert "janvier 2027 n'a pas commencé" in (await product.says(admin, "clients relevé Société d'Eau 2027-01")).text
    assert "clients relevé Banque" in (await product.says(admin, "clients relevé")).text
