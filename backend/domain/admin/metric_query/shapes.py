"""The form of a question: what is left out, the grouping, rankings, comparisons.

Each reader takes a text in which names are marks (`backend.domain.admin.metric_query.marks`), and replaces what it
understands by "|".
"""

from __future__ import annotations

import re
from typing import Literal

from backend.domain.admin.metric_query.lexicon import WOMEN
from backend.domain.admin.statistics import TIMES, By
from backend.domain.french.lexicon import NUMBERS, ORDINALS, number
from backend.records import Record

DEFAULT_RANKED = 5
"""Lines of a ranking without a number."""
_women = "|".join(f"{word}s?" for word in WOMEN)
_NUMBER = rf"(?:[1-9]\d?|{'|'.join(sorted(NUMBERS, key=len, reverse=True))})"
_BY: dict[By, str] = {
    "country": "pays",
    "project": "projets?",
    "channel": "messageries?|canal|canaux|plateformes?|applications?|applis?",
    "day": "jours?|journees?",
    "week": "semaines?",
    "month": "mois",
    "quarter": "trimestres?",
    "person": f"{_women}|tete",
}
_by = "|".join(f"(?P<{by}>{words})" for by, words in _BY.items())
_by_any = "|".join(_BY.values())
_by_but_person = "|".join(f"(?P<{by}>{words})" for by, words in _BY.items() if by != "person")
_LEAD = (
    r"(?:(?:le|la|les|l|du|de|des|d|au|aux|a|en|dans|sur|chez|pour|projets?|pays|messagerie|dans|celles?|ceux|celui) )*"
)


class Remainder:
    """A text from which understood parts are removed."""

    def __init__(self, text: str) -> None:
        self.text = text

    def take(self, pattern: str | re.Pattern[str]) -> re.Match[str] | None:
        """Remove the first match of a pattern, and return it; None if there is none."""
        found = re.search(pattern, self.text)
        if found is not None:
            self.text = " ".join(f"{self.text[: found.start()]} | {self.text[found.end() :]}".split())
        return found


# --- what is left out -------------------------------------------------------------------------------

_OUT = (
    r"(?:en )?(?:hors|sauf|hormis|exceptee?|(?:a l )?(?:exception|exclusion)|excluant|exclure|exclu"
    r"|sans(?: compter)?|a part"
    r"|en dehors|(?:autres? (?:pays )?|ailleurs |autre part )que?|mais (?:pas|sans)|pas|non|ni)"
)
_AND = r"(?:et |ni |ou )+(?:(?:hors|sauf|sans|pas|en dehors) )?"
_LEFT_OUT = re.compile(
    rf"\b{_OUT} (?P<lead>{_LEAD})(?P<first>(?P<kind>[CHP])\d)(?P<more>(?: {_AND}{_LEAD}(?P=kind)\d)*)"
)
_LEFT_OUT_BEHIND = re.compile(
    rf"\b(?:projets? )?(?P<first>(?P<kind>[CHP])\d)(?P<more>(?: (?:et |ni |ou )+{_LEAD}(?P=kind)\d)*) "
    r"(?:(?P<all>exclue?s|exceptee?s)|non comprise?s?|exclue?|exceptee?|mise?s? (?:a part|de cote))\b"
)
"""« Cameroun exclu », « Cameroun et Togo exclus » (`all`)."""
_UNSURE = re.compile(rf"^ \| (?:et |ni |ou )+{_LEAD}([CHP]\d)")
"""After what is left out comes something of another kind: left out as well, or meant alone?"""
_PLACED = re.compile(r"\b(?:au|aux|en|sur|chez|dans)\b")
_MAYBE_MEANT = re.compile(rf"\b(?:et|ou) (?={_PLACED.pattern}){_LEAD}([CHP]\d)")
"""The same of "hors Cameroun et au Togo", where only the second says "au"."""
_ONLY = re.compile(rf"\b(?:seulement|uniquement|rien que) (?={_LEAD}[CHPWS]\d)")
_ONLY_BEHIND = re.compile(r"(?<=[CHPWS]\d )(?:seulement|uniquement)\b")


