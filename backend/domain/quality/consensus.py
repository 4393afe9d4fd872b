"""When a task has enough answers, and what its result is. Plain arithmetic on counts: it runs in every turn that
stores an answer, so it imports nothing heavy.

- majority: a task is done at `most` answers; its result is the label given most often.
- guaranteed: done when the majority of `most` answers cannot change any more; the same results for fewer answers.
- skilled: done when the model (`skill`) is confident and agrees with the plurality, or at `most` answers. The result is
  the plurality; the model breaks ties, and overrules only where it is nearly certain.

A tie stays undecided in majority and guaranteed mode: it goes to review or is exported as no answer, and never goes to
whoever answered first. While nothing is learnt yet, or where the model predicts answers no better than one that takes
all workers for alike (`skill.is_useful`), a skilled task ends as in guaranteed mode with `FALLBACK_ANSWERS` answers;
the model of all workers together breaks its ties.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from backend.domain.errors import BadInput, Reason

Mode = Literal["majority", "guaranteed", "skilled"]
MODES: tuple[Mode, ...] = get_args(Mode)

DEFAULT_CONFIDENCE = 0.92
"""Posterior probability at which a skilled task is done, unless the project says otherwise."""
PATIENCE, IMPATIENCE = 4, 0.06
"""After `PATIENCE` answers the confidence that is wanted falls by `IMPATIENCE` with each further one: a task on which
people differ so long is seldom made clear by one more."""
OVERRULE_PROBABILITY = 0.9
"""Posterior probability from which the model's label is the result although it is not the plurality."""
LEAST_SKILLED = 2
"""Fewest answers of a skilled task: beginning with one loses 2 to 5 points of accuracy on public label sets."""
MOST = {"majority": 5, "guaranteed": 5, "skilled": 9}
"""Most answers of a task, unless the project says otherwise."""
FALLBACK_ANSWERS = 5
"""Without a useful model a skilled task is decided like a guaranteed one with at most so many answers."""


@dataclass(frozen=True, slots=True)
class Rule:
    """How a project's tasks are decided; `rule` makes a checked one.

    `least` and `most`: numbers of answers, 1 <= least <= most. `confidence`: for skilled mode, 0.5 < confidence < 1.
    """

    mode: Mode = "guaranteed"
    least: int = 1
    most: int = 5
    confidence: float = DEFAULT_CONFIDENCE


@dataclass(frozen=True, slots=True)
class Belief:
    """What the model says of one task: the probability of each label (`posterior.posterior`, or `skill.beliefs` of many
    tasks), and whether the model is `useful` for tasks of this kind."""

    posterior: Sequence[float]
    useful: bool


@dataclass(frozen=True, slots=True)
class Decision:
    """What the answers so far come to.

    `done`: no further answer is wanted. `label`: the result as an index, None while undecided and for a tie.
    `confidence`: 0 to 1; the model's posterior of the label where the model was asked, else the share of the answers
    that say so.
    """

    done: bool
    label: int | None
    confidence: float


def rule(mode: Mode, least: int | None = None, most: int | None = None, confidence: float | None = None) -> Rule:
    """The rule with the defaults of its mode for what is None. Raises `BadInput`."""
    if confidence is not None and mode != "skilled":
        raise BadInput(Reason("confidence belongs to the mode skilled"))
    if confidence is not None and not 0.5 < confidence < 1:
        raise BadInput(Reason("confidence must lie between 0.5 and 1"))
    floor = LEAST_SKILLED if mode == "skilled" else 1
    if least is not None and least < floor:
        raise BadInput(Reason("the mode {mode} needs at least {n} answers", mode=mode, n=floor))
    if most is None:
        most = max(MOST[mode], least or 0)
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

    `counts`: answers by label, at least one label. `belief`: what the model says, for skilled mode; None where nothing
    is learnt yet.
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
        done = given >= rule.most or _is_sure(rule, counts, belief.posterior)
    if done:
        return settle(counts, belief)
    if belief is not None:
        return Decision(False, None, max(belief.posterior))
    return Decision(False, None, max(counts) / given if given else 0.0)


def fewest_more(rule: Rule, counts: Sequence[int], belief: Belief | None = None) -> int:
    """How many more answers a task that is not done asks for at least: with fewer it cannot be done."""
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
    """The result where no further answer will come: the plurality, None for a tie. With a `belief` the model's choice
    among those that tie, or its own label where a useful model is nearly certain."""
    most = max(counts)
    if belief is None:
        return Decision(True, plurality(counts), most / sum(counts) if most else 0.0)
    posterior = belief.posterior
    best = _best(posterior)
    if not belief.useful or posterior[best] < OVERRULE_PROBABILITY:
        best = max((i for i, count in enumerate(counts) if count == most), key=posterior.__getitem__)
    return Decision(True, best, posterior[best])


def _is_sure(rule: Rule, counts: Sequence[int], posterior: Sequence[float]) -> bool:
    best = _best(posterior)
    wanted = rule.confidence - IMPATIENCE * max(0, sum(counts) - PATIENCE)
    return posterior[best] >= wanted and plurality(counts) == best


def _best(posterior: Sequence[float]) -> int:
    return max(range(len(posterior)), key=posterior.__getitem__)


def plurality(counts: Sequence[int]) -> int | None:
    """The label that was given most often; None for a tie and without answers."""
    most = max(counts)
    if most == 0 or sum(count == most for count in counts) > 1:
        return None
    return list(counts).index(most)


def is_certain(counts: Sequence[int], most: int) -> bool:
    """Whether the plurality of `most` answers is known after these: no other label can reach the leading one, or all
    answers are there."""
    missing = most - sum(counts)
    if missing <= 0:
        return True
    first, second = [*sorted(counts, reverse=True), 0][:2]
    return first - second > missing
