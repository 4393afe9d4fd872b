"""The question about a project that she is asked at the end of a session; one tap answers it."""

from __future__ import annotations

from collections.abc import Mapping

from backend.domain.messaging.message import Choice, Message, Raw, Tr
from backend.domain.work.rating import Aspect, RatingAsked
from backend.records import replace

WORD = "/avis"
QUESTIONS: Mapping[Aspect, Tr] = {
    Aspect.INSTRUCTIONS: Tr("🗣 *{title}* : les consignes sont-elles claires ?"),
    Aspect.PAY: Tr("🗣 *{title}* : la paie est-elle juste pour le temps que ça prend ?"),
    Aspect.FAIRNESS: Tr("🗣 *{title}* : tes réponses sont-elles traitées de façon juste ?"),
}
VALUES: Mapping[int, Tr] = {3: Tr("👍 Oui"), 2: Tr("😐 Moyen"), 1: Tr("👎 Non")}


def ask(message: Message, rating: RatingAsked | None) -> Message:
    """A closing message with the question. The answers are words of the chat, so their buttons stay valid."""
    if rating is None:
        return message
    choices = (Choice(f"{WORD} {rating.project_id} {rating.aspect} {value}", label) for value, label in VALUES.items())
    question = replace(QUESTIONS[rating.aspect], values={"title": Raw(rating.title)})
    asked = message + Message((question,))
    return replace(asked, choices=(*choices, *message.choices), columns=3)


def packed(rating: RatingAsked | None) -> tuple[int | str, ...]:
    """The question as the flow's state stores it."""
    return (rating.project_id, rating.title, rating.aspect.value) if rating is not None else ()


def unpacked(kept: tuple[int | str, ...]) -> RatingAsked | None:
    """The inverse of `packed`."""
    if not kept:
        return None
    project, title, aspect = kept
    return RatingAsked(int(project), str(title), Aspect(str(aspect)))
