"""What staff write without the word in front of it: the second of two words alone, and the name of who wrote."""

from __future__ import annotations

import pytest

from tests.integration.announcements.announcing import huber, owner
from tests.integration.scenes import execute, value
from tests.product import Product


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("réclamations", "Aucune réclamation n'attend"),
        ("Les reclamations", "Aucune réclamation n'attend"),
        ("paiements réclamation", "Aucune réclamation n'attend"),
        ("réclamation n° 7", "7"),
        ("Réclamation 12 versée", "pas de réclamation n° 12"),
        ("la reclamation 12 est revenue", "pas de réclamation n° 12"),
        ("reclamation n°12 dire bonjour on cherche", "pas de réclamation n° 12"),
        ("réessayer 12", "12"),
        ("reessaie le paiement 12", "12"),
        ("libère la personne 4512", "4512"),
        ("valide le refus 3", "« revues »"),
        ("accepte le recours 4", "« revues »"),
        ("retenues", "Aucune paie n'est retenue"),
        ("envois", "Aucun envoi pour le moment"),
        ("approuver", "Aucun envoi n'attend d'accord"),
        ("approuver 12", "12"),
        ("invite moi 3 hiteuses du togo", "Voici 3 codes"),
        ("je veux inviter 2 filles au Togo", "Qui veux-tu inviter"),
        ("retiens tout", "Arrêter tous les paiements"),
        ("Lance-le", "Aucun envoi approuvé"),
        ("approuve-le maintenant", "Aucun envoi n'attend d'accord"),
        ("préparer un envoi", "Préparer un envoi"),
        ("annule l'annonce 99", "Je ne trouve pas cette annonce"),
        ("fais une annonce", "écris ton texte"),
        ("préviens toutes les filles que demain c'est férié", "Une photo ou un document avec ?"),
        ("donne-moi 3 codes de hiteuses pour le Togo", "Voici 3 codes"),
        ("crée un code pour Fatou", "Fatou : pour quel rôle ?"),
        ("crée un projet", "Envoie la configuration"),
        ("ajoute un client Moov", "Moov est ajouté"),
        ("montre-moi les réclamations", "Aucune réclamation n'attend"),
        ("affiche l'audit", "Journal"),
        ("je veux voir les paiements", "Paiements"),
        ("ouvre la file d'attente", "File d'attente"),
        ("va dans les projets", "Aucun projet"),
        ("donne-moi les chiffres", "30 jours"),
        ("montre la cohorte", "Ta cohorte"),
        ("où sont les messages ?", "Personne n'attend"),
        ("voir les recours svp", "revoir"),
        ("horloge", "Horloge"),
        ("travaux", "travaux"),
        ("journal", "Journal"),
        ("historique", "Journal"),
        ("mes codes", "2 codes donnés"),
        ("relevé", "clients relevé Banque du Sahel"),
        ("budgets", "client"),
        ("rôles", "rôle"),
        ("les recours", "revoir"),
        ("égalités", "revoir"),
        ("modules", "Aucune leçon"),
        ("signalements", "Personne n'attend"),
        ("à risque", "plus rien depuis"),
        ("les projets en cours", "Aucun projet"),
        ("la dernière annonce", "Aucune annonce"),
        ("quel est mon rôle", "propriétaire"),
        ("oui", "rien à confirmer"),
    ],
)
async def test_the_second_word_alone_opens_what_both_words_open(product: Product, said: str, shown: str) -> None:
    """« Je n'ai pas compris « réclamations » », « Très bien ! 👍 » to « envois »."""
    paul = await owner(product)
    answer = await product.says(paul, said)
    assert shown.lower() in answer.text.lower() and "pas compris" not in answer.text, answer.text


async def test_it_opens_nothing_for_who_may_not(product: Product) -> None:
    mariam = await huber(product)
    for said in ("réclamations", "approuver 1", "journal", "horloge", "roles"):
        assert "pas compris" in (await product.says(mariam, said)).text or said == "roles"
    assert "plus rien depuis" in (await product.says(mariam, "à risque")).text
    awa = await product.joined(product.telegram.person("Awa"))
    assert "Écris ton message à Mariam" in (await product.says(awa, "réclamations")).text


