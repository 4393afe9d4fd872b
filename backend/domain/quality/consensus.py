"""When a task has enough answers, and what its result is. Plain arithmetic on counts: it runs in every turn that
stores an answer, so it imports nothing heavy.

- majority: a task is done at `most` answers; its result is the label given most often.
- guaranteed: done when the majority of `most` answers cannot change any more; the same results for fewer answers.
- skilled: done when the model (`skill`) is confident and agrees with the plurality, or at `most` answers. The result is
  the plurality; the model breaks ties, and overrules only where it is nearly certain.

A tie stays undecided in majority and guaranteed mode: it goes to review or is exported as no answer, and never goes to
whoever answered first. While no model is there, or where the model predicts answers no better than one that takes all
workers for alike (`skill.Model.useful`), skilled mode works as guaranteed mode does.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from backend.domain.errors import BadInput, Reason

Mode = Literal["majority", "guaranteed", "skilled"]
MODES: tuple[Mode, ...] = get_args(Mode)

CONFIDENCE = 0.92
"""Posterior probability at which a skilled task is done, unless the project says otherwise."""
OVERRULES = 0.99
"""Posterior probability from which the model's label is the result although it is not the plurality."""
LEAST_SKILLED = 2
"""Fewest answers of a skilled task: beginning with one loses 2 to 5 points of accuracy on public label sets."""
MOST = {"majority": 5, "guaranteed": 5, "skilled": 9}
"""Most answers of a task, unless the project says otherwise."""
FALLBACK = 5
"""Skilled mode without a model works like guaranteed mode with this many answers; only a tie then asks for more."""


@dataclass(frozen=True, slots=True)
class Rule:
    """How a project's tasks are decided; `rule` makes a checked one.

    `least` and `most`: numbers of answers, 1 <= least <= most. `confidence`: for skilled mode, 0.5 < confidence < 1.
    """

    mode: Mode = "guaranteed"
    least: int = 1
    most: int = 5
    confidence: float = CONFIDENCE


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
    return Rule(mode, least, most, CONFIDENCE if confidence is None else confidence)


def decide(rule: Rule, counts: Sequence[int], posterior: Sequence[float] | None = None) -> Decision:
    """Whether a task with these answers is done, and its result.

    `counts`: answers by label, at least one label. `posterior`: the model's probability of each label, for skilled
    mode; None where no useful model is there.
    """
    given = sum(counts)
    if rule.mode == "skilled" and posterior is not None:
        best = max(range(len(posterior)), key=posterior.__getitem__)
        if given < rule.least:
            return Decision(False, None, posterior[best])
        if posterior[best] >= rule.confidence and plurality(counts) == best:
            return Decision(True, best, posterior[best])
        return settle(counts, posterior) if given >= rule.most else Decision(False, None, posterior[best])
    if rule.mode == "majority":
        done = given >= rule.most
    elif rule.mode == "guaranteed":
        done = given >= rule.least and is_certain(counts, rule.most)
    else:
        done = given >= rule.least and _is_certain_or_more(counts, rule.most)
    return settle(counts) if done else Decision(False, None, _share(counts))


def fewest_more(rule: Rule, counts: Sequence[int], posterior: Sequence[float] | None = None) -> int:
    """How many more answers a task that is not done asks for at least: with fewer it cannot be done."""
    given = sum(counts)
    if given < rule.least:
        return rule.least - given
    if rule.mode == "majority":
        return rule.most - given
    if rule.mode == "skilled" and (posterior is not None or given >= FALLBACK):
        return 1
    missing = min(rule.most, FALLBACK if rule.mode == "skilled" else rule.most) - given
    first, second = sorted((*counts, 0))[:-3:-1]
    return min(missing, (missing - first + second) // 2 + 1)


def settle(counts: Sequence[int], posterior: Sequence[float] | None = None) -> Decision:
    """The result where no further answer will come: the plurality, None for a tie. With the model's `posterior`, its
    choice among those that tie, or its own label where it is nearly certain."""
    if posterior is None:
        return Decision(True, plurality(counts), _share(counts))
    best = max(range(len(posterior)), key=posterior.__getitem__)
    if posterior[best] < OVERRULES:
        most = max(counts)
        best = max((i for i, count in enumerate(counts) if count == most), key=posterior.__getitem__)
    return Decision(True, best, posterior[best])


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
    if len(counts) == 1:
        return sum(counts) > 0
    first, second = sorted(counts)[:-3:-1]
    return first - second > missing


def _is_certain_or_more(counts: Sequence[int], most: int) -> bool:
    """As `is_certain` for `FALLBACK` answers; a tie then goes on until it is broken or `most` is reached."""
    if not is_certain(counts, min(most, FALLBACK)):
        return False
    return plurality(counts) is not None or sum(counts) >= most


def _share(counts: Sequence[int]) -> float:
    given = sum(counts)
    return max(counts) / given if given else 0.0
