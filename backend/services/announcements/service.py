"""Announcements: estimated, handed over, steered. `backend.services.announcements.sender` sends them, answers to them
are heard by `backend.services.announcements.responses`.

Who may: "announce" in every country that the audience names; a Huber who names none means hers. Nothing here
commits, and whoever hands over or steers one lets its job look in the same unit (`Jobs.announce`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from backend.db.admin import audit
from backend.db.announcements import audience as audience_rows
from backend.db.announcements import queries as rows
from backend.db.announcements import recipients
from backend.db.engine.uow import UnitOfWork
from backend.domain.announcements import content as announcements_content
from backend.domain.announcements.content import Announcement
from backend.domain.announcements.life import (
    ENDED,
    MANY,
    READERS,
    SAME_AUTHOR,
    SAME_WORDS,
    Announced,
    Audience,
    Estimate,
    Missed,
    Progress,
    State,
    begins,
    fingerprint,
    her_hour,
    progress,
)
from backend.domain.errors import BadInput, Misuse, NotAllowed, NotFound, Reason
from backend.domain.messaging.prices import price
from backend.domain.people import places
from backend.domain.people.commands import Actor, Person
from backend.domain.people.permissions import may
from backend.services import access

_FREE_FORM, _TEMPLATE = "service", "marketing"
"""Categories of what is said inside and outside WhatsApp's 24 hours."""


async def estimate(
    uow: UnitOfWork, by: Person, audience: Audience, now: datetime, local: datetime | None = None
) -> Estimate:
    """How many people it is for, and what that costs. `local`: the hour on each person's own clock, naive; None: at
    once. Raises `NotAllowed` for another country than hers, `BadInput` for an unknown country or role."""
    return await _estimate(uow, scope(by, audience), local, now)


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
    """Hand one over: the announcement, and whether it is new. `key`: of this very wish, so that two taps are
    one. `local`: the hour on each person's own clock, naive; None: at once. `channel`: from where it was said.

    The same words to the same people at the same hour are one announcement, within 24 hours of one author's
    and within 10 minutes of anybody's.

    Raises `NotAllowed`; `BadInput` for what a channel could not show, nobody to tell, or an hour that has
    passed where some of them are.
    """
    audience = scope(by, audience)
    announcements_content.check(content)
    digest = fingerprint(content, audience, local)
    row = await rows.same(uow, by.id, key, digest, now, SAME_AUTHOR, SAME_WORDS)
    if row is not None:
        return rows.announced(row), False
    expected = await _estimate(uow, audience, local, now)
    if not expected.people:
        raise BadInput(Reason("nobody fits this audience"))
    begins_at = begins(local, expected.zones, now)
    state = State.ASKED if expected.second else State.PLANNED
    number = await rows.add(uow, by.id, key, digest, content, audience, local, state, expected.people, begins_at, now)
    await audit.note(uow, by.id, channel, "announce", _about(number, content, expected.people), now)
    return await get(uow, by, number), True


async def approve(uow: UnitOfWork, by: Person, number: int, channel: str, now: datetime) -> Announced:
    """A second person says yes. One whose hour has come meanwhile begins at once. Raises `NotAllowed` (her own
    is nobody's to approve), `NotFound`, `Misuse` when it is settled already."""
    return await _second(uow, by, number, State.PLANNED, "approve an announcement", channel, now)


async def refuse(uow: UnitOfWork, by: Person, number: int, channel: str, now: datetime) -> Announced:
    """A second person says no. Raises as `approve`."""
    return await _second(uow, by, number, State.REFUSED, "refuse an announcement", channel, now)


async def pause(uow: UnitOfWork, by: Person, number: int, channel: str, now: datetime) -> Announced:
    """Nothing more of it goes out until `resume`. Raises `NotAllowed`, `NotFound`, `Misuse`."""
    return await _steer(uow, by, number, (State.PLANNED, State.RUNNING), State.PAUSED, "pause", channel, now)


async def resume(uow: UnitOfWork, by: Person, number: int, channel: str, now: datetime) -> Announced:
    """It goes on where it stood; everybody who waits is decided about again. Raises as `pause`."""
    found = await _steer(uow, by, number, (State.PAUSED,), State.RUNNING, "resume", channel, now)
    if found.begun_at is None:
        await rows.change(uow, number, state=State.PLANNED)
        return replace(found, state=State.PLANNED)
    await recipients.go_on(uow, number, now)
    return found


async def under_way(uow: UnitOfWork, by: Person) -> tuple[Announced, ...]:
    """Hers that are not over, in the order in which she wrote them."""
    return tuple(rows.announced(row) for row in await rows.under_way(uow, by.id))


async def cancel(uow: UnitOfWork, by: Actor, number: int, channel: str, now: datetime) -> Announced:
    """Nothing more of it goes out, ever. Raises as `pause`."""
    before = (State.ASKED, State.PLANNED, State.RUNNING, State.PAUSED)
    found = await _steer(uow, by, number, before, State.CANCELLED, "cancel", channel, now)
    await rows.change(uow, number, ended_at=now)
    return found


async def retry(uow: UnitOfWork, by: Person, number: int, channel: str, now: datetime) -> int:
    """Try once more whom it has not reached and who might hear it now; how many. Raises as `pause`."""
    found = await _mine(uow, by, number)
    if found.state is not State.DONE:
        raise Misuse("only what has come to its end is tried again")
    left_out = await recipients.try_again(uow, number, now)
    people = sum(left_out.values())
    if people:
        await rows.note(uow, number, {f"left out: {reason}": -n for reason, n in left_out.items() if reason})
        await rows.change(uow, number, state=State.RUNNING, ended_at=None, look_at=now)
        await audit.note(uow, by.id, channel, "announce again", {"announcement": number, "people": people}, now)
    return people