def left_out(text: Remainder) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Marks of what is left out, and marks for which that is not certain."""
    marks: list[str] = []
    unsure: list[str] = []
    while (found := text.take(_LEFT_OUT)) is not None:
        marks += [found["first"], *re.findall(r"[CHP]\d", found["more"])]
        behind = _UNSURE.match(text.text[max(0, found.start() - 1) :])
        unsure += [behind[1]] if behind is not None else []
        unsure += [] if _PLACED.search(found["lead"]) else _MAYBE_MEANT.findall(found["more"])
    while (found := text.take(_LEFT_OUT_BEHIND)) is not None:
        named = [found["first"], *re.findall(r"[CHP]\d", found["more"])]
        marks += named
        unsure += named if found["more"] and not found["all"] else []  # is the first one meant as well?
    text.take(_ONLY)
    text.take(_ONLY_BEHIND)
    return tuple(marks), tuple(unsure)


# --- by what it is told apart -----------------------------------------------------------------------


class Rank(Record):
    """A ranking. `most`: the n highest, or the −n lowest."""

    by: By
    most: int


_ONE_BY_ONE = r"\b(?P<same>pays|projet|jour|semaine|mois|trimestre) par (?P=same)\b"
_APART = (
    rf"\b(?:par|(?:pour|de|dans|a) chaque|chaque|selon (?:le|la|les?)) (?:{_by_but_person})\b(?! (?:ou|qui|dont)\b)"
)
_ORDERED = rf"\b(?:classement|classe[rsz]?|palmares|liste) (?:moi )?(?:(?:de|des|du|d|les|nos|mes|mon|ma) )*(?:{_by})\b"
_SORTED = rf"\b(?:(?:les|nos|mes) )?(?:{_by}) (?:(?:classe|trie|range|ordonne)e?s par|par ordre de)\b"
_BY_ITS = rf"^(?:(?:les|nos|mes) )?(?:{_by}) par (?!(?:{_by_any})\b)"
"""« Pays classés par heures », « projets par gains »."""
_EACH_ONE = rf"\b(?:par|pour|de|a) chaque (?:{_women})\b|\bchaque (?:{_women})\b"


_HOW_LISTED = r"\b(?:repartition|reparti[es]*|detail|liste|evolution)\b"


def apart(text: Remainder) -> tuple[By | None, bool]:
    """The grouping (None: none), and whether its lines are ordered. The measure beside it stays in the text."""
    if (found := text.take(_ONE_BY_ONE)) is not None:
        text.take(_HOW_LISTED)
        return next(by for by, words in _BY.items() if re.fullmatch(words, found["same"])), False
    if (found := text.take(_APART)) is not None:
        ordered = text.take(r"\b(?:classement|classe[rsz]?)\b") is not None
        text.take(_HOW_LISTED)
        return _by_of(found), ordered
    if (found := text.take(_SORTED) or text.take(_BY_ITS) or text.take(_ORDERED)) is not None:
        return _by_of(found), True
    return ("person" if text.take(_EACH_ONE) else None), False


_MEAN = "(?:en )?moyen(?:ne)?s?"
_PER_WOMAN = re.compile(rf"\bpar (?:{_women}|tete)(?: {_MEAN})?\b|\bchacune?\b")
_MEAN_OF = re.compile(rf"\b{_MEAN}\b")
HOURLY = "horaire"
_PER_HOUR = re.compile(
    r"\b(?<!heure )(?<!heures )(?:par|de l|a l|l|chaque|en (?:une|1)) heure\b|(?<=\w)/h\b|\bhoraires?\b"
)


def per_hour(text: str) -> str:
    """The text with one word for all forms of "par heure"."""
    return _PER_HOUR.sub(f" {HOURLY} ", text)


def per_woman(text: Remainder) -> Literal["", "each", "mean"]:
    """What is said of a mean: `"each"` is per woman, `"mean"` only mentions a mean, `""` is none."""
    if text.take(_PER_WOMAN) is not None:
        text.take(_MEAN_OF)
        return "each"
    return "mean" if text.take(_MEAN_OF) is not None else ""


# --- rankings ---------------------------------------------------------------------------------------

_OF = r"(?: (?:des?|d|les|meilleure?s?|de mes|de nos|mes|nos))*"
_TOP = re.compile(rf"\b(?P<way>top|flop|bottom) ?(?P<n>{_NUMBER})?{_OF}(?: (?:{_by})(?: actifs?| actives?)?)?\b")
_BEST = re.compile(
    rf"\b(?:(?:les|le|la|l|nos|mes|ma|mon|notre|des|du) )*(?:(?P<n>{_NUMBER}) )?"
    rf"(?P<adjective>meilleure?s?|premiere?s?|pires?|derniere?s?) (?:{_by})\b"
)
_ASKED = re.compile(
    rf"\b(?:(?:dans|sur|pour|en|a|de|par) )?(?:quel(?:le)?(?P<plural>s)?(?: est| sont)?(?: le| la| les)?"
    rf"|l[ea]quelle?(?: (?:de|d|des|parmi|entre))?(?: (?:mes|nos|les|ces))?) (?:{_by})\b"
)
_PLACE = re.compile(
    rf"\b(?:(?:qui )?(?:est|etait) )?(?:(?:le|la|les|l) )?(?P<place>{'|'.join(ORDINALS)}|[1-9]\d?e(?:me)?) "
    rf"(?:(?:du|au|dans le) classement|place)\b(?: (?:de|des|du|d|par) (?:{_by})\b)?"
)
"""« La 2e du classement » is shown with whoever is before her."""
_WHO = re.compile(r"\bqui\b")
_NAMED = re.compile(
    rf"\b(?:(?P<article>les|nos|mes|des|aux|le|la|l|ma) )?(?:(?P<n>{_NUMBER}) )?(?:{_by})"
    rf"(?: (?:(?:a )?qui|ou|avec|dont))?"
    rf"(?=.*\b(?:plus|moins)\b)"
)
_THOSE = re.compile(rf"\bles (?:(?P<n>{_NUMBER}) )?(?:qui|celles qui)\b")
_MOST_OF = re.compile(
    r"\b(?:(?P<article>le|la|les|l) )(?:(?P<n>\d{1,2}|deux|trois|quatre|cinq|six|dix) )?(?P<way>plus|moins)"
    r"(?: (?P<adjective>actives?|actifs?|cher(?:e)?s?|grosses?|gros|grande?s?))?(?: (?:de|d))?\b"
)
_SINGULAR = frozenset({"le", "la", "l"})


def ranking(text: Remainder) -> Rank | None:
    """The n highest or lowest of something; None if the text asks for no ranking."""
    if (found := text.take(_TOP)) is not None:
        count = _count(found["n"]) or DEFAULT_RANKED
        by = _by_of(found)
        if by is None:
            by = _by_of(text.take(rf"\b(?:de |des |par )?(?:{_by_but_person})\b")) or "person"
        return Rank(by, count if found["way"] == "top" else -count)
    if (found := text.take(_PLACE)) is not None:
        place = ORDINALS.get(found["place"]) or int(found["place"].rstrip("em"))
        return Rank(_by_of(found) or "person", place)
    return _best(text) or _superlative(text)


def _best(text: Remainder) -> Rank | None:
    found = _BEST.search(text.text)
    if found is None:
        return None
    by, adjective, n = _by_of(found), found["adjective"], _count(found["n"])
    assert by is not None
    ordinal = adjective.startswith(("premier", "dernier"))
    if by == "project" and adjective.startswith("dernier"):
        return None  # the latest one, or the one with the least?
    if ordinal and (by in TIMES or (by == "person" and n is None) or (by == "person" and adjective.startswith("d"))):
        return None  # the first in time
    text.take(_BEST)
    count = n or (DEFAULT_RANKED if adjective.endswith("s") and by != "country" else _plural(found, adjective))
    return Rank(by, -count if adjective.startswith(("pire", "dernier")) else count)


def _plural(found: re.Match[str], adjective: str) -> int:
    """The number of lines. "Pays" is the same in singular and plural, so the article or the adjective decides."""
    return (
        DEFAULT_RANKED
        if adjective.endswith("s") and not found[0].startswith(("le ", "la ", "l ", "ma ", "mon ", "notre "))
        else 1
    )


def _superlative(text: Remainder) -> Rank | None:
    most = _MOST_OF.search(text.text)
    if most is None:
        return None
    adjective = most["adjective"] or ""
    subject = None
    for pattern in (_ASKED, _THOSE, _NAMED, _WHO):
        place = pattern.search(text.text)
        if place is not None and not (pattern is _NAMED and place.start() > most.end()):
            subject = (pattern, place)
            break
    if subject is None and not adjective.startswith("acti"):
        return None
    count, by = _count(most["n"]), None
    one = most["article"] in _SINGULAR and bool(adjective)
    if subject is not None:
        pattern, place = subject
        by = _by_of(place)
        count = count or _count(place.groupdict().get("n"))
        one = one or pattern is _WHO or (pattern is _ASKED and not place["plural"])
        one = one or (pattern is _NAMED and place["article"] in ("le", "la", "l", "ma"))
        text.take(pattern)
    text.take(_MOST_OF)
    if adjective.startswith("cher"):
        text.text = f"{text.text} | coute"
    count = count or (1 if one else DEFAULT_RANKED)
    return Rank(by or "person", count if most["way"] == "plus" else -count)


def _count(said: str | None) -> int | None:
    return number(said) if said else None


def _by_of(found: re.Match[str] | None) -> By | None:
    groups = found.groupdict() if found is not None else {}
    return next((by for by in _BY if groups.get(by)), None)


# --- comparisons ------------------------------------------------------------------------------------

_COMPARE = re.compile(
    r"\b(?:compare(?:r|z|s|e|es|ee|ees)?|comparaison|difference|ecart|versus|vs|contre|par rapport (?:a|au|aux)"
    r"|face a|evolution|entre|qui|lequel|laquelle|que|qu|quel(?:le)? (?:pays|projet|messagerie)"
    r"|(?:le |la |les )?(?:plus|moins|davantage)(?: (?:de|d))?)\b"
)


def compared(text: Remainder) -> None:
    """Remove the words of a comparison of two named things."""
    while text.take(_COMPARE) is not None:
        pass