async def test_a_thread_is_opened_by_the_name_of_who_wrote(product: Product) -> None:
    """« messages Awa » was counted as figures, and « messages 1 » taken for a reply to the last message."""
    mariam = await huber(product)
    awa = await product.joined(product.telegram.person("Awa"))
    zoe = await product.joined(product.telegram.person("Zoé"))
    await product.says(awa, "huber")
    await product.says(awa, "Bonjour Mariam, puis-je travailler la nuit ?")
    await product.heard(mariam)
    number = await value(product.database, "select id from thread")
    for said in ("messages Awa", "Messages de awa", f"messages {number}"):
        shown = await product.says(mariam, said)
        assert "puis-je travailler la nuit" in shown.text and "Écris ta réponse" in shown.text, said
        await product.taps(mariam, "Retour")
    for said in ("écris à Awa", "je veux parler à awa stp", "répondre à Awa", "envoie un message à Awa"):
        assert "puis-je travailler la nuit" in (await product.says(mariam, said)).text, said
        await product.taps(mariam, "Retour")
    for said in ("messages Zoé", "écris à Zoé"):
        none = await product.says(mariam, said)
        assert "Aucune discussion ouverte avec Zoé ici" in none.text and "quand on t'écrit" in none.text
    assert zoe is not None
    assert "0 message" in (await product.says(await owner(product, "Paul"), "messages hier")).text


async def test_threads_of_several_with_one_name_are_listed(product: Product) -> None:
    mariam = await huber(product)
    for words in ("Un", "Deux"):
        awa = await product.joined(product.telegram.person("Awa"))
        await product.says(awa, "huber")
        await product.says(awa, f"{words}, bonjour")
        await product.heard(mariam)
    shown = await product.says(mariam, "messages Awa")
    assert "« Un, bonjour »" in shown.text and "« Deux, bonjour »" in shown.text


async def test_staff_who_is_lost_is_not_sent_to_a_huber(product: Product) -> None:
    """« Pour parler à une personne, écris « huber » » to an admin, who has none."""
    paul = await owner(product)
    await product.says(paul, "lot")
    await product.says(paul, "aide moi")
    said = await product.says(paul, "je suis perdu")
    assert "huber" not in said.text, said.text


async def test_what_is_to_be_done_with_somebody_or_a_project_leads_to_where_it_is_done(product: Product) -> None:
    """« bloque Awa », « ferme le projet commentaires » got the list of figures alone."""
    await product.project()
    await product.hiteuse()
    paul = await owner(product)
    for said in ("bloque Awa", "numéro de Awa", "change le rôle de Awa"):
        shown = await product.says(paul, said)
        assert "🔎 Sa fiche" in shown.labels and "top 5" not in shown.text, said
    assert "Awa (n°" in (await product.taps(paul, "🔎 Sa fiche")).text
    shown = await product.says(paul, "exporte commentaires")
    assert "📦 Modération de commentaires" in shown.labels
    assert "Modération de commentaires" in (await product.taps(paul, "📦 Modération de commentaires")).text


