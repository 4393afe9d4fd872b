"""The words of questions about figures: names of measures, words that may stand beside them, abbreviations. All are
folded; in phrases each word is in the singular, if it has one."""

from __future__ import annotations

from itertools import product

from backend.domain.admin.metric_query.question import Measure

WOMEN = (
    *("personne", "hiteuse", "femme", "travailleuse", "fille", "dame", "maman", "gens", "collaboratrice"),
    *("participante", "contributrice"),
)
"""Words for the people who work."""
WORKED = ("travaille", "travaillent", "travailler", "travaillee", "bosse", "bossent", "bosser", "bossee")
MESSAGE = ("message", "sms", "texto")
ARRIVED = ("livre", "livree", "delivre", "delivree", "distribue")
LOST = ("echec", "echoue", "echouee", "abandonne", "perdu", "rate")
BECAME = frozenset({*ARRIVED, *LOST, "lu"})
"""Results of messages. Beside anything but messages they mean something else."""
_EARN = (
    *("gagne", "gagnent", "gagnee", "gain", "argent", "euro", "franc", "fcfa", "f cfa", "paye", "payee", "salaire"),
    *("paie", "revenu", "remuneration"),
)
_FIRST = ("premier", "premiere")
_INCOME = ("revenu", "gain", "argent", "paye", "paie", "salaire", "tache", "tache payee", "tache paye", "travail paye")
_JOINED = ("inscrite", "arrivee", "recrue", "inscription", "venue", "rejoint")


