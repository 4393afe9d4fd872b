"""Which project somebody means by some words of its title, as women write them: « je ve saisir les recu »."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from backend.domain.french.phonetics import sound
from backend.domain.french.spelling import fold
from backend.domain.messaging import intents
from backend.domain.messaging.intent_vocabulary import vocabulary

LEAST_NAMING = 4
"""The fewest letters that a word of a title needs to name a project."""
MOST_WORDS = 16
"""Words of a text that names a project; a longer one tells something."""
_BESIDE = frozenset(
    (
        *("je", "j", "moi", "on", "tu", "il", "y", "a", "c", "est", "ca", "le", "la", "les", "l", "un"),
        *("une", "des", "du", "de", "d", "et", "mais", "alors", "bon", "ok", "oui", "non", "svp", "stp"),
        *("merci", "plutot", "celui", "celle", "avec", "sur", "pour", "dans", "par", "au", "aux", "mes"),
        *("mon", "ma", "vos", "ton", "tes", "ce", "que", "qui", "travail", "boulot", "tache", "taches"),
        *("projet", "petit", "petits", "petite", "petites", "reviens", "revenir", "retourner", "retourne"),
        *("continuer", "continue", "encore", "aussi", "maintenant", "aller", "vais"),
    )
)
_WISHES = frozenset(
    (
        *("veux", "veut", "voudrais", "veu", "aimerais", "prefere", "choisis", "prends", "prend", "peux"),
        *("peut", "faire", "fais", "fait", "donne", "donnez", "montre", "commencer", "commence", "passer"),
        *("essayer", "voir", "envie", "envi"),
    )
)
_PRICE = frozenset(
    ("combien", "prix", "tarif", "paie", "paye", "payer", "gagne", "rapporte", "coute", "vaut", "chaque")
)
_OF_WORK = frozenset((None, "money", "price", "work", "other"))
"""Intents of a text that may name work; « ma note » asks how well she works."""
_LINKING = frozenset(("une", "des", "les", "pour", "dans", "avec"))


def wished(text: str) -> bool:
    """Whether a text says that somebody wants to do something: « je veux faire les reçus », « travail reçus »."""
    words = [*map(fold, vocabulary().words(text))]
    return words[:1] in (["travail"], ["travailler"]) or not _WISHES.isdisjoint(words)


def asks_price(text: str) -> bool:
    """Whether a text asks what something pays: « c combien le panneau »."""
    said = fold(" ".join(vocabulary().words(text)))
    return (
        re.search(r"\b(?:combien|prix|tarif|paye?|paie|rapporte)\b", said) is not None and "temps" not in said.split()
    )


def named(text: str, titles: Mapping[int, str]) -> list[int]:
    """The projects that a text names: by a whole title, or by words of a title, however they are spelled, among words
    that wish for work or ask its price. `titles`: id of a project → its title."""
    if found := [each for each, title in titles.items() if whole(text, title)]:
        return found
    if intents.read(text) not in _OF_WORK:
        return []
    telling = _telling(text)
    if not telling or max(map(len, telling)) < LEAST_NAMING:
        return []
    return [each for each, title in titles.items() if all(_stands_in(word, fold(title).split()) for word in telling)]


def several_words(text: str) -> bool:
    """Whether a text has two words or more that may be those of a title: « saisie de recu »."""
    return len(_telling(text)) > 1


def _telling(text: str) -> list[str]:
    words = [word for word in map(fold, vocabulary().words(text)) if not word.isdigit()]
    return [word for word in words if word not in _BESIDE | _WISHES | _PRICE] if len(words) <= MOST_WORDS else []


def whole(text: str, title: str) -> bool:
    """Whether a text is a title, maybe without its small words and in other forms: « recopier panneau »."""
    said, words = fold(text).split(), fold(title).split()
    if said == words:
        return True
    said, words = ([word for word in each if word not in _BESIDE] for each in (said, words))
    return 1 < len(said) == len(words) and all(map(_alike, said, words))


def _stands_in(word: str, title: Sequence[str]) -> bool:
    return any(
        _alike(word, each) for each in title if each not in _LINKING and (len(each) >= LEAST_NAMING or each == word)
    )


def _alike(word: str, other: str) -> bool:
    """Whether two words are forms or spellings of one: « recu » and « reçus », « saisir » and « saisie »."""
    if len(word) < LEAST_NAMING:
        return word == other
    if word.removesuffix("s") == other.removesuffix("s"):
        return True
    return any(_one_begins_with(a, b) for a, b in ((word, other), (_spoken(word), _spoken(other))))


def _spoken(word: str) -> str:
    return sound(word).replace("z", "s")


def _one_begins_with(word: str, other: str) -> bool:
    """Whether one word is the other but for an ending, or both begin with the same root."""
    alike = next((at for at, (a, b) in enumerate(zip(word, other, strict=False)) if a != b), min(len(word), len(other)))
    begins = alike == min(len(word), len(other)) >= LEAST_NAMING
    return alike >= ROOT or (begins and max(len(word), len(other)) - alike <= ENDING)


ENDING = 3
"""Signs of an ending: « recopier » and « recopie », « images » and « image »."""
ROOT = 6
"""Signs that two words of one family begin with: « vérifier » and « vérification »."""