async def test_a_role_is_given_in_a_sentence_after_one_more_question(product: Product) -> None:
    """« Je n'ai pas compris « nomme », « huber » »."""
    await product.hiteuse()
    paul, mariam = await owner(product), await huber(product)
    for said, change in (
        ("nomme Awa huber du Togo", "hiteuse → Huber (Togo)"),
        ("role Awa huber", "hiteuse → Huber (Côte d'Ivoire)"),
        ("Awa devient admin finance", "hiteuse → admin (finances)"),
        ("role Awa propriétaire", "hiteuse → admin (propriétaire)"),
    ):
        asked = await product.says(paul, said)
        assert change in asked.text and asked.labels == ["Oui", "Non"], said
        await product.taps(paul, "Non")
    for said in ("fais de Mariam une admin", "retire le rôle de Mariam"):
        assert "🎭 Changer le rôle" in (await product.says(paul, said)).labels, said
    assert "personne pour « zoubida »" in (await product.says(paul, "nomme Zoubida huber")).text
    assert "n'est pas pour toi" in (await product.says(mariam, "nomme Awa huber")).text
    assert "Awa est déjà hiteuse" in (await product.says(mariam, "fais d'Awa une hiteuse")).text
    await product.hiteuse("Awa")
    shown = await product.says(paul, "nomme Awa huber")
    assert "Oui" not in shown.labels and len([each for each in shown.labels if each.startswith("Awa")]) == 2
    assert await value(product.database, "select count(*) from person where role = 'hiteuse'") == 2


async def test_who_may_not_do_what_a_sentence_orders_hears_it_in_one_line(product: Product) -> None:
    """« Je n'ai pas compris « fais », « annonce » » and the help of figures, as if another wording would do."""
    mariam, paul = await huber(product), await owner(product)
    await execute(product.database, "update person set duty = 'finance' where first_name = 'Paul'")
    for who, said in (
        *((mariam, said) for said in ("crée un projet", "ajoute un client Moov")),
        *((paul, said) for said in ("fais une annonce", "donne-moi 3 codes pour le Togo", "nomme Awa huber")),
    ):
        assert "n'est pas pour toi" in (await product.says(who, said)).text, said


async def test_nobody_is_given_money_by_hand_and_what_there_is_instead_is_said(product: Product) -> None:
    """« Je n'ai pas compris « 500 », « F » », « Alors pas de chiffre : il serait faux »."""
    await product.hiteuse()
    paul, mariam = await owner(product), await huber(product)
    for said in ("donne 500 F à Awa", "paie Awa 2000 F", "verse 2000 à Awa maintenant", "offre un bonus à Awa"):
        told = await product.says(paul, said)
        assert "ne se donne pas et ne se prend pas à la main" in told.text, said
        assert {"🔍 Revues", "💵 Paiements", "📦 Projets"} <= {*told.labels}
    told = await product.says(mariam, "donne 500 F à Awa")
    assert "rien n'a changé" in told.text and "🤝 L'équipe" in told.labels and "💵 Paiements" not in told.labels


async def test_what_is_done_with_one_project_or_one_woman_is_asked_about(product: Product) -> None:
    """« Ça ne se fait pas d'un mot » of what one word and one yes do; « ouvre … » got the help of figures."""
    await product.project()
    await product.hiteuse()
    paul = await owner(product)
    for said, change in (
        ("ferme le projet commentaires", "ouvert → fermé"),
        ("mets le projet commentaires en pause stp", "ouvert → en pause"),
        ("arrête commentaires", "ouvert → en pause"),
        ("mets commentaires en priorité haute", "normale → haute"),
        ("mets commentaires en priorité", "normale → haute"),
        ("mets commentaires prioritaire", "normale → haute"),
        ("mets Awa en pause", "reçoit nos messages → en pause pendant 7 jours"),
    ):
        asked = await product.says(paul, said)
        assert change in asked.text and asked.labels == ["Oui", "Non"], (said, asked.text)
        await product.taps(paul, "Non")
    assert "C'est déjà fait" in (await product.says(paul, "rouvre commentaires")).text
    for said in (
        "mets commentaires en pause au Togo",
        "mets Awa et commentaires en pause",
        "ferme commentaires demain",
    ):
        assert "Oui" not in (await product.says(paul, said)).labels, said
    await execute(product.database, "update person set duty = 'reader' where first_name = 'Paul'")
    assert "rien n'a changé" in (await product.says(paul, "mets commentaires en pause")).text


