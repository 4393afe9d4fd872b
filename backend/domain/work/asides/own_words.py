"""Whether a text only says a word of ours back: the label of a field, what is asked about, what is done with it, or the
yes or the number of a button."""

from __future__ import annotations

import re

from backend.domain.french.phonetics import sound
from backend.domain.french.spelling import fold
from backend.domain.work.projects import ProjectConfig

LEAST_LETTERS = 4
"""Letters of a word of ours that alone says nothing."""
_DONE_WITH_IT = frozenset(
    map(
        sound,
        (
            *("enleve", "enlever", "efface", "effacer", "retire", "retirer", "change", "changer"),
            *("corrige", "corriger", "modifie", "modifier", "supprime", "supprimer", "montre", "remontre"),
            *("agrandis", "repete", "recommence", "valide", "verifie", "relis", "lisible", "illisible"),
            *("flou", "floue"),
        ),
    )
)
"""What is done with an answer or a picture, or said of it."""
_OF_THE_PICTURE = frozenset(
    (*("moi", "la", "le", "l", "image", "limage", "photo", "recu", "question", "encore", "svp", "stp"), "ca", "sa")
)
"""What is shown, in « montre-moi la photo », « renvoi limage »."""
_SHOW = frozenset(
    map(sound, ("montre", "remontre", "montrer", "renvoie", "renvoyer", "renvoyez", "agrandis", "affiche"))
)
_SHARE = re.compile(r"\s*\d{1,3}(?:[.,]\d+)?\s*%\s*")


_YES_NO = re.compile(r"oui|ouais?|non|nn|nan|ok|okay|dac+|d accord")
_NUMBER = re.compile(r"\d{1,2}")


def only_ours(text: str, config: ProjectConfig) -> bool:
    """Whether the text is nothing but a word of the form, or of what is done with it, in small letters: « reçu »,
    « enlev »; a bare share: « 10 % »; or what is written for a button: « oui », « 2 ». What has a capital letter or an
    article is copied or described."""
    if _SHARE.fullmatch(text) or _of_a_button(fold(text), config):
        return True
    said = fold(text).split()
    if len(said) > 1 and _heard(said[0]) in _SHOW and text.strip().islower() and set(said[1:]) <= _OF_THE_PICTURE:
        return True
    if len(said) != 1 or not text.strip().islower() or any(map(str.isdigit, text)):
        return False
    shown = (config.title, config.question, *(each.label for each in config.fields))
    ours = {_heard(word) for each in shown for word in fold(each).split() if len(word) >= LEAST_LETTERS}
    return _heard(said[0]) in ours | _DONE_WITH_IT


def _of_a_button(said: str, config: ProjectConfig) -> bool:
    """Whether it answers something else: a yes, unless a text is asked for with a question; or a button's number, where
    no field asks for one."""
    if config.kind == "text" and "?" in config.question:
        return False
    return bool(_YES_NO.fullmatch(said) or (config.kind != "entry" and _NUMBER.fullmatch(said)))


def _heard(word: str) -> str:
    return sound(word.removesuffix("s").removesuffix("x"))
