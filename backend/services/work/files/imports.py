"""Import of a project and its tasks: the whole file or nothing.

Every step belongs to the caller's one transaction. All faults are reported together: the whole file is read even if its
first row is bad.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from functools import reduce
from pathlib import Path
from typing import Any

from backend.db.admin import audit
from backend.db.certificates import badges as badge_rows
from backend.db.earnings import ledger
from backend.db.engine.uow import UnitOfWork
from backend.db.work import projects
from backend.db.work.files import task_imports
from backend.db.work.projects import StoredProject
from backend.domain import days
from backend.domain.certificates import badges
from backend.domain.earnings.figures import MONTH_HOURS, MONTHLY_GOAL
from backend.domain.errors import BadFile, BadInput, Fault, Reason
from backend.domain.money import FRANCS_PER_EURO, UNITS_PER_WHOLE, Money
from backend.domain.people.commands import Actor, Person
from backend.domain.work import controls, minimum_pay
from backend.domain.work.agreement import first_wanted
from backend.domain.work.commands import usual_minutes
from backend.domain.work.formats.data_rows import TaskRow
from backend.domain.work.projects import ProjectConfig, ProjectStatus
from backend.records import Record, replace
from backend.services import access
from backend.services.clients import service as clients
from backend.services.work import chains
from backend.services.work.chains import ShortBudget
from backend.services.work.files.staging import Staging


class Imported(Record):
    """The result of an import.

    `new` tasks were added, `known` were there already (by the client's id) and stay as they are. `controls`: control
    tasks that were added (`backend.domain.work.controls`). `skipped` names the faults of rows that were left out, at
    most `staging.FAULTS_NAMED` of `faults`. `differ`: rows that say something else than their task that was there
    already. `longest`: the characters of text that the longest task shows.

    `cost` is what the new tasks can cost, answers to control tasks included; `booked` is what the client's account was
    charged for it now; `promised` and `funded` are the project's sums after it. `created`: the project is new.
    `ungiven`: badges that it needs and that no module gives yet. `client`: the name of the client. `a_month`: what 3
    hours a day on 22 days earn in it, at the measured pace, else the estimated one. `short`: projects to which its
    tasks are sent on, whose budgets do not pay for all of the new ones.
    """

    project_id: int
    name: str
    created: bool
    new: int
    known: int
    faults: int
    skipped: tuple[Fault, ...]
    cost: Money
    booked: Money
    promised: Money
    funded: Money
    ungiven: tuple[str, ...] = ()
    client: str = ""
    a_month: Money = MONTHLY_GOAL
    short: tuple[ShortBudget, ...] = ()
    controls: int = 0
    differ: int = 0
    longest: int = 0

    @property
    def pays_enough(self) -> bool:
        """Whether a woman can reach `MONTHLY_GOAL` with it."""
        return self.a_month.units >= MONTHLY_GOAL.units


async def import_project(
    uow: UnitOfWork,
    config: ProjectConfig,
    rows: Iterator[TaskRow | Fault],
    *,
    file: str,
    base: Path | None,
    by: Actor,
    now: datetime,
    channel: str = "",
    client: str = "",
    skip_bad: bool = False,
    progress: Callable[[int], None] = lambda _: None,
) -> Imported:
    """Create or extend the project with the tasks of `rows`, fund it and open it.

    - `file` is the data's name, for messages and the batch. `base` is the folder of the files that rows show (None:
      only web addresses). `channel` is where it was requested.
    - `client` is the name of the client. "" means: as the configuration says; else the project's present client, or for
      a new project the company itself.
    - `progress` is called with the number of rows read so far. With `skip_bad` bad rows are left out, if one is good.

    Raises `NotAllowed` unless `by` is an admin; `BadFile` with every fault of the rows; `BadInput` for an end that has
    passed, a pay below a minimum wage, a configuration that does not fit the existing project, a client that is unknown
    or not the project's, rows that are all control tasks, or a promise beyond the budget. The transaction must then be
    given up.
    """
    access.require(by, "import")
    if config.ended(days.local_day(now, by.zone if isinstance(by, Person) else "UTC")):
        raise BadInput(Reason("ends: {day} has passed already", day=str(config.ends)))
    project, created = await _project(uow, config, client, now)
    minutes = usual_minutes(config, project.median_seconds)
    check_wage(config, minutes)
    targets = await chains.targets(uow, config, project.client_id)
    staging = Staging(uow, rows, base, skip_bad, progress, targets)
    await staging.run()
    if staging.total and not (skip_bad and staging.good):
        raise BadFile(file, staging.listing)
    added = await task_imports.add_tasks(uow, project.id, file, first_wanted(config), by.id, now)
    tasks = await projects.tasks(uow, project.id)
    if added.controls and not tasks:
        raise BadInput(Reason("every row has a known answer (gold): there is no task whose answer is asked for"))
    granted = await task_imports.grant_controls(uow, project.id, controls.allowed(tasks, config.answers_max))
    cost = config.promise * added.new + config.pay * granted
    booked = await _fund(uow, project, config, cost, added.batch_id, now)
    short = await chains.prepare(uow, config, targets, added.new, by.id, now)
    about = {"project": config.name, "file": file, "tasks": added.new, "booked": [booked.units, booked.currency]}
    await audit.note(uow, by.id, channel, "import", about, now)
    return Imported(
        project_id=project.id,
        name=config.name,
        created=created,
        new=added.new,
        controls=added.controls,
        known=added.known,
        differ=added.differ,
        longest=staging.longest,
        faults=staging.total,
        skipped=tuple(staging.faults),
        cost=cost,
        booked=booked,
        promised=project.promised + cost,
        funded=project.funded + booked,
        ungiven=await _ungiven(uow, config.needs),
        client=project.client,
        a_month=a_month(config, minutes),
        short=short,
    )


def a_month(config: ProjectConfig, minutes: Fraction) -> Money:
    """What 3 hours a day on 22 days bring with such work, in euros, rounded down."""
    francs = config.pay.francs * 60 / minutes * MONTH_HOURS
    return Money(int(francs * UNITS_PER_WHOLE / FRANCS_PER_EURO), "EUR")


async def _ungiven(uow: UnitOfWork, needs: tuple[str, ...]) -> tuple[str, ...]:
    """The badges that a project needs and that nobody can earn, because no open module gives them."""
    return badges.ungiven(needs, await badge_rows.courses(uow)) if needs else ()


def check_wage(config: ProjectConfig, measured: Fraction | None = None) -> None:
    """Check that the pay is no less than the minimum wage per hour of every country where the project is open, at the
    measured minutes, else at the client's estimate (Fairwork's principle of fair pay). Raises `BadInput`."""
    minutes = Fraction(config.minutes) if measured is None else measured
    below = minimum_pay.below(config, minutes)
    if not below:
        return
    floor = below[0]
    enough = minimum_pay.enough(floor, minutes, config.pay.currency)
    raise BadInput(
        Reason(
            "pay {pay} {currency} at {minutes} minutes is {hourly} F CFA an hour, "
            "below the minimum wage of {country} ({wage} F CFA an hour in {year}): pay {enough} or more",
            pay=Decimal(str(config.pay)),
            currency=config.pay.currency,
            minutes=_shown(minutes),
            hourly=int(minimum_pay.hourly(config, minutes)),
            country=floor.country,
            wage=round(floor.hour),
            year=floor.year,
            enough=Decimal(str(enough)),
        )
    )


def _shown(minutes: Fraction) -> Decimal:
    """Minutes rounded to the hundredth. A measured pace is a fraction."""
    found = (Decimal(minutes.numerator) / minutes.denominator).quantize(Decimal("0.01"))
    whole = found.to_integral_value()
    return whole if found == whole else found.normalize()


async def _project(uow: UnitOfWork, config: ProjectConfig, client: str, now: datetime) -> tuple[StoredProject, bool]:
    """The project, locked and with the new configuration; and whether it was created here."""
    before = await projects.by_name(uow, config.name)
    if client and config.client and client.casefold() != config.client.casefold():
        raise BadInput(
            Reason("the configuration says client {name!r}, not {other!r}", name=config.client, other=client)
        )
    client = client or config.client
    client_id = await clients.number(uow, client)
    if before is None:
        project_id = await projects.add(uow, config, False, now, client_id)
        await ledger.open_account(uow, "client", client_id, config.pay.currency)
        await ledger.open_account(uow, "project", project_id, config.pay.currency)
    project = before or await projects.by_name(uow, config.name)
    assert project is not None
    if project.practice:
        raise BadInput(Reason("the name {name!r} is the practice project's: choose another", name=config.name))
    if client and project.client_id != client_id:
        raise BadInput(Reason("the project {name!r} belongs to another client: choose another name", name=config.name))
    if project.status is ProjectStatus.CLOSED:
        raise BadInput(Reason("the project {name!r} is closed: choose another name", name=config.name))
    if project.config.to_json() != config.to_json():
        if changed := _fixed_parts(project.config, config):
            raise BadInput(
                Reason(
                    "the project {name!r} is there already with other {parts}: "
                    "import under another name, or keep what people are working by",
                    name=config.name,
                    parts=reduce(lambda some, one: Reason("{some} and {one}", some=some, one=one), changed),
                )
            )
        await projects.replace_config(uow, project.id, config)
    return project, before is None


def _fixed_parts(old: ProjectConfig, new: ProjectConfig) -> list[Reason]:
    """Changed parts of a configuration on which given answers, their pay and their count rest."""
    parts: dict[str, Callable[[ProjectConfig], Any]] = {
        "kind": lambda c: c.kind,
        "choices": lambda c: [option.id for option in c.choices],
        "fields": lambda c: [(replace(f, label="", choices=()), [o.id for o in f.choices]) for f in c.fields],
        "scale": lambda c: len(c.scale),
        "tie": lambda c: c.tie,
        "pay": lambda c: c.pay,
        "answers": lambda c: c.rule,
    }
    return [Reason("{key}", key=name) for name, part in parts.items() if part(old) != part(new)]


async def _fund(
    uow: UnitOfWork, project: StoredProject, config: ProjectConfig, cost: Money, batch_id: int | None, now: datetime
) -> Money:
    """Book what the client pays in: the budget once, or without a budget what the tasks can cost."""
    promised = project.promised.units + cost.units
    currency = config.pay.currency
    if config.budget is not None and promised > config.budget.units:
        raise BadInput(
            Reason(
                "the answers to all tasks of {name!r} can cost {cost} {currency}, "
                "but its budget is {budget} {currency}",
                name=config.name,
                cost=Decimal(str(Money(promised, currency))),
                budget=Decimal(str(config.budget)),
                currency=currency,
            )
        )
    target = config.budget.units if config.budget is not None else promised
    booked = Money(max(0, target - project.funded.units), currency)
    if booked.units:
        cause = f"batch:{batch_id}" if config.budget is None else f"budget:{target}"
        moved = await ledger.transfer(
            uow,
            f"fund:{project.id}:{cause}",
            ("client", project.client_id),
            ("project", project.id),
            booked,
            now,
        )
        if not moved:
            raise RuntimeError("a project's funds are booked in the ledger but not on the project")
    if not await projects.book(uow, project.id, booked.units, cost.units):
        raise RuntimeError("a project's funds do not cover what it promises")
    return booked
