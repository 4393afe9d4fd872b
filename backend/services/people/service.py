"""People: invitations, consent, profile, and what they want to hear from us."""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from datetime import datetime, timedelta

from backend.db.admin import audit
from backend.db.engine.uow import UnitOfWork
from backend.db.people import erasures
from backend.db.people import queries as rows
from backend.db.people import roles as role_rows
from backend.db.threads import schedule as threads_clock
from backend.domain.errors import BadInput
from backend.domain.people import codes, first_names, places, reminder_preferences
from backend.domain.people.commands import (
    DATA_VERSION,
    DUTIES,
    ROLES,
    TERMS_VERSION,
    Actor,
    Duty,
    Goal,
    Invite,
    InvitesMade,
    MakeInvites,
    Person,
    Role,
)
from backend.records import replace
from backend.services import access
from backend.services.reminders import schedule as reminders_schedule

MOST_INVITES = 1_000
"""Codes that can be made at once."""
NO_PERSON = 0
"""A number that no person has."""
STAFF = frozenset({"huber", "admin"})
"""Roles that see what others do. Only an owner invites such people."""
CODE_TRIES = 5
"""Wrong codes from one sender, after which no code is looked up, right or wrong, for `CODE_PAUSE`. At that pace
guessing is hopeless, even for one of the older codes (31^8 of them)."""
CODE_PAUSE = timedelta(hours=1)


async def make_invites(
    uow: UnitOfWork,
    command: MakeInvites,
    by: Actor,
    now: datetime,
    links: Mapping[str, str],
    *,
    channel: str = "",
) -> InvitesMade:
    """Make single-use codes. Raises `BadInput` for an unknown role, duty or country or a count out of range, and
    `NotAllowed` if `by` may not invite such people there.

    A code for an admin without a named duty is for a reader, or for an owner as long as there is none. `links`: a
    template with `{code}` per channel. The codes are returned as they are written (`codes.written`). `channel`: where
    they were requested.
    """
    access.require(by, "invite staff" if command.role in STAFF else "invite", command.country)
    if command.role not in ROLES:
        raise BadInput(f"unknown role {command.role!r}; known: {', '.join(ROLES)}")
    if command.duty is not None and command.duty not in DUTIES:
        raise BadInput(f"unknown duty {command.duty!r}; known: {', '.join(DUTIES)}")
    for code in (command.country, *command.countries):
        places.country(code)  # raises `BadInput`
    names = command.names or (command.name,) * command.count
    if not 1 <= len(names) <= MOST_INVITES:
        raise BadInput(f"between 1 and {MOST_INVITES} codes at once, not {len(names)}")
    duty: Duty | None = None
    if command.role == "admin":
        # the least, as when a role is given; but somebody must be able to give roles
        duty = command.duty or ("reader" if await role_rows.another_owner(uow, NO_PERSON) else "owner")
    looks_after = command.countries if command.role == "huber" else ()
    made: list[Invite] = []
    while names:
        drawn = [
            Invite(codes.new(), command.role, command.country, name.strip()[:100], duty, looks_after) for name in names
        ]
        others = frozenset(await rows.add_invites(uow, drawn, by.id, now))
        made += [invite for invite in drawn if invite.code not in others]
        names = tuple(invite.name for invite in drawn if invite.code in others)
    about = {"role": command.role, "country": command.country, "count": len(made)}
    about |= {key: value for key, value in (("duty", duty), ("countries", list(looks_after))) if value}
    await audit.note(uow, by.id, channel, "invite", about, now)
    invites = tuple(replace(invite, code=codes.written(invite.code)) for invite in made)
    filled = ({channel: template.format(code=i.code) for channel, template in links.items()} for i in invites)
    return InvitesMade(invites, tuple(filled))


async def add_fixed_invite(uow: UnitOfWork, code: str, role: Role, country: str, now: datetime) -> None:
    """Store a code that is known beforehand (the first admin's, the demo's), without hyphens. No effect if it
    exists."""
    duty: Duty | None = "owner" if role == "admin" else None
    await rows.add_invites(uow, [Invite(code, role, country, duty=duty)], None, now)


async def first_admin(uow: UnitOfWork, chosen: str | None, now: datetime) -> str | None:
    """If there is no admin and no code for one, make a code (`ADMIN_INVITE_CODE` if it is set) and return it as it is
    written. None: there is one, maybe from another process that starts at the same moment."""
    await rows.alone_for_first_admin(uow)
    if await rows.anybody(uow, "admin"):
        return None
    code = (chosen and codes.read(chosen)) or codes.new()
    await add_fixed_invite(uow, code, "admin", places.COUNTRIES[0].code, now)
    return codes.written(code)


