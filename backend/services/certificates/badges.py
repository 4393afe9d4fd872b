"""Badges: granting them, and the work that they open."""

from __future__ import annotations

from datetime import datetime

from backend.db.certificates import badges as rows
from backend.db.engine.uow import UnitOfWork
from backend.db.work import offers
from backend.domain import days
from backend.domain.certificates import badges
from backend.domain.certificates.badges import Badge, Course, Granted, ModuleSet, Opening, Settled
from backend.domain.errors import existing
from backend.domain.people.commands import Person
from backend.domain.quality import review
from backend.domain.training.modules import Module
from backend.domain.work import commands as work_commands
from backend.services.certificates import paid_tests
from backend.services.work import service as work_service


async def grant(uow: UnitOfWork, person: Person, module: Module | str, now: datetime) -> Granted:
    """She has passed a module: grant its badge and those that it unlocks, each once, and return what follows. Nothing
    is new if she has them already. Raises `NotFound` for an unknown module."""
    module_id = module if isinstance(module, str) else module.id
    course = existing(await rows.course(uow, module_id), f"no module {module_id!r}")
    before = {badge.key for badge in await held(uow, person)}
    closed = await offers.beyond(uow, person.id, person.country, days.local_day(now, person.zone))
    new = []
    for key in (course.id, *(k for k in course.unlocks if k != course.id)):
        given = await rows.grant(uow, person.id, key, badges.title(key, course), course.id, now)
        if given is not None:
            new.append(given)
    if not new:
        return Granted()
    after = before | {badge.key for badge in new}
    opened: tuple[work_commands.Offer, ...] = ()
    if person.role == "hiteuse":
        known = {offer.project_id for offer in closed}
        opened = tuple(offer for offer in await _there(uow, person, now) if offer.project_id in known)
    return Granted(
        badges=tuple(new),
        certificates=(
            *[await _of_module(uow, badge) for badge in new if badge.certifies],
            *(s for s in badges.complete(after) if s not in badges.complete(before)),
        ),
        opened=opened,
        reviews=person.role == "hiteuse" and any(badge.key == review.BADGE for badge in new),
        paid=await paid_tests.pay(uow, person, course, now),
    )


async def held(uow: UnitOfWork, person: Person) -> tuple[Badge, ...]:
    """Her valid badges, in the order in which she earned them."""
    return tuple(await rows.held(uow, person.id))


async def giving(uow: UnitOfWork, key: str) -> Course | None:
    """The first open module that gives a badge; None: no module gives it."""
    return next((course for course in await rows.courses(uow) if key in course.keys), None)


async def certificates(uow: UnitOfWork, person: Person) -> tuple[ModuleSet, ...]:
    """The certificates that she may take: of the sets that she has completed, the largest first, then of each passed
    module."""
    hers = await held(uow, person)
    complete = badges.complete({badge.key for badge in hers})
    return (*reversed(complete), *[await _of_module(uow, badge) for badge in hers if badge.certifies])


async def openings(uow: UnitOfWork, person: Person, now: datetime) -> tuple[Opening, ...]:
    """Work for people of her country that needs badges which she lacks: what it pays, and the modules that would open
    it. Work that no module opens is left out."""
    closed = await offers.beyond(uow, person.id, person.country, days.local_day(now, person.zone))
    if not closed:
        return ()
    hers = {badge.key for badge in await held(uow, person)}
    courses = await rows.courses(uow, person.id)
    found = []
    for offer in closed:
        missing = badges.lacking(offer.config.needs, hers, courses)
        if missing:
            found.append(Opening(offer, missing))
    return tuple(sorted(found, key=lambda opening: -opening.offer.hourly))


async def settle(uow: UnitOfWork, person: Person, now: datetime) -> Settled:
    """She has just become a hiteuse: pay for the tests that she has passed, where work needs them."""
    paid = []
    for module_id in await rows.passed(uow, person.id):
        course = await rows.course(uow, module_id)
        pay = await paid_tests.pay(uow, person, course, now) if course is not None else None
        if pay is not None:
            paid.append(pay)
    opened = tuple(offer for offer in await _there(uow, person, now) if offer.config.needs)
    return Settled(opened, tuple(paid))


async def _there(uow: UnitOfWork, person: Person, now: datetime) -> tuple[work_commands.Offer, ...]:
    """Offers, including those with hard content about which she will be asked."""
    return (*await work_service.offers(uow, person, now), *await work_service.asking(uow, person, now))


async def _of_module(uow: UnitOfWork, badge: Badge) -> ModuleSet:
    return badges.of_module(badge, await rows.lessons(uow, badge.module_id))
