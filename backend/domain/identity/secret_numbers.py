"""Secret numbers in what people write: finding them in stored events, and removing them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from backend.domain.french.spelling import fold
from backend.domain.identity.linking import PIN_LENGTHS

BLOT = "••••"
TYPED = frozenset({"text", "body", "caption", "title", "description", "question", "name", "file_name", "filename"})
"""Fields of an event that hold what somebody typed, on every platform. Other strings are the platform's own names, part
of which may look like a number by chance."""
_RUN = re.compile(r"[0-9]+(?:[\s.,\-]+[0-9]+)*")
_GROUP = re.compile(r"[0-9]+")


def numbers_in(event: Any) -> set[str]:
    """Every number of 4 to 6 digits that somebody may have typed in the event, also as "40 71" or inside a sentence."""
    return {number for text in _typed(event) for run in _RUN.findall(text) for number in _numbers(run)}


def without(event: Any, number: str) -> Any:
    """The same event with dots in place of this number, however it is spaced. A longer number that contains it
    stays."""
    spaced = re.compile(r"(?<![0-9])" + r"[\s.,\-]*".join(number) + r"(?![0-9])")
    return _blotted(event, spaced, typed=False)


_CALLED = r"(?:codes?|kodes?|cods?|pin|mdp|mot\s+de\s+passe|secret|num[eé]ro\s+secret)"
_MINE = rf"\bm(?:on|['’ ]?n)\s+(?:(?:vrai|petit|nouveau|ancien)\s+)?{_CALLED}"
_NAME = rf"(?:{_MINE}|\b(?:code|kode|num[eé]ro)\s+(?:secret|pin))\b"
_MORE = rf"{{{PIN_LENGTHS.start - 1},{PIN_LENGTHS.stop - 2}}}"
_OF_A_CODE = r"(?<![0-9A-Za-z]{4}-)"
"""Nothing of `backend.domain.people.codes.written`: that is what the team needs to find what was kept for her."""
_DIGITS = rf"{_OF_A_CODE}(?<![0-9])(?<![0-9][\s.\-])[0-9](?:[ .\-]?[0-9]){_MORE}(?![ .\-]?[0-9])(?!-[0-9A-Za-z]{{4}})"
_ALONE = rf"\A\W*(?:(?:le|voici|c['’ ]?est|c)\s+)*{_CALLED}\b[^0-9]{{0,10}}(?=[0-9 .\-]{{4,11}}\W*\Z)"
"""« Code 4821 », and nothing else."""
_NAMED = re.compile(
    rf"(?P<before>{_NAME}[^0-9]{{0,25}}|{_ALONE}){_DIGITS}|{_DIGITS}(?=[^0-9]{{0,15}}{_NAME})", re.IGNORECASE
)


_ASKED = re.compile(rf"\b{_CALLED}\b", re.IGNORECASE)
_SUM = r"(?!\s*(?:f|fr|fcfa|cfa|francs?|mille|euros?)\b)(?!\s*[€%])"
_REPLY = re.compile(rf"(?P<before>\A[^0-9]{{0,25}}){_DIGITS}{_SUM}(?=[^0-9]{{0,25}}\Z)", re.IGNORECASE)
"""A number that alone is the answer: « 4821 », « c'est 4821 merci »."""


def asked_in(text: str) -> bool:
    """Whether a text speaks of a secret number, so that a number alone below it may be one: « donne ton code »."""
    return _ASKED.search(text) is not None


