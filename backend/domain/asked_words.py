"""The words of questions about figures (`backend.domain.asked`): what each measure is called, what may stand
around it, and what is short for what. All folded, each in the singular where it has one."""

from __future__ import annotations

from itertools import product
from typing import Literal, get_args

Measure = Literal[
    "answers", "people", "time", "earned", "pace", "messages", "cost", "joined", "first income", "lessons"
]
MEASURES: tuple[Measure, ...] = get_args(Measure)

WOMEN = (
    *("personne", "hiteuse", "femme", "travailleuse", "fille", "dame", "maman", "gens", "collaboratrice"),
    *("participante", "contributrice"),
)
"""Those who work, as they are called."""
_WORK = ("travaille", "travaillent", "bosse", "bossent")
_EARN = ("gagne", "gagnent", "gagnee", "gain", "argent", "euro", "franc", "fcfa", "f cfa", "paye", "payee", "salaire")
_FIRST = ("premier", "premiere")
_INCOME = ("revenu", "gain", "argent", "paye", "paie", "salaire", "tache", "tache payee", "tache paye", "travail paye")
_JOINED = ("inscrite", "arrivee", "recrue", "inscription", "venue", "rejoint")


def _pairs(*parts: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(" ".join(each) for each in product(*parts))


PHRASES: dict[Measure, tuple[str, ...]] = {
    "answers": ("tache", "reponse", "travail fait", "tache travaillee", "microtache", "micro tache"),
    "people": (*WOMEN, *_WORK, "active", *_pairs(WOMEN, ("active", *_WORK))),
    "time": (
        *("heure", "temps", "duree", "heure travail", "heure travaillee", "temps travail", "heure travaille"),
        *("heure bosse", "temps travaille"),
    ),
    "earned": (
        *("argent", "gain", "gagne", "gagnent", "paye", "payee", "paie", "remuneration", "revenu", "somme", "montant"),
        *("franc", "fcfa", "f cfa", "euro", "argent gagne", "euro gagne", "franc gagne", "fcfa gagne", "salaire"),
        *("gagnee", "somme gagnee", "montant gagne", "salaire gagne"),
    ),
    "pace": (
        *_pairs(_EARN, ("heure", "horaire")),
        *("taux horaire", "revenu horaire", "revenu heure", "horaire", "mediane", "franc median", "gain median"),
        *("salaire median", "revenu median", "remuneration horaire"),
    ),
    "messages": ("message", "sms"),
    "cost": (
        *("cout message", "prix message", "depense message", "message coute", "coute message", "coutent message"),
        *("message coutent", "cout", "coute", "coutent", "prix", "depense", "facture message", "cout sms", "prix sms"),
    ),
    "joined": (
        *("nouvelle", "inscrit"),
        *_JOINED,
        *_pairs(("nouvelle", *WOMEN), _JOINED),
        *_pairs(("nouvelle",), WOMEN),
    ),
    "first income": (*_pairs(_FIRST, _INCOME), *_pairs(("tache", "paye"), _FIRST)),
    "lessons": ("lecon", "lecon reussie", "lecon finie", "lecon terminee", "cours", "cours fini", "formation"),
}
"""Without what is said around them (`AROUND`)."""

AROUND = frozenset(
    (
        *("a", "ai", "au", "aux", "avec", "avez", "avons", "bilan", "bonjour", "c", "ce", "ces", "cet", "cette"),
        *("chaque", "chez", "chiffre", "chiffres", "combien", "connaitre", "d", "dans", "de", "des", "dire", "dis"),
        *("donne", "donner", "du", "elle", "elles", "en", "envoye", "envoyees", "envoyes", "est", "et", "ete"),
        *("eu", "fait", "faite", "faites", "faits", "fini", "finie", "finies", "il", "je", "l", "la", "le"),
        *("les", "leur", "leurs", "merci", "moi", "monde", "montre", "montrer", "nombre", "nous", "on", "ont"),
        *("ou", "par", "pays", "peux", "point", "pour", "projet", "projets", "qu", "que", "quel", "quelle"),
        *("quelles", "quels", "qui", "quoi", "realise", "realisee", "realisees", "realises", "recap", "recu"),
        *("recues", "recus", "resume", "s", "salut", "savoir", "se", "situation", "sont", "statistique"),
        *("statistiques", "stats", "stp", "sur", "svp", "t", "terminee", "terminees", "total", "tout", "toute"),
        *("tu", "un", "une", "veux", "voudrais", "vous", "y", "estce", "compare", "comparer"),
    )
)
CHANNELS = {"whatsapp": "whatsapp", "telegram": "telegram", "watsapp": "whatsapp", "whatsap": "whatsapp"}
SHORT = {
    "auj": "aujourdhui",
    "ajd": "aujourdhui",
    "sem": "semaine",
    "msg": "message",
    "msgs": "messages",
    "cb": "combien",
    "cbn": "combien",
    "cmb": "combien",
    "cbien": "combien",
    "nb": "nombre",
    "nbre": "nombre",
    "cmr": "cameroun",
    "civ": "cote d ivoire",
    "rci": "cote d ivoire",
    "moy": "moyenne",
    "tps": "temps",
}
NEGATIONS = frozenset({"aucune", "jamais", "n", "ne", "pas", "sans"})
STANDING = frozenset(
    (
        *("avancement", "avance", "avancent", "progression", "progresse", "finit", "finira", "termine", "terminera"),
        *("restent", "reste", "restantes", "restants", "budget", "accord", "vitesse", "rythme", "priorite", "quand"),
        *("fin", "etat", "statut"),
    )
)
"""What is asked of a project itself: how far it is, how fast it goes, when it ends."""
AMBIGUOUS_CODES = frozenset({"ne", "ci", "ga"})
"""Country codes that are words of every day in small letters."""
OTHER = frozenset({"refus", "refuse", "refusee", "refusees", "recours", "demain", "arrete", "risque", "france"})
"""Words that mean something else than what they look like a slip of."""
