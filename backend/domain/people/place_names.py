"""Countries and towns as people name them in words: « RDC », « je suis à Douala », « Senegla »."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from functools import cache

from babel import Locale

from backend.domain.french import spelling
from backend.domain.messaging import intents
from backend.domain.messaging.intent_vocabulary import vocabulary
from backend.domain.people.places import BY_CODE, COUNTRIES, Country, country

# Other names that people write, folded. "Congo" alone may be either country.
_ALIASES: dict[str, tuple[str, ...]] = {
    "BF": ("burkina", "bfaso"),
    "BJ": ("republique du benin",),
    "CD": (
        *("rdc", "drc", "r d c", "congo kinshasa", "congo kin", "congo rdc", "congo democratique"),
        *("republique democratique du congo", "rep dem congo", "rd du congo", "zaire", "congo"),
    ),
    "CG": ("congo brazza", "congo brazaville", "republique du congo", "rep du congo", "congo"),
    "CI": ("rci", "r c i", "ivory coast", "cote ivoire", "cotedivoire"),
    "CM": ("cameroon", "kamerun"),
    "GA": (),
    "GN": ("guinee conakry", "republique de guinee", "guinea"),
    "MG": ("mada", "madagasikara"),
    "ML": (),
    "NE": (),
    "SN": ("senegal dakar",),
    "TD": ("chad",),
    "TG": (),
}
# Towns that people name instead of their country, folded. A country's only time zone also has a town's name.
_TOWNS: dict[str, tuple[str, ...]] = {
    "BF": ("ouaga", "bobo dioulasso", "bobo"),
    "BJ": ("cotonou", "parakou", "abomey calavi"),
    "CD": ("goma", "kinshasa", "lubumbashi", "bukavu", "kisangani", "mbuji mayi", "kananga"),
    "CG": ("brazza", "pointe noire"),
    "CI": ("bouake", "yamoussoukro"),
    "CM": ("douala", "bafoussam", "garoua"),
    "GA": ("port gentil", "franceville"),
    "GN": (),
    "MG": ("tana", "tananarive", "toamasina", "tamatave"),
    "ML": ("sikasso", "mopti"),
    "NE": ("zinder", "maradi"),
    "SN": ("thies", "touba", "saint louis", "ziguinchor"),
    "TD": ("moundou", "n djamena", "ndjamena"),
    "TG": ("sokode", "kara"),
}
# Countries whose names resemble one of ours.
_ELSEWHERE = frozenset(
    {
        "guinee bissau",
        "guinee equatoriale",
        "papouasie nouvelle guinee",
        "nigeria",
        "republique dominicaine",
    }
)


@cache
def _names() -> dict[str, frozenset[str]]:
    """Folded name → codes. Two-letter codes are not included: `ne`, `ci`, `ga` are everyday words."""
    names: dict[str, set[str]] = {}
    for c in COUNTRIES:
        for label in (c.name, *_ALIASES[c.code], *_towns_of(c)):
            names.setdefault(spelling.fold(label), set()).add(c.code)
    return {name: frozenset(codes) for name, codes in names.items()}


def _towns_of(c: Country) -> tuple[str, ...]:
    return (*_TOWNS[c.code], *(z.label for z in c.zones if len(c.zones) == 1))


@cache
def towns() -> frozenset[str]:
    """Those names of `named` that are towns and no countries."""
    return frozenset(spelling.fold(town) for c in COUNTRIES for town in _towns_of(c)) - {
        spelling.fold(c.name) for c in COUNTRIES
    }


def has_town(text: str) -> bool:
    """Whether a text names a town, beside the names of countries: « celles de Douala », not « Congo-Brazzaville »."""
    said = f" {spelling.fold(text)} "
    for c in COUNTRIES:
        said = said.replace(f" {spelling.fold(c.name)} ", " ")
    return any(f" {town} " in said for town in towns())


def named() -> Mapping[str, frozenset[str]]:
    """The folded names of countries (`spelling.fold`) and towns: name → codes; two for "congo"."""
    return _names()


def matches(text: str) -> tuple[Country, ...]:
    """The countries that `text` may mean: "RDC", "je suis a Douala", "Senegla"; both for "Congo". It never raises.

    A code only counts if it stands alone.
    """
    folded = spelling.fold(text[:200])
    if folded.upper() in BY_CODE:
        return (BY_CODE[folded.upper()],)
    tokens = folded.split()
    phrases = [
        " ".join(tokens[i : i + size])
        for size in range(min(5, len(tokens)), 0, -1)
        for i in range(len(tokens) - size + 1)
    ]
    names = _names()
    for phrase in phrases:  # the longest first: "guinée équatoriale" before "guinée"
        if phrase in _ELSEWHERE:
            return ()
        if phrase in names:
            return _sorted(names[phrase])
    # Typing errors are only corrected in short texts that say nothing else: in others some word always resembles some
    # name. « chaud » and « mari » are words of their own, and no misspelled « Tchad » and « Mali ».
    for phrase in phrases if len(tokens) <= 6 and intents.read(text[:200]) in (None, "mark") else ():
        beside = phrase and set(folded.replace(phrase, " ", 1).split())
        if not (beside and beside - _AROUND_A_NAME) and not _is_a_word(phrase):
            codes = {code for name in spelling.nearest(phrase, names) for code in names[name]}
            if codes:
                return _sorted(codes)
    return ()


_AROUND_A_NAME = frozenset(
    (
        *("je", "j", "suis", "sui", "suit", "jsuis", "jsui", "chuis", "habite", "abite", "habites", "vis"),
        *("vi", "reside", "moi", "c", "est", "cest", "se", "ses", "ici", "nous", "on", "a", "au", "aux"),
        *("en", "o", "dans", "ds", "chez", "la", "le", "l", "les", "de", "d", "du", "pays", "mon"),
        *("ville", "plutot", "non", "mais", "pardon", "svp", "stp", "euh", "ben", "bah", "voila", "merci"),
        *("actuellement", "maintenant", "vers", "pres"),
    )
)
"""Words that may stand beside a misspelled name."""
_EVERYDAY = frozenset(
    (
        *("abobo", "zongo", "chat", "chats", "chai", "conge", "conges", "gombo", "coma", "gomme", "rome"),
        *("tome", "love", "mail", "male", "mani", "maire", "logo", "toto", "gazon", "gason", "benir"),
        *("benis", "benit", "benie", "malin", "venin", "nager", "neiger", "tiens"),
    )
)
"""Other words of everyday that resemble a name; Abobo is a part of Abidjan."""


def _is_a_word(phrase: str) -> bool:
    return phrase in _EVERYDAY or phrase in vocabulary().forms


def only_names(text: str) -> bool:
    """Whether the text says nothing but a country or a town: « Cameroun », « je suis à Douala »."""
    tokens = spelling.fold(text[:200]).split()
    while tokens and " ".join(tokens) not in _names() and tokens[0] in _AROUND_A_NAME:
        tokens = tokens[1:]
    return " ".join(tokens) in _names() or (bool(tokens) and " ".join(tokens) in _unserved())


def beside(text: str) -> list[str]:
    """The words of a text that are no name of a place, and none that stands around one."""
    said = spelling.fold(text[:200])
    for name in sorted((*_names(), *_unserved()), key=len, reverse=True):
        if name in said:
            said = " ".join(f" {said} ".replace(f" {name} ", " ").split())
    return [word for word in said.split() if word not in _AROUND_A_NAME]


def find(text: str) -> Country | None:
    """The one country that `text` means. None if there is none, if it may be two, or if the text denies it: "tous sauf
    le Cameroun", "je n'habite pas au Mali"."""
    if denied(text) or _names_another(text):
        return None
    found = matches(text)
    return found[0] if len(found) == 1 else None


