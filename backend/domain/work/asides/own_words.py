"""Whether a text has only words of ours: the label of a field, what is asked about, what is done with it, the yes or
the number of a button, or what is said to us beside a task."""

from __future__ import annotations

import re

from backend.domain.french import dates
from backend.domain.french.lexicon import MONTHS, NUMBERS, WEEKDAYS
from backend.domain.french.phonetics import sound
from backend.domain.french.spelling import fold
from backend.domain.messaging.intent_vocabulary import FILLER, vocabulary
from backend.domain.work.asides import classifier
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
MOST_KNOWN = 6
"""The most words of a text that is told by naming nothing."""
LEAST_COPIED = 3
"""The fewest words that are copied from the instructions; fewer may stand there and be the answer."""
_INDEFINITE = frozenset(("un", "une", "des", "du", "de", "d"))
"""What begins a description: « un téléphone »."""
_TELLING = frozenset(("personne", "rien", "aucun", "aucune", "neant", *WEEKDAYS, *MONTHS))
"""Answers, though they are words that are said to us: that there is nothing, or a day."""
_OF_THE_TASK = frozenset(
    (
        *("wait", "sec", "secs", "seconde", "secondes", "bouge", "bougez", "pareil", "pareils", "pareille", "meme"),
        *("memes", "lol", "mdr", "ennuyeux", "ennuyant", "ennuyante", "interessant", "interessante", "chiant", "relou"),
        *("deuxieme", "troisieme", "derniere", "dernier", "precedente", "precedent", "suivante"),
    )
)
"""What is said of a task or of the wait for her, and is no word of an intent."""
_NO_THING = frozenset(
    (
        *(FILLER, "not", "that", "wait", "image", "task", "wrong", "press", "happened", "other", "reads"),
        *("easy", "ready", "talk", "who", "correct", "letter", "blurred", "let", "dead", "cancel", "arrive"),
        "problem",
    )
)
"""What words mean that name nothing to be described, noted or saved for: « non pas de ça », « photo bizarre »."""
_SHARE = re.compile(
    r"\s*(?:(?:me |il (?:me )?)?reste\s+|(?:(?:mon|le|ma|la) )?(?:t[ée]l(?:[ée]phone)?|phone|fone|portable|batt?erie)"
    r" (?:(?:est|c['’ ]?est|reste) )?(?:[àa] )?)?\d{1,3}(?:[.,]\d+)?\s*%"
    r"\s*(?:(?:de |d['’ ]?)?(?:batt?(?:erie|rie|ri)?|charge)\s*)?",
    re.IGNORECASE,
)
"""« 10 % », « 5% de batterie », « mon téléphone est à 2% »."""


_SUM = re.compile(r"\s*\d[\d\s.,]*(?:f(?:rs?)?|f ?cfa|cfa|francs?(?: cfa)?|euros?|€)(?!\w)", re.IGNORECASE)
"""« 12 000 F »; without its currency it may be a number of any kind."""
_SAID = re.compile(r"(?:oui|ouais|non|nn|nan|ok|okay|pardon|dsl|desolee?|euh+|allo|attends?) ")
_OF_THE_SIGN = re.compile(
    r"\b(?:c|ca|sa|c est|cest) (?:est |c )?(?:ecri\w*|marque)\b"
    r"|\b(?:y a|ya) (?:un|une|des|le|la|les|deux|2|1|encore|aussi|rien)\b"
    r"|\b(?:je|j|on) (?:ne |n )?(?:vois?|voit|lis|lit|arrive) (?:pa|pas|rien|plus|mal)\b"
    r"|\b(?:meme|mm|mem|pareil\w*) (?:chose|panneau|que|image)\b"
)
"""What is told of a sign, and is not written there: « sa c ecri boulangerie », « en bas ya un num »."""
_IT_IS = re.compile(r"^\s*(?:c['’ ]\s*(?:est\b)?|cest\b)\s*(?:(?:le|la|les|un|une) )?", re.IGNORECASE)
_YES_NO = re.compile(r"oui|ouais?|non|nn|nan|ok|okay|dac+|d accord")
_NUMBER = re.compile(r"\d{1,2}")


