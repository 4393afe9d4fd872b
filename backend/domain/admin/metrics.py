"""Figures and lists of figures, with which questions about figures are answered."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from fractions import Fraction

from backend.domain.admin.metric_query.question import Measure
from backend.domain.admin.statistics import SentMessages, Work, cost, messages
from backend.records import Record, field

Key = str | int | date
"""What a line is about: the code of a country or channel, the number of a project or person, a day, or the first day of
a week or month; "" for all."""


class Cell(Record):
    """The figure of one measure. The measure decides which fields matter.

    - `work`: what was worked, or what is owed for it. `people`: how many worked; `steady`: how many of them gave enough
      answers for a pace. `count`: the number of things that are counted one by one.
    - `pace`: whole F CFA per hour; None without hours. `measured`: enough people worked, so it is not an estimate.
    - `sent`: messages. `time`: the median from joining to a first income. `waiting`: the part of what is owed that is
      not accepted yet.
    """

    work: Work = field(default_factory=Work)
    people: int = 0
    steady: int = 0
    pace: int | None = None
    measured: bool = False
    sent: tuple[SentMessages, ...] = ()
    count: int = 0
    time: timedelta | None = None
    waiting: Work = field(default_factory=Work)

    def size(self, measure: Measure, *, each: bool = False) -> Fraction | None:
        """The number by which lines are ranked and spans compared; None if nothing is known. Money is in euros."""
        match measure:
            case "answers":
                found = Fraction(self.work.answers)
            case "time":
                found = Fraction(self.work.time // timedelta(seconds=1))
            case "earned" | "owed":
                found = self.work.earned
            case "spent":
                found = self.work.earned + cost(self.sent).euros
            case "people":
                found = Fraction(self.people)
            case "pace":
                return None if self.pace is None else Fraction(self.pace)
            case "messages":
                found = Fraction(messages(self.sent))
            case "cost":
                found = cost(self.sent).euros
            case _:
                found = Fraction(self.count)
        if each:
            return found / self.people if self.people else None
        return found


class FigureLine(Record):
    """One line of a list. `name`: of a person or project; `country`: of a person."""

    key: Key
    cell: Cell
    name: str = ""
    country: str = ""


MOST_SHOWN = 12
"""Lines of a ranking, including those that are level with the last one."""


class FigureList(Record):
    """The `lines` of a list, the highest first; of people the first of `in_all`. `level`: how many more are level with
    the last line of a ranking."""

    lines: tuple[FigureLine, ...]
    in_all: int
    level: int = 0


def ranked(lines: Sequence[FigureLine], measure: Measure, most: int, *, each: bool = False) -> FigureList:
    """The `most` highest lines, for a negative number the lowest, or for 0 all, the highest first.

    Lines without a figure are left out. Lines that are level with the last one are included.
    """
    known = [(size, line) for line in lines if (size := line.cell.size(measure, each=each)) is not None]
    lowest = most < 0
    known.sort(key=lambda pair: (pair[0] if lowest else -pair[0], str(pair[1].name or pair[1].key)))
    if not most:
        return FigureList(tuple(line for _, line in known), len(known))
    last = known[min(len(known), abs(most)) - 1][0] if known else None
    among = [line for place, (size, line) in enumerate(known) if place < abs(most) or size == last]
    shown = max(MOST_SHOWN, abs(most))
    return FigureList(tuple(among[:shown]), len(known), max(0, len(among) - shown))
