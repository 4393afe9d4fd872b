"""The marking of answers: tolerant if the right thing was meant, exact where it matters.

Typed answers are read as people type on a phone (see `typed`). In matching and order each right place earns its share.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import ROUND_DOWN, Decimal
from typing import Any

from backend.domain.errors import Misuse
from backend.domain.french import units as french_units
from backend.domain.training import typed
from backend.domain.training.questions import (
    FULL_WEIGHT,
    Choice,
    Gaps,
    Kind,
    Matching,
    Measure,
    Number,
    Option,
    Order,
    Question,
    Short,
    ShortAnswer,
    TrueFalse,
)
from backend.records import Record

_SHARE_STEP = Decimal("0.0001")
"""The step to which a share (0 to 1) is rounded down."""


class Mark(Record):
    """The mark of an answer. `share`: of the full mark, 0 to 1 in steps of 0.0001. `right`: nothing was wrong.
    `feedback`: the author's comments on this answer (Markdown), shown before the general feedback. `meant`: the
    accepted answer, if a typing error was tolerated."""

    share: Decimal
    right: bool
    feedback: tuple[str, ...] = ()
    meant: str = ""


def mark(question: Question, given: Any) -> Mark:
    """The mark of an answer, in the form that `questions` defines for the question's kind. Raises `Misuse` for another
    form.

    An empty place (None) in matching, order or gaps is wrong.
    """
    return mark_kind(question.kind, given)


def mark_kind(kind: Kind, given: Any) -> Mark:
    """Like `mark`, also for the kind of a gap."""
    match kind:
        case Choice(options, several):
            return _several(options, _places(given, len(options))) if several else _one(options, given)
        case TrueFalse(answer, wrong, right):
            if not isinstance(given, bool):
                raise Misuse(f"{given!r} is neither true nor false")
            return _mark(Decimal(given == answer), right if given == answer else wrong)
        case Number():
            return _number(kind, _text(given))
        case Measure(number, units):
            value, unit = typed.measured(_text(given))
            known = not unit or french_units.among(unit, units)
            return _number(number, value) if known else _mark(Decimal(0), number.otherwise)
        case Short():
            return _short(kind, _text(given))
        case Matching():
            rights = kind.rights
            given = _places(given, len(rights), len(kind.pairs))
            hits = sum(i is not None and rights[i] == pair[1] for i, pair in zip(given, kind.pairs, strict=True))
            return _mark(Decimal(hits) / len(kind.pairs))
        case Order(items):
            given = _places(given, len(items), len(items))
            # items with equal words are interchangeable
            hits = sum(i is not None and items[i] == item for i, item in zip(given, items, strict=True))
            return _mark(Decimal(hits) / len(items))
        case Gaps():
            return _gaps(kind, given)


def solution(kind: Kind) -> Any:
    """A right answer, in the form that `mark` takes. If an earlier answer covers all right ones, there is none, and
    this is the best one."""
    match kind:
        case Choice(options, True):
            return [i for i, option in enumerate(options) if option.weight > 0]
        case Choice(options):
            return max(range(len(options)), key=lambda i: options[i].weight)
        case TrueFalse(answer):
            return answer
        case Number(answers):
            full = [answer for answer in answers if answer.weight == FULL_WEIGHT]
            values = [a.value for a in full] + [a.value + sign * a.tolerance for a in full for sign in (-1, 1)]
            return _marked_right(kind, (f"{value:f}".replace(".", ",") for value in values))
        case Measure(number, units):
            return f"{solution(number)} {units[0]}"
        case Short(accepted):
            texts = (answer.text for answer in accepted if answer.weight == FULL_WEIGHT)
            return _marked_right(kind, ("".join(typed.literals(text)) for text in texts))
        case Matching(pairs):
            return [kind.rights.index(right) for _, right in pairs]
        case Order(items):
            return list(range(len(items)))
        case Gaps(gaps):
            return [solution(gap.kind) for gap in gaps]


# --- what is picked ---------------------------------------------------------------------------------


def _one(options: tuple[Option, ...], given: Any) -> Mark:
    (place,) = _places([given], len(options))
    if place is None:
        return _mark(Decimal(0))
    option = options[place]
    return _mark(option.weight / FULL_WEIGHT, option.feedback)


def _several(options: tuple[Option, ...], given: Sequence[int | None]) -> Mark:
    """The mark of several picked options. A wrong one without a weight costs as much as the least right one adds; else
    picking them all would be right."""
    picked = {place for place in given if place is not None}
    right = {i for i, option in enumerate(options) if option.weight > 0}
    if picked == right:
        share = Decimal(1)  # thirds add up to 99.99999
    else:
        least = min((options[i].weight for i in right), default=FULL_WEIGHT)
        share = sum((options[i].weight or -least for i in picked), Decimal(0)) / FULL_WEIGHT
        share = min(share, 1 - _SHARE_STEP)
    return _mark(share, *(options[i].feedback for i in sorted(picked)))


# --- what is typed ----------------------------------------------------------------------------------


def _number(kind: Number, text: str) -> Mark:
    """If the typed text may be two numbers, the one with the better mark counts."""
    held = [
        next((answer for answer in kind.answers if abs(value - answer.value) <= answer.tolerance), None)
        for value in typed.numbers(text)
    ]
    found = max((answer for answer in held if answer), key=lambda answer: answer.weight, default=None)
    return _mark(found.weight / FULL_WEIGHT, found.feedback) if found else _mark(Decimal(0), kind.otherwise)


def expects(kind: Short, text: str) -> bool:
    """Whether the author has thought of this answer, as a right one or as a mistake."""
    return _known(kind, text) is not None


def named(kind: Short) -> Sequence[ShortAnswer]:
    """The answers without the one that stands for all others."""
    return [answer for answer in kind.answers if answer.text.strip("* ")]


def _short(kind: Short, text: str) -> Mark:
    """What is said around an answer only counts if the answer itself has it: « c'est le Wi-Fi »."""
    found = _known(kind, text)
    if found is not None:
        return found
    for answer in kind.answers:
        if not answer.text.strip("* "):  # all others
            return _mark(answer.weight / FULL_WEIGHT, answer.feedback)
    return _mark(Decimal(0))


