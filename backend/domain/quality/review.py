"""Reviews of answers and tasks: who may do them, their verdicts, and when refusals wait for an admin.

The rules are those of the field (Fairwork, Turkopticon): agreement alone never refuses pay; a refusal has a reason in
words, may be redone once and appealed to a second person; silence decides in favour of the person who worked.
"""

from __future__ import annotations

from datetime import timedelta
from enum import IntEnum
from typing import Any

BADGE = "revue-1"
"""The badge that lets a hiteuse review. Admins with that permission need none."""
REVIEW_LEASE = timedelta(minutes=30)
"""How long a review belongs to one reviewer."""
REDO_WITHIN = timedelta(days=7)
"""How long a refused answer may be redone or appealed."""
REPORT_DECIDED_WITHIN = timedelta(hours=48)
"""A task that two people reported is decided within this time."""
REPORTS_TO_SET_ASIDE = 2
"""A task is held for a review after reports of this many people."""
MAX_UNSEEN_REPORTS = 5
"""Reports per day and person that are paid although nobody looked at the task. So reporting instead of working does not
pay."""
MAX_SENTENCE_LENGTH = 500
"""Characters of a sentence about a refusal or an appeal."""
SHARE, AMONG = 0.05, 20
"""If more than `SHARE` of at least `AMONG` reviewed answers of a day are refused, refusals of the project wait …"""
IN_A_ROW = 20
"""… and also after this many refusals in a row."""


class ReviewKind(IntEnum):
    """What a review is about."""

    ANSWER = 0
    """One answer that may still be refused."""
    TIE = 1
    """A task whose answers tie. The verdict decides the result, never pay."""
    REPORT = 2
    """A task that several people have reported."""
    APPEAL = 3
    """A refused answer, for another person than the one who refused it."""


class Verdict(IntEnum):
    ACCEPTED = 0
    """The answer stands; for an appeal: the refusal is overturned; for a report: the task is good."""
    CORRECTED = 1
    """The answer is paid, but the reviewer's is the result; for a tie: the reviewer's answer is the result."""
    REFUSED = 2
    """The answer is refused; for an appeal: the refusal stands; for a report: the task is bad."""
    UNDECIDED = 3
    """Nobody looked in time: a tie stays without an answer."""
    SETTLED = 4
    """A tie that was resolved, because an answer came or changed, or more was learnt of the people who gave them."""


def waits(reviewed: int, refused: int, in_a_row: int) -> bool:
    """Whether one more refusal must wait until an admin has looked. `reviewed`, `refused`: in this project on the last
    day, including this one. `in_a_row`: refusals since the last other verdict, including this one."""
    return (reviewed >= AMONG and refused > SHARE * reviewed) or in_a_row > IN_A_ROW


def may_refuse(judged: Any, answer: Any) -> bool:
    """Whether a reviewer may refuse an answer, or let its refusal stand: only if their own answer differs."""
    return bool(judged != answer)
