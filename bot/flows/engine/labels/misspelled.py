"""Labels that are named with slips: as they sound, « l'adres é fo », or misspelled, « livraizon »."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from backend.domain.french.phonetics import sound
from backend.domain.french.spelling import fold, nearest
from backend.domain.messaging.intent_vocabulary import vocabulary
from bot.flows.engine.labels.words import BESIDE_A_LABEL, digits, telling

_HEARD_BESIDE = frozenset(map(sound, BESIDE_A_LABEL))


def heard(typed: str, names: Sequence[tuple[str, str]], kept: Collection[str]) -> str | None:
    """The choice with the only name that sounds like what was typed: « l'adres é fo » is « Adresse fausse ». « Ah c
    bon » is not « Les deux sont bonnes », which has a word more."""
    words = " ".join(vocabulary().words(typed))
    said, there = _audible(words, kept), {*map(sound, fold(words).split())}
    found = {
        each
        for name, each in names
        if said and _sound_alike(said, _audible(name, kept)) and there.issuperset(_unheard(name, kept))
    }
    return found.pop() if len(found) == 1 else None


def _audible(text: str, kept: Collection[str]) -> list[str]:
    """The telling words of a text that do not sound like what adds nothing."""
    return [word for word in telling(text, kept) if word in kept or sound(word) not in _HEARD_BESIDE]


def _unheard(name: str, kept: Collection[str]) -> list[str]:
    """The sounds of telling words of a name that sound like what adds nothing: « deux » like « de »."""
    return [sound(word) for word in telling(name, kept) if word not in kept and sound(word) in _HEARD_BESIDE]


def _sound_alike(said: Sequence[str], name: Sequence[str]) -> bool:
    return len(said) == len(name) and all(map(_same_but_its_end, said, name))


_DENYING = frozenset(map(sound, ("pas", "plus", "non", "ni", "sans", "rien")))


def _same_but_its_end(said: str, name: str) -> bool:
    """Whether a word sounds like one of a name, or like it but its end: « fo » like « fausse », « monte » like
    « montent »; « pas » is no « passe », nor any other word that is known, « réseau », one of a name, « raison »."""
    one, other = sound(said), sound(name)
    short, long = sorted((one, other), key=len)
    alike = len(short) > 1 and long.startswith(short) and len(long) - len(short) < min(len(short), 3)
    return one == other or (alike and short not in _DENYING and said not in vocabulary().forms)


def near(said: str, names: Sequence[tuple[str, str]]) -> str | None:
    """The choice with the only name that differs from what was said by slips alone: « ah d'accord » is no « pas
    d'accord »."""
    close = nearest(said, {name for name, _ in names if name and digits(name) == digits(said)})
    found = {
        choice_id
        for name, choice_id in names
        if name in close and denies(name) == denies(said) and not _has_another_word(said, name)
    }
    return found.pop() if len(close) == 1 and len(found) == 1 else None


_SHORT = 4


def _has_another_word(said: str, name: str) -> bool:
    """Whether a short word stands in the place of another one, « ça se peut » is no « ça se vaut », or a word behind a
    prefix, which denies it: « illisible » is no « lisible »."""
    pairs = zip(said.split(), name.split(), strict=False)
    return len(said.split()) == len(name.split()) and any(
        _is_behind_a_prefix(one, other)
        or (
            len(one) == len(other) <= _SHORT
            and sum(map(str.__ne__, one, other)) > 1
            and sound(one) != sound(other)
            and sorted(one) != sorted(other)
        )
        for one, other in pairs
    )


def _is_behind_a_prefix(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    return _SHORT <= len(short) < len(long) and long.endswith(short)


def denies(text: str) -> bool:
    """Whether a word of it denies, however it is spelled."""
    return not _DENYING.isdisjoint(map(sound, text.split()))
