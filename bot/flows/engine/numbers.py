"""Numbers of choices as people write them: "2", "le 2", "1 et 3", "1et3", "un et trois", "13", "1 à 3", "les
deux premiers", "le dernier"."""

from __future__ import annotations

import re

from backend.domain.french.numbers import with_digits
from backend.domain.french.phonetics import sound
from backend.domain.french.spelling import fold
from backend.domain.messaging import intents

BETWEEN = re.compile(r"[,;\n/+&]|\bet\b", re.IGNORECASE)
"""Separators between labels; between numbers anything separates."""
_JOINT = re.compile(r"(?<=\d)(?=[a-z])|(?<=[a-z])(?=\d)")
_NAMES = (
    "un une premier premiere",
    "deux deuxieme second seconde",
    "trois troisieme",
    "quatre quatrieme",
    "cinq cinquieme",
    "six sixieme",
    "sept septieme",
    "huit huitieme",
    "neuf neuvieme",
    "dix dixieme",
)
_COUNTED = {name: n for n, names in enumerate(_NAMES, 1) for name in names.split()}
_BY_EAR = {sound(name): name for name in [*_COUNTED, "dernier", "derniere", "avant"] if len(sound(name)) > 2}
_SPOKEN = {"deu": "deux", "kat": "quatre", "uit": "huit", "segond": "second", "segonde": "seconde"}
_ORDINAL = re.compile(r"(?P<stem>\w{2,}?)[sxz]?iem+e?s?")
_BESIDE = frozenset(
    (
        *("le", "la", "l", "les", "numero", "numeros", "no", "n", "num", "choix", "reponse", "reponses", "option"),
        *("options", "er", "ere", "e", "eme", "ieme", "et", "puis", "c", "est", "sont", "svp", "stp", "merci"),
        *("je", "crois", "pense", "que", "dis", "choisis", "prends", "mets", "met", "donne", "note", "etoile"),
        *("etoiles", "point", "points", "seulement", "uniquement", "juste"),
    )
)
"""Words that add nothing to a number: "le 2", "n° 2", "la 1re", "numéro 2 svp"."""
_HEARD = frozenset(map(sound, _BESIDE))
_AGAINST = frozenset(("nn", "nnn", "mais", "mai", "annee", "annees"))
"""Words that sound like one of these, and deny what was said before, « nn la 2 », « mais la 2 », or are something else,
« l'année dernière »."""
_THAT_IS_ALL = re.compile(r"(?<=\w) (?:(?:c est|et c est|c|ce sera) (?:tout|bon)|ok|okay|okey|voila)$")
_SURE = (
    r"(?:bien sure?|sans (?:doute|hesiter|hesitation)|c est (?:sure?|certain)|je suis (?:sure?|certaine)|surement"
    r"|evidemment|(?:pour|selon|d apres) moi|a mon avis|je dirais|plutot|j espere"
    r"|je suppose)"
)
_ASSURED = re.compile(rf"^(?:{_SURE} )+(?=\S)|(?<=\S)(?: {_SURE})+$")
_TO = "a"
MAX_NUMBERS = 100
"""The largest number that is read."""
_GOES_ON = re.compile(r"\W*(?:et|puis)\b.*\?\W*$", re.IGNORECASE | re.DOTALL)
_HOW_MANY_OF_THEM = re.compile(r"\bles (?:premi|derni)")
"""« Les premiers »: how many is not said."""
_MANY = rf"(\d{{1,2}}|{'|'.join(name for name, n in _COUNTED.items() if n > 1)})"
_FROM_AN_END = re.compile(
    rf"\b(?:{_MANY} )?(avant derni?eres?|avant derniers?|premieres?|premiers?|dernieres?|derniers?)(?: {_MANY})?\b"
)


