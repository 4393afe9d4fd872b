"""The stack of a conversation's flows: the open flow on top, the waiting ones below with their questions.

A frame is [flow, version, state]. A frame that waits has a fourth item, its question: [number, what is kept of its
message, id of the outbox row that showed it]."""

from __future__ import annotations

from bot.flows.engine.registry import Flow
from bot.handlers.engine.turn import Turn

MAX_DEPTH = 5
"""The most flows on the stack; beyond that the oldest is dropped."""


def top(turn: Turn) -> Flow | None:
    """The open flow; None if there is none."""
    stack = turn.conversation.stack
    return turn.dialogues.flows[stack[-1][0]] if stack else None


def opened(turn: Turn) -> Flow:
    """The open flow. Call it only if there is one."""
    flow = top(turn)
    assert flow is not None
    return flow


def place_of(turn: Turn, name: str) -> int | None:
    """The index of a flow in the stack; None if it is not there."""
    return next((index for index, frame in enumerate(turn.conversation.stack) if frame[0] == name), None)


def push(turn: Turn, name: str) -> None:
    """Put a flow on top of the stack in its first state."""
    flow = turn.dialogues.flows[name]
    stack = turn.conversation.stack
    cover(turn)
    stack.append(flow.dump(flow.state()))
    del stack[:-MAX_DEPTH]


def cover(turn: Turn) -> None:
    """Keep the open question in its frame, so that it can still be answered after another flow comes on top."""
    talk = turn.conversation
    if talk.stack and len(talk.stack[-1]) == 3:
        talk.stack[-1] = [*talk.stack[-1], [talk.question, talk.asked, talk.shown]]


def uncover(turn: Turn) -> None:
    """Make the flow that is now on top wait with its old question, without showing it. Typed text is an answer to that
    question, and a tap on its buttons finds it by its number (`reopen`)."""
    talk = turn.conversation
    talk.asked, talk.shown = {}, None
    if talk.stack and len(talk.stack[-1]) == 4:
        number, talk.asked, talk.shown = talk.stack[-1][3]
        if number == talk.question:  # no question was asked on top of it: it is the open question as before
            talk.stack[-1] = talk.stack[-1][:3]
            return
    talk.question += 1  # the question that was on top is over


def bring_up(turn: Turn, index: int) -> None:
    """Move a waiting flow to the top. Of the flows that were above it, only those that may wait (`Flow.waits`) stay."""
    stack = turn.conversation.stack
    if index < len(stack) - 1:
        cover(turn)
        frame = stack.pop(index)
        stack[index:] = [*(above for above in stack[index:] if turn.dialogues.flows[above[0]].waits), frame[:3]]


def reopen(turn: Turn, question: int) -> bool:
    """Bring up the flow that waits with this question, so that its buttons stay
    valid. Return False if there is none."""
    talk = turn.conversation
    for index, (*_, waiting) in enumerate(talk.stack):
        if isinstance(waiting, list) and waiting[0] == question:
            bring_up(turn, index)
            _, talk.asked, talk.shown = waiting
            # the number before belongs to the question that was left: a double tap there is no answer to this one
            talk.question += 2
            return True
    return False


def lapse(turn: Turn) -> None:
    """Remove the questions below the flow that has just ended that would be shown now and do not come back by
    themselves: « Oui, tout effacer » after a letter; a thread after an announcement, where « ok merci » would be sent
    to a woman."""
    stack = turn.conversation.stack
    while stack and turn.dialogues.flows[stack[-1][0]].lapses(stack[-1][2]):
        stack.pop()


def drop(turn: Turn, name: str) -> None:
    """Remove a flow that the person has left. If it was on top, the flow below it is open then."""
    stack = turn.conversation.stack
    on_top = bool(stack) and stack[-1][0] == name
    stack[:] = [frame for frame in stack if frame[0] != name]
    if on_top:
        uncover(turn)
