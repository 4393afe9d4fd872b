"""Moodle's XML question banks, read: the kinds that mark themselves; all others are named.

multichoice, truefalse, shortanswer, numerical, matching, ordering, and cloze, shown as gaps.
"""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation

from backend.domain.errors import Fault, Reason
from backend.domain.fields import clean
from backend.domain.training import cloze
from backend.domain.training.gift import Bank
from backend.domain.training.gift_blocks import category_path
from backend.domain.training.markup import lacks_words, line, to_label, to_markdown
from backend.domain.training.questions import (
    FULL,
    Choice,
    Kind,
    Matching,
    Number,
    NumberAnswer,
    Option,
    Order,
    Question,
    Short,
    ShortAnswer,
    TrueFalse,
)
from backend.domain.training.soundness import MOST_KEY, mistake, unfit
from backend.domain.training.xml_tree import Element, parse


class _BadError(Exception):
    def __init__(self, line: int, reason: Reason) -> None:
        self.line = line
        self.reason = reason


def read(text: str, faults: list[Fault]) -> Bank:
    """The questions of a file. Adds to `faults`; a question with a fault is not among those that come
    back."""
    quiz = parse(text, faults)
    questions: list[Question] = []
    notes: list[Fault] = []
    category = ""
    for element in quiz.all("question") if quiz else ():
        kind = element.attributes.get("type", "")
        if kind == "category":
            category = category_path(element.words("category"))
        elif (reason := _left_out(element, kind)) is not None:
            notes.append(Fault(element.line, reason))
        else:
            try:
                question = _question(element, kind, category)
            except _BadError as bad:
                faults.append(Fault(bad.line, bad.reason))
                continue
            if found := mistake(question.kind):
                faults.append(Fault(element.line, found))
            elif found := unfit(question):
                notes.append(Fault(element.line, Reason("left out: {reason}", reason=found)))
            else:
                questions.append(question)
                if len(units := _units(element)) > 1:
                    unread = Reason("its units are not read: only the number counts, in {unit}", unit=units[0][:60])
                    notes.append(Fault(element.line, unread))
    return Bank(tuple(questions), tuple(notes))


_KINDS = (
    "multichoice",
    "truefalse",
    "shortanswer",
    "numerical",
    "matching",
    "match",
    "ordering",
    "cloze",
    "multianswer",
)


def _left_out(element: Element, kind: str) -> Reason | None:
    if kind == "essay":
        return Reason("left out: an essay can only be marked by a person")
    if kind == "description":
        return Reason("left out: a description asks nothing")
    if kind not in _KINDS:
        return Reason("left out: questions of the type {kind!r} are not supported", kind=kind)
    if element.words("hidden") == "1":
        return Reason("left out: the question is hidden in Moodle")
    asked = [element.one("questiontext"), *element.all("answer"), *element.all("subquestion")]
    if any(part is not None and lacks_words(part.words(), part.form) for part in asked):
        return Reason("left out: it shows a picture without words for it")
    return None


def _question(element: Element, kind: str, category: str) -> Question:
    key = line(to_label(element.words("name"), "moodle"))[:MOST_KEY].strip()
    asked = element.one("questiontext")
    general = element.one("generalfeedback")
    if asked is None:
        raise _BadError(element.line, Reason("the question has no text"))
    answers: Kind
    if kind in ("cloze", "multianswer"):
        try:
            text, answers = cloze.read(asked.words(), asked.form)
        except cloze.BadGapError as bad:
            raise _BadError(asked.line, bad.reason) from None
    else:
        text = clean(to_markdown(asked.words(), asked.form))
        answers = _READERS[kind](element)
    if not text:
        raise _BadError(asked.line, Reason("the question has no text"))
    return Question(key, text, answers, _said(general), category, element.line)


def _said(element: Element | None) -> str:
    return "" if element is None else clean(to_markdown(element.words(), element.form))


def _label(element: Element) -> str:
    return line(to_label(element.words(), element.form))


def _weight(answer: Element) -> Decimal:
    return _decimal(answer.attributes.get("fraction", "0"), answer)


def _decimal(text: str, element: Element) -> Decimal:
    try:
        value = Decimal(text.strip().replace(",", "."))
    except InvalidOperation:
        value = Decimal("NaN")
    if not value.is_finite() or abs(value.adjusted()) > 15:
        raise _BadError(element.line, Reason("{text!r} is not a number", text=text[:60]))
    # Moodle writes "-50.0000000"
    return value.quantize(Decimal(1)) if value == value.to_integral() else value.normalize()


def _choice(element: Element) -> Kind:
    several = element.words("single").lower() in ("false", "0")
    options = (Option(_label(a), _weight(a), _said(a.one("feedback"))) for a in element.all("answer"))
    return Choice(tuple(options), several)


def _true_false(element: Element) -> Kind:
    feedbacks: dict[bool, str] = {}
    right: bool | None = None
    for answer in element.all("answer"):
        truth = answer.words().lower() == "true"
        feedbacks[truth] = _said(answer.one("feedback"))
        if _weight(answer) == FULL:
            right = truth
    if right is None:
        raise _BadError(element.line, Reason("no answer is right: none counts 100 %"))
    return TrueFalse(right, feedbacks.get(not right, ""), feedbacks.get(right, ""))


def _short(element: Element) -> Kind:
    # an accepted answer is plain text, whatever its format says
    answers = (ShortAnswer(line(a.words()), _weight(a), _said(a.one("feedback"))) for a in element.all("answer"))
    return Short(tuple(answers))


def _number(element: Element) -> Kind:
    answers: list[NumberAnswer] = []
    otherwise = ""
    for answer in element.all("answer"):
        said = _said(answer.one("feedback"))
        if answer.words() == "*":
            otherwise = otherwise or said
            continue
        tolerance = _decimal(answer.words("tolerance") or "0", answer)
        if tolerance < 0:
            raise _BadError(answer.line, Reason("the tolerance of {text} is below 0", text=answer.words()[:60]))
        answers.append(NumberAnswer(_decimal(answer.words(), answer), tolerance, _weight(answer), said))
    return Number(tuple(answers), otherwise)


_ONE = re.compile(r"1(?:\.0*)?")


def _units(element: Element) -> list[str]:
    """The names of those that Moodle takes a number in, the one of its answers first."""
    units = element.one("units")
    found = units.all("unit") if units else []
    found.sort(key=lambda unit: _ONE.fullmatch(unit.words("multiplier")) is None)
    return [line(unit.words("unit_name")) for unit in found]


def _matching(element: Element) -> Kind:
    pairs: list[tuple[str, str]] = []
    extra: list[str] = []
    for each in element.all("subquestion"):
        left, right = _label(each), line(each.words("answer"))
        if left:
            pairs.append((left, right))
        elif right:
            extra.append(right)
    return Matching(tuple(pairs), tuple(dict.fromkeys(extra)))


def _order(element: Element) -> Kind:
    placed = sorted(element.all("answer"), key=_weight)  # the fraction is the place
    return Order(tuple(_label(answer) for answer in placed))


_READERS = {
    "multichoice": _choice,
    "truefalse": _true_false,
    "shortanswer": _short,
    "numerical": _number,
    "matching": _matching,
    "match": _matching,
    "ordering": _order,
}