def _pairs(*parts: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(" ".join(each) for each in product(*parts))


PHRASES: dict[Measure, tuple[str, ...]] = {
    "answers": ("tache", "reponse", "microtache", "micro tache", "tache travaillee"),
    "people": (*WOMEN, *WORKED, "active", "actif", *_pairs(WOMEN, ("active", *WORKED))),
    "time": (
        *("heure", "temps", "duree", "heure travail", "heure travaillee", "temps travail", "heure travaille"),
        *("heure bosse", "heure bossee", "temps travaille", "temps passe", "heure passee", "heure passe", "longtemps"),
    ),
    "earned": (
        *("argent", "gain", "gagne", "gagnent", "gagner", "paie", "remuneration", "revenu", "somme", "montant"),
        *("franc", "fcfa", "f cfa", "euro", "argent gagne", "euro gagne", "franc gagne", "fcfa gagne", "salaire"),
        *("gagnee", "somme gagnee", "montant gagne", "salaire gagne"),
    ),
    "pace": (*_pairs(_EARN, ("horaire",)), "taux horaire", "remuneration horaire", "salaire horaire"),
    "messages": MESSAGE,
    "delivered": (*ARRIVED, *_pairs(MESSAGE, ARRIVED)),
    "read": ("lu", *_pairs(MESSAGE, ("lu",))),
    "failed": ("nonlivre", *LOST, *_pairs(MESSAGE, ("nonlivre", *LOST)), *_pairs(("echec",), MESSAGE)),
    "cost": (
        *_pairs(("cout", "prix", "depense", "coute", "coutent", "facture"), MESSAGE),
        *_pairs(MESSAGE, ("cout", "coute", "coutent")),
        "tarif message",
    ),
    "joined": (
        *("nouvelle", "inscrit"),
        *_JOINED,
        *_pairs(("nouvelle", *WOMEN), _JOINED),
        *_pairs(("nouvelle",), WOMEN),
    ),
    "first income": (*_pairs(_FIRST, _INCOME), *_pairs(("tache", "paye"), _FIRST)),
    "lessons": ("lecon", *_pairs(("lecon",), ("reussie", "finie", "terminee", "suivie"))),
    "spent": ("depense", "depensee", "depenser", "depensons", "depensent", "cout", "coute", "couter", "coutent"),
    "owed": (
        *(
            "doit",
            "doivent",
            "devons",
            "devait",
            "devaient",
            "devions",
            "dois",
            "dette",
            "reste payer",
            "restent payer",
            "reste verser",
            "restent verser",
        ),
        *("payer", "verser", "attente acceptation", "attente validation", "attente", "doit encore", "payer encore"),
    ),
    "progress": (
        *("avancement", "avance", "avancent", "progression", "progresse", "progressent", "tache restante"),
        *("tache reste", "tache restent", "reste tache", "restent tache", "reste"),
    ),
}
"""The phrases of each measure, without the words around them (`AROUND`)."""
NOT_MEANT = (
    *_pairs(("temps", "delai", "taux", "duree"), ("reponse", "attente", "reaction")),
    *("argent depense message", "temps gagne", "gagne temps", "heure pointe"),
)
"""Phrases of these words that mean something which is not counted."""

PAID = frozenset(
    (
        *("paye", "payee", "payes", "payees", "paiement", "paiements", "verse", "versee", "verses", "versees"),
        *("versement", "versements", "vire", "vires", "virement", "virements", "payouts", "payout", "regle"),
    )
)
"""Words for payouts to a phone or an account: `paiements` shows them, not these figures."""
TRANSFERS = frozenset({"paiements", "versements", "virement", "virements", "payouts", "payout"})
"""Those of `PAID` that are counted one by one, and not as money."""
AGREEMENT = frozenset({"accord", "accords", "concordance", "qualite", "fiabilite", "desaccord", "desaccords"})
SHOWN_AGREEMENT = frozenset({"accord", "accords", "concordance"})
"""Those of `AGREEMENT` that the state of one project shows."""
STANDING = frozenset(
    (
        *("avancement", "avance", "avancent", "progression", "progresse", "finit", "finira", "termine", "terminera"),
        *("restent", "reste", "restantes", "restants", "restant", "budget", "vitesse", "rythme", "priorite"),
        *("quand", "fin", "etat", "statut"),
    )
)
"""Words that ask about a project itself: its progress, its speed, its end."""
NEGATIONS = frozenset({"aucun", "aucune", "jamais", "n", "ne", "pas", "sans", "non", "rien", "ni"})
DONE = frozenset(
    (
        *("fait", "faite", "faites", "faits", "fini", "finie", "finies", "finis", "realise", "realisee", "realisees"),
        *("realises", "terminee", "terminees", "effectuee", "effectuees", "effectue", "rendues", "faire"),
    )
)
"""Beside tasks, lessons and hours they add nothing: these are counted when they are done."""
FINISHED = frozenset({"fini", "finie", "finis", "finies", "terminee", "terminees"})
"""Beside a project alone they ask for its progress."""
SENT = frozenset({"envoye", "envoyes", "envoyees", "envoyer", "envoie", "partis", "sortants"})
"""Beside messages they add nothing."""
AHEAD = frozenset({"faire", "envoyer"})
"""Those of `DONE` and `SENT` that speak of what is not done yet: « combien de messages à envoyer »."""
EVER = frozenset({"total", "totale", "deja"})
"""Everything ever, if no period is named. "en tout" is read before."""

AROUND = frozenset(
    (
        *("a", "ai", "as", "au", "aux", "avez", "avons", "ont", "est", "sont", "etait", "eu", "y", "il", "c"),
        *("ce", "ces", "cet", "d", "de", "des", "du", "l", "la", "le", "les", "en", "dans", "sur", "pour", "et", "ou"),
        *("je", "j", "tu", "elle", "elles", "on", "nous", "vous", "moi", "me", "m", "te", "t", "se", "s", "un", "une"),
        *("qu", "que", "quoi", "quel", "quelle", "quels", "quelles", "combien", "nombre", "estce", "mes", "mon", "ma"),
        *("nos", "notre", "votre", "leur", "leurs", "ses", "son", "donne", "donner", "donnez", "dis", "dire", "dites"),
        "redonne",
        *("montre", "montrer", "veux", "voudrais", "aimerais", "peux", "peut", "pouvez", "pourrais", "savoir"),
        *("connaitre", "voir", "bonjour", "bonsoir", "salut", "coucou", "hello", "merci", "svp", "stp", "plait"),
        *("chiffre", "chiffres", "stats", "statistique", "statistiques", "bilan", "recap", "resume", "situation"),
        *("point", "environ", "ca", "cela", "celles", "ceux", "ici", "tout", "toute", "toutes", "tous"),
        *("partout", "monde", "dessus", "cette", "alors", "donc", "aupres", "actuel"),
        *("sortir", "sors", "affiche", "afficher", "calcule", "calculer", "faut", "faudrait", "besoin"),
    )
)
"""Words without meaning for what is counted. No word that limits or negates a question may be here."""
SHORT = {
    "auj": "aujourdhui",
    "ajd": "aujourdhui",
    "ojd": "aujourdhui",
    "sem": "semaine",
    "msg": "message",
    "msgs": "messages",
    "mess": "messages",
    "cb": "combien",
    "cbn": "combien",
    "cmb": "combien",
    "cbien": "combien",
    "nb": "nombre",
    "nbre": "nombre",
    "cmr": "cameroun",
    "civ": "cote d ivoire",
    "rci": "cote d ivoire",
    "divoire": "d ivoire",
    "moy": "moyenne",
    "tps": "temps",
    "hrs": "heures",
    "h": "heures",
    "pr": "pour",
    "ds": "dans",
    "avt": "avant",
    "bjr": "bonjour",
    "bsr": "bonsoir",
    "slt": "salut",
    "nbr": "nombre",
}
AMBIGUOUS_CODES = frozenset({"ne", "ci", "ga"})
"""Country codes that, in small letters, are everyday words."""
SHAPES = frozenset(
    (
        *("hors", "sauf", "hormis", "excepte", "exceptee", "exclu", "exclure", "excluant", "compter", "dehors"),
        *(
            "ailleurs",
            "exception",
            "exclusion",
            "exclue",
            "exclus",
            "exceptes",
            "exceptees",
            "compris",
            "comprise",
            "mis",
            "mise",
            "classes",
            "classees",
            "tries",
            "triees",
            "ranges",
            "rangees",
            "ordre",
            "autre",
            "autres",
            "mais",
            "part",
            "par",
            "chaque",
            "selon",
            "avec",
            "compare",
            "comparer",
        ),
        *("comparez", "compares", "comparee", "comparees", "comparaison", "difference", "ecart", "versus", "contre"),
        *("rapport", "face", "plus", "moins", "davantage", "mieux", "top", "flop", "bottom", "meilleur", "meilleure"),
        *("meilleurs", "meilleures", "pire", "pires", "premier", "premiers", "premiere", "premieres", "classement"),
        *("classe", "classer", "classez", "palmares", "qui", "lequel", "laquelle", "cher", "chere", "actifs"),
        *("actives", "repartition", "repartis", "reparties", "detail", "liste", "moyen", "moyenne", "moyens"),
        *("moyennes", "projet", "projets", "pays", "canal", "canaux", "messagerie", "messageries", "plateforme"),
        *(
            "plateformes",
            "application",
            "applications",
            "chacun",
            "chacune",
            "seulement",
            "uniquement",
            "chez",
            "semaines",
        ),
        "trimestres",
        *("dont", "livre", "livree", "livres", "livrees", "delivre", "delivres", "arrive", "arrives", "encore"),
        *("tete", "ensemble", "horaire", "ete", "commence", "commencent"),
        *("recu", "recus", "recue", "recues", "lue", "lues"),
    )
)
"""Words that limit, group, rank or compare."""
