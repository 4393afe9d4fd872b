"""The record of a flow, and how its state is stored between two messages."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Literal, get_type_hints

from backend.domain.messaging.message import Message, tr
from backend.records import Record, Struct, defaults, field
from bot.flows.engine.kit import Event, Left, Say, SecondThought, Step, leave

LEFT = tr("D'accord, on laisse ça.")
"""Said when a flow ends because the person wants to leave it."""


class Flow(Record):
    """One flow: a conversation about one matter.

    - `prompt(state, facts)`: the question that is shown while the flow waits; always safe to send again.
    - `step(state, event, facts)`: what an event leads to.
    - `state`: the frozen class of its states, JSON-safe; the first state is `state()`.
    - `version`: raised when the class changes shape. `upgrades[old]` turns stored data of that version into the next.
    - `files`: it takes documents.
    - `keeps`: it takes files of every kind; its commands have each fetched and stored under its
      event (`received_media`).
    - `leaves`: it handles `kit.Left` itself; otherwise it ends then.
    - `marks`: answers in it are data or are marked. Words like "retour" may be answers, so the person is asked.
    - `rethink(was, thought, facts)`: what another choice for the question just answered leads to. `was`: the state that
      asked it, `facts`: the facts of that state. None if it can change nothing.
    - `correction`: the word of the chat that shows the last answer again, to be corrected; "": none does.
    - `anew`: the word of the chat that opens it again, so that what was settled in it can be changed; "": none does.
    - `corrects(stored state)`: whether the last answer is shown now, to be corrected.
    - `lists(stored state)`: texts that name several choices of the question are answers, which it reads itself.
    - `explains`: who wants to be told the right answer to a question is told it at once.
    - `waits`: it stays on the stack when the person goes back to a flow below it; other flows are dropped then.
    - `lapses(stored state)`: it asks only while the person looks at it. It is not shown again when a flow above ends,
      and ends when what is written below another screen does not answer it.
    - `draft`: leaving would lose what was made in it, so it is shown again before it is given up.
    - `refused_by_no`: a bare no leaves the flow, if no choice says no.
    - `own_hand`: it checks who the person is, so forwarded messages answer nothing in it.
    - `serves`: who keeps it when a person's role changes: everybody, learners, or nobody ("role").
    - `about(state)`: the client's project that it is about, None if none.
    - `writes_to(stored state, thread)`: whether text in it goes to this thread."""

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
    correction: str = ""
    anew: str = ""
    corrects: Callable[[Mapping[str, Any]], bool] = lambda _: False
    lists: Callable[[Mapping[str, Any]], bool] = lambda _: False
    explains: bool = False
    waits: bool = False
    lapses: Callable[[Mapping[str, Any]], bool] = lambda _: False
    draft: bool = False
    refused_by_no: bool = False
    own_hand: bool = False
    serves: Literal["everybody", "learners", "role"] = "role"
    about: Callable[[Any], int | None] | None = None
    writes_to: Callable[[Mapping[str, Any], int], bool] | None = None

    def take(self, state: Any, event: Event, facts: Any) -> Step[Any]:
        """Take a step; `Left` ends the flow if it does not handle that itself."""
        if isinstance(event, Left) and not self.leaves:
            return leave(Say(LEFT))
        return self.step(state, event, facts)

    def dump(self, state: Any) -> list[Any]:
        """The frame of a state for the stack: [name, version, JSON-ready data]."""
        return [self.name, self.version, _dump(state)]

    def load(self, version: int, data: dict[str, Any]) -> Any:
        """Read a state that was stored by this version or an older one."""
        while version < self.version:
            data = self.upgrades[version](data)
            version += 1
        return _load(self.state, data)


def _dump(value: Any) -> Any:
    if isinstance(value, Struct):
        kept = ((name, getattr(value, name), default) for name, default in defaults(type(value)))
        return {name: _dump(found) for name, found, default in kept if found != default}
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
        if isinstance(hint, type) and issubclass(hint, Struct) and isinstance(value, dict):
            value = _load(hint, value)
        values[name] = _frozen(value)
    return cls(**values)


def _frozen(value: Any) -> Any:
    return tuple(_frozen(item) for item in value) if isinstance(value, list) else value
