"""When a task has enough answers, and what its result is. It is plain arithmetic on counts and imports nothing heavy,
because it runs in every turn that stores an answer.

- majority: a task is done at `most` answers. Its result is the most frequent label.
- guaranteed: done when the majority of `most` answers cannot change any more. The results are the same with fewer
  answers.
- skilled: done when the model (`skill`) is confident and agrees with the plurality (from `DISPUTED` answers on it need
  not agree), or at `most` answers. The result is the plurality. The model breaks ties, and overrules the plurality only
  if it is nearly certain.

In majority and guaranteed mode a tie stays undecided: it goes to a review or is exported without an answer, and is
never decided by the first answer. If nothing is learnt yet, or the model predicts answers no better than one that
treats all workers alike (`skill.is_useful`), a skilled task ends as in guaranteed mode with `FALLBACK_ANSWERS` answers,
and the model of all workers together breaks its ties.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, get_args

from backend.domain.errors import BadInput, Reason
from backend.records import Record

Mode = Literal["majority", "guaranteed", "skilled"]
MODES: tuple[Mode, ...] = get_args(Mode)

DEFAULT_CONFIDENCE = 0.92
"""Posterior probability at which a skilled task is done, unless the project sets another one."""
FULL_CONFIDENCE, CONFIDENCE_STEP = 4, 0.06
"""After `FULL_CONFIDENCE` answers the required confidence falls by `CONFIDENCE_STEP` with each further one: a task
on which people differ for so long is seldom made clear by one more."""
DISPUTED = 6
"""From this many answers on, it is enough that the model is confident of the result, whether it agrees with the
plurality, breaks a tie or overrules: one more answer seldom changes the result."""
OVERRULE_PROBABILITY = 0.9
"""Posterior probability from which the model's label is the result although it is not the plurality."""
LEAST_SKILLED = 2
"""Least answers of a skilled task. Starting with one answer loses 2 to 5 points of accuracy on public label sets."""
MOST_ANSWERS = {"majority": 5, "guaranteed": 5, "skilled": 9}
"""Most answers of a task, unless the project sets another number."""
FALLBACK_ANSWERS = 5
"""Without a useful model a skilled task is decided like a guaranteed one with at most this many answers."""


class Rule(Record):
    """How a project's tasks are decided. The function `rule` makes a checked one.

    `least`, `most`: numbers of answers, 1 <= least <= most. `confidence`: for skilled mode, 0.5 < confidence < 1.
    """

    mode: Mode = "guaranteed"
    least: int = 1
    most: int = 5
    confidence: float = DEFAULT_CONFIDENCE


class Belief(Record):
    """What the model says of one task: the probability of each label (`posterior.posterior`, or `skill.beliefs` for
    many tasks), and whether the model is `useful` for tasks of this kind."""

    posterior: Sequence[float]
    useful: bool


class Decision(Record):
    """What the answers so far result in.

    `done`: no further answer is needed. `label`: the index of the result; None while undecided and for a tie.
    `confidence`: 0 to 1; the model's posterior of the label if the model was asked, else the share of the answers with
    it.
    """

    done: bool
    label: int | None
    confidence: float


def rule(mode: Mode, least: int | None = None, most: int | None = None, confidence: float | None = None) -> Rule:
    """A rule with the defaults of its mode for every None. Raises `BadInput`."""
    if confidence is not None and mode != "skilled":
        raise BadInput(Reason("confidence belongs to the mode skilled"))
    if confidence is not None and not 0.5 < confidence < 1:
        raise BadInput(Reason("confidence must lie between 0.5 and 1"))
    floor = LEAST_SKILLED if mode == "skilled" else 1
    if least is not None and least < floor:
        raise BadInput(Reason("the mode {mode} needs at least {n} answers", mode=mode, n=floor))
    if most is None:
        most = max(MOST_ANSWERS[mode], least or 0)
    if mode == "majority":
        if least not in (None, most):
            raise BadInput(Reason("the mode majority takes exactly the maximum of answers: no minimum beside it"))
        least = most
    least = floor if least is None else least
    if most < least:
        raise BadInput(Reason("a maximum of {high} answers is less than the minimum of {low}", high=most, low=least))
    return Rule(mode, least, most, DEFAULT_CONFIDENCE if confidence is None else confidence)


def decide(rule: Rule, counts: Sequence[int], belief: Belief | None = None) -> Decision:
    """Whether a task with these answers is done, and its result.

    `counts`: answers by label, with at least one label. `belief`: what the model says, for skilled mode; None if
    nothing is learnt yet.
    """
    given = sum(counts)
    if rule.mode == "majority":
        done = given >= rule.most
    elif given < rule.least:
        done = False
    elif rule.mode == "guaranteed":
        done = is_certain(counts, rule.most)
    elif belief is None or not belief.useful:
        done = is_certain(counts, min(rule.most, FALLBACK_ANSWERS))
    else:
        done = given >= rule.most or _is_sure(rule, counts, belief)
    if done:
        return settle(counts, belief)
    if belief is not None:
        return Decision(False, None, max(belief.posterior))
    return Decision(False, None, max(counts) / given if given else 0.0)


def fewest_more(rule: Rule, counts: Sequence[int], belief: Belief | None = None) -> int:
    """How many more answers an undone task needs at least: with fewer it cannot be done."""
    given = sum(counts)
    if given < rule.least:
        return rule.least - given
    if rule.mode == "majority":
        return rule.most - given
    if rule.mode == "skilled" and belief is not None and belief.useful:
        return 1
    missing = min(rule.most, FALLBACK_ANSWERS if rule.mode == "skilled" else rule.most) - given
    first, second = sorted((*counts, 0))[:-3:-1]
    return min(missing, (missing - first + second) // 2 + 1)


def settle(counts: Sequence[int], belief: Belief | None = None) -> Decision:
    """The result if no further answer will come: the plurality, None for a tie. With a `belief` the model chooses among
    tied labels, or takes its own label if a useful model is nearly certain."""
    most = max(counts)
    if belief is None:
        return Decision(True, plurality(counts), most / sum(counts) if most else 0.0)
    posterior = belief.posterior
    best = _best(posterior)
    if not belief.useful or posterior[best] < OVERRULE_PROBABILITY:
        best = max((i for i, count in enumerate(counts) if count == most), key=posterior.__getitem__)
    return Decision(True, best, posterior[best])


def _is_sure(rule: Rule, counts: Sequence[int], belief: Belief) -> bool:
    given = sum(counts)
    wanted = rule.confidence - CONFIDENCE_STEP * max(0, given - FULL_CONFIDENCE)
    result = settle(counts, belief)
    return result.confidence >= wanted and (given >= DISPUTED or plurality(counts) == result.label)


def _best(posterior: Sequence[float]) -> int:
    return max(range(len(posterior)), key=posterior.__getitem__)


def plurality(counts: Sequence[int]) -> int | None:
    """The most frequent label; None for a tie and without answers."""
    most = max(counts)
    if most == 0 or sum(count == most for count in counts) > 1:
        return None
    return list(counts).index(most)


def is_certain(counts: Sequence[int], most: int) -> bool:
    """Whether the plurality of `most` answers is certain after these: no other label can reach the leading one, or all
    answers are in."""
    missing = most - sum(counts)
    if missing <= 0:
        return True
    first, second = [*sorted(counts, reverse=True), 0][:2]
    return first - second > missing
