"""The open question as it stands in the chat where she writes, and what is kept of the one that she answered last."""

from __future__ import annotations

from typing import Any

from backend.domain.messaging.message import Choice, load
from bot.flows.engine.answers import Labelled
from bot.flows.engine.kit import Event, Odd, Picked, Several, Typed
from bot.flows.engine.meaning import Question
from bot.handlers.engine import flow_stack
from bot.handlers.engine.turn import Turn
from bot.i18n.render import plain


def asked_here(turn: Turn) -> Question:
    """The open question as it looks in the chat where she writes."""
    asked = load({"p": [], **turn.open_question})
    labelled = [(choice, plain(choice.part, turn.person.language)) for choice in asked.choices if not choice.url]
    return Question(labelled, free=asked.free, many=asked.many, asides=not turn.edits)


def pick(turn: Turn, text: str) -> Picked | Several | None:
    """The open question's choice that was typed, if it was one, or several where it takes several."""
    return asked_here(turn).pick(text)


def takes(turn: Turn, text: str) -> bool:
    """Whether the open question, if there is one, takes this text for an answer."""
    free = bool(turn.conversation.asked.get("f"))
    return bool(turn.conversation.stack) and (free or pick(turn, text) is not None)


def choice_at(turn: Turn, index: int) -> Choice | None:
    """The choice with this place in the question that she sees; None when it has fewer."""
    choices = load({"p": [], **turn.open_question}).choices
    return choices[index] if index < len(choices) else None


def typed(text: str) -> Event:
    """What she wrote as an event of a flow; blank text is odd."""
    stripped = text.strip()
    return Typed(stripped) if stripped else Odd("empty")


def marks(turn: Turn) -> bool:
    """Whether words in the open question are data, or marked."""
    flow = flow_stack.top(turn)
    return flow is not None and flow.marks


def answering(turn: Turn, event: Event) -> dict[str, Any]:
    """What is kept of the open question when it is answered: its number, what was picked, its choices, and of a
    flow in which that can be thought over its frame."""
    talk = turn.conversation
    picked = event.choice if isinstance(event, Picked) else None
    choices = turn.open_question.get("c", [])
    flow = flow_stack.top(turn)
    if flow is None or flow.rethink is None:
        return {"q": talk.question, "p": picked, "c": [[choice[0], ""] for choice in choices]}
    return {"q": talk.question, "p": picked, "c": choices, "f": talk.stack[-1][:3]}


def answered_choices(turn: Turn) -> Labelled:
    """The choices of the question that she answered last, with their labels; none where it cannot be thought over."""
    answered = turn.conversation.answered
    if "f" not in answered:
        return ()
    choices = load({"p": [], "c": answered["c"]}).choices
    return [(choice, plain(choice.part, turn.person.language)) for choice in choices if not choice.url]


def answered_last(turn: Turn) -> str | None:
    """The flow of the question that she answered last, where that can be thought over."""
    frame = turn.conversation.answered.get("f")
    return frame[0] if frame else None
