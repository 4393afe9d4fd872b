"""The outcome of the answers to one task by its project's rule: whether it needs more of them, and its result.

A choice is decided as a whole, several choices each by itself, a form field by field, always on the canonical values of
`answers.normalise`. Free texts never agree word by word, so such a task takes all its answers, and so do pairs, ratings
and transcriptions. Ratings are averaged without the extreme ones, transcriptions that say nearly the same merged word
by word. If all texts differ, the one nearest to the others is the result, and of differing numbers the median, if there
are enough answers.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from backend.domain.quality import numbers, texts
from backend.domain.quality.consensus import Belief, Decision, Rule, decide, fewest_more, settle
from backend.domain.work.forms.form import Field
from backend.domain.work.projects import WRITTEN, ProjectConfig
from backend.records import Record

BY_PARTS = ("choice", "choices", "entry")
"""Kinds whose answers can agree before all of them are in."""
METHODS: Mapping[str, str] = {"rating": "trimmed-mean", "transcription": "rover"}
"""How the answers of a kind are combined, if not by the majority."""
NUMBERS = ("number", "amount", "price")
"""Types of fields whose values have a median."""
FAR_RATING = 2.0
"""The number of points between a rating and the result from which a person reviews the rating."""
MIN_FOR_MIDDLE = 3
"""The number of differing answers from which the middle one is chosen. Of two, neither is in the middle."""


class Outcome(Record):
    """`more`: answers that are still needed; 0: the task is done. `answer`: then its result in the project's form; None
    for a tie; in a form, tied fields are left out.

    `confidence`: 0 to 1, of the weakest part. `method`: how the answer was made, if not by the usual method of kind and
    mode. `disputed`: no majority supports the result; it may have been made in another way.
    """

    more: int
    answer: Any = None
    confidence: float = 0.0
    tied: bool = False
    method: str = ""
    disputed: bool = False

    def result(self, config: ProjectConfig) -> dict[str, Any]:
        """The result as stored with the task."""
        usual = config.mode if config.kind in BY_PARTS else METHODS.get(config.kind, "majority")
        method = self.method or usual
        return {"answer": self.answer, "confidence": str(round(self.confidence, 4)), "method": method}


def first_wanted(config: ProjectConfig) -> int:
    """How many answers a new task wants at first: the least number that can decide it."""
    if config.kind not in BY_PARTS:
        return config.answers_max
    if config.mode == "skilled":
        return config.answers_min
    return max(config.answers_min, config.answers_max // 2 + 1)


def outcome(config: ProjectConfig, values: Sequence[Any], belief: Belief | None = None) -> Outcome:
    """The outcome of a task's standing answers. `belief`: what the model says of its choices, in a skilled project.
    Raises `ValueError` without answers."""
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
    """Each choice is in the result if most people gave it."""
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
    sure = min([_weakest({name: parts[name] for name in answer}), *(sure for _, sure in medians.values())])
    answer |= {name: value for name, (value, _) in medians.items()}
    tied = len(answer) < len(parts)
    confidence = _weakest(parts) if tied else sure
    ordered = {name: answer[name] for name in parts if name in answer}
    return Outcome(0, ordered or None, confidence, tied, "median" if medians else "", disputed=tied or bool(medians))


def _median(field: Field, given: Sequence[str]) -> tuple[str, float] | None:
    """The median of tied numbers without outliers, and its confidence. Prices have one if all are in one currency:
    `2500 XOF`."""
    if field.type not in NUMBERS or len(given) < MIN_FOR_MIDDLE or not all(given):
        return None
    parted = [each.partition(" ") for each in given]
    currencies = {currency for _, _, currency in parted}
    if len(currencies) > 1:
        return None
    middle = numbers.amount([Decimal(value) for value, _, _ in parted])
    return " ".join(filter(None, (str(middle.value), *currencies))), middle.confidence


def _whole(config: ProjectConfig, values: Sequence[Any]) -> Outcome:
    """All answers are in: the most frequent one; for ratings and transcriptions one made from them."""
    if len(values) < config.answers_max:
        return Outcome(config.answers_max - len(values))
    if config.kind == "rating":
        rated = numbers.rating(values, 1, len(config.scale))
        value = round(rated.value, 2)
        return Outcome(0, int(value) if value.is_integer() else value, rated.confidence)
    merged = texts.rover(values) if config.kind == "transcription" else None
    if merged is not None:
        return Outcome(0, merged.text, merged.confidence, disputed=merged.disputed)
    given = list(dict.fromkeys(values))
    decision = settle([values.count(each) for each in given])
    if decision.label is not None:
        return Outcome(0, given[decision.label], decision.confidence)
    if config.kind in WRITTEN and len(values) >= MIN_FOR_MIDDLE:
        nearest = texts.medoid(values)
        if nearest.confidence >= texts.MAX_MERGE_DISTANCE:
            return Outcome(0, nearest.text, nearest.confidence, method="medoid", disputed=True)
    return Outcome(0, None, decision.confidence, tied=True, disputed=True)


def is_far(config: ProjectConfig, result: Any, value: Any) -> bool:
    """Whether an answer differs so much from its task's result that a person reviews it before it is accepted.

    Ratings scatter around their mean, and no two people write a text alike. So these are far from `FAR_RATING` points
    and `texts.MAX_MERGE_DISTANCE` on. In a form only the fields with an agreed value count.
    """
    match config.kind:
        case "rating":
            return abs(float(value) - float(result)) >= FAR_RATING
        case "text" | "transcription":
            return texts.distance(str(result), str(value)) > texts.MAX_MERGE_DISTANCE
        case "entry":
            return any(value.get(field, "") != agreed for field, agreed in result.items())
        case _:
            return bool(value != result)


def _more(rule: Rule, parts: Mapping[str, Decision], counts: Mapping[str, Sequence[int]]) -> int:
    """The number of answers that the least decided part needs at least."""
    return max((fewest_more(rule, counts[name]) for name, part in parts.items() if not part.done), default=0)


def _weakest(parts: Mapping[str, Decision]) -> float:
    return min((part.confidence for part in parts.values()), default=1.0)
