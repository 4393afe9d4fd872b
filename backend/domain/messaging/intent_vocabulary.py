"""The vocabulary of off-topic texts: the words, and what each may mean (`data/intents.toml`)."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache
from importlib import resources
from typing import Any

from rapidfuzz import process
from rapidfuzz.distance import OSA

from backend.domain.french.phonetics import sound
from backend.domain.french.spelling import fold
from backend.records import Record

Concepts = frozenset[str]
UNKNOWN: Concepts = frozenset()
MIN_FUZZY_LENGTH = 6
"""Letters of a word in which one typing error is unambiguous."""
MIN_SOUND_LENGTH = 4
"""Characters of the sound by which a word is recognised. Shorter sounds are shared by too many words ("haine",
"hein")."""
MOST_JOINED = 4
"""Words that can form one expression."""
MIN_GLUED_LENGTH, MAX_GLUED_LENGTH = 8, 80
"""Letters of a single word that may be several without spaces. A longer one would take too long to part."""
LETTERS_A_WORD = 2.5
"""The least letters, on average, of the words into which it is parted; with shorter ones any word could be."""
MIN_ELIDED_LENGTH = 6
"""Letters of a verb behind "j" without apostrophe; shorter ones make other words ("jarret")."""
FILLER = "filler"
"""The meaning of words that say nothing by themselves. Too many words sound like one of these."""
_WORD = re.compile(r"[^\W_]+")
_TWICE_AT_THE_END = re.compile(r"(.)\1+$")
_ELIDED = "cdjlmnst"
_VOWELS = frozenset("aeiouyh")
_IS = frozenset({"est", "etait", "ete", "sera", "etaient"})


class IntentWords(Record, eq=False):
    """The vocabulary, ready for look-up.

    - `short`: an abbreviation → the words for which it stands.
    - `forms`, `sounds`: a word, folded or by its sound → what it may mean; `long`: those forms in which one typing
      error is accepted. `joined`: the same for sequences of words.
    - `polite`: words that add nothing to a phrase.
    """

    short: Mapping[str, tuple[str, ...]]
    forms: Mapping[str, Concepts]
    sounds: Mapping[str, Concepts]
    joined: Mapping[tuple[str, ...], Concepts]
    polite: frozenset[str]
    long: tuple[str, ...]

    def words(self, text: str) -> tuple[str, ...]:
        """The words of a text with their accents, abbreviations written out."""
        return _words_of(self, text)

    def _words(self, text: str) -> list[str]:
        found: list[str] = []
        for word in _WORD.findall(unicodedata.normalize("NFC", text.casefold())):
            if plain := fold(word):  # empty for letters of another script
                if plain == "y" and found[-1:] not in (["il"], ["j"], ["n"]):
                    found.append("il")  # "y a pas" → "il y a pas"
                if found[-1:] == ["c"] and plain not in _IS:
                    found.append("est")  # "c floue" → "c est floue"
                found += [word] if _is_paper(plain, found) else self._written_out(word, plain)
        if (
            len(found) == 1
            and MIN_GLUED_LENGTH <= len(found[0]) <= MAX_GLUED_LENGTH
            and self._known(found[0]) is UNKNOWN
        ):
            return self._apart(fold(found[0])) or found
        return found

    def _written_out(self, word: str, plain: str) -> Sequence[str]:
        """One word, or the words that it stands for: "jcompren" is "je compren", since no French word begins with j and
        a consonant; "jattends" is "j attends"."""
        if short := self.short.get(word) or self.short.get(plain):
            return short
        if word[0] != "j" or not self._is_a_verb_after_j(plain[1:]):
            return (word,)
        return ("je" if plain[1] not in _VOWELS else "j", *self._written_out(word[1:], plain[1:]))

    def _is_a_verb_after_j(self, rest: str) -> bool:
        if not rest or rest[0] not in _VOWELS:
            spoken = len(rest) > MIN_SOUND_LENGTH and not _VOWELS.isdisjoint(rest)
            return (
                len(rest) > 1 and rest[0] != "j" and (spoken or rest in self.short or self._known(rest) is not UNKNOWN)
            )
        return len(rest) >= MIN_ELIDED_LENGTH and self._known(rest) is not UNKNOWN and "j" + rest not in self.forms

    def _apart(self, plain: str) -> list[str]:
        """The words of a text that was written without spaces, the fewest that make it up, and one of them long enough
        to say something: "monargentestou". Empty if it is not made of known words."""
        best: list[list[str]] = [[], *([] for _ in plain)]
        for end in range(1, len(plain) + 1):
            made = [
                [*best[start], *self.short.get(plain[start:end], (plain[start:end],))]
                for start in range(end)
                if (best[start] or not start) and (plain[start:end] in self.forms or plain[start:end] in self.short)
            ]
            best[end] = min(made, key=lambda words: (len(words), [-len(word) for word in words]), default=[])
        found = best[-1]
        telling = any(len(word) >= MIN_SOUND_LENGTH and self.forms.get(word, UNKNOWN) - {FILLER} for word in found)
        return found if telling and len(plain) >= LETTERS_A_WORD * len(found) else []

    def key(self, words: Sequence[str]) -> tuple[str, ...]:
        """A phrase by its sounds, without merely polite words."""
        return tuple(_heard(word) or _plain(word) for word in words if fold(word) not in self.polite)

    def meanings(self, words: Sequence[str], *, loosely: bool = False) -> Iterator[Concepts]:
        """What each word may mean; words that belong together count as one. `loosely`: a typing error is accepted."""
        plain = [fold(word) for word in words]
        at = 0
        while at < len(words):
            for size in range(MOST_JOINED, 1, -1):
                joined = self.joined.get(tuple(plain[at : at + size]))
                if joined is not None:
                    yield joined
                    at += size
                    break
            else:
                yield self._meaning(words[at]) or (self._near(plain[at]) if loosely else UNKNOWN)
                at += 1

    def _meaning(self, word: str) -> Concepts:
        if found := self._known(word):
            return found
        plain = fold(word)  # an elision without apostrophe: "dimage", "narive", "menvoyer"
        if plain[0] in _ELIDED and len(plain) > 3 and (plain[0] == "j" or plain[1] in "aeiouyh"):
            return self._known(plain[1:])
        return UNKNOWN

    def _known(self, word: str) -> Concepts:
        found = self.forms.get(fold(word)) or self.forms.get(_plain(word))
        if found is None:
            found = self.sounds.get(_heard(word))
        return found or UNKNOWN

    def _near(self, plain: str) -> Concepts:
        if len(plain) < MIN_FUZZY_LENGTH:
            return UNKNOWN
        near = process.extract(plain, self.long, scorer=OSA.distance, score_cutoff=1, limit=None)
        return UNKNOWN.union(*(self.forms[form] for form, _, _ in near))


@lru_cache(maxsize=32)  # a turn asks a dozen times about the same text, which may be a page
def _words_of(vocabulary: IntentWords, text: str) -> tuple[str, ...]:
    return tuple(vocabulary._words(text))


_BEFORE_PAPERS = frozenset({"mon", "un", "le", "ton", "son", "votre", "notre", "ce", "des", "les", "mes"})


def _is_paper(plain: str, before: Sequence[str]) -> bool:
    """Whether « cv » is the paper, and not short for « ça va »: « c'est pour mon cv »."""
    return plain == "cv" and bool(before) and fold(before[-1]) in _BEFORE_PAPERS


