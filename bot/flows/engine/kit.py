"""The parts of flows: the events that they get, the effects that they ask for, the steps that they return.

A flow is two pure functions over a frozen state; see `registry.Flow`. It has no clock, randomness, database or channel:
what it needs is in `facts`, and what it wants done it returns as effects."""

from __future__ import annotations

from typing import Any, Generic, Literal, TypeVar

from backend.domain.messaging.message import Message
from backend.records import Record, replace

# --- events: what happened ------------------------------------------------------------------------


class Started(Record):
    """The flow begins, with the argument of the one that opened it."""

    argument: Any = None


class Resumed(Record):
    """The person comes back to the flow after something else."""


class Picked(Record):
    """One of the open question's choices: tapped, or named by its number or label."""

    choice: str


class Several(Record):
    """Several of the open question's choices in one answer ("1 3"), where it takes several (`Message.many`). `whole`:
    they are the whole answer, whatever was picked before ("tout sauf le premier"). `instead`: they stand in place of
    what was picked, and are seen once more where that can be ("tout", "non la 2")."""

    choices: tuple[str, ...]
    whole: bool = False
    instead: bool = False


class Typed(Record):
    """Free text, stripped."""

    text: str


class Sent(Record):
    """A file. A job fetches its bytes; `ref` names it on its channel. `size` is in bytes (0: unknown).
    `caption`: the text sent with it."""

    kind: str
    name: str
    ref: str
    mime: str = ""
    size: int = 0
    caption: str = ""


class Odd(Record):
    """A message that no question asks for: "sticker", "voice", "edited", "empty", …"""

    kind: str


class Done(Record):
    """A command was carried out. `outcome`: what the service returned."""

    outcome: Any


class Left(Record):
    """The person wants to leave the question, or go one step `back`, and the question has no choice for that."""

    back: bool = False


How = Literal["tap", "only", "also"]
"""How another choice was made: tapped on the older message, or said in words, in place of what was picked or besides
it."""


class SecondThought(Record):
    """Another choice of the question answered last, `instead` of the one that was picked (None: it was answered by
    text). `now`: the state in which the flow waits; None if it has ended."""

    choice: str
    instead: str | None
    now: Any
    how: How = "tap"


Event = Started | Resumed | Picked | Several | Typed | Sent | Odd | Done | Left

# --- effects: what is wanted -----------------------------------------------------------------------


class Say(Record):
    """Text before the next prompt, in the same message."""

    message: Message


class Do(Record):
    """A command for a service. Its outcome comes back as `Done`, unless it is None."""

    command: Any


class Open(Record):
    """Open another flow. Together with `end(...)`, it replaces this one."""

    flow: str
    argument: Any = None


Effect = Say | Do | Open

S = TypeVar("S")

Words = Literal["", "free", "own", "data", "letter"]
"""Whether a step took free text: not at all; as it is; as what she tells of her own project; as an answer to a task
or to a question of a lesson, which no person of the team reads; as such an answer that may be a letter to somebody."""


class Step(Record, Generic[S]):
    """The result of an event: the state to wait in (None: the flow has ended), and the effects in order.

    - `in_place`: edit the question's message instead of sending a new one.
    - `silent`: the flow has ended; do not show the question that waits below it.
    - `brief`: the question was just shown; repeat it in its short form (`Message.repeated`).
    - `misread`: the text or choice was no answer to the question.
    - `words`: free text was taken as the answer. The engine asks first if it is an intent; for "data" also if it is
      addressed to the team, for "letter" only if it is about this work as well, for "own" also if it may be an intent
      or tells anything, unless it tells of a project (`backend.domain.messaging.addressed`).
    - `anew`: the question is another one by now, so that nothing was taken: it is no answer to be thought over.
    - `unlike`: that text does not look like the person's other answers; the engine asks first whether it is one."""

    state: S | None
    effects: tuple[Effect, ...] = ()
    in_place: bool = False
    silent: bool = False
    brief: bool = False
    misread: bool = False
    anew: bool = False
    words: Words = ""
    unlike: bool = False


def stay(state: S, *effects: Effect) -> Step[S]:
    """Wait in `state`; its prompt follows what is said."""
    return Step(state, effects)


def asked_anew(state: S, *effects: Effect) -> Step[S]:
    """Like `stay`, where the question is another one than the person has answered: nothing was taken."""
    return Step(state, effects, anew=True)


def change(state: S, *effects: Effect) -> Step[S]:
    """Like `stay`, but the open question is edited in place if the channel can do that."""
    return Step(state, effects, in_place=True)


def again(state: S, *effects: Effect) -> Step[S]:
    """Wait in `state`, whose question was just shown: it is repeated in its short form."""
    return Step(state, effects, brief=True)


def misread(state: S, *effects: Effect) -> Step[S]:
    """Like `again`, but what was said is no answer; say what is expected."""
    return Step(state, effects, brief=True, misread=True)


def in_her_words(step: Step[S], event: Event, words: Words = "free") -> Step[S]:
    """Mark the step of a question that takes free text, if `event` is free text that it took."""
    return replace(step, words=words) if isinstance(event, Typed) and not step.misread else step


def end(*effects: Effect) -> Step[Any]:
    """End the flow."""
    return Step(None, effects)


def leave(*effects: Effect) -> Step[Any]:
    """End the flow without showing the question that waits below; it can still be answered."""
    return Step(None, effects, silent=True)
