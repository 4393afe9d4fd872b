"""Reads Aiken, Moodle's simplest format: a question, its options on a line each (`A)` or `A.`), then `ANSWER: B`.

Unlike Moodle's own reader it accepts a question on several lines, small letters, `Réponse :` for the last line, and
several right letters (`ANSWER: A, C`).
"""

from __future__ import annotations

import re
from decimal import Decimal
from itertools import pairwise

from backend.domain.errors import Fault, Reason
from backend.domain.french.spelling import clean, fold
from backend.domain.training.banks.bank import Bank, too_many
from backend.domain.training.questions import FULL_WEIGHT, Choice, Option, Question
from backend.domain.training.text import losses, numbers
from backend.domain.training.text.markup import line, to_label, to_markdown
from backend.domain.training.text.soundness import mistake, unfit
from backend.records import Struct, field, replace

_OPTION = re.compile(r"\(?(?:([A-Z])[.)][ \t]*|([a-z])[.)][ \t]+)(\S.*)?")
_ANSWER = re.compile(r"(?:(?:correct |right )?answer|r[ée]ponse|respuesta|resposta)\s*:\s*(.*)", re.IGNORECASE)
_ANSWERED = re.compile(rf"^[ \t]*(?:{_ANSWER.pattern})$", re.IGNORECASE | re.MULTILINE)
_LETTERS = re.compile(r"(?:[A-Z](?>\s*[,;/&+]\s*|\s+(?:(?:et|and|y|e)\s+)?|(?=[A-Z])))*+[A-Z][.)]?", re.IGNORECASE)
_LETTER = re.compile(r"\(?([A-Za-z])[.)]")
_EXPLAINED = re.compile(r"(?:feedback|explanation|explication|justification)\s*:\s*(.+)", re.IGNORECASE)


def looks_like_it(text: str) -> bool:
    """Whether a text is Aiken rather than GIFT: it has options A and B, and either no brace or an answer line."""
    lines = [each.strip() for each in text.split("\n")]
    letters = [(found[1] or found[2]).upper() for each in lines if (found := _OPTION.fullmatch(each))]
    answers = (found[1].strip() for each in lines if (found := _ANSWER.fullmatch(each)))
    return ("A", "B") in pairwise(letters) and ("{" not in text or any(_LETTERS.fullmatch(each) for each in answers))


def read(text: str, faults: list[Fault]) -> Bank:
    """The questions of a text, without names. Faults are added to `faults`, and their questions are left out."""
    if fault := too_many(text, _ANSWERED):
        faults.append(fault)
        return Bank(())
    questions: list[Question] = []
    notes: list[Fault] = []
    reader = _Reader(faults)
    for number, each in enumerate(text.split("\n"), 1):
        reader.read(number, each.strip())
    reader.end()
    for found in reader.questions:
        if reason := mistake(found.kind):
            faults.append(Fault(found.line, reason))
        elif reason := _unshowable(found) or unfit(found):
            notes.append(Fault(found.line, losses.left_out(reason)))
        else:
            questions.append(found)
    return Bank(tuple(questions), tuple(notes))


_UNANSWERED = Reason("the question has no line ANSWER: with the letter of what is right")


class _Open(Struct):
    """A question whose answer line has not come yet. `line`: its first one. `wrong`: it has a fault that was reported
    already."""

    line: int
    text: list[str] = field(default_factory=list)
    options: dict[str, str] = field(default_factory=dict)
    wrong: bool = False


class _Reader:
    """Reads lines one after the other. `_parted`: the last one was empty."""

    def __init__(self, faults: list[Fault]) -> None:
        self.questions: list[Question] = []
        self._faults = faults
        self._open: _Open | None = None
        self._parted = True

    def read(self, number: int, said: str) -> None:
        """Read the next line, stripped; "" for an empty one."""
        if said:
            self._line(number, said)
        self._parted = not said

    def end(self) -> None:
        """End of the file: a question that is still open has no answer line."""
        if self._open is not None and not self._open.wrong:
            self._faults.append(Fault(self._open.line, _UNANSWERED))
        self._open = None

    def _line(self, number: int, said: str) -> None:
        if answer := _ANSWER.fullmatch(said):
            self._answer(number, answer[1].strip())
        elif option := _OPTION.fullmatch(said):
            self._option(number, (option[1] or option[2]).upper(), option[3] or "")
        elif self._open is None and not self._parted and self.questions and (more := _EXPLAINED.fullmatch(said)):
            self.questions[-1] = replace(self.questions[-1], general_feedback=clean(to_markdown(more[1], "plain")))
        else:
            self._words(number, said)

    def _answer(self, number: int, answer: str) -> None:
        found, self._open = self._open, None
        if found is None:
            self._faults.append(Fault(number, Reason("an answer without a question")))
        elif not found.wrong and not (right := _right(answer, found.options)):
            self._faults.append(Fault(number, Reason("the answer {text!r} is none of the options", text=answer[:60])))
        elif not found.wrong:
            self.questions.append(_question(found, right))

    def _option(self, number: int, letter: str, label: str) -> None:
        if self._open is None:
            self._faults.append(Fault(number, Reason("an option without a question")))
            self._open = _Open(number, wrong=True)
        if letter in self._open.options and not self._open.wrong:
            self._faults.append(Fault(number, Reason("the option {letter} is here twice", letter=letter)))
            self._open.wrong = True
        self._open.options[letter] = label

    def _words(self, number: int, said: str) -> None:
        """Words of a question's text, or the continuation of an option. After an empty line an unanswered question is
        over."""
        if self._open is not None and self._open.options and self._parted:
            self.end()
        if self._open is None:
            self._open = _Open(number)
        if self._open.options:
            self._open.options[next(reversed(self._open.options))] += f" {said}"
        else:
            self._open.text += [""] * (self._parted and bool(self._open.text)) + [said]


def _question(found: _Open, right: set[str]) -> Question:
    weight = FULL_WEIGHT if len(right) == 1 else (FULL_WEIGHT / len(right)).quantize(numbers.WEIGHT_STEP)
    options = tuple(
        Option(line(to_label(label, "plain")), weight if letter in right else Decimal(0))
        for letter, label in found.options.items()
    )
    text = clean(to_markdown("\n".join(found.text), "plain"))
    return Question("", text, Choice(options, several=len(right) > 1), line=found.line)


def _right(answer: str, options: dict[str, str]) -> set[str]:
    """The letters of the right options; empty if the answer names none."""
    named: set[str] = set()
    if _LETTERS.fullmatch(answer):
        named = set(re.findall(r"\b[A-Z]\b", answer.upper())) or set(answer.upper().rstrip(".)"))
    elif found := _LETTER.match(answer):
        named = {found[1].upper()}
    if named and named <= set(options):
        return named
    return {letter for letter, label in options.items() if fold(label) == fold(answer) != ""}


def _unshowable(question: Question) -> Reason | None:
    assert isinstance(question.kind, Choice)
    labels = (losses.unreadable(option.text) for option in question.kind.options)
    return losses.unshowable(question.text, "markdown") or next((reason for reason in labels if reason), None)
