"""Whether a text is addressed to the team instead of answering a task: « depuis lundi je n'ai rien vu sur mon wave ».

`intents` knows phrases. Here a text is judged by how it is built, so that it need not be listed: she speaks to
somebody, of herself, or of what is hers (`data/addressed.toml`). An answer to a task describes, names or judges
something else. A letter to a customer is built in the same way; so whoever asks has to stop asking once it was
the answer.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import resources
from itertools import pairwise
from typing import Any, cast

from backend.domain.french.asked_how import asks_of_it, asks_what
from backend.domain.french.phonetics import sound
from backend.domain.french.spelling import fold
from backend.domain.messaging.intent_vocabulary import vocabulary
from backend.domain.messaging.intents import Intent

MOST_WORDS = 60
"""Words. A longer text describes something."""
REACH = 3
"""Words between a possessive and what it belongs to: « mon ancien compte »."""
BESIDE = 5
"""Words between the subject and its verb: « je n'ai toujours pas trouvé »."""
LEAST_LETTERS = 5
"""Letters of a word of her family that is known by its sound: « mon enfan »."""
LEAST_WORDS = 4
"""Words of a sentence about her family; names of shops are shorter."""
MOST_GREETING = 8
"""Words of a greeting: « bonsoir c'est moi Awa de Yopougon »."""
_HOW_ARE_YOU = re.compile(r" (?:ca va|comment|allez bien|vas bien|la forme|la famille|famille|nouvelles?|ensemble) ")
GRAMS = re.compile(r"\d\s?[gG]\b")
"""A weight: "g" alone is short for « j'ai »."""
_ASKS = re.compile(r" est ce que | ou $|^ (?:d )?ou |^ qui | (?:a|avec|chez|pour) qui ")
_TO_US = re.compile(
    r" s il (?:vous|te) plait |(?:e|s|ez) moi | (?:je|on) vous |^ pardon | (?:on|qui|ils?|elles?) ma "
    r"| ma (?:dit|demande|envoye|ecrit|appele|promis|pris|vole|donne)e? |^ (?:mais |pourquoi )?(?:vous|tu) (?:avez|as) "
    r"| combien (?:\w+ )?(?:pour|avant d[e ]?) ?(?:arriver|avoir|atteindre|gagner|finir) "
    r"|^ (?:\w+ ){0,4}(?:moyen|comment|peut|peux|faut faire)(?: \w+){0,3} gagner "
)
_WENT_ASTRAY = re.compile(
    r" (?:on|ils?|vous|elles?|paie|paye|somme|\w*argent) (?:m )?(?:ont|avez|a|as|est) "
    r"(?:envoy|vers|vir|transfer|pay|parti|alle|tomb|arriv|mis)\w*(?: \w+){0,3} "
    r"(?:(?:mauvais|autre|ancien) (?:numero|num|compte)|numero|puce|wave|momo|moov|(?:chez|a) (?:mon|ma|mes) \w+)\b"
)
"""« Ils ont envoyé sur le mauvais numéro », « l'argent est parti chez mon mari »."""
_ON_THE_SCREEN = re.compile(
    r"^ (?:(?:bonjour|bonsoir|pardon) )*(?:vien[st]? (?:m ?)?aide|(?:repose|repete)[rz]? (?:la )?question"
    r"|zoome|agrandi|refai[st]"
    r"|retourne[rsz]? (?:a|au|sur|en) |recommence)|^ (?:l ?|mon )ecran (?:est|s est|c est|reste|devient|bug\w*|noir) "
    r"| (?:meme|encore l[ae]) (?:meme )?(?:question|tache|tableau|tablo|photo|image|panneau|phrase)s? "
    r"|^ (?:l ?|les? |la )?(?:chif+res?|lettres?|ecritures?|mots?|textes?|images?|photos?) .{0,6}(?:trop|tres) petit"
    r"|^ (?:l ?|la |les? )?(?:images?|photos?|textes?) (?:est |c est |s est )?(?:coupee?s?|a l envers|de travers) "
    r"| (?:pardon|desolee?) $"
)
"""« Viens m'aider », « l'écran est noir »: she speaks of what she has before her, not of what it shows."""
_IN_NEED = re.compile(
    r" (?:rien|plus|pas)(?: \w+){0,2} a manger | (?:dors|dort|dormons|mise?s?) dehors | on (?:tire|nous attaque) "
    r"| (?:guerre|tirs?|coups de feu|attaques?|inondations?|incendie|feu) "
    r"(?:ici|chez (?:moi|nous)|dans (?:mon|notre) \w+) $"
    r"|^ on (?:m |nous )?a \w+(?: \w+){0,3} (?:chez (?:moi|nous) $|(?:mon|ma|mes|notre|nos) )"
)
"""« On a cambriolé chez nous », « y a pas à manger », « on tire dans le quartier », « inondation chez moi »."""
_ERRAND = re.compile(
    r"^ (?:(?:cherie?|maman|papa|tata|tonton|bebe|mon|ma|frere|soeur|amie?|copine|stp|svp|slt|bonjour|allo|et|aussi"
    r"|puis|alors|bon|ok|non) )*(?:n )?(?:(?:oublie|achete|prends?|mets?|viens?|apporte|ramene|depose|allume|eteins"
    r"|prepare|lave|demande (?:a|au|aux|lui)|donne|laisse|passe|paye|appelle|rappelle|envoie|dis|fais|va|reveille"
    r"|previens|attends|depeche|descends"
    r"|sors|nettoie) |ferme (?:la|l|ma|ta) |parlez? (?:(?:moi|nous) )?en (?!a |aux? |avec )"
    r"|(?:garde|coupe|range|cherche|ouvre|monte|ramasse) (?:les?|la|l|mon|ma|mes|moi|toi) )"
)
"""« Chéri achète du pain », « garde le petit »: an order to somebody she says « tu » to. An answer that begins so is a
sign or an advertisement, and says « vous »."""
_CANNOT = re.compile(r" j (?:n )?arrive pas ")
_WHO = re.compile(r"(?:c est|moi c est|ici) ")
_ANSWERS = re.compile(r"\s*(?:ma|la) (?:bonne )?r[eé]ponse ?(?::|=|c['’ ]?est)")
"""« Ma réponse : un marché »."""
_SHALL_I = re.compile(
    r" (?:(?:et|donc|mais|bon|alors|est ce que) )*(?:je|j|on|il faut|faut)(?: (?:dois|doit|peux|peut|faut|vais|va))?"
    r"(?: (?:aussi|tout|bien))? (?:mettre|mets|met|ecrire|ecris|ecrit|noter|note|marquer|marque"
    r"|dire|recopier|recopie|compter|corriger) "
)
_THIS_OR_THAT = re.compile(
    r"^ (?:un|une|juste|seulement|que|tout) (?:\w+ ){0,3}ou (?:bien )?(?:tout|plusieurs|pas|quoi)(?: \w+){0,2} $"
)
_WITH_IT = re.compile(r"^ (?:avec|sans) (?:l|les?|la) \w+(?: \w+)? $")
"""« Avec les majuscules ? »"""
_OR_NOT = re.compile(r" (?:aussi|ou pas|ou non|ou quoi) $")
_OF_HER = re.compile(r" (?:(?:et|donc|mais|bon|alors) )*j[e ]")
_WHICH = re.compile(r" c est (?:lequel|laquelle|lesquels|lesquelles) |(?: \w+){2,} c est (?:quoi|qui) $")
_ITS_ME = re.compile(
    r"(?:c est moi|moi c est) (?!(?:qui|que|qu|meme|la|le|les|l|un|une|des|du|de|d|ca|pas|non|oui|comme|bon|mieux|pour"
    r"|dans|trop|tres|rien|tout)\b)[a-z]{2,}(?: [a-z]{2,}){0,2}"
)


