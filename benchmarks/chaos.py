"""Runs the long storms of `tests.chaos`: whether anything is lost, doubled or told wrongly when everything fails, and
whether anybody is paid twice or never when the program is killed while it pays."""

from __future__ import annotations

import asyncio

from backend.db.server import migrate
from backend.records import replace
from benchmarks.figures import Figure, Section
from benchmarks.running import Run
from tests.chaos.judgement import Report, weathered
from tests.chaos.payments import Report as PaymentReport
from tests.chaos.payments import killed
from tests.chaos.plans import LONG, QUICK

SEEDS = 10
"""How far apart the seeds of two storms of one plan are."""


def measure(run: Run) -> Section:
    figures = []
    for storm in range(run.times):
        for plan in run.size(LONG, QUICK):
            run.say(f"chaos: {plan.name}, {storm + 1} of {run.times}")
            with run.home() as home:
                figures += _figures(asyncio.run(weathered(replace(plan, seed=plan.seed + SEEDS * storm), home)))
    people, kills = run.size((200, 500), (8, 3))
    run.say(f"chaos: {kills} kills while {people} people are paid")
    with run.server() as url:
        migrate.upgrade(url)
        figures.append(_payments(asyncio.run(killed(url, people, kills))))
    return Section(
        "chaos",
        "Chaos",
        "Real processes on one database, both fake platforms with their limits, people at work on both, some with two "
        "phones; meanwhile processes are killed and ended, the database crashes and goes away, and the platforms lose "
        "answers, fail before and after the effect, refuse, are slow and away, repeat and shuffle what they tell. By a "
        "seed. Then every chat, the database, the ledger and what the platforms counted are compared. And "
        "payments by fake providers that lose answers, fail before and after the effect and call back twice, while the "
        "program is killed",
        figures,
    )


def _figures(report: Report) -> list[Figure]:
    wrong = " ".join("; ".join(report.wrong[:3]).split()) or "none"
    weather = ", ".join(f"{what} {times}" for what, times in sorted(report.mishaps.items()))
    done = ", ".join(f"{what} {times}" for what, times in sorted(report.deeds.items()))
    return [
        Figure(
            f"{report.plan}: lost, counted twice, told wrongly, limits broken, taps unanswered",
            "none",
            f"{wrong} ({report.people} people, {report.linked} with two phones, "
            f"{report.answers} answers, {report.messages} messages in {report.seconds:.0f} s; {done})",
            not report.wrong,
            report.json,
        ),
        Figure(
            f"{report.plan}: messages that came twice, each after a lost answer",
            "",
            ", ".join(f"{name} {times} ({report.lost[name]} answers lost)" for name, times in report.repeated.items())
            + f"; weather: {weather}",
        ),
    ]


def _payments(report: PaymentReport) -> Figure:
    wrong = " ".join("; ".join(report.wrong[:3]).split()) or "none"
    done = ", ".join(f"{what} {times}" for what, times in sorted(report.calls.items()))
    return Figure(
        f"{report.kills} kills of the program while it pays by Wave and pawaPay: paid twice, lost, not reconciled",
        "none",
        f"{wrong} ({report.people} people, {report.payments} payments in {report.seconds:.0f} s; "
        f"{done}, {report.faults} answers lost after the effect)",
        not report.wrong,
        report.json,
    )