def numbers(typed: str, count: int = MAX_NUMBERS) -> tuple[int, ...] | None:
    """The numbers that a text consists of, for a question with `count` choices; None if it says anything else.

    « C'est la dernière ? » asks how many questions are left, and « et le deuxième ? » for more: both name no choice."""
    said = by_ear(_THAT_IS_ALL.sub("", without_assurance(fold(BETWEEN.sub(" ", typed)))))
    if _FROM_AN_END.search(said) and ("?" in typed or intents.read(typed) == "remains"):
        return None
    if _GOES_ON.match(typed):
        return None
    plain = _FROM_AN_END.sub(lambda found: _from_an_end(found, count), said)
    if _HOW_MANY_OF_THEM.search(plain):
        return None
    words = [
        word
        for word in _JOINT.sub(" ", plain).split()
        if word in _COUNTED or word in _AGAINST or sound(word) not in _HEARD
    ]
    if len(words) > 3 and words[0] in ("de", "du") and words[2] == _TO:
        words = words[1:]
    if len(words) == 3 and words[1] == _TO:
        first, last = _number(words[0]), _number(words[2])
        if first is None or last is None or not first < last <= MAX_NUMBERS:
            return None
        return tuple(range(first, last + 1))
    found = [_number(word) for word in words]
    return tuple(n for n in found if n is not None) if found and None not in found else None


def by_ear(plain: str) -> str:
    """A folded text with the words that count as they are spelled: « les 2 premié », « troiziem », « katr »."""
    return " ".join(map(_as_spelled, plain.split()))


def _as_spelled(word: str) -> str:
    if (
        word in _COUNTED
        or word in _BESIDE
        or word in ("premiers", "premieres")
        or not word.isalpha()
        or len(word) > LONGEST
    ):
        return word
    heard = _SPOKEN.get(word) or _BY_EAR.get(sound(word))
    if heard is None and (found := _ORDINAL.fullmatch(word)) is not None:
        stem = _SPOKEN.get(found["stem"]) or _BY_EAR.get(sound(found["stem"])) or _STEMS.get(found["stem"])
        heard = _NAMES[_COUNTED[stem] - 1].split()[1] if stem in _COUNTED else None
    return heard or word


_STEMS = {"si": "six", "set": "sept", "di": "dix", "neuv": "neuf"}
LONGEST = 12
"""Letters of the longest word that counts."""


def without_assurance(plain: str) -> str:
    """A folded text without words that only say how sure somebody is: « la 3 bien sûr », « pour moi c'est la 3 »."""
    return _ASSURED.sub("", plain)


def _from_an_end(found: re.Match[str], count: int) -> str:
    """The numbers that "les deux premiers" or "le dernier" stand for; unchanged, and so no number,
    if there are fewer choices."""
    many, end = found[1] or found[3], found[2]
    if not many:  # "le premier" is read like other numbers
        places = [count - 1 if end.startswith("avant") else count] if "dernier" in end else []
    else:
        wanted = _number(many) or 0
        first = 1 if "premi" in end else count - wanted + 1
        places = [*range(first, first + wanted)] if 2 <= wanted <= count else []
    return " ".join(map(str, places)) if places and places[0] > 0 else found[0]


def _number(word: str) -> int | None:
    if word in _COUNTED:
        return _COUNTED[word]
    return int(word[:4]) if word.isascii() and word.isdigit() else None


def run_together(typed: str, count: int) -> tuple[int, ...] | None:
    """The digits of a number without separators ("13") as numbers of `count` choices; None if it cannot be that."""
    text = fold(typed)
    if not (text.isascii() and text.isdigit() and 1 < len(text) <= count < 10):
        return None
    digits = tuple(int(digit) for digit in text)
    distinct = len(set(digits)) == len(digits)
    return digits if distinct and all(1 <= digit <= count for digit in digits) else None


_SO_MANY = re.compile(
    r"(?:tous |toutes )?les (\d|deux|trois|quatre|cinq|six|sept|huit|neuf)"
    r"(?: (?:svp|stp|merci|reponses|choix|ensemble|sont|(?:juste|bonne?|correcte?|vrai|valable|possible)s?))*"
)


def said_of_all(said: str) -> int | None:
    """How many a text says that it means, without naming them: « les deux », « les trois », which is not the third."""
    found = _SO_MANY.fullmatch(by_ear(said))
    return int(with_digits(found[1])) if found is not None else None
