"""The open question as it was shown in the chat where the person writes, and what is kept of the question before."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Any

from backend.domain.french.spelling import fold
from backend.domain.messaging.message import Choice, Tr, load
from bot.flows.engine import answers
from bot.flows.engine.kit import Event, Odd, Picked, Several, Typed
from bot.flows.engine.labels.words import Labelled
from bot.flows.engine.meaning import Question
from bot.flows.engine.registry import Flow
from bot.handlers.engine import flow_stack
from bot.handlers.engine.turn import Turn
from bot.i18n.render import plain

LONG_AGO = timedelta(hours=3)
"""After this time a question is shown whole again: what stood above its buttons is far up."""
ENDED = "n"
"""The key in `Conversation.answered` of the flow that ended last, and when."""
A_MOMENT = timedelta(minutes=10)
"""How long a second thought is about what was settled last, and not about the task that is open again."""


def asked_here(turn: Turn) -> Question:
    """The open question as it was shown in the chat where the person writes."""
    asked = load({"p": [], **turn.open_question})
    labelled = [(choice, plain(choice.part, turn.person.language)) for choice in asked.choices if not choice.url]
    return Question(labelled, free=asked.free, many=asked.many, asides=not turn.edits)


def pick(turn: Turn, text: str) -> Picked | Several | None:
    """The open question's choice that was typed, or several if it takes several; None if it was none."""
    return asked_here(turn).pick(text)


def own_button(turn: Turn, text: str) -> Picked | None:
    """The product's own button, with its whole label: « Corriger » below a number is no word of the chat. A client's
    label « Travail » is: each word is answered at any point."""
    own = [(choice, label) for choice, label in asked_here(turn).choices if isinstance(choice.label, str | Tr)]
    found = answers.find(text, own, free=True)
    if found is not None and found.how == "label":
        return Picked(found.choice)
    named = {choice.id for choice, _ in own if fold(text) in map(fold, choice.also)}  # « commencer » a test
    return Picked(named.pop()) if len(named) == 1 and not asked_here(turn).free else None


def nearly_own(turn: Turn, text: str) -> bool:
    """Whether the text is the label of one of the product's own buttons of the open question, or one with a slip:
    « pause court », « signalé un souci »."""
    own = [(choice, label) for choice, label in asked_here(turn).choices if isinstance(choice.label, str | Tr)]
    found = answers.find(_ONE.sub("un", text), own, free=False)
    return found is not None and found.how in ("label", "near", "wished")


_ONE = re.compile(r"\b1\b")
"""« Signaler 1 souci »."""


def takes(turn: Turn, text: str) -> bool:
    """Whether there is an open question that takes this text as an answer."""
    free = bool(turn.conversation.asked.get("f"))
    return bool(turn.conversation.stack) and (free or pick(turn, text) is not None)


def takes_text(turn: Turn) -> bool:
    """Whether the open question is shown here, and takes any words or figures."""
    return bool(turn.conversation.stack) and turn.shown_here and bool(turn.conversation.asked.get("f"))


def choice_at(turn: Turn, index: int) -> Choice | None:
    """The choice at this index (from 0) in the question as shown here; None if it has fewer choices."""
    choices = load({"p": [], **turn.open_question}).choices
    return choices[index] if index < len(choices) else None


def typed(text: str) -> Event:
    """A text as an event for a flow; blank text becomes `Odd`."""
    stripped = text.strip()
    return Typed(stripped) if stripped else Odd("empty")


def marks(turn: Turn) -> bool:
    """Whether an answer to the open flow is data or is marked right or wrong (`Flow.marks`)."""
    flow = flow_stack.top(turn)
    return flow is not None and flow.marks


def answering(turn: Turn, event: Event) -> dict[str, Any]:
    """What is kept of the open question when it is answered: its number, what was picked, and its choices. If the flow
    accepts a second thought, its frame and the labels of the choices too."""
    talk = turn.conversation
    picked = event.choice if isinstance(event, Picked) else None
    choices = turn.open_question.get("c", [])
    flow = flow_stack.top(turn)
    if flow is None or flow.rethink is None:
        return {"q": talk.question, "p": picked, "c": [[choice[0], ""] for choice in choices]}
    return {"q": talk.question, "p": picked, "c": choices, "f": talk.stack[-1][:3]}


def answered_choices(turn: Turn) -> Labelled:
    """The choices of the question answered last, with labels; none if its flow accepts no second thought."""
    answered = turn.conversation.answered
    if "f" not in answered:
        return ()
    choices = load({"p": [], "c": answered["c"]}).choices
    return [(choice, plain(choice.part, turn.person.language)) for choice in choices if not choice.url]


def answered_last(turn: Turn) -> str | None:
    """The flow of the question answered last, if it accepts a second thought."""
    frame = turn.conversation.answered.get("f")
    return frame[0] if frame else None


def keep_ended(turn: Turn, flow: Flow) -> None:
    """Keep that a flow that can be opened again has settled something and ended, until the next answer."""
    if flow.anew:
        turn.conversation.answered = {**turn.conversation.answered, ENDED: [flow.name, turn.now.isoformat()]}


def just_ended(turn: Turn) -> Flow | None:
    """The flow that settled something last and can be opened again (`anew`), if it ended a moment ago."""
    name, at = turn.conversation.answered.get(ENDED, ("", ""))
    if not name or turn.now - datetime.fromisoformat(at) >= A_MOMENT or flow_stack.place_of(turn, name) is not None:
        return None
    return turn.dialogues.flows[name]


async def stands_above(turn: Turn) -> bool:
    """Whether the person still sees the open question where they write: it was shown there within `LONG_AGO`."""
    if not turn.shown_here:
        return False
    rows = await turn.newest_here()
    return any(row.question == turn.conversation.question and turn.now - row.created_at < LONG_AGO for row in rows)
