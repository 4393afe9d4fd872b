"""The parts of a question about figures, once it is read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, get_args

from backend.domain.admin.statistics import By
from backend.domain.french.ranges import Span
from backend.records import Record, field

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
"""What is counted. `people`: who worked. `earned`: by them. `failed`: messages that were given up. `cost`: of messages.
`spent`: earnings and the cost of messages. `owed`: earned and not paid out, as of now. `progress`: the state of
projects."""
MEASURES: tuple[Measure, ...] = get_args(Measure)

Why = Literal["", "paid", "agreement", "lacking", "place", "mixed", "several", "now", "who", "long"]
"""Why there is no number although every word is understood.

- `paid`: shown by `paiements`. `agreement`: shown with the state of each project alone.
- `lacking`: the question is about what was *not* done. `place`: it names a town.
- `mixed`: the measure does not exist for that, or with that grouping. `several`: a ranking of two measures, or two
  lists.
- `now`: a measure that is only known as of now was asked for a period. `who`: a list of people without a measure to
  rank them by. `long`: a list with too many lines.
"""


class Project(Record):
    """A project that may be meant."""

    id: int
    name: str
    title: str


def told_apart(projects: Sequence[Project]) -> dict[int, str]:
    """The title of each by its id, with its name beside it where several have that title."""
    titles = [each.title for each in projects]
    return {
        each.id: each.title if titles.count(each.title) == 1 else f"{each.title} ({each.name})" for each in projects
    }


class Someone(Record):
    """A person who may be meant. `names`: other names by which she is known."""

    id: int
    name: str
    country: str
    names: tuple[str, ...] = ()


class Places(Record):
    """What a question is limited to, or what it leaves out."""

    countries: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    projects: tuple[Project, ...] = ()
    people: tuple[Someone, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.countries or self.channels or self.projects or self.people)


class MetricQuery(Record):
    """A question. If any of the last fields says so, there is no answer (`whole`).

    - `spans`, `only`: empty if none was named. `without`: what is left out. `everywhere`: it says that it means all
      countries.
    - `by`: one line for each of these; `most`: only the n highest, or the −n lowest; 0: all. `each`: the mean per
      woman.
    - `unknown`: what was not understood, in the asker's words. `corrected`: typing errors were corrected.
    - `which_country`, `which_project`, `which_person`: the choices that a name leaves open; `which_left_out`: it is a
      name of what is left out. `why`: why there is no number.
    """

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
    def beside(self) -> int:
        """How many figures stand beside each other in the answer, at least."""
        named = (self.only.countries, self.only.channels, self.only.projects, self.only.people, self.which_person)
        return max(1, len(self.measures), len(self.spans), *map(len, named))

    @property
    def understood(self) -> bool:
        """Whether anything was understood."""
        return bool(self.measures or self.spans or self.only or self.without or self.by or self.asked_back or self.why)

    @property
    def counts(self) -> bool:
        """Whether it asks for a figure, and does not merely name somebody or something."""
        named_alone = not (self.measures or self.spans or self.by or self.why or self.without)
        return self.understood and not (self.unknown and named_alone)

    @property
    def asked_back(self) -> bool:
        """Whether a name leaves several choices open."""
        return bool(self.which_country or self.which_project or self.which_person)

    @property
    def whole(self) -> bool:
        """Whether it can be answered as it is."""
        return self.understood and not (self.unknown or self.asked_back or self.why)
