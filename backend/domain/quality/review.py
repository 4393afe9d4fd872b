"""Second looks at answers and tasks: who may take them, what they come to, and when refusals wait.

The rules are the field's (Fairwork, Turkopticon): agreement alone never refuses pay; a refusal has a reason in words,
may be redone once and appealed to a second person; silence is for her who worked.
"""

from __future__ import annotations

from datetime import timedelta
from enum import IntEnum

BADGE = "revue-1"
"""The badge that lets a hiteuse review; admins who run the work need none."""
REVIEW_LEASE = timedelta(minutes=30)
"""So long an item is one reviewer's alone."""
REDO_WITHIN = timedelta(days=7)
"""So long a refused answer may be redone or appealed."""
REPORT_DECIDED_WITHIN = timedelta(hours=48)
"""A task that two people reported is decided on by then."""
REPORTS_TO_SET_ASIDE = 2
"""So many people's reports set a task aside."""
MAX_UNSEEN_REPORTS = 5
"""So many reports on which nobody looked are paid to one person in a day: whoever reports instead of working earns
nothing by it."""
MAX_SENTENCE_LENGTH = 500
"""Characters of a sentence about a refusal or an appeal."""
SHARE, AMONG = 0.05, 20
"""More than this share refused, of at least so many reviewed in a day, and refusals of the project wait."""
IN_A_ROW = 20
"""… or so many refused one after the other."""


class ReviewKind(IntEnum):
    ANSWER = 0
    """One answer that may still be refused."""
    TIE = 1
    """A task whose answers tie: the verdict decides the result, never pay."""
    REPORT = 2
    """A task that several people have reported."""
    APPEAL = 3
    """A refused answer, by another person than who refused it."""


class Verdict(IntEnum):
    ACCEPTED = 0
    """The answer stands; of an appeal: the refusal is overturned; of a report: the task is good."""
    CORRECTED = 1
    """The answer is paid, but the result is the reviewer's; of a tie: the reviewer's answer is the result."""
    REFUSED = 2
    """The answer is refused; of an appeal: the refusal stands; of a report: the task is set aside for good."""
    UNDECIDED = 3
    """Nobody looked in time: of a tie, no answer."""
    SETTLED = 4
    """Of a tie: there is none any more, for an answer came or changed, or more was learnt of who gave them."""


def waits(reviewed: int, refused: int, in_a_row: int) -> bool:
    """Whether one more refusal waits until an admin has looked. `reviewed` and `refused`: of the last day in this
    project, that one included; `in_a_row`: refusals since the last verdict that was none, that one included."""
    return (reviewed >= AMONG and refused > SHARE * reviewed) or in_a_row > IN_A_ROW
