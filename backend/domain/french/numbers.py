"""Numbers in French, in digits or in words, read without guessing."""

from __future__ import annotations

import re
import unicodedata

from backend.domain.french.lexicon import COMPOUNDS, NUMBERS
from backend.domain.french.phonetics import sound
from backend.domain.french.spelling import fold

_DASHES = dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2212\ufe63\uff0d"), "-")
_SIGNS = {ord("\u066b"): ",", ord("\u066c"): " ", ord("\uff0c"): ",", ord("\uff0e"): "."} | {
    ord(sign): "'" for sign in "\u2018\u2019\u02bc"
}
_INVISIBLE = frozenset({"Cc", "Cf", "Cs"})


def line(text: str) -> str:
    """The text on one line: digits of any script and all dashes become ASCII, each run of spaces one plain space, and
    invisible characters are removed."""
    signs = []
    for sign in text.translate(_DASHES).translate(_SIGNS):
        if sign.isspace():
            signs.append(" ")
        elif (digit := unicodedata.decimal(sign, None)) is not None:
            signs.append(str(digit))
        elif unicodedata.category(sign) not in _INVISIBLE:
            signs.append(sign)
    return " ".join("".join(signs).split())


_GROUPED = re.compile(r"\d{1,3}([ '.,])\d{3}(?:\1\d{3})*")


def number(text: str, decimals: int | None = None) -> str | None:
    """A plain decimal such as "-1234.5", without exponent or superfluous zeros; None if it is no number. `text`: as
    `line` returns it.

    A space or an apostrophe separates thousands. If both comma and point occur, the last one is the decimal sign. A
    sign that occurs once is the decimal sign, unless three digits follow it and at most two `decimals` are possible:
    "1.500" is 1.5 as a number, but 1500 as an amount in euros.
    """
    minus = text.startswith("-")
    body = text[1:].lstrip() if text[:1] in ("-", "+") else text
    found = re.fullmatch(r"([\d '.,]*?)(?:([.,])(\d+))?", body, re.ASCII)
    if not found:
        return None
    whole, sign, rest = found.groups()
    thousands = decimals is not None and decimals < 3 and rest is not None and len(rest) == 3
    plain = bool(whole) and not re.search(r"[ ']", whole)
    if sign and (sign in whole or (plain and thousands and re.fullmatch(r"[1-9]\d{0,2}", whole))):
        whole, rest = f"{whole}{sign}{rest}", ""
    if not (whole.isdigit() or _GROUPED.fullmatch(whole) or (not whole and rest)):
        return None
    digits = re.sub(r"\D", "", whole).lstrip("0") or "0"
    rest = (rest or "").rstrip("0")
    value = f"{digits}.{rest}" if rest else digits
    return f"-{value}" if minus and value != "0" else value


IN_WORDS = {"zero": 0} | NUMBERS | COMPOUNDS
"""Folded numbers in words, from 0 to 69, and 100."""
_WORD = re.compile(rf"\b(?!(?<=\d )sept\b|(?<=\der )sept\b)(?:{'|'.join(sorted(IN_WORDS, key=len, reverse=True))})\b")


def with_digits(plain: str) -> str:
    """A folded text with number words as digits: "dix huit heures" → "18 heures". After a day "sept" is the month: "15
    sept" stays."""
    return _WORD.sub(lambda found: str(IN_WORDS[found[0]]), plain)


_ONE = "[1-9]|un|une|deux|trois|quatre|cinq|six|sept|huit|neuf"
_TO_19 = f"dix sept|dix huit|dix neuf|dix|onze|douze|treize|quatorze|quinze|seize|{_ONE}"
_TO_99 = (
    rf"[1-9]\d|quatre vingts?(?: (?:{_TO_19}))?|soixante(?: (?:et onze|et une?|{_TO_19}))?"
    rf"|(?:vingt|trente|quarante|cinquante|septante|huitante|nonante)(?: (?:et une?|{_ONE}))?|{_TO_19}"
)
_TO_999 = rf"[1-9]\d\d|(?:(?:{_ONE}) )?cents?(?: (?:{_TO_99}))?|{_TO_99}"
_TO_999_999 = rf"(?:(?:{_TO_999}) )?mille(?: (?:et )?(?:{_TO_999}))?|{_TO_999}"
_SPELLED = re.compile(rf"(?:(?:{_TO_999}) millions?(?: (?:et )?(?:{_TO_999_999}))?|{_TO_999_999})(?= |$)")
_UNCLEAR = re.compile(r"(?<=mille) \d$|(?<=million) \d+$|(?<=millions) \d+$")
"""« 2 mille 5 » is 2,005 or 2,500, « 1 million 200 » is 1,000,200 or 1,200,000."""
_VALUES = NUMBERS | {"cents": 100, "vingts": 20, "septante": 70, "huitante": 80, "nonante": 90}
_TIMES = {"mille": 1_000, "million": 1_000_000, "millions": 1_000_000}