async def test_a_table_without_a_row_is_no_file(product: Product) -> None:
    """« 📄 Les projets … 0 projet », with a file that had nothing but its heading."""
    paul, mariam = await owner(product), await huber(product)
    for person, said in (
        (paul, "projets exporter"),
        (paul, "cohorte exporter"),
        (paul, "statmodule exporter"),
        (mariam, "inviter exporter"),
    ):
        shown = await product.says(person, said)
        assert "rien à mettre dans ce tableau" in shown.text and shown.kind == "text", said


@pytest.mark.parametrize(
    "said", ["exporte ça", "en csv stp", "Envoie-moi le tableau", "télécharger", "en excel s'il te plaît"]
)
async def test_the_table_is_asked_for_in_other_words(product: Product, said: str) -> None:
    """« Je n'ai pas compris « exporte » », below « 📄 Exporter »."""
    await product.project()
    paul = await owner(product)
    await product.says(paul, "projets")
    assert "Les projets" in (await product.says(paul, said)).text


@pytest.mark.parametrize(
    "between", ["combien a gagné Awa aujourd'hui", "top 5 gains aujourd'hui", "cohorte", "paiements"]
)
async def test_no_table_of_an_earlier_screen_is_sent(product: Product, between: str) -> None:
    """« exporter » below a ranking sent the figures of another country, asked for before."""
    await product.project()
    await product.hiteuse()
    paul = await owner(product)
    await product.says(paul, "tâches aujourd'hui au Sénégal")
    await product.says(paul, between)
    asked = await product.says(paul, "exporter")
    assert "Quel tableau veux-tu ?" in asked.text, asked.text
    assert "📦 Projets" in asked.labels


@pytest.mark.parametrize(
    "said",
    [
        *("annule ce que je viens de faire", "non attends", "annule", "oups", "je me suis trompée de pays"),
        *("efface mon dernier message", "annule ces codes", "c'était pour le Togo", "non c'était 1 code"),
    ],
)
async def test_who_wants_it_undone_hears_that_it_stays_and_where_it_is_changed(product: Product, said: str) -> None:
    """« D'accord, je ne fais rien » to « annule », after two codes: they stayed valid. The others were counted."""
    for person, undone, others in (
        (await owner(product), "🎭", ""),
        (await huber(product), "💬", "🎭"),
    ):
        await product.says(person, "inviter 2 hiteuses" if others else "inviter hiteuse SN 2")
        told = await product.says(person, said)
        assert "ce qui est fait reste" in told.text and undone in told.text, told.text
        assert not others or others not in told.text
        assert "retire" in told.text and "Annuler" not in told.labels
        assert "🗑" in " ".join((await product.taps(person, "📋 Codes donnés")).labels)


async def test_a_place_below_figures_is_still_asked_about(product: Product) -> None:
    paul = await owner(product)
    await product.says(paul, "tâches hier au Bénin")
    assert "Togo" in (await product.says(paul, "c'était pour le Togo")).text


async def test_who_only_reads_has_nothing_to_undo(product: Product) -> None:
    lea = product.telegram.person("Léa")
    await owner(product)
    await product.says(lea, f"start {await product.code('admin')}")
    assert "rien à annuler" in (await product.says(lea, "annule ce que je viens de faire")).text


async def test_a_bare_word_is_about_the_buttons_above_it(product: Product) -> None:
    """« Fermer » below « 🚫 Fermer le projet » did nothing, « pause » was « pas pour toi »."""
    await product.project()
    paul = await owner(product)
    shown = await product.says(paul, "projets commentaires")
    assert "⏸ Mettre en pause" in shown.labels, shown.labels
    assert "Tu confirmes ?" in (await product.says(paul, "pause")).text
    await product.says(paul, "non")
    await product.says(paul, "projets commentaires")
    await product.taps(paul, "⚙️ Régler")
    assert "Tu confirmes ?" in (await product.says(paul, "fermer")).text
    await product.says(paul, "non")
    await product.says(paul, "paiements")
    assert "Arrêter tous les paiements ?" in (await product.says(paul, "stop")).text
    await product.says(paul, "non")
    assert "Revenir" in (await product.says(paul, "stop")).labels


