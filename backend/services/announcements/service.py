"""Announcements: estimates, creation, results. Beside it `steering` pauses and stops them, `sender` sends them, and
`responses` stores the responses.

A person needs the permission "announce" for every country of the audience; if a Huber names none, their own countries
are meant. Whoever creates one lets its job look in the same unit of work (`Jobs.defer`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from datetime import datetime, timedelta

from backend.db.admin import audit
from backend.db.announcements import approval_rules as approval_rows
from backend.db.announcements import audience as audience_rows
from backend.db.announcements import queries as rows
from backend.db.announcements import recipients, results
from backend.db.engine.uow import UnitOfWork
from backend.db.messaging import media
from backend.db.people import erasures
from backend.db.people import queries as people_rows
from backend.db.threads import reports as report_rows
from backend.domain.announcements import content as announcements_content
from backend.domain.announcements.content import Announcement
from backend.domain.announcements.life import (
    APPROVAL_ABOVE,
    READERS,
    RESPONSES_OPEN_FOR,
    SAME_AUTHOR,
    SAME_WORDS,
    Announced,
    AnnouncementState,
    Audience,
    Estimate,
    begins,
    fingerprint,
    her_hour,
)
from backend.domain.announcements.sending import AnnouncementProgress, MissedPerson, progress
from backend.domain.errors import BadInput, NotAllowed, Reason, existing
from backend.domain.messaging.prices import price
from backend.domain.people import places
from backend.domain.people.commands import Actor, Person
from backend.domain.people.permissions import may
from backend.records import replace
from backend.services import access
from backend.services.announcements import daily_limit

_FREE_FORM, _TEMPLATE = "service", "marketing"
"""Billing categories of messages inside and outside WhatsApp's 24 hours."""


async def estimate(
    uow: UnitOfWork,
    by: Person,
    audience: Audience,
    now: datetime,
    local: datetime | None = None,
    *,
    held: Collection[str] = (),
) -> Estimate:
    """The number of people in an audience, and the cost. `local`: the hour on each person's own clock, naive; None: at
    once. `held`: channels without an approved template; there it waits until they write. Raises `NotAllowed` for a
    country that is not theirs, `BadInput` for an unknown country or role."""
    return await _estimate(uow, by, scope(by, audience), local, now, held)


async def create(
    uow: UnitOfWork,
    by: Person,
    key: str,
    content: Announcement,
    audience: Audience,
    local: datetime | None,
    channel: str,
    now: datetime,
) -> tuple[Announced, bool]:
    """Create an announcement. Return it, and whether it is new.

    `key`: names this request, so that two taps create one. `local`: the hour on each person's own clock, naive; None:
    at once. `channel`: where it was requested. The same text to the same audience at the same hour is one announcement,
    for one author within a day, for anybody within ten minutes. Raises `NotAllowed`, and `BadInput` for content that a
    channel cannot show, an empty audience, or an hour that has passed for some of the people.
    """
    audience = scope(by, audience)
    announcements_content.check(content)
    digest = fingerprint(content, audience, local)
    found = await rows.same(uow, by.id, key, digest, now, SAME_AUTHOR, SAME_WORDS)
    if found is not None:
        return found, False
    expected = await _estimate(uow, by, audience, local, now)
    if not expected.people:
        raise BadInput(Reason("nobody fits this audience"))
    begins_at = begins(local, expected.zones, now)
    state = AnnouncementState.ASKED if expected.second else AnnouncementState.PLANNED
    number = await rows.add(uow, by.id, key, digest, content, audience, local, state, expected.people, begins_at, now)
    days = expected.spread.days if expected.spread is not None else 1
    await rows.change(uow, number, closes_at=begins_at + timedelta(days=days - 1) + RESPONSES_OPEN_FOR)
    if content.file is not None:
        await media.keep(uow, content.file.media)
    await audit.note(uow, by.id, channel, "announce", about(number, content, expected.people), now)
    return replace(await get(uow, by, number), days=days), True


async def under_way(uow: UnitOfWork, by: Person) -> tuple[Announced, ...]:
    """Announcements of this author that are not over, in the order in which they were created."""
    return await rows.under_way(uow, by.id)


# --- what came of it ------------------------------------------------------------------------------------


async def get(uow: UnitOfWork, by: Actor, number: int) -> Announced:
    """One announcement. Raises `NotFound`, `NotAllowed`."""
    found = existing(await rows.find(uow, number))
    require_audience(by, found.audience)
    return found


async def latest(uow: UnitOfWork, by: Person, most: int = 8, skip: int = 0) -> tuple[Announced, ...]:
    """The newest announcements first: for a Huber those to their countries, for an admin all. Raises `NotAllowed`."""
    access.require(by, "announce")
    return await rows.latest(uow, access.countries(by), most, skip)


