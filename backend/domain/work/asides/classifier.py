"""Whether a text is more like what women write beside a task than like what answers one: a linear classifier
(logistic regression) over the sounds of its words. It knows no list and no grammar, so it also tells « le fone chauffe
trop », which nobody has written before. Its weights are learnt from examples by `make asides`
(`tests/checks/aside_weights.py`)."""

from __future__ import annotations

import math
import re
from functools import cache
from importlib import resources

import orjson

from backend.domain.french.phonetics import sound
from backend.domain.french.spelling import fold
from backend.domain.messaging.addressed import is_the_answer
from backend.domain.messaging.intent_vocabulary import vocabulary
from backend.records import Record

LEAST_WORDS, MOST_WORDS = 3, 20
"""Words of a text that is weighed. One or two are told by the vocabulary; a long text describes something."""
SURE = 0.7
"""The least score of a text that is said to us, in log-odds. Of what the classifier has not learnt from it then tells
four in five; one answer in twenty costs a tap (`tests/unit/backend/domain/work/asides/test_classifier.py`)."""
SURE_OF_NAMES = 3.3
"""The same of a text with a capital letter within a sentence, which mostly names somebody or something, or is copied
from a sign. Of what is known no answer has it, and three in four of what is said to us."""
GRAMS = (3, 4, 5)
"""Signs of the parts of a word."""
_SENTENCE = re.compile(r"(?:^|[.!?…]\s+)\w")


class Weights(Record):
    """`bias`: the score of a text of which nothing is known. `features`: what each feature adds, in log-odds."""

    bias: float
    features: dict[str, float]


def features(text: str) -> tuple[str, ...]:
    """What is known of a text: the sounds of its words, of neighbours and of parts of words, whether there are numbers,
    and whether it asks. Sorted, each once."""
    words = ["0" if word.isdigit() else sound(fold(word)) or word for word in vocabulary().words(text)]
    found = {"?"} if "?" in text else set[str]()
    for before, word in zip(["^", *words], [*words, "$"], strict=True):
        found.add(f"{before} {word}")
    for word in words:
        framed = f"<{word}>"
        found.update((f"{word} ", *(framed[at : at + n] for n in GRAMS for at in range(len(framed) - n + 1))))
    return tuple(sorted(found))


def score(text: str, weights: Weights) -> float:
    """The log-odds that a text is said to us."""
    known = [weights.features[each] for each in features(text) if each in weights.features]
    return weights.bias + sum(known) / math.sqrt(len(known) or 1)


def may_name(text: str) -> bool:
    """Whether a text has a capital letter within a sentence."""
    return any(map(str.isupper, _SENTENCE.sub("", text)))


def said_to_us(text: str, least: float = SURE) -> bool:
    """Whether a text is more like what is said beside a task, with a score of at least `least`, and of
    `SURE_OF_NAMES` if it has a capital letter within a sentence: « changer nom c Awa Koné »."""
    if not LEAST_WORDS <= len(text.split()) <= MOST_WORDS or is_the_answer(text):
        return False
    if may_name(text):
        least = max(least, SURE_OF_NAMES)
    return score(text, learnt()) >= least


@cache
def learnt() -> Weights:
    """The weights that `make asides` has learnt."""
    file = resources.files("backend.domain") / "data" / "asides.json"
    return Weights(**orjson.loads(file.read_bytes()))
