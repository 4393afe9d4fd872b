"""What staff say that is no word of the chat, on one phone of each platform."""

from __future__ import annotations

import pytest

from tests.integration.scenes import value
from tests.integration.threads.listening import huber
from tests.product import Product

BOTH = pytest.mark.parametrize("channel", ["telegram", "whatsapp"])


@BOTH
async def test_what_no_figure_answers_leads_a_huber_to_the_team(on_both: Product, channel: str) -> None:
    """« Une femme est en danger » was a question about active hiteuses, and « Aya veut mourir » was not understood."""
    mariam = await huber(on_both, on_both.somebody(channel, "Mariam"))
    for said in ("c'est urgent une femme est en danger", "solange m'a dit que son mari la bat"):
        asked = await on_both.says(mariam, said)
        assert "sa vie passe avant tout" in asked.text and "J'envoie ces mots à l'équipe" in asked.text
        await on_both.taps(mariam, "Pas maintenant", asked)
    asked = await on_both.says(mariam, "une hiteuse m'a insultée")
    assert "écris « équipe »" in asked.text and "🤝 L'équipe" in asked.labels
    assert "écris « équipe »" in (await on_both.says(mariam, "Awa est malade")).text
    assert "écris « équipe »" not in (await on_both.says(mariam, "combien de femmes ont tricoté ?")).text
    await on_both.joined(on_both.somebody("telegram", "Zita"))
    for said in ("zita elle n'a toujours pas répondu", "relance zita"):
        assert "Aucune discussion ouverte avec Zita" in (await on_both.says(mariam, said)).text
    hurt = await on_both.says(mariam, "mon mari me frappe")
    assert "passe avant tout" in hurt.text and "J'envoie ces mots à l'équipe" in hurt.text
    await on_both.taps(mariam, "✅ L'envoyer")
    assert await value(on_both.database, "select count(*) from thread_message") == 1


@BOTH
async def test_the_menu_leaves_what_only_asks(on_both: Product, channel: str) -> None:
    """« Pour sortir, écris « menu » », and what was written below the menu brought the question back."""
    mariam = await huber(on_both, on_both.somebody(channel, "Mariam"))
    assert "Qui veux-tu inviter" in (await on_both.says(mariam, "invite ma cousine")).text
    await on_both.says(mariam, "menu")
    assert "Qui veux-tu inviter" not in (await on_both.says(mariam, "Awa est malade")).text
    assert "Binta : pour quel rôle" in (await on_both.says(mariam, "donne-moi un code pour Binta")).text
    admin = await on_both.appointed(on_both.somebody(channel, "Paul"))
    assert "Envoie la configuration" in (await on_both.says(admin, "crée un projet")).text
    await on_both.says(admin, "menu")
    assert "0 message non livré" in (await on_both.says(admin, "les messages non livrés")).text


@BOTH
async def test_staff_hear_nothing_that_is_said_to_hiteuses(on_both: Product, channel: str) -> None:
    """« C'est hiteuses qui te paie », « ce que tu as appris compte toujours » to an admin."""
    awa = await on_both.joined(on_both.somebody("telegram"))
    admin = await on_both.appointed(on_both.somebody(channel, "Paul"))
    assert "te paie" in (await on_both.says(awa, "qui es tu")).text
    said = (await on_both.says(admin, "qui es tu")).text
    assert "Je suis le robot" in said and "paie" not in said and "Huber" not in said
    said = (await on_both.says(admin, "je ne veux plus recevoir de messages")).text
    assert "« stop »" in said and "appris" not in said
    assert "ta Huber" not in (await on_both.says(admin, "il manque 500 francs")).text
    for said, told in (("combien de projets ouverts", "écris « projets »"), ("combien de huber", "« personne »")):
        assert told in (await on_both.says(admin, said)).text
    for said, told in (("combien de frais ce mois", "« paiements »"), ("exporte le fec", "hiteuses ledger export")):
        assert told in (await on_both.says(admin, said)).text
    for said, told in (("y a des recours en attente", "« revues »"), ("combien de refus", "« revues »")):
        assert told in (await on_both.says(admin, said)).text
    for said, told in (("combien d'annonces ce mois", "« annonces »"), ("nouveau collègue", "« role »")):
        assert told in (await on_both.says(admin, said)).text
    for said in ("montre-moi la fiche de Awa", "où en est Awa"):
        assert "Awa (n°" in (await on_both.says(admin, said)).text


@BOTH
async def test_who_cannot_hold_pay_is_told_who_can(on_both: Product, channel: str) -> None:
    """« Ne paie pas Awa » of a Huber was « D'accord : je ne change rien »."""
    await on_both.joined(on_both.somebody("telegram"))
    mariam = await huber(on_both, on_both.somebody(channel, "Mariam"))
    for said in ("ne paie pas Awa", "ne paye pas encore Awa", "ne la paie pas", "libère la paie d'Awa"):
        told = await on_both.says(mariam, said)
        assert "c'est la finance" in told.text and "🤝 L'équipe" in told.labels, said


@BOTH
async def test_an_announcement_is_begun_in_a_sentence(on_both: Product, channel: str) -> None:
    """« Fais une annonce » was three words that are no figure."""
    admin = await on_both.appointed(on_both.somebody(channel, "Paul"))
    begun = await on_both.says(admin, "fais une annonce")
    assert "annonce" in begun.text and "Annuler" in begun.labels
    await on_both.taps(admin, "Annuler", begun)
    await on_both.says(admin, "envoie une annonce : demain la plateforme est fermée toute la journée")
    shown = await on_both.says(admin, "retour")
    assert "demain la plateforme est fermée toute la journée" in shown.text and "Garder ce texte" in shown.labels


@BOTH
async def test_nobody_is_no_name(on_both: Product, channel: str) -> None:
    """« Personne ne doit être payé » looked somebody up."""
    admin = await on_both.appointed(on_both.somebody(channel, "Paul"))
    for said in ("personne ne doit être payé", "ne paie personne avant lundi"):
        assert "Arrêter tous les paiements ?" in (await on_both.says(admin, said)).text, said
        await on_both.says(admin, "non")
