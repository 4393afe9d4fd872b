"""What the answers to one task come to by its project's rule: whether it wants more of them, and its result.

One choice is agreed on as a whole, several choices each by itself, a form field by field, all on the canonical values
that `answers.normalise` leaves. Nobody agrees word by word in free text: it takes all its answers, and so do pairs,
ratings and transcriptions. Ratings are then averaged without the extreme ones, transcriptions merged word by word. Of
texts that all differ, the one nearest to the others is the result, and of numbers the median, where enough were given.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from backend.domain.quality import numbers, texts
from backend.domain.quality.consensus import Belief, Decision, Rule, decide, fewest_more, settle
from backend.domain.work.form import Field
from backend.domain.work.projects import ProjectConfig

BY_PARTS = ("choice", "choices", "entry")
"""Kinds whose answers can agree before all of them are there."""
METHODS: Mapping[str, str] = {"rating": "trimmed-mean", "transcription": "rover"}
"""How the answers of a kind become one, where it is not by the majority."""
NUMBERS = ("number", "amount")
"""Types of fields whose values have a median."""
MIN_FOR_MIDDLE = 3
"""Answers that differ, from which one in the middle is chosen; of two neither is in the middle."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """`more`: answers that are still wanted; 0: the task is done. Then `answer` is its result in the project's form,
    None where the answers tie; of a form, fields that tie are left out. `confidence`: 0 to 1, of the weakest part.
    `method`: what made the answer, where it is not what the kind and the mode say. `disputed`: no majority says what
    the result is; it may have been made in another way."""

    more: int
    answer: Any = None
    confidence: float = 0.0
    tied: bool = False
    method: str = ""
    disputed: bool = False

    def result(self, config: ProjectConfig) -> dict[str, Any]:
        """As it is kept with the task."""
        usual = config.mode if config.kind in BY_PARTS else METHODS.get(config.kind, "majority")
        method = self.method or usual
        return {"answer": self.answer, "confidence": str(round(self.confidence, 4)), "method": method}


def first_wanted(config: ProjectConfig) -> int:
    """How many answers a new task asks for at once: no fewer than can settle anything."""
    if config.kind not in BY_PARTS:
        return config.answers_max
    if config.mode == "skilled":
        return config.answers_min
    return max(config.answers_min, config.answers_max // 2 + 1)


def outcome(config: ProjectConfig, values: Sequence[Any], belief: Belief | None = None) -> Outcome:
    """What a task's standing answers come to. `belief`: what the model says of its choices, in a skilled project.

    Raises `ValueError` without answers.
    """
    if not values:
        raise ValueError("no answers")
    match config.kind:
        case "choice":
            return _choice(config, values, belief)
        case "choices":
            return _choices(config, values)
        case "entry":
            return _entry(config, values)
        case _:
            return _whole(config, values)


def _choice(config: ProjectConfig, values: Sequence[Any], belief: Belief | None) -> Outcome:
    ids = [option.id for option in config.choices]
    counts = [values.count(each) for each in ids]
    decision = decide(config.rule, counts, belief)
    if not decision.done:
        return Outcome(fewest_more(config.rule, counts, belief), None, decision.confidence)
    chosen = None if decision.label is None else ids[decision.label]
    return Outcome(0, chosen, decision.confidence, chosen is None, disputed=chosen is None)


def _choices(config: ProjectConfig, values: Sequence[Any]) -> Outcome:
    """Each choice is in the result where most people gave it."""
    rule = config.rule
    counts = {option.id: [sum(option.id not in v for v in values), 0] for option in config.choices}
    for each in counts.values():
        each[1] = len(values) - each[0]
    parts = {name: decide(rule, each) for name, each in counts.items()}
    if more := _more(rule, parts, counts):
        return Outcome(more, None, _weakest(parts))
    chosen = [name for name, part in parts.items() if part.label == 1]
    tied = not chosen or any(part.label is None for part in parts.values())
    return Outcome(0, None if tied else chosen, _weakest(parts), tied, disputed=tied)


def _entry(config: ProjectConfig, values: Sequence[Mapping[str, Any]]) -> Outcome:
    rule = config.rule
    names = {field.id: list(dict.fromkeys(v.get(field.id, "") for v in values)) for field in config.fields}
    counts = {
        name: [*(sum(v.get(name, "") == each for v in values) for each in given), 0] for name, given in names.items()
    }
    parts = {name: decide(rule, each) for name, each in counts.items()}
    if more := _more(rule, parts, counts):
        return Outcome(more, None, _weakest(parts))
    answer = {name: names[name][part.label] for name, part in parts.items() if part.label is not None}
    medians = {
        field.id: middle
        for field in config.fields
        if field.id not in answer and (middle := _median(field, [v.get(field.id, "") for v in values]))
    }
    sure = min([_weakest({name: parts[name] for name in answer}), *(each.confidence for each in medians.values())])
    answer |= {name: str(each.value) for name, each in medians.items()}
    tied = len(answer) < len(parts)
    confidence = _weakest(parts) if tied else sure
    ordered = {name: answer[name] for name in parts if name in answer}
    return Outcome(0, ordered or None, confidence, tied, "median" if medians else "", disputed=tied or bool(medians))


def _median(field: Field, given: Sequence[str]) -> numbers.Amount | None:
    """The number in the middle of those that tie, without what lies far off."""
    if field.type not in NUMBERS or len(given) < MIN_FOR_MIDDLE or not all(given):
        return None
    return numbers.amount([Decimal(each) for each in given])


def _whole(config: ProjectConfig, values: Sequence[Any]) -> Outcome:
    """All answers, and the one that most people gave; of ratings and transcriptions one made of them."""
    if len(values) < config.answers_max:
        return Outcome(config.answers_max - len(values))
    if config.kind == "rating":
        rated = numbers.rating(values, 1, len(config.scale))
        value = round(rated.value, 2)
        return Outcome(0, int(value) if value.is_integer() else value, rated.confidence)
    if config.kind == "transcription":
        merged = texts.rover(values)
        return Outcome(0, merged.text, merged.confidence, disputed=merged.disputed)
    given = list(dict.fromkeys(values))
    decision = settle([values.count(each) for each in given])
    if decision.label is not None:
        return Outcome(0, given[decision.label], decision.confidence)
    if config.kind == "text" and len(values) >= MIN_FOR_MIDDLE:
        nearest = texts.medoid(values)
        if nearest.confidence >= texts.MAX_MERGE_DISTANCE:
            return Outcome(0, nearest.text, nearest.confidence, method="medoid", disputed=True)
    return Outcome(0, None, decision.confidence, tied=True, disputed=True)


def _more(rule: Rule, parts: Mapping[str, Decision], counts: Mapping[str, Sequence[int]]) -> int:
    """As many as the least decided part asks for at least."""
    return max((fewest_more(rule, counts[name]) for name, part in parts.items() if not part.done), default=0)


def _weakest(parts: Mapping[str, Decision]) -> float:
    return min((part.confidence for part in parts.values()), default=1.0)
