"""Reads Moodle's cloze: gaps in a text, each with its own answers: `{2:SHORTANSWER:=Lomé#Oui~%50%Lome}`."""

from __future__ import annotations

import re
from decimal import Decimal

from backend.domain.errors import Reason
from backend.domain.french.spelling import clean
from backend.domain.training.banks.bank import MOST_ANSWERS
from backend.domain.training.questions import (
    FULL_WEIGHT,
    Choice,
    Gap,
    Gaps,
    Number,
    NumberAnswer,
    Option,
    Short,
    ShortAnswer,
    WeightedGap,
)
from backend.domain.training.text import losses, numbers
from backend.domain.training.text.markup import Format, line, to_label, to_markdown

MOST_SIGNS = 10 * MOST_ANSWERS
"""Signs of gaps and answers in one text."""
_BEGIN = re.compile(
    r"\{(?P<weight>\d{0,3}):(?:(?P<number>NUMERICAL|NM)|(?P<several>MULTIRESPONSE|MR)(?:_?H?S?)"
    r"|(?P<choice>MULTICHOICE|MC)(?:_?[VH]?S?)|(?P<short>SHORTANSWER|SA|MW)(?P<case>_?C)?):"
)
_END = re.compile(r"(?<!\\)\}")
_BETWEEN = re.compile(r"(?<!\\)~")
_FEEDBACK = re.compile(r"(?<![\\&])#")  # "&#233;" is a letter
_WEIGHT = re.compile(r"\s*(?:(=)|%([-+]?\d{1,3}(?:[.,]\d*)?)%)")
_OPENED, _CLOSED = "\ufdd0", "\ufdd1"  # around a gap's number while its text is converted


class BadGapError(Exception):
    """A gap that cannot be read."""

    def __init__(self, reason: Reason) -> None:
        self.reason = reason


def read(text: str, form: Format, lost: list[Reason]) -> tuple[str, Gaps]:
    """The text with `{1}`, `{2}`, … for its gaps, and the gaps. What is not kept of them is added to `lost`. Raises
    `BadGapError`."""
    gaps: list[WeightedGap] = []
    out: list[str] = []
    place = 0
    text = text.translate({ord(_OPENED): None, ord(_CLOSED): None})
    while begin := _BEGIN.search(text, place):
        number = len(gaps) + 1
        end = _END.search(text, begin.end())
        if end is None:
            raise BadGapError(Reason("gap {number} is not closed with a brace", number=number))
        out += [text[place : begin.start()], f"{_OPENED}{number}{_CLOSED}"]
        gaps.append(WeightedGap(_gap(begin, text[begin.end() : end.start()], number), int(begin["weight"] or 1) or 1))
        place = end.end()
        if begin["case"] and losses.CASE not in lost:
            lost.append(losses.CASE)
    if not gaps:
        raise BadGapError(Reason("there is no gap in the text"))
    out.append(text[place:])
    shown = clean(to_markdown("".join(out), form)).replace("{", "{{").replace("}", "}}")
    return re.sub(f"{_OPENED}(\\d+){_CLOSED}", r"{\1}", shown), Gaps(tuple(gaps))


def _gap(begin: re.Match[str], answers: str, number: int) -> Gap:
    found = [_answer(part) for part in _BETWEEN.split(answers)]
    if not found[0][0].strip() and len(found) > 1:  # "{1:MC:~a~=b}"
        found = found[1:]
    if begin["number"]:
        return _number(found, number)
    if begin["short"]:
        return Short(tuple(ShortAnswer(_label(text), weight, _said(feedback)) for text, weight, feedback in found))
    options = [Option(_label(text), weight, _said(feedback)) for text, weight, feedback in found]
    if begin["choice"]:
        return Choice(tuple(options))
    right = [option for option in options if option.weight == FULL_WEIGHT]
    if len(right) > 1:  # if several are marked with =, they share the mark
        share = (FULL_WEIGHT / len(right)).quantize(numbers.WEIGHT_STEP)
        options = [Option(o.text, share if o.weight == FULL_WEIGHT else o.weight, o.feedback) for o in options]
    return Choice(tuple(options), several=True)


def _number(found: list[tuple[str, Decimal, str]], number: int) -> Number:
    answers: list[NumberAnswer] = []
    otherwise = ""
    for text, weight, feedback in found:
        value, _, tolerance = text.partition(":")
        read = [numbers.read(value), numbers.read(tolerance or "0")]
        if text.strip() == "*":
            otherwise = _said(feedback)
        elif read[0] is None or read[1] is None or read[1] < 0:
            wrong = value if read[0] is None else tolerance
            raise BadGapError(Reason("gap {number}: {reason}", number=number, reason=numbers.wrong(wrong)))
        else:
            answers.append(NumberAnswer(read[0], read[1], weight, _said(feedback)))
    return Number(tuple(answers), otherwise)


def _answer(part: str) -> tuple[str, Decimal, str]:
    """The text of an answer, its weight in percent, and its feedback."""
    weight = Decimal(0)
    if found := _WEIGHT.match(part):
        weight = FULL_WEIGHT if found[1] else numbers.weight(found[2]) or Decimal(0)
        part = part[found.end() :]
    text, *feedback = _FEEDBACK.split(part, maxsplit=1)
    return _freed(text), weight, _freed("".join(feedback))


def _freed(text: str) -> str:
    return re.sub(r"\\([}#~/\"\\])", r"\1", text)


def _label(text: str) -> str:
    return line(to_label(text, "html"))


def _said(text: str) -> str:
    return clean(to_markdown(text, "html"))
