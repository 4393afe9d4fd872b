"""What a person is told of their own answers: how often they became the result, and how often they were the known
answer.

Answers that differ from the result are not faults: agreement decides results, never pay. With few decided answers the
share says nothing yet, and the person is told so.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Literal

from backend.records import Record

LOOKED_AT = 2_000
"""The number of a person's newest answers that are read."""
ENOUGH = 10
"""The number of decided answers from which a share is told."""
ENOUGH_KNOWN = 5
"""The number of control tasks from which their share counts as well."""
OFTEN, MOSTLY = Fraction(9, 10), Fraction(3, 4)
"""Shares of agreeing answers from which the answers are called very good, and good."""
PROJECTS_SHOWN = 5
"""The number of projects that a person is told about."""

Grade = Literal["too few", "often", "mostly", "seldom"]


class ProjectResults(Record):
    """A person's answers in one project.

    `decided`: how many could be compared with the result of their task; `agreed`: how many say the same. A grade may
    differ by one point; a form must agree in all decided fields. Free texts and transcriptions are merged and not
    compared; nor is the only answer to a task. `known`: answers to control tasks; `right`: those that were the known
    answer. `hard`: whether the person also gets tasks on which others disagree.
    """

    title: str
    decided: int
    agreed: int
    known: int
    right: int
    hard: bool

    @property
    def share(self) -> Fraction:
        """The share of the decided answers that agree with the result; 0 if there are none."""
        return Fraction(self.agreed, self.decided) if self.decided else Fraction()

    @property
    def grade(self) -> Grade:
        """How often the answers agree with the result, or are the known ones if that is less often; "too few" below
        `ENOUGH` decided answers."""
        if self.decided < ENOUGH:
            return "too few"
        known = Fraction(self.right, self.known) if self.known >= ENOUGH_KNOWN else self.share
        share = min(self.share, known)
        return "often" if share >= OFTEN else "mostly" if share >= MOSTLY else "seldom"


class OwnResults(Record):
    """`projects`: those with the newest answers first. `reviews`: whether the person may review others' answers.
    `course`: the title of a module that would allow that; "" if they may already or no module does."""

    projects: tuple[ProjectResults, ...]
    reviews: bool
    course: str = ""
