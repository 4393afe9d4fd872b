"""The words of the chat: what they are called, who may use them, how they are read."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cache

from backend.domain.french.phonetics import sound
from backend.domain.french.spelling import fold, nearest
from backend.domain.messaging.message import Tr
from backend.domain.people.commands import Person
from backend.domain.people.permissions import Action, may


@dataclass(frozen=True, slots=True)
class Word:
    """`needs`: who may do this, or one of these, may use it (none: everybody). `about`: its line in the
    platform's command list ("": not listed). `takes`: what may follow it: nothing, or something."""

    name: str
    needs: Action | tuple[Action, ...] = ()
    about: Tr | None = None
    takes: bool = False

    @property
    def actions(self) -> tuple[Action, ...]:
        return (self.needs,) if isinstance(self.needs, str) else self.needs

    def open_to(self, person: Person) -> bool:
        """Whether she may use it. What she does with it is asked again where it is done."""
        return not self.actions or any(may(person, action) for action in self.actions)


WORDS: tuple[Word, ...] = (
    Word("travail", "work", Tr("Travailler : la prochaine tâche ou les offres")),
    Word("gains", "work", Tr("Voir ce que j'ai gagné")),
    Word("projet", "work", Tr("Mon projet à financer")),
    Word("formation", ("learn", "see the training"), Tr("Apprendre : les modules et les leçons")),
    Word("progres", "learn", Tr("Mes progrès")),
    Word("certificat", "learn", Tr("Mes badges et mes certificats"), takes=True),
    Word("revision", "learn", Tr("Revoir cinq questions en deux minutes")),
    Word("annonce", "announce", Tr("Écrire à toutes, et voir ce qu'il en sort"), takes=True),
    Word("cohorte", "see the cohort", Tr("Les progrès de mon pays, et qui encourager")),
    Word("statmodule", "see results", Tr("La formation par module, leçon, femme et question"), takes=True),
    Word("messages", "answer threads", Tr("Les messages des hiteuses, et leur répondre")),
    Word("promouvoir", "promote", Tr("Ouvrir le travail payé à une apprenante"), takes=True),
    Word("huber", "write to the huber", Tr("Écrire à ma Huber"), takes=True),
    Word("rappels", "learn", Tr("Mes jours et mon heure de rappel")),
    Word("corriger", "work", Tr("Corriger ma dernière réponse")),
    Word("inviter", "invite", Tr("Créer des codes d'invitation"), takes=True),
    Word("lot", "import", Tr("Importer un lot de tâches")),
    Word("projets", "see projects", Tr("Les projets et leur avancement"), takes=True),
    Word("stats", "see figures", Tr("Les chiffres du jour, de la semaine et du mois"), takes=True),
    Word("chiffres", "ask figures", None, takes=True),
    Word("personne", "see people", Tr("Trouver une personne, et ce qui l'aide"), takes=True),
    Word("file", "see queues", Tr("Ce qui attend, et ce qui n'est pas passé"), takes=True),
    Word("menu", (), Tr("Tout ce que je peux faire")),
    Word("profil", (), Tr("Mes informations")),
    Word("lier", (), Tr("Relier mon autre messagerie"), takes=True),
    Word("pause", "learn", Tr("Pas de rappels quelque temps, par exemple : pause 3 jours"), takes=True),
    Word("aide", (), Tr("De l'aide")),
    Word("stop", (), Tr("Ne plus recevoir de messages"), takes=False),
    Word("revenir"),
    Word("sans rappels", "learn"),
    Word("start", (), None, takes=True),
    Word("economie"),
    Word("pays", "work"),
    Word("importer", "import", None),
    Word("exporter", ("see figures", "see projects", "see results")),
    Word("annonce vote"),  # behind the buttons of an announcement, "/annonce-vote 12 1", and the next three
    Word("annonce lu"),
    Word("annonce oui"),
    Word("annonce voir"),
    Word("demande", takes=True),  # behind the button that says that it was no answer, "/demande gains"
    Word("ma reponse"),  # behind the buttons that say which of two she meant
    Word("pas ma reponse"),
    Word("lui repondre", ("write to the huber", "answer threads")),
    Word("continuer", "learn"),
    Word("secret"),
    Word("verifier", "vouch", None, takes=True),
    Word("audit", "see the audit", Tr("Qui a fait quoi, et quand"), takes=True),
    Word("role", "give roles", None, takes=True),
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
    "annonces": "annonce",
    "annoncer": "annonce",
}


