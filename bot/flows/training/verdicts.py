"""The feedback on an answer, before the next question: whether it was right, and why."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from backend.domain.messaging.message import Markdown, Message, Raw, Tr, tr
from backend.domain.training import questions
from backend.domain.training.marking import Mark, mark, solution
from backend.domain.training.questions import Gaps, Kind, Matching, Order, Question, TrueFalse

NOTHING = Mark(Decimal(0), False)


def marked(question: Question, given: Any) -> Mark:
    """The mark of an answer. `given` None: "I do not know", no points."""
    return NOTHING if given is None else mark(question, given)


def verdict(question: Question, given: Any, found: Mark, *, last: bool) -> Message:
    """The feedback: the explanations of the answer and of the question, never a bare "wrong". `last`: the question does
    not come again in this run, so the right answer is told."""
    message = _head(question.kind, given, found)
    for feedback in (*found.feedback, question.general_feedback):
        if feedback:
            message += Message((Markdown(feedback),))
    if not found.right and (last or not (found.feedback or question.general_feedback)):
        message += tr("La réponse : *{answer}*", answer=told(question.kind))
    return message


def _head(kind: Kind, given: Any, found: Mark) -> Message:
    if found.right and found.meant:
        return tr("✅ *C'est ça !* On écrit : *{meant}*.", meant=Raw(found.meant))
    if found.right:
        return tr("✅ *C'est ça !*")
    if given is None:
        return tr("👍 Pas de souci, c'est fait pour apprendre.")
    places = _places(kind)
    if places and found.share:
        right = round(found.share * places)
        return tr("🔸 *Presque !* {right} sur {places} à la bonne place.", right=right, places=places)
    if found.share:
        return tr("🔸 *Presque !*")
    return tr("🔸 *Pas encore.*")


def _places(kind: Kind) -> int:
    match kind:
        case Matching(pairs):
            return len(pairs)
        case Order(items):
            return len(items)
        case _:
            return 0


def told(kind: Kind) -> Tr | Raw:
    """A right answer in words."""
    if isinstance(kind, TrueFalse):
        return Tr("Vrai") if kind.answer else Tr("Faux")
    return Raw(", ".join(_words(kind)))


def _words(kind: Kind) -> Iterator[str]:
    match kind:
        case questions.Choice(options, several):
            places = solution(kind)
            yield from (options[place].text for place in (places if several else [places]))
        case Matching(pairs):
            yield from (f"{left} → {right}" for left, right in pairs)
        case Order(items):
            yield " → ".join(items)
        case Gaps(gaps):
            yield from (f"({n}) {', '.join(_words(gap.kind))}" for n, gap in enumerate(gaps, 1))
        case _:
            yield str(solution(kind))