async def test_who_pauses_a_project_with_the_word_of_others_is_told_the_right_one(product: Product) -> None:
    """« Pause commentaires » of an admin was « pas pour toi » without saying what is."""
    await product.project()
    paul = await owner(product)
    assert (await product.says(paul, "pause commentaires")).text.endswith("Écris plutôt « projets ».")
    for said in ("mets en pause commentaires", "suspends commentaires", "fermer commentaires"):
        told = await product.says(paul, said)
        assert "Modération de commentaires" in told.text and told.labels == ["Oui", "Non"], told.text
        assert "rien ne change" in (await product.taps(paul, "Non")).text
    assert "ouvert. C'est déjà fait" in (await product.says(paul, "reprends commentaires")).text
    assert "Je sais compter" in (await product.says(paul, "mets-moi zorglub en orange")).text


@pytest.mark.parametrize(
    "said",
    [
        "supprime fatou",
        "augmente le prix",
        "efface awa",
        "réinitialise le code secret d'awa",
        "décale l'annonce à samedi 8h",
    ],
)
async def test_what_is_not_done_in_chat_is_no_question_for_figures(product: Product, said: str) -> None:
    """« Supprime Fatou » and « augmente le prix » got the help of figures."""
    await product.hiteuse()
    told = await product.says(await owner(product), said)
    assert "ne se fait pas d'un mot : rien n'a changé" in told.text and "« projets »" in told.text, told.text
    assert "Je sais compter" not in told.text
    hers = await product.says(await huber(product), said)
    assert "pas compris" in hers.text or ("rien n'a changé" in hers.text and "« paiements »" not in hers.text)


async def test_who_only_looks_is_not_told_where_things_are_changed(product: Product) -> None:
    """« Ce qui se change ici : une personne, une paie », to somebody who changes neither."""
    rita = await owner(product)
    await execute(product.database, "update person set duty = 'reader' where role = 'admin'")
    told = await product.says(rita, "valide le refus 3")
    assert "rien n'a changé" in told.text and "tu regardes seulement" in told.text and "« paiements »" not in told.text


async def test_an_order_is_read_where_another_question_is_open(product: Product) -> None:
    """« Choisis une des réponses ci-dessous. Qui veux-tu inviter ? »"""
    await product.hiteuse()
    paul = await owner(product)
    name = await value(product.database, "select first_name from person where role = 'hiteuse'")
    await product.says(paul, "inviter")
    assert "💵" in (await product.says(paul, "montre les paiements")).text
    await product.says(paul, "inviter")
    assert "en pause" in (await product.says(paul, f"mets {name} en pause")).text
    await product.says(paul, "non")
    await product.says(paul, "inviter")
    assert "rien n'a changé" in (await product.says(paul, f"supprime {name}")).text
    assert "Une hiteuse" in (await product.says(paul, "inviter")).labels


async def test_who_invited_somebody_is_answered_in_one_line(product: Product) -> None:
    """« Je n'ai pas compris « invité » », « Alors pas de chiffre », and the help of figures."""
    await product.hiteuse()
    name = await value(product.database, "select first_name from person where role = 'hiteuse'")
    for who in (await owner(product), await huber(product)):
        told = await product.says(who, f"qui a invité {name} ?")
        assert "ne se demande pas ici" in told.text and "Je sais compter" not in told.text


async def test_the_results_are_exported_where_their_project_is(product: Product) -> None:
    """« Je n'ai pas compris « exporte », « résultats » », and the help of figures."""
    await product.project()
    paul = await owner(product)
    assert "Modération de commentaires" in (await product.says(paul, "exporte les résultats")).text
    shown = await product.says(paul, "exporte les résultats de modération de commentaires")
    assert any("Exporter" in label for label in shown.labels), shown.labels
    shown = await product.says(paul, "export modération de commentaires en excel")
    assert shown.labels[:2] == ["📄 Résultats", "📄 Chaque réponse"]
    assert "0 résultat" in (await product.says(paul, "résultats de modération de commentaires")).text
