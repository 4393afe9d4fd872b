"""The result of one event for the answer to a task: complete, one more part, or no answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from backend.domain.messaging.message import Message
from bot.flows.engine.kit import Words


@dataclass(frozen=True, slots=True)
class Draft:
    """The parts of an answer so far.

    `picked`: the ids ticked (kind "choices"). `values`: field id → canonical value (kind "entry"). `asking`: the field
    that is asked for again; "": the first one that is missing, or the summary if none is."""

    picked: tuple[str, ...] = ()
    values: Mapping[str, str] = field(default_factory=dict)
    asking: str = ""


@dataclass(frozen=True, slots=True)
class Finished:
    """The complete answer, in the form of `backend.domain.work.answers`. `words`: as in `bot.flows.engine.kit.Step`."""

    value: Any
    words: Words = ""


@dataclass(frozen=True, slots=True)
class Wrong:
    """The event is no answer. `why` says what is expected; what was given before is kept."""

    why: Message


@dataclass(frozen=True, slots=True)
class Shown:
    """No answer: she asked for another view of the task, `what`."""

    what: Message


@dataclass(frozen=True, slots=True)
class More:
    """One more part of the answer. `in_place`: only the ticks of the question change. `words`: as in `Finished`.
    `said`: what is said before the question that follows."""

    draft: Draft
    in_place: bool = False
    words: Words = ""
    said: Message | None = None