@lru_cache(8_192)
def _plain(word: str) -> str:
    """The word folded, without repeated letters at the end: "gainss", "ouiii"."""
    return _TWICE_AT_THE_END.sub(r"\1", fold(word))


def _heard(word: str) -> str:
    """The sound of a word; "" if it is too short."""
    key = sound(word)
    return key if len(key) >= MIN_SOUND_LENGTH else ""


@cache
def content() -> dict[str, Any]:
    """The content of the file."""
    file = resources.files("backend.domain") / "data" / "intents.toml"
    return tomllib.loads(file.read_text("utf-8"))


@cache
def vocabulary() -> IntentWords:
    """The vocabulary from the file."""
    data = content()
    forms: defaultdict[str, set[str]] = defaultdict(set)
    sounds: defaultdict[str, set[str]] = defaultdict(set)
    joined: defaultdict[tuple[str, ...], set[str]] = defaultdict(set)
    for concept, written in data["words"].items():
        for word in written.split():
            parts = tuple(fold(part) for part in word.split("_"))
            if len(parts) > 1:
                joined[parts].add(concept)
                continue
            forms[parts[0]].add(concept)
            if concept != FILLER and (heard := _heard(word)):
                sounds[heard].add(concept)
    return IntentWords(
        {word: tuple(stands_for.split()) for word, stands_for in data["short"].items()},
        {word: frozenset(concepts) for word, concepts in forms.items()},
        {word: frozenset(concepts) for word, concepts in sounds.items()},
        {words: frozenset(concepts) for words, concepts in joined.items()},
        frozenset(data["polite"].split()),
        tuple(form for form in forms if len(form) >= MIN_FUZZY_LENGTH),
    )
