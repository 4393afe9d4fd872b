"""The words of the chat: what they are called, who may use them, how they are read."""

from __future__ import annotations

from dataclasses import dataclass

from backend.domain.message import Tr
from backend.domain.words import fold

EVERYONE = frozenset({"hiteuse", "trainee", "huber", "admin"})
HITEUSE = frozenset({"hiteuse"})
ADMIN = frozenset({"admin"})
HUBER = frozenset({"huber"})
INVITERS = frozenset({"admin", "huber"})
LEARNERS = frozenset({"hiteuse", "trainee"})


@dataclass(frozen=True, slots=True)
class Word:
    """`roles`: who may use it. `about`: its line in the platform's command list ("": not listed).
    `takes`: what may follow it: nothing, or something."""

    name: str
    roles: frozenset[str]
    about: Tr | None = None
    takes: bool = False


WORDS: tuple[Word, ...] = (
    Word("travail", HITEUSE, Tr("Travailler : la prochaine tâche ou les offres")),
    Word("gains", HITEUSE, Tr("Voir ce que j'ai gagné")),
    Word("projet", HITEUSE, Tr("Mon projet à financer")),
    Word("formation", LEARNERS | ADMIN, Tr("Apprendre : les modules et les leçons")),
    Word("progres", LEARNERS, Tr("Mes progrès")),
    Word("certificat", LEARNERS, Tr("Mes badges et mes certificats"), takes=True),
    Word("revision", LEARNERS, Tr("Revoir cinq questions en deux minutes")),
    Word("cohorte", HUBER, Tr("Les progrès de mon pays, et qui encourager")),
    Word("promouvoir", INVITERS, Tr("Ouvrir le travail payé à une apprenante"), takes=True),
    Word("rappels", LEARNERS, Tr("Mes jours et mon heure de rappel")),
    Word("corriger", HITEUSE, Tr("Corriger ma dernière réponse")),
    Word("inviter", INVITERS, Tr("Créer des codes d'invitation"), takes=True),
    Word("lot", ADMIN, Tr("Importer un lot de tâches")),
    Word("projets", ADMIN, Tr("Les projets et leur avancement")),
    Word("stats", ADMIN, Tr("Les chiffres du jour, de la semaine et du mois")),
    Word("file", ADMIN, Tr("Ce qui attend, et ce qui n'est pas passé"), takes=True),
    Word("menu", EVERYONE, Tr("Tout ce que je peux faire")),
    Word("profil", EVERYONE, Tr("Mes informations")),
    Word("lier", EVERYONE, Tr("Relier mon autre messagerie"), takes=True),
    Word("pause", LEARNERS, Tr("Faire une pause, par exemple : pause 3 jours"), takes=True),
    Word("aide", EVERYONE, Tr("De l'aide")),
    Word("stop", EVERYONE, Tr("Ne plus recevoir de messages"), takes=False),
    Word("start", EVERYONE, None, takes=True),
    Word("economie", EVERYONE, None),
    Word("pays", HITEUSE, None),
    Word("statmodule", ADMIN, None),
    Word("continuer", LEARNERS, None),
    Word("secret", EVERYONE, None),
    Word("verifier", INVITERS, None, takes=True),
)
BY_NAME = {word.name: word for word in WORDS}

ALIASES = {
    "demarrer": "start",
    "commencer": "start",
    "help": "aide",
    "gain": "gains",
    "rappel": "rappels",
    "reprendre": "continuer",
    "travailler": "travail",
    "formations": "formation",
    "certificats": "certificat",
    "badge": "certificat",
    "badges": "certificat",
    "reviser": "revision",
    "revisions": "revision",
    "arret": "stop",
    "arreter": "stop",
}
GREETINGS = frozenset({"bonjour", "bonsoir", "salut", "coucou", "hello", "bjr", "bsr", "slt"})


def read(text: str) -> tuple[Word, str] | None:
    """The word that a text is, and what follows it; None when it is none.

    With or without "/", accents or capitals; Telegram's "/gains@bot" too. A word that takes nothing
    is only read alone, so that a sentence that begins with one stays a sentence; what follows it on
    a button ("/projet changer") is handed over all the same.
    """
    stripped = text.strip()
    slashed = stripped.startswith("/")
    first, _, rest = stripped.removeprefix("/").partition(" ")
    if slashed:
        first = first.partition("@")[0]
    name = fold(first)
    word = BY_NAME.get(ALIASES.get(name, name))
    rest = rest.strip()
    if word is None or (rest and not word.takes and not slashed):
        return None
    return word, rest if word.takes or slashed else ""


def listed(role: str | None) -> list[tuple[str, Tr]]:
    """The command list of a role, in order."""
    return [(word.name, word.about) for word in WORDS if word.about is not None and role in word.roles]