HEARD = 4
"""Signs of a word's sound from which on it is taken for nothing else, where an answer is asked for."""
_POLITE = frozenset(("svp", "stp", "s il te plait", "s il vous plait"))


def read(text: str) -> tuple[Word, str] | None:
    """The word that a text is, and what follows it; None when it is none.

    With or without "/", accents or capitals; Telegram's "/gains@bot" too. A word that takes nothing
    is only read alone, so that a sentence that begins with one stays a sentence; what follows it on
    a button ("/projet changer") is handed over all the same. Signs behind a word say nothing: French
    sets a space before them, « STOP ! »; the word once more says nothing either, « STOP STOP ».
    """
    stripped = text.strip().lstrip('«"* \u00a0\u202f')
    whole = BY_NAME.get(fold(stripped))
    if whole is not None and " " in whole.name:
        return whole, ""
    slashed = stripped.startswith("/")
    first, rest = (*stripped.removeprefix("/").split(maxsplit=1), "", "")[:2]
    if slashed:
        first = first.partition("@")[0]
    name = fold(first)
    word = BY_NAME.get(ALIASES.get(name, name))
    if word is None:
        return None
    if all(_is_mere_sign(sign, word) for sign in rest) or _adds_nothing(rest, name):
        return word, ""
    return (word, rest) if word.takes or slashed else None


def misspelled(text: str, person: Person, *, loosely: bool = False) -> Word | None:
    """The word of hers in her list that a single word is meant to be: "gainss", "travaille", "rapel". None: none, or
    more than one. It is to be asked for or answered, never taken at its word: "stop" is not among them.

    `loosely`: it is no answer to anything, so that a slip is forgiven, and a short word heard.
    """
    said = [word for word in fold(text).split() if word not in _POLITE]
    if len(said) != 1:
        return None
    (name,) = said
    hers = {form: word for form, word in _forms().items() if word.open_to(person)}
    heard = {word.name for form, word in hers.items() if _alike(name, form, loosely)}
    if not heard and loosely:
        heard = {hers[form].name for form in nearest(name, hers)}
    return BY_NAME[heard.pop()] if len(heard) == 1 else None


def _alike(name: str, form: str, loosely: bool) -> bool:
    if name.rstrip(name[-1]) == form.rstrip(form[-1]) and name[-1] == form[-1]:
        return True  # its last letter is held: "gainss"
    short = 2 if loosely else HEARD
    return len(sound(form)) >= short and len(name) > short and sound(name) == sound(form)


@cache
def _forms() -> dict[str, Word]:
    """Words of the command list but `stop`, and what they are called besides."""
    listed = {word.name: word for word in WORDS if word.about is not None and word.name != "stop"}
    return listed | {form: listed[name] for form, name in ALIASES.items() if name in listed}


def _adds_nothing(rest: str, name: str) -> bool:
    """Whether what follows a word is that word again, or only polite: « STOP STOP », "menu svp"."""
    said = fold(rest)
    for polite in _POLITE:
        said = said.removesuffix(polite).rstrip()
    return not rest or (bool(fold(rest)) and set(said.split()) <= {name})


def _is_mere_sign(sign: str, word: Word) -> bool:
    """Whether a sign behind a word is none of what may follow it; a heart is something to say to somebody."""
    if word.takes:
        return sign.isspace() or unicodedata.category(sign).startswith("P")
    return not sign.isalnum()


def listed(person: Person) -> list[tuple[str, Tr]]:
    """Her command list, in order."""
    return [(word.name, word.about) for word in WORDS if word.about is not None and word.open_to(person)]


def is_hers(person: Person, name: str) -> bool:
    """Whether there is such a word for her."""
    word = BY_NAME.get(name)
    return word is not None and word.open_to(person)
