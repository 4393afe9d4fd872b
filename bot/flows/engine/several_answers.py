"""Match typed text with several choices of the open question at once: numbers, labels, all of them, all but some."""

from __future__ import annotations

import re
from collections.abc import Iterator

from backend.domain.french.phonetics import sound
from backend.domain.french.spelling import fold
from backend.domain.messaging.intent_vocabulary import vocabulary
from backend.domain.messaging.numbering import by_place
from bot.flows.engine import answers
from bot.flows.engine.labels.words import Labelled, also, is_none, telling
from bot.flows.engine.numbers import BETWEEN, numbers, run_together, said_of_all

_ALL = frozenset(("tout", "tous", "toute", "toutes", "tt", "tou", "tout ca", "toutes les reponses", "tous les choix"))
_BUT = {sound(word): word for word in ("sauf", "excepté", "hormis")}
_ALL_BUT = re.compile(
    r"(?:tout|tous|toutes?|tt|tou|toutes les reponses|tous les choix|(?:tous|toutes) les autres)?"
    r" ?\b(?:sauf|excepte|hormis|a part|apart|a l exception d[eu]|en dehors d[eu]) (.+)"
    r"|(?:tout|tous|toutes?|tt|tou|(?:tout|tous|toutes) ca) (?:(?:mais|me|et) )?(?:pas|pa|sans|moins) (.+)"
)
_CLEARS = re.compile(
    r"(?:(?:non|ok|oups|pardon|je|j|peux|peut|veux|on|tu|stp|svp|mais) )*"
    r"(?:efface[rz]?|enleve[rz]?|retire[rz]?|vide[rz]?|decoche[rz]?|supprime[rz]?|remet\w*)"
    r" (?:tout|tous|toutes|tt|tou|tout ca|(?:toutes |tous )?(?:les|mes) (?:reponses?|choix|coches?|cases?)"
    r"|a zero)(?: (?:svp|stp|pardon|merci))*"
    r"|(?:(?:non|oups|pardon|ah|oh|mais|c est) )*(?:tout|tous|tt) (?:est |c est )?(?:faux|mauvais|pas bon)"
    r"(?: (?:annule|efface|enleve|retire|decoche)[rz]?(?: tout)?)?"
)
_BEGINS_AGAIN = re.compile(r"(?:je )?(?:recommence|reprend|repart)\w*(?: (?:tout|a zero|de zero|du debut|au debut))*")
_VALIDATES = re.compile(r"(?<=\S)[\s,;.]+(?:et |puis |je )*valide[rz]?(?: svp| stp)?[\s.!]*$", re.IGNORECASE)
"""« 2 valider »: what is named is seen ticked, unless it is all."""
_AND = re.compile(r"\b(?:é|è)\b")


def read(typed: str, choices: Labelled) -> tuple[str, ...] | None:
    """The ids of several answers typed at once, in the order of the question: numbers ("1 3", "13", "1, 3 et
    4", "les deux premiers"), labels ("bananes, mangues"), or all but some ("tout sauf le premier"). None if
    any part names no answer (« tous sauf un »: which?), or the text is too long for that."""
    if len(typed) > answers.MOST_SIGNS:
        return None
    open_, typed = answers.counted(choices), _AND.sub("et", _VALIDATES.sub("", typed))
    ids = [choice.id for choice, _ in open_]
    if (but := _all_but(typed)) is not None:
        named = but[1] or but[2]
        without = () if named in ("un", "une", "un seul", "une seule") else _one_or_several(named, open_)
        left = tuple(each for each in all_of("tout", choices) or () if each not in without)
        return left if without else None
    said, written = fold(typed), numbers(typed, len(ids))
    if said_of_all(said) is not None:
        return None
    if written is not None and len(written) == 1 and by_place([label for _, label in open_]):
        written = run_together(typed, len(ids)) or written
    if written is not None:
        found = [answers.numbered_at(number, typed, open_) for number in written]
    else:
        found = [answers.match(part, open_, free=False) for part in BETWEEN.split(typed) if fold(part)]
        found = found if found and None not in found else [*_in_a_row(typed, open_)]
    if not found or None in found:
        return None
    return tuple(choice_id for choice_id in ids if choice_id in found)


def says_all_but(typed: str) -> bool:
    """Whether a text names what is no answer: "tout sauf le premier"."""
    return _all_but(typed) is not None


def _all_but(typed: str) -> re.Match[str] | None:
    said = fold(BETWEEN.sub(" et ", typed)).split()
    return _ALL_BUT.fullmatch(" ".join(_BUT.get(sound(word), word) for word in said))


def clears(typed: str) -> bool:
    """Whether a text takes back all that was given: « efface tout »."""
    return len(typed) <= answers.MOST_SIGNS and _CLEARS.fullmatch(_heard(typed)) is not None


def unticks(typed: str) -> bool:
    """Whether a text takes back all that is ticked: « efface tout », « je recommence »."""
    return clears(typed) or (len(typed) <= answers.MOST_SIGNS and _BEGINS_AGAIN.fullmatch(_heard(typed)) is not None)


def _heard(typed: str) -> str:
    return fold(" ".join(vocabulary().words(typed)))


def _one_or_several(typed: str, choices: Labelled) -> tuple[str, ...]:
    one = answers.match(typed, choices, free=False)
    several = read(typed, choices) if one is None and not says_all_but(typed) else None
    return (one,) if one is not None else several or ()


def all_of(typed: str, choices: Labelled) -> tuple[str, ...] | None:
    """The ids of all answers if the text says "all", without those that say "none"; None if it does not."""
    said = fold(typed)
    ids = [choice.id for choice, label in answers.counted(choices) if not is_none(label)]
    return tuple(ids) if ids and (said in _ALL or said_of_all(said) == len(ids)) else None


def _in_a_row(typed: str, choices: Labelled) -> Iterator[str | None]:
    """Labels that follow each other without a separator: "fruit légume". Yields None at the first
    word that begins no label."""
    kept = frozenset(fold(label) for _, label in choices)
    words = telling(typed, kept)
    names = [*((label, choice.id) for choice, label in choices), *also(choices)]
    labels = sorted(((telling(name, kept), choice) for name, choice in names), key=lambda each: -len(each[0]))
    while words:
        named = next(((told, each) for told, each in labels if told and words[: len(told)] == told), None)
        if named is None:
            yield None
            return
        yield named[1]
        words = words[len(named[0]) :]