async def redeem(uow: UnitOfWork, person: Person, code: str, platform_name: str, now: datetime) -> Invite | str:
    """Use a code, in any of its readings. Return the invitation, or why not: "unknown", "used", or "mine" (the person
    used it before)."""
    digest = codes.digest(code)
    found = await rows.invite(uow, digest)
    # looked up by digest and compared in constant time, so that the time taken reveals nothing of a code
    if found is None or not hmac.compare_digest(codes.digest(found[0].code), digest):
        return "unknown"
    invite, used_by = found
    if used_by is not None:
        return "mine" if used_by == person.id else "used"
    await rows.use_invite(uow, invite.code, person.id, now)
    country = places.country(invite.country)
    columns = {
        "role": invite.role,
        "first_name": first_names.of(invite.name, chosen_by_us=True) or first_names.of(platform_name),
        "country": country.code,
        "duty": invite.duty if invite.role == "admin" else None,
        "countries": list(invite.countries) or None,
    }
    if len(country.zones) == 1:
        columns["zone"] = country.zones[0].name
    await rows.set_profile(uow, person.id, **columns)
    return invite


async def is_open(uow: UnitOfWork, digest: bytes) -> bool:
    """Whether a new person can join with the code of this digest."""
    found = await rows.invite(uow, digest)
    return found is not None and found[1] is None


async def is_used(uow: UnitOfWork, digest: bytes) -> bool:
    """Whether somebody has joined with the code of this digest."""
    found = await rows.invite(uow, digest)
    return found is not None and found[1] is not None


async def consent(uow: UnitOfWork, person: Person, now: datetime) -> None:
    """Record consent to both documents, with version and time. Rows are append-only."""
    await rows.add_consent(uow, person.id, "terms", TERMS_VERSION, now)
    await rows.add_consent(uow, person.id, "data", DATA_VERSION, now)
    await rows.set_profile(uow, person.id, terms=TERMS_VERSION)


async def set_place(uow: UnitOfWork, person: Person, country: str, zone: str | None, now: datetime) -> None:
    """Set where a person lives. With a zone, their next reminder is planned again. Raises `BadInput` for a zone of
    another country."""
    known = places.country(country)
    if zone is not None and zone not in {z.name for z in known.zones}:
        raise BadInput(f"{zone} is no time zone of {known.code}")
    await rows.set_profile(uow, person.id, country=country, zone=zone)
    if country != person.country:
        await threads_clock.hand_over(uow, now, person_id=person.id)
    if zone is None:
        return
    await reminders_schedule.plan(uow, replace(person, country=country, zone=zone), now)


async def set_first_name(uow: UnitOfWork, person: Person, name: str) -> str:
    """Call a person by this name from now on; return it. Raises `BadInput` for one without letters, or
    one that passes for the team."""
    access.require(person, "learn")
    kept = " ".join(name.split())[: first_names.MOST_SIGNS]
    if not any(sign.isalpha() for sign in kept) or first_names.passes_for_us(kept):
        raise BadInput("this is no first name")
    await rows.set_profile(uow, person.id, first_name=kept)
    return kept


async def set_goal(uow: UnitOfWork, person: Person, goal: Goal, now: datetime) -> None:
    """Set what a person saves for. Raises `BadInput` for an amount of zero or less."""
    if goal.amount is not None and goal.amount.units <= 0:
        raise BadInput("a project costs something")
    await rows.set_goal(uow, person.id, goal, now)


async def set_reminder(
    uow: UnitOfWork, person: Person, preference: reminder_preferences.Preference | None, now: datetime
) -> Person:
    """Set when a person wants to be reminded. Choosing an hour after `stop` ends the stop, but no erasure that was
    asked for. Return the person as they are then."""
    await rows.set_reminder(uow, person.id, preference)
    stopped = preference is not None and person.stopped_at is not None
    if stopped and await erasures.waiting(uow, person.id) is None:
        await rows.set_profile(uow, person.id, stopped_at=None)
        person = replace(person, stopped_at=None)
    await reminders_schedule.plan(uow, person, now)
    return person


async def join(uow: UnitOfWork, person: Person, now: datetime) -> None:
    """The profile is complete: from now on the person works or learns and is reminded. Who worked before, and had
    another role since, joined when she did so first: nobody joins twice, or has a first income before she joins."""
    if person.joined_at is None:
        await rows.set_profile(uow, person.id, joined_at=await rows.agreed_before_work(uow, person.id) or now)
    await reminders_schedule.plan(uow, person, now)


async def stop(uow: UnitOfWork, person: Person, now: datetime) -> None:
    """The person wants no messages that they did not ask for. A pause stays, in case the stop is taken back. What waits
    for a Huber's answer goes to others."""
    await rows.set_profile(uow, person.id, stopped_at=now)
    if person.role == "huber":
        await threads_clock.hand_over(uow, now, countries=person.looks_after)
    await reminders_schedule.cancel(uow, person)


async def pause(uow: UnitOfWork, person: Person, until: datetime | None) -> None:
    """Start no messages to the person until then; None: no pause."""
    await rows.set_profile(uow, person.id, paused_until=until)


async def back(uow: UnitOfWork, person: Person, now: datetime, *, quietly: bool = False) -> Person:
    """End a `stop`, or else a pause, because the person said so. `quietly`: without reminders. Return the person as
    they are then."""
    if quietly:
        await rows.set_reminder(uow, person.id, None)
    until = person.paused_until if person.stopped_at is not None else None
    await rows.set_profile(uow, person.id, stopped_at=None, paused_until=until)
    person = replace(person, stopped_at=None, paused_until=until)
    await reminders_schedule.plan(uow, person, now)
    return person
