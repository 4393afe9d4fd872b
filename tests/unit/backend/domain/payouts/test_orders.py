"""What staff order about payments in sentences."""

from __future__ import annotations

import pytest

from backend.domain.payouts.orders import Order, by_hand, numbered, read


@pytest.mark.parametrize(
    ("said", "order"),
    [
        ("arrete tout les paiements", Order("stop")),
        ("stop les paiements", Order("stop")),
        ("Stoppe la paie de vendredi !", Order("stop")),
        ("il faut arrêter les virements tout de suite", Order("stop")),
        ("annule la paie de vendredi", Order("stop")),
        ("arrête de payer tout le monde", Order("stop")),
        ("retiens tout", Order("stop")),
        ("vite bloque tout stp", Order("stop")),
        *(
            (said, Order("stop"))
            for said in ("c'est urgent bloque tout", "il faut tout bloquer", "fraude ! bloque tout")
        ),
        *((said, Order("stop")) for said in ("on nous vole, arrête les paiements", "bloque tout il y a une fraude")),
        ("reprends les paiements stp", Order("go on")),
        ("relance la paie", Order("go on")),
        ("retenir awa", Order("hold", "awa")),
        ("retiens Awa : numéro à vérifier", Order("hold", "awa", "numéro à vérifier")),
        ("retenir Awa n° 12", Order("hold", "awa", number=12)),
        ("libère la paie de Awa 12", Order("release", "awa", number=12)),
        ("retiens Awa n°12 : doublon", Order("hold", "awa", "doublon", number=12)),
        ("retiens Awa : 2 comptes", Order("hold", "awa", "2 comptes")),
        ("Arrête la paie d'Awa", Order("hold", "awa")),
        ("arrête de payer Awa", Order("hold", "awa")),
        ("bloque la paie de Awa doublon", Order("hold", "awa", "doublon")),
        ("ne paie pas Awa : doublon", Order("hold", "awa", "doublon")),
        ("retiens Awa : bloque tout", Order("hold", "awa", "bloque tout")),
        *((said, Order("hold", "awa")) for said in ("ne paye pas encore Awa", "il ne faut pas payer Awa")),
        *((said, Order("hold", "awa")) for said in ("merci de ne pas payer Awa", "ne paie plus Awa")),
        ("ne paie pas encore Awa : doublon", Order("hold", "awa", "doublon")),
        *((said, Order("hold")) for said in ("ne la paie pas", "faut pas la payer", "ne la paie pas encore")),
        ("ne paie personne", Order("stop")),
        *(
            (said, Order("stop"))
            for said in ("ne paie personne avant lundi", "on ne paie plus rien", "n'envoie aucun paiement")
        ),
        *((said, Order("stop")) for said in ("personne ne doit être payé", "ne lance plus de virements jusqu'à mardi")),
        ("libère Awa", Order("release", "awa")),
        ("libère la paie d'Awa vendredi", Order("release", "awa", "vendredi")),
        ("approuve l'envoi 2 sauf Awa", Order("partly")),
        ("lance 2 sans Awa", Order("partly")),
        ("retire Awa de l'envoi 2", Order("partly")),
        ("débloque la paie d'Awa", Order("release", "awa")),
        ("approuver 3 et 4", Order("several", verb="approuver", numbers=(3, 4))),
        ("valide les envois 3, 4 et 7", Order("several", verb="approuver", numbers=(3, 4, 7))),
        ("lance 3 4", Order("several", verb="lancer", numbers=(3, 4))),
    ],
)
def test_an_order_is_read_in_other_words(said: str, order: Order) -> None:
    assert read(said) == order


@pytest.mark.parametrize(
    "said",
    [
        *("retiens la paie", "retenir 12", "retenir personne 12", "approuver 3", "approuver 3 et 3", "stop", "arrêter"),
        *("pourquoi tu bloques tout", "on nous vole, arrête les paiements ?", "c'est urgent", "bloque tout le monde"),
        *("bloque Awa", "combien de paiements sont arrêtés", "qui a arrêté les paiements", "les paiements"),
        *("arrête l'annonce", "stop", "libère", "retiens-la", "reprends"),
        *("pas payer depuis lundi", "paie plus Awa", "ne paie pas encore les femmes", "la paie pas arrivée"),
        *(
            "ne paie pas les femmes",
            "ne paie pas encore",
            "personne n'est payé",
            "aucun paiement",
            "lance sans attendre",
            "lance une annonce sans fichier",
        ),
    ],
)
def test_other_sentences_are_no_order(said: str) -> None:
    assert read(said) is None


@pytest.mark.parametrize(
    ("said", "stands_for"),
    [
        ("Réclamation 12 versée", "reclamation 12 versee"),
        ("la réclamation n° 12 est bien payée", "reclamation 12 versee"),
        ("reclamation 12 revenue", "reclamation 12 revenue"),
        ("réclamation 12 : dis-lui On cherche, ça arrive", "reclamation 12 dire On cherche, ça arrive"),
        ("ferme la réclamation 12", "reclamation 12"),
        ("réclamation 12 dire", "reclamation 12 dire"),
        ("réessaie le paiement 12", "reessayer 12"),
        ("relance le virement n°12", "reessayer 12"),
        ("retiens le paiement 12", "retenir 12"),
        ("libère la personne 45", "liberer 45"),
        *((said, None) for said in ("combien de réclamations 12", "réclamation 12 novembre", "réclamation 12 reçue")),
        *(
            (said, None)
            for said in ("relance l'envoi 3", "débloque 45", "relance 12", "retiens Awa 12", "réclamations")
        ),
    ],
)
def test_an_order_about_one_number_is_read_without_its_word(said: str, stands_for: str | None) -> None:
    assert numbered(said) == stands_for


@pytest.mark.parametrize(
    ("said", "wants"),
    [
        *((said, True) for said in ("donne 500 F à Awa", "ajoute 500 F à Awa", "paie Awa 2000 F", "verse 2000 à Awa")),
        *((said, True) for said in ("offre un bonus à Awa", "une avance pour Binta", "prime de 5000 F pour Mariam")),
        *((said, True) for said in ("vire 1 000 francs à Awa", "enlève 500 F à Awa", "je veux donner 5 € à Awa")),
        *(
            (said, False)
            for said in ("paie Awa", "vire Mariam", "ajoute 500 F au projet Photos", "donne 3 tâches à Awa")
        ),
        *((said, False) for said in ("ajoute 100 euros", "retire 5 €", "ajoute une prime", "paie la prime")),
        *((said, False) for said in ("combien a gagné Awa", "paie juin", "verse la réclamation 12", "envoie 3")),
    ],
)
def test_who_wants_to_give_money_by_hand_is_heard(said: str, wants: bool) -> None:
    assert by_hand(said) is wants
