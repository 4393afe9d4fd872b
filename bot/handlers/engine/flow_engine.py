"""Running flows: which one is open, what an event leads to, and the one message that comes of it."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, replace
from typing import Any

from backend.domain.messaging.message import Choice, Message, load
from bot.flows.engine import answers
from bot.flows.engine.answers import Labelled
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
    Several,
    Started,
    Step,
    Typed,
)
from bot.flows.engine.leaving import Way, way_out
from bot.flows.engine.meaning import Question
from bot.flows.engine.registry import LEFT, Flow
from bot.handlers.engine.turn import Turn
from bot.i18n.render import plain

MOST_STEPS = 20
"""A flow that goes on by itself for longer has a fault: better a dead letter than a loop."""
DEEPEST = 5
"""Flows that wait below each other; the oldest is dropped beyond that."""


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
    talk = turn.conversation
    flow = turn.dialogues.flows[talk.stack[-1][0]]
    talk.answered_at = turn.now
    odd = event.kind if isinstance(event, Odd) else None
    if isinstance(event, Sent) and not flow.files:
        odd = event.kind
    if odd is not None:
        await beside(turn, answers.odd(odd))
        return
    question, answered = talk.question, _answering(turn, event)
    await _run(turn, event)
    if turn.conversation is talk and (talk.question != question or not talk.stack):
        talk.answered = answered


def _answering(turn: Turn, event: Event) -> dict[str, Any]:
    """What is kept of the open question when it is answered: its number, what was picked, its choices, and of a
    flow in which that can be thought over its frame."""
    talk = turn.conversation
    picked = event.choice if isinstance(event, Picked) else None
    choices = turn.open_question.get("c", [])
    if turn.dialogues.flows[talk.stack[-1][0]].rethink is None:
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
    place = next((i for i, frame in enumerate(talk.stack) if frame[0] == name), None)
    now = None if place is None else flow.load(*talk.stack[place][1:3])
    thought = SecondThought(choice, talk.answered["p"], now)
    step = flow.rethink(was, thought, await turn.dialogues.load(turn, name, was))
    if step is None:
        return False
    if place is None:
        _push(turn, name)
    else:
        _bring_up(turn, place)
    talk.answered_at = turn.now
    talk.answered = {**talk.answered, "p": choice}
    await _run(turn, step)
    return True


def marks(turn: Turn) -> bool:
    """Whether words in the open question are data, or marked."""
    return turn.dialogues.flows[turn.conversation.stack[-1][0]].marks


async def leave(turn: Turn, way: Way) -> None:
    """She wants out of the open question, or one step back."""
    talk = turn.conversation
    flow = turn.dialogues.flows[talk.stack[-1][0]]
    choice = way_out(load({"p": [], **turn.open_question}).choices, way)
    if choice is not None:
        await handle(turn, Picked(choice))
    elif flow.leaves:
        await handle(turn, Left(way == "back"))
    else:
        talk.answered_at = turn.now
        drop(turn, flow.name)
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
    choices = load({"p": [], **turn.open_question}).choices
    return choices[index] if index < len(choices) else None


def typed(text: str) -> Event:
    stripped = text.strip()
    return Typed(stripped) if stripped else Odd("empty")


def _push(turn: Turn, name: str) -> None:
    flow = turn.dialogues.flows[name]
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
        stack[index:] = [*(above for above in stack[index:] if turn.dialogues.flows[above[0]].waits), frame[:3]]


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
            _push(turn, opened.flow)
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
        _uncover(turn)
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
