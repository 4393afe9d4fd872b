"""Questions about fees, cash and advances, and what only sounds like them."""

from __future__ import annotations

import pytest

from bot.flows.account import pay_questions


@pytest.mark.parametrize(
    ("said", "intent"),
    [
        ("combien de frais", "fees"),
        ("ya des frais ?", "fees"),
        ("les frais c combien", "fees"),
        ("il y a des frais de retrait ?", "fees"),
        ("vous prenez combien sur ma paie", "fees"),
        ("on me coupe combien", "fees"),
        ("je peux avoir en espèces", "cash"),
        ("vous payez en cash ?", "cash"),
        ("je veux mon argent en liquide", "cash"),
        ("mon argent en main propre svp", "cash"),
        *(("vous remboursez les mégas", "data"), ("qui paye la connexion", "data"), ("la connexion est bonne", None)),
        *(
            (said, "ways")
            for said in (
                *("payez moi par western union", "je peux recevoir sur moov", "je peux recevoir mon argent sur wave ?"),
                *("vous pouvez me payer sur mon compte bancaire", "orange money ça marche ?", "moneygram svp"),
                *("vous acceptez paypal", "je veux être payée en bitcoin", "airtel money possible ?", "par paypal svp"),
                *("tu peux envoyer mon argent par western union", "est ce que je peux être payée par virement"),
            )
        ),
        *(
            (said, None)
            for said in (
                *(
                    "paypal",
                    "je peux recevoir mon argent quand",
                    "envoie ça sur wave",
                    "le client paie par western union",
                ),
                *("je peux pas recevoir sur moov", "mon wave marche pas", "j'ai rien reçu sur orange", "la carte visa"),
                *("je peux retirer sur wave quand", "je veux un compte", "orange ou wave"),
            )
        ),
        *(
            (said, "currency")
            for said in (
                *("ça fait combien en ariary", "2644 c'est combien en Ar", "combien ça fait dans ma monnaie"),
                *("pourquoi c'est en F CFA", "pourquoi vous comptez en euros", "vous payez en dollars ?"),
                *("je suis payée en quelle monnaie", "c'est quoi le taux du jour", "c'est quoi le f cfa"),
                *("combien en dollars", "je veux être payée en francs congolais", "en FC ça fait combien"),
            )
        ),
        *(
            (said, None)
            for said in ("le taux de change baisse", "en dollars", "le prix est en ariary", "combien de dollars")
        ),
        *(
            (said, "payday")
            for said in (
                *("combien minimum pour être payée", "à partir de combien on est payé", "il faut combien pour retirer"),
                *("le minimum c'est combien", "combien il faut pour être payée", "c'est quoi le minimum"),
            )
        ),
        *(
            (said, None)
            for said in ("le minimum", "il faut pour payer", "combien il faut pour le gâteau", "il faut payer")
        ),
        ("une avance stp", "advance"),
        ("je peux avoir une avance ?", "advance"),
        ("avance sur salaire", "advance"),
        ("tu peux me prêter 5000", "advance"),
        ("avance moi 2000 stp", "advance"),
        ("j'ai besoin d'une avance pour mon loyer", "advance"),
        *(
            (said, "undo")
            for said in (
                *("annule ma paie", "annulez mon paiement svp", "je veux annuler le transfert", "rends l'argent"),
                *("je veux rendre l'argent", "comment rembourser le trop perçu", "vous m'avez trop payée"),
                *(
                    "on m'a payé deux fois",
                    "tu m'as payée en double",
                    "j'ai reçu trop d'argent",
                    "j'ai été payée 2 fois",
                ),
                *("je crois que vous m'avez envoyé l'argent deux fois", "reprenez votre argent"),
            )
        ),
        *((said, None) for said in ("on m'a payé", "annule la commande", "rends mon argent", "il rend la monnaie")),
        *(
            (said, None)
            for said in ("j'ai trop travaillé", "trop payé", "vous payez trop peu", "le client a payé deux fois")
        ),
        ("je veux avancer", None),
        ("j'avance comment ?", None),
        ("on avance ?", None),
        ("est ce que c pret ?", None),
        ("je paie mon loyer d'avance", None),
        ("le client paie en espèces", None),
        ("en espèces", None),
        ("ma maison est propre", None),
        ("tu prends combien de temps", None),
        ("frais de scolarité 25000", None),
        ("on vend du poisson frais", None),
        ("combien de frais" * 20, None),
    ],
)
def test_what_is_asked_of_pay(said: str, intent: str | None) -> None:
    assert pay_questions.asked(said) == intent
