"""Writes questions as Moodle's GIFT. Reading that gives the same questions again."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal

from backend.domain.training.banks.gift import BLANK
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
    TrueFalse,
)
from backend.domain.training.text.markup import FORMATS, looks_like_html, to_label, to_markdown
from backend.records import replace

_RESERVED = re.compile(r"[\\#=~{}]")
_TAGGED = re.compile(rf"\[(?:{'|'.join(FORMATS)})\]")
_GAP = re.compile(r"\{\{|\}\}|\{(\d+)\}")


def write(questions: Iterable[Question]) -> str:
    """One GIFT text, with categories. Texts with a style are tagged `[markdown]`; others need no tag and stay easy to
    read.

    GIFT has one answer block per question, so gaps (Moodle's cloze) become one question each: `key (1)`, `key (2)`, …
    """
    out: list[str] = []
    category = ""
    for question in questions:
        if question.category != category:
            category = question.category
            out.append(f"$CATEGORY: {category or 'top'}\n")
        out += [_question(each) for each in _alone(question)]
    return "\n".join(out)


def _alone(question: Question) -> Iterator[Question]:
    kind = question.kind
    if not isinstance(kind, Gaps):
        yield question
        return
    for number, gap in enumerate(kind.gaps, 1):

        def shown(found: re.Match[str], number: int = number) -> str:
            if found[1] is None:
                return found[0][0]
            return BLANK if int(found[1]) == number else "(…)"

        yield replace(question, key=f"{question.key} ({number})", text=_GAP.sub(shown, question.text), kind=gap.kind)


def _question(question: Question) -> str:
    styled = _styled(question.text)
    words = _Words(inherited=styled)
    name = _escaped(question.key).replace(":", "\\:")
    tag = "[markdown]" if styled else ""
    answers = [*_answers(question.kind, words)]
    if question.general_feedback:
        answers.append(f"####{words.markdown(question.general_feedback)}")
    lead = {Number: "#", Measure: "#", Order: "> ALL VERTICAL ABSOLUTE_POSITION SHOW none"}.get(type(question.kind), "")
    body = "".join(f"\t{answer}\n" for answer in answers)
    return f"::{name}::{tag}{_escaped(question.text)} {{{lead}\n{body}}}\n"


def _styled(text: str) -> bool:
    """Whether a reader would read the text, without a tag, as a different one."""
    return looks_like_html(text) or to_markdown(text, "moodle") != text


def _answers(kind: Kind, words: _Words) -> Iterator[str]:
    match kind:
        case Choice():
            yield from _choice(kind, words)
        case TrueFalse(answer, wrong, right):
            yield ("TRUE" if answer else "FALSE") + words.feedback(wrong, always=bool(right)) + words.feedback(right)
        case Number():
            yield from _number(kind, words)
        case Measure(number, units):
            yield from _number(number, words, " " + _escaped("|".join(units)))
        case Short(accepted):
            for each in accepted:
                weight = _weight(each.weight) if each.weight != FULL_WEIGHT or each.text.startswith("%") else ""
                tag = "[plain]" if _TAGGED.match(each.text) else ""
                yield f"={weight}{tag}{_arrows(_escaped(each.text) + words.feedback(each.feedback))}"
        case Matching(pairs, extra):
            yield from (f"={_arrows(words.label(left))} -> {_escaped(paired)}" for left, paired in pairs)
            yield from (f"= -> {_escaped(unpaired)}" for unpaired in extra)
        case Order(items):
            # a line that begins with // would be a comment
            yield from (words.label(item, tagged=item.startswith("//")) for item in items)
        case Gaps():
            raise AssertionError("gaps are written one by one")


def _choice(kind: Choice, words: _Words) -> Iterator[str]:
    for option in kind.options:
        right = option.weight == FULL_WEIGHT and not kind.several
        # a label that begins like a weight needs one before it
        needed = (option.weight and not right) or option.text.startswith("%")
        weight = _weight(option.weight) if needed else ""
        yield ("=" if right else "~") + weight + words.label(option.text) + words.feedback(option.feedback)


def _number(kind: Number, words: _Words, unit: str = "") -> Iterator[str]:
    for answer in kind.answers:
        weight = "" if answer.weight == FULL_WEIGHT else _weight(answer.weight)
        margin = f":{answer.tolerance:f}" if answer.tolerance else ""
        yield f"={weight}{answer.value:f}{margin}{unit}{words.feedback(answer.feedback)}"
    if kind.otherwise:
        yield f"~{words.feedback(kind.otherwise)}"


class _Words:
    """Texts of one question. `inherited`: the question's text is tagged, and so are all texts without a tag."""

    def __init__(self, *, inherited: bool) -> None:
        self._inherited = inherited

    def markdown(self, text: str) -> str:
        """A text with its escapes, tagged as Markdown if it needs that."""
        styled = _styled(text) and not self._inherited
        tag = "[markdown]" if styled or _TAGGED.match(text) else ""
        return tag + _escaped(text)

    def feedback(self, text: str, *, always: bool = False) -> str:
        """A feedback with its sign; "" for no text, unless `always`."""
        return f"#{self.markdown(text)}" if text or always else ""

    def label(self, text: str, *, tagged: bool = False) -> str:
        """A label. It is tagged if a reader could see markup in it, in whatever format."""
        clear = text == to_label(text, "moodle") == to_label(text, "markdown") and not text.startswith("[")
        clear = clear and not looks_like_html(text)
        return ("" if clear and not tagged else "[plain]") + _escaped(text)


def _weight(weight: Decimal) -> str:
    return f"%{weight.normalize() + 0:f}%"


def _arrows(text: str) -> str:
    return text.replace("->", "-\\>")


def _escaped(text: str) -> str:
    return _RESERVED.sub(r"\\\g<0>", text).replace("\n", "\\n")
