"""Answers in the words of labels: pairs ("Cameroun Yaoundé, 2 = Lomé") and sequences ("un appel, une vidéo").

Accents, capitals and punctuation do not count, slips are forgiven if there is no doubt, and one word of a label is
enough if no other label has it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from string import ascii_lowercase

from backend.domain.french.lexicon import ARTICLES
from backend.domain.french.spelling import fold
from backend.domain.training import typed

MOST_WORDS = 120
"""The most words of a text that is read; longer texts are no answers and would take long to try."""
_BETWEEN = ARTICLES | {"et", "puis", "ensuite", "enfin", "abord"}
_LINKS = _BETWEEN | {"va", "vont", "avec", "est", "sont", "a", "ont", "c", "pour", "vers", "donne", "egal"}
"""Words without a meaning before a label, and between the two of a pair."""
_MIN_LETTERS = 4
"""The least letters of a single word that stands for its label."""


def pairs(text: str, lefts: Sequence[str], rights: Sequence[str], order: Sequence[int]) -> list[tuple[int, int]] | None:
    """The pairs as (left, right) indices; None if the text is anything else. A left side can be named by its number
    (from 1), a right side by its letter (`order`: which right side is where)."""
    return _Pairs(fold(text).split()[:MOST_WORDS], lefts, rights, order).read(0, frozenset())


class _Pairs:
    def __init__(self, words: Sequence[str], lefts: Sequence[str], rights: Sequence[str], order: Sequence[int]) -> None:
        self._words = words
        self._count = len(lefts)
        self._order = order
        self._lefts, self._rights = _Labels(lefts), _Labels(rights)
        self._vain: set[tuple[int, frozenset[int]]] = set()  # tried from there already

    def read(self, place: int, used: frozenset[int]) -> list[tuple[int, int]] | None:
        """The pairs from this word on, with left sides that are not `used`; None if there are none."""
        if (place, used) in self._vain:
            return None
        self._vain.add((place, used))
        for start in _past(self._words, place, _BETWEEN):
            if start == len(self._words):
                return [] if used else None
            for left, right, end in self._pairs_at(start):
                rest = None if left in used else self.read(end, used | {left})
                if rest is not None:
                    return [(left, right), *rest]
        return None

    def _pairs_at(self, place: int) -> Iterator[tuple[int, int, int]]:
        """(left side, right side, the word after them) for each pair that can begin here."""
        for left, length in self._left_at(place):
            for behind in _past(self._words, place + length, _LINKS):
                if behind < len(self._words):
                    for right, taken in self._right_at(behind):
                        yield left, right, behind + taken

    def _left_at(self, place: int) -> Iterator[tuple[int, int]]:
        word = self._words[place]
        if word.isascii() and word.isdigit() and 1 <= int(word[:4]) <= self._count:
            yield int(word) - 1, 1
        yield from self._lefts.at(self._words, place)

    def _right_at(self, place: int) -> Iterator[tuple[int, int]]:
        word = self._words[place]
        if len(word) == 1 and word in ascii_lowercase[: len(self._order)]:
            yield self._order[ascii_lowercase.index(word)], 1
        yield from self._rights.at(self._words, place)


def sequence(text: str, labels: Sequence[str]) -> list[int] | None:
    """The labels that the text lists, as indices; None if it contains anything else."""
    words = fold(text).split()[:MOST_WORDS]
    known = _Labels(labels)

    vain: set[int] = set()

    def read(place: int) -> list[int] | None:
        if place in vain:
            return None
        vain.add(place)
        for start in _past(words, place, _BETWEEN):
            if start == len(words):
                return []
            for label, length in known.at(words, start):
                rest = read(start + length)
                if rest is not None:
                    return [label, *rest]
        return None

    return read(0) or None


def _past(words: Sequence[str], place: int, fillers: frozenset[str]) -> Iterator[int]:
    """This place, and the place after each filler word that follows."""
    yield place
    while place < len(words) and words[place] in fillers:
        place += 1
        yield place


class _Labels:
    """Finds which label is at a place, the surest and longest first. Labels of one letter are skipped: a letter
    names the item at its place."""

    def __init__(self, labels: Sequence[str]) -> None:
        self._folded = [fold(label) for label in labels]
        self._lengths = [len(label.split()) for label in self._folded]
        named = [word for label in self._folded for word in set(label.split())]
        self._alone = {
            word: number
            for number, label in enumerate(self._folded)
            for word in label.split()
            if len(word) >= _MIN_LETTERS and not word.isdigit() and named.count(word) == 1
        }

    def at(self, words: Sequence[str], place: int) -> Iterator[tuple[int, int]]:
        """(index of a label, how many words it takes) for each label that can be at this place."""
        exact = [
            (number, length)
            for number, (label, length) in enumerate(zip(self._folded, self._lengths, strict=True))
            if len(label) > 1 and " ".join(words[place : place + length]) == label
        ]
        yield from sorted(exact, key=lambda found: -found[1])
        if exact:
            return
        near = [
            (edits, -length, number, length)
            for number, (label, most) in enumerate(zip(self._folded, self._lengths, strict=True))
            for length in range(max(1, most - 1), most + 2)
            if place + length <= len(words)
            if (edits := typed.edits(label, " ".join(words[place : place + length]))) is not None
        ]
        for edits, _, number, length in sorted(near):
            if sum(each[0] <= edits and each[2] != number for each in near) == 0:
                yield number, length
        if (alone := self._alone.get(words[place])) is not None:
            yield alone, 1
