"""Whether a text only says a word of ours back: the label of a field, what is asked about, what is done with it, or the
yes or the number of a button. From her fourth answer on, the shape of a text tells more (`usual_answers`)."""

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
_SHARE = re.compile(r"\s*\d{1,3}(?:[.,]\d+)?\s*%\s*")


_OF_A_BUTTON = re.compile(r"oui|ouais?|non|nn|nan|ok|okay|dac+|d accord|\d{1,2}", re.IGNORECASE)


def only_ours(text: str, config: ProjectConfig) -> bool:
    """Whether the text is nothing but a word of the form, or of what is done with it, in small letters: « reçu »,
    « enlev »; a bare share: « 10 % »; or, where something is copied or described, what is written for a button:
    « oui », « 2 ». What has a capital letter or an article is copied or described."""
    if _SHARE.fullmatch(text) or (_takes_sentences(config) and _OF_A_BUTTON.fullmatch(fold(text))):
        return True
    said = fold(text).split()
    if len(said) != 1 or not text.strip().islower() or any(map(str.isdigit, text)):
        return False
    shown = (config.title, config.question, *(each.label for each in config.fields))
    ours = {_heard(word) for each in shown for word in fold(each).split() if len(word) >= LEAST_LETTERS}
    return _heard(said[0]) in ours | _DONE_WITH_IT


def _takes_sentences(config: ProjectConfig) -> bool:
    """Whether nothing is asked that a yes or a number answers."""
    return config.kind == "transcription" or (config.kind == "text" and "?" not in config.question)


def _heard(word: str) -> str:
    return sound(word.removesuffix("s").removesuffix("x"))
