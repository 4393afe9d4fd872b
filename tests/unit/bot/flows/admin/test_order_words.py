"""What staff order in a sentence."""

from __future__ import annotations

import pytest

from bot.flows.admin.order_words import ordered


@pytest.mark.parametrize(
    ("said", "word", "rest"),
    [
        *(
            (said, "annonce", "")
            for said in ("fais une annonce", "je veux faire une annonce", "préviens tout le monde")
        ),
        *((said, "annonce", "") for said in ("écris à toutes les hiteuses", "programme une annonce pour demain")),
        ("envoie une annonce à toutes : bonjour", "annonce", "bonjour"),
        ("préviens toutes les filles que demain c'est férié", "annonce", "demain c'est férié"),
        ("écris à tout le monde : réunion à 15 h : venez", "annonce", "réunion à 15 h : venez"),
        ("crée des codes pour 3 hiteuses au Sénégal", "inviter", "pour 3 hiteuses au Sénégal"),
        ("donne-moi 3 codes pour le Togo", "inviter", "3 pour le Togo"),
        ("crée un code pour Fatou", "inviter", "pour Fatou"),
        ("invite Fatou au Cameroun", "inviter", "Fatou au Cameroun"),
        ("invite Awa Koné", "inviter", "Awa Koné"),
        ("donne-moi un code", "inviter", ""),
        *((said, "lot", "") for said in ("importe un lot", "crée un projet", "ajoute un nouveau projet stp")),
        ("exporte les résultats", "projets", ""),
        ("télécharge les réponses de Avis de clientes stp", "projets", "Avis de clientes"),
        ("qui a vu la fiche d'Awa ?", "audit", "awa"),
        ("qui a changé le rôle de Binta hier", "audit", "binta hier"),
        ("ajoute un client Banque du Sahel", "clients", "ajouter Banque du Sahel"),
    ],
)
def test_an_order_stands_for_a_word(said: str, word: str, rest: str) -> None:
    assert ordered(said) == (word, rest)


@pytest.mark.parametrize(
    "said",
    [
        *("écris à Awa : bonjour", "dis à Awa que c'est bon", "envoie un message à Awa", "combien d'annonces"),
        *("fais une pause", "dis-moi tout", "donne-moi le code d'Awa", "fais le code", "invite Awa à répondre"),
        *("préviens les hiteuses du Sénégal : réunion", "envoie une annonce aux apprenantes", "écris aux admins"),
        "programme une annonce pour demain 9 h : bonjour",
        *("crée un compte pour Fatou", "ajoute 500 F à Awa", "combien de clients", "importe", ""),
        *("qui a vu Awa", "qui a reçu la paie d'Awa", "qui a invité Awa"),
    ],
)
def test_other_sentences_stand_for_none(said: str) -> None:
    assert ordered(said) is None
