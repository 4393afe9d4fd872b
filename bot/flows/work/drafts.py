"""The result of one event for the answer to a task: complete, one more part, or no answer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from backend.domain.messaging.message import Message
from backend.records import Record, field
from bot.flows.engine.kit import Words


class Draft(Record):
    """The parts of an answer so far.

    `picked`: the ids ticked (kind "choices"). `values`: field id → canonical value (kind "entry"). `asking`: the field
    that is asked for again; "": the first one that is missing, or the summary if none is."""

    picked: tuple[str, ...] = ()
    values: Mapping[str, str] = field(default_factory=dict)
    asking: str = ""


class Finished(Record):
    """The complete answer, in the form of `backend.domain.work.answers`. `words`: as in `bot.flows.engine.kit.Step`."""

    value: Any
    words: Words = ""


class Wrong(Record):
    """The event is no answer. `why` says what is expected; what was given before is kept."""

    why: Message


class Shown(Record):
    """No answer: she asked for another view of the task, `what`."""

    what: Message


class More(Record):
    """One more part of the answer. `in_place`: only the ticks of the question change. `words`: as in `Finished`.
    `said`: what is said before the question that follows."""

    draft: Draft
    in_place: bool = False
    words: Words = ""
    said: Message | None = None
