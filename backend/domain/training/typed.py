"""Typed answers: which number a text is, and whether it is the accepted text.

Accents, capitals, signs, spaces between words and a leading article never count. A typing error is tolerated in a long
word, never in a short one or in one with a digit.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from decimal import Decimal

from backend.domain.french import numbers as french
from backend.domain.french import units
from backend.domain.french.lexicon import ARTICLES, NUMBERS
from backend.domain.french.spelling import distance, fold, slips, unaccented

_UNIT = re.compile(r"(?<=[\d ])(?:%|€|[kcdm]?m[23]|[a-z]+(?:[ /][a-z]+)?\.?)$")
_LEAD = re.compile(
    r"^(?:(?:"
    r"(?:la|ma) (?:bonne )?reponse(?: est|,? c'?est)?|c'?est|c(?= \S)|[cs]a fait|(?:au )?total|environ"
    r"|(?:moi )?je (?:dis|crois|pense|trouve|mets|met)(?: que)?"
    r"|il (?:(?:lui|me|m'|leur) ?)?(?:en )?(?:reste|manque|faut)"
    r")[ :]+|[=:] ?)+(?=\S)"
)
"""What is said before a number: « c'est 20 », « il reste 5 Go »."""
_BEFORE_WORDS = re.compile(
    r"(?:(?:(?:la|ma) (?:bonne )?reponse(?: est| c est| serait)?|c(?: est)?|cest|ce sont|[cs]a s appelle"
    r"|on (?:l |le |la )?(?:appelle|dit)(?: ca)?|il s agit d[eu]?"
    r"|(?:moi )?je (?:dis|crois|pense|trouve|mets|reponds)(?: que)?"
    r"|(?:on|elle|il faut|faut) (?:met|mettre|ecrit|ecrire|tape|taper|utilise|utiliser)"
    r"|le (?:bon )?(?:mot|terme)(?: est| serait)?|la (?:fonction|formule)|peut etre|euh|bon|alors|donc|moi) )+(?=\S)"
)
_BEHIND_WORDS = re.compile(r"(?: (?:je (?:crois|pense)|il me semble|svp|stp|hein))+$")
"""What is said around words, folded: « c'est le Wi-Fi je crois »."""
_TAIL = re.compile(r"(?:[ ,]+(?:je (?:crois|pense)|svp|stp|environ)| ?[?!])+$")
_MOST_SAID = 100
"""The most characters of a text of which they are taken off."""
_HALF = re.compile(r" et demie?\b")
_MEASURED = re.compile(r"(?P<number>[-+]?\d(?:[\d ,.']*\d)?)(?: ?(?:d'|de )?(?P<unit>[^\W\d].*|[%°€$£].*))?")
_TIMES = re.compile(r"(?P<number>\d(?:[\d ,.']*\d)?) ?(?P<times>k|mille|millions?|milliards?)\b")
_EACH = {"k": 1_000, "mille": 1_000, "million": 10**6, "millions": 10**6, "milliard": 10**9, "milliards": 10**9}
"""« 12k », « 12 mille », « 2,5 millions »."""
_MULTIPLES = re.compile(r"(?:\b|\d)(?:k|milliers?|mille|millions?|milliards?)\b")
_SEVERAL = frozenset({"ou", *french.IN_WORDS})
"""Words behind a number that make it more than one: « trois ou quatre »."""
_ARTICLE = re.compile(r"une? (?!million|milliard)")
_WORDS = NUMBERS | {"zero": 0, "aucun": 0, "aucune": 0, "mille": 1_000}


def number(text: str) -> Decimal | None:
    """The typed number, without a unit ("1 500 F CFA" → 1500, "2,5 Mo" → 2.5), or a short one in words; None if there
    is none, or more than one."""
    return next(iter(numbers(text)), None)


def numbers(text: str) -> tuple[Decimal, ...]:
    """Like `number`, followed by another possible reading: "20.000" is twenty, and also twenty thousand, as francs are
    often written."""
    line = _bare(text)
    if line in _WORDS:
        return (Decimal(_WORDS[line]),)
    line, halves = _HALF.subn("", _in_digits(line))
    if not _MULTIPLES.search(line):
        line = _UNIT.sub("", line).strip()
    found = (french.number(line), french.number(line, decimals=0))
    return tuple(dict.fromkeys(Decimal(each) + Decimal(halves) / 2 for each in found if each is not None))


def measured(text: str) -> tuple[str, str]:
    """The number, as `numbers` takes it, and the unit after it: "12,5 kilos" → "12,5", "kilos"; "" for a missing
    part."""
    line = _bare(text)
    line = _in_digits(line)
    line, halves = _HALF.subn("", line)
    found = None if _MULTIPLES.search(line) else _MEASURED.fullmatch(line)
    if found is None:
        return "", ""
    return found["number"] + (",5" if halves else ""), found["unit"] or ""