_KNOWN = re.compile(
    r"(?!(?:.*\b)?(?:je|j|jai|g) (?:ai )?(?:vu|connai|sai|trouve|lu|retenu|devine))"
    r".*\b(?:vue?s?|connai\w*|connu|sai[st]|savent|trouvee?|lue?|retenu|devine|vole)"
    r" (?:tout |bien |deja )?(?:mon|(?:tous )?mes) (?:codes?|kodes?|cods?|pin|mdp|mots? de passe)\b"
    r"(?: secrets?)?(?: \w+)?"
    r"|.*\b(?:j ai|jai|g|je lui ai|je) (?:donnee?|donne|montre|dit|prete) mon (?:code|kode|cod|pin|mdp)(?: secret)?"
    r" (?:a|au) .{1,30}"
    r"|.*\bmon (?:code|kode|cod|pin)(?: secret)? (?:est|a ete) (?:connu|vu|vole|grille)\b.*"
)
_DENIES = re.compile(r"\b(?:pas|plus|jamais|personne|si)\b")
MOST_WORDS = 12
"""Words of a sentence that says so; a longer one tells a person something."""


def is_known(text: str) -> bool:
    """Whether she says that somebody else knows her secret number: « mon fils a vu mon code »."""
    said = fold(text)
    if "?" in text or len(said.split()) > MOST_WORDS or _DENIES.search(said):
        return False
    return _KNOWN.fullmatch(said) is not None


def alone_in(text: str) -> bool:
    """Whether a text is hardly more than a number that may be a secret one."""
    return _REPLY.search(text) is not None


def named_in(text: str) -> bool:
    """Whether a text tells a secret number by its name: « mon code c'est 4829 »."""
    return _NAMED.search(text) is not None


def blotted(text: str, *, asked: bool = False) -> str:
    """A text that somebody else reads, with dots in place of every secret number that it names. `asked`: a number alone
    is one as well (`asked_in`)."""
    named = _REPLY.sub(_dots, text) if asked else text
    return _NAMED.sub(_dots, named)


def _dots(found: re.Match[str]) -> str:
    return (found["before"] or "") + BLOT


_WALLET = (
    r"(?:orange|om|wave|mtn|momo|moov|airtel|flooz|t ?money|free money|mobile money|m ?pesa|vodacom|djamo|puce|sim"
    r"|banque|bancaire|visa|carte)"
)
_ITS_CODE = r"(?:(?:mon|mn|ma|notre) (?:\w+ )?(?:code|kode|cod)|mot d?e? ?passe|mdp|pin|code secret|numero secret)"
_OF_WALLET = re.compile(
    rf"\b{_ITS_CODE} (?:\D*\b)?{_WALLET}\b\D{{0,25}}\b(?P<after>\d{{4,6}})\b"
    rf"|\b{_WALLET}\b (?:\D*\b)?{_ITS_CODE}\b\D{{0,25}}\b(?P<last>\d{{4,6}})\b"
    rf"|\b(?P<first>\d{{4,6}})\b \D{{0,25}}\b{_ITS_CODE} (?:\D*\b)?{_WALLET}\b"
)


def of_wallet(text: str) -> str | None:
    """The secret number of a mobile-money account, card or SIM that a text tells: « mon code orange money c 2525 »;
    None if it tells none."""
    found = _OF_WALLET.search(fold(text))
    return next(filter(None, found.groups())) if found is not None else None


def _typed(event: Any, *, typed: bool = False) -> Iterator[str]:
    match event:
        case str() if typed:
            yield event
        case dict():
            for key, value in event.items():
                yield from _typed(value, typed=typed or key in TYPED)
        case list():
            for value in event:
                yield from _typed(value, typed=typed)


def _numbers(run: str) -> Iterator[str]:
    """The numbers in a run. Neighbouring groups of digits may be one number: "40 71"."""
    groups = _GROUP.findall(run)
    for first in range(len(groups)):
        number = ""
        for group in groups[first:]:
            number += group
            if len(number) >= PIN_LENGTHS.stop:
                break
            if len(number) in PIN_LENGTHS:
                yield number


def _blotted(event: Any, spaced: re.Pattern[str], *, typed: bool) -> Any:
    match event:
        case str() if typed:
            return spaced.sub(BLOT, event)
        case dict():
            return {key: _blotted(value, spaced, typed=typed or key in TYPED) for key, value in event.items()}
        case list():
            return [_blotted(value, spaced, typed=typed) for value in event]
        case _:
            return event
