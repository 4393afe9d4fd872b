"""What is understood of `inviter hiteuse CM 3`, written at once: role, duty, countries, a list of names."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from backend.domain.french.lexicon import ARTICLES
from backend.domain.french.numbers import with_digits
from backend.domain.french.spelling import fold
from backend.domain.people import name_lists, place_names, places
from backend.domain.people.commands import Duty

_FILLERS = frozenset(
    (
        *ARTICLES,
        *("au", "aux", "en", "et", "pour", "code"),
        *("codes", "moi", "nous", "nouvelle", "nouvelles", "comme", "stp", "svp", "merci", "vite"),
    )
)
_BETWEEN = re.compile(r"[\s,;:]+")
_POLITE = re.compile(r"\bs['’ ]?il (?:te|vous) pla[iî]t\b", re.IGNORECASE)
_ROLES = {"hiteuse": "hiteuse", "apprenante": "trainee", "trainee": "trainee", "huber": "huber", "admin": "admin"}
DUTY_NAMES: Mapping[str, Duty] = {
    **dict.fromkeys(("operations", "travail"), "operations"),
    **dict.fromkeys(("finance", "finances", "paiements", "paie"), "finance"),
    **dict.fromkeys(("lecture", "lectrice", "reader"), "reader"),
    **dict.fromkeys(("proprietaire", "owner"), "owner"),
}
"""Words by which an admin's duty is named."""
BESIDE_DUTY = frozenset({"seule", "seulement", "uniquement"})
"""What stands beside the name of a duty and names nobody: « lecture seule »."""


def role_named(text: str) -> str:
    """The role that a word or phrase names: "admin", "une Huber", "des apprenantes"; "" if none."""
    words = [word for word in fold(text).split() if word not in _FILLERS]
    return _ROLES.get(words[0].rstrip("s"), "") if len(words) == 1 else ""


def words_of(text: str) -> list[str]:
    """The words of the text, numbers in digits: « moi deux apprenantes, s'il te plaît »."""
    return [_in_digits(word) for word in _BETWEEN.split(_POLITE.sub("", text)) if word]


def _in_digits(word: str) -> str:
    said = with_digits(fold(word))
    return said if said.isdecimal() and fold(word) not in _FILLERS else word


def one_name(others: Sequence[str]) -> str:
    """The one name that is left of `inviter hiteuse SN Fatou`; "" if it is none, or may be two women."""
    if len(others) != 1 or re.search(r"[\d/&+@]", others[0]):
        return ""
    return others[0] if others[0][:1].isupper() and not name_lists.wrong(others[0]) else ""


MOST_WORDS = 40
"""Words of an invitation without a list of names."""


def says_more(text: str) -> bool:
    """Whether a text names a role, and how many or where, and nothing else: « top 3 hiteuses cette semaine » is a
    question about figures."""
    said = words_of(text)
    if len(said) > MOST_WORDS:
        return False
    codes, others = countries_of([word for word in said if not word.isdecimal() and not role_named(word)])
    more = bool(codes) or any(word.isdecimal() for word in said)
    return more and not others and any(map(role_named, said))


def list_behind(words: str, others: Sequence[str]) -> str:
    """The names of `inviter hiteuse CI Awa, Binta`; "" if there is no list, or something else stands in it, as a word
    without a capital beside names with one. « Awa Binta » may be one woman or two: that is asked."""
    listed = words[words.index(others[0]) : words.rindex(others[-1]) + len(others[-1])]
    said = [word for word in _BETWEEN.split(listed) if word and fold(word) not in _FILLERS]
    if len({word[:1].isupper() for word in said}) > 1:
        return ""
    return listed if said == others and len(name_lists.read_typed(listed).names) > 1 else ""


def countries_of(words: Sequence[str]) -> tuple[tuple[str, ...], list[str]]:
    """The codes of the countries that the words name, and the words that are left to be understood."""
    codes, left = place_names.named_in(words)
    names = {part for code in codes for part in fold(places.country(code).name).split()}
    return codes, [word for word in left if fold(word) not in _FILLERS | names]


_SENTENCE = re.compile(
    r"\s*(?:(?:je (?:veux|voudrais|dois)|il faut|peux[- ]tu|tu peux) )?(?:inviter?|invitez)(?:[- ](?:moi|nous))?"
    r" (?P<whom>\S.*)",
    re.IGNORECASE | re.DOTALL,
)
_COUNTED = re.compile(r"(?:une?|\d{1,3}) \w")
_OF_HERS = re.compile(r"(?:ma|mes|sa|ses|leurs?) \w+")
_CODE = re.compile(
    r"\s*(?:(?:je (?:veux|voudrais)|il (?:me )?faut|donne|fais|cr[ée]e|g[ée]n[èe]re|moi|un|le|nouveau)[- ]+)*"
    r"code(?: d['’]invitation)? pour (?P<whom>\S.*)",
    re.IGNORECASE | re.DOTALL,
)


def in_sentence(text: str) -> str | None:
    """Whom a sentence invites: by number, « invite-moi 3 hiteuses du Togo », or by name, « code pour Binta »; "" for
    « invite ma cousine ». None if it invites nobody."""
    named = _CODE.fullmatch(text)
    found = named or _SENTENCE.fullmatch(text)
    if found is None:
        return None
    if _OF_HERS.fullmatch(said := fold(found["whom"])):
        return ""
    return found["whom"] if named is not None or _COUNTED.match(said) else None
