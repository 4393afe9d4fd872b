"""Questions that can be marked automatically, whatever file they came from.

Texts for reading (of questions and feedback) are Markdown, with the few styles that chat has. Labels that are picked or
put in order are plain text. Weights are percent of the mark.

| kind | the answer (JSON-safe), see `marking.mark` |
|---|---|
| `Choice` | the option's number (from 0); with `several` a list of them |
| `TrueFalse` | true or false |
| `Number`, `Measure`, `Short` | the typed text |
| `Matching` | for each pair, in order, the number of a right side in `Matching.rights` |
| `Order` | the items' numbers in the order given |
| `Gaps` | for each gap, in order, an answer of its own kind |
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from backend.records import Record

FULL_WEIGHT = Decimal(100)
"""The weight of an answer that is right by itself, in percent."""
_OF_PLACES = re.compile(
    r"\bci[- ]des(?:sus|sous)\b|\b(?:réponse|option|proposition)s? (?:précéd|suiv)\w+|\babove\b", re.I
)


class Option(Record):
    """One option: a plain label, what it adds to the mark (percent; negative: it subtracts), and the feedback for
    picking it."""

    text: str
    weight: Decimal = Decimal(0)
    feedback: str = ""


class Choice(Record):
    """One of the options is picked, or `several`. For one: at least one option weighs 100. For several: the right ones'
    weights sum to 100."""

    options: tuple[Option, ...]
    several: bool = False

    @property
    def in_order(self) -> bool:
        """Whether an option speaks of those above or below it, so that they keep their places."""
        return any(_OF_PLACES.search(option.text) for option in self.options)


class TrueFalse(Record):
    """Whether the text is true; the feedback to wrong and to right answers."""

    answer: bool
    feedback_wrong: str = ""
    feedback_right: str = ""


class NumberAnswer(Record):
    """Every number from `value` − `tolerance` to `value` + `tolerance`, both ends included."""

    value: Decimal
    tolerance: Decimal = Decimal(0)
    weight: Decimal = FULL_WEIGHT
    feedback: str = ""


class Number(Record):
    """A number is typed; the first answer that covers it counts. `otherwise`: the feedback to all others."""

    answers: tuple[NumberAnswer, ...]
    otherwise: str = ""


class Measure(Record):
    """A number with a unit is typed ("12,5 kg"). The number counts as in `Number`, and may stand alone. `units`: the
    one that is asked for, as shown, and what the author accepts besides its usual spellings."""

    number: Number
    units: tuple[str, ...]


class ShortAnswer(Record):
    r"""An accepted text. `*` stands for anything, `\*` for the star itself."""

    text: str
    weight: Decimal = FULL_WEIGHT
    feedback: str = ""


class Short(Record):
    """A few words are typed; the first answer that fits counts. An answer with weight 0 explains a known mistake; `*`
    as the last one covers all others."""

    answers: tuple[ShortAnswer, ...]


class Matching(Record):
    """Left sides are matched with right sides. Several pairs may share a right side; `extra` right sides belong to
    none."""

    pairs: tuple[tuple[str, str], ...]
    extra: tuple[str, ...] = ()

    @property
    def rights(self) -> tuple[str, ...]:
        """The right sides to pick from, each once: those of the pairs in order, then the extra ones."""
        return tuple(dict.fromkeys((*(right for _, right in self.pairs), *self.extra)))


class Order(Record):
    """Items to be put in order. Here they are in the right order."""

    items: tuple[str, ...]


Gap = Choice | Number | Short


class WeightedGap(Record):
    """One gap and its part of the mark, an integer: of two gaps with weights 1 and 3 the second counts three
    quarters."""

    kind: Gap
    weight: int = 1


class Gaps(Record):
    """Gaps in the question's text, where `{1}`, `{2}`, … stand for them, and `{{` and `}}` for braces (only in texts of
    this kind)."""

    gaps: tuple[WeightedGap, ...]


Kind = Choice | TrueFalse | Number | Measure | Short | Matching | Order | Gaps


class Question(Record):
    """One question. `key`: its name, by which later versions of the module match it.

    `general_feedback`: shown to everybody, after an answer's own feedback. `category`: the author's ("a/b/c"); "" for
    none. `about`: for a final test's question, the key of the lesson that teaches it; "" for none. `line` (0: none) and
    `file`: where it was; they are not stored.
    """

    key: str
    text: str
    kind: Kind
    general_feedback: str = ""
    category: str = ""
    line: int = 0
    file: str = ""
    about: str = ""


def dump(question: Question) -> dict[str, Any]:
    """The question as JSON-safe data. Its key has a column of its own."""
    data: dict[str, Any] = {"text": question.text, "kind": dump_kind(question.kind)}
    if question.general_feedback:
        data["feedback"] = question.general_feedback
    if question.category:
        data["category"] = question.category
    return data


def load(key: str, data: Mapping[str, Any]) -> Question:
    """The inverse of `dump`. The data are our own and not checked again."""
    return Question(key, data["text"], load_kind(data["kind"]), data.get("feedback", ""), data.get("category", ""))


def dump_kind(kind: Kind) -> dict[str, Any]:
    """The kind as JSON-safe data; weights and numbers as exact decimal text."""
    match kind:
        case Choice(options, several):
            rows = [_row(o.text, str(o.weight), o.feedback) for o in options]
            return {"choices" if several else "choice": rows}
        case TrueFalse(answer, wrong, right):
            return {"true": answer, "wrong": wrong, "right": right}
        case Number(answers, otherwise):
            values = [_row(str(a.value), str(a.tolerance), str(a.weight), a.feedback) for a in answers]
            return {"number": values, "otherwise": otherwise}
        case Measure(number, units):
            return {"measure": dump_kind(number), "units": list(units)}
        case Short(accepted):
            return {"short": [_row(a.text, str(a.weight), a.feedback) for a in accepted]}
        case Matching(pairs, extra):
            return {"matching": [list(pair) for pair in pairs], "extra": list(extra)}
        case Order(items):
            return {"order": list(items)}
        case Gaps(gaps):
            return {"gaps": [[dump_kind(gap.kind), gap.weight] for gap in gaps]}


def load_kind(data: Mapping[str, Any]) -> Kind:
    """The inverse of `dump_kind`."""
    match data:  # by its keys: the database does not keep their order
        case {"choice": rows} | {"choices": rows}:
            return Choice(tuple(Option(t, Decimal(w), *f) for t, w, *f in rows), "choices" in data)
        case {"true": answer}:
            return TrueFalse(answer, data["wrong"], data["right"])
        case {"number": _}:
            return _number(data)
        case {"measure": number}:
            return Measure(_number(number), tuple(data["units"]))
        case {"short": rows}:
            return Short(tuple(ShortAnswer(t, Decimal(w), *f) for t, w, *f in rows))
        case {"matching": rows}:
            return Matching(tuple((left, right) for left, right in rows), tuple(data["extra"]))
        case {"order": items}:
            return Order(tuple(items))
        case _:
            return Gaps(tuple(WeightedGap(_gap(kind), weight) for kind, weight in data["gaps"]))


def _number(data: Mapping[str, Any]) -> Number:
    found = (NumberAnswer(Decimal(v), Decimal(t), Decimal(w), *f) for v, t, w, *f in data["number"])
    return Number(tuple(found), data["otherwise"])


def _gap(data: Mapping[str, Any]) -> Gap:
    kind = load_kind(data)
    assert isinstance(kind, Choice | Number | Short)
    return kind


def _row(*values: str) -> list[str]:
    """The last value is a feedback, which is left out if it is empty, as most are."""
    return list(values) if values[-1] else list(values[:-1])