def addressed(text: str) -> bool:
    """Whether the text is addressed to the team. What stands in quotation marks never is."""
    if any(sign in text for sign in '«»“”"') or is_the_answer(text):
        return False
    written, signs = vocabulary().words(GRAMS.sub(" ", text)), _signs()
    words = [fold(word) for word in written]
    if not words or len(words) > MOST_WORDS:
        return False
    said, line = frozenset(words), f" {' '.join(words)} "
    if _greets(words, signs) or introduces(text):
        return True
    matter = _names_a_matter(written)
    if asks_what(written) or asks_of_it(written) or _asks_how(text, line):
        return True
    if _ERRAND.search(line):
        return True
    if (said - _of_her_home(words, signs)) & signs["trade"] and not matter:
        return False
    asks = "?" in text or bool(said & signs["questions"]) or _ASKS.search(line) is not None
    complains = bool(said & signs["complains"])
    if any(each.search(line) for each in (_WENT_ASTRAY, _CANNOT, _ON_THE_SCREEN, _IN_NEED)):
        return True
    if said & signs["us"] or _TO_US.search(line) or (said & signs["me"] and " me semble " not in line):
        return True
    if _of_hers(words, signs, asks=asks):
        return True
    if said & signs["others"]:
        return False
    if said & signs["us_all"] and (asks or complains or matter):
        return True
    if said & signs["self"]:
        return asks or not _only_observes(words, signs)
    return asks and (matter or (complains and words[0] == "pourquoi"))


