"""Running flows: which one is open, what an event leads to, and the one message that comes of it."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, replace
from typing import Any

from backend.domain.messaging.message import Choice, Message, load
from bot.flows.engine import answers
from bot.flows.engine.kit import (
    Do,
    Done,
    Event,
    Left,
    Odd,
    Open,
    Picked,
    Resumed,
    Say,
    SecondThought,
    Sent,
    Started,
    Step,
)
from bot.flows.engine.leaving import BACK, Way, way_out
from bot.flows.engine.registry import LEFT, Flow
from bot.handlers.engine import flow_stack, open_question
from bot.handlers.engine.turn import Turn

MOST_STEPS = 20
"""A flow that goes on by itself for longer has a fault: better a dead letter than a loop."""


@dataclass(slots=True)
class _Round:
    """What has come of an event so far."""

    said: Message
    in_place: bool = False
    silent: bool = False
    brief: bool = False


@dataclass(slots=True)
class _Open:
    """The flow on top while an event is worked off. `facts` are `known` until its state changes or something is
    done; `changed`: its frame is not yet as its state; `over`: it is at its end."""

    flow: Flow
    state: Any
    facts: Any = None
    known: bool = False
    changed: bool = False
    over: bool = False


async def open_flow(turn: Turn, name: str, argument: Any = None, said: Message | None = None) -> None:
    """Begin a flow, or come back to it where she left it, after a few words; the one that is open waits below."""
    stack = turn.conversation.stack
    place_in_stack = flow_stack.place_of(turn, name)
    if place_in_stack is not None and argument is None:
        flow_stack.bring_up(turn, place_in_stack)
        await _run(turn, Resumed(), said)
        return
    if place_in_stack is not None:
        del stack[place_in_stack]
    flow_stack.push(turn, name)
    await _run(turn, Started(argument), said)


async def give(turn: Turn, name: str, event: Event) -> None:
    """An event for a flow wherever it waits, or in its first state where it does not."""
    place_in_stack = flow_stack.place_of(turn, name)
    if place_in_stack is None:
        flow_stack.push(turn, name)
    else:
        flow_stack.bring_up(turn, place_in_stack)
    await _run(turn, event)


async def handle(turn: Turn, event: Event) -> None:
    """An event for the open flow."""
    talk = turn.conversation
    flow = flow_stack.top(turn)
    assert flow is not None
    talk.answered_at = turn.now
    odd = event.kind if isinstance(event, Odd) else None
    if isinstance(event, Sent) and not flow.files:
        odd = event.kind
    if odd is not None:
        await beside(turn, answers.odd(odd))
        return
    question, answered = talk.question, open_question.answering(turn, event)
    await _run(turn, event)
    if turn.conversation is talk and (talk.question != question or not talk.stack):
        talk.answered = answered


async def rethink(turn: Turn, choice: str) -> bool:
    """Another choice of the question that she answered last; False where that changes nothing."""
    talk = turn.conversation
    if "f" not in talk.answered:
        return False
    name, version, data = talk.answered["f"]
    flow = turn.dialogues.flows[name]
    if flow.rethink is None:
        return False
    was = flow.load(version, data)
    place = flow_stack.place_of(turn, name)
    now = None if place is None else flow.load(*talk.stack[place][1:3])
    thought = SecondThought(choice, talk.answered["p"], now)
    step = flow.rethink(was, thought, await turn.dialogues.load(turn, name, was))
    if step is None:
        return False
    if place is None:
        flow_stack.push(turn, name)
    else:
        flow_stack.bring_up(turn, place)
    talk.answered_at = turn.now
    talk.answered = {**talk.answered, "p": choice}
    await _run(turn, step)
    return True


async def leave(turn: Turn, way: Way) -> None:
    """She wants out of the open question, or one step back."""
    talk = turn.conversation
    flow = flow_stack.top(turn)
    assert flow is not None
    choice = way_out(load({"p": [], **turn.open_question}).choices, way)
    if choice == BACK and way == "away" and flow.leaves:
        choice = None  # one screen back is not out
    if choice is not None:
        await handle(turn, Picked(choice))
    elif flow.leaves:
        await handle(turn, Left(way == "back"))
    else:
        talk.answered_at = turn.now
        flow_stack.drop(turn, flow.name)
        if turn.person.joined_at is None:
            await _run(turn, Resumed(), LEFT)
        else:
            await turn.say(LEFT.with_choices(*ways_on(turn), columns=2))


def ways_on(turn: Turn) -> tuple[Choice, ...]:
    """What she can go on with, where nothing is asked."""
    on = turn.dialogues.way_on(turn)
    return (*((on,) if on is not None else ()), Choice("/menu", "Menu"))


async def preview(turn: Turn, event: Event) -> Step[Any]:
    """What the open flow would make of an event; nothing is done."""
    name, version, data, *_ = turn.conversation.stack[-1]
    flow = turn.dialogues.flows[name]
    state = flow.load(version, data)
    return flow.step(state, event, await turn.dialogues.load(turn, name, state))


async def beside(turn: Turn, said: Message) -> None:
    """Words of ours beside the matter, and the open question once more, briefly, just as it stands."""
    await _say(turn, _Round(said, brief=True), _loaded(turn))


async def show_again(turn: Turn, said: Message) -> bool:
    """The open question once more, after a few words; False when there is none."""
    if not turn.conversation.stack:
        return False
    await _run(turn, Resumed(), said)
    return True


async def _run(turn: Turn, first: Event | Step[Any], said: Message | None = None) -> None:
    """Let the flow on top take its steps; then say what it said, followed by what is open now. `first`: what
    happened, or its first step. Its state is loaded once and dumped once."""
    stack = turn.conversation.stack
    round_ = _Round(said or Message())
    events: deque[Event | Step[Any]] = deque([first])
    open_ = _loaded(turn)
    for _ in range(MOST_STEPS):
        if open_ is None or not events:
            break
        opened = await _step(turn, open_, events, round_)
        _put_back(stack, open_)
        if opened is not None:
            # where it waits already, it begins anew and is there once
            stack[:] = [frame for frame in stack if frame[0] != opened.flow]
            flow_stack.push(turn, opened.flow)
            flow = turn.dialogues.flows[opened.flow]
            open_ = _Open(flow, flow.state())
            events.clear()
            events.append(Started(opened.argument))
        elif open_.over:
            open_ = _loaded(turn)
    else:
        raise RuntimeError(f"the flow {stack[-1][0]} does not come to rest")
    if turn.conversation.stack is not stack and turn.conversation.stack:
        await _run(turn, Resumed(), round_.said)  # her chat has joined another talk: that goes on where it stands
    elif turn.conversation.stack is not stack or open_ is None:
        await _say(turn, round_, None)
    else:
        await _say(turn, round_, open_)


def _loaded(turn: Turn) -> _Open | None:
    """The flow on top with its state; None: nothing is open."""
    if not turn.conversation.stack:
        return None
    name, version, data, *_ = turn.conversation.stack[-1]
    flow = turn.dialogues.flows[name]
    return _Open(flow, flow.load(version, data))


def _put_back(stack: list[Any], open_: _Open) -> None:
    """The frame of the flow on top as its state is now."""
    if open_.over:
        stack.pop()
    elif open_.changed:
        stack[-1] = open_.flow.dump(open_.state)
        open_.changed = False


async def _step(turn: Turn, open_: _Open, events: deque[Event | Step[Any]], round_: _Round) -> Open | None:
    """One step of the flow on top; the outcome of its commands joins the events."""
    event, flow = events.popleft(), open_.flow
    step = event if isinstance(event, Step) else flow.take(open_.state, event, await _facts(turn, open_))
    if flow.about is not None:
        turn.project_id = flow.about(step.state or open_.state) or flow.about(open_.state)
    round_.in_place, round_.silent, round_.brief = step.in_place, step.silent, step.brief
    opened = None
    for effect in step.effects:
        match effect:
            case Say(message):
                round_.said = round_.said + message
            case Do(command):
                open_.known = False
                outcome = await turn.dialogues.execute(turn, command)
                if outcome is not None:
                    events.append(Done(outcome))
            case Open():
                opened = effect
    if step.state is None:
        open_.over = True
        events.clear()
    else:
        open_.known = open_.known and step.state == open_.state
        open_.state, open_.changed = step.state, True
    return opened


async def _facts(turn: Turn, open_: _Open) -> Any:
    """What the flow needs to know: read anew only where its state is another one, or something was done."""
    if not open_.known:
        open_.facts = await turn.dialogues.load(turn, open_.flow.name, open_.state)
        open_.known = True
    return open_.facts


async def _say(turn: Turn, round_: _Round, open_: _Open | None) -> None:
    talk = turn.conversation
    if open_ is None:
        talk.asked = {}
        if round_.said.parts:
            await turn.say(round_.said)
        return
    if round_.silent:
        flow_stack.uncover(turn)
        await turn.say(round_.said)
        return
    talk.stack[-1] = talk.stack[-1][:3]
    asked = open_.flow.prompt(open_.state, await _facts(turn, open_))
    in_place = round_.in_place and turn.tap is not None and turn.edits and turn.shown_last_here
    edits = talk.shown if in_place else None
    # a choice of what was just said ("Mes gains") gives way to the open question's own
    brief = round_.brief and turn.shown_here  # in another chat she has not seen it
    if round_.in_place and edits is None and turn.shown_here:  # a box that she ticked by its name
        asked = replace(asked, attachment=None)
    asked = asked.repeated(round_.said) if brief else asked.after(round_.said)
    await turn.say(asked, question=True, edits=edits)
