"""What comes of one answer to a task: it is whole, one step further, or cannot be used."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from backend.domain.messaging.message import Message


@dataclass(frozen=True, slots=True)
class Draft:
    """What she has given of an answer so far.

    `picked`: the ids ticked (kind choices). `values`: field id → canonical value (kind entry);
    `asking`: the field that is asked for again, else the first one missing; all there: a summary.
    """

    picked: tuple[str, ...] = ()
    values: Mapping[str, str] = field(default_factory=dict)
    asking: str = ""


@dataclass(frozen=True, slots=True)
class Finished:
    """The answer, in the form of `backend.domain.work.answers`. `words`: any words of hers would have been it."""

    value: Any
    words: bool = False


@dataclass(frozen=True, slots=True)
class Wrong:
    """Not usable; `why` says what is expected. What was right before is kept."""

    why: Message


@dataclass(frozen=True, slots=True)
class More:
    """One step further; `in_place`: only the ticks of the question change. `words`: as of `Finished`."""

    draft: Draft
    in_place: bool = False
    words: bool = False
