"""What a flow is to those who run it, and how its state is kept between two messages."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from typing import Any, Literal, get_type_hints

from backend.domain.messaging.message import Message, tr
from bot.flows.engine.kit import Event, Left, Say, SecondThought, Step, leave

LEFT = tr("D'accord, on laisse ça.")
"""Said where a flow is over because she wanted out of it."""


@dataclass(frozen=True, slots=True)
class Flow:
    """One conversation.

    `prompt(state, facts)`: what she sees while we wait; always safe to send again.
    `step(state, event, facts)`: what an event leads to.
    `state`: the frozen class of its states, JSON-safe; the first one is `state()`.
    `version` grows when the class changes shape, with `upgrades[old]` turning data of that version
    into the next. `files`: whether it takes files. `keeps`: whether files of every kind, spoken ones
    too, of which its commands have each fetched and kept under the event that brought it (`received_media`).
    `leaves`: it answers `kit.Left` itself; else it is over then. `marks`: her own words in it are data or marked, so
    that "retour" may be one of them, and she is asked. `rethink(was, thought, facts)`: what another choice of the
    question that she has just answered leads to, `was` being the state that asked it and `facts` those of it; None
    where it can change nothing.

    `waits`: the person has given much in it, so that it waits even when they go back to one below it; others are
    dropped then, and begin anew. `draft`: what is made in it would be lost, so that it is shown with its button before
    it is given up. `refused_by_no`: a bare no is to all that is asked, where nothing there is called so. `own_hand`:
    it asks whether it is really the person who wants it, so that a passed-on message answers nothing. `serves`: whose
    it is when a role changes: everybody's, everybody's who learns, or the role's alone. `about(state)`: the client's
    project that it is about. `writes_to(state as data, thread)`: whether what is written in it is for this thread.
    """

    name: str
    version: int
    state: type[Any]
    prompt: Callable[[Any, Any], Message]
    step: Callable[[Any, Event, Any], Step[Any]]
    upgrades: Mapping[int, Callable[[dict[str, Any]], dict[str, Any]]] = field(default_factory=dict)
    files: bool = False
    keeps: bool = False
    leaves: bool = False
    marks: bool = False
    rethink: Callable[[Any, SecondThought, Any], Step[Any] | None] | None = None
    waits: bool = False
    draft: bool = False
    refused_by_no: bool = False
    own_hand: bool = False
    serves: Literal["everybody", "learners", "role"] = "role"
    about: Callable[[Any], int | None] | None = None
    writes_to: Callable[[Mapping[str, Any], int], bool] | None = None

    def take(self, state: Any, event: Event, facts: Any) -> Step[Any]:
        """`step`, and what it leaves to us."""
        if isinstance(event, Left) and not self.leaves:
            return leave(Say(LEFT))
        return self.step(state, event, facts)

    def dump(self, state: Any) -> list[Any]:
        """A state as JSON-ready data, with the flow's name and version."""
        return [self.name, self.version, _dump(state)]

    def load(self, version: int, data: dict[str, Any]) -> Any:
        """The inverse, from this version or an older one."""
        while version < self.version:
            data = self.upgrades[version](data)
            version += 1
        return _load(self.state, data)


def _dump(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        return {f.name: _dump(getattr(value, f.name)) for f in fields(value) if getattr(value, f.name) != f.default}
    if isinstance(value, tuple | list):
        return [_dump(item) for item in value]
    if isinstance(value, Mapping):
        return {key: _dump(item) for key, item in value.items()}
    return value


_hints: dict[type[Any], dict[str, Any]] = {}


def _load(cls: type[Any], data: dict[str, Any]) -> Any:
    hints = _hints.get(cls)
    if hints is None:
        hints = _hints[cls] = get_type_hints(cls)
    values = {}
    for name, value in data.items():
        hint = hints[name]
        if isinstance(hint, type) and is_dataclass(hint) and isinstance(value, dict):
            value = _load(hint, value)
        values[name] = _frozen(value)
    return cls(**values)


def _frozen(value: Any) -> Any:
    return tuple(_frozen(item) for item in value) if isinstance(value, list) else value
