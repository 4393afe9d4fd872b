"""One figure, and lists of figures: what a question about figures is answered with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction

from backend.domain.admin.metric_query.question import Measure
from backend.domain.admin.statistics import SentMessages, Work, cost, messages

Key = str | int | date
"""What a line is about: a country's or channel's code, the number of a project or person, a day or the first day of
a week or month; "" for all."""


@dataclass(frozen=True, slots=True)
class Cell:
    """The figure of one measure; which parts say something depends on the measure.

    `work`: what was worked, or what is owed for it; `people` who worked; `pace`: whole F CFA per hour, None without
    hours, `measured`: of so many people that it is no estimate; `sent`: messages; `count`: of what is counted one by
    one; `time`: the median from joining to a first income; `waiting`: of what is owed, that which is not accepted
    yet."""

    work: Work = field(default_factory=Work)
    people: int = 0
    pace: int | None = None
    measured: bool = False
    sent: tuple[SentMessages, ...] = ()
    count: int = 0
    time: timedelta | None = None
    waiting: Work = field(default_factory=Work)

    def size(self, measure: Measure, *, each: bool = False) -> Fraction | None:
        """The number by which lines are ranked and spans compared; None where nothing is known. Money in euros."""
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


@dataclass(frozen=True, slots=True)
class FigureLine:
    """One of a list. `name`, `country`: of a person; `name` of a project."""

    key: Key
    cell: Cell
    name: str = ""
    country: str = ""


MOST_SHOWN = 12
"""Lines of a ranking, those included that are level with the last one."""


@dataclass(frozen=True, slots=True)
class FigureList:
    """`lines`, the highest first; of people the first ones of `in_all`. `level`: how many more are level with the
    last one of a ranking."""

    lines: tuple[FigureLine, ...]
    in_all: int
    level: int = 0


def ranked(lines: Sequence[FigureLine], measure: Measure, most: int, *, each: bool = False) -> FigureList:
    """The n highest, the −n lowest, or (0) all, the highest first; without those of which nothing is known. Whoever is
    level with the last one stands there too."""
    known = [(size, line) for line in lines if (size := line.cell.size(measure, each=each)) is not None]
    lowest = most < 0
    known.sort(key=lambda pair: (pair[0] if lowest else -pair[0], str(pair[1].name or pair[1].key)))
    if not most:
        return FigureList(tuple(line for _, line in known), len(known))
    last = known[min(len(known), abs(most)) - 1][0] if known else None
    among = [line for place, (size, line) in enumerate(known) if place < abs(most) or size == last]
    shown = max(MOST_SHOWN, abs(most))
    return FigureList(tuple(among[:shown]), len(known), max(0, len(among) - shown))
