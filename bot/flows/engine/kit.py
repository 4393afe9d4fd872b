"""What flows are made of: events that reach them, effects that they ask for, and how they answer.

A flow is two pure functions over a frozen state; see `registry.Flow`. It knows no clock, chance,
database or channel: what it needs is in `facts`, and what shall happen it returns.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Generic, TypeVar

from backend.domain.messaging.message import Message

# --- events: what happened ------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Started:
    """The flow begins, with what its opener handed over."""

    argument: Any = None


@dataclass(frozen=True, slots=True)
class Resumed:
    """She comes back to it after something else."""


@dataclass(frozen=True, slots=True)
class Picked:
    """One of the open question's choices: tapped, its number, or its label typed."""

    choice: str


@dataclass(frozen=True, slots=True)
class Several:
    """Several of the open question's choices in one answer ("1 3"), where it takes that (`Message.many`)."""

    choices: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Typed:
    """Her own words, stripped."""

    text: str


@dataclass(frozen=True, slots=True)
class Sent:
    """A file: its bytes are fetched by a job, `ref` names it on its channel. `caption`: her words with it."""

    kind: str
    name: str
    ref: str
    mime: str = ""
    size: int = 0
    caption: str = ""


@dataclass(frozen=True, slots=True)
class Odd:
    """Something that no question asks for: "sticker", "voice", "edited", "empty", …"""

    kind: str


@dataclass(frozen=True, slots=True)
class Done:
    """A command was carried out; `outcome` is the service's own word for it."""

    outcome: Any


@dataclass(frozen=True, slots=True)
class Left:
    """She wants out of what is asked, or one step `back`; it has no choice for that."""

    back: bool = False


@dataclass(frozen=True, slots=True)
class SecondThought:
    """Another choice of the question that she answered last, `instead` of what she had picked (None: she wrote it).
    `now`: the state in which the flow waits; None: it is over."""

    choice: str
    instead: str | None
    now: Any


Event = Started | Resumed | Picked | Several | Typed | Sent | Odd | Done | Left

# --- effects: what shall happen ---------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Say:
    """Words before the next prompt, in the same message."""

    message: Message


@dataclass(frozen=True, slots=True)
class Do:
    """A command for a service; its outcome comes back as `Done`, unless it is None."""

    command: Any


@dataclass(frozen=True, slots=True)
class Open:
    """Hand over to another flow; with `end(...)` it takes this one's place."""

    flow: str
    argument: Any = None


Effect = Say | Do | Open

S = TypeVar("S")


@dataclass(frozen=True, slots=True)
class Step(Generic[S]):
    """What comes next: the state to wait in (None: the flow is over), and effects in order.

    `in_place`: the question's own message is changed instead of a new one. `silent`: the question that waits below
    a flow that is over is left unsaid. `brief`: the question stands above already, so that it is shown once more
    without what it is about (`Message.repeated`). `misread`: what she said is no answer to it. `words`: any words of
    hers were taken for the answer as they stand, so that the engine asks first where they sound like something else.
    """

    state: S | None
    effects: tuple[Effect, ...] = ()
    in_place: bool = False
    silent: bool = False
    brief: bool = False
    misread: bool = False
    words: bool = False


def stay(state: S, *effects: Effect) -> Step[S]:
    """Wait in `state`; its prompt follows what is said."""
    return Step(state, effects)


def change(state: S, *effects: Effect) -> Step[S]:
    """Like `stay`, but the open question changes in place where the channel can do that."""
    return Step(state, effects, in_place=True)


def again(state: S, *effects: Effect) -> Step[S]:
    """Wait in `state`, whose question she has seen: after what is said it is shown once more, briefly."""
    return Step(state, effects, brief=True)


def misread(state: S, *effects: Effect) -> Step[S]:
    """Like `again`, because what she said is no answer; say what is expected."""
    return Step(state, effects, brief=True, misread=True)


def in_her_words(step: Step[S], event: Event) -> Step[S]:
    """The step of a question that takes any words for its answer, where `event` is such words."""
    return replace(step, words=True) if isinstance(event, Typed) and not step.misread else step


def end(*effects: Effect) -> Step[Any]:
    """The flow is over."""
    return Step(None, effects)


def leave(*effects: Effect) -> Step[Any]:
    """The flow is over, and what waits below it is not asked again now; it can still be answered."""
    return Step(None, effects, silent=True)
