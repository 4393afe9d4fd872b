"""Whether a question can be asked: whether its author made a mistake, and whether it fits into a chat."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from backend.domain.errors import Reason
from backend.domain.french.spelling import fold
from backend.domain.training.marking import mark_kind, solution
from backend.domain.training.questions import (
    FULL_WEIGHT,
    Choice,
    Gaps,
    Kind,
    Matching,
    Measure,
    Number,
    Order,
    Question,
    Short,
)

MOST_TEXT = 1_500
"""Characters of a question's text or of a feedback. With the options it must fit into one message."""
MOST_LABEL = 200
"""Characters of an option."""
MOST_LABELS = 1_800
"""Characters of all options together."""
MOST_OPTIONS = 20
"""Options of a question, and gaps of a text."""
MOST_KEY = 250
"""Characters of a question's key."""


def mistake(kind: Kind) -> Reason | None:
    """Why the question cannot be answered right, or cannot be answered wrong; None if it can. Weights are in
    percent."""
    match kind:
        case Choice(options, several):
            return _labels([option.text for option in options], 2) or _weights(kind, several)
        case Number(answers):
            return _accepted([answer.weight for answer in answers]) or _out_of_reach(kind)
        case Measure(number):
            return mistake(number)
        case Short(accepted):
            if any(not answer.text for answer in accepted):
                return Reason("an accepted answer is empty")
            return _accepted([answer.weight for answer in accepted]) or _out_of_reach(kind)
        case Matching(pairs):
            if len(pairs) < 2:
                return Reason("at least two pairs are needed")
            if any(not left or not right for left, right in pairs):
                return Reason("a pair has an empty side")
            if len({left for left, _ in pairs}) < len(pairs):
                return Reason("two pairs have the same left side")
            if len(kind.rights) < 2:
                return Reason("all pairs have the same right side")
        case Order(items):
            return _labels(items, 2)
        case Gaps(gaps):
            return next(_mistakes(gap.kind for gap in gaps), None)
        case _:
            pass
    return None


def _mistakes(kinds: Iterator[Kind]) -> Iterator[Reason]:
    for number, kind in enumerate(kinds, 1):
        if reason := mistake(kind):
            yield Reason("gap {number}: {reason}", number=number, reason=reason)


def _labels(labels: Sequence[str], least: int) -> Reason | None:
    if len(labels) < least:
        return Reason("at least {least} options are needed", least=least)
    if any(not label for label in labels):
        return Reason("an option is empty")
    seen: set[str] = set()
    for label in labels:
        if label in seen:
            return Reason("the option {text!r} is here twice", text=label[:60])
        seen.add(label)
    return None


def _weights(kind: Choice, several: bool) -> Reason | None:
    weights = [option.weight for option in kind.options]
    if any(abs(weight) > FULL_WEIGHT for weight in weights):
        return Reason("a weight is more than 100 %")
    added = sum((weight for weight in weights if weight > 0), Decimal(0))
    if not added or (not several and max(weights) < FULL_WEIGHT):
        return Reason("no answer is right: one must have =, or several weights that sum to 100 %")
    # thirds have any number of decimals, so the sum is rounded as in Moodle
    if several and round(added) != FULL_WEIGHT:
        return Reason("the weights of the right answers sum to {sum} %, not to 100 %", sum=added.normalize() + 0)
    if not several and all(weight >= FULL_WEIGHT for weight in weights):
        return Reason("every answer is right: nothing is asked")
    return None


def _accepted(weights: Sequence[Decimal]) -> Reason | None:
    if any(not 0 <= weight <= FULL_WEIGHT for weight in weights):
        return Reason("a weight is not from 0 to 100 %")
    return None if FULL_WEIGHT in weights else Reason("no answer is right: none counts 100 %")


def _out_of_reach(kind: Kind) -> Reason | None:
    """Why the right answer cannot be reached: the first answer that covers the text counts, and one above the right one
    may cover it. None if it can."""
    if mark_kind(kind, solution(kind)).right:
        return None
    return Reason("what is right is taken by an answer above it, which counts less than 100 %")


def unfit(question: Question) -> Reason | None:
    """Why this question, without a mistake, cannot be shown in a chat; None if it can."""
    labels, feedbacks = _shown(question.kind)
    if len(question.text) > MOST_TEXT:
        return Reason("the text has more than {limit} characters", limit=MOST_TEXT)
    if any(len(text) > MOST_TEXT for text in (question.general_feedback, *feedbacks)):
        return Reason("a feedback has more than {limit} characters", limit=MOST_TEXT)
    if len(labels) > MOST_OPTIONS:
        return Reason("it has more than {limit} options", limit=MOST_OPTIONS)
    if any(len(label) > MOST_LABEL for label in labels):
        return Reason("an option has more than {limit} characters", limit=MOST_LABEL)
    if sum(map(len, labels)) > MOST_LABELS:
        return Reason("its options have more than {limit} characters together", limit=MOST_LABELS)
    if named := _by_letters(question):
        return Reason("an option names others by their letters, which are not shown: {text!r}", text=named)
    if isinstance(question.kind, Gaps) and not 1 <= len(question.kind.gaps) <= MOST_OPTIONS:
        return Reason("it has more than {limit} gaps, or none", limit=MOST_OPTIONS)
    return None


_LETTERS = re.compile(
    r"(?=.*\b(?:et|ou|and|or|(?:reponse|option|proposition)s?)\b)"
    r"(?:(?:toutes )?les |la )?(?:(?:reponse|option|proposition)s? )?[a-h](?: (?:(?:et|ou|and|or) )?[a-h])+"
    r"(?: (?:a la fois|seulement|uniquement|sont (?:justes|correctes|vraies|exactes|bonnes)))?"
)
_LETTERED = re.compile(r"(?<!\w)[A-Ha-h][).:]")


def _by_letters(question: Question) -> str:
    """An option like « A et B »; "" if there is none, or if the text has letters that it can mean."""
    if not isinstance(question.kind, Choice) or _LETTERED.search(question.text):
        return ""
    labels = [option.text for option in question.kind.options]
    if any(len(label) == 1 for label in labels):  # letters are what is asked about
        return ""
    return next((label for label in labels if _LETTERS.fullmatch(fold(label))), "")


def _shown(kind: Kind) -> tuple[list[str], list[str]]:
    """All options, and all feedbacks."""
    match kind:
        case Choice(options):
            return [o.text for o in options], [o.feedback for o in options]
        case Number(answers, otherwise):
            return [], [otherwise, *(a.feedback for a in answers)]
        case Measure(number):
            return _shown(number)
        case Short(accepted):
            return [], [a.feedback for a in accepted]
        case Matching(pairs):
            return [*(left for left, _ in pairs), *kind.rights], []
        case Order(items):
            return list(items), []
        case Gaps(gaps):
            found = [_shown(gap.kind) for gap in gaps]
            # each gap is asked separately, so the longest counts
            return max((labels for labels, _ in found), key=len, default=[]), [f for _, fs in found for f in fs]
        case _:
            return [], [kind.feedback_wrong, kind.feedback_right]
