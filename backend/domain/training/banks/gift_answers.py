"""Reads GIFT's answer blocks: the content of the braces as one kind of question."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from backend.domain.errors import Reason
from backend.domain.french.spelling import clean
from backend.domain.training.banks.bank import MOST_ANSWERS, TOO_MANY_ANSWERS
from backend.domain.training.banks.gift_blocks import BREAK, freed
from backend.domain.training.questions import (
    FULL_WEIGHT,
    Choice,
    Kind,
    Matching,
    Measure,
    Number,
    NumberAnswer,
    Option,
    Order,
    Short,
    ShortAnswer,
    TrueFalse,
)
from backend.domain.training.text import formulas, losses, numbers
from backend.domain.training.text.markup import FORMATS, Format, has_breaks, line, to_label, to_markdown


class BadError(Exception):
    """A fault at a place of the block."""

    def __init__(self, place: int, reason: Reason) -> None:
        self.place = place
        self.reason = reason


class LeftOutError(BadError):
    """Not a fault, but nothing can be asked; `reason` says why."""


_COMMENT = re.compile(r"\n (?=\n|$)")  # a line that `blocks` has emptied
_TAG = re.compile(r"\s*\[(\w+)\]")
_WEIGHT = re.compile(r"\s*%([-+]?\d{1,3}(?:[.,]\d*)?)%")
_UNIT = re.compile(r"([-+\d.,: ]*\d)\s*((?:[^\W\d_]|[%°€$£])[^:]{0,59})")
_TRUTHS = {"T": True, "TRUE": True, "VRAI": True, "F": False, "FALSE": False, "FAUX": False}
_ORDERING = re.compile(
    r"[ \t]*(?:(?:\d+|ALL|EXACT|RANDOM|REL|CONTIGUOUS|CONTIG"
    r"|HORIZONTAL|HORI|H|VERTICAL|VERT|V|ABSOLUTE_POSITION|ABSOLUTE|ABS|ALL_OR_NOTHING|RELATIVE\w*|LONGEST\w*"
    r"|SHOW|TRUE|YES|HIDE|FALSE|NO|none|NONE|NUMBERING_\w+|abc|ABCD|iii|IIII)(?=\s|$)[ \t]*)*"
)


def untagged(words: str, form: Format) -> tuple[str, Format]:
    """The words without escapes, and their format: the one that a tag names, or `form`."""
    words = _COMMENT.sub("", words)
    tag = _TAG.match(words)
    if tag and tag[1] in FORMATS:
        return freed(words[tag.end() :].strip()), FORMATS[tag[1]]
    return freed(words.strip()), form


class Answers:
    """The answers of one block, with its escapes held. Places are offsets in its text. `lost`: what a chat cannot show
    of them, and where that is."""

    def __init__(self, text: str, form: Format) -> None:
        self.text = text
        self.form = form
        self.lost: list[tuple[int, Reason]] = []

    def kind(self, start: int, end: int) -> Kind:
        """The kind of question. Raises `BadError`, `LeftOutError`."""
        answers = self.text[start:end]
        start += len(answers) - len(answers.lstrip())
        answers = answers.strip()
        if not answers:
            raise LeftOutError(start, Reason("an essay can only be marked by a person"))
        if max(answers.count("=") + answers.count("~"), answers.count("\n") // 2) > MOST_ANSWERS:
            raise LeftOutError(start, TOO_MANY_ANSWERS)
        if answers[0] == "#":
            return self._numerical(start + 1, end)
        if answers[0] == ">":
            return self._order(start + 1, end)
        if "~" in answers:
            return self._choice(start, end)
        if "=" in answers and any("->" in part.split("#", 1)[0] for part in answers.split("=")):
            return self._matching(start, end)
        said, *feedbacks = answers.split("#", 2)
        if (truth := _TRUTHS.get(said.strip().upper())) is not None:
            wrong, right = [*(self._said(words, start) for words in feedbacks), "", ""][:2]
            return TrueFalse(truth, wrong, right)
        return self._short(start, end)

    def said(self, start: int, end: int) -> str:
        """A feedback as Markdown; "", with an entry in `lost`, if a chat cannot show it."""
        return self._said(self.text[start:end], start)

    # --- kinds --------------------------------------------------------------------------------------

    def _choice(self, start: int, end: int) -> Choice:
        options: list[Option] = []
        several = "=" not in self.text[start:end]
        for sign, begin, stop in self._parts(start, end, r"~\s*=|[~=]"):
            if not sign:
                raise BadError(begin, Reason("the first answer begins with neither = nor ~"))
            weight, begin = self._weight(begin, stop, FULL_WEIGHT if sign == "=" else Decimal(0))
            words_end, feedback = self._feedback(begin, stop)
            options.append(Option(self._label(begin, words_end), weight, feedback))
        return Choice(tuple(options), several)

    def _short(self, start: int, end: int) -> Short:
        accepted: list[ShortAnswer] = []
        for _, begin, stop in self._parts(start, end, "="):
            weight, begin = self._weight(begin, stop, FULL_WEIGHT)
            words_end, feedback = self._feedback(begin, stop)
            accepted.append(ShortAnswer(self._accepted(begin, words_end), weight, feedback))
        return Short(tuple(accepted))

    def _numerical(self, start: int, end: int) -> Number | Measure:
        wrong = self.text.find("~", start, end)
        otherwise = ""
        if wrong >= 0:
            _, otherwise = self._feedback(wrong + 1, end)
            end = wrong
        answers: list[NumberAnswer] = []
        units: tuple[str, ...] = ()
        for _, begin, stop in self._parts(start, end, "="):
            weight, begin = self._weight(begin, stop, FULL_WEIGHT)
            words_end, feedback = self._feedback(begin, stop)
            words = freed(self.text[begin:words_end]).strip()
            if words == "*" and not weight:
                otherwise = otherwise or feedback
            else:
                words, named = _measured(words)
                if named and units and named != units:
                    raise BadError(begin, Reason("a question has one unit: {unit}", unit=units[0]))
                units = named or units
                value, tolerance = _range(words, begin)
                answers.append(NumberAnswer(value, tolerance, weight, feedback))
        number = Number(tuple(answers), otherwise)
        return Measure(number, units) if units else number

    def _matching(self, start: int, end: int) -> Matching:
        pairs: list[tuple[str, str]] = []
        extra: list[str] = []
        for _, begin, stop in self._parts(start, end, "="):
            arrow = self.text.find("->", begin, stop)
            if arrow < 0:
                raise BadError(begin, Reason("a pair has no -> between its two sides"))
            left = self._label(begin, arrow)
            right = _readable(line(formulas.shown(freed(self.text[arrow + 2 : stop]))), arrow)
            if left:
                pairs.append((left, right))
            else:
                extra.append(right)
        return Matching(tuple(pairs), tuple(dict.fromkeys(each for each in extra if each)))

    def _order(self, start: int, end: int) -> Order:
        header = _ORDERING.match(self.text, start, end)
        assert header is not None  # it matches the empty string, too
        items: list[str] = []
        place = header.end()
        for part in self.text[place:end].split("\n"):
            if part.strip():
                items.append(self._label(place, place + len(part)))
            place += len(part) + 1
        return Order(tuple(items))

    # --- their parts --------------------------------------------------------------------------------

    def _parts(self, start: int, end: int, signs: str) -> Iterator[tuple[str, int, int]]:
        """Each answer: its sign ("" for words before the first one), its start and its end."""
        sign, begin = "", start
        each = list(re.compile(signs).finditer(self.text, start, end))
        if (place := _astray(self.text, start, each)) is not None:
            raise BadError(
                place,
                Reason(
                    "a {sign} in the middle of a line: begin a line with each answer, or write \\{sign} for the sign",
                    sign=self.text[place],
                ),
            )
        for found in each:
            if sign or self.text[begin : found.start()].strip():
                yield sign, begin, found.start()
            sign, begin = found[0][-1], found.end()
        if sign or self.text[begin:end].strip():
            yield sign, begin, end

    def _weight(self, start: int, end: int, default: Decimal) -> tuple[Decimal, int]:
        found = _WEIGHT.match(self.text, start, end)
        if found is None:
            return default, start
        weight = numbers.weight(found[1])
        if weight is None:
            raise BadError(start, numbers.wrong(found[1]))
        return weight, found.end()

    def _feedback(self, start: int, end: int) -> tuple[int, str]:
        """Where the words of an answer end, and its feedback."""
        place = self.text.find("#", start, end)
        if place < 0:
            return end, ""
        if not self.text[place - 1].isspace() and self.text[place + 1 : end].strip()[:1] in ("", "#"):  # « =C# »
            raise BadError(place, Reason("nothing is said behind this #: write \\# for the sign itself"))
        return place, self.said(place + 1, end)

    def _said(self, words: str, place: int) -> str:
        text, form = untagged(words, self.form)
        if reason := losses.unshowable(text, form):
            self.lost.append((place, losses.unsaid(reason)))
            return ""
        if losses.pictures(text, form):
            self.lost.append((place, losses.DESCRIBED))
        return clean(to_markdown(text, form))

    def _label(self, start: int, end: int) -> str:
        words = self.text[start:end]
        text, form = untagged(words, self.form)
        if reason := losses.unshowable(text, form):
            raise LeftOutError(start, reason)
        if BREAK in words.strip() or has_breaks(text, form):
            self.lost.append((start, losses.BROKEN))
        if losses.pictures(text, form):
            self.lost.append((start, losses.DESCRIBED))
        return line(to_label(text, form))

    def _accepted(self, start: int, end: int) -> str:
        text, form = untagged(self.text[start:end], self.form)
        return _readable(line(to_label(text, "html") if form == "html" else text), start)


def _astray(text: str, start: int, signs: Sequence[re.Match[str]]) -> int | None:
    """The place of a sign that the author did not escape; None if there is none. Where answers stand on lines of their
    own, or apart from each other, one inside an answer ("x=5") is no beginning."""
    leads = [text[start : found.start()].rpartition("\n")[2] for found in signs]
    of_lines = sum(not lead.strip() for lead in leads)
    inside = [found.start() for found, lead in zip(signs, leads, strict=True) if lead.strip()]
    tight = [place for place in inside if not text[place - 1].isspace()]
    glued = [place for place in tight if text[place] == "="]
    # in « {~Londres=Paris~Rome} » no answer stands apart
    if glued and (of_lines > 1 or len(glued) == len(tight) < len(inside)):
        return glued[0]
    begun = bool(signs) and "\n" in text[text.rfind("{", 0, start) : signs[0].start()]  # each has a line of its own
    return inside[0] if inside and begun and len(inside) < of_lines else None


def _readable(label: str, place: int) -> str:
    if reason := losses.unreadable(label):
        raise LeftOutError(place, reason)
    return label


def _measured(words: str) -> tuple[str, tuple[str, ...]]:
    """`12,5:0,5 kg|kilos` split into the number and the unit with its accepted variants."""
    found = _UNIT.fullmatch(words)
    if found is None or numbers.read(words) is not None:  # "3e5"
        return words, ()
    return found[1], tuple(dict.fromkeys(unit for each in found[2].split("|") if (unit := line(each))))


def _range(words: str, place: int) -> tuple[Decimal, Decimal]:
    """`1..5`, `3:2` or `3` as a value and its tolerance."""
    if ".." in words:
        low, high = (_number(part, place) for part in words.split("..", 1))
        if low > high:
            raise BadError(place, Reason("the range {text} ends before it begins", text=words))
        return (low + high) / 2, (high - low) / 2
    value, _, tolerance = words.partition(":")
    around = _number(tolerance, place) if tolerance.strip() else Decimal(0)
    if around < 0:
        raise BadError(place, Reason("the tolerance of {text} is below 0", text=words))
    return _number(value, place), around


def _number(words: str, place: int) -> Decimal:
    value = numbers.read(words)
    if value is None:
        raise BadError(place, numbers.wrong(words))
    return value