def _names_another(text: str) -> bool:
    """Whether a text names two countries of which it may be either: « je suis au Togo ou au Bénin »."""
    parts = re.split(r"\bou\b", spelling.fold(text[:200]))
    return len(parts) > 1 and len({found for part in parts if (found := matches(part))}) > 1


@cache
def _unserved() -> dict[str, str]:
    """Folded name → name of every country in which nobody works for us."""
    found = {
        spelling.fold(name): name
        for code, name in Locale("fr").territories.items()
        if len(code) == 2 and code.isalpha() and code not in BY_CODE
    }
    return {
        name: shown for name, shown in found.items() if name not in _names().keys() | _EVERYDAY_ELSEWHERE
    } | _UNSERVED_BESIDE


_EVERYDAY_ELSEWHERE = frozenset({"la reunion"})
"""Names that are words of everyday: « on en parle à la réunion »."""
_UNSERVED_BESIDE = {
    "centrafrique": "Centrafrique",
    "rca": "Centrafrique",
    "usa": "États-Unis",
    "etats unis d amerique": "États-Unis",
    "dubai": "Émirats arabes unis",
    "emirats": "Émirats arabes unis",
}


def elsewhere() -> Collection[str]:
    """The folded names of countries in which nobody works for us."""
    return _unserved().keys()


