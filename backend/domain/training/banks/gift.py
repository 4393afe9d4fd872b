r"""Reads Moodle's GIFT: every question that can be marked automatically, and every fault with its line.

The format is that of Moodle's own importer (its documentation, and `question/format/gift`): blocks between empty lines,
`//` comments, `$CATEGORY:`, `::name::`, `[html]` and the other format tags, all answer blocks, and those of the
ordering plugin. What only a person can mark is left out with a note. In addition to Moodle's escapes, `-\>` is an
arrow that does not separate a pair.
"""

from __future__ import annotations

import re

from backend.domain.errors import Fault, Reason
from backend.domain.french.spelling import clean
from backend.domain.training.banks.bank import Bank, too_many
from backend.domain.training.banks.gift_answers import Answers, BadError, LeftOutError, untagged
from backend.domain.training.banks.gift_blocks import HERE, blocks, freed, held, with_category
from backend.domain.training.questions import Question
from backend.domain.training.text import losses
from backend.domain.training.text.markup import FORMATS, Format, line, to_markdown
from backend.domain.training.text.soundness import MOST_KEY, mistake, unfit

BLANK = "……"
"""Replaces the answer in a text that continues after it."""


def read(text: str, faults: list[Fault], *, first: int = 1, form: Format = "moodle") -> Bank:
    """The questions of a text whose first line is number `first` of its file. `form`: the format of texts without a
    tag.

    Faults are added to `faults`, and their questions are left out. A question without a name has the key "".
    """
    if fault := too_many(text, _OPENED, first):
        faults.append(fault)
        return Bank(())
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
        except LeftOutError as left:
            notes.append(Fault(begin, losses.left_out(left.reason)))
            continue
        except BadError as bad:
            faults.append(Fault(top + reader.text.count("\n", 0, bad.place), bad.reason))
            continue
        if reason := mistake(question.kind):
            faults.append(Fault(top + reader.text.count("\n", 0, reader.answers_at), reason))
        elif reason := unfit(question):
            notes.append(Fault(begin, losses.left_out(reason)))
        else:
            questions.append(question)
            lost = ((top + reader.text.count("\n", 0, place), reason) for place, reason in reader.lost)
            notes += (Fault(line, reason) for line, reason in dict.fromkeys(lost))
    return Bank(tuple(questions), tuple(notes))


_OPENED = re.compile(r"(?<!\\){")
_WORD = re.compile(r"\w")
_ANSWER = re.compile(r"(?<=\n)[ \t]*[~=]")
_ENDED = re.compile(r"[.?!:…]\s*$")
_TAGGED_NAME = re.compile(rf"\[({'|'.join(FORMATS)})\]\s*(?=::)")


class _Block:
    """The text of one block, with its escapes held. Places are offsets in it."""

    def __init__(self, text: str, form: Format) -> None:
        self.text = text
        self.form = form
        self.answers_at = 0
        self.lost: list[tuple[int, Reason]] = []

    def question(self, category: str, line: int) -> Question:
        """The block as a question. `line`: where it begins in its file."""
        key, start = self._name()
        opened, closed = self._braces(start)
        self.answers_at = opened
        before, after = self.text[start:opened], self.text[closed + 1 :]
        after, _, behind = after.partition("####")  # some authors write the feedback for all behind the brace
        goes_on = _WORD.search(after) or (after.strip() and not _ENDED.search(before))
        words, self.form = untagged(before + HERE + after if goes_on else before, self.form)
        if reason := losses.unshowable(words, self.form):
            raise LeftOutError(start, reason)
        text = clean(to_markdown(words, self.form)).replace(HERE, BLANK)
        answers = Answers(self.text, self.form)
        end = self.text.rfind("####", opened, closed)
        if end >= 0 and (answer := _ANSWER.search(self.text, end, closed)):
            raise BadError(answer.start(), Reason("an answer stands behind ####; what is said to all comes last"))
        general = answers.said(end + 4, closed) if end >= 0 else ""
        if behind.strip():
            general = "\n\n".join(filter(None, (general, answers.said(len(self.text) - len(behind), len(self.text)))))
        kind = answers.kind(opened + 1, end if end >= 0 else closed)
        if not text:
            raise BadError(opened, Reason("the question has no text"))
        self.lost = answers.lost
        for described in losses.pictures(words, self.form):
            if losses.tells(described, kind):
                raise LeftOutError(start, losses.TELLING)
            self.lost.append((start, losses.DESCRIBED))
        return Question(key, text, kind, general, category, line)

    def _name(self) -> tuple[str, int]:
        """The name ("" if there is none), and where the text begins."""
        start = len(self.text) - len(self.text.lstrip())
        if tag := _TAGGED_NAME.match(self.text, start):  # some authors write "[html]::name::"
            self.form, start = FORMATS[tag[1]], tag.end()
        if not self.text.startswith("::", start):
            return "", start
        end = self.text.find("::", start + 2)
        if end < 0:
            raise BadError(start, Reason("the name that begins with :: does not end with ::"))
        return line(freed(self.text[start + 2 : end]))[:MOST_KEY].strip(), end + 2

    def _braces(self, start: int) -> tuple[int, int]:
        signs = [(found.start(), found[0]) for found in re.finditer("[{}]", self.text[start:])]
        match [(start + place, sign) for place, sign in signs]:
            case []:
                raise LeftOutError(start, Reason("there is no answer block {{ }}, so nothing is asked"))
            case [(closed, "}"), *_]:
                raise BadError(closed, Reason("a brace }} closes what no {{ opened; write \\}} for the sign itself"))
            case [(opened, _)]:
                raise BadError(
                    opened, Reason("the brace {{ is not closed before the end of the question, which is an empty line")
                )
            case [(opened, _), (_, "{"), *_]:
                raise BadError(
                    opened, Reason("the brace {{ is not closed before the next one; write \\{{ for the sign")
                )
            case [(opened, _), (closed, _)]:
                return opened, closed
            case [_, (closed, _), (more, _), *_] if "\n::" in self.text[closed:more]:
                next_ = self.text.index("\n::", closed) + 1
                raise BadError(next_, Reason("an empty line must stand between two questions"))
            case [_, _, (more, _), *_]:
                raise BadError(more, Reason("a second block of braces; write \\{{ and \\}} for the signs themselves"))
        raise AssertionError