def is_the_answer(text: str) -> bool:
    """Whether a text says itself that it is the answer: « Ma réponse : un marché »."""
    return _ANSWERS.match(text.casefold()) is not None


def _asks_how(text: str, line: str) -> bool:
    """Whether she asks what her answer shall be: « je dois mettre les prix aussi ? », « c'est lequel le bon »."""
    if _WHICH.search(line) or _THIS_OR_THAT.match(line) or ("?" in text and _WITH_IT.match(line)):
        return True
    which = " ou " in line and _OF_HER.match(line) is not None
    return _SHALL_I.match(line) is not None and ("?" in text or which or _OR_NOT.search(line) is not None)


def introduces(text: str) -> bool:
    """Whether somebody says who she is, and nothing else: « c'est moi Fatou »."""
    return _ITS_ME.fullmatch(" ".join(map(fold, vocabulary().words(text)))) is not None


def of_this_work(text: str) -> bool:
    """Whether the text is addressed to the team and names what only this work has. That is still no answer where the
    answers are letters themselves: « vous m'avez pas payé mes tâches »."""
    return addressed(text) and any(fold(word) in _signs()["ours"] for word in vocabulary().words(text))


def _of_hers(words: Sequence[str], signs: Mapping[str, frozenset[str]], *, asks: bool) -> bool:
    """Whether she names what is hers; « à mon compte » is how one works. Her family may stand anywhere where she asks
    something (`asks`), or says whose phone or account it is: « c'est le téléphone de ma sœur »."""
    anywhere = asks or (words[:2] == ["c", "est"] and _names_a_matter(words))
    return any(
        word in signs["mine"]
        and words[max(at - 1, 0)] != "a"
        and any(
            _names_a_matter([each]) or ((at == 0 or anywhere) and len(words) >= LEAST_WORDS and _is_family(each))
            for each in words[at + 1 : at + 1 + REACH]
        )
        for at, word in enumerate(words)
    )


def _is_family(word: str) -> bool:
    return word in _signs()["family"] or (len(word) >= LEAST_LETTERS and sound(word) in _heard_family())


@cache
def _heard_family() -> frozenset[str]:
    return frozenset(sound(word) for word in _signs()["family"] if len(word) >= LEAST_LETTERS)


def _of_her_home(words: Sequence[str], signs: Mapping[str, frozenset[str]]) -> frozenset[str]:
    """Words of a trade that are hers: « ma cuisine »."""
    return frozenset(word for before, word in pairwise(words) if before == "ma" and word in signs["home"])


def _only_observes(words: Sequence[str], signs: Mapping[str, frozenset[str]]) -> bool:
    """Whether she says of herself only what she observed, judged or did for the task."""
    return all(
        not signs["observes"].isdisjoint(words[at + 1 : at + 1 + BESIDE])
        for at, word in enumerate(words)
        if word in signs["self"]
    )


def _names_a_matter(words: Sequence[str]) -> bool:
    known = frozenset[str]().union(*vocabulary().meanings(words))
    return bool(known & _signs()["matters"]) or any(fold(word) in _signs()["matter"] for word in words)


def _greets(words: Sequence[str], signs: Mapping[str, frozenset[str]]) -> bool:
    """Whether somebody greets and tells who they are, or asks how we are."""
    rest = " ".join(words[1:])
    return (
        words[0] in signs["greets"]
        and len(words) <= MOST_GREETING
        and (_WHO.match(rest) is not None or _HOW_ARE_YOU.search(f" {rest} ") is not None)
    )


@cache
def content() -> dict[str, Any]:
    """The content of the file."""
    file = resources.files("backend.domain") / "data" / "addressed.toml"
    return tomllib.loads(file.read_text("utf-8"))


@cache
def _signs() -> Mapping[str, frozenset[str]]:
    return {name: frozenset(words.split()) for name, words in content().items() if isinstance(words, str)}


def subject(text: str) -> Intent | None:
    """What a text that is addressed to the team is about, by what it names (`[subjects]`), in any words: « ils ont
    coupé mon argent ». Nothing is stored by it: it chooses the answer, or the question that is asked back. None if it
    names nothing that the chat can answer."""
    words = vocabulary().words(text)
    named = frozenset(map(fold, words)).union(*vocabulary().meanings(words))
    found = next((intent for intent, signs in _subjects().items() if not named.isdisjoint(signs)), None)
    # « j'arrive pas à cliquer » tells of no mistake
    return "lost" if found == "mistake" and _CANNOT.search(f" {' '.join(map(fold, words))} ") else found


@cache
def _subjects() -> Mapping[Intent, frozenset[str]]:
    return {cast(Intent, name): frozenset(signs.split()) for name, signs in content()["subjects"].items()}