def unserved(text: str) -> str | None:
    """The French name of a country that `text` names and in which nobody works for us; None if there is none."""
    tokens = spelling.fold(text[:200]).split()
    sizes = range(min(MOST_WORDS, len(tokens)), 0, -1)
    phrases = (" ".join(tokens[i : i + size]) for size in sizes for i in range(len(tokens) - size + 1))
    return next((_unserved()[phrase] for phrase in phrases if phrase in _unserved()), None)


_NOT = frozenset({"pas", "plus", "jamais", "ni", "sauf", "hors", "hormis", "excepte", "sans"})
_OTHERS = re.compile(r"\b(?:autres? (?:pays )?qu|ailleurs qu|a part|en dehors|exception)|\bnon$")


def denied(text: str) -> bool:
    """Whether the text excludes a country rather than naming it."""
    folded = spelling.fold(text[:200])
    return bool(_NOT & {*folded.split()}) or _OTHERS.search(folded) is not None


MOST_WORDS = 5
"""Words of a country's name, at most."""
MOST_LISTED = 100
"""Words of a list of countries, at most: each place in it is compared with every name."""


_LIKE_CODES = frozenset({"ne", "ci", "ga"})
"""Words of everyday that are codes of countries in capital letters."""


def named_in(words: Sequence[str]) -> tuple[tuple[str, ...], list[str]]:
    """Codes of the countries that words name, and the words that belong to no name: "Côte d'Ivoire Awa". No codes if
    the words exclude a country, or are too many for a list."""
    if len(words) > MOST_LISTED or denied(" ".join(words)):
        return (), list(words)
    codes: list[str] = []
    left: list[str] = []
    only_codes = all(word.upper() in BY_CODE for word in words)
    start = 0
    while start < len(words):
        sizes = range(min(MOST_WORDS, len(words) - start), 0, -1)
        if words[start] in _LIKE_CODES and not only_codes:
            sizes = range(0)  # « ne fais rien »
        size = next((size for size in sizes if _is_country(words[start : start + size])), 0)
        if size:
            codes += [found.code] if (found := find(" ".join(words[start : start + size]))) else []
        else:
            left.append(words[start])
        start += size or 1
    return tuple(dict.fromkeys(codes)), left


def _is_country(words: Sequence[str]) -> bool:
    """Whether the words name a country without any superfluous word."""

    def found(part: Sequence[str]) -> bool:
        return bool(part) and find(" ".join(part)) is not None

    return found(words) and not (found(words[1:]) or found(words[:-1]))


def find_zone(text: str, code: str) -> str | None:
    """The zone of this country that `text` names: "Lubumbashi", "l'est", the IANA name; else None."""
    folded = spelling.fold(text[:200])
    said = set(folded.split())
    for zone in country(code).zones:
        city, *side = (word for word in spelling.fold(zone.label).split() if len(word) > 2)
        if city in said or folded == spelling.fold(zone.name):
            return zone.name
        if any(word in said and said <= _AROUND_A_SIDE | {word} for word in side):  # "est" is a verb too
            return zone.name
    return None


_AROUND_A_SIDE = frozenset({"l", "a", "dans", "vers", "du", "cote", "de", "pays", "je", "j", "habite", "suis", "vis"})
"""Words that may stand beside "est" when it means the east."""


def _sorted(codes: frozenset[str] | set[str]) -> tuple[Country, ...]:
    return tuple(country(code) for code in sorted(codes))
