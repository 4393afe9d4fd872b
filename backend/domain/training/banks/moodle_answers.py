"""Reads the answers of a question in Moodle's XML, by its type."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from decimal import Decimal

from backend.domain.errors import Reason
from backend.domain.french.spelling import clean, fold
from backend.domain.training.banks.xml_tree import Element
from backend.domain.training.questions import (
    FULL_WEIGHT,
    Choice,
    Kind,
    Matching,
    Number,
    NumberAnswer,
    Option,
    Order,
    Short,
    ShortAnswer,
    TrueFalse,
)
from backend.domain.training.text import losses, numbers
from backend.domain.training.text.markup import has_breaks, line, to_label, to_markdown
from backend.records import Struct, field, replace


class BadElementError(Exception):
    """A fault in the file, at a line."""

    def __init__(self, line: int, reason: Reason) -> None:
        self.line = line
        self.reason = reason


class Reading(Struct):
    """Collects what is not kept of one question."""

    lost: list[Reason] = field(default_factory=list)

    def said(self, element: Element | None) -> str:
        """A feedback as Markdown; "" if there is none, or, with an entry in `lost`, if a chat cannot show it."""
        if element is None:
            return ""
        if reason := losses.unshowable(element.words(), element.form):
            self.lost.append(losses.unsaid(reason))
            return ""
        if losses.pictures(element.words(), element.form):
            self.lost.append(losses.DESCRIBED)
        return clean(to_markdown(element.words(), element.form))

    def label(self, element: Element) -> str:
        """The words of an answer on one line. What is lost is noted."""
        words, form = element.words(), element.form
        if has_breaks(words, form) or (form != "html" and "\n" in words):
            self.lost.append(losses.BROKEN)
        if losses.pictures(words, form):
            self.lost.append(losses.DESCRIBED)
        return line(to_label(words, form))


_COMBINED = Reason("what it says to right and wrong answers as a whole is left out")
_STOCK = frozenset(
    {
        "",
        *("your answer is correct", "your answer is partially correct", "your answer is incorrect"),
        *("votre reponse est correcte", "votre reponse est partiellement correcte", "votre reponse est incorrecte"),
        *("respuesta correcta", "respuesta parcialmente correcta", "respuesta incorrecta"),
        *("sua resposta esta correta", "sua resposta esta parcialmente correta", "sua resposta esta incorreta"),
        *("die antwort ist richtig", "die antwort ist teilweise richtig", "die antwort ist falsch"),
        *("correct", "incorrect", "partially correct", "partiellement correct", "bonne reponse", "mauvaise reponse"),
    }
)
"""Moodle's own standard feedback. The verdict in chat says the same."""


def _says_nothing(words: str) -> bool:
    return fold(words) in _STOCK


def _as_a_whole(element: Element, reading: Reading) -> tuple[str, str, str]:
    """The feedback to right, partly right and wrong answers; "" for standard ones."""
    names = ("correctfeedback", "partiallycorrectfeedback", "incorrectfeedback")
    right, partly, wrong = ("" if _says_nothing(s) else s for s in (reading.said(element.one(name)) for name in names))
    return right, partly, wrong


def _weight(answer: Element) -> Decimal:
    return _known(numbers.weight(answer.attributes.get("fraction", "0")), answer.attributes.get("fraction", ""), answer)


def _known(value: Decimal | None, text: str, element: Element) -> Decimal:
    if value is None:
        raise BadElementError(element.line, numbers.wrong(text))
    return value


def _choice(element: Element, reading: Reading) -> Kind:
    several = element.words("single").lower() in ("false", "0")
    options = [Option(reading.label(a), _weight(a), reading.said(a.one("feedback"))) for a in element.all("answer")]
    right, partly, wrong = _as_a_whole(element, reading)
    if several and (right or partly or wrong):
        reading.lost.append(_COMBINED)
    elif not several:  # as in Moodle, it follows the feedback of the option
        for place, option in enumerate(options):
            more = right if option.weight == FULL_WEIGHT else partly if option.weight > 0 else wrong
            options[place] = replace(option, feedback="\n\n".join(filter(None, (option.feedback, more))))
    return Choice(tuple(options), several)


def _true_false(element: Element, reading: Reading) -> Kind:
    feedbacks: dict[bool, str] = {}
    right: bool | None = None
    for answer in element.all("answer"):
        truth = answer.words().lower() in ("true", "vrai")
        feedbacks[truth] = reading.said(answer.one("feedback"))
        if _weight(answer) == FULL_WEIGHT:
            right = truth
    if right is None:
        raise BadElementError(element.line, Reason("no answer is right: none counts 100 %"))
    return TrueFalse(right, feedbacks.get(not right, ""), feedbacks.get(right, ""))


def _short(element: Element, reading: Reading) -> Kind:
    if element.words("usecase") == "1":
        reading.lost.append(losses.CASE)
    # an accepted answer is plain text, whatever its format says
    answers = (ShortAnswer(line(a.words()), _weight(a), reading.said(a.one("feedback"))) for a in element.all("answer"))
    return Short(tuple(answers))


def _number(element: Element, reading: Reading) -> Kind:
    answers: list[NumberAnswer] = []
    otherwise = ""
    for answer in element.all("answer"):
        said = reading.said(answer.one("feedback"))
        if answer.words() == "*":
            otherwise = otherwise or said
            continue
        margin = answer.words("tolerance") or "0"
        tolerance = _known(numbers.read(margin), margin, answer)
        if tolerance < 0:
            raise BadElementError(answer.line, Reason("the tolerance of {text} is below 0", text=answer.words()[:60]))
        value = _known(numbers.read(answer.words()), answer.words(), answer)
        answers.append(NumberAnswer(value, numbers.tidy(tolerance), _weight(answer), said))
    if len(units := _units(element)) > 1:
        reading.lost.append(Reason("its units are not read: only the number counts, in {unit}", unit=units[0][:60]))
    return Number(tuple(answers), otherwise)


_ONE = re.compile(r"1(?:\.0*)?")


def _units(element: Element) -> list[str]:
    """The names of the accepted units, that of the answers first."""
    units = element.one("units")
    found = units.all("unit") if units else []
    found.sort(key=lambda unit: _ONE.fullmatch(unit.words("multiplier")) is None)
    return [line(unit.words("unit_name")) for unit in found]


def _matching(element: Element, reading: Reading) -> Kind:
    pairs: list[tuple[str, str]] = []
    extra: list[str] = []
    for each in element.all("subquestion"):
        left, right = reading.label(each), line(to_label(each.words("answer"), "moodle"))
        if left:
            pairs.append((left, right))
        elif right:
            extra.append(right)
    if any(_as_a_whole(element, reading)):
        reading.lost.append(_COMBINED)
    return Matching(tuple(pairs), tuple(dict.fromkeys(extra)))


def _order(element: Element, reading: Reading) -> Kind:
    placed = sorted(element.all("answer"), key=_weight)  # the fraction is the place
    if any(_as_a_whole(element, reading)):
        reading.lost.append(_COMBINED)
    return Order(tuple(reading.label(answer) for answer in placed))


READERS: Mapping[str, Callable[[Element, Reading], Kind]] = {
    "multichoice": _choice,
    "truefalse": _true_false,
    "shortanswer": _short,
    "numerical": _number,
    "matching": _matching,
    "match": _matching,
    "ordering": _order,
}
"""Readers by the name of the type. Each raises `BadElementError`."""
