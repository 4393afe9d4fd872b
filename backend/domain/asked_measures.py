"""What a question about figures wants counted, and how it is shared out: per hour, per woman, by country."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Literal

from backend.domain.asked_words import AROUND, PHRASES, WOMEN, Measure

PER_WOMAN: frozenset[Measure] = frozenset({"answers", "time", "earned"})
"""What can be shared out among those who worked."""
_MEAN = ("moyen", "moyenne", "moyens", "moyennes")
_PERIODS = ("par jour", "par semaine", "par mois", "par an")
WORDS = frozenset({"canal", "canaux", "chacune", "messagerie", "messageries", "plateforme", *_MEAN})
"""Of this grammar, beside those of the measures."""


_women = f"(?:{'|'.join(f'{word}s?' for word in WOMEN)}|tete)"
_COUNTED_WOMEN = re.compile(
    rf"\b(?:combien|nombre)(?: total)?(?: de| d| des)? {_women}\b|{_women} (?:active|travaille)"
)
_PER_WOMAN = re.compile(rf"\bpar {_women}(?: en moyenne)?(?!\w)|\bchacune\b|\b(?:en )?moyen(?:ne)?s?\b")
_ONE_WOMAN = re.compile(rf"\b(?:une|chaque) {_women}\b")
_PER_HOUR = re.compile(r"\b(?:par|de l|a l|de|l|chaque) heure\b")
_BY = re.compile(r"\b(?:par|pour chaque|de chaque) (pays|messageries?|canal|canaux|plateforme|application)\b")
_PER = re.compile(r"\bpar (?!heure\b|les?\b|la\b|l\b|des?\b|une?\b|nos\b|\|)(\w+)")


@dataclass(frozen=True, slots=True)
class Found:
    """`each`: per woman; `by`: a line for each of these; `left`: words that are nothing of all that."""

    measures: tuple[Measure, ...]
    each: bool
    by: Literal["", "country", "channel"]
    left: tuple[str, ...]


def read(text: str) -> Found:
    """`text`: folded, with "|" where other parts of the question stood."""
    text = text.replace("/h", " par heure ")
    by: Literal["", "country", "channel"] = ""
    if (shared := _BY.search(text)) is not None:
        by = "country" if shared[1] == "pays" else "channel"
        text = _without(text, shared)
    per_hour, mean = _PER_HOUR.search(text) is not None, _PER_WOMAN.search(text)
    each = mean is not None
    if mean is not None:
        text = _PER_WOMAN.sub("", text)
    left: list[str] = []
    while (per := _PER.search(text)) is not None:
        left.append(per[0])
        text = _without(text, per)
    if mean is not None and mean[0].endswith(_MEAN) and any(word not in _PERIODS for word in left):
        each = False  # of something else: "temps moyen par tâche"
        left.insert(0, mean[0])
    measures, others = _all(text)
    if per_hour and "earned" in measures and "time" in measures:
        kept = [measure for measure in measures if measure not in ("earned", "time", "people")]
        measures = ["pace", *kept]
    left += others
    if "pace" in measures:
        measures = [measure for measure in measures if measure != "people"]
        each = False  # per hour it is a middle already
    if "first income" in measures:
        measures = [measure for measure in measures if measure not in ("people", "time")]
        left = [word for word in left if word not in ("avant", "delai", "jusqu", "touche", "obtenu")]
    each = each or ("earned" in measures and _ONE_WOMAN.search(text) is not None)
    if each and not PER_WOMAN & {*measures}:
        each = False
        left += [mean[0]] if mean is not None else []
    return Found(tuple(measures), each, by, tuple(left))


def singular(word: str) -> str:
    return (
        word[:-1] if len(word) > 3 and word.endswith("s") and word not in ("cours", "temps", "mois", "gens") else word
    )


def _all(text: str) -> tuple[list[Measure], list[str]]:
    """All that are named, and the words that are left. A phrase never reaches over another part, nor over "et"."""
    found: list[Measure] = []
    left: list[str] = []
    for piece in re.sub(r"\bet\b", "|", text).split("|"):
        measures, others = _of_piece(piece)
        if len(measures) > 1 and "people" in measures and not _COUNTED_WOMEN.search(piece):
            measures.remove("people")  # they are who did it: "combien de tâches ont-elles travaillé"
        found += measures
        left += others
    return list(dict.fromkeys(found)), left


def _of_piece(piece: str) -> tuple[list[Measure], list[str]]:
    phrases = _phrases()
    said = [word for word in piece.replace("/", " ").split() if word not in AROUND]
    tokens = [singular(word) for word in said]
    found: list[Measure] = []
    left: list[str] = []
    place = 0
    while place < len(tokens):
        size = next((n for n in (3, 2, 1) if " ".join(tokens[place : place + n]) in phrases), 0)
        if size:
            found.append(phrases[" ".join(tokens[place : place + size])])
        else:
            left.append(said[place])
        place += size or 1
    return list(dict.fromkeys(found)), left


@cache
def _phrases() -> dict[str, Measure]:
    return {phrase: measure for measure, phrases in PHRASES.items() for phrase in phrases}


def _without(text: str, found: re.Match[str]) -> str:
    return " ".join(f"{text[: found.start()]} | {text[found.end() :]}".split())
