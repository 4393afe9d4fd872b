"""What the services know of the project that she saves for, in memory."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from backend.domain.earnings import savings
from backend.domain.earnings.commands import (
    PaidNoted,
    ReachedNoted,
    SayOpened,
    SayPaid,
    SetAside,
    SetDue,
    SetInstalments,
    TakenOut,
    TakeOut,
)
from backend.domain.earnings.savings import Instalment, Plan, Project
from backend.domain.money import UNITS_PER_WHOLE, Money
from backend.domain.people.commands import Goal
from backend.records import replace


def _francs(amount: int) -> Money:
    return Money(amount * UNITS_PER_WHOLE, "XOF")


@dataclass(slots=True)
class Saving:
    """`cost`, `saved`: F CFA. `share`: of each payment, in percent. `parts`: instalments as [F CFA, day]."""

    cost: int | None = 150_000
    saved: int = 0
    share: int | None = None
    parts: Sequence[tuple[int, date]] = ()
    project: Project = field(init=False)

    def __post_init__(self) -> None:
        self.project = Project(
            Goal("business", "un salon de coiffure", _francs(self.cost) if self.cost is not None else None),
            instalments=tuple(Instalment(_francs(amount), due) for amount, due in self.parts),
            plan=Plan(share=self.share),
            saved=(_francs(self.saved),) if self.saved else (),
        )

    def carry_out(self, command: Any) -> Any:
        project = self.project
        match command:
            case SetAside(plan):
                self.project = replace(project, plan=plan)
            case TakeOut(amount):
                taken = savings.least(project.saved, savings.worth(project.saved) if amount is None else amount.francs)
                left = savings.without(project.saved, taken)
                self.project = replace(project, saved=tuple(each for each in left if each.units))
                return TakenOut(taken)
            case SetDue(due):
                self.project = replace(project, due=due)
            case SetInstalments(instalments):
                self.project = replace(project, instalments=instalments)
            case SayPaid(amount, _):
                self.project = replace(project, spent=(*project.spent, amount))
                return PaidNoted(1, amount)
            case SayOpened(words):
                return ReachedNoted(1, words)
        return None
