"""What a person does about the project that they save for: commands and their outcomes."""

from __future__ import annotations

from datetime import date

from backend.domain.earnings.figures import Amounts
from backend.domain.earnings.savings import Instalment, Plan
from backend.domain.money import Money
from backend.records import Record


class SetAside(Record):
    """A command: set this aside of each payment from now on. An empty plan: nothing."""

    plan: Plan


class TakeOut(Record):
    """A command: take money out of savings. `amount` None: all of it. Outcome: `TakenOut`."""

    amount: Money | None = None


class SetDue(Record):
    """A command: when the person wants to have the amount. None: no day."""

    due: date | None


class SetInstalments(Record):
    """A command: the parts of the project's cost, in place of those before. If the cost is not known, it is their
    sum."""

    instalments: tuple[Instalment, ...]


class SayPaid(Record):
    """A command: the person has paid a part of the project. `instalment`: the place of the one that it was, from 0;
    None: none of them."""

    amount: Money
    instalment: int | None = None


class SayOpened(Record):
    """A command: the person has opened what they saved for, in their words ("" for those of the project)."""

    words: str = ""


# --- what came of them ----------------------------------------------------------------------------


class ReachedNoted(Record):
    """What the person has opened, or has, is recorded. `number`: of the record, by which it can be taken back. `words`:
    hers, of what she has opened."""

    number: int
    words: str = ""


class PaidNoted(Record):
    """What the person has paid is recorded. `number`: of the record, by which it can be taken back."""

    number: int
    amount: Money


class TakenOut(Record):
    """What is in the person's balance again."""

    taken: Amounts