# --- what came of it ------------------------------------------------------------------------------------


async def get(uow: UnitOfWork, by: Actor, number: int) -> Announced:
    """Raises `NotFound`, `NotAllowed`."""
    row = await rows.find(uow, number)
    if row is None:
        raise NotFound
    found = rows.announced(row)
    _require(by, found.audience)
    return found


async def latest(uow: UnitOfWork, by: Person, most: int = 8, skip: int = 0) -> tuple[Announced, ...]:
    """The newest first: a Huber's to her countries, an admin's all. Raises `NotAllowed`."""
    access.require(by, "announce")
    found = await rows.latest(uow, None, access.countries(by), most, skip)
    return tuple(rows.announced(row) for row in found)


async def result(uow: UnitOfWork, announced: Announced) -> Progress:
    """What came of it, exactly, as of now; cheap at any size."""
    return results(announced, await rows.counts(uow, announced.id))


def results(announced: Announced, counts: dict[str, int]) -> Progress:
    poll = announced.content.poll
    ended = announced.state in (State.CANCELLED, State.REFUSED)
    return progress(announced.people, counts, len(poll.answers) if poll else 0, ended=ended)


async def missed(uow: UnitOfWork, by: Person, number: int, most: int = 20, after: int = 0) -> tuple[Missed, ...]:
    """Whom it has not reached, in the order of their numbers; `after`: the last number of the page before.
    Raises `NotFound`, `NotAllowed`."""
    await get(uow, by, number)
    found = await recipients.missed(uow, number, most, after)
    return tuple(
        Missed(r["person_id"], r["name"], r["country"], r["channel"], r["reason"] or "", r["error"]) for r in found
    )


def may_steer(by: Actor, announced: Announced) -> bool:
    """Whether she may pause, stop or repeat one that she may see: a Huber her own, an admin every one."""
    return not access.countries(by) or announced.author_id == by.id


def may_address(by: Actor, audience: Audience) -> bool:
    try:
        _require(by, audience)
    except NotAllowed:
        return False
    return True


def may_decide(by: Person, announced: Announced) -> bool:
    """Whether it waits for her yes or no."""
    return announced.state is State.ASKED and announced.author_id != by.id and may(by, "approve announcements")


# --- inside ---------------------------------------------------------------------------------------------


def scope(by: Actor, audience: Audience) -> Audience:
    """As she may address it: a Huber who names no country means hers. Raises `NotAllowed`, `BadInput`."""
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
    _require(by, audience)
    return audience


def _require(by: Actor, audience: Audience) -> None:
    access.require(by, "announce")
    if access.countries(by) and not audience.countries:
        raise NotAllowed  # it goes to everybody
    for code in audience.countries:
        access.require(by, "announce", code)


async def _estimate(uow: UnitOfWork, audience: Audience, local: datetime | None, now: datetime) -> Estimate:
    """At the price of the hour at which each is written to: a planned one finds few inside WhatsApp's 24 hours."""
    dues = {zone: her_hour(local, zone, None, now) for zone in places.ZONES}
    channels: Counter[str] = Counter()
    countries: Counter[str] = Counter()
    zones: set[str] = set()
    outside = cost = unnamed = 0
    for row in await audience_rows.count(uow, audience, dues, now):
        day = dues.get(row["zone"], now).date()
        channels[row["channel"]] += row["people"]
        countries[row["country"]] += row["people"]
        zones.add(row["zone"])
        outside += row["outside"]
        unnamed += row["unnamed"]
        cost += row["outside"] * price(row["channel"], row["country"], _TEMPLATE, day)
        inside = row["people"] - row["outside"]
        cost += inside * price(row["channel"], row["country"], _FREE_FORM, day)
    people = countries.total()
    second = people > MANY and bool(await rows.second(uow, sorted(countries)))
    return Estimate(people, dict(channels), dict(countries), outside, cost, tuple(sorted(zones)), second, unnamed)


async def _mine(uow: UnitOfWork, by: Actor, number: int) -> Announced:
    """One that she may steer, locked."""
    row = await rows.lock(uow, number)
    if row is None:
        raise NotFound
    found = rows.announced(row)
    _require(by, found.audience)
    if not may_steer(by, found):
        raise NotAllowed
    return found


async def _second(
    uow: UnitOfWork, by: Person, number: int, state: State, action: str, channel: str, now: datetime
) -> Announced:
    row = await rows.lock(uow, number)
    if row is None:
        raise NotFound
    found = rows.announced(row)
    access.require(by, "approve announcements")
    if found.author_id == by.id:
        raise NotAllowed
    if found.state is not State.ASKED:
        raise Misuse("this announcement is settled already")
    columns = {"ended_at": now} if state is State.REFUSED else {"look_at": max(now, row["begins_at"] - rows.LOST)}
    await rows.change(uow, number, state=state, approved_by=by.id, **columns)
    await audit.note(uow, by.id, channel, action, _about(number, found.content, found.people), now)
    return replace(found, state=state, approved_by=by.id)


async def _steer(
    uow: UnitOfWork,
    by: Actor,
    number: int,
    before: Sequence[State],
    state: State,
    action: str,
    channel: str,
    now: datetime,
) -> Announced:
    found = await _mine(uow, by, number)
    if found.state not in before:
        raise Misuse("this announcement is over already" if found.state in ENDED else "it is so already")
    await rows.change(uow, number, state=state)
    await audit.note(
        uow,
        by.id,
        channel,
        f"{action} an announcement",
        {"announcement": number},
        now,
        before={"state": found.state},
        after={"state": state},
    )
    return replace(found, state=state)


def _about(number: int, content: Announcement, people: int) -> dict[str, str | int]:
    return {"announcement": number, "text": content.text[:200], "people": people}
