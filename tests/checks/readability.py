"""How easy our French is to read: the index of Kandel and Moles, the length of sentences, and rare words.

The index is the reading ease of Flesch for French:

    207 - 1.015 * words per sentence - 73.6 * syllables per word

L. Kandel and A. Moles, "Application de l'indice de Flesch à la langue française", Cahiers d'études de radio-télévision
19, 1958, p. 253-274. From 70 on a text is easy, from 60 on it is plain. The index says little of a single short
message, so it is taken of all the messages of one file together.

Syllables are counted by groups of vowels; a mute e at the end of a word does not count.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from backend.records import Record

FREQUENT = Path(__file__).parents[1] / "fixtures" / "words" / "fr.txt"
"""The 5,000 most frequent word forms of French, the most frequent first; see `tests/fixtures/NOTICE.md`."""
MOST_WORDS = 20
"""Words of a sentence."""
EASY = 70
"""The least index of the messages of a file."""

_VALUE = re.compile(r"\{\w+\}")
_QUOTED = re.compile(r"«[^»]*»")
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_WHOLE = re.compile(r"aujourd['’]hui|quelqu['’]une?")
"""Words that an apostrophe does not part."""
_END = re.compile(r"[.!?…]+(?=\s|$)|\s*\n+\s*|\s+·\s+|[•→👉]")
_VOWELS = re.compile(r"[aeiouyàâäéèêëîïôöùûüœæ]+")
_ENDING = re.compile(
    r"(?:erons|eront|eras|erais|erait|erai|era|ons|ent|ant|ez|er|ée?s?|és|es|e|s|is|it|ir|ais|ait|ai|as|a)$"
)
_LEAST_STEM = 3
_MUTE = re.compile(r"(?<=[^aeiouyàâäéèêëîïôöùûüœæ])(?:e|es|ent)$")


class Score(Record):
    """Counts of a text, and its index."""

    sentences: int
    words: int
    syllables: int

    @property
    def index(self) -> float:
        """The index of Kandel and Moles; the higher, the easier."""
        if not self.words:
            return 207.0
        return 207 - 1.015 * self.words / max(1, self.sentences) - 73.6 * self.syllables / self.words


def sentences(text: str) -> Iterator[str]:
    """The sentences of a message. A line, a bullet and « · » end one too."""
    shown = _VALUE.sub("N", text).replace("\u00a0", " ").replace("\u202f", " ")
    for part in _END.split(shown.replace("*", "").replace("_", "")):
        if part and _WORD.search(part):
            yield part.strip()


def words(text: str) -> list[str]:
    """The words of a text, folded to lower case, without values; an elided article is a word of its own."""
    found: list[str] = []
    for match in _WORD.findall(_VALUE.sub(" ", text)):
        word = unicodedata.normalize("NFC", match.lower()).replace("’", "'")
        whole = _WHOLE.search(word)
        before, after = (word[: whole.start()], [whole[0]]) if whole is not None else (word, [])
        found += [part for part in before.split("'") if part] + after
    return found


def syllables(word: str) -> int:
    """About how many syllables a French word has when it is read aloud."""
    return max(1, len(_VOWELS.findall(_MUTE.sub("", word))))


def score(texts: Iterable[str]) -> Score:
    """The counts of some messages together."""
    of_sentences = [sentence for text in texts for sentence in sentences(text)]
    said = [word for sentence in of_sentences for word in words(sentence)]
    return Score(len(of_sentences), len(said), sum(map(syllables, said)))


def too_long(text: str) -> list[str]:
    """The sentences of a message with more than `MOST_WORDS` words. A value counts as one word, a quotation too: it is
    a word of the chat, or what stands on a button."""
    return [sentence for sentence in sentences(_QUOTED.sub(" N ", text)) if len(_WORD.findall(sentence)) > MOST_WORDS]


def stem(word: str) -> str:
    """A word without a regular ending: « gardées », « gardons » and « garde » are one word to who reads them."""
    found = _ENDING.sub("", word)
    return found if len(found) >= _LEAST_STEM else word


@cache
def frequent() -> frozenset[str]:
    """The stems of the most frequent word forms."""
    return frozenset(map(stem, FREQUENT.read_text("utf-8").split()))


def rare(text: str) -> set[str]:
    """The words of a message that are not among the most frequent ones. Words of one letter do not count."""
    return {word for word in words(text) if len(word) > 1 and stem(word) not in frequent()}