def _in_digits(line: str) -> str:
    """The line with the number before its unit in digits: "douze mille francs" → "12000 francs", "12k" → "12000"."""
    found = french.spelled(fold(line))
    if found is not None and _SEVERAL.isdisjoint(found[1].split()) and not _is_article(line, found[1]):
        return f"{found[0]} {found[1]}".strip()
    times = _TIMES.match(line)
    value = None if times is None else french.number(times["number"])
    if times is None or value is None:
        return line
    return f"{(Decimal(value) * _EACH[times['times']]).normalize():f}{line[times.end() :]}".replace(".", ",")


def _is_article(line: str, behind: str) -> bool:
    """Whether the line begins with « un » or « une » that counts nothing: « une arnaque ». « Un kilo » is one."""
    return (
        _ARTICLE.match(line) is not None
        and behind not in ("", "seul", "seule")
        and not units.is_unit(_HALF.sub("", behind))
    )


def _bare(text: str) -> str:
    """The text without what is said around a number."""
    line = unaccented(french.line(text))
    return (_TAIL.sub("", _LEAD.sub("", line)) if len(line) <= _MOST_SAID else line).strip(" .")


def alone(text: str) -> str:
    """Words without what is said around them, folded: « je crois que c'est le Wi-Fi » → "le wi fi"."""
    line = fold(text)
    return _BEHIND_WORDS.sub("", _BEFORE_WORDS.sub("", line, count=1)) if len(line) <= _MOST_SAID else line


def is_exactly(accepted: str, text: str) -> bool:
    r"""Whether `text` matches `accepted`. `*` in `accepted` stands for anything, `\*` for the star itself."""
    parts = literals(accepted)
    if not any(fold(part) for part in parts):  # only signs: then each of them counts
        return _fits([_signs(part) for part in parts], _signs(text))
    pattern = ["".join(fold(part).split()) for part in parts]
    if _fits(pattern, "".join(fold(text).split())):
        return True
    return len(parts) == 1 and any(
        "".join(a) == "".join(b) for a, b in _beside_articles(fold(accepted).split(), fold(text).split())
    )


def edits(accepted: str, text: str) -> int | None:
    """The number of typing errors between the two; None if there are too many."""
    if len(literals(accepted)) > 1 or not fold(accepted):
        return None
    wanted, said = fold(accepted).split(), fold(text).split()
    for pair in [(wanted, said), *_beside_articles(wanted, said)]:
        if len(pair[0]) == len(pair[1]):
            found = [_slip(a, b) for a, b in zip(*pair, strict=True)]
            if None not in found:
                return sum(edits for edits in found if edits is not None)
    return None


def _slip(wanted: str, said: str) -> int | None:
    """The first letter must match, because there typing errors are rare and other words begin: possible, impossible."""
    if wanted == said:
        return 0
    if wanted[0] != said[0] or not (wanted + said).isalpha() or abs(len(wanted) - len(said)) > 2:
        return None
    edits = distance(wanted, said)
    return edits if edits <= slips(min(wanted, said, key=len)) else None


def _beside_articles(wanted: list[str], said: list[str]) -> list[tuple[list[str], list[str]]]:
    """The two without an article with which only one of them begins. If both have one, it may be what is asked for."""
    bare = [words[1:] if len(words) > 1 and words[0] in ARTICLES else words for words in (wanted, said)]
    if (bare[0] == wanted) == (bare[1] == said):
        return []
    return [(bare[0], bare[1])]


_PIECE = re.compile(r"\\\*|\*|[^\\*]+|\\")


def literals(accepted: str) -> list[str]:
    """The texts between the `*` of an accepted answer, in order; one text if there is none."""
    found = [""]
    for piece in _PIECE.findall(accepted):
        if piece == "*":
            found.append("")
        else:
            found[-1] += "*" if piece == "\\*" else piece
    return found


def _fits(literals: Sequence[str], text: str) -> bool:
    """Whether the text consists of the literals in order with anything between them. It takes one pass, so that a
    pattern with many stars costs no more than its length."""
    if len(literals) == 1:
        return text == literals[0]
    first, *middle, last = literals
    if not text.startswith(first) or len(text) < len(first) + len(last) or not text.endswith(last):
        return False
    place, end = len(first), len(text) - len(last)
    for literal in middle:
        place = text.find(literal, place, end)
        if place < 0:
            return False
        place += len(literal)
    return True


def _signs(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())
