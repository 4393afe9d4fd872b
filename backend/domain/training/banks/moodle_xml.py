"""Reads Moodle's XML question banks: the kinds that can be marked automatically; all others are noted.

These are multichoice, truefalse, shortanswer, numerical, matching, ordering, and cloze, shown as gaps.
"""

from __future__ import annotations

import re
from collections import Counter

from backend.domain.errors import Fault, Reason
from backend.domain.french.spelling import clean
from backend.domain.training.banks import cloze
from backend.domain.training.banks.bank import MOST_ANSWERS, TOO_MANY_ANSWERS, Bank, too_many
from backend.domain.training.banks.gift_blocks import category_path
from backend.domain.training.banks.moodle_answers import READERS, BadElementError, Reading
from backend.domain.training.banks.xml_tree import Element, parse
from backend.domain.training.questions import Kind, Question
from backend.domain.training.text import losses
from backend.domain.training.text.markup import line, to_label, to_markdown
from backend.domain.training.text.soundness import MOST_KEY, mistake, unfit


def read(text: str, faults: list[Fault]) -> Bank:
    """The questions of a file, up to where it stops being XML. Faults are added to `faults`, and their questions are
    left out."""
    if fault := too_many(text, _QUESTION):
        faults.append(fault)
        return Bank(())
    quiz = parse(text, faults)
    questions: list[Question] = []
    notes: list[Fault] = []
    category = ""
    for element in quiz.all("question") if quiz else ():
        kind = element.attributes.get("type", "")
        if kind == "category":
            category = _category(element.words("category"))
            continue
        if (reason := _left_out(element, kind)) is not None:
            notes.append(Fault(element.line, losses.left_out(reason)))
            continue
        reading = Reading()
        try:
            question = _question(element, kind, category, reading)
        except BadElementError as bad:
            faults.append(Fault(bad.line, bad.reason))
            continue
        if reason := mistake(question.kind):
            faults.append(Fault(element.line, reason))
        elif reason := _told(element, question) or unfit(question):
            notes.append(Fault(element.line, losses.left_out(reason)))
        else:
            questions.append(question)
            notes += (Fault(element.line, lost) for lost in dict.fromkeys(reading.lost))
    return Bank(tuple(questions), tuple(notes))


_QUESTION = re.compile(r"<question\s")
_NAMED = re.compile(r"<name>(.*?)</name>", re.DOTALL)


def _category(words: str) -> str:
    """Moodle's path. Pronote writes elements, one of which is the name."""
    named = _NAMED.search(words)
    return category_path(to_label(named[1] if named else words, "html" if "</" in words else "plain"))


_CLOZE = ("cloze", "multianswer")


def _left_out(element: Element, kind: str) -> Reason | None:
    if kind == "essay":
        return Reason("an essay can only be marked by a person")
    if kind == "description":
        return Reason("a description asks nothing")
    if kind not in READERS and kind not in _CLOZE:
        return Reason("questions of the type {kind!r} are not supported", kind=kind)
    if element.words("hidden") == "1":
        return Reason("the question is hidden in Moodle")
    if max(Counter(child.tag for child in element.children).values(), default=0) > MOST_ANSWERS:
        return TOO_MANY_ANSWERS
    if kind in _CLOZE and sum(map(element.words("questiontext").count, "{~")) > cloze.MOST_SIGNS:
        return TOO_MANY_ANSWERS
    if element.words("image") or element.words("image_base64"):  # Moodle 1.9 had one picture beside the text
        return losses.WORDLESS
    asked = [element.one("questiontext"), *element.all("answer"), *element.all("subquestion")]
    found = [losses.unshowable(part.words(), part.form) for part in asked if part is not None]
    found += [losses.unshowable(part.words("answer"), "moodle") for part in element.all("subquestion")]
    return next((reason for reason in found if reason), None)


def _told(element: Element, question: Question) -> Reason | None:
    asked = element.one("questiontext")
    assert asked is not None
    told = any(losses.tells(words, question.kind) for words in losses.pictures(asked.words(), asked.form))
    return losses.TELLING if told else None


def _question(element: Element, kind: str, category: str, reading: Reading) -> Question:
    key = line(to_label(element.words("name"), "moodle"))[:MOST_KEY].strip()
    asked = element.one("questiontext")
    if asked is None:
        raise BadElementError(element.line, Reason("the question has no text"))
    answers: Kind
    if kind in _CLOZE:
        try:
            text, answers = cloze.read(asked.words(), asked.form, reading.lost)
        except cloze.BadGapError as bad:
            raise BadElementError(asked.line, bad.reason) from None
    else:
        text = clean(to_markdown(asked.words(), asked.form))
        answers = READERS[kind](element, reading)
    if losses.pictures(asked.words(), asked.form):
        reading.lost.append(losses.DESCRIBED)
    if not text and key:  # Pronote and others put the text into the name
        text = clean(to_markdown(element.words("name"), "moodle"))
    if not text:
        raise BadElementError(asked.line, Reason("the question has no text"))
    if any(hint.words() for hint in element.all("hint")):
        reading.lost.append(Reason("its hints are not shown: what went wrong is asked once more at the end"))
    return Question(key, text, answers, reading.said(element.one("generalfeedback")), category, element.line)
