"""Notices when a person's answers in a project call for help, and says what is done, step by step.

Help comes before anything else, nothing is done silently, and pay is never touched. A wrong suspicion hurts. So every
signal needs many answers, and answers that are known to be good raise none: a person who is fast and right is fast.

| signal | raised when |
|---|---|
| hasty | of the newest 20 answers to tasks with something to read, 12 took less than half the reading time |
| same | the newest answers, at least 25, are all equal, and others' answers make that no chance (1 in 10,000) |
| drift | of the newest 8 known answers so few are right that it is no chance (1 in 100), given the 12 or more before |

`hasty` and `same` are not raised if four fifths of the decided ones of those answers, at least five, became the result,
or if four fifths of the newest five known answers are right. A control task that fewer than half of at least five
people get right is ignored: the task itself may be wrong.

Steps: 1 a kind message with a lesson or a break; 2 no tasks on which others disagree; 3 a person looks and decides. A
step comes at least `REST` after the one before, and only answers since then count. Once these show no signal any more,
the concern is closed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from enum import IntEnum
from math import comb
from typing import Any, Literal

from backend.records import Record

NEWEST = 20
"""The number of newest answers that are examined for haste."""
HASTY = 12
LEAST_READING = 3
"""Seconds. A text that takes less to read is read at a glance."""
PACE_SHARE = 0.5
"""The share of the reading time below which an answer is hasty. Adults read 238 words a minute, and few read twice as
fast (Brysbaert 2019)."""
IN_A_ROW = 25
OTHERS = 200
"""Answers of at least `OTHER_PEOPLE` other people that are needed to know how often they give an answer."""
OTHER_PEOPLE = 5
NO_CHANCE = 1 / 10_000
RECENT, BEFORE = 8, 12
"""Known answers that are compared: the newest ones, and at least so many before them."""
RARELY = 1 / 100
GOOD, GOOD_OF = 0.8, 5
"""A share of right answers that rules out a signal, among at least so many."""
LOOKED_AT = 300
"""The number of a person's newest answers, of all projects, that are searched for those to one project."""
REST = timedelta(days=1)
"""The shortest time between two steps."""

KNOWN_LOOKED_AT = 60
"""The number of newest answers to control tasks that are read."""
FLAWED_OF = 5
"""From this many answers to a control task on, fewer than half right ones mean that the task may be wrong itself."""

Signal = Literal["hasty", "same", "drift"]
Decision = Literal["better", "well", "easy", "stopped"]
"""`better`: no signal any more. The others are a person's decisions. `well`: nothing was wrong; `easy`: easy tasks for
longer; `stopped`: the project gives no more tasks to this person."""


class Step(IntEnum):
    NONE = 0
    HELP = 1
    EASY = 2
    """The person gets no tasks that were reopened because others disagree."""
    PERSON = 3
    """A person looks at it; until then the step before stays in force."""


class Given(Record):
    """An answer. `seconds`: from shown to answered; `reading`: seconds that its task takes to read. `agreed`: whether
    it became the result; None: not decided, or not compared."""

    value: Any
    seconds: int
    reading: int
    agreed: bool | None = None


class Known(Record):
    """An answer to a control task. `fresh`: given since the last step."""

    right: bool
    fresh: bool = True


class Evidence(Record):
    """What was seen: `count` of `of` answers. `share`: for "same", how often others give that answer; for "drift", how
    many known answers were right before; both in per cent."""

    signal: Signal
    count: int
    of: int
    share: int = 0


def look(answers: Sequence[Given], known: Sequence[Known], shares: Mapping[str, float]) -> Evidence | None:
    """What calls for help; None if nothing does. `answers`: those since the last step; they and `known` are the newest
    first. `shares`: how often others give an answer, by its text; empty if unknown."""
    if drifted := _drift(known):
        return drifted
    if _good([each.right for each in known[:GOOD_OF]]):
        return None
    return _hasty(answers) or _same(answers, shares)


def _good(right: Sequence[bool]) -> bool:
    return len(right) >= GOOD_OF and sum(right) >= GOOD * len(right)


def _hasty(answers: Sequence[Given]) -> Evidence | None:
    read = [each for each in answers if each.reading >= LEAST_READING][:NEWEST]
    hasty = [each for each in read if each.seconds < PACE_SHARE * each.reading]
    if len(read) < NEWEST or len(hasty) < HASTY or _good([each.agreed for each in hasty if each.agreed is not None]):
        return None
    return Evidence("hasty", len(hasty), len(read))


def in_a_row(answers: Sequence[Given]) -> int:
    """How many of the newest answers are equal."""
    return next((n for n, each in enumerate(answers) if each.value != answers[0].value), len(answers))


def _same(answers: Sequence[Given], shares: Mapping[str, float]) -> Evidence | None:
    row = in_a_row(answers)
    if row < IN_A_ROW or not shares:
        return None
    share = shares.get(str(answers[0].value), 0.0)
    if share**row >= NO_CHANCE:
        return None
    if _good([each.agreed for each in answers[:row] if each.agreed is not None]):
        return None
    return Evidence("same", row, row, round(share * 100))


def _drift(known: Sequence[Known]) -> Evidence | None:
    recent, before = [each.right for each in known[:RECENT]], [each.right for each in known[RECENT:]]
    if len(recent) < RECENT or len(before) < BEFORE or not all(each.fresh for each in known[:RECENT]):
        return None
    usual = (sum(before) + 1) / (len(before) + 2)
    right = sum(recent)
    chance = sum(comb(RECENT, n) * usual**n * (1 - usual) ** (RECENT - n) for n in range(right + 1))
    return Evidence("drift", right, RECENT, round(100 * sum(before) / len(before))) if chance < RARELY else None


def settled(answers: Sequence[Given]) -> bool:
    """Whether enough answers were given since the last step to conclude from the lack of a signal that all is well."""
    return len(answers) >= NEWEST
