"""What somebody asks: the parts of a question about figures, once they are read."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, get_args

from backend.domain.admin.statistics import By
from backend.domain.french.ranges import Span

Measure = Literal[
    "answers",
    "people",
    "time",
    "earned",
    "pace",
    "messages",
    "delivered",
    "read",
    "failed",
    "cost",
    "joined",
    "first income",
    "lessons",
    "spent",
    "owed",
    "progress",
]
"""`people`: who worked. `earned`: by them. `failed`: messages that were given up. `cost`: of messages. `spent`: what
was earned and what messages cost. `owed`: earned and not paid out, as of now. `progress`: how projects stand."""
MEASURES: tuple[Measure, ...] = get_args(Measure)

Why = Literal["", "paid", "agreement", "lacking", "place", "mixed", "several", "now", "who", "long"]
"""Why there is no number although every word is understood. `paid`, `agreement`: nothing counts these yet. `lacking`:
what was *not* done is asked. `place`: a town. `mixed`: this measure is not known of that, or told apart by that.
`several`: a ranking of two measures, two lists at once. `now`: what is only known as of now was asked of a period.
`who`: a list of people without what they are ranked by. `long`: a list with too many lines."""


@dataclass(frozen=True, slots=True)
class Project:
    """A project that may be meant."""

    id: int
    name: str
    title: str


@dataclass(frozen=True, slots=True)
class Someone:
    """A person who may be meant. `names`: others than her first name by which she is known."""

    id: int
    name: str
    country: str
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Places:
    """What a question is limited to, or what is left out."""

    countries: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    projects: tuple[Project, ...] = ()
    people: tuple[Someone, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.countries or self.channels or self.projects or self.people)


@dataclass(frozen=True, slots=True)
class MetricQuery:
    """`spans`, `only`: none were named. `without`: left out. `by`: a line for each of these; `most`: of these the n
    highest, or the −n lowest; 0: all. `each`: the mean per woman. `everywhere`: it says that all countries are meant.

    `unknown`: what was not understood, in the words of whoever asks. `which_country`, `which_project`, `which_person`:
    those between whom a name leaves the choice; `which_left_out`: of what is left out. `corrected`: slips of the finger
    were taken back. `why`: there is no number for it although it is understood. With any
    of these there is no answer (`whole`)."""

    measures: tuple[Measure, ...] = ()
    spans: tuple[Span, ...] = ()
    only: Places = field(default_factory=Places)
    without: Places = field(default_factory=Places)
    by: By | None = None
    most: int = 0
    each: bool = False
    everywhere: bool = False
    unknown: tuple[str, ...] = ()
    which_country: tuple[str, ...] = ()
    which_project: tuple[Project, ...] = ()
    which_person: tuple[Someone, ...] = ()
    which_left_out: bool = False
    corrected: bool = False
    why: Why = ""

    @property
    def understood(self) -> bool:
        """Whether anything was."""
        return bool(self.measures or self.spans or self.only or self.without or self.by or self.asked_back or self.why)

    @property
    def counts(self) -> bool:
        """Whether it asks for a figure at all, and does not only name somebody or something."""
        named_alone = not (self.measures or self.spans or self.by or self.why or self.without)
        return self.understood and not (self.unknown and named_alone)

    @property
    def asked_back(self) -> bool:
        """Whether somebody or something may be one of several."""
        return bool(self.which_country or self.which_project or self.which_person)

    @property
    def whole(self) -> bool:
        """Whether it can be answered as it stands."""
        return self.understood and not (self.unknown or self.asked_back or self.why)
