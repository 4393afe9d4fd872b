"""What she writes instead of tapping: options by their letters or some of their words, or that she leaves a question
out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from string import ascii_lowercase
from typing import Any

from backend.domain.french.lexicon import ARTICLES
from backend.domain.french.spelling import fold
from backend.domain.messaging.message import tr
from backend.domain.training.marking import expects, mark_kind, named
from backend.domain.training.questions import Gap, Gaps, Kind, Matching, Option, Order, Question, Short
from bot.flows.engine import leaving
from bot.flows.engine.kit import Event, Picked, Several, Typed, Words
from bot.flows.engine.numbers import BETWEEN
from bot.flows.training import going_on
from bot.flows.training.matching_and_ordering import begins_again

_LETTERS = re.compile(r"(?:(?:la |l )?(?:reponses? |option |lettres? )|la |le |les )?([a-h](?: (?:et )?[a-h])*)")
"""Options named by letters, as on paper."""
_LEAST_LETTERS = 4
"""The least letters of a word that can name an option."""
_MORE_WORDS = 3
"""An answer of one word is not expected to be said in five."""
MOST_TYPED = 300
"""The most characters of a few words."""
IN_A_FEW_WORDS = tr("Écris ta réponse, en quelques mots.")
_LETTER = re.compile(r"[^\W\d_]")
_IN_FIGURES = re.compile(r"\d|^[\W\d_]+$")
_BESIDE = frozenset(
    (
        *ARTICLES,
        *("son", "sa", "ses", "mon", "ma", "mes", "elle", "je", "c", "est"),
    )
)
"""Words that name no option."""


def passed(question: Question, given: Sequence[Any], event: Event) -> bool:
    """Whether she leaves the question out (« passe »), in words that are no answer to it. `given`: the gaps filled so
    far."""
    if not isinstance(event, Typed) or not leaving.leaves_out(event.text):
        return False
    kind = _asked(question, given)
    match kind:
        case Matching(pairs):
            return fold(event.text) not in {fold(side) for pair in pairs for side in pair}
        case Order(items):
            return fold(event.text) not in map(fold, items)
        case Short():
            return not mark_kind(kind, event.text).share
        case _:
            return True


def taken_as(question: Question, given: Sequence[Any], event: Typed) -> Words:
    """How a text is taken that answers the question: where any words may be the answer, they may be said to the team as
    well. A right answer is one, whatever else it may mean: « bien à vous ». `given`: as in `passed`."""
    kind = _asked(question, given)
    if isinstance(kind, Short):
        return "" if expects(kind, event.text) else "data"
    return "" if begins_again(event.text) else "free"  # « je recommence » is about what is filled in


def says_no_words(kind: Short, text: str) -> bool:
    """Whether a text is surely none of the few words that are asked for: a long one, one that wants to go on, or one
    without a letter where each answer is made of letters."""
    answers = named(kind)
    if not answers or expects(kind, text):
        return False
    if going_on.leads_on(text):
        return True
    return len(text) > MOST_TYPED or not (
        _LETTER.search(text) or any(_IN_FIGURES.search(each.text) for each in answers)
    )


def is_longer(question: Question, given: Sequence[Any], text: str) -> bool:
    """Whether a text has far more words than any answer that the author names: a sentence where « facture » is asked
    for may be said to somebody. `given`: as in `passed`."""
    kind = _asked(question, given)
    if not isinstance(kind, Short) or not (known := named(kind)) or any("*" in each.text for each in known):
        return False
    most = max(len(fold(each.text).split()) for each in known)
    return len(fold(text).split()) >= 2 * most + _MORE_WORDS


def _asked(question: Question, given: Sequence[Any]) -> Kind | Gap:
    """What is asked now: the question, or its next gap."""
    kind = question.kind
    return kind.gaps[sum(each is not None for each in given)].kind if isinstance(kind, Gaps) else kind


def options_named(options: Sequence[Option], order: Sequence[int], event: Event) -> Event:
    """The options that a text names: « b », « a et c », « gestionnaire, carnet »; the event itself if it names none."""
    if not isinstance(event, Typed):
        return event
    found = _by_letters(options, order, event.text) or _by_words(options, event.text)
    if not found:
        return event
    return Picked(f"={found[0]}") if len(found) == 1 else Several(tuple(f"={place}" for place in found))


def _by_letters(options: Sequence[Option], order: Sequence[int], text: str) -> list[int]:
    """Options by their places; none where a letter may be the initial of another."""
    found = _LETTERS.fullmatch(fold(text))
    if found is None:
        return []
    initials = [fold(options[place].text)[:1] for place in order]
    places = {ascii_lowercase.index(letter) for letter in found[1].split() if letter != "et"}
    if any(at >= len(initials) or ascii_lowercase[at] in (*initials[:at], *initials[at + 1 :]) for at in places):
        return []
    return [order[at] for at in sorted(places)]


def _by_words(options: Sequence[Option], text: str) -> list[int]:
    """Options by some of their words, if no other option has all of these."""
    known = [frozenset(fold(option.text).split()) for option in options]
    named: set[int] = set()
    for part in filter(fold, BETWEEN.split(text)):
        said = [word for word in fold(part).split() if word not in _BESIDE]
        places = [place for place, words in enumerate(known) if words.issuperset(said)]
        if len(places) != 1 or max(map(len, said), default=0) < _LEAST_LETTERS:
            return []
        named.update(places)
    return sorted(named)
