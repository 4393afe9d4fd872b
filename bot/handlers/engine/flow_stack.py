"""The flows of a conversation that wait below each other: which one is open, what is kept of those below it.

A frame is [flow, version, state], and below the top its question besides: [number, choices, the outbox row that showed
it].
"""

from __future__ import annotations

from bot.flows.engine.registry import Flow
from bot.handlers.engine.turn import Turn

MAX_DEPTH = 5
"""Flows that wait below each other; the oldest is dropped beyond that."""


def top(turn: Turn) -> Flow | None:
    """The flow that is open; None: nothing is."""
    stack = turn.conversation.stack
    return turn.dialogues.flows[stack[-1][0]] if stack else None


def place_of(turn: Turn, name: str) -> int | None:
    """Where in the stack a flow waits, or is open; None: nowhere."""
    return next((index for index, frame in enumerate(turn.conversation.stack) if frame[0] == name), None)


def push(turn: Turn, name: str) -> None:
    """A flow comes on top, in its first state."""
    flow = turn.dialogues.flows[name]
    stack = turn.conversation.stack
    cover(turn)
    stack.append(flow.dump(flow.state()))
    del stack[:-MAX_DEPTH]


def cover(turn: Turn) -> None:
    """Another flow comes on top: the open one keeps its question in its frame, so that she can still answer it."""
    talk = turn.conversation
    if talk.stack and len(talk.stack[-1]) == 3:
        talk.stack[-1] = [*talk.stack[-1], [talk.question, talk.asked, talk.shown]]


def uncover(turn: Turn) -> None:
    """The flow that is on top now waits with its old question, unsaid: what she types is for that, and
    a tap on its buttons finds it by its number (`reopen`)."""
    talk = turn.conversation
    talk.asked, talk.shown = {}, None
    if talk.stack and len(talk.stack[-1]) == 4:
        number, talk.asked, talk.shown = talk.stack[-1][3]
        if number == talk.question:  # nothing was asked on top of it: it is the open question as before
            talk.stack[-1] = talk.stack[-1][:3]
            return
    talk.question += 1  # the question that was on top is over


def bring_up(turn: Turn, index: int) -> None:
    """She goes back to a flow that waits."""
    stack = turn.conversation.stack
    if index < len(stack) - 1:
        cover(turn)
        frame = stack.pop(index)
        stack[index:] = [*(above for above in stack[index:] if turn.dialogues.flows[above[0]].waits), frame[:3]]


def reopen(turn: Turn, question: int) -> bool:
    """Bring up the flow that waits with this question, below another one or left unsaid, so that its
    buttons stay good; False when there is none."""
    talk = turn.conversation
    for index, (*_, waiting) in enumerate(talk.stack):
        if isinstance(waiting, list) and waiting[0] == question:
            bring_up(turn, index)
            _, talk.asked, talk.shown = waiting
            talk.question += 2  # the last number is that of the question that was left: no double tap of this one
            return True
    return False


def drop(turn: Turn, name: str) -> None:
    """A flow that she has turned away from; what waits below it is open then."""
    stack = turn.conversation.stack
    on_top = bool(stack) and stack[-1][0] == name
    stack[:] = [frame for frame in stack if frame[0] != name]
    if on_top:
        uncover(turn)
