"""Certificates of income: a credential of what a person has earned, as she wants it to be seen."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime
from uuid import uuid4

from backend.db.certificates import credentials as rows
from backend.db.certificates import income as income_rows
from backend.db.engine.uow import UnitOfWork
from backend.domain import days
from backend.domain.certificates import badges, income, open_badges
from backend.domain.certificates.credentials import REPLACED, Credential, Shown
from backend.domain.certificates.income import Income, TakeIncome
from backend.domain.errors import BadInput
from backend.domain.money import Money
from backend.domain.people.commands import Person
from backend.services import access
from backend.services.certificates import credentials
from backend.services.certificates.signing import Issuer

YEARS = 2
"""How many calendar years are looked at, the present one included."""


async def incomes(uow: UnitOfWork, person: Person, now: datetime) -> tuple[Income, ...]:
    """The periods for which the person can take a certificate, the newest first. Raises `NotAllowed`."""
    access.require(person, "work")
    today = days.local_day(now, person.zone)
    since, _ = days.day_bounds(date(today.year - YEARS + 1, 1, 1), person.zone)
    sums: defaultdict[bool, defaultdict[date, list[Money]]] = defaultdict(lambda: defaultdict(list))
    for each in await income_rows.by_month(uow, person.id, person.zone, since):
        sums[each.paid][each.month].append(each.money)
    earned, paid = ({month: tuple(found) for month, found in sums[way].items()} for way in (False, True))
    return income.incomes(earned, paid, today)


async def last_name(uow: UnitOfWork, person: Person) -> str:
    """The name that the person used on a certificate last; "" if there is none."""
    name, _ = await rows.last_choices(uow, person.id) or ("", Shown())
    return name


async def take(
    uow: UnitOfWork, person: Person, issuer: Issuer, now: datetime, command: TakeIncome
) -> Credential | None:
    """Issue and sign a certificate of income. An earlier one of the same period is replaced, or returned again if it
    says the same. None: there is no income in that period. Raises `NotAllowed`, and `BadInput` for text that is no
    name."""
    name = badges.read_name(command.name)
    found = next((each for each in await incomes(uow, person, now) if each.period.key == command.period), None)
    if name is None:
        raise BadInput("this is no name")
    if found is None:
        return None
    key, title = income.PREFIX + found.period.key, found.period.title
    about, shown = income.about(found, exact=command.exact), Shown(name=command.show_name, modules=False)
    for old in await rows.standing(uow, person.id):
        if old.key != key:
            continue
        same = (old.name, old.shown, old.title, old.about) == (name, shown, title, about)
        if same and old.address == issuer.at.credential(old.id):
            return old
        await rows.revoke(uow, [old.id], REPLACED, now)
    number = uuid4()
    new = Credential(
        id=number,
        person_id=person.id,
        key=key,
        title=title,
        about=about,
        name=name,
        contents=(),
        awarded=now,
        shown=shown,
        address=issuer.at.credential(number),
        token="",
        issued_at=now,
    )
    return await credentials.issue(uow, issuer, new, "income", open_badges.income_achievement(issuer.at, title, about))
