"""Running flows: which one is open, what an event leads to, and the one message that comes of it."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, replace
from typing import Any

from backend.domain.message import Choice, Message, load
from bot.flows import answers, work
from bot.flows.every import FLOWS
from bot.flows.kit import Do, Done, Event, Odd, Open, Picked, Resumed, Say, Sent, Several, Started, Step, Typed
from bot.flows.meaning import Question
from bot.handlers import commands, facts
from bot.handlers.turn import Turn
from bot.i18n.render import plain

MOST_STEPS = 20
"""A flow that goes on by itself for longer has a fault: better a dead letter than a loop."""
DEEPEST = 5
"""Flows that wait below each other; the oldest is dropped beyond that."""
KEPT = frozenset({"onboarding", "work", "batch", "announce", "lesson", "final", "revision"})
"""Flows in which she has given much: they wait even when she goes back to one below them; the others
are dropped then, and begin anew when they are asked for."""


@dataclass(slots=True)
class _Round:
    """What has come of an event so far."""

    said: Message
    in_place: bool = False
    silent: bool = False
    brief: bool = False


async def open_flow(turn: Turn, name: str, argument: Any = None, said: Message | None = None) -> None:
    """Begin a flow, or come back to it where she left it, after a few words; the one that is open waits below."""
    stack = turn.conversation.stack
    place_in_stack = next((i for i, frame in enumerate(stack) if frame[0] == name), None)
    if place_in_stack is not None and argument is None:
        _bring_up(turn, place_in_stack)
        await _run(turn, Resumed(), said)
        return
    if place_in_stack is not None:
        del stack[place_in_stack]
    _push(turn, name)
    await _run(turn, Started(argument), said)


async def give(turn: Turn, name: str, event: Event) -> None:
    """An event for a flow wherever it waits, or in its first state where it does not."""
    place_in_stack = next((i for i, frame in enumerate(turn.conversation.stack) if frame[0] == name), None)
    if place_in_stack is None:
        _push(turn, name)
    else:
        _bring_up(turn, place_in_stack)
    await _run(turn, event)


def reopen(turn: Turn, question: int) -> bool:
    """Bring up the flow that waits with this question, below another one or left unsaid, so that its
    buttons stay good; False when there is none."""
    talk = turn.conversation
    for index, (*_, waiting) in enumerate(talk.stack):
        if isinstance(waiting, list) and waiting[0] == question:
            _bring_up(turn, index)
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
        _uncover(turn)


async def handle(turn: Turn, event: Event) -> None:
    """An event for the open flow."""
    flow = FLOWS[turn.conversation.stack[-1][0]]
    turn.conversation.answered_at = turn.now
    odd = event.kind if isinstance(event, Odd) else None
    if isinstance(event, Sent) and not flow.files:
        odd = event.kind
    if odd is not None:
        await beside(turn, answers.odd(odd))
    else:
        await _run(turn, event)


async def preview(turn: Turn, event: Event) -> Step[Any]:
    """What the open flow would make of an event; nothing is done."""
    name, version, data, *_ = turn.conversation.stack[-1]
    flow = FLOWS[name]
    state = flow.load(version, data)
    return flow.step(state, event, await facts.load(turn, name, state))


async def beside(turn: Turn, said: Message) -> None:
    """Words of ours beside the matter, and the open question once more, briefly, just as it stands."""
    await _say(turn, _Round(said, brief=True))


async def show_again(turn: Turn, said: Message) -> bool:
    """The open question once more, after a few words; False when there is none."""
    if not turn.conversation.stack:
        return False
    await _run(turn, Resumed(), said)
    return True


def asked_here(turn: Turn) -> Question:
    """The open question as it looks in the chat where she writes."""
    asked = load({"p": [], **turn.asked})
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
    choices = load({"p": [], **turn.asked}).choices
    return choices[index] if index < len(choices) else None


def typed(text: str) -> Event:
    stripped = text.strip()
    return Typed(stripped) if stripped else Odd("empty")


def _push(turn: Turn, name: str) -> None:
    flow = FLOWS[name]
    stack = turn.conversation.stack
    _cover(turn)
    stack.append(flow.dump(flow.state()))
    del stack[:-DEEPEST]


def _cover(turn: Turn) -> None:
    """Another flow comes on top: the open one keeps its question in its frame, so that she can still
    answer it. A frame is [flow, version, state], and below the top its question besides:
    [number, choices, the outbox row that showed it]."""
    talk = turn.conversation
    if talk.stack and len(talk.stack[-1]) == 3:
        talk.stack[-1] = [*talk.stack[-1], [talk.question, talk.asked, talk.shown]]


def _uncover(turn: Turn) -> None:
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


def _bring_up(turn: Turn, index: int) -> None:
    """She goes back to a flow that waits."""
    stack = turn.conversation.stack
    if index < len(stack) - 1:
        _cover(turn)
        frame = stack.pop(index)
        stack[index:] = [*(above for above in stack[index:] if above[0] in KEPT), frame[:3]]


async def _run(turn: Turn, event: Event, said: Message | None = None) -> None:
    """Let the flow on top take its steps; then say what it said, followed by what is open now."""
    stack = turn.conversation.stack
    round_ = _Round(said or Message())
    events: deque[Event] = deque([event])
    for _ in range(MOST_STEPS):
        if not stack or not events:
            break
        opened = await _step(turn, stack, events, round_)
        if opened is not None:
            # where it waits already, it begins anew and is there once
            stack[:] = [frame for frame in stack if frame[0] != opened.flow]
            _push(turn, opened.flow)
            events.clear()
            events.append(Started(opened.argument))
    else:
        raise RuntimeError(f"the flow {stack[-1][0]} does not come to rest")
    if turn.conversation.stack is not stack and turn.conversation.stack:
        await _run(turn, Resumed(), round_.said)  # her chat has joined another talk: that goes on where it stands
    else:
        await _say(turn, round_)


async def _step(turn: Turn, stack: list[Any], events: deque[Event], round_: _Round) -> Open | None:
    """One step of the flow on top; the outcome of its commands joins the events."""
    name, version, data, *_ = stack[-1]
    flow = FLOWS[name]
    state = flow.load(version, data)
    step = flow.step(state, events.popleft(), await facts.load(turn, name, state))
    if name == work.FLOW.name:
        turn.project_id = (step.state or state).project or state.project or None
    round_.in_place, round_.silent, round_.brief = step.in_place, step.silent, step.brief
    opened = None
    for effect in step.effects:
        match effect:
            case Say(message):
                round_.said = round_.said + message
            case Do(command):
                outcome = await commands.carry_out(turn, command)
                if outcome is not None:
                    events.append(Done(outcome))
            case Open():
                opened = effect
    if step.state is None:
        stack.pop()
        events.clear()
    else:
        stack[-1] = flow.dump(step.state)
    return opened


async def _say(turn: Turn, round_: _Round) -> None:
    stack = turn.conversation.stack
    talk = turn.conversation
    if not stack:
        talk.asked = {}
        if round_.said.parts:
            await turn.say(round_.said)
        return
    if round_.silent:
        _uncover(turn)
        await turn.say(round_.said)
        return
    name, version, data = stack[-1] = stack[-1][:3]
    flow = FLOWS[name]
    state = flow.load(version, data)
    asked = flow.prompt(state, await facts.load(turn, name, state))
    in_place = round_.in_place and turn.tap is not None and turn.edits and turn.shown_last_here
    edits = talk.shown if in_place else None
    # a choice of what was just said ("Mes gains") gives way to the open question's own
    brief = round_.brief and turn.shown_here  # in another chat she has not seen it
    if round_.in_place and edits is None and turn.shown_here:  # a box that she ticked by its name
        asked = replace(asked, attachment=None)
    asked = asked.repeated(round_.said) if brief else asked.after(round_.said)
    await turn.say(asked, question=True, edits=edits)