MOST_SPELLED = 20
"""Words of the longest number that is read."""
_HEARD = {sound(word): word for word in [*_VALUES, "mille", "million"] if len(sound(word)) > 2}
_SHORT = {"deu": "deux", "di": "dix", "kat": "quatre", "kinz": "quinze"}
_OTHER_WORDS = frozenset(("cette", "sans", "sang", "sens", "saint", "sain", "sein", "sam", "vin", "vint", "saison"))
"""Words that sound like a number, and are none."""
_GLUED = re.compile(
    r"(?<=\d)(?=(?:cents?|mil(?:le)?s?|millions?)(?:\b|\d))|(?<=\dcent)(?=\d)|(?<=\dmil)(?=\d)|(?<=\dmille)(?=\d)"
)
"""Between a figure and the word that it counts, and before the next: « 2mille5cent »."""
_K = re.compile(r"(?<=\d) ?k ?(?=\d{3}\b)", re.IGNORECASE)
"""« 15 k 500 »."""


def _apart(text: str) -> str:
    return _GLUED.sub(" ", _K.sub(" mille ", text))


def _by_ear(word: str) -> str:
    """A folded word as the number that it sounds like: "mil", "katre"."""
    if word in _VALUES or word in _OTHER_WORDS or not word.isalpha():
        return word
    return _SHORT.get(word) or _HEARD.get(sound(word), word)


def spelled(plain: str) -> tuple[int, str] | None:
    """The number with which a folded text begins, in words, or partly in words, and what follows it: "douze mille
    francs" → 12000, "francs"; "mille 8 cents" → 1800. None if it begins with none, or it is not clear which."""
    words = _apart(plain).split()
    value, length, clear = _spelled_at(words)
    return (value, " ".join(words[length:])) if length and clear else None


def _spelled_at(words: list[str]) -> tuple[int, int, bool]:
    """The number with which folded words begin, of how many of them it is made (0 if they begin with none), and whether
    it is clear: not if a figure at its end may count something else."""
    plain = " ".join(map(_by_ear, words[:MOST_SPELLED]))
    found = _SPELLED.match(plain)
    if found is None or found[0].replace(" ", "").isdigit():
        return 0, 0, False
    said = _UNCLEAR.sub("", found[0])
    length = len(said.split())
    return _value(said), length, said == found[0] and not "".join(words[length : length + 1])[:1].isdigit()


def _value(said: str) -> int:
    total = group = 0
    for word in said.split():
        if word in _TIMES:
            total, group = total + (group or 1) * _TIMES[word], 0
        elif word in ("cent", "cents"):
            group = (group or 1) * 100
        elif word in ("vingt", "vingts") and group % 100 == 4:  # quatre-vingts
            group += 76
        elif word != "et":
            group += int(word) if word.isdigit() else _VALUES[word]
    return total + group


def in_figures(text: str) -> str:
    """A text that begins with a number in words, or partly in words, with figures instead: "2 mille 500" → "2500".
    Others as they are; what "2 mille 5" is, is not clear."""
    found = spelled(fold(text))
    return text if found is None else f"{found[0]} {found[1]}".strip()


_HYPHEN = re.compile(r"(?<=[^\W\d])-(?=[^\W\d])")
_NO_MORE = (",", ";", ":", ".", "!", "?")


def with_sums(text: str) -> str:
    """A text with the sums that it names in words as figures: « pas cinq mil mais 2 cent mille » → « pas 5000 mais
    200000 ». What counts things stays: « un », « deux sacs », « mille mercis »."""
    words, read = _apart(_HYPHEN.sub(" ", text)).split(), list[str]()
    while words:
        value, length = _sum_at(words[:MOST_SPELLED])
        named = value >= 100 and length > 1
        read.append(str(value) if named else words[0])
        words = words[length if named else 1 :]
    return " ".join(read)


def _sum_at(words: list[str]) -> tuple[int, int]:
    """The number with which words begin, and of how many of them it is made; 0 and 0 if they begin with none."""
    ends = next((at for at, word in enumerate(words, 1) if word.endswith(_NO_MORE)), len(words))
    said = [fold(word) for word in words[:ends]]
    if not all(said):
        said = said[: said.index("")]
    value, length, _ = _spelled_at(said)
    return value, length


_CURRENCY = r"(?:f|f ?cfa|cfa|xof|xaf|fran(?:cs?)?(?: cfa)?|euros?)"
_SUM = re.compile(rf"\d[\d ]*(?: ?(?:mille|k|millions?))?(?: ?{_CURRENCY})?|{_CURRENCY}?")


def is_sum(text: str) -> bool:
    """Whether a text is an amount and nothing else: "12 500 F", "deux mille francs"."""
    plain = fold(text)
    found = spelled(plain)
    return bool(plain) and _SUM.fullmatch(plain if found is None else found[1]) is not None