def names_nothing(text: str) -> bool:
    """Whether a few words are said to us and name no thing, so that they describe nothing, and can stand neither in a
    field nor for a project: « pk », « non pas ça », « la photo d'avant », « toujours pareil ». One with an indefinite
    article describes something, and one with a digit or a capital letter is copied."""
    words = vocabulary().words(text)
    if len(text) < 2 or not 0 < len(words) <= MOST_KNOWN or not text.islower() or any(map(str.isdigit, text)):
        return False
    said = list(map(fold, words))
    if said[0] in _INDEFINITE and len(said) > 1:
        return said[1] in _OF_THE_TASK
    if not _TELLING.isdisjoint(said) or set(said) <= NUMBERS.keys():
        return False
    left = [word for word in words if fold(word) not in _OF_THE_TASK]
    return all(_NO_THING & meaning for meaning in vocabulary().meanings(left))


def only_ours(text: str, config: ProjectConfig) -> bool:
    """Whether the text is nothing but a word of the form, or of what is done with it, in small letters: « reçu »,
    « enlev »; a share, of the battery or of nothing: « 10 % »; what is written for a button: « oui », « 2 »; or, in a
    form, words that name nothing or are said, « pk », « sa c 2 quel boutik ? », « non 5000 seulement », or the sum or
    day of another field; or copied from the instructions, an example for instance. What has a capital letter or an
    article is copied or described."""
    if _SHARE.fullmatch(text) or _of_a_button(fold(text), config) or _copied(text, config):
        return True
    if config.kind == "entry" and (
        names_nothing(text) or _speech(text) or _is_said(text) or _of_another_field(text, config)
    ):
        return True
    of_a_sign = config.kind == "transcription" and "image" in config.show  # what is heard may say anything
    if of_a_sign and not text.isupper() and _OF_THE_SIGN.search(fold(text)) is not None:
        return True
    said = fold(text).split()
    if len(said) > 1 and _heard(said[0]) in _SHOW and text.strip().islower() and set(said[1:]) <= _OF_THE_PICTURE:
        return True
    if len(said) != 1 or not text.strip().islower() or any(map(str.isdigit, text)):
        return False
    shown = (config.title, config.question, *(each.label for each in config.fields))
    ours = {_heard(word) for each in shown for word in fold(each).split() if len(word) >= LEAST_LETTERS}
    return _heard(said[0]) in ours | _DONE_WITH_IT


def _copied(text: str, config: ProjectConfig) -> bool:
    """Whether a few words stand as they are in the question or the instructions."""
    said = fold(text)
    enough = sum(map(str.isalpha, said.split())) >= LEAST_COPIED
    return enough and f" {said} " in f" {fold(f'{config.question} {config.instructions}')} "


def _speech(text: str) -> bool:
    """Whether it is a sentence that is said to us: « g pa fini de manger ». « C le magasin Awa » is noted in forms;
    what has a capital letter is copied, and what has a digit mostly is."""
    said = _IT_IS.sub("", text)
    if classifier.may_name(said):
        return False
    return classifier.said_to_us(said, classifier.SURE_OF_NAMES if any(map(str.isdigit, said)) else classifier.SURE)


def _is_said(text: str) -> bool:
    """Whether it asks, or begins as what is said does; what is printed on a paper does neither."""
    asks = text.rstrip().endswith("?") and not text.isupper()
    return asks or (text[1:].islower() and _SAID.match(fold(text)) is not None)


def _of_another_field(text: str, config: ProjectConfig) -> bool:
    """Whether a text where any words are taken begins with a sum or is a day, which another field of the form asks
    for."""
    types = {field.type for field in config.fields}
    return ("amount" in types and _SUM.match(text) is not None) or ("date" in types and _is_day(text))


def _is_day(text: str) -> bool:
    try:
        return dates.read_date(text) is not None
    except dates.NoSuchDayError:
        return False


def _of_a_button(said: str, config: ProjectConfig) -> bool:
    """Whether it answers something else: a yes, unless a text is asked for with a question; or a button's number, where
    no field asks for one."""
    if config.kind == "text" and "?" in config.question:
        return False
    return bool(_YES_NO.fullmatch(said) or (config.kind != "entry" and _NUMBER.fullmatch(said)))


def _heard(word: str) -> str:
    return sound(word.removesuffix("s").removesuffix("x"))
