"""Moodle's GIFT, read: every question that marks itself, and every fault with its line.

The format is that of Moodle's own importer (its documentation, and `question/format/gift`): blocks
between empty lines, `//` comments, `$CATEGORY:`, `::name::`, `[html]` and the other format tags, all
answer blocks, and the ordering plugin's. What nobody but a person can mark is left out with a note.

Beside Moodle's escapes, `-\\>` is an arrow that does not part a pair.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from backend.domain.errors import Fault, Reason
from backend.domain.fields import clean
from backend.domain.training.gift_blocks import HERE, blocks, freed, held, with_category
from backend.domain.training.markup import FORMATS, Format, lacks_words, line, to_label, to_markdown
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

BLANK = "……"
"""What stands for the answer in a text that goes on behind it."""


@dataclass(frozen=True, slots=True)
class Bank:
    """What a file holds: the questions in order, and what was left out of it, with the reason."""

    questions: tuple[Question, ...]
    notes: tuple[Fault, ...] = ()


class _BadError(Exception):
    """A fault at a place of the block."""

    def __init__(self, place: int, reason: Reason) -> None:
        self.place = place
        self.reason = reason


class _LeftOutError(_BadError):
    """No fault, but nothing that can be asked."""


def read(text: str, faults: list[Fault], *, first: int = 1, form: Format = "moodle") -> Bank:
    """The questions of a text whose first line is number `first` of its file; `form`: how texts without a tag are
    meant. Adds to `faults`; a question with a fault is not among those that come back. A question
    without a name has the key ""."""
    questions: list[Question] = []
    notes: list[Fault] = []
    category = ""
    for top, block in blocks(text, first):
        category, body = with_category(block, category)
        if not body.strip():
            continue
        reader = _Block(held(body), form)
        begin = top + body.count("\n", 0, len(body) - len(body.lstrip()))
        try:
            question = reader.question(category, begin)
        except _LeftOutError as left:
            notes.append(Fault(begin, left.reason))
            continue
        except _BadError as bad:
            faults.append(Fault(top + reader.text.count("\n", 0, bad.place), bad.reason))
            continue
        if reason := mistake(question.kind):
            faults.append(Fault(top + reader.text.count("\n", 0, reader.answers_at), reason))
        elif reason := unfit(question):
            notes.append(Fault(begin, Reason("left out: {reason}", reason=reason)))
        else:
            questions.append(question)
    return Bank(tuple(questions), tuple(notes))


_TAG = re.compile(r"\s*\[(\w+)\]")
_WEIGHT = re.compile(r"\s*%(-?\d{1,3}(?:\.\d{1,10})?)%")
_NUMBER = re.compile(r"[-+]?(?:\d{1,15}(?:[.,]\d{0,10})?|[.,]\d{1,10})(?:[eE][-+]?\d)?", re.ASCII)
_ORDERING = re.compile(
    r"[ \t]*(?:(?:\d+|ALL|EXACT|RANDOM|REL|CONTIGUOUS|CONTIG"
    r"|HORIZONTAL|HORI|H|VERTICAL|VERT|V|ABSOLUTE_POSITION|ABSOLUTE|ABS|ALL_OR_NOTHING|RELATIVE\w*|LONGEST\w*"
    r"|SHOW|TRUE|YES|HIDE|FALSE|NO|none|NONE|NUMBERING_\w+|123|abc|ABCD|iii|IIII)(?=\s|$)[ \t]*)*"
)


class _Block:
    """One block's text, its escapes held; places are offsets in it."""

    def __init__(self, text: str, form: Format) -> None:
        self.text = text
        self.form = form
        self.answers_at = 0

    def question(self, category: str, line: int) -> Question:
        key, start = self._name()
        opened, closed = self._braces(start)
        self.answers_at = opened
        before, after = self.text[start:opened], self.text[closed + 1 :]
        words = before + HERE + after if after.strip() else before
        words, self.form = self._untagged(words)
        _without_pictures(words, self.form, start)
        text = clean(to_markdown(words, self.form)).replace(HERE, BLANK)
        end = self.text.rfind("####", opened, closed)
        general = self._markdown(end + 4, closed) if end >= 0 else ""
        kind = self._kind(opened + 1, end if end >= 0 else closed)
        if not text:
            raise _BadError(opened, Reason("the question has no text"))
        return Question(key, text, kind, general, category, line)

    def _name(self) -> tuple[str, int]:
        """The name, "" where there is none, and where the text begins."""
        start = len(self.text) - len(self.text.lstrip())
        if not self.text.startswith("::", start):
            return "", start
        end = self.text.find("::", start + 2)
        if end < 0:
            raise _BadError(start, Reason("the name that begins with :: does not end with ::"))
        return line(freed(self.text[start + 2 : end]))[:MOST_KEY].strip(), end + 2

    def _braces(self, start: int) -> tuple[int, int]:
        signs = [(found.start(), found[0]) for found in re.finditer("[{}]", self.text[start:])]
        match [(start + place, sign) for place, sign in signs]:
            case []:
                raise _LeftOutError(start, Reason("left out: there is no answer block {{ }}, so nothing is asked"))
            case [(closed, "}"), *_]:
                raise _BadError(closed, Reason("a brace }} closes what no {{ opened; write \\}} for the sign itself"))
            case [(opened, _)]:
                raise _BadError(
                    opened, Reason("the brace {{ is not closed before the end of the question, which is an empty line")
                )
            case [(opened, _), (_, "{"), *_]:
                raise _BadError(
                    opened, Reason("the brace {{ is not closed before the next one; write \\{{ for the sign")
                )
            case [(opened, _), (closed, _)]:
                return opened, closed
            case [_, _, (more, _), *_]:
                raise _BadError(more, Reason("a second brace; write \\{{ or \\}} for the sign itself"))
        raise AssertionError

    # --- answers ------------------------------------------------------------------------------------

    def _kind(self, start: int, end: int) -> Kind:
        answers = self.text[start:end]
        start += len(answers) - len(answers.lstrip())
        answers = answers.strip()
        if not answers:
            raise _LeftOutError(start, Reason("left out: an essay can only be marked by a person"))
        if answers[0] == "#":
            return self._numerical(start + 1, end)
        if answers[0] == ">":
            return self._order(start + 1, end)
        if "~" in answers:
            return self._choice(start, end)
        if "=" in answers and any("->" in part.split("#", 1)[0] for part in answers.split("=")):
            return self._matching(start, end)
        said, *feedbacks = answers.split("#", 2)
        if said.strip().upper() in ("T", "TRUE", "F", "FALSE"):
            wrong, right = [*(self._said(words) for words in feedbacks), "", ""][:2]
            return TrueFalse(said.strip().upper() in ("T", "TRUE"), wrong, right)
        return self._short(start, end)

    def _parts(self, start: int, end: int, signs: str) -> Iterator[tuple[str, int, int]]:
        """Each answer: its sign ("" for words before the first one), and from where to where it goes."""
        sign, begin = "", start
        for found in re.compile(f"[{signs}]").finditer(self.text, start, end):
            if sign or self.text[begin : found.start()].strip():
                yield sign, begin, found.start()
            sign, begin = found[0], found.end()
        if sign or self.text[begin:end].strip():
            yield sign, begin, end

    def _weight(self, start: int, end: int, default: Decimal) -> tuple[Decimal, int]:
        found = _WEIGHT.match(self.text, start, end)
        return (Decimal(found[1]), found.end()) if found else (default, start)

    def _feedback(self, start: int, end: int) -> tuple[int, str]:
        """Where an answer's own words end, and what is said to it."""
        place = self.text.find("#", start, end)
        return (end, "") if place < 0 else (place, self._markdown(place + 1, end))

    def _choice(self, start: int, end: int) -> Choice:
        options: list[Option] = []
        several = "=" not in self.text[start:end]
        for sign, begin, stop in self._parts(start, end, "~="):
            weight, begin = self._weight(begin, stop, FULL if sign == "=" else Decimal(0))
            words_end, feedback = self._feedback(begin, stop)
            options.append(Option(self._label(begin, words_end), weight, feedback))
        return Choice(tuple(options), several)

    def _short(self, start: int, end: int) -> Short:
        accepted: list[ShortAnswer] = []
        for _, begin, stop in self._parts(start, end, "="):
            weight, begin = self._weight(begin, stop, FULL)
            words_end, feedback = self._feedback(begin, stop)
            accepted.append(ShortAnswer(self._accepted(begin, words_end), weight, feedback))
        return Short(tuple(accepted))

    def _numerical(self, start: int, end: int) -> Number:
        wrong = self.text.find("~", start, end)
        otherwise = ""
        if wrong >= 0:
            _, otherwise = self._feedback(wrong + 1, end)
            end = wrong
        answers: list[NumberAnswer] = []
        for _, begin, stop in self._parts(start, end, "="):
            weight, begin = self._weight(begin, stop, FULL)
            words_end, feedback = self._feedback(begin, stop)
            words = freed(self.text[begin:words_end]).strip()
            if words == "*" and not weight:
                otherwise = otherwise or feedback
            else:
                value, tolerance = self._range(words, begin)
                answers.append(NumberAnswer(value, tolerance, weight, feedback))
        return Number(tuple(answers), otherwise)

    def _range(self, words: str, place: int) -> tuple[Decimal, Decimal]:
        """`1..5`, `3:2` or `3` as a value and its tolerance."""
        if ".." in words:
            low, high = (self._number(part, place) for part in words.split("..", 1))
            if low > high:
                raise _BadError(place, Reason("the range {text} ends before it begins", text=words))
            return (low + high) / 2, (high - low) / 2
        value, _, tolerance = words.partition(":")
        around = self._number(tolerance, place) if tolerance.strip() else Decimal(0)
        if around < 0:
            raise _BadError(place, Reason("the tolerance of {text} is below 0", text=words))
        return self._number(value, place), around

    def _number(self, words: str, place: int) -> Decimal:
        if not _NUMBER.fullmatch(words.strip()):
            raise _BadError(place, Reason("{text!r} is not a number", text=words.strip()[:60]))
        return Decimal(words.strip().replace(",", "."))

    def _matching(self, start: int, end: int) -> Matching:
        pairs: list[tuple[str, str]] = []
        extra: list[str] = []
        for _, begin, stop in self._parts(start, end, "="):
            arrow = self.text.find("->", begin, stop)
            if arrow < 0:
                raise _BadError(begin, Reason("a pair has no -> between its two sides"))
            left, right = self._label(begin, arrow), line(freed(self.text[arrow + 2 : stop]))
            if left:
                pairs.append((left, right))
            else:
                extra.append(right)
        return Matching(tuple(pairs), tuple(dict.fromkeys(each for each in extra if each)))

    def _order(self, start: int, end: int) -> Order:
        header = _ORDERING.match(self.text, start, end)
        assert header is not None  # it may be empty
        items: list[str] = []
        place = header.end()
        for part in self.text[place:end].split("\n"):
            if part.strip():
                items.append(self._label(place, place + len(part)))
            place += len(part) + 1
        return Order(tuple(items))

    # --- words --------------------------------------------------------------------------------------

    def _untagged(self, words: str) -> tuple[str, Format]:
        tag = _TAG.match(words)
        if tag and tag[1] in FORMATS:
            return freed(words[tag.end() :].strip()), FORMATS[tag[1]]
        return freed(words.strip()), self.form

    def _markdown(self, start: int, end: int) -> str:
        return self._said(self.text[start:end])

    def _said(self, words: str) -> str:
        return clean(to_markdown(*self._untagged(words)))

    def _label(self, start: int, end: int) -> str:
        words, form = self._untagged(self.text[start:end])
        _without_pictures(words, form, start)
        return line(to_label(words, form))

    def _accepted(self, start: int, end: int) -> str:
        words, form = self._untagged(self.text[start:end])
        return line(to_label(words, "html") if form == "html" else words)


def _without_pictures(words: str, form: Format, place: int) -> None:
    if lacks_words(words, form):
        raise _LeftOutError(place, Reason("left out: it shows a picture without words for it"))
