"""Whether a text is unlike the last answers to the tasks of a project: « non attends » among signs in capitals. Those
are the person's own, and the newest of others where she begins. What is said beside a task can be anything and cannot
be listed; but it seldom looks like the answers."""

from __future__ import annotations

import re
from collections.abc import Sequence

from backend.domain.french.spelling import distance, fold
from backend.domain.messaging import intents
from backend.domain.messaging.addressed import GRAMS
from backend.domain.messaging.intent_vocabulary import vocabulary
from backend.domain.messaging.noise import laughs
from backend.domain.work.answers import UNHEARD
from backend.domain.work.asides import classifier, own_words
from backend.domain.work.projects import ProjectConfig

Shape = tuple[int, int, int]
"""The words of an answer, how many of a hundred letters are capitals, and 1 if it may be said to us, else 0."""
REMEMBERED = 5
"""The last answers that are compared with."""
LEAST = 3
"""The fewest answers that say what is usual."""
IN_CAPITALS, NOT_IN_CAPITALS = 70, 50
"""Of a hundred letters: at least so many are capitals in every answer, and fewer in a text that is unlike them."""
LONG = 4
"""The fewest words of answers from which a text is told by having half as many; and of one
where a sentence is asked for."""
FEW_TIMES = 3
"""A text is too long with more than so many times the words of the longest answer."""
LEAST_LETTERS, FAR = 3, 3
"""Letters of a word that a text may share with what is shown; one sign in so many may differ."""
LEAST_TOO_LONG = 8
"""The fewest words of a text that is too long."""
_I_OR_YOU = frozenset(("je", "j", "moi", "mon", "ma", "mes", "tu", "toi", "ton", "ta", "tes", "stp", "svp"))
_SENTENCES = re.compile(r"\b(?:une|deux|trois|quelques)(?: \w+)? phrases?\b")
_OBSERVES = re.compile(
    r"\bj(?:e (?:ne |n )?| n | )(?:voi[st]?|lis|entends?|pense|crois|dirais?|apercois|distingue|remarque)\b"
)


def speaks(text: str) -> bool:
    """Whether a text asks something, laughs, or says "I" or "you": « vous avez changé les prix ? », « j'ai fini mes
    3 h ». « Je vois un marché » only tells what there is; « je crois », « je pense oui » tell nothing."""
    said = " ".join(map(fold, vocabulary().words(GRAMS.sub(" ", text))))
    told = _OBSERVES.sub("", said).strip()
    if told != said and (not told or own_words.names_nothing(told)):
        return True
    return intents.asks(text) or laughs(text) or not _I_OR_YOU.isdisjoint(told.split())


def shape(text: str) -> Shape:
    """The shape of a text; one without letters counts as written in capitals."""
    letters = [sign for sign in text if sign.isalpha()]
    capitals = 100 * sum(map(str.isupper, letters)) // len(letters) if letters else 100
    said = speaks(text) or own_words.names_nothing(text) or classifier.said_to_us(text)
    return len(text.split()), capitals, int(said)


def sentences(config: ProjectConfig) -> bool:
    """Whether a project asks for sentences: « Que montre ce tableau, en une phrase ? »."""
    return bool(_SENTENCES.search(fold(f"{config.question} {config.instructions}")))


def unlike(usual: Sequence[Shape], text: str, *, speech: bool = False, sentences: bool = False) -> bool:
    """Whether a text has another shape than all the last answers. One without letters is like any, unless sentences are
    asked for, and one with « [?] » is, too. One that may be said to us is unlike them unless half of them
    may be: a single one of those, stored by mistake, is not the rule. While there are fewer than `LEAST` of them, only
    such a text is unlike them. `speech`: her answers are what people say, who ask and say "I".
    `sentences`: these are asked for, so one with few words in letters is unlike them, too, unless an answer has as few
    words."""
    if UNHEARD in text or not (sentences or any(map(str.isalpha, text))):
        return False
    words, capitals, said = shape(text)
    if said and not speech and 2 * sum(each for *_, each in usual) < max(len(usual), 1):
        return True
    in_letters = sum(any(map(str.isalpha, word)) for word in text.split())
    if sentences and in_letters < LONG <= min((each for each, *_ in usual), default=LONG):
        return True
    if len(usual) < LEAST:
        return False
    if min(each for _, each, _ in usual) >= IN_CAPITALS and capitals < NOT_IN_CAPITALS:
        return True
    least, most = min(each for each, *_ in usual), max(each for each, *_ in usual)
    return (least >= LONG and 2 * words <= least) or (words >= LEAST_TOO_LONG and words > FEW_TIMES * most)


def strays(usual: Sequence[Shape], text: str, shown: str) -> bool:
    """Whether a few small words have none in common with the text that the task shows, such as what others have read
    on a sign: « non pas sa ». Only while little is known of the answers, for a text may be shown that is no part of
    them."""
    said, there = fold(text).split(), {word for word in fold(shown).split() if len(word) >= LEAST_LETTERS}
    if len(usual) >= LEAST or len(there) < LONG or not said or len(said) > LONG:
        return False
    if UNHEARD in text or any(map(str.isupper, text)) or not any(map(str.isalpha, text)):
        return False
    return not any(distance(each, word) <= len(word) // FAR for each in said for word in there)


def remembered(usual: Sequence[Shape], text: str) -> tuple[Shape, ...]:
    """The shapes of the last answers, with that of this one."""
    return (*usual, shape(text))[-REMEMBERED:]
