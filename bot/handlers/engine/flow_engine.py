"""Run flows: find the open flow, let it handle an event, and send the one message that results."""

from __future__ import annotations

from collections import deque
from typing import Any

from backend.domain.messaging.message import Choice, Message, load
from backend.domain.people.permissions import may
from backend.domain.threads.commands import FILE_KINDS
from backend.records import Struct, replace
from bot.flows.engine import odd
from bot.flows.engine.kit import (
    Do,
    Done,
    Event,
    How,
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
"""The most steps of one event. A flow that takes more does not come to rest; the event becomes a dead letter."""


class _Round(Struct):
    """The result of an event so far. The flags are those of the last step
    (`bot.flows.engine.kit.Step`). `first`: choices before those of the question."""

    said: Message
    in_place: bool = False
    silent: bool = False
    brief: bool = False
    anew: bool = False
    first: tuple[Choice, ...] = ()


class _Open(Struct):
    """The flow on top of the stack while an event is handled. `frame`: where it was loaded from.

    `known`: `facts` belong to this state; it becomes false when the state changes or a command is carried out.
    `changed`: `state` is not yet written back to the frame. `did`: a command was carried out. `over`: the flow has
    ended."""

    flow: Flow
    state: Any
    frame: list[Any] | None = None
    facts: Any = None
    known: bool = False
    changed: bool = False
    did: bool = False
    over: bool = False


async def open_flow(turn: Turn, name: str, argument: Any = None, said: Message | None = None) -> None:
    """Start a flow, or resume it where the person left it. `said` comes before its question. The flow that was open
    waits below. With an argument, a waiting flow starts again."""
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


async def give(turn: Turn, name: str, event: Event, said: Message | None = None) -> None:
    """Pass an event to a flow wherever it waits on the stack; a flow that is not there begins in its first state.
    `said` comes before what it says."""
    place_in_stack = flow_stack.place_of(turn, name)
    if place_in_stack is None:
        flow_stack.push(turn, name)
    else:
        flow_stack.bring_up(turn, place_in_stack)
    await _run(turn, event, said)


async def handle(turn: Turn, event: Event) -> None:
    """Pass an event to the open flow."""
    talk = turn.conversation
    flow = flow_stack.top(turn)
    assert flow is not None
    talk.answered_at = turn.now
    odd = event.kind if isinstance(event, Odd) else None
    if isinstance(event, Sent) and not flow.files:
        odd = event.kind
    if odd is not None:
        await beside(turn, odd_said(turn, odd))
        return
    question, answered, before = talk.question, open_question.answering(turn, event), talk.answered
    anew = await _run(turn, event, opened=_previewed(turn))
    if not anew and turn.conversation is talk and (talk.question != question or not talk.stack):
        ended = () if talk.answered is before else (open_question.ENDED,)
        talk.answered = {**answered, **{key: talk.answered[key] for key in ended}}


def odd_said(turn: Turn, kind: str) -> Message:
    """The reply to a message that no question takes. Who may send it to a person hears how."""
    said = odd.reply(kind)
    if kind in FILE_KINDS and may(turn.person, "answer threads"):
        return said + odd.TO_A_WOMAN
    sends = kind in FILE_KINDS and may(turn.person, "write to the huber")
    return said + odd.TO_A_PERSON if sends else said


async def rethink(turn: Turn, choice: str, how: How = "tap") -> bool:
    """Pick another choice for the question that the person answered last. Return False if that changes nothing."""
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
    thought = SecondThought(choice, talk.answered["p"], now, how)
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
    """Leave the open question, or go one step back in it."""
    talk = turn.conversation
    flow = flow_stack.top(turn)
    assert flow is not None
    choice = way_out(load({"p": [], **turn.open_question}).choices, way)
    if choice == BACK and way == "away" and flow.leaves:
        choice = None  # a choice that leads one screen back does not leave the flow
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
    """The buttons to continue with when no question is open."""
    on = turn.dialogues.way_on(turn)
    return (*((on,) if on is not None else ()), Choice("/menu", "Menu"))


async def preview(turn: Turn, event: Event) -> Step[Any]:
    """The step that the open flow would take for an event. Nothing is carried out. What is loaded for it serves the
    next `preview` and `handle` too: nothing is changed between them."""
    open_ = turn.previewed = _previewed(turn)
    assert open_ is not None
    return open_.flow.step(open_.state, event, await _facts(turn, open_))


async def beside(turn: Turn, said: Message) -> None:
    """Say something that is not part of the open flow, then repeat the open question in its short form."""
    await _say(turn, _Round(said, brief=True), _loaded(turn))


async def stores(turn: Turn, text: str) -> bool:
    """Whether the open question is shown here, and would keep these words as they are, as the answer to a task."""
    if not open_question.takes_text(turn) or open_question.pick(turn, text) is not None:
        return False
    step = await preview(turn, open_question.typed(text))
    return not step.misread and step.words == "data"


async def show_again(turn: Turn, said: Message, *first: Choice) -> bool:
    """Show the open question once more after `said`, with these choices before its own. Return False if no question is
    open."""
    if not turn.conversation.stack:
        return False
    await _run(turn, Resumed(), said, first=first)
    return True


async def _run(
    turn: Turn,
    begin: Event | Step[Any],
    said: Message | None = None,
    opened: _Open | None = None,
    first: tuple[Choice, ...] = (),
) -> bool:
    """Run the flow on top of the stack until it comes to rest, then send what it said together with the open question.
    Return whether the last step took nothing, as the question is another one by now.
    `begin`: the event, or a step that was computed already. `first`: choices before those of the question. `opened`:
    the flow, if it is loaded already. A flow's state is loaded once and written back once."""
    stack = turn.conversation.stack
    round_ = _Round(said or Message(), first=first)
    events: deque[Event | Step[Any]] = deque([begin])
    open_, turn.previewed = opened or _loaded(turn), None
    for _ in range(MOST_STEPS):
        if open_ is None or not events:
            break
        try:
            next_ = await _step(turn, stack, open_, events, round_)
        except Exception:  # a refusal is answered, and what the steps before it did stays
            _put_back(stack, open_)
            raise
        if next_ is not None or open_.over:
            _put_back(stack, open_)
        if next_ is not None:
            # if it waits on the stack already, that frame goes: a flow is on the stack at most once
            stack[:] = [frame for frame in stack if frame[0] != next_.flow]
            flow_stack.push(turn, next_.flow)
            flow = turn.dialogues.flows[next_.flow]
            open_ = _Open(flow, flow.state())
            events.clear()
            events.append(Started(next_.argument))
        elif open_.over:
            if open_.did:
                open_question.keep_ended(turn, open_.flow)
            if not round_.silent:
                flow_stack.lapse(turn)
            open_ = _loaded(turn)
    else:
        raise RuntimeError(f"the flow {stack[-1][0]} does not come to rest")
    if open_ is not None:
        _put_back(stack, open_)
    if turn.conversation.stack is not stack and turn.conversation.stack:
        # the chat was joined to another conversation, which goes on where it stopped
        await _run(turn, Resumed(), round_.said)
    elif turn.conversation.stack is not stack or open_ is None:
        await _say(turn, round_, None)
    else:
        await _say(turn, round_, open_)
    return round_.anew


def _loaded(turn: Turn) -> _Open | None:
    """The flow on top of the stack with its state; None if no flow is open."""
    if not turn.conversation.stack:
        return None
    name, version, data, *_ = frame = turn.conversation.stack[-1]
    flow = turn.dialogues.flows[name]
    return _Open(flow, flow.load(version, data), frame)


def _previewed(turn: Turn) -> _Open | None:
    """`_loaded`, or the same from an earlier `preview` of this turn."""
    kept: _Open | None = turn.previewed
    stack = turn.conversation.stack
    return kept if kept is not None and stack and kept.frame is stack[-1] else _loaded(turn)


def _put_back(stack: list[Any], open_: _Open) -> None:
    """Write the flow's state back to its frame, or drop the frame if the flow has ended."""
    if open_.over:
        stack.pop()
    elif open_.changed:
        stack[-1] = open_.flow.dump(open_.state)
        open_.changed = False


async def _step(
    turn: Turn, stack: list[Any], open_: _Open, events: deque[Event | Step[Any]], round_: _Round
) -> Open | None:
    """Take one step of the flow on top of the stack. Outcomes of its commands are appended to the events. Return the
    flow that the step opens, if any."""
    event, flow = events.popleft(), open_.flow
    step = event if isinstance(event, Step) else flow.take(open_.state, event, await _facts(turn, open_))
    if flow.about is not None:
        turn.project_id = flow.about(step.state or open_.state) or flow.about(open_.state)
    round_.in_place, round_.silent, round_.brief, round_.anew = step.in_place, step.silent, step.brief, step.anew
    opened = None
    for effect in step.effects:
        match effect:
            case Say(message):
                round_.said = round_.said + message
            case Do(command):
                if open_.changed:
                    _put_back(stack, open_)  # a command may look at the stack, or put another flow on it
                open_.known, open_.did = False, True
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
    """The facts of the flow, read again only if the state changed or a command was carried out."""
    if not open_.known:
        open_.facts = await turn.dialogues.load(turn, open_.flow.name, open_.state)
        open_.known = True
    return open_.facts


async def _say(turn: Turn, round_: _Round, open_: _Open | None) -> None:
    """Send what was said and, unless the step is silent, the question of the open flow."""
    talk = turn.conversation
    if open_ is None:
        talk.asked = {}
        if round_.said.parts:
            await turn.say(round_.said)
        return
    if round_.silent:
        flow_stack.uncover(turn)
        if round_.said.parts or round_.said.attachment is not None:  # else a job answers
            await turn.say(round_.said)
        return
    talk.stack[-1] = talk.stack[-1][:3]
    asked = open_.flow.prompt(open_.state, await _facts(turn, open_))
    in_place = round_.in_place and turn.tap is not None and turn.edits and turn.shown_last_here
    edits = talk.shown if in_place else None
    # choices of what was just said ("Mes gains") give way to the open question's own choices
    brief = round_.brief and await open_question.stands_above(turn)
    if round_.in_place and edits is None and turn.shown_here:  # a box was ticked by typing its name
        asked = replace(asked, attachment=None)
    asked = asked.repeated(round_.said) if brief else asked.after(round_.said)
    if round_.first:
        asked = replace(asked, choices=(*round_.first, *asked.choices))
    await turn.say(asked, question=True, edits=edits)
