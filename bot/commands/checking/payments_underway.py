"""What is with payment providers now, as `hiteuses payouts reconcile` lists it."""

from __future__ import annotations

from typing import Any

import click

from backend.db.engine.uow import UnitOfWork
from backend.db.payouts import execution as execution_rows
from backend.db.payouts.runs import Run, RunTotal
from backend.domain.money import Money
from backend.domain.payouts.alarms import Stop
from backend.domain.payouts.providers import LABELS, ProviderName
from backend.domain.people.commands import OPERATOR
from backend.records import Record
from backend.services.payouts import runs, stopping
from bot.settings import KEYS

SHOWN_NOTICES = 50
"""The newest things set aside that are listed."""


class PaymentsUnderway(Record):
    """What is on its way, what providers said amiss, and whether payouts are stopped."""

    runs: list[tuple[Run, RunTotal]]
    ways: list[execution_rows.Underway]
    notices: list[execution_rows.Notice]
    stop: Stop | None

    def print(self, ready: frozenset[ProviderName]) -> None:
        """One line each, or that there is nothing."""
        if not (self.runs or self.ways or self.notices or self.stop):
            click.echo("nothing is on its way", err=True)
        for run, each in self.runs:
            amount = Money(each.units, each.currency)
            click.echo(f"run {run.id}: {payments_in_words(each.payouts)} of {amount} {each.currency} on their way")
        for way in self.ways:
            stuck = f", {way.stuck} to be looked at by a person" if way.stuck else ""
            off = f"; not set up: set {KEYS[way.provider]}" if way.provider not in ready else ""
            click.echo(
                f"{LABELS[way.provider]}: {payments_in_words(way.payouts)}, {way.waiting} not sent yet{stuck}{off}"
            )
        for notice in self.notices:
            often = f" ({notice.times} times)" if notice.times > 1 else ""
            click.echo(f"set aside {notice.at:%Y-%m-%d %H:%M}: {notice.line}{often}")
        if (stop := self.stop) is not None:
            go_on = "go on: hiteuses payouts resume --by NAME"
            click.echo(f"stopped since {stop.at:%Y-%m-%d %H:%M}: {stop.line}; {go_on}")

    def as_json(self) -> dict[str, Any]:
        """The same for programs."""
        return {
            "runs": [
                {
                    "run": run.id,
                    "count": each.payouts,
                    "amount": str(Money(each.units, each.currency)),
                    "currency": each.currency,
                }
                for run, each in self.runs
            ],
            "providers": [
                {
                    "provider": way.provider.value,
                    "currency": way.currency,
                    "count": way.payouts,
                    "amount": str(Money(way.units, way.currency)),
                    "waiting": way.waiting,
                    "stuck": way.stuck,
                }
                for way in self.ways
            ],
            "notices": [
                {"at": notice.at.isoformat(), "line": notice.line, "times": notice.times} for notice in self.notices
            ],
            "stopped": None if self.stop is None else {"since": self.stop.at.isoformat(), "line": self.stop.line},
        }


def payments_in_words(payments: int) -> str:
    """So many payments."""
    return f"{payments} payment" + ("" if payments == 1 else "s")


async def look(uow: UnitOfWork) -> PaymentsUnderway:
    """Read it."""
    listed = await runs.listing(uow, OPERATOR, 1_000)
    return PaymentsUnderway(
        [(run, each) for run, totals in listed for each in totals if each.state == "sent"],
        await execution_rows.underway(uow),
        list(reversed(await execution_rows.notices(uow, SHOWN_NOTICES))),
        await stopping.standing(uow),
    )