def _known(kind: Short, text: str) -> Mark | None:
    """The mark of an answer that the author names; None if it is another one."""
    found = _among(named(kind), text)
    return found if found is not None else _among(named(kind), typed.alone(text))


def _among(known: Sequence[ShortAnswer], text: str) -> Mark | None:
    """An exact match comes before a near one."""
    for answer in known:
        if typed.is_exactly(answer.text, text):
            return _mark(answer.weight / FULL_WEIGHT, answer.feedback)
    near = [(edits, answer) for answer in known if (edits := typed.edits(answer.text, text)) is not None]
    if not near:
        return None
    _, nearest = min(near, key=lambda found: (found[0], -found[1].weight))
    meant = nearest.text if nearest.weight > 0 else ""
    return _mark(nearest.weight / FULL_WEIGHT, nearest.feedback, meant="".join(typed.literals(meant)))


# --- all kinds --------------------------------------------------------------------------------------


def _gaps(kind: Gaps, given: Any) -> Mark:
    if not isinstance(given, Sequence) or isinstance(given, str) or len(given) != len(kind.gaps):
        raise Misuse(f"{given!r} has not one answer for each gap")
    marks = [
        _mark(Decimal(0)) if each is None else mark_kind(gap.kind, each)
        for gap, each in zip(kind.gaps, given, strict=True)
    ]
    if all(each.right for each in marks):
        share = Decimal(1)
    else:
        total = sum(gap.weight for gap in kind.gaps)
        parts = (each.share * gap.weight for each, gap in zip(marks, kind.gaps, strict=True))
        share = min(sum(parts, Decimal(0)) / total, 1 - _SHARE_STEP)
    meant = ", ".join(each.meant for each in marks if each.meant)
    return _mark(share, *(words for each in marks for words in each.feedback), meant=meant)


def _mark(share: Decimal, *feedback: str, meant: str = "") -> Mark:
    share = min(max(share, Decimal(0)), Decimal(1)).quantize(_SHARE_STEP, ROUND_DOWN)
    return Mark(share, share == 1, tuple(words for words in feedback if words), meant)


def _text(given: Any) -> str:
    if not isinstance(given, str):
        raise Misuse(f"{given!r} is not what somebody typed")
    return given


def _places(given: Any, count: int, length: int | None = None) -> tuple[int | None, ...]:
    """Numbers from 0 to `count` − 1, or None; exactly `length` of them, if that is given. Raises `Misuse`."""
    if not isinstance(given, Sequence) or isinstance(given, str) or length not in (None, len(given)):
        raise Misuse(f"{given!r} is not a list of {length or ''} places")
    for each in given:
        if each is not None and (not isinstance(each, int) or isinstance(each, bool) or not 0 <= each < count):
            raise Misuse(f"{each!r} is no place from 0 to {count - 1}")
    return tuple(given)


def _marked_right(kind: Kind, given: Iterable[str]) -> str:
    """The first that is marked right; else the first."""
    found = list(given)
    return next((each for each in found if mark_kind(kind, each).right), found[0] if found else "")