async def result(uow: UnitOfWork, announced: Announced, now: datetime, zone: str) -> AnnouncementProgress:
    """The results as of now, exact, and on which days the rest goes on the clock of that zone."""
    found = progress_of(announced, await results.counts(uow, announced.id))
    if announced.state is not AnnouncementState.RUNNING or not found.waiting:
        return found
    return replace(found, later=await daily_limit.later(uow, announced.id, now, zone))


def progress_of(announced: Announced, counts: dict[str, int]) -> AnnouncementProgress:
    """The results, from the counts."""
    poll = announced.content.poll
    ended = announced.state in (AnnouncementState.CANCELLED, AnnouncementState.REFUSED)
    return progress(announced.people, counts, len(poll.answers) if poll else 0, ended=ended)


async def missed(uow: UnitOfWork, by: Person, number: int, most: int = 20, after: int = 0) -> tuple[MissedPerson, ...]:
    """People whom it has not reached, by number. `after`: the last number of the page before. Raises `NotFound`,
    `NotAllowed`."""
    await get(uow, by, number)
    return tuple(await recipients.missed(uow, number, most, after))


def may_steer(by: Actor, announced: Announced) -> bool:
    """Whether the person may pause, stop or repeat an announcement that they may see: a Huber only their own, an admin
    all."""
    return not access.countries(by) or announced.author_id == by.id


def may_address(by: Actor, audience: Audience) -> bool:
    """Whether the person may announce to everybody in this audience."""
    try:
        require_audience(by, audience)
    except NotAllowed:
        return False
    return True


async def is_followed(uow: UnitOfWork, announced: Announced) -> bool:
    """Whether its author may still announce to these people, and so hears how it goes. Who has asked to be erased
    answers for nothing any more."""
    author = await people_rows.person(uow, announced.author_id)
    if author is None or not may_address(author, announced.audience):
        return False
    return await erasures.waiting(uow, author.id) is None


def may_decide(by: Person, announced: Announced) -> bool:
    """Whether it waits for this person's approval."""
    return (
        announced.state is AnnouncementState.ASKED and announced.author_id != by.id and may(by, "approve announcements")
    )


# --- inside ---------------------------------------------------------------------------------------------


def scope(by: Actor, audience: Audience) -> Audience:
    """The audience as this person may address it. If a Huber names no country, their own are set. Raises `NotAllowed`,
    `BadInput`."""
    for code in audience.countries:
        places.country(code)
    if not audience.roles or not set(audience.roles) <= set(READERS):
        raise BadInput(Reason("an announcement goes to hiteuses, trainees or Hubers"))
    hers = access.countries(by)
    audience = replace(
        audience,
        countries=tuple(sorted(set(audience.countries or hers))),
        roles=tuple(role for role in READERS if role in audience.roles),
    )
    require_audience(by, audience)
    return audience


def require_audience(by: Actor, audience: Audience) -> None:
    """Raises `NotAllowed` if the person may not announce to everybody in it."""
    access.require(by, "announce")
    if access.countries(by) and not audience.countries:
        raise NotAllowed  # the audience is everybody
    for code in audience.countries:
        access.require(by, "announce", code)


async def _estimate(
    uow: UnitOfWork,
    by: Person,
    audience: Audience,
    local: datetime | None,
    now: datetime,
    held: Collection[str] = (),
) -> Estimate:
    """The estimate, without those whom a report keeps apart from the author. Each is priced at their own hour: few are
    inside WhatsApp's 24 hours when a planned one is sent."""
    dues = {zone: her_hour(local, zone, None, now) for zone in places.ZONES}
    channels: Counter[str] = Counter()
    countries: Counter[str] = Counter()
    zones: set[str] = set()
    outside: Counter[str] = Counter()
    cost = unnamed = 0
    apart = await report_rows.apart_from(uow, by.id)
    for group in await audience_rows.count(uow, audience, dues, now, apart):
        day = dues.get(group.zone, now).date()
        channels[group.channel] += group.people
        countries[group.country] += group.people
        zones.add(group.zone)
        outside[group.channel] += group.outside
        unnamed += group.unnamed
        category = _FREE_FORM if group.channel in held else _TEMPLATE
        cost += group.outside * price(group.channel, group.country, category, day)
        inside = group.people - group.outside
        cost += inside * price(group.channel, group.country, _FREE_FORM, day)
    people = countries.total()
    second = people > APPROVAL_ABOVE and bool(await approval_rows.second(uow, sorted(countries)))
    spread = await daily_limit.expected(uow, outside, now, local)
    return Estimate(
        *(people, dict(channels), dict(countries), outside.total(), cost, tuple(sorted(zones)), second, unnamed, spread)
    )


def about(number: int, content: Announcement, people: int) -> dict[str, str | int]:
    """The audit's `about` of an announcement."""
    return {"announcement": number, "text": content.text[:200], "people": people}
